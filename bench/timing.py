"""How long does it take?"""

import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median, quantiles

Act = Callable[[], object]


def milliseconds(act: Act) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def seconds(act: Act) -> float:
    return milliseconds(act) / 1000


def warm_median(acts: Sequence[Act]) -> float:
    """The median of all in milliseconds; the last is done once before, so that the first does not pay for a cold start."""
    acts[-1]()
    return median(map(milliseconds, acts))


def patient_median(acts: Iterable[Act], *, at_least: int, patience: float) -> float:
    """As `warm_median`, but no more are done once `patience` seconds have passed: a peer may need seconds for each."""
    waiting = list(acts)
    waiting[-1]()
    times: list[float] = []
    while waiting and (len(times) < at_least or sum(times) < patience * 1000):
        times.append(milliseconds(waiting.pop(0)))
    return median(times)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile; of fewer than two, the only one."""
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
