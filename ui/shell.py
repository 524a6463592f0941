"""The HTML page that Streamlit's front end starts from, told where its server is."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
HEAD = "<head>"


def start_page(base: str) -> Callable[[Request], Response]:
    """Answers a deep link below `base` (such as /manager).

    Left to itself the front end first asks for its server below the page's own path and gets two 404s on every visit.
    """

    def answer(request: Request) -> Response:
        return HTMLResponse(_html(base), headers={"Cache-Control": "no-cache"})

    return answer


@cache
def _html(base: str) -> str:
    told = f"<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{json.dumps(base)}}}</script>"
    return INDEX.read_text(encoding="utf-8").replace(HEAD, HEAD + told, 1)
