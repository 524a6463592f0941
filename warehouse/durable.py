"""How does a file get onto the disk so that a crash leaves the old one or the new one, never half of it?"""

import errno
import fcntl
import os
import shutil
from pathlib import Path

PART = ".part"
FICLONE = 0x40049409
CHUNK = 1 << 30
NOT_HERE = {errno.EXDEV, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.ENOTTY, errno.EBADF, errno.EPERM}


def replace_text(path: Path, text: str) -> None:
    """Writes the whole text beside the file, then renames it over the file."""
    part = path.with_name(path.name + PART)
    part.write_text(text, encoding="utf-8")
    settle(part, path)


def replace_copy(source: Path, target: Path) -> None:
    """Copies by sharing blocks where the file system can, inside the kernel where it cannot, else byte by byte."""
    part = target.with_name(target.name + PART)
    part.unlink(missing_ok=True)
    if not (_cloned(source, part) or _copied_in_kernel(source, part)):
        shutil.copyfile(source, part)
    settle(part, target)


def settle(part: Path, target: Path) -> None:
    """Makes the file's bytes durable, then its name."""
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cloned(source: Path, target: Path) -> bool:
    with source.open("rb") as reading, target.open("wb") as writing:
        try:
            fcntl.ioctl(writing.fileno(), FICLONE, reading.fileno())
        except OSError as error:
            if error.errno not in NOT_HERE:
                raise
            return False
    return True


def _copied_in_kernel(source: Path, target: Path) -> bool:
    if not hasattr(os, "copy_file_range"):
        return False
    with source.open("rb") as reading, target.open("wb") as writing:
        try:
            while os.copy_file_range(reading.fileno(), writing.fileno(), CHUNK):
                pass
        except OSError as error:
            if error.errno not in NOT_HERE:
                raise
            return False
    return True
