"""Tables for people: every word is there, no line is too long, no text is obeyed."""

from __future__ import annotations

import sys
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


def test_markup_stays_and_line_breaks_become_spaces() -> None:
    assert "[DNR] a b" in _lines(COLUMNS, [("1", "[DNR] a\nb", "")], 80)[1]
