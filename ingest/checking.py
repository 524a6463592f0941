"""Does a mapping fit a store, and what has to be mended where it does not?"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from ingest.cells import shown, texts
from ingest.column_check import CONTRACT, faults
from ingest.fields import Kind
from ingest.mapping import ANY, EntityName
from ingest.reading import entities
from ingest.running import Job
from ingest.source import Parameters
from ingest.statements import Asking
from ingest.translation import WORDS, translate, words

FIRST_ROWS = 3
MOST_WORDS = 20


@dataclass
class Check:
    """What was found: `lines` for a person, whether the mapping cannot be used, whether it meets words it does not know."""

    lines: list[str] = field(default_factory=list)
    wrong: bool = False
    unknown: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def check(job: Job, now: datetime) -> Check:
    """Asks the store, and writes nothing anywhere. Raises SourceUnreachable, or MappingWrong where SQL is refused."""
    found = Check([f"Mapping {job.mapping.name} against {job.source}:"])
    for name, entity in entities(job.mapping).items():
        asking = Asking(job.mapping, entity, job.source.dialect)
        _Look(found, job, name, asking, {"since": asking.since(None), "now": asking.now(now)}).look()
    if found.wrong or found.unknown:
        found.lines.append("Mend what is named above, then check again.")
    else:
        found.lines.append("All is well: `python -m ingest run` can read it.")
    return found


@dataclass(frozen=True)
class _Look:
    """One entity, looked at; what is seen goes into `found`."""

    found: Check
    job: Job
    name: EntityName
    asking: Asking
    parameters: Parameters

    def look(self) -> None:
        columns = self.job.source.columns(self.asking.plain, self.parameters)
        absent = [name for name in self._known if name not in columns and name not in self.asking.entity.defaults]
        self._say(f"columns found: {', '.join(columns)}.")
        if absent:
            self._say(f"columns not given: {', '.join(absent)}.")
        if wrong := faults(self.name, self.asking.entity, columns):
            self.found.lines += wrong
            self.found.wrong = True
            return
        for column in WORDS:
            if column in self._known and column in columns:
                self._look_at_words(column)
        self._look_at_cursor()
        self._look_at_rows()

    @property
    def _known(self) -> dict[str, Kind]:
        return CONTRACT[self.name][0]

    def _say(self, sentence: str) -> None:
        self.found.lines.append(f"[{self.name}] {sentence}")

    def _look_at_words(self, column: str) -> None:
        ours = words(self.asking.entity, column)
        if ANY in ours:
            return
        counting = f"SELECT q.{column}, count(*) FROM (\n{self.asking.plain}\n) q GROUP BY q.{column} ORDER BY 2 DESC"
        counted = self.job.source.all(counting, self.parameters)
        given = texts(column, [row[0] for row in counted]).values
        given = given.fill_null(str(self.asking.entity.defaults.get(column, "")))
        unknown = [(word, row[1]) for word, row in zip(given, counted, strict=True) if word not in ours]
        for word, rows in unknown[:MOST_WORDS]:
            self.found.unknown = True
            allowed = ", ".join(WORDS[column])
            self._say(
                f"{column} {shown(word)} is unknown, {rows:,} rows. Under [{self.name}.values.{column}] "
                f"add a line for it, with one of {allowed}."
            )

    def _look_at_cursor(self) -> None:
        cursor = self.asking.entity.cursor
        if cursor is None:
            self._say("no cursor: every run reads all rows.")
            return
        spoken_of = set(re.findall(r"\w+", self.asking.plain))
        indexed = self.job.source.indexed_columns()
        if any(cursor in columns for table, columns in indexed.items() if table in spoken_of):
            self._say(f"the cursor {cursor} has an index.")
            return
        self._say(
            f"no index begins with a column {cursor}. Unless the SELECT gives it another name, "
            "every run reads the whole table: add an index in the store."
        )

    def _look_at_rows(self) -> None:
        first = f"SELECT * FROM (\n{self.asking.plain}\n) q LIMIT {FIRST_ROWS}"
        for rows in islice(self.job.source.batches(first, self.parameters), 1):
            batch = translate(self.name, self.job.mapping, rows)
            for row in batch.frame.drop("source_id").iter_rows(named=True):
                cells = ", ".join(f"{column}={shown(cell)}" for column, cell in row.items() if cell is not None)
                self._say(f"a row: {cells}")
            for reject in batch.rejects:
                self.found.unknown = True
                self._say(f"row {reject.source_id}: {reject.reason}. {reject.mending}")
