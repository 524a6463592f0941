"""On which line of a mapping file does a key stand?"""

import re

TABLE = re.compile(r"^\s*\[([^\[\]]+)\]")
KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""")


def line_of(text: str, location: tuple[str, ...]) -> int | None:
    """The line, counted from 1, of the deepest part of `location` that is written in the file; None where none is.

    Good enough to point a person at the place: a multi-line string that looks like a table may mislead it.
    """
    best, best_depth = None, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if found := TABLE.match(line):
            table = _parts(found.group(1))
            here: tuple[str, ...] = table
        elif found := KEY.match(line):
            here = (*table, *_parts(found.group(1)))
        else:
            continue
        if len(here) > best_depth and location[: len(here)] == here:
            best, best_depth = number, len(here)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    quoted_or_bare = re.findall(r"""\s*("[^"]*"|'[^']*'|[^.\s]+)\s*""", dotted)
    return tuple(part.strip("\"'") for part in quoted_or_bare)
