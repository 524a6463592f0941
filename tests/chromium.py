"""Which Chromium do the browser tests drive? `python -m tests.chromium` installs what is missing for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

SETTING = "SENTLOG_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji")
DRIVER_PACKAGES = ("libatomic1",)  # Playwright's driver needs it, and a small Debian does not have it
NEXT_STEP = (
    "Install Chromium (Debian: apt-get install chromium) or Google Chrome. On Ubuntu the packages chromium and chromium-browser only "
    f"point to a snap: run `snap install chromium`, or install Google Chrome. Or set {SETTING} to the path of one."
)
SWITCHES = (
    "--no-sandbox",  # root, as in a container, has no sandbox; the tests show it our own pages only
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # whatever a page asks for, nothing leaves the machine
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


class NoChromium(Exception):
    """There is no browser to drive; the text says what to do."""


def chromium(environment: Mapping[str, str]) -> Path:
    """The first that starts of $SENTLOG_CHROMIUM and the usual names. Raises NoChromium."""
    for path in _candidates(environment):
        if _starts(path):
            return path
    wanted = environment.get(SETTING)
    reason = f"{SETTING} is {wanted!r}, which does not start." if wanted else "No Chromium here starts."
    raise NoChromium(f"{reason} {NEXT_STEP}")


def missing(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The Debian packages that the browser tests still need. Raises NoChromium when $SENTLOG_CHROMIUM does not start."""
    driver = [sys.executable, "-m", "playwright", "--version"]
    packages = () if subprocess.run(driver, check=False, capture_output=True).returncode == 0 else DRIVER_PACKAGES
    try:
        chromium(environment)
    except NoChromium:
        if environment.get(SETTING):
            raise
        return PACKAGES + packages
    return packages


def install(packages: tuple[str, ...]) -> None:
    """With apt-get, as root or through sudo. Raises NoChromium where that is not to be had."""
    wanted = " ".join(packages)
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if not all(shutil.which(program) for program in (*sudo, "apt-get")):
        raise NoChromium(
            f"The browser tests need {wanted}; without apt-get, and root or sudo, it stays away. {NEXT_STEP}"
        )
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        subprocess.run([*apt, "update"], check=True)
        # dpkg's own lines are many and say nothing here; its errors come on stderr
        subprocess.run([*apt, "install", "--no-install-recommends", *packages], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        raise NoChromium(f"apt-get could not install {wanted}. {NEXT_STEP}") from error


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    # a path that somebody chose is the only one looked at: another browser would hide that it does not work
    for name in [environment[SETTING]] if environment.get(SETTING) else NAMES:
        if found := shutil.which(name):
            yield Path(found)


def _starts(path: Path) -> bool:
    # Ubuntu's package puts a script in place that only says where the snap is
    return subprocess.run([path, "--version"], check=False, capture_output=True).returncode == 0


def main() -> int:
    try:
        if packages := missing(os.environ):
            print(f"Installing {' '.join(packages)} for the browser tests (once) …", flush=True)
            install(packages)
        chromium(os.environ)
    except NoChromium as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
