"""What does a person see where there is nothing to show?"""

from ui.sheet import Node, icon, sheet


def nothing_matches(*, narrowed: bool) -> None:
    words = (
        "Try a longer period, another tab, or clear the filters."
        if narrowed
        else "Nothing was sent in this period on this tab. A longer period may show more."
    )
    _empty("search", "No messages here", words)


def nothing_published(reason: str) -> None:
    _empty("clock", "No data yet", reason)


def data_damaged(reason: str) -> None:
    _empty("alert", "The data cannot be read", reason)


def something_broke(reference: str) -> None:
    words = "Reload the page. If it happens again, tell your administrator the reference"
    _empty("alert", "Something went wrong", f"{words} {reference}.")


def _empty(sign: str, title: str, words: str) -> None:
    sheet(Node("div", [icon(sign), Node("h2", [title]), Node("p", [words], cls="quiet")], cls="empty"), key="empty")
