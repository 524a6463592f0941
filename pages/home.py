"""Where does the bare address lead? To the messages, with whatever the address asked for."""

import streamlit as st

from ui.session import require_user

require_user()
st.switch_page("messages.py", query_params=st.query_params.to_dict())
