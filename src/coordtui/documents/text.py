"""Record text on its way to paper: one line, no characters that a page must not hold, escaped for its format."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF}
_ANYWHERE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^([#+=:-])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def one_line(text: str) -> str:
    """Spaces folded; control, surrogate and direction-changing characters gone (XML refuses some, others deceive)."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not _unfit(char))
    return " ".join("".join(kept).split())


def _unfit(char: str) -> bool:
    return ord(char) in _DIRECTION or ord(char) & 0xFFFE == 0xFFFE or unicodedata.category(char) in {"Cc", "Cs"}


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters and a "…", cut after a sentence that ends in the second half, else after a word."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? ")) + 1
    if end <= limit // 2:
        end = head.rfind(" ") if " " in head else limit
    return f"{head[:end]} …"


def for_markdown(value: object) -> object:
    """Jinja's `finalize` for Markdown: what a record holds is shown as it was typed, wherever a template puts it."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = _ENTITY.sub("&amp;", one_line(value)).replace("<", "&lt;").replace(">", "&gt;")
    text = _ANYWHERE.sub(r"\\\1", text)
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\\\1", text))
