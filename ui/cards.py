"""The four headline figures: how much, how much today, what failed today, and does it arrive?"""

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from messaging.vocabulary import Health
from queries.filters import Filters
from ui.icons import COLOUR_OF_HEALTH
from ui.wording import count, counted, percent

SIGN_OF_HEALTH = {Health.GOOD: "✓", Health.WATCH: "!", Health.SERIOUS: "✕", Health.NO_DATA: "–"}
MOST_POINTS = 90
NOT_NARROWED = "Channel, type and provider filters narrow it; tab, status and search do not."


def cards(figures: dict[str, Any], trend: pl.DataFrame, filters: Filters, today_running: bool) -> None:
    """`figures` is the row of `headline`, `trend` the days that the sparklines draw."""
    before, trend = _before(filters, today_running), _readable(trend)
    with st.grid(4, min_column_width=150, gap="small", key="cards"):
        _card(
            "Total messages",
            count(figures["total"]),
            delta=_growth(figures["total"], figures["total_before"]),
            against=before,
            series=trend["messages"],
            help=f"Every message of the period, whatever became of it. A message counts on the day it was sent, or created "
            f"where it was never sent, in the business's time zone. The change is against the {before[3:]}. {NOT_NARROWED}",
        )
        _card(
            "Sent today",
            count(figures["sent_today"]),
            delta=_growth(figures["sent_today"], figures["sent_before"]),
            against="vs yesterday by now",
            series=trend["sent"],
            help="Messages that left for the provider today, whatever became of them since. The change is against yesterday "
            f"up to this time of day. {NOT_NARROWED}",
        )
        _card(
            "Failed today",
            count(figures["failed_today"]),
            delta=_growth(figures["failed_today"], figures["failed_before"]),
            against="vs yesterday by now",
            series=trend["failed"],
            delta_color="inverse" if figures["failed_today"] != figures["failed_before"] else "off",
            help="Today's messages that failed or bounced: they did not arrive. The change is against yesterday up to this "
            f"time of day. {NOT_NARROWED}",
        )
        _rate_card(figures, trend, before)


def _rate_card(figures: dict[str, Any], trend: pl.DataFrame, before: str) -> None:
    """The chip under the figure is the health, in colour, word and sign; the change and the upper bound stand beside it."""
    health = Health.of(figures["rate"])
    beside = [_points(figures["rate"], figures["rate_before"]), _upper_bound(figures)]
    _card(
        "Delivery rate",
        percent(figures["rate"]),
        delta=f"{SIGN_OF_HEALTH[health]} {health.label}",
        delta_color=COLOUR_OF_HEALTH[health],
        against=", ".join(part for part in beside if part),
        series=trend["rate"],
        help="Delivered out of attempted: delivered, opened, clicked or unsubscribed, out of all that left the queue. Failed and "
        "bounced count against it, and so does a message that still awaits its confirmation, until it comes"
        f"{_awaited(figures)}. {Health.GOOD.label}: {Health.GOOD.meaning} {Health.WATCH.label}: {Health.WATCH.meaning} "
        f"{Health.SERIOUS.label}: {Health.SERIOUS.meaning} The change is in percentage points against the {before[3:]}. {NOT_NARROWED}",
    )


def _awaited(figures: dict[str, Any]) -> str:
    if not figures["awaiting"]:
        return ""
    return f": up to {percent(figures['rate_at_best'])} once {counted(figures['awaiting'], 'confirmation')} arrive"


def _upper_bound(figures: dict[str, Any]) -> str:
    if not figures["awaiting"] or figures["rate"] is None:
        return ""
    return f"up to {percent(figures['rate_at_best'])}"


def _card(
    label: str,
    value: str,
    *,
    delta: str | None,
    against: str,
    series: pl.Series,
    help: str,
    delta_color: Any = "blue",
) -> None:
    drawn = series.drop_nulls()  # a day without an attempt has no rate to draw
    st.metric(
        label,
        value,
        delta=delta,
        delta_description=against if delta is not None else None,
        delta_color=delta_color,
        delta_arrow="auto" if delta and delta[0] in "+-" and delta.strip("+-0 %") else "off",
        chart_data=drawn.to_list() if drawn.len() > 1 else None,
        chart_type="line",
        help=help,
        border=True,
    )


def _growth(after: int, before: int) -> str:
    """`+12 %`, or the plain difference where there was nothing to be a percentage of."""
    return f"{(after - before) / before:+.0%}".replace("%", " %") if before else f"{after - before:+,}"


def _points(after: float | None, before: float | None) -> str | None:
    return None if after is None or before is None else f"{(after - before) * 100:+.1f} pp"


def _before(filters: Filters, running: bool) -> str:
    if filters.days == 1:
        return "vs yesterday by now" if running else "vs day before"
    return f"vs previous {filters.days} days"


def _readable(trend: pl.DataFrame) -> pl.DataFrame:
    """Weeks instead of days where there are too many days for a line of a card's width; whole weeks only."""
    if trend.height <= MOST_POINTS:
        return trend
    weeks = trend.tail(trend.height // 7 * 7).with_row_index("week").group_by(pl.col("week") // 7, maintain_order=True)
    sums = weeks.agg(pl.sum("messages", "attempted", "sent", "delivered", "failed"))
    return sums.with_columns(rate=pl.col("delivered") / pl.when(pl.col("attempted") > 0).then(pl.col("attempted")))


def sparkline_period(filters: Filters, today_running: bool) -> Filters:
    """Whole days only, and enough of them to have a shape: a day that is still going on would bend the line down."""
    to_day = filters.to_day - timedelta(days=1) if today_running else filters.to_day
    return filters.over(min(filters.from_day, to_day - timedelta(days=13)), to_day)
