"""How does a signal end a run between two batches instead of in the middle of one?"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether to stop. A second signal ends the process the usual way."""
    asked = Event()
    before = {number: signal.getsignal(number) for number in ENDING}

    def note(number: int, frame: FrameType | None) -> None:  # a handler is given both
        asked.set()
        signal.signal(number, signal.SIG_DFL)

    for number in ENDING:
        signal.signal(number, note)
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
