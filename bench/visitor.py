"""A visitor without a browser: one session over the websocket that a page would open."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60.0  # seconds for one answer


class PageFailed(Exception):
    """The server answered with an exception instead of a page."""


@dataclass(frozen=True)
class Visitor:
    """An open session; each `see` is one run of the page's script."""

    socket: ClientConnection
    page: str

    async def see(self, query: dict[str, str]) -> float:
        """Opens the page at this address; how many milliseconds until all of it had arrived. Raises PageFailed."""
        wish = BackMsg()
        wish.rerun_script.query_string = urlencode(query)
        wish.rerun_script.page_name = self.page
        begun = time.perf_counter()
        await self.socket.send(wish.SerializeToString())
        while not _ends(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE)):
            pass
        return (time.perf_counter() - begun) * 1000


def _ends(answer: bytes) -> bool:
    message = ForwardMsg.FromString(answer)
    element = message.delta.new_element
    if element.HasField("exception"):
        raise PageFailed(f"The page shows an exception: {element.exception.type} {element.exception.message}")
    return bool(message.WhichOneof("type") == "script_finished")


@asynccontextmanager
async def visitor(port: int, page: str) -> AsyncIterator[Visitor]:
    """A new session with the server on this port of 127.0.0.1. `page` is the page's name in the address."""
    address = f"ws://127.0.0.1:{port}/manager/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]  # the type wants its own str
        yield Visitor(socket, page)
