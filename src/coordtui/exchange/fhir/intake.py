"""The first pass: every input read once, every resource looked at and packed, every refusal written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fhirkit

from coordtui.exchange.fhir.decode import check_encoding, to_text
from coordtui.exchange.fhir.item import Item, make_item
from coordtui.exchange.fhir.jsonwalk import Cursor
from coordtui.exchange.fhir.limits import Limits
from coordtui.exchange.fhir.report import Builder
from coordtui.exchange.fhir.sources import Input, Missing, Unreadable, inputs, read_all, reading
from coordtui.exchange.fhir.words import size_words

_STAND_IN = '{"resourceType":"Parameters"}'
"""Stands where a resource was cut out, so that the bundle around it can be validated on its own."""
_TOLD_FIRST = re.compile(r'\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"')
"""How nearly every resource begins."""


@dataclass(slots=True)
class Intake:
    """Reads inputs into `items`; what is wrong with a file goes to `report`.

    `step(bytes, name)` is called as the reading goes on and may raise Stopped.
    """

    report: Builder
    limits: Limits
    step: Callable[[int, str], None]
    items: list[Item] = field(default_factory=list)
    _left: int = 0

    def read(self, paths: Sequence[Path]) -> list[Item]:
        self._left = self.limits.total
        with closing(inputs(paths, self.limits)) as found:  # so that a zip is closed when the reading is stopped
            for source in found:
                number = self.report.file(source.path)
                if isinstance(source, Missing):
                    self.report.refuse(number, "", source.what)
                else:
                    self._read(source, number)
        return self.items

    def _read(self, source: Input, number: int) -> None:
        self.step(0, source.path)
        try:
            if source.lines:
                self._lines(source, number)
            else:
                self._document(source, number)
        except Unreadable as error:
            self.report.refuse(number, error.where, error.what)
        self.step(source.weight, source.path)

    # --- one JSON document ---------------------------------------------------------------------------------------

    def _document(self, source: Input, number: int) -> None:
        data = read_all(source, max(min(self.limits.document, self._left), 0))
        self._left -= len(data)
        check_encoding(data[:16])
        text, marked = to_text(data)
        del data
        try:
            taken = _Document(self, source, number).read(text)
        except Unreadable:
            if not _looks_like_lines(text):
                raise
            self._each_line(source, number, enumerate(text.splitlines(keepends=True), start=1))
            return
        if marked:
            self.report.problem(number, "line 1, column 1", "it begins with a byte order mark, which FHIR does not use")
        self._keep(taken)

    def _keep(self, taken: list[Item]) -> None:
        for item in taken:
            item.number = len(self.items)
            self.items.append(item)

    # --- NDJSON --------------------------------------------------------------------------------------------------

    def _lines(self, source: Input, number: int) -> None:
        with reading(source) as file:
            check_encoding(file.read(16))
        with reading(source) as file:
            self._each_line(source, number, enumerate(self._long_lines(file), start=1))

    def _long_lines(self, file: Any) -> Iterator[str | Unreadable]:
        most = self.limits.line
        while data := file.readline(most + 1):
            self._left -= len(data)
            if self._left < 0:
                yield Unreadable("", f"this import is larger than {size_words(self.limits.total)}")
                return
            if len(data) > most:
                yield Unreadable("", f"the line is longer than {size_words(most)}")
                while data and not data.endswith(b"\n"):
                    data = file.readline(most)
                continue
            try:
                yield to_text(data)[0]
            except Unreadable as error:
                yield Unreadable(error.where.partition(", ")[2], error.what)

    def _each_line(self, source: Input, number: int, lines: Iterator[tuple[int, str | Unreadable]]) -> None:
        empty, done = True, 0
        for row, text in lines:
            if isinstance(text, str) and not text.strip():
                continue
            empty = False
            try:
                if isinstance(text, Unreadable):
                    raise text
                self._keep(_Document(self, source, number, row).read(text))
            except Unreadable as error:
                self.report.refuse(number, error.where or f"line {row}", error.what)
            done += 1
            if done % 256 == 0:
                self.step(0, source.path)
        if empty:
            self.report.refuse(number, "", "it is empty")


def _looks_like_lines(text: str) -> bool:
    """NDJSON under another name: the first line is a value of its own, and another object follows."""
    first, _, rest = text.lstrip().partition("\n")
    if not rest.lstrip().startswith("{") or not first.rstrip().endswith("}"):
        return False
    try:
        return isinstance(Cursor(first).value(), dict)
    except Unreadable:
        return False


class _Document:
    """One JSON text: a resource, or a bundle of them, maybe with bundles inside. `row` is set for a line of NDJSON."""

    def __init__(self, intake: Intake, source: Input, number: int, row: int | None = None) -> None:
        self.intake = intake
        self.source = source
        self.number = number
        self.row = row
        self.taken: list[Item] = []

    def read(self, text: str) -> list[Item]:
        """The resources in it. Raises Unreadable when the text as a whole is refused."""
        cursor = Cursor(text, row=self.row or 1)
        place = f"line {self.row}" if self.row else ""
        if _kind_of(cursor) == "Bundle":
            self._bundle(cursor, f"{place} Bundle".lstrip(), 1)
            cursor.end()
        else:
            start = cursor.pos
            value = cursor.value()
            cursor.end()
            self._resource(cursor.text[start:], value, place, None, whole=self.row is None)
        return self.taken

    def _bundle(self, cursor: Cursor, name: str, depth: int) -> None:
        """Take the bundle at the cursor apart; the cursor stands behind it afterwards. `name` says where it stands."""
        shell: list[str] = []
        copied, count = cursor.pos, 0
        for key in cursor.members():
            if key != "entry" or cursor.peek() != "[":
                cursor.value()
                continue
            for index in cursor.elements():
                count += 1
                span = self._entry(cursor, f"{name}.entry[{index}]", depth)
                if span is not None:
                    shell += [cursor.text[copied : span[0]], _STAND_IN]
                    copied = span[1]
                if count % 256 == 0:
                    self.intake.step(0, self.source.path)
        shell.append(cursor.text[copied : cursor.pos])
        self._validate_shell("".join(shell), name)
        if count == 0 and depth == 1:
            self.intake.report.problem(self.number, name, "there are no resources in it")

    def _entry(self, cursor: Cursor, place: str, depth: int) -> tuple[int, int] | None:
        """Take one entry; returns where its resource stands in the text."""
        if cursor.peek() != "{":
            cursor.value()
            self.intake.report.refuse(self.number, place, "it is not FHIR: an entry should be an object")
            return None
        span, value, url, twice = None, None, None, False
        request: Any = None
        for key in cursor.members():
            start = cursor.pos
            found = cursor.value()
            if key == "resource":
                twice = span is not None
                span, value = (start, _trimmed(cursor.text, start, cursor.pos)), found
            elif key == "fullUrl":
                url = found
            elif key == "request":
                request = found
        if twice:
            self.intake.report.refuse(self.number, place, "it holds two resources")
        elif span is not None:
            self._inside(cursor, span, value, place, url, depth)
        elif isinstance(request, dict) and request.get("method") == "DELETE":
            self.intake.report.problem(self.number, place, "it asks to delete something; an import deletes nothing")
        return span

    def _inside(self, cursor: Cursor, span: tuple[int, int], value: Any, place: str, url: Any, depth: int) -> None:
        if isinstance(value, dict) and value.get("resourceType") == "Bundle":
            if depth >= self.intake.limits.bundle_depth:
                self.intake.report.refuse(self.number, place, "bundles are nested too deeply")
                return
            self._bundle(Cursor(cursor.text, span[0], cursor.row), f"{place}.resource", depth + 1)
        else:
            self._resource(cursor.text[span[0] : span[1]], value, place, url)

    def _resource(self, text: str, value: Any, place: str, url: Any, *, whole: bool = False) -> None:
        try:
            item = make_item(
                text,
                value,
                number=0,
                file=self.number,
                folder=self.source.folder,
                place=place,
                full_url=url,
                limits=self.intake.limits,
            )
        except Unreadable as error:
            if whole:
                raise
            where = f"{place}, {error.where}" if error.where else place
            self.intake.report.refuse(self.number, where, error.what)
            return
        for problem in item.problems:
            self.intake.report.problem(self.number, item.where(problem.path), problem.what)
        self.taken.append(item)

    def _validate_shell(self, text: str, name: str) -> None:
        try:
            issues = fhirkit.validate(text)
        except fhirkit.ParseError as error:
            self.intake.report.problem(self.number, name, str(error)[:300])
            return
        for issue in issues[: self.intake.limits.problems]:
            where = f"{name}{issue.path.removeprefix('Bundle')}"
            self.intake.report.problem(self.number, where[:300], issue.message[:300])


def _kind_of(cursor: Cursor) -> str | None:
    """The resource type of the object at the cursor, which stays where it is."""
    if cursor.peek() != "{":
        return None
    if told_first := _TOLD_FIRST.match(cursor.text, cursor.pos):
        return told_first[1]
    look = Cursor(cursor.text, cursor.pos, cursor.row)
    for key in look.members():
        if key == "entry" and look.peek() == "[":
            for _ in look.elements():
                look.value()
            continue
        value = look.value()
        if key == "resourceType":
            return value if isinstance(value, str) else None
    return None


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a value without the space after it."""
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end
