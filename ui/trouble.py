"""What does a person see, and what does the log keep, when a page breaks?"""

import logging
import secrets
import traceback

from ui.empty_state import something_broke

log = logging.getLogger("sentlog")


def on_script_error(error: Exception) -> bool:
    """Says so in plain words with a reference; the log gets where it broke, but not the error's text, which may hold
    a customer's data."""
    reference = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("Page broke, reference %s: %s\n%s", reference, type(error).__name__, places)
    something_broke(reference)
    return True
