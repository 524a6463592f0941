"""What Streamlit's theme settings cannot say about the look."""

import streamlit as st

CSS = """
<style>
[data-testid="stMainBlockContainer"]{padding:1.6rem 2.2rem 3rem;max-width:1500px}
.st-key-page_head h1{padding:0}
.st-key-page_head{row-gap:.25rem}
.st-key-filter_bar{row-gap:.5rem}
@media (max-width: 1000px){.st-key-cards{grid-template-columns:repeat(2,minmax(0,1fr)) !important}}
@media (max-width: 640px){
  [data-testid="stMainBlockContainer"]{padding:4rem .8rem 2rem}
  .st-key-page_head{flex-wrap:wrap}
  .st-key-page_head > :nth-child(2){order:3;flex-basis:100%}
  .st-key-cards{gap:.5rem}
  .st-key-cards [data-testid="stMetric"] > :first-child{padding:.55rem .7rem}
  .st-key-cards [data-testid="stMetric"] > :nth-child(2){display:none}
  .st-key-cards [data-testid="stMetricValue"]{font-size:1.5rem}
  .st-key-filter_bar > :first-child, .st-key-filter_bar [data-testid="stTextInput"]{flex-basis:100%;width:100%}
}
</style>
"""


def style() -> None:
    st.html(CSS)
