"""Where am I, who am I, and where else can I go?"""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page

from ui.session import DEMO_USER, User
from ui.wording import escaped


def sidebar(user: User, pages: Sequence[Page]) -> None:
    with st.sidebar:
        st.markdown("**Sentlog**")
        for page in pages:
            st.page_link(page)
        st.space("small")
        if user == DEMO_USER:
            st.badge(
                "Demo",
                icon=":material/science:",
                color="orange",
                help="Make-believe data; signed in by itself, on this machine only.",
            )
        else:
            st.caption(escaped(user.email))
            st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)
