"""How are runs repeated, whatever happens to the store in between?"""

import time
from collections.abc import Callable
from datetime import datetime

from ingest.mapping import MappingWrong
from ingest.patience import Patience, wait
from ingest.progress import Watcher
from ingest.reading import Stopped
from ingest.running import Job, RunReport, run_once
from ingest.source import SourceUnreachable

IN_A_RUN = Patience(attempts=2)
LONGEST_PAUSE = 60.0  # seconds between two tries while the store is away
SHARE_OF_TIME = 2.0  # a run that took long is followed by a pause at least so many times as long


def watch(
    job: Callable[[bool], Job],
    *,
    every: float,
    clock: Callable[[], datetime],
    watcher: Watcher,
    stop: Callable[[], bool],
    tell: Callable[[RunReport], None],
) -> None:
    """Runs until it shall stop. `job` is made anew for each run (given whether it is the first), so a mended mapping counts.

    A store that is away is asked again, each time later; a mapping that is wrong is so too, except at the very start.
    """
    first, failures = True, 0
    while not stop():
        begun = time.monotonic()
        try:
            report = run_once(job(first), clock=clock, watcher=watcher, patience=IN_A_RUN, stop=stop)
            failures = 0
            if first or report.published:
                tell(report)
            first = False
        except Stopped:
            return
        except (SourceUnreachable, MappingWrong) as error:
            if first and isinstance(error, MappingWrong):
                raise
            failures += 1
            watcher.say(str(error))
        took = time.monotonic() - begun
        wait(min(max(every * 2**failures, SHARE_OF_TIME * took), max(every, LONGEST_PAUSE)), stop)
