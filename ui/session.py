"""Who is asking, and may they?"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st
from starlette.requests import Request
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.starlette import starlette_websocket

from settings import settings
from ui.gate import from_this_machine


@dataclass(frozen=True)
class User:
    """Somebody who was let in."""

    name: str
    email: str


DEMO_USER = User("Demo", "demo@localhost")


def require_user() -> User:
    """The first statement of every page: who is signed in; anybody else sees the sign-in and nothing more."""
    if settings().demo:
        if from_this_machine(st.context.ip_address or "127.0.0.1", _headers()):
            return DEMO_USER
        _closed("The demo answers only on this machine itself.")
    if not _sign_in_is_set_up():
        _closed(
            "Sign-in is not set up yet, so nobody is let in. An administrator adds an [auth] section to "
            ".streamlit/secrets.toml and lists who may enter in SENTLOG_USERS; README.md shows how."
        )
    if not st.user.is_logged_in or _expired(st.user.to_dict()):
        _sign_in()
    user = _allowed(st.user.to_dict())
    if user is None:
        _refused()
    return user


def user_of(request: Request) -> User | None:
    """The same for a route of the server: who sent this request, or None."""
    if settings().demo:
        client = request.client.host if request.client else None
        return DEMO_USER if from_this_machine(client, request.headers) else None
    if not _sign_in_is_set_up():
        return None
    # Streamlit has no public way to read its own cookie outside a page; a test pins this one.
    cookie = starlette_websocket._get_signed_cookie_with_chunks(dict(request.cookies), "_streamlit_user")
    return _allowed(json.loads(cookie)) if cookie else None


def _allowed(claims: Mapping[str, Any]) -> User | None:
    """The person in these claims, if the claims are still valid and SENTLOG_USERS names them."""
    email = str(claims.get("email") or "").lower()
    unverified = claims.get("email_verified") is False
    domain = "@" + email.rpartition("@")[2]
    if not email or _expired(claims) or unverified or not {email, domain} & set(settings().users):
        return None
    return User(str(claims.get("name") or email), email)


def _expired(claims: Mapping[str, Any]) -> bool:
    """Streamlit itself never looks at it."""
    return float(claims.get("exp") or 0) < time.time()


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in st.context.headers.items()}


def _sign_in_is_set_up() -> bool:
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, StreamlitAuthError):
        return False


def _sign_in() -> NoReturn:
    with st.container(horizontal_alignment="center"):
        st.title("Sentlog", text_alignment="center")
        st.caption("What did we send, did it arrive, what did it cost?", text_alignment="center")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    st.stop()


def _refused() -> NoReturn:
    st.title("No access")
    st.text(
        "You are signed in, but this account is not on the list of people who may see these messages. "
        "Ask your administrator to add you to SENTLOG_USERS."
    )
    st.button("Sign out", icon=":material/logout:", on_click=st.logout)
    st.stop()


def _closed(reason: str) -> NoReturn:
    st.title("Sentlog is closed")
    st.text(reason)
    st.stop()
