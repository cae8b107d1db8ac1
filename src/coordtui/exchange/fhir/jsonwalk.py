"""JSON read piece by piece with the place of every piece, so that a large bundle is never in memory as objects.

Strict JSON: no NaN, no Infinity. Decimals keep their digits (`Number`), because 1.0 and 1.00 differ in FHIR.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from json.decoder import JSONDecodeError, JSONDecoder, scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

from coordtui.exchange.fhir.sources import Unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_CONSTANTS = ("NaN", "Infinity", "-Infinity")
_WORDS = ("true", "false", "null")


class Number(str):
    """A decimal as written. The mark in front keeps it apart from a string with the same characters."""

    __slots__ = ()

    def __new__(cls, text: str) -> Number:
        return super().__new__(cls, "\0" + text)

    @property
    def digits(self) -> str:
        return self[1:]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number here")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


MOST_OBJECTS = 500_000
"""In one value. A record has thousands at most; a small file of empty objects would fill all memory."""


class _TooMany(Exception):
    pass


class _Counter:
    """Called by the decoder with every object."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_OBJECTS

    def __call__(self, found: dict[str, Any]) -> dict[str, Any]:
        self.left -= 1
        if self.left < 0:
            raise _TooMany
        return found


class _Decoder(threading.local):
    """One for each thread: to make one takes as long as to read a small resource."""

    def __init__(self) -> None:
        self.objects = _Counter()
        self.scan = _scanner(None)
        self.counting = _scanner(self.objects)


def _scanner(hook: _Counter | None) -> Any:
    decoder: Any = JSONDecoder(parse_float=Number, parse_constant=_no_constant, object_hook=hook)
    return decoder.scan_once


_DECODER = _Decoder()


class Cursor:
    """A place in a JSON text. Reading moves it on; wrong JSON raises Unreadable with line and column.

    `row` is the number of the first line within its file.
    """

    __slots__ = ("pos", "row", "scan", "text")

    def __init__(self, text: str, pos: int = 0, row: int = 1) -> None:
        self.text = text
        self.row = row
        self.pos = pos
        # to count objects takes as long as to read them, so only where there could be too many
        self.scan = _DECODER.counting if text.count("{") > MOST_OBJECTS else _DECODER.scan
        self.space()

    def space(self) -> None:
        match = _SPACE.match(self.text, self.pos)
        if match:
            self.pos = match.end()

    def peek(self) -> str:
        return self.text[self.pos : self.pos + 1]

    def value(self) -> Any:
        """The value here as Python objects; stands behind it and the space after it."""
        start, _DECODER.objects.left = self.pos, MOST_OBJECTS
        try:
            value, self.pos = self.scan(self.text, start)
        except StopIteration as stop:
            raise self.wrong("a value is missing or unknown here", int(stop.value)) from None
        except JSONDecodeError as error:
            raise self.wrong(_lower(error.msg), error.pos) from None
        except _TooMany:
            raise Unreadable(self.place(start), f"it holds more than {MOST_OBJECTS:,} objects in one") from None
        except RecursionError:
            raise self.wrong("it is nested too deeply", start) from None
        except ValueError as error:
            what = str(error) if str(error).startswith(_CONSTANTS) else "a number is too long"
            raise self.wrong(what, start) from None
        self.space()
        return value

    def members(self) -> Iterator[str]:
        """The keys of the object here. At each one the cursor stands before its value, which must be read."""
        self._expect("{")
        if self.peek() == "}":
            self._expect("}")
            return
        while True:
            if self.peek() != '"':
                raise self.wrong("a property name in double quotes is missing", self.pos)
            try:
                key, self.pos = scanstring(self.text, self.pos + 1, True)
            except JSONDecodeError as error:
                raise self.wrong(_lower(error.msg), error.pos) from None
            self.space()
            self._expect(":")
            yield key
            if self.peek() != ",":
                break
            self._expect(",")
        self._expect("}")

    def elements(self) -> Iterator[int]:
        """The numbers of the elements of the list here, the cursor before each, which must be read."""
        self._expect("[")
        if self.peek() == "]":
            self._expect("]")
            return
        number = 0
        while True:
            yield number
            number += 1
            if self.peek() != ",":
                break
            self._expect(",")
        self._expect("]")

    def end(self) -> None:
        if self.pos < len(self.text):
            raise self.wrong("there is more text after the end", self.pos)

    def _expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise self.wrong(f"“{mark}” is missing", self.pos)
        self.pos += 1
        self.space()

    def wrong(self, what: str, at: int) -> Unreadable:
        rest = self.text[at : at + 8].strip()
        if not rest or what.startswith("unterminated") or any(word.startswith(rest) for word in _WORDS):
            what = "the text ends too early, as if it were cut off"
        else:
            what = f"it is not JSON: {what}"
        return Unreadable(self.place(at), what)

    def place(self, at: int) -> str:
        row = self.row + self.text.count("\n", 0, at)
        return f"line {row}, column {at - self.text.rfind(chr(10), 0, at)}"
