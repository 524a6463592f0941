"""One message, whole: who, what exactly, what became of it, and what to do next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from messaging.advice import advise
from messaging.failures import Failure, explain
from messaging.phones import display
from messaging.vocabulary import NOT_ARRIVED, BounceKind, Channel, EventKind, MessageType, Status
from queries.message_detail import message_detail, message_events
from settings import settings
from ui import icons
from ui.answers import answer
from ui.message_body import message_body
from ui.sheet import Node, facts, icon, pill, sheet
from ui.timeline import steps, timeline
from ui.wording import counted, exactly
from warehouse.reading import Warehouse


def message_drawer(warehouse: Warehouse, message_id: str, now: datetime) -> None:
    """Draws the message, or says that there is none of this id."""
    found = answer(message_detail, warehouse, message_id)
    if found.is_empty():
        _unknown(message_id)
        return
    message = found.row(0, named=True)
    events = answer(message_events, warehouse, message_id).to_dicts()
    zone = warehouse.time_zone
    sheet(*_head(message, events, now), _facts(message, zone), key="message_head")
    message_body(message)
    sheet(
        Node("h3", ["What happened"]),
        timeline(steps(message, events), zone),
        *_error(message),
        *_sms(message),
        _identity(message),
        key="message_tail",
    )


def _unknown(message_id: str) -> None:
    words = "It may have been deleted in the booking system, or the link is not complete."
    sheet(
        Node(
            "div",
            [
                icon("search"),
                Node("h2", ["No such message"]),
                Node("p", [words], cls="quiet"),
                Node("p", [f"Asked for: {message_id}"], cls="quiet facts"),
            ],
            cls="empty",
        ),
        key="message_unknown",
    )


def failure_of(message: Mapping[str, Any]) -> Failure | None:
    if message["status"] not in NOT_ARRIVED:
        return None
    return explain(Channel(message["channel"]), message["provider"], message["error_code"], message["error_message"])


def _head(message: Mapping[str, Any], events: list[dict[str, Any]], now: datetime) -> list[Node]:
    status, channel = Status(message["status"]), Channel(message["channel"])
    advice = advise(
        status=status,
        channel=channel,
        at=message["at"],
        delivered_at=message["delivered_at"],
        now=now,
        failure=failure_of(message),
        machine_opened=any(event["machine"] and event["kind"] == EventKind.OPENED for event in events),
    )
    title = message["subject"] or (f"SMS to {_who(message)}" if channel is Channel.SMS else "(no subject)")
    colour = icons.COLOUR_OF_STATUS[status]
    return [
        Node("h2", [title]),
        Node(
            "div",
            [
                pill(status.label, colour, icons.OF_STATUS[status]),
                pill(channel.label, "gray", icons.OF_CHANNEL[channel]),
                Node("span", [MessageType(message["type"]).label], cls="chip"),
            ],
            cls="row",
        ),
        Node(
            "div",
            [Node("p", [advice.meaning]), *([Node("p", [advice.next_step], cls="next")] if advice.next_step else [])],
            cls=f"advice {colour}",
        ),
    ]


def _who(message: Mapping[str, Any]) -> str:
    return message["recipient_name"] or message["recipient_email"] or display(message["recipient_phone"]) or "unknown"


def _facts(message: Mapping[str, Any], zone: ZoneInfo) -> Node:
    links = [
        _link("Customer profile", settings().customer_url, message["customer_id"]),
        _link("Appointment", settings().appointment_url, message["appointment_id"]),
    ]
    shown = [link for link in links if link is not None]
    return facts(
        [
            ("Recipient", message["recipient_name"] or ""),
            ("E-mail", message["recipient_email"] or ""),
            ("Phone", display(message["recipient_phone"]) if message["recipient_phone"] else ""),
            ("Sent" if message["sent_at"] else "Created", exactly(message["at"], zone)),
            ("Provider", message["provider"]),
            ("Open", Node("span", shown, cls="row") if shown else ""),
        ]
    )


def _link(label: str, template: str, identifier: str | None) -> Node | None:
    if not template or not identifier:
        return None
    href = template.replace("{id}", quote(identifier, safe=""))
    return Node("a", [label, " ", icon("outside")], cls="chip", href=href)


def _error(message: Mapping[str, Any]) -> list[Node]:
    failure = failure_of(message)
    if failure is None and not message["error_code"] and not message["error_message"]:
        return []
    rows: list[tuple[str, Node | str]] = [
        ("Reason", failure.reason.label if failure else ""),
        ("In words", failure.explanation if failure else ""),
        ("Kind", BounceKind(failure.bounce).label if failure else ""),
        ("Code", message["error_code"] or ""),
        ("Provider's words", message["error_message"] or ""),
    ]
    return [Node("h3", ["Error"]), facts(rows)]


def _sms(message: Mapping[str, Any]) -> list[Node]:
    if message["channel"] != Channel.SMS:
        return []
    text = message["text"] or ""
    return [
        Node("h3", ["SMS"]),
        facts(
            [
                ("Segments", _segments(message["segments"], message["segments_computed"])),
                ("Encoding", message["encoding"] or ""),
                ("Characters", f"{len(text):,}" if text else ""),
                (
                    "Price",
                    f"{message['price'].normalize():f} {message['currency']}" if message["price"] is not None else "",
                ),
            ]
        ),
    ]


def _segments(billed: int | None, computed: int | None) -> str:
    """The billed count wins; where the text needs another number, both are told."""
    if billed is None:
        return (
            f"{counted(computed, 'segment')} by our count; the provider recorded none" if computed is not None else ""
        )
    if computed is None or billed == computed:
        return counted(billed, "segment")
    return f"{counted(billed, 'segment')} billed, though the text needs {computed}"


def _identity(message: Mapping[str, Any]) -> Node:
    return Node("p", [f"Message {message['message_id']}"], cls="quiet facts")
