"""The write-ahead log as a file (https://sqlite.org/fileformat2.html §4.1): which frames it holds, and how many still
hang together. Needs no key: the content of a frame stays encrypted."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from coordtui.store.engine import PAGE_SIZE

FRAME_HEADER = 24
_HEADER = 32
_MAGIC = 0x377F0682
_FRAME = FRAME_HEADER + PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as an act left it. `pages` is the size of the database after a commit, 0 in the midst of one."""

    offset: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Log:
    """The frames of the present log, oldest first, up to the last commit. SQLite reads the first `chained` of them.

    It is `broken` where frames stand behind one that does not fit, each of which can be authenticated by itself. A last
    frame that does not fit is none of these: a kill in the midst of writing it leaves that.
    """

    path: Path
    frames: tuple[Frame, ...] = ()
    chained: int = 0
    broken: bool = False

    @property
    def pages(self) -> int:
        """The size of the database in pages after the last commit, 0 without one."""
        return self.frames[-1].pages if self.frames else 0


def read_log(path: Path) -> Log:
    """What is there of the log at `path`; nothing where it is missing, empty or foreign."""
    try:
        file = path.open("rb")
    except OSError:
        return Log(path)
    with file:
        header = file.read(_HEADER)
        if len(header) < _HEADER:
            return Log(path)
        return _frames(path, header, iter(lambda: file.read(_FRAME), b""))


def _frames(path: Path, header: bytes, blocks: object) -> Log:
    order = ">" if header[3] & 1 else "<"
    total = _sum(order, header[:24], (0, 0))
    whole = struct.unpack(">I", header[:4])[0] & ~1 == _MAGIC and total == struct.unpack(">II", header[24:32])
    salts = header[16:24] if whole else b""
    found: list[Frame] = []
    chained = committed = sound = 0
    for at, block in enumerate(blocks):  # type: ignore[arg-type, var-annotated]
        if len(block) < _FRAME:
            break
        page, pages = struct.unpack(">II", block[:8])
        salts = salts or block[8:16]  # the header is damaged: the first frame is of the present log
        if block[8:16] != salts or not page:
            whole = whole and block[8:16] == salts
            continue
        if whole:
            total = _sum(order, block[FRAME_HEADER:], _sum(order, block[:8], total))
            whole = total == struct.unpack(">II", block[16:24])
        chained += whole
        found.append(Frame(_HEADER + at * _FRAME, page, pages))
        if pages:
            committed = len(found)
            sound = chained
    return Log(path, tuple(found[:committed]), sound, committed > chained + 1)


def _sum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    """The log's running checksum over a multiple of eight bytes."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return first, second
