"""A reader of the Messages page without a browser: a websocket, and what the server drew over it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 30.0  # seconds, with both cores busy
TOTAL = re.compile(r"^[\d,]+–[\d,]+ of ([\d,]+) messages?$")
TAB = re.compile(r"^(\w+) \*\*([\d,]+)\*\*$")


@dataclass
class Picture:
    """What one run of the page drew."""

    cards: dict[str, str] = field(default_factory=dict)
    tabs: dict[str, int] = field(default_factory=dict)
    total: int | None = None
    table: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def generation(self) -> str:
        """The one that the table says it is of."""
        return str(self.table["stamp"]).split()[0]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Id and status, as they stand in the table."""
        return [(row["id"], row["status"]) for row in self.table["rows"]]

    def take(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind == "metric":
            self.cards[element.metric.label] = element.metric.body
        elif kind == "button_group":
            found = [TAB.match(option.content) for option in element.button_group.options]
            self.tabs |= {match[1].lower(): _number(match[2]) for match in found if match}
        elif kind == "text" and (match := TOTAL.match(element.text.body)):
            self.total = _number(match[1])
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith("message_table"):
            self.table = json.loads(element.bidi_component.json)
        elif kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")


@dataclass
class PageReader:
    """One person with the page open."""

    socket: ClientConnection
    timer: str = ""  # the part of the page that looks for newer data every few seconds

    async def load(self) -> Picture:
        """What a visit draws."""
        return await self._run(BackMsg())

    async def wait_for_news(self) -> Picture | None:
        """What the page draws when its timer fires; None where there was nothing newer."""
        message = BackMsg()
        message.rerun_script.fragment_id = self.timer
        message.rerun_script.is_auto_rerun = True
        picture = await self._run(message)
        return picture if picture.table or picture.errors else None

    async def _run(self, message: BackMsg) -> Picture:
        message.rerun_script.page_name = "messages"
        await self.socket.send(message.SerializeToString())
        picture = Picture()
        while True:
            told = ForwardMsg()
            told.ParseFromString(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE))
            match told.WhichOneof("type"):
                case "delta" if told.delta.HasField("new_element"):
                    picture.take(told.delta.new_element)
                case "auto_rerun":
                    self.timer = told.auto_rerun.fragment_id
                case "script_finished" if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    picture = Picture(errors=picture.errors)
                case "script_finished":
                    return picture


@asynccontextmanager
async def reading(port: int) -> AsyncIterator[PageReader]:
    """A person who comes to the Messages page of the server on this port of 127.0.0.1."""
    address = f"ws://127.0.0.1:{port}/manager/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE) as socket:  # type: ignore[list-item]
        yield PageReader(socket)


def _number(written: str) -> int:
    return int(written.replace(",", ""))
