"""Days of the finding language as the first and the last one that fit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.rules.finding import Op
from coordtui.rules.finding_days import between, length_of

TODAY = dt.date(2026, 11, 25)  # a Wednesday
Bounds = tuple[str, str]


def bounds(op: Op, value: str, *, past: bool = False, today: dt.date = TODAY) -> Bounds:
    first, last = between(op, value, today, past=past)
    return (first.isoformat() if first else "", last.isoformat() if last else "")


@pytest.mark.parametrize(
    "value, ahead, behind",
    [
        ("today", ("2026-11-25", "2026-11-25"), ("2026-11-25", "2026-11-25")),
        ("tomorrow", ("2026-11-26", "2026-11-26"), ("2026-11-26", "2026-11-26")),
        ("friday", ("2026-11-27", "2026-11-27"), ("2026-11-20", "2026-11-20")),
        ("wed", ("2026-12-02", "2026-12-02"), ("2026-11-18", "2026-11-18")),
        ("week", ("2026-11-25", "2026-12-02"), ("2026-11-18", "2026-11-25")),
        ("7d", ("2026-11-25", "2026-12-02"), ("2026-11-18", "2026-11-25")),
        ("2w", ("2026-11-25", "2026-12-09"), ("2026-11-11", "2026-11-25")),
        ("month", ("2026-11-25", "2026-12-25"), ("2026-10-25", "2026-11-25")),
        ("3m", ("2026-11-25", "2027-02-25"), ("2026-08-25", "2026-11-25")),
        ("1y", ("2026-11-25", "2027-11-25"), ("2025-11-25", "2026-11-25")),
        ("0d", ("2026-11-25", "2026-11-25"), ("2026-11-25", "2026-11-25")),
        ("+3", ("2026-11-28", "2026-11-28"), ("2026-11-28", "2026-11-28")),
        ("2026-11-27", ("2026-11-27", "2026-11-27"), ("2026-11-27", "2026-11-27")),
        ("11/27", ("2026-11-27", "2026-11-27"), ("2025-11-27", "2025-11-27")),
        ("27.11.", ("2026-11-27", "2026-11-27"), ("2025-11-27", "2025-11-27")),
        ("2/29", ("2028-02-29", "2028-02-29"), ("2024-02-29", "2024-02-29")),
        ("3/14/57", ("2057-03-14", "2057-03-14"), ("1957-03-14", "1957-03-14")),
        ("14.3.57", ("2057-03-14", "2057-03-14"), ("1957-03-14", "1957-03-14")),
        ("3/14/25", ("2025-03-14", "2025-03-14"), ("2025-03-14", "2025-03-14")),
        ("12/31/26", ("2026-12-31", "2026-12-31"), ("2026-12-31", "2026-12-31")),
        ("3/14/2057", ("2057-03-14", "2057-03-14"), ("2057-03-14", "2057-03-14")),
        ("2026-11", ("2026-11-01", "2026-11-30"), ("2026-11-01", "2026-11-30")),
        ("2/2028", ("2028-02-01", "2028-02-29"), ("2028-02-01", "2028-02-29")),
        ("2026", ("2026-01-01", "2026-12-31"), ("2026-01-01", "2026-12-31")),
        ("overdue", ("", "2026-11-24"), ("", "2026-11-24")),
    ],
)
def test_a_day_alone_takes_in_all_that_it_names(value: str, ahead: Bounds, behind: Bounds) -> None:
    assert (bounds("is", value), bounds("is", value, past=True)) == (ahead, behind)


@pytest.mark.parametrize(
    "value, below, at_most, above, at_least",
    [
        ("friday", ("", "2026-11-26"), ("", "2026-11-27"), ("2026-11-28", ""), ("2026-11-27", "")),
        ("2026-12", ("", "2026-11-30"), ("", "2026-12-31"), ("2027-01-01", ""), ("2026-12-01", "")),
        ("10d", ("", "2026-12-04"), ("", "2026-12-05"), ("2026-12-06", ""), ("2026-12-05", "")),
        ("week", ("", "2026-12-01"), ("", "2026-12-02"), ("2026-12-03", ""), ("2026-12-02", "")),
    ],
)
def test_a_comparison_ahead_is_open_on_one_side(
    value: str, below: Bounds, at_most: Bounds, above: Bounds, at_least: Bounds
) -> None:
    assert [bounds(op, value) for op in ("<", "<=", ">", ">=")] == [below, at_most, above, at_least]


def test_a_length_behind_compares_how_long_ago_it_was_and_a_day_when() -> None:
    ago = [bounds(op, "10d", past=True) for op in ("<", "<=", ">", ">=")]
    assert ago == [("2026-11-16", ""), ("2026-11-15", ""), ("", "2026-11-14"), ("", "2026-11-15")]
    days = [bounds(op, "2026-11-15", past=True) for op in ("<", "<=", ">", ">=")]
    assert days == [("", "2026-11-14"), ("", "2026-11-15"), ("2026-11-16", ""), ("2026-11-15", "")]


@pytest.mark.parametrize("value", ["someday", "32.1.", "2026-13", "2/30", "0000", "", "d", "99999d", "none", "x y"])
def test_what_is_no_day_is_told_in_a_sentence(value: str) -> None:
    for past in (True, False):
        with pytest.raises(ValueError, match=r"\w+.*[.]$"):
            between("is", value, TODAY, past=past)


@pytest.mark.parametrize(
    "value, words",
    [("30d", "30 days"), ("1w", "1 week"), ("week", "7 days"), ("2y", "2 years"), ("friday", ""), ("", "")],
)
def test_a_length_of_time_has_words(value: str, words: str) -> None:
    assert length_of(value) == words


KNOWN = ("today", "friday", "week", "9999d", "9999w", "9999m", "999y", "2026-11", "0001", "9999", "9999-12-31", "2/29")


@settings(deadline=None)
@given(st.sampled_from(KNOWN), st.booleans(), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_comparisons_divide_all_days_without_a_gap(value: str, past: bool, today: dt.date) -> None:
    pairs: tuple[tuple[Op, Op], ...] = (("<", ">="), ("<=", ">"))
    for one, other in pairs:
        sides = sorted(
            (between(op, value, today, past=past) for op in (one, other)), key=lambda side: side[0] is not None
        )
        (begins, last), (first, ends) = sides
        assert (begins, ends) == (None, None)
        assert last is not None
        assert first is not None
        assert first - last == dt.timedelta(days=1)
    first, last = between("is", value, today, past=past)
    assert first is not None
    assert last is not None
    assert first <= last
