"""What went wrong in a browser although nobody looked: errors, failed requests, requests to other machines."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, WebSocket

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ABORTED = "net::ERR_ABORTED"  # the page itself gave it up: it went elsewhere, or the answer became a download


@dataclass
class Complaints:
    """Collects what the pages of the watched contexts complain about."""

    heard: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listens to every page of `context`, also to those that it opens itself."""
        context.on("console", self._console)
        context.on("weberror", self._web_error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("page", self._page)

    def forgive(self, part: str) -> None:
        """Complaints with `part` in them are what the test wants to see, such as a refused URL."""
        self.forgiven.append(part)

    def left(self) -> list[str]:
        """Those that are not forgiven."""
        return [complaint for complaint in self.heard if not any(part in complaint for part in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"console error: {message.text} ({message.location['url']})")

    def _web_error(self, error: WebError) -> None:
        self.heard.append(f"page error: {error.error.message}\n{error.error.stack or ''}".rstrip())

    def _request(self, request: Request) -> None:
        self._reached(request.url)

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.heard.append(f"request failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"answer {response.status}: {response.request.method} {response.url}")

    def _page(self, page: Page) -> None:
        page.on("websocket", self._web_socket)

    def _web_socket(self, socket: WebSocket) -> None:
        self._reached(socket.url)

    def _reached(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK:
            self.heard.append(f"request to another machine: {url}")
