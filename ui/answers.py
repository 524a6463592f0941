"""The one cache: which answers are already known for this generation of the data?"""

from collections.abc import Callable
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from settings import settings
from warehouse.reading import Warehouse, WarehouseDirectory

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

ENTRIES = 500  # a page's answers are some kilobytes, so this stays within a few megabytes


@cache
def directory() -> WarehouseDirectory:
    """The warehouse directory of this process."""
    return WarehouseDirectory(settings().warehouse)


def answer(
    question: Callable[Concatenate[Warehouse, Given], Answer],
    warehouse: Warehouse,
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Answer:
    """What `question(warehouse, *args, **kwargs)` answers, asked only once per generation and arguments."""
    name = f"{question.__module__}.{question.__qualname__}"
    known: Answer = _remembered(
        warehouse.generation, name, args, kwargs, _ask=lambda: question(warehouse, *args, **kwargs)
    )
    return known


@st.cache_data(max_entries=ENTRIES, ttl=600, show_spinner=False)
def _remembered(generation: str, name: str, args: Any, kwargs: Any, _ask: Callable[[], Any]) -> Any:
    return _ask()
