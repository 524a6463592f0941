"""The server's own routes let in exactly the people whom a page lets in, by Streamlit's own cookie."""

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.serving import Server, serving

SECRET = "tests only: 0123456789abcdef0123456789abcdef"
SECRETS = f"""
[auth]
redirect_uri = "http://localhost/manager/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "sentlog"
client_secret = "tests only"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""
LISTED = {"email": "Anna@Salon.example", "exp": 4_000_000_000, "is_logged_in": True, "origin": "http://localhost"}


@pytest.fixture(scope="module")
def server(warehouse_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("signed-in")
    (folder / "secrets.toml").write_text(SECRETS, encoding="utf-8")
    settings = {"SENTLOG_USERS": "anna@salon.example, @clinic.example"}
    options = [f"--secrets.files={folder / 'secrets.toml'}"]
    with serving(warehouse_dir, folder / "server.log", settings, options=options) as running:
        yield running


def answer(server: Server, cookie: str | None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        headers = {} if cookie is None else {"Cookie": f"_streamlit_user={cookie}"}
        connection.request("GET", "/manager/export/messages.csv?tab=failed", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def cookie_of(claims: dict[str, Any], secret: str = SECRET) -> str:
    return create_signed_value(secret, "_streamlit_user", json.dumps(claims)).decode("latin-1")


@pytest.mark.parametrize("email", ["Anna@Salon.example", "anyone@clinic.example"])
def test_listed_people_are_let_in(server: Server, email: str) -> None:
    assert answer(server, cookie_of(LISTED | {"email": email})) == 200


REFUSED = {
    "not listed": LISTED | {"email": "eve@salon.example"},
    "a domain that only ends alike": LISTED | {"email": "eve@notclinic.example"},
    "expired": LISTED | {"exp": time.time() - 1},
    "without an end": {name: value for name, value in LISTED.items() if name != "exp"},
    "address not verified": LISTED | {"email_verified": False},
    "without an address": LISTED | {"email": None},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED.keys())
def test_everybody_else_is_not(server: Server, claims: dict[str, Any]) -> None:
    assert answer(server, cookie_of(claims)) == 401


@pytest.mark.parametrize("cookie", [None, "", "nonsense", cookie_of(LISTED, secret="another secret")])
def test_a_cookie_that_we_did_not_sign_is_nothing(server: Server, cookie: str | None) -> None:
    assert answer(server, cookie) == 401
