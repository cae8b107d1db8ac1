"""Record text made safe for a terminal, and fitted into it. Knows no widget, so that plain output can use it too.

Record text is hostile input: an escape sequence must not reach the terminal, a right-to-left override must not turn
the next column round. What cannot be drawn with a width that every terminal agrees on (joined emoji, variation
selectors) is drawn in its plain parts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from rich.cells import cell_len, chop_cells, split_graphemes

Align = Literal["left", "right"]

ELLIPSIS: Final = "…"

# CSI, then OSC/DCS/SOS/PM/APC with their payload, then the two-character escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Letters, signs and emoji of a width and direction that nobody disputes: most text needs no second look.
_SAFE = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0388-\u0482\u048a-\u0530\u2010-\u2027\u2030-\u205e\u2190-\u2328\u232b-\u2aff"
    "\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001f3fa\U0001f400-\U0001faff]*"
)
_OVERRIDES: Final = {"\u202d": "⟨LRO⟩", "\u202e": "⟨RLO⟩"}
_EXTRA_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\xad")
_LRM: Final = "\u200e"
_MARKS_PER_LETTER: Final = 4  # Hebrew and Vietnamese need three; a hundred would climb into the rows above


def _drawn(char: str) -> str:
    """What stands for one character: itself, a space, a visible stand-in, or nothing."""
    if char == "\n":
        return char
    if char == "\t":
        return "    "
    if (shown := _OVERRIDES.get(char)) is not None:
        return shown
    code = ord(char)
    # Variation selectors and skin tones are drawn with differing widths; without them the emoji is the same.
    if char in _EXTRA_INVISIBLE or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or 0xE0100 <= code <= 0xE01EF:
        return ""
    category = unicodedata.category(char)
    if category in ("Cc", "Cf"):
        return char if char == "\u200c" else ""  # the non-joiner belongs to Persian spelling
    if category in ("Cs", "Co", "Cn"):
        return "\ufffd"
    return " " if category == "Zs" and char != "\u3000" else char


def _thin(chars: str) -> str:
    """Limit piled-up combining marks, and give a mark without a letter one to stand on."""
    kept: list[str] = []
    marks = _MARKS_PER_LETTER + 1  # nothing to stand on yet
    for char in chars:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
            if not kept or kept[-1] == "\n":
                kept.append("◌")
                marks = 0
            marks += 1
            if marks > _MARKS_PER_LETTER:
                continue
        else:
            marks = 0
        kept.append(char)
    return "".join(kept)


def _anchor(line: str) -> str:
    """End a line in left-to-right, so that a terminal that reorders cannot draw the next column into it."""
    for char in reversed(line):
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL", "AN"):
            return line + _LRM
        if direction == "L":
            break
    return line


def clean(text: str, newline: str | None = None) -> str:
    """Text that can be drawn: no control characters, escapes, overrides or characters of uncertain width.

    Args:
        newline: what stands for a line break; None keeps the breaks.
    """
    if text.isprintable() and (text.isascii() or _SAFE.fullmatch(text)):
        return text
    text = _BREAKS.sub("\n", _ESCAPES.sub("", text))
    text = _thin("".join(map(_drawn, unicodedata.normalize("NFC", text))))
    if newline is not None:
        return _anchor(text.replace("\n", newline))
    return "\n".join(map(_anchor, text.split("\n")))


def editable(text: str, *, lines: bool = False) -> str:
    """Text for an input: what would harm the terminal is gone, everything else is as it was.

    Line breaks stay where `lines` are wanted, and become spaces elsewhere.
    """
    if text.isprintable():
        return text
    text = _BREAKS.sub("\n", _ESCAPES.sub("", text)).replace("\t", " ")
    text = text if lines else text.replace("\n", " ")
    return "".join(c for c in text if c in "\n\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _cut(text: str, width: int) -> str:
    """Cut cleaned text that is too wide; never through a wide character or before its accents."""
    room = width - 1
    end = 0
    for _, stop, cells in split_graphemes(text)[0]:
        room -= cells
        if room < 0:
            break
        end = stop
    return _anchor(text[:end].rstrip() + ELLIPSIS)


@lru_cache(4096)
def fit(text: str, width: int) -> str:
    """One line of at most `width` cells, cut with "…"."""
    if width <= 0:
        return ""
    long = len(text) > width * 8 + 256  # a cell never needs more of a pasted book than this
    line = clean(text[: width * 8 + 256] if long else text, " ")
    if not long and cell_len(line) <= width:
        return line
    return _cut(line, width)


def cell(text: str, width: int, align: Align = "left") -> str:
    """One line of exactly `width` cells."""
    line = text if len(text) <= width and text.isascii() and text.isprintable() else fit(text, width)
    gap = " " * (width - (len(line) if line.isascii() else cell_len(line)))
    return gap + line if align == "right" else line + gap


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces; a longer word is broken where it must be."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        cells = len if paragraph.isascii() else cell_len
        line = ""
        for word in paragraph.split(" "):
            if line and cells(line) + 1 + cells(word) <= width:
                line += " " + word
                continue
            if line:
                lines.append(line)
            *full, line = [word] if cells(word) <= width else chop_cells(word, max(2, width))
            lines += full
        lines.append(line)
    return lines
