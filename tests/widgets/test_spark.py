"""Values as a line of bars."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coordtui.widgets.spark import BARS, GAP, number, span, spark


def test_the_lowest_value_is_the_lowest_bar_and_the_highest_the_highest() -> None:
    assert spark(["9.1", "8.6", "8.7", "7.9"]) == "█▅▆▁"


def test_equal_values_are_a_level_line() -> None:
    bars = spark(["120", "120.0", "120"])
    assert len(set(bars)) == 1
    assert bars[0] not in (BARS[0], BARS[-1])


def test_what_is_no_number_leaves_a_gap_and_moves_nothing() -> None:
    assert spark(["1", None, "140/90", "2"]) == f"▁{GAP}{GAP}█"


@pytest.mark.parametrize("values", [[], [None], ["", "better"], ["nan"], ["inf"], ["1e999999999"]])
def test_without_a_number_there_is_no_line(values: list[str | None]) -> None:
    assert spark(values) == ""


def test_only_the_last_values_are_drawn() -> None:
    assert spark(["100", "1", "2"], 2) == "▁█"
    assert spark(["1"], 0) == ""


@pytest.mark.parametrize(
    ("text", "value"), [("7,9", "7.9"), (" 7.9 ", "7.9"), ("-2", "-2"), ("9" * 40, None), ("seven", None), (None, None)]
)
def test_a_number_is_read_as_it_is_written(text: str | None, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


def test_the_span_is_from_the_first_number_to_the_last() -> None:
    assert span([None, "9.1", "bad", "7,9"]) == ("9.1", "7,9")
    assert span(["9.1"]) is None


@given(st.lists(st.one_of(st.none(), st.text(max_size=30), st.decimals(allow_nan=True).map(str))), st.integers(0, 30))
def test_whatever_the_values_the_line_is_never_wider_than_allowed(values: list[str | None], width: int) -> None:
    bars = spark(values, width)
    assert cell_len(bars) <= width
    assert set(bars) <= {*BARS, GAP}
