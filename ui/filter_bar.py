"""The row of filters and the tabs: what is chosen is written into the address, and the address says what is chosen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from messaging.vocabulary import Channel, MessageType, Status
from queries.filters import Filters, Tab
from ui.offered import chosen, offered
from ui.view import Chosen, Period, View, query_of
from ui.wording import count, escaped


def go_to(view: View) -> None:
    """Writes the address of `view`; the next run shows it."""
    st.query_params.from_dict(query_of(view))


def tabs(view: View, counts: dict[str, int]) -> None:
    st.segmented_control(
        "Tab",
        list(Tab),
        format_func=lambda tab: f"{tab.label} **{count(counts[tab])}**",
        key=offered("tab", view.filters.tab),
        required=True,
        wrap=False,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(view,),
    )


def filter_bar(view: View, providers: Sequence[str], today: date) -> None:
    filters = view.filters
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filter_bar"):
        _search(view)
        _period(view, today)
        _menu("Channel", "channel", list(Channel), filters.channels, view)
        _menu("Status", "status", list(Status), filters.statuses, view)
        _menu("Type", "type", list(MessageType), filters.types, view)
        _menu("Provider", "provider", _with(providers, filters.providers), filters.providers, view)
        if view.narrowed:
            st.button("Clear all", icon=":material/close:", type="tertiary", on_click=_clear, args=(view, today))


def _search(view: View) -> None:
    st.text_input(
        "Search",
        key=offered("q", view.filters.search),
        type="search",
        icon=":material/search:",
        placeholder="Name, e-mail, phone or subject",
        label_visibility="collapsed",
        live="300ms",
        max_chars=200,
        width=240,
        on_change=_chosen,
        args=(view,),
    )


def _period(view: View, today: date) -> None:
    st.segmented_control(
        "Period",
        list(Period),
        format_func=lambda period: period.label,
        key=offered("period", view.period),
        required=True,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(view,),
    )
    if view.period is Period.CUSTOM:
        st.date_input(
            "Days",
            key=offered("days", (view.filters.from_day, view.filters.to_day)),
            format="YYYY-MM-DD",
            max_value=max(today, view.filters.to_day),
            label_visibility="collapsed",
            width=215,
            on_change=_chosen,
            args=(view,),
        )


def _menu(label: str, name: str, options: Sequence[Any], picked: Sequence[Any], view: View) -> None:
    shown = f"{label}: {_summary(picked)}" if picked else label
    with st.popover(shown, type="secondary", key=f"menu_{name}"):
        st.pills(
            label,
            options,
            selection_mode="multi",
            format_func=_label,
            key=offered(name, list(picked)),
            on_change=_chosen,
            args=(view,),
        )


def _label(option: Any) -> str:
    return str(getattr(option, "label", None) or escaped(str(option)))


def _summary(picked: Sequence[Any]) -> str:
    more = f" +{len(picked) - 1}" if len(picked) > 1 else ""
    return f"{_label(picked[0])}{more}"


def _with(providers: Sequence[str], picked: Sequence[str]) -> list[str]:
    """A provider that the address names is offered even where the data has none of it, so that it can be taken off."""
    return [*providers, *(name for name in picked if name not in providers)]


def _chosen(view: View) -> None:
    """A filter changed: back to the first page, and whatever message was open is closed."""
    period = Period(chosen("period"))
    filters = Filters(
        *_days(period, view),
        tab=Tab(chosen("tab")),
        channels=_in_order(Channel, "channel"),
        statuses=_in_order(Status, "status"),
        types=_in_order(MessageType, "type"),
        providers=tuple(chosen("provider")),
        search=chosen("q") or "",
    )
    go_to(replace(view, period=period, filters=filters, page=1, message=None, ignored=()))


def _in_order(words: type[Chosen], name: str) -> tuple[Chosen, ...]:
    """What is picked, in the order of the vocabulary whatever the order of the clicks: one choice has one address."""
    return tuple(word for word in words if word in chosen(name))


def _days(period: Period, view: View) -> tuple[date, date]:
    """The days picked in the calendar; until both are picked, those shown so far."""
    picked = chosen("days")
    if period is Period.CUSTOM and isinstance(picked, (tuple, list)) and len(picked) == 2:
        return picked[0], picked[1]
    return view.filters.from_day, view.filters.to_day


def _clear(view: View, today: date) -> None:
    go_to(View(Period.MONTH, Filters(today - timedelta(days=29), today), sort=view.sort))
