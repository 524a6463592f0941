"""How does a mapping file say what a store's columns and words mean?"""

import tomllib
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from ingest.fields import EVENTS, MESSAGES
from ingest.mapping_lines import line_of
from messaging.vocabulary import FINAL, Channel, EventKind, MessageType, Status

SOURCES = Path(__file__).with_name("sources")
ANY = "*"
DEFAULT = "default"
DIALECTS = {DEFAULT, "sqlite", "postgresql", "mysql"}
NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
SOME_WEEKS = timedelta(days=30)


class MappingWrong(Exception):
    """The mapping cannot be used; the text names the file, the key, what was given and what is allowed."""


class TimeUnit(StrEnum):
    """What the source's times are."""

    DATETIME = "datetime"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MessageValues(Strict):
    """Source word → ours, by column; "*" stands for every other word, "" for none."""

    channel: dict[str, Channel] = {}
    type: dict[str, MessageType] = {}
    status: dict[str, Status] = {}


class EventValues(Strict):
    """Source word → ours."""

    kind: dict[str, EventKind] = {}


class Entity(Strict):
    """One SELECT, and how to read on from where the last run ended."""

    select: dict[str, str] = Field(description="a SELECT, or a table of them by dialect with a default")
    cursor: str | None = Field(
        None, pattern=NAME, description="the column that moves when a row changes; without it all is read"
    )
    overlap: int | timedelta = Field(
        timedelta(minutes=10), description="how far behind the watermark to read again: PT10M, or an integer"
    )
    key: str = Field("message_id", pattern=NAME, description="the column that names a row in the source")
    defaults: dict[str, str | int | bool] = Field({}, description="what a column holds where the source gives nothing")

    @field_validator("select", mode="before")
    @classmethod
    def _by_dialect(cls, given: object) -> object:
        return {DEFAULT: given} if isinstance(given, str) else given

    @field_validator("select")
    @classmethod
    def _known_dialects(cls, given: dict[str, str]) -> dict[str, str]:
        if unknown := set(given) - DIALECTS:
            raise ValueError(f"unknown dialect {', '.join(sorted(unknown))}; allowed are {', '.join(sorted(DIALECTS))}")
        return {dialect: sql.strip().rstrip(";").rstrip() for dialect, sql in given.items()}

    @field_validator("overlap")
    @classmethod
    def _not_backwards(cls, given: int | timedelta) -> int | timedelta:
        if (given if isinstance(given, int) else given.total_seconds()) < 0:
            raise ValueError("must not be less than nothing")
        return given

    @property
    def by_time(self) -> bool:
        """Whether the cursor is an instant; otherwise it is an integer that grows."""
        return isinstance(self.overlap, timedelta)

    def sql(self, dialect: str) -> str:
        """The SELECT for this dialect. Raises MappingWrong where there is none."""
        found = self.select.get(dialect) or self.select.get(DEFAULT)
        if found is None:
            raise MappingWrong(f"The mapping has no SELECT for {dialect}. Add one as {dialect} = … or default = ….")
        return found


class Messages(Entity):
    """Where the messages are."""

    values: MessageValues = MessageValues()
    fan_out: str | None = Field(None, pattern=NAME, description="the column with many recipients, comma separated")
    open_rows: Annotated[timedelta | None, BeforeValidator(lambda given: SOME_WEEKS if given is True else given)] = (
        Field(None, description="re-read rows that are not final and younger than this, every run: true or P30D")
    )
    final: tuple[Status, ...] = Field(FINAL, description="statuses after which the source does not change a row")

    @model_validator(mode="after")
    def _known_defaults(self) -> "Messages":
        _check_defaults(self.defaults, set(MESSAGES))
        return self


class Events(Entity):
    """Where the delivery events are."""

    values: EventValues = EventValues()

    @model_validator(mode="after")
    def _known_defaults(self) -> "Events":
        _check_defaults(self.defaults, set(EVENTS))
        return self


class Mapping(Strict):
    """One mapping file. `sources/post_office.toml` is the worked example."""

    name: str = Field(min_length=1)
    time_zone: str = Field("UTC", description="an IANA time zone: that of times without an offset")
    time_unit: TimeUnit = TimeUnit.DATETIME
    messages: Messages
    events: Events | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        if given not in available_timezones():
            raise ValueError("not a known time zone; write one such as Europe/Bratislava")
        return given


EntityName = Literal["messages", "events"]


def find_mapping(given: Path) -> Path:
    """A path as it is, or a bare name such as `booking` of a file in ingest/sources."""
    if given.is_file():
        return given
    shipped = SOURCES / f"{given.name}.toml"
    if given.name == str(given) and not given.suffix and shipped.is_file():
        return shipped
    names = ", ".join(sorted(path.stem for path in SOURCES.glob("*.toml")))
    raise MappingWrong(f"There is no mapping {given}. Give the path of a TOML file, or one of these names: {names}.")


def load_mapping(given: Path) -> Mapping:
    """Raises MappingWrong, naming every wrong key at once."""
    path = find_mapping(given)
    try:
        text = path.read_text(encoding="utf-8")
        return Mapping.model_validate(tomllib.loads(text))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingWrong(f"{path}: cannot be read as TOML: {error}.") from error
    except ValidationError as error:
        problems = "\n".join(_sentence(path, text, dict(problem)) for problem in error.errors())
        raise MappingWrong(problems) from error


def _check_defaults(defaults: dict[str, Any], known: set[str]) -> None:
    if unknown := set(defaults) - known:
        raise ValueError(
            f"defaults: unknown column {', '.join(sorted(unknown))}; allowed are {', '.join(sorted(known))}"
        )


def _sentence(path: Path, text: str, problem: dict[str, Any]) -> str:
    location = tuple(str(part) for part in problem["loc"])
    line = line_of(text, location)
    place = f"{path}, line {line}" if line else str(path)
    reason = str(problem["msg"]).removeprefix("Value error, ")
    missing = problem["type"] == "missing"
    given = "" if missing else f" Given: {problem['input']!r}."
    return f"{place}: {'.'.join(location)}: {reason}.{given}"
