"""Every setting: read once from SENTLOG_* variables and .env, and validated."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
PREFIX = "SENTLOG_"


class WrongSetting(Exception):
    """A setting has a value that is not allowed; the text names it, the value and what is allowed."""


class Settings(BaseSettings):
    """The settings of one process. Secrets are masked in `repr`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    source: SecretStr | None = Field(None, description="SQLAlchemy URL of the operational store")
    mapping: Path = Field(ROOT / "ingest" / "sources" / "booking.toml", description="path of a mapping file")
    warehouse: Path = Field(ROOT / "data" / "warehouse", description="path of a directory")
    time_zone: str = Field("UTC", description="an IANA time zone such as Europe/Bratislava")
    phone_region: str = Field("", description="ISO country of phone numbers written without +, such as SK; or nothing")
    stale_after: timedelta = Field(
        timedelta(minutes=15), description="an ISO 8601 duration such as PT15M, or seconds; more than zero"
    )
    customer_url: str = Field("", description="a URL with {id} in it, such as https://booking.example/customers/{id}")
    appointment_url: str = Field("", description="a URL with {id} in it")
    users: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        validate_default=False,
        description="who may sign in: e-mail addresses, or @domain for everyone there, comma separated",
    )
    demo: bool = Field(False, description="true or false: sign in by itself, on a loopback address only")
    now: datetime | None = Field(None, description="an ISO 8601 instant with its offset that stands for now, in tests")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("not a known time zone")
        return value

    @field_validator("phone_region")
    @classmethod
    def _country_code(cls, value: str) -> str:
        if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise ValueError("not a two-letter country code")
        return value.upper()

    @field_validator("stale_after")
    @classmethod
    def _positive(cls, value: timedelta) -> timedelta:
        if value <= timedelta(0):
            raise ValueError("must be more than zero")
        return value

    @field_validator("customer_url", "appointment_url")
    @classmethod
    def _link(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and "{id}" in value):
            raise ValueError("must begin with https:// or http:// and contain {id}")
        return value

    @field_validator("users", mode="before")
    @classmethod
    def _people(cls, value: str) -> tuple[str, ...]:
        cleaned = tuple(person.strip().lower() for person in value.split(",") if person.strip())
        if any("@" not in person for person in cleaned):
            raise ValueError("each must be an e-mail address or @domain")
        return cleaned

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("has no offset")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def load(**overrides: object) -> Settings:
    """Raises WrongSetting, naming every wrong value at once; a secret's value is never repeated."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise WrongSetting("\n".join(_sentence(dict(problem)) for problem in error.errors())) from None


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load()


def _sentence(problem: dict[str, object]) -> str:
    location = problem["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    field = Settings.model_fields.get(name)
    given = "(hidden)" if name == "source" else repr(problem["input"])
    allowed = field.description if field else ""
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()}: {reason}. Given: {given}. Allowed: {allowed}."
