"""How many messages stand behind each tab under the current filters?"""

import polars as pl

from queries.filters import MATCHING, Filters, Tab, any_of
from warehouse.reading import Warehouse


def _condition(tab: Tab) -> str:
    """The tab's own filter over whole words of the vocabulary, never over what a user typed."""
    narrowing = {"channel": tab.channels, "type": tab.types, "status": tab.statuses}
    parts = [f"{column} IN {any_of(words)}" for column, words in narrowing.items() if words]
    return " AND ".join(parts) or "true"


def _sql(count: str, table: str, where: str) -> str:
    columns = ", ".join(f"coalesce({count} FILTER (WHERE {_condition(tab)}), 0)::BIGINT AS {tab}" for tab in Tab)
    return f"SELECT {columns} FROM {table} WHERE {where}"


def tab_counts(warehouse: Warehouse, filters: Filters) -> pl.DataFrame:
    """One row, one Int64 column per Tab (`all`, `emails` …); the tab chosen in `filters` does not narrow the others."""
    everything = filters.on_tab(Tab.ALL)
    if everything.searching:
        sql = _sql("count(*)", "messages", everything.matching_messages)
        return warehouse.read(sql, everything.message_parameters())
    return warehouse.read(_sql("sum(messages)", "daily", MATCHING), everything.parameters())
