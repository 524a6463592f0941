"""Nobody who is not signed in sees anything but the sign-in, whichever address they open first."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.complaints import Complaints
from tests.browser.log_page import LogPage
from tests.serving import ROOT, Server, serving

pytestmark = pytest.mark.browser
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
ADDRESSES = ["", *PAGES, "messages.py", "messages?message=1"]
SIGN_IN, NO_SIGN_IN = "sign-in set up", "no sign-in set up"
SECRETS = """
[auth]
redirect_uri = "http://localhost/manager/oauth2callback"
cookie_secret = "tests only: 0123456789abcdef0123456789abcdef"
client_id = "sentlog"
client_secret = "tests only"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


@pytest.fixture(params=[SIGN_IN, NO_SIGN_IN])
def closed_server(request: pytest.FixtureRequest, warehouse_dir: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that has just started; nobody has a session there."""
    options = []
    if request.param == SIGN_IN:
        (tmp_path / "secrets.toml").write_text(SECRETS, encoding="utf-8")
        options = [f"--secrets.files={tmp_path / 'secrets.toml'}"]
    with serving(warehouse_dir, tmp_path / "server.log", {"SENTLOG_DEMO": "false"}, options=options) as server:
        yield server


@pytest.mark.parametrize("address", ADDRESSES)
def test_stranger_sees_only_the_sign_in(
    request: pytest.FixtureRequest,
    closed_server: Server,
    page: Page,
    complaints: Complaints,
    address: str,
) -> None:
    complaints.forgive("404")
    page.goto(f"{closed_server.url}/{address}")
    sign_in, closed = page.get_by_role("button", name="Sign in"), page.get_by_text("Sentlog is closed")
    expected, other = (sign_in, closed) if SIGN_IN in request.node.callspec.params.values() else (closed, sign_in)
    expect(expected).to_be_visible(timeout=15_000)
    expect(other).to_have_count(0)
    assert page.locator("table, [data-testid='stMetric'], [data-testid='stSidebar'] a").count() == 0
    assert not re.search(r"@\w+\.example|\+\d{9}", page.content()), "somebody's address or number"


def test_stranger_gets_neither_content_nor_files(closed_server: Server) -> None:
    for path in ("content/1", "export/messages.csv", "export/messages.xlsx", "export/messages.csv?tab=failed"):
        assert answer(closed_server, f"/manager/{path}", {}) == 401, path


FOREIGN = [
    {"Host": "sentlog.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Origin": "https://evil.example"},
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: next(iter(headers.items())))
def test_demo_answers_nobody_from_elsewhere(server: Server, headers: dict[str, str]) -> None:
    for path in ("messages", "export/messages.csv", "content/1", "healthz", "_stcore/health"):
        assert answer(server, f"/manager/{path}", headers) == 403, path


def test_demo_answers_on_this_machine(server: Server, page: Page) -> None:
    for path in ("export/messages.csv", "healthz"):
        assert answer(server, f"/manager/{path}", {}) == 200, path
    LogPage(page).open(server.page())


def answer(server: Server, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()
