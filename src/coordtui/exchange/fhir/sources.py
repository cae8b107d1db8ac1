"""From paths to inputs: files, folders with all below, and zips, which are read where they lie, never unpacked."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coordtui.exchange.fhir.limits import Limits
from coordtui.exchange.fhir.words import size_words

SUFFIXES = (".json", ".ndjson", ".jsonl", ".zip")
_PIECE = 1 << 16


class Unreadable(Exception):
    """An input or a place in it cannot be taken. `where` is the place in words ("line 3, column 9"), "" for all."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(what)
        self.where = where
        self.what = what


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read. `path` is its name as shown, `folder` what it lies in, `weight` its share of the progress."""

    path: str
    folder: str
    size: int
    weight: int
    open: Callable[[], IO[bytes]]

    @property
    def lines(self) -> bool:
        """Named as NDJSON."""
        return self.path.lower().endswith((".ndjson", ".jsonl"))


@dataclass(frozen=True, slots=True)
class Missing:
    """A path that gives nothing to read, and why."""

    path: str
    what: str


Found = Input | Missing


def weigh(paths: Iterable[Path]) -> int:
    """The bytes on disk behind `paths`, for the progress bar."""
    return sum(_size(path) for path in paths)


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(file.stat().st_size for file, _ in _below(path, 0, 1 << 30) if file.is_file())
        return path.stat().st_size
    except OSError:
        return 0


def inputs(paths: Sequence[Path], limits: Limits) -> Generator[Found]:
    """Every input behind `paths`, each once, folders in the order of their names.

    A file named outright is tried whatever its name; in a folder or zip only the suffixes of FHIR JSON count.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _at(path, limits):
            real = Path(found.path).resolve() if isinstance(found, Input) and "::" not in found.path else None
            if real in seen:
                continue
            if real is not None:
                seen.add(real)
            if len(seen) > limits.files:
                yield Missing(str(path), f"more than {limits.files:,} files; import it in parts")
                return
            yield found


def _at(path: Path, limits: Limits) -> Generator[Found]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        yield Missing(str(path), "there is no such file or folder")
        return
    except OSError as error:
        yield Missing(str(path), f"it cannot be read: {error.strerror or 'unknown reason'}")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, limits)
    elif stat.S_ISREG(mode):
        yield from _file(path, path.stat().st_size, limits)
    else:
        yield Missing(str(path), "it is neither a file nor a folder")


def _folder(path: Path, limits: Limits) -> Generator[Found]:
    empty = True
    for file, too_deep in _below(path, 0, limits.folder_depth):
        if too_deep:
            yield Missing(str(file), f"folders are nested more than {limits.folder_depth} deep")
        elif file.suffix.lower() in SUFFIXES and not _is_litter(file.name):
            empty = False
            yield from _at(file, limits)
    if empty:
        yield Missing(str(path), "the folder holds no .json, .ndjson or .zip file")


def _below(path: Path, depth: int, deepest: int) -> Iterator[tuple[Path, bool]]:
    """Files below a folder; (folder, True) where it goes too deep. Links to folders are not followed: they may loop."""
    if depth > deepest:
        yield path, True
        return
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), depth + 1, deepest)
        else:
            yield Path(entry.path), False


def _is_litter(name: str) -> bool:
    """What Macs leave beside files, and hidden files: they look like JSON by name only."""
    return name.startswith((".", "__MACOSX/")) or "/__MACOSX/" in name or "/." in name


def _file(path: Path, size: int, limits: Limits) -> Generator[Found]:
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        yield Missing(str(path), f"it cannot be read: {error.strerror or 'unknown reason'}")
        return
    if head == b"PK\x03\x04" or path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                yield from _zip(archive, str(path), limits, 1)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            yield Missing(str(path), f"the zip is damaged: {error}")
    else:
        yield Input(str(path), str(path.parent), size, size, lambda: path.open("rb"))


def _zip(archive: zipfile.ZipFile, name: str, limits: Limits, depth: int) -> Generator[Found]:
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        yield Missing(name, f"the zip has {len(entries):,} entries; at most {limits.zip_entries:,} are read")
        return
    empty = True
    for entry in entries:
        if not entry.filename.lower().endswith(SUFFIXES) or _is_litter(entry.filename):
            continue  # a folder's name ends with a slash
        empty = False
        yield from _entry(archive, entry, name, limits, depth)
    if empty:
        yield Missing(name, "the zip holds no .json or .ndjson file")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits, depth: int) -> Generator[Found]:
    shown = f"{name}::{entry.filename}"
    reason = _refusal(entry, limits)
    if reason:
        yield Missing(shown, reason)
    elif entry.filename.lower().endswith(".zip"):
        if depth >= limits.zip_depth:
            yield Missing(shown, f"zips are nested more than {limits.zip_depth} deep")
            return
        try:
            with archive.open(entry) as file, zipfile.ZipFile(io.BytesIO(file.read(limits.document))) as inner:
                yield from _zip(inner, shown, limits, depth + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
            yield Missing(shown, "the zip in the zip is damaged")
    else:
        folder = shown.rpartition("/")[0]
        yield Input(shown, folder or name, entry.file_size, entry.compress_size, lambda: archive.open(entry))


def _refusal(entry: zipfile.ZipInfo, limits: Limits) -> str:
    """Why an entry of a zip is not even opened. Its name is only shown, but one that climbs out is no honest file."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "its name leads out of the zip"
    if entry.flag_bits & 0x1:
        return "it is encrypted; unpack it first"
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > limits.zip_free and ratio > limits.zip_ratio:
        return f"it unpacks to {ratio:,.0f} times its size, which no record does"
    return ""


def read_all(source: Input, limit: int) -> bytes:
    """The whole input, at most `limit` bytes however small it claims to be.

    Raises:
        Unreadable: it is larger, or the zip around it is damaged.
    """
    pieces: list[bytes] = []
    left = limit
    with reading(source) as file:
        while piece := file.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                raise Unreadable("", f"it is larger than {size_words(limit)}")
            pieces.append(piece)
    return b"".join(pieces)


class reading:  # noqa: N801 - used as a context manager, like `open`
    """Open an input; whatever goes wrong while it is read becomes Unreadable."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._file: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        try:
            self._file = self._source.open()
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Unreadable("", f"it cannot be read: {_reason(error)}") from None
        return self._file

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if self._file is not None:
            self._file.close()
        if isinstance(error, OSError | zipfile.BadZipFile | zlib.error | EOFError | NotImplementedError):
            raise Unreadable("", f"it cannot be read: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "the zip is damaged" if isinstance(error, zipfile.BadZipFile | zlib.error | EOFError) else str(error)
