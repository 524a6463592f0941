"""Where does the server begin? `streamlit run app.py` and `uvicorn app:app` both start here."""

import sys

import streamlit as st

from settings import ROOT, WrongSetting, settings
from ui.gate import LoopbackOnly
from ui.routes import routes
from ui.trouble import on_script_error

try:
    settings()
except WrongSetting as error:
    sys.exit(f"Sentlog cannot start with these settings:\n{error}")

# The entry script must not stand beside a folder named pages: Streamlit would then run a page file on a deep link
# without it, and with it the sign-in would be left out.
app = st.App(
    ROOT / "pages" / "_entry.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    middleware=[LoopbackOnly] if settings().demo else [],
    on_script_error=on_script_error,
)
