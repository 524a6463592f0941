"""Messages: what did we send, and what became of it?"""

from dataclasses import replace
from math import ceil

import streamlit as st

from queries.daily_trend import daily_trend
from queries.filters import Tab
from queries.headline import headline
from queries.message_log import Sort, SortBy, message_log
from queries.neighbours import neighbours
from queries.previews import previews
from queries.providers import providers
from queries.tab_counts import tab_counts
from ui.answers import answer, directory
from ui.cards import cards, sparkline_period
from ui.clock import now
from ui.empty_state import data_damaged, nothing_matches, nothing_published
from ui.export_menu import export_menu
from ui.filter_bar import filter_bar, go_to, tabs
from ui.freshness_line import freshness_line, wait_for_data
from ui.message_drawer import message_drawer
from ui.message_table import message_table
from ui.paging import PAGE_SIZE, paging
from ui.session import require_user
from ui.view import View, view_of
from ui.wording import escaped
from warehouse.reading import NothingPublished, Warehouse, WarehouseDamaged

user = require_user()


def page() -> None:
    try:
        warehouse = directory().current()
    except NothingPublished as error:
        st.title("Messages")
        nothing_published(str(error))
        wait_for_data()
        return
    except WarehouseDamaged as error:
        st.title("Messages")
        data_damaged(str(error))
        return
    zone = warehouse.time_zone
    today = now().astimezone(zone).date()
    view = view_of(st.query_params, today)
    running = view.filters.to_day >= today
    minute = now().replace(second=0, microsecond=0)

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="page_head"):
        st.title("Messages", width="content")
        freshness_line(warehouse.generation, follow=view.message is None and view.page == 1)
        export_menu(view)
    if view.ignored:
        st.warning(f"Part of the address means nothing here and was left out: {escaped(', '.join(view.ignored))}")

    figures = answer(headline, warehouse, view.filters.traffic(), minute, zone).row(0, named=True)
    trend = answer(daily_trend, warehouse, sparkline_period(view.filters.traffic(), running))
    cards(figures, trend, view.filters, running)

    counts = answer(tab_counts, warehouse, view.filters.on_tab(Tab.ALL)).row(0, named=True)
    tabs(view, counts)
    filter_bar(view, answer(providers, warehouse), today)
    _log(warehouse, view, counts[view.filters.tab])

    if view.message:
        _drawer(warehouse, view)


def _log(warehouse: Warehouse, view: View, total: int) -> None:
    if total == 0:
        nothing_matches(narrowed=view.narrowed)
        return
    pages = ceil(total / PAGE_SIZE)
    view = replace(view, page=min(view.page, pages))
    rows = answer(message_log, warehouse, view.filters, view.sort, view.page, PAGE_SIZE)
    unnamed = rows.filter(rows["subject"] == "")["message_id"]
    message_table(
        rows,
        answer(previews, warehouse, tuple(unnamed)) if unnamed.len() else {},
        zone=warehouse.time_zone,
        now=now(),
        sort=view.sort,
        open_message=view.message,
        stamp=f"{warehouse.generation} {view.filters.tab} {view.page} {total}",
        on_open=lambda message_id: go_to(replace(view, message=message_id)),
        on_sort=lambda by: go_to(replace(view, sort=_sorted_by(by, view.sort), page=1)),
    )
    paging(view, total, rows.height)


def _sorted_by(by: SortBy, before: Sort) -> Sort:
    """The same heading again turns the order round; times and sizes begin with the largest, words with A."""
    if by is before.by:
        return Sort(by, descending=not before.descending)
    return Sort(by, descending=by in (SortBy.AT, SortBy.SEGMENTS, SortBy.ERROR))


def _close() -> None:
    st.query_params.pop("message", None)


@st.dialog("Message", position="right", width="medium", on_dismiss=_close)
def _drawer(warehouse: Warehouse, view: View) -> None:
    message_id = view.message or ""
    before, after = answer(neighbours, warehouse, view.filters, view.sort, message_id)
    with st.container(horizontal=True, gap="small"):
        _walk("Previous", ":material/arrow_upward:", before, view)
        _walk("Next", ":material/arrow_downward:", after, view)
    message_drawer(warehouse, message_id, now())


def _walk(label: str, sign: str, message_id: str | None, view: View) -> None:
    if st.button(label, icon=sign, disabled=message_id is None, key=f"walk_{label}"):
        go_to(replace(view, message=message_id))
        st.rerun()


page()
