"""Text from outside made fit to keep and to show: no control characters, no half characters, bounded length."""

from __future__ import annotations

import re

SHORT, LINE, LONG = 120, 500, 20_000
"""The longest code or phone number, the longest name or title, the longest note that is mapped into a field."""

LONGEST_IDENTIFIER = 255

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_HALF = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def line(value: object, limit: int = LINE) -> str | None:
    """One line of text, or None when there is none. Longer text ends in an ellipsis; the whole is in the source."""
    if not isinstance(value, str):
        return None
    plain = value.isascii() and value.isprintable()
    if plain and "  " not in value and value[:1] != " " and value[-1:] != " ":
        return _cut(value, limit) or None
    text = value if plain else _HALF.sub("\ufffd", _CONTROL.sub("", value))
    if "  " in text or not text.isprintable() or text[:1].isspace() or text[-1:].isspace():
        text = _SPACE.sub(" ", text).strip()
    return _cut(text, limit) or None


def block(value: object, limit: int = LONG) -> str | None:
    """Text that may have lines."""
    if not isinstance(value, str):
        return None
    text = _HALF.sub("\ufffd", _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    return _cut("\n".join(part.rstrip() for part in text.split("\n")).strip(), limit) or None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def joined(parts: list[str | None], between: str = "; ", limit: int = LINE) -> str | None:
    """The parts that are there, each once, in order."""
    return _cut(between.join(dict.fromkeys(part for part in parts if part)), limit) or None


def size_words(size: int) -> str:
    """ "512 MB", "64 kB", "900 bytes"."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:,.0f} {unit}"
    return f"{size} bytes"
