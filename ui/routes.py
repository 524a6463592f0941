"""Which addresses does the server answer besides the pages? Each asks who you are, as a page does."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from exports.csv_file import csv_lines
from exports.xlsx_file import write_xlsx
from queries.message_detail import message_content
from queries.message_export import message_export
from ui.answers import directory
from ui.clock import now
from ui.safe_html import POLICY, document
from ui.session import user_of
from ui.shell import start_page
from ui.view import View, view_of
from ui.wording import filters_in_words
from warehouse.reading import NothingPublished, Warehouse, WarehouseDamaged

CONTENT_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",  # keeps Streamlit's gzip away from it
}
FILE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Encoding": "identity"}
PAGES = ("messages",)  # as in pages/_entry.py
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(base_path: str) -> list[BaseRoute]:
    base = "/" + base_path.strip("/") if base_path.strip("/") else ""
    return [
        *(Route(f"{base}/{page}", start_page(base)) for page in PAGES),
        Route(f"{base}/healthz", healthz),
        Route(f"{base}/content/{{message_id:path}}", signed_in(content)),
        Route(f"{base}/export/messages.csv", signed_in(messages_csv)),
        Route(f"{base}/export/messages.xlsx", signed_in(messages_xlsx)),
    ]


def healthz(request: Request) -> Response:
    """Whether the server is up; says nothing about the data."""
    return PlainTextResponse("ok")


def signed_in(answer: Callable[[Request, Warehouse], Response]) -> Callable[[Request], Response]:
    """The route that gives `answer` to people who were let in, from the generation that is current."""

    def route(request: Request) -> Response:
        if user_of(request) is None:
            return PlainTextResponse("Sign in first.", status_code=401)
        try:
            return answer(request, directory().current())
        except (NothingPublished, WarehouseDamaged) as error:
            return PlainTextResponse(str(error), status_code=503)

    return route


def content(request: Request, warehouse: Warehouse) -> Response:
    """One message's HTML, cleaned, as the document that the sandboxed frame shows."""
    found = message_content(warehouse, request.path_params["message_id"])
    html = found.item(0, "html") if found.height else None
    if not html:
        return PlainTextResponse("There is no such message, or it has no HTML.", status_code=404)
    return HTMLResponse(document(html), headers=CONTENT_HEADERS)


def messages_csv(request: Request, warehouse: Warehouse) -> Response:
    """The rows of the log, streamed; the address says which tab and filters, as the page's own does."""
    view = _view(request, warehouse)
    lines = csv_lines(message_export(warehouse, view.filters, view.sort), warehouse.time_zone)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_attachment(view, "csv"))


def messages_xlsx(request: Request, warehouse: Warehouse) -> Response:
    """The same as an Excel workbook, made on disk and sent from there."""
    view = _view(request, warehouse)
    folder = tempfile.TemporaryDirectory(prefix="sentlog-export-")
    path = Path(folder.name) / "messages.xlsx"
    try:
        write_xlsx(
            path, message_export(warehouse, view.filters, view.sort), warehouse.time_zone, _facts(warehouse, view)
        )
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path, media_type=XLSX, headers=_attachment(view, "xlsx"), background=BackgroundTask(folder.cleanup)
    )


def _view(request: Request, warehouse: Warehouse) -> View:
    return view_of(request.query_params, now().astimezone(warehouse.time_zone).date())


def _facts(warehouse: Warehouse, view: View) -> dict[str, str]:
    return filters_in_words(view.filters) | {
        "Time zone": str(warehouse.time_zone),
        "Generated": now().astimezone(warehouse.time_zone).isoformat(sep=" ", timespec="seconds"),
        "Data": warehouse.generation,
    }


def _attachment(view: View, extension: str) -> dict[str, str]:
    name = f"messages_{view.filters.from_day}_{view.filters.to_day}_{view.filters.tab}.{extension}"
    return FILE_HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
