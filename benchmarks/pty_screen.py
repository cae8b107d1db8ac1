"""What a terminal program has drawn: its bytes fed to an emulator, and which lines of the screen each piece changed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import ClassVar

import pyte

_STRINGS = r"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
_PRIVATE = r"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b\[\?[0-9;]*[a-gj-z]|\x1b\[[0-9;]*t|\x1b[=>]"
_UNKNOWN = re.compile(f"{_STRINGS}|{_PRIVATE}")
"""What the emulator would draw as text or take for something else: titles, reports, keyboard modes."""
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")
_OTHER_SCREEN = re.compile(r"\x1b\[\?(?:1049|1047|47)[hl]")
_REPEAT = re.compile(r"([^\x1b])\x1b\[(\d+)b")
_LONGEST = 65_536

Line = tuple[tuple[str, str, str, bool, bool], ...]


class Shown:
    """A screen of `columns` × `rows`. `lines` are its cells: character, colours, bold, reverse."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self.lines: list[Line] = [self._line(y) for y in range(rows)]
        self._screen.dirty.clear()

    def feed(self, data: bytes) -> dict[int, int]:
        """Draw a piece of output; the lines that look otherwise than before, and from which column on."""
        self._stream.feed(self._whole(self._rest + self._decoder.decode(data)))
        changed = {}
        for y in self._screen.dirty:
            before, line = self.lines[y], self._line(y)
            if line != before:
                self.lines[y] = line
                changed[y] = next(x for x in range(self.columns) if line[x] != before[x])
        self._screen.dirty.clear()
        return changed

    def _whole(self, text: str) -> str:
        """What can be drawn now; an unfinished sequence waits for the next piece."""
        cut = _UNFINISHED.search(text)
        self._rest = ""
        if cut and len(cut.group()) < _LONGEST:
            text, self._rest = text[: cut.start()], cut.group()
        text = _OTHER_SCREEN.sub("\x1b[0m\x1b[2J\x1b[H", _UNKNOWN.sub("", text))
        return _REPEAT.sub(lambda found: found[1] * (1 + int(found[2])), text)

    def _line(self, y: int) -> Line:
        cells = self._screen.buffer[y]
        return tuple(
            (cell.data, cell.fg, cell.bg, cell.bold, cell.reverse)
            for cell in map(cells.__getitem__, range(self.columns))
        )

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, from 1."""
        return min(self._screen.cursor.x, self.columns - 1) + 1, self._screen.cursor.y + 1

    def words(self) -> list[str]:
        """The text of each line."""
        return ["".join(cell[0] for cell in line).rstrip() for line in self.lines]

    def holds(self, text: str) -> bool:
        return any(text in line for line in self.words())

    def painted(self) -> bool:
        """Whether any cell has a character or a background of its own."""
        return any(cell[0].strip() or cell[2] != "default" or cell[4] for line in self.lines for cell in line)


class Answers:
    """What a terminal answers when it is asked what it is; `pressed` queries get `send`."""

    _ASKED = re.compile(
        rb"\x1b\[(?P<what>[>=]?)0?c|\x1b\[\??(?P<report>[56])n|\x1b\[\?(?P<mode>\d+)\$p"
        rb"|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)"
    )
    _MODES: ClassVar = {b"2026": 2, b"2004": 2, b"1049": 2, b"25": 1}
    """Synchronized output is granted, as most terminals of today do."""

    def __init__(self, send: Callable[[bytes], None], cursor: Callable[[], tuple[int, int]]) -> None:
        self._send, self._cursor = send, cursor
        self._rest = b""

    def hear(self, data: bytes) -> None:
        text = self._rest + data
        end = 0
        for found in self._ASKED.finditer(text):
            end = found.end()
            self._send(self._answer(found))
        rest = text[end:]
        start = rest.rfind(b"\x1b")
        self._rest = rest[start:] if start >= 0 and len(rest) - start < 32 else b""

    def _answer(self, found: re.Match[bytes]) -> bytes:
        if found["mode"]:
            return b"\x1b[?%s;%d$y" % (found["mode"], self._MODES.get(found["mode"], 0))
        if found["colour"]:
            return b"\x1b]%s;rgb:%s\x1b\\" % (
                found["colour"],
                b"c0c0/c0c0/c0c0" if found["colour"] == b"10" else b"0/0/0",
            )
        if found["report"]:
            column, row = self._cursor()
            return b"\x1b[%d;%dR" % (row, column) if found["report"] == b"6" else b"\x1b[0n"
        return {b"": b"\x1b[?62;22c", b">": b"\x1b[>1;10;0c", b"=": b"\x1bP!|00000000\x1b\\"}[found["what"] or b""]
