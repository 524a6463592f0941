"""How does a widget show what the address says, when the address changes without it?"""

from typing import Any

import streamlit as st


def offered(name: str, value: Any) -> str:
    """The key of the widget `name`, which shows `value`.

    While the widget itself is what changed the address, its key stays. When the address changed otherwise (Back, a
    pasted link, "Clear all"), the widget gets a new key: a widget in a closed popover is not mounted, never learns of a
    new value, and would send its old one back with the next rerun.
    """
    key = _key(name)
    if key in st.session_state and not _same(st.session_state[key], value):
        st.session_state[_version(name)] += 1
        key = _key(name)
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def chosen(name: str) -> Any:
    """What the widget `name` says now; None where it has not been shown."""
    return st.session_state.get(_key(name))


def _same(shown: Any, value: Any) -> bool:
    """A choice of several has no order: the widget keeps the order of the clicks, the address that of the vocabulary."""
    return sorted(shown) == sorted(value) if isinstance(value, list) else bool(shown == value)


def _key(name: str) -> str:
    return f"{name}-{st.session_state.setdefault(_version(name), 0)}"


def _version(name: str) -> str:
    return f"version of {name}"
