"""Which pages are there? The server's entry script: every deep link comes through here."""

import streamlit as st

from settings import ROOT
from ui.session import require_user
from ui.sidebar import sidebar
from ui.style import style

st.set_page_config(page_title="Sentlog", page_icon=str(ROOT / "ui" / "icon.png"), layout="wide")
user = require_user()
style()

home = st.Page("home.py", title="Home", url_path="home", default=True, visibility="hidden")
messages = st.Page("messages.py", title="Messages", icon=":material/forum:", url_path="messages")

page = st.navigation([home, messages], position="hidden")
sidebar(user, [messages])
page.run()
