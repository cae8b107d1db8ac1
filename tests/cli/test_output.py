"""Tables for people: every word is there, no line is too long, no text is obeyed."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import Any
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from coordtui.cli import output
from coordtui.cli.output import Column

COLUMNS = (Column("Id", right=True), Column("Name", least=10, lead=True), Column("Why", least=12, under=True))
TEXT = st.text(max_size=60)


def _lines(columns: tuple[Column, ...], rows: list[tuple[str, ...]], room: int) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr(output, "width", lambda: room)
        patch.setattr(sys, "stdout", type("Sink", (), {"write": staticmethod(written.append)}))
        output.table(columns, rows)
    return "".join(written).split("\n")[:-1]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4), st.integers(20, 120))
def test_no_line_is_wider_than_the_room(rows: list[tuple[str, ...]], room: int) -> None:
    lines = _lines(COLUMNS, rows, room)
    assert all(cell_len(line) <= room for line in lines)
    assert not any(category(char) == "Cc" for line in lines for char in line)


def test_a_wide_terminal_shows_one_line_a_row() -> None:
    lines = _lines(COLUMNS, [("7", "Rosa Lopez", "due today (+32)")], 80)
    assert lines == ["Id  Name        Why", " 7  Rosa Lopez  due today (+32)"]


def test_a_narrower_one_puts_the_reasons_under_the_row() -> None:
    lines = _lines(COLUMNS, [("7", "Rosa Lopez", "due today (+32) · discharge (+20)")], 40)
    assert lines == ["Id  Name", " 7  Rosa Lopez", "    due today (+32) · discharge (+20)"]


def test_a_very_narrow_one_shows_blocks_that_begin_with_the_name() -> None:
    columns = (*COLUMNS[:2], Column("Phone", least=14), Column("Plan", least=6))
    lines = _lines(columns, [("7", "Rosa Lopez", "212-555-0142", "")], 24)
    assert lines == ["Rosa Lopez", "  Id: 7", "  Phone: 212-555-0142"]


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    assert _lines(COLUMNS, [("7", "", "x")], 80)[0] == "Id  Why"


def test_no_rows_print_nothing() -> None:
    assert _lines(COLUMNS, [], 80) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT, lambda one: st.lists(one) | st.dictionaries(TEXT, one)
)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_json_reads_back_as_it_was_in_every_encoding(encoding: str, value: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
        patch.setattr(sys, "stdout", stream)
        output.as_json(value)
        stream.flush()
    assert json.loads(stream.buffer.getvalue().decode(encoding)) == value


def test_json_has_a_line_for_each_row_so_that_one_can_look_for_words(capsys: pytest.CaptureFixture[str]) -> None:
    output.as_json({"on": dt.date(2026, 3, 4), "none": [], "rows": [{"id": 1, "more": [2, 3]}, {"id": 4}]})
    assert capsys.readouterr().out == (
        '{\n  "on": "2026-03-04",\n  "none": [],\n  "rows": [\n    {"id": 1, "more": [2, 3]},\n    {"id": 4}\n  ]\n}\n'
    )


def test_markup_stays_and_line_breaks_become_spaces() -> None:
    assert "[DNR] a b" in _lines(COLUMNS, [("1", "[DNR] a\nb", "")], 80)[1]
