"""What happened to a message, in order, and how long did each step take?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from messaging.vocabulary import EventKind
from ui.sheet import Node, icon
from ui.wording import exactly, gap

# The message's own times, in the order of its life; an event of that kind tells the same with more detail.
MILESTONES = (
    ("created_at", "Created", EventKind.QUEUED),
    ("sent_at", EventKind.SENT.label, EventKind.SENT),
    ("delivered_at", EventKind.DELIVERED.label, EventKind.DELIVERED),
    ("opened_at", EventKind.OPENED.label, EventKind.OPENED),
    ("clicked_at", EventKind.CLICKED.label, EventKind.CLICKED),
    ("failed_at", EventKind.FAILED.label, EventKind.FAILED),
)
SIGNS = {
    EventKind.QUEUED: ("clock", "gray"),
    EventKind.SENT: ("plane", "gray"),
    EventKind.DEFERRED: ("clock", "orange"),
    EventKind.DELIVERED: ("check", "green"),
    EventKind.OPENED: ("eye", "blue"),
    EventKind.CLICKED: ("pointer", "violet"),
    EventKind.BOUNCED: ("return", "red"),
    EventKind.FAILED: ("cross", "red"),
    EventKind.COMPLAINED: ("alert", "orange"),
    EventKind.UNSUBSCRIBED: ("minus", "orange"),
}
CLOSE = timedelta(seconds=1)  # providers round; the same step told twice is shown once


@dataclass(frozen=True)
class Step:
    """One thing that happened; `since` is the time since the step before it, None for the first."""

    at: datetime
    kind: EventKind
    label: str
    machine: bool = False
    code: str = ""
    since: timedelta | None = None


def steps(message: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The message's times and its events as one list, oldest first."""
    told = [
        Step(event["at"], kind := EventKind(event["kind"]), kind.label, bool(event["machine"]), event["code"] or "")
        for event in events
    ]
    own = [Step(message[column], kind, label) for column, label, kind in MILESTONES if message[column] is not None]
    ordered = sorted([*told, *(step for step in own if not _told(step, told))], key=lambda step: step.at)
    before = [None, *(step.at for step in ordered[:-1])]
    return [
        Step(step.at, step.kind, step.label, step.machine, step.code, step.at - earlier if earlier else None)
        for step, earlier in zip(ordered, before, strict=True)
    ]


def _told(step: Step, events: list[Step]) -> bool:
    same = {step.kind, EventKind.BOUNCED} if step.kind is EventKind.FAILED else {step.kind}
    return any(event.kind in same and not event.machine and abs(event.at - step.at) <= CLOSE for event in events)


def timeline(happened: list[Step], zone: ZoneInfo) -> Node:
    return Node("ol", [_item(step, zone) for step in happened], cls="timeline")


def _item(step: Step, zone: ZoneInfo) -> Node:
    name, colour = ("cog", "gray") if step.machine else SIGNS[step.kind]
    what: list[Node | str] = [Node("span", [_words(step)], cls="what")]
    if step.code:
        what.append(Node("span", [f" · {step.code}"], cls="quiet"))
    later = f" · {gap(step.since)} later" if step.since else ""
    return Node(
        "li",
        [
            Node("span", [icon(name)], cls=f"dot {colour}"),
            Node("div", what),
            Node("div", [exactly(step.at, zone) + later], cls="when quiet facts"),
        ],
    )


def _words(step: Step) -> str:
    if step.machine:
        return f"{step.label} by a machine (privacy proxy or scanner): not counted as the customer's"
    return step.label
