"""The least that a Streamlit page needs for the same rows: tabs and a table, nothing else."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from bench.plain_sql import PAGE_SIZE
from queries.filters import Filters, Tab
from queries.message_log import Sort, message_log
from warehouse.reading import Warehouse, WarehouseDirectory

MARK = 3  # letters of the tab in every row: the bench waits for them to be drawn, and longer words are cut off


@st.cache_resource
def _warehouse() -> Warehouse:
    return WarehouseDirectory(Path(os.environ["SENTLOG_WAREHOUSE"])).current()


def page() -> None:
    asked = st.query_params
    label = st.segmented_control("Tab", [tab.label for tab in Tab], default=Tab.ALL.label, required=True)
    chosen = Tab(asked["tab"]) if "tab" in asked else next(tab for tab in Tab if tab.label == label)
    filters = Filters(date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"]), tab=chosen)
    rows = message_log(_warehouse(), filters, Sort(), 1, PAGE_SIZE)
    mark = chosen.value[:MARK]
    st.dataframe(rows.select(pl.lit(mark).alias("tab"), pl.all()))


page()
