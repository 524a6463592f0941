"""How does a person take exactly what is shown away as a file?"""

import streamlit as st

from ui.view import View, export_address


def export_menu(view: View) -> None:
    base = st.get_option("server.baseUrlPath").strip("/")
    with st.popover("Export", icon=":material/download:", key="export_menu"):
        st.caption("All messages of the current tab and filters, in this order.")
        for label, extension in (("CSV", "csv"), ("Excel", "xlsx")):
            st.link_button(
                label, f"/{base}/{export_address(view, extension)}", icon=":material/download:", width="stretch"
            )
