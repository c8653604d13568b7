"""What is in a download: a zip, a folder of files, or a single notebook.

Nothing is unpacked: members are read into memory, within limits.
"""

import errno
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from .folder import ClassError
from .notebook import MOST_BYTES

DOWNLOAD_BYTES = 500_000_000
MEMBERS = 10_000
DEEPEST = 50  # folders in folders
RATIO = 500  # deflate ends at 1032; looked at from a megabyte on
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
LONG_AGO = datetime.fromtimestamp(0, UTC)
LINK = "expected a file, got a link to one."
DEVICE = "expected a file, got a device or the like."
OUTSIDE = "expected a path inside the download, got one that leads out of it."


@dataclass(frozen=True)
class File:
    """One file of the download; content is None for what is no notebook, or has a problem."""

    name: str
    time: datetime
    content: bytes | None = None
    problem: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The parts of its name."""
        return PurePosixPath(self.name).parts or ("",)


class Refused(Exception):
    """What is not taken in; the message is a sentence that says why."""


def shown(name: str) -> str:
    """A name from outside, without what would steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def files(download: Path) -> Iterator[File]:
    if download.is_dir():
        found = _in_folder(download)
    elif not download.is_file():
        raise ClassError(f"{download}: expected a zip, a folder or a notebook, found nothing.")
    elif is_notebook(download.name):
        found = iter([_on_disk(download, download.name)])
    else:
        found = _in_zip(download)
    total = 0
    try:
        for file in found:
            total += len(file.content or b"")
            if total > DOWNLOAD_BYTES:
                raise Refused(
                    f"expected at most {DOWNLOAD_BYTES / 1e6:g} MB of notebooks in a download, got"
                    f" more: {shown(file.name)} and what follows it was not read."
                )
            yield file
    except Refused as refused:
        yield File(download.name, datetime.now(UTC), None, str(refused))


def _in_folder(top: Path) -> Iterator[File]:
    """No link is followed, also none that takes a folder's place meanwhile: each folder stays open
    while its files are opened in it."""
    count, top = 0, top.resolve()
    for path, folders, names, _ in os.fwalk(top):
        if len(Path(path).parts) - len(top.parts) > DEEPEST:
            raise Refused(f"expected folders at most {DEEPEST} deep, got deeper: none was read.")
        count += len(folders) + len(names)
        if count > MEMBERS:
            raise Refused(f"expected at most {MEMBERS:,} files, got more: none was read.")
    for path, folders, names, handle in os.fwalk(top):
        links = [name for name in folders if _is_link(name, handle)]
        for name in links + names:
            inside = os.fsencode(os.path.relpath(os.path.join(path, name), top))
            yield _on_disk(name, _usual(inside.decode("utf-8", "replace")), handle)


def _is_link(name: str, folder: int) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _on_disk(path: str | Path, name: str, folder: int | None = None) -> File:
    """A file; folder: an open one that path lies in.  It is opened first and looked at then."""
    try:
        _inside(name)
        if not is_notebook(name):
            status = os.stat(path, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                raise Refused(LINK)
            return File(name, _modified(status))
        options = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with open(os.open(path, options, dir_fd=folder), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return File(name, _modified(status), None, DEVICE)
            return File(name, _modified(status), _bounded(file, status.st_size))
    except Refused as refused:
        return File(name, LONG_AGO, None, str(refused))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.ELOOP:
            return File(name, LONG_AGO, None, LINK)
        why = getattr(error, "strerror", None) or error
        return File(name, LONG_AGO, None, f"could not be read ({why}).")


def _modified(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(int(status.st_mtime), UTC)


def _in_zip(path: Path) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise ClassError(
            f"{path.name}: expected a zip as Canvas or Moodle makes it, got a file that is none or"
            f" is damaged ({error})."
        ) from None
    with archive:
        if len(archive.infolist()) > MEMBERS:
            raise Refused(f"expected at most {MEMBERS:,} files, got more: none was read.")
        for member in archive.infolist():
            file = _member(archive, member, _time(member, path))
            if file is not None:
                yield file


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, time: datetime) -> File | None:
    """None for a folder."""
    name = _named(member)
    try:
        _inside(name)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused("expected a file, got a link or a device.")
        if name.endswith("/"):
            return None
        if not is_notebook(name):
            return File(name, time, None)
        if member.flag_bits & 1:
            raise Refused("expected a readable file, got one that is encrypted.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others' decompressors cannot be stopped at a size.
            raise Refused("expected a file stored or deflated, got another compression.")
        if member.file_size > max(1_000_000, RATIO * member.compress_size):
            raise Refused(f"expected at most {RATIO} bytes out of one, got a file that swells.")
        # The declared sizes are checked first to spare the work, but are not what is relied on.
        with archive.open(member) as file:
            return File(name, time, _bounded(file, member.file_size))
    except Refused as refused:
        return File(name, time, None, str(refused))
    except UNREADABLE as error:
        return File(name, time, None, f"the file is damaged inside the zip ({error}).")


def _named(member: zipfile.ZipInfo) -> str:
    """A member's name.

    Some that pack do not set the flag that says UTF-8: what is valid UTF-8 is UTF-8.
    """
    name = member.orig_filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return _usual(name)


def _usual(name: str) -> str:
    """A name with its letters composed, and with slashes where Windows has backslashes."""
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def _inside(name: str) -> None:
    """Raises Refused for a name that leads out of the download."""
    parts = name.split("/")
    drive = any(re.match("[A-Za-z]:", part) for part in parts)
    if "\0" in name or name.startswith("/") or ".." in parts or drive:
        raise Refused(OUTSIDE)


def _bounded(file: IO[bytes], declared: int) -> bytes:
    content = file.read(MOST_BYTES + 1) if declared <= MOST_BYTES else b""
    if max(declared, len(content)) > MOST_BYTES:
        raise Refused(
            f"expected at most {MOST_BYTES / 1e6:g} MB, got more: clear its output and hand it"
            " in again."
        )
    return content


def _time(member: zipfile.ZipInfo, path: Path) -> datetime:
    """When a member was written: exact if the zip says so, else in this computer's time zone."""
    extra = member.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack_from("<i", extra, 5)[0], UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*member.date_time).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")
