"""From bytes to the text of JSON: only honest UTF-8 is read, everything else is refused with a reason and a place."""

from __future__ import annotations

import codecs
import re

from coordtui.exchange.fhir.sources import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_RUN = re.compile(r"[^\x00-\x7f]+")
_CP1252 = {bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
_EVIDENCE = (0xC3, 0xF4)
"""First bytes of letters (not of stray marks such as the non-breaking space, C2 A0) when read as Latin-1."""


def check_encoding(head: bytes) -> None:
    """Look at the first bytes of an input.

    Raises:
        Unreadable: it is empty, packed, or in another encoding than UTF-8.
    """
    if not head:
        raise Unreadable("", "it is empty")
    for mark, name in _MARKS:
        if head.startswith(mark):
            raise Unreadable("line 1, column 1", f"it is written in {name}; FHIR JSON is UTF-8")
    if head.startswith(b"\x1f\x8b"):
        raise Unreadable("line 1, column 1", "it is packed with gzip; unpack it first")
    if b"\x00" in head[:4]:
        raise Unreadable("line 1, column 1", "it is not text, or not written in UTF-8")
    if head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<"):
        raise Unreadable("line 1, column 1", "it is XML or HTML, not JSON")


def to_text(data: bytes) -> tuple[str, bool]:
    """The text, and whether it began with a byte order mark, which does no harm and is left out.

    Raises:
        Unreadable: it is not UTF-8, or was encoded twice.
    """
    marked = data.startswith(codecs.BOM_UTF8)
    if marked:
        data = data[len(codecs.BOM_UTF8) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise Unreadable(f"line {row}, column {column}", "it is not UTF-8 here (perhaps Windows-1252)") from None
    if not text.isascii():
        _refuse_double(text)
    return text, marked


def _refuse_double(text: str) -> None:
    """UTF-8 read as Latin-1 or Windows-1252 and written as UTF-8 again ("JosÃ©"), throughout the text.

    One place that is no such thing clears the whole: then it is somebody's text, not a damaged file.
    """
    first: int | None = None
    for run in _RUN.finditer(text):
        data = _narrow(run.group())
        if data is None:
            return
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return
        if first is None and _EVIDENCE[0] <= data[0] <= _EVIDENCE[1] and data[0] != 0xE2:
            first = run.start()
    if first is not None:
        place = f"line {text.count(chr(10), 0, first) + 1}, column {first - text.rfind(chr(10), 0, first)}"
        raise Unreadable(place, "its letters were encoded twice (“Ã©” for “é”); export it again as UTF-8")


def _narrow(run: str) -> bytes | None:
    """The bytes that this text was when it was read as Windows-1252, None when it never was."""
    narrow = bytearray()
    for character in run:
        code = _CP1252.get(character, ord(character))
        if code > 0xFF:
            return None
        narrow.append(code)
    return bytes(narrow)
