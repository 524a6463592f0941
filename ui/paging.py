"""Which part of the log is shown, out of how many?"""

from dataclasses import replace
from math import ceil

import streamlit as st

from ui.filter_bar import go_to
from ui.offered import chosen, offered
from ui.view import View
from ui.wording import count, counted

PAGE_SIZE = 50


def paging(view: View, total: int, shown: int) -> None:
    first = (view.page - 1) * PAGE_SIZE + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="paging"):
        st.text(f"{count(first)}–{count(first + shown - 1)} of {counted(total, 'message')}", width="content")
        if total > PAGE_SIZE:
            st.pagination(ceil(total / PAGE_SIZE), key=offered("page", view.page), on_change=_turned, args=(view,))


def _turned(view: View) -> None:
    go_to(replace(view, page=int(chosen("page")), message=None))
