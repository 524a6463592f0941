"""How long is a store that does not answer asked again?"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from ingest.progress import Watcher
from ingest.source import SourceUnreachable

LOOK = 0.2  # seconds between two looks at whether to stop


def never() -> bool:
    return False


@dataclass(frozen=True)
class Patience:
    """Exponential back-off with jitter: waits of about `first`, 2 x, 4 x … seconds, none longer than `longest`."""

    attempts: int = 5
    first: float = 0.5
    longest: float = 15.0

    def attempt(self, work: Callable[[], None], watcher: Watcher, stop: Callable[[], bool]) -> None:
        """Does the work; raises the last SourceUnreachable when patience is over or it shall stop."""
        Retrying(
            retry=retry_if_exception_type(SourceUnreachable),
            stop=lambda state: stop() or stop_after_attempt(self.attempts)(state),
            wait=wait_exponential_jitter(multiplier=self.first, max=self.longest, jitter=self.first),
            sleep=lambda seconds: wait(seconds, stop),
            before_sleep=lambda state: watcher.say(_sentence(state)),
            reraise=True,
        )(work)


def wait(seconds: float, stop: Callable[[], bool]) -> None:
    """Waits, but not longer than until it shall stop."""
    left = seconds
    while left > 0 and not stop():
        Event().wait(min(LOOK, left))
        left -= LOOK


def _sentence(state: RetryCallState) -> str:
    error = state.outcome.exception() if state.outcome else None
    pause = state.next_action.sleep if state.next_action else 0.0
    return f"{error} Trying again in {pause:.1f} s."
