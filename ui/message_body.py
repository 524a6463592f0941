"""What did the recipient read? The content exactly as sent, shown so that nothing in it can act."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import streamlit as st

from messaging.vocabulary import Channel
from ui.safe_html import as_text, blocked_images
from ui.sheet import Node, sheet
from ui.wording import counted

HEIGHT = 520


class Reading(StrEnum):
    """How an e-mail is looked at."""

    RENDERED = "As sent"
    TEXT = "Text"


def message_body(message: Mapping[str, Any]) -> None:
    html, text = message["html"], message["text"]
    if html:
        _email(str(message["message_id"]), html, text)
    elif text:
        kind = "sms" if message["channel"] == Channel.SMS else "mail"
        sheet(Node("h3", ["Content"]), Node("pre", [text], cls=kind), key="message_text")
    else:
        sheet(
            Node("h3", ["Content"]),
            Node("p", ["The booking system keeps no content for this message."], cls="quiet"),
            key="message_text",
        )


def _email(message_id: str, html: str, text: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        sheet(Node("h3", ["Content"]), key="message_content_title")
        reading = st.segmented_control(
            "Content",
            list(Reading),
            default=Reading.RENDERED,
            required=True,
            label_visibility="collapsed",
            key="reading",
        )
    if reading is Reading.TEXT:
        sheet(Node("pre", [text or as_text(html)]), key="message_text")
        return
    base = st.get_option("server.baseUrlPath").strip("/")
    # A route answers the document, with a policy that lets it run nothing and reach nothing.
    st.iframe(f"/{base}/content/{quote(message_id, safe='')}", height=HEIGHT)
    if blocked := blocked_images(html):
        sheet(
            Node(
                "p",
                [
                    f"{counted(blocked, 'remote image')} blocked: loading them would tell the sender's provider that the "
                    "customer opened this message."
                ],
                cls="quiet facts",
            ),
            key="message_blocked",
        )
