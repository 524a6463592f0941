"""A running site with django-post-office, for a test to act on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.serving import ROOT


class SiteBroke(Exception):
    """The site ended instead of answering; the text is what it printed."""


@dataclass(frozen=True)
class PostOffice:
    """`url` is its store; `do` names a method of post_office_site.Site."""

    url: str
    log: Path
    process: subprocess.Popen[str]

    def do(self, step: str, **arguments: Any) -> Any:
        """What the site answers. Raises SiteBroke."""
        if self.process.stdin is None or self.process.stdout is None:
            raise SiteBroke("The site was started without pipes.")
        try:
            self.process.stdin.write(json.dumps([step, arguments]) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise SiteBroke(self.log.read_text(encoding="utf-8")) from error
        answer = self.process.stdout.readline()
        if not answer:
            raise SiteBroke(self.log.read_text(encoding="utf-8"))
        return json.loads(answer)


@contextmanager
def post_office(url: str, smtp_port: int, log: Path) -> Iterator[PostOffice]:
    """A site over the store at `url`, its tables made, ended afterwards."""
    command = [sys.executable, "-m", "tests.integration.post_office_site", url, str(smtp_port)]
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True, encoding="utf-8"
        ) as process,
    ):
        site = PostOffice(url, log, process)
        try:
            site.do("migrate")
            yield site
        finally:
            process.kill()
