"""What can be asked on the command line, and with which exit code is it answered?"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from textwrap import dedent

from ingest.checking import check
from ingest.mapping import MappingWrong, load_mapping
from ingest.patience import Patience
from ingest.progress import watcher
from ingest.reading import Stopped
from ingest.running import Job, RunReport, run_once, utc_now
from ingest.signals import stop_on_signals
from ingest.source import Source, SourceUnreachable, WrongSource
from ingest.standing import standing
from ingest.watching import watch
from settings import Settings, WrongSetting, load
from warehouse.writing import WarehouseBusy, WarehouseNotWritable, only_writer


class Exit(IntEnum):
    """Exit codes; other programs rely on them."""

    FINE = 0
    WRONG_USE = 2
    WRONG_MAPPING = 3
    UNREACHABLE = 4
    BUSY = 5
    QUARANTINED = 6
    STALE = 7
    NOT_WRITABLE = 8
    STOPPED = 130


CODES = {
    WrongSetting: Exit.WRONG_USE,
    WrongSource: Exit.WRONG_USE,
    MappingWrong: Exit.WRONG_MAPPING,
    SourceUnreachable: Exit.UNREACHABLE,
    WarehouseBusy: Exit.BUSY,
    WarehouseNotWritable: Exit.NOT_WRITABLE,
    Stopped: Exit.STOPPED,
}
EXIT_CODES = dedent("""\
    exit codes:
      0    fine
      2    a wrong option or setting
      3    the mapping is wrong: nothing was written
      4    the store does not answer: what is published stays up
      5    another ingest is writing to this warehouse
      6    all read, but some rows are in quarantine (check: some words are unknown)
      7    status: the data is older than SENTLOG_STALE_AFTER, or nothing was ever read
      8    the warehouse cannot be written to
      130  run was interrupted; the next one goes on from there
""")


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers one command; every foreseen failure is one sentence on stderr and its own exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.answer(given))
    except tuple(CODES) as error:
        print(error, file=sys.stderr)
        return int(next(code for kind, code in CODES.items() if isinstance(error, kind)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Copies what changed in an operational store into the warehouse.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="run|watch|check|status")
    _command(commands, "run", _run, "read what changed, once, and publish it")
    watching = _command(commands, "watch", _watch, "do the same again and again")
    watching.add_argument(
        "--every", type=_seconds, default=5.0, metavar="SECONDS", help="pause between runs (default 5)"
    )
    _command(commands, "check", _check, "try a mapping against a store; nothing is written")
    _command(commands, "status", _status, "say how fresh the data is")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    answer: Callable[[argparse.Namespace], Exit],
    words: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=words, description=words, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.set_defaults(answer=answer)
    command.add_argument("--source", metavar="URL", help="SQLAlchemy URL of the store (default SENTLOG_SOURCE)")
    command.add_argument("--mapping", metavar="FILE", type=Path, help="mapping file, or a name in ingest/sources")
    command.add_argument("--warehouse", metavar="DIR", type=Path, help="warehouse directory (SENTLOG_WAREHOUSE)")
    command.add_argument("--now", metavar="ISO", type=_instant, help="an instant with offset that stands for now")
    if name in {"run", "watch"}:
        command.add_argument("--from-start", action="store_true", help="read all again, as after a changed SELECT")
    return command


def _run(given: argparse.Namespace) -> Exit:
    job, clock = _job(given), _clock(given)
    try:
        with stop_on_signals() as stop, only_writer(job.directory), watcher() as watching:
            report = run_once(job, clock=clock, watcher=watching, patience=Patience(), stop=stop)
    finally:
        job.source.close()
    print(sentence(report), flush=True)
    return Exit.QUARANTINED if report.quarantined else Exit.FINE


def _watch(given: argparse.Namespace) -> Exit:
    mapping = given.mapping or _settings(given).mapping
    job = _job(given)
    with stop_on_signals() as stop, only_writer(job.directory), watcher() as watching:
        watch(
            lambda first: replace(job, mapping=load_mapping(mapping), from_start=job.from_start and first),
            every=given.every,
            clock=_clock(given),
            watcher=watching,
            stop=stop,
            tell=lambda report: watching.say(sentence(report)),
        )
    job.source.close()
    return Exit.FINE


def _check(given: argparse.Namespace) -> Exit:
    job = _job(given)
    found = check(job, _clock(given)())
    print(found.text, flush=True)
    job.source.close()
    if found.wrong:
        return Exit.WRONG_MAPPING
    return Exit.QUARANTINED if found.unknown else Exit.FINE


def _status(given: argparse.Namespace) -> Exit:
    settings = _settings(given)
    found = standing(settings.warehouse, settings.stale_after, _clock(given)())
    print(found.text, flush=True)
    return Exit.STALE if found.stale else Exit.FINE


def _job(given: argparse.Namespace) -> Job:
    settings = _settings(given)
    if settings.source is None:
        raise WrongSource("No source is given. Write --source URL, or set SENTLOG_SOURCE.")
    return Job(
        source=Source(settings.source.get_secret_value()),
        mapping=load_mapping(settings.mapping),
        directory=settings.warehouse,
        time_zone=settings.time_zone,
        region=settings.phone_region,
        from_start=getattr(given, "from_start", False),
    )


def _settings(given: argparse.Namespace) -> Settings:
    """The settings, with what the command line says in their place."""
    named = {"source": given.source, "mapping": given.mapping, "warehouse": given.warehouse, "now": given.now}
    return load(**{name: value for name, value in named.items() if value is not None})


def _clock(given: argparse.Namespace) -> Callable[[], datetime]:
    fixed = _settings(given).now
    return utc_now if fixed is None else lambda: fixed


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset; write 2026-03-29T18:00:00+02:00 or …Z")
    return instant


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds between 0 and a day")
    return seconds


def sentence(report: RunReport) -> str:
    """What a run did, for a person."""
    change = f"published {report.generation}" if report.published else "nothing to publish"
    held = (
        f"; {report.quarantined:,} rows in quarantine (python -m ingest status names them)"
        if report.quarantined
        else ""
    )
    return (
        f"messages: {report.messages_read:,} read, {report.messages_written:,} written; "
        f"events: {report.events_read:,} read, {report.events_written:,} written; "
        f"{change}; {report.seconds:.1f} s{held}"
    )
