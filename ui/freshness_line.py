"""How old is the data, and what could not be read? Always in sight; a new generation shows by itself."""

import streamlit as st

from settings import settings
from ui.answers import directory
from ui.clock import now
from ui.sheet import Node, pill, sheet
from ui.wording import age_in_words, counted
from warehouse.freshness import Freshness, freshness
from warehouse.reading import NothingPublished


@st.fragment(run_every="5s")
def freshness_line(generation: str, *, follow: bool) -> None:
    """`follow` reruns the page when ingest has published something newer than `generation`."""
    sheet(*signs(freshness(settings().warehouse)), key="freshness")
    if follow and _published_since(generation):
        st.rerun()


@st.fragment(run_every="5s")
def wait_for_data() -> None:
    """Shows the page by itself once the first generation is published."""
    if _published_since(""):
        st.rerun()


def signs(state: Freshness) -> list[Node]:
    shown = [_age(state)]
    if state.quarantined:
        title = "They could not be read and are in none of the figures. `python -m ingest status` lists them and says what to mend."
        shown.append(
            Node("span", [pill(f"{counted(state.quarantined, 'row')} in quarantine", "orange", "alert")], title=title)
        )
    return [Node("div", shown, cls="row facts")]


def _age(state: Freshness) -> Node:
    if state.read_at is None:
        return pill("Age of the data unknown", "orange", "alert")
    age = now() - state.read_at
    words = f"Data {age_in_words(age)} old"
    if state.error:
        return Node("span", [pill(f"{words}: the last ingest failed", "red", "alert")], title=state.error)
    if age > settings().stale_after:
        return Node("span", [pill(f"{words}: is ingest running?", "orange", "alert")])
    return Node("span", [pill(words, "green", "check")], title="When ingest last read the booking system")


def _published_since(generation: str) -> bool:
    try:
        return directory().current().generation != generation
    except NothingPublished:
        return False
