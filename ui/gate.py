"""Who may come in when the demo signs in by itself? Only who sits at this very machine."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

REFUSAL = (
    "The demo answers only on this machine itself (127.0.0.1 or localhost). "
    "To serve others, unset SENTLOG_DEMO and set up sign-in: see README.md.\n"
)


def from_this_machine(client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request was made here, to here, and by a page from here.

    The Host check turns away DNS rebinding, Origin other sites, and a forwarding header a proxy that serves strangers.
    """
    if any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip")):
        return False
    origin = headers.get("origin")
    return (
        _loopback(client)
        and _loopback(_host(f"//{headers.get('host', '')}"))
        and (origin is None or _loopback(_host(origin)))
    )


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return host is not None and ip_address(host).is_loopback
    except ValueError:
        return False


class _LoopbackOnly:
    """Stands before every route of the demo: pages, websocket, content, exports."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or from_this_machine(_client(scope), Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "demo is local only"})
        else:
            await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send)


def _client(scope: Scope) -> str | None:
    client = scope.get("client")
    return client[0] if client else None


LoopbackOnly = Middleware(_LoopbackOnly)
