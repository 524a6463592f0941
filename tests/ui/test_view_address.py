"""The address says everything that is seen, and nothing it says is dropped in silence."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from messaging.vocabulary import Channel, MessageType, Status
from queries.filters import Filters, Tab
from queries.message_log import Sort, SortBy
from ui.view import FIRST_DAY, LAST_DAY, Period, View, query_of, view_of

Chosen = TypeVar("Chosen", bound=StrEnum)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
TODAY = date(2026, 3, 29)


def subset_of(words: type[Chosen]) -> st.SearchStrategy[tuple[Chosen, ...]]:
    return st.sets(st.sampled_from(list(words))).map(lambda chosen: tuple(word for word in words if word in chosen))


@st.composite
def views(draw: st.DrawFn) -> View:
    period = draw(st.sampled_from(list(Period)))
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    if period is not Period.CUSTOM:
        asked = view_of({"period": str(period)}, TODAY).filters
        first, last = asked.from_day, asked.to_day
    filters = Filters(
        first,
        last,
        tab=draw(st.sampled_from(list(Tab))),
        channels=draw(subset_of(Channel)),
        statuses=draw(subset_of(Status)),
        types=draw(subset_of(MessageType)),
        providers=tuple(draw(st.lists(st.sampled_from(["twilio", "postmark", "ses"]), unique=True))),
        search=draw(st.text(max_size=20)),
    )
    sort = Sort(draw(st.sampled_from(list(SortBy))), draw(st.booleans()))
    message = draw(st.one_of(st.none(), st.text(min_size=1, max_size=20)))
    return View(period, filters, sort, draw(st.integers(1, 10_000)), message)


@given(views())
def test_a_view_read_from_its_own_address_is_the_same_view(view: View) -> None:
    assert view_of(query_of(view), TODAY) == view


def test_the_usual_view_has_an_empty_address() -> None:
    assert query_of(view_of({}, TODAY)) == {}


def test_what_means_nothing_is_named_and_left_out() -> None:
    query = {
        "tab": "x",
        "status": "failed,eaten",
        "period": "custom",
        "from": "2026-02-30",
        "to": "2026-03-01",
        "page": "-4",
        "sort": "1",
    }
    view = view_of(query, TODAY)
    assert set(view.ignored) == {"tab=x", "status=eaten", "from=2026-02-30", "page=-4", "sort=1"}
    assert view.filters.statuses == (Status.FAILED,)
    assert (view.period, view.page, view.filters.tab) == (Period.MONTH, 1, Tab.ALL)


def test_days_without_a_period_before_them_are_left_out() -> None:
    view = view_of({"period": "custom", "from": "0001-01-01", "to": "9999-12-31"}, TODAY)
    assert set(view.ignored) == {"from=0001-01-01", "to=9999-12-31"}
    assert view.filters.previous().from_day < view.filters.from_day


def test_days_the_wrong_way_round_are_put_right() -> None:
    view = view_of({"period": "custom", "from": "2026-03-05", "to": "2026-03-01"}, TODAY)
    assert (view.filters.from_day, view.filters.to_day) == (date(2026, 3, 1), date(2026, 3, 5))


@given(
    st.dictionaries(
        st.sampled_from(["tab", "q", "period", "from", "to", "status", "type", "page", "order", "message"]),
        st.text(max_size=30),
    )
)
def test_no_address_breaks_the_page(query: dict[str, str]) -> None:
    view = view_of(query, TODAY)
    assert view.filters.from_day <= view.filters.to_day
    assert view.page >= 1
