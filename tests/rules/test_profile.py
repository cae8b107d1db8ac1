"""What the coordinator may say about themselves."""

from __future__ import annotations

import pytest

from coordtui.errors import InvalidInput
from coordtui.rules.profile import check_hours, check_name, check_zone


def test_a_name_is_one_line_without_doubled_blanks() -> None:
    assert check_name("  Ana \n  Reyes ") == "Ana Reyes"
    assert check_name("[DNR] אברהם") == "[DNR] אברהם"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 121])
def test_no_name_and_a_book_are_refused_at_the_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_name(text)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("new york", "America/New_York"),
        (" UTC ", "UTC"),
    ],
)
def test_a_zone_is_found_whatever_the_case(text: str, zone: str) -> None:
    assert check_zone(text) == zone


def test_a_zone_nearly_right_is_proposed() -> None:
    with pytest.raises(InvalidInput, match="Did you mean America/Chicago"):
        check_zone("America/Chicgo")


@pytest.mark.parametrize("text", ["", "nowhere at all", "x" * 5000, "../etc"])
def test_an_unknown_zone_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_zone(text)
    assert refused.value.field == "zone"
    assert refused.value.hint


def test_hours_are_whole_numbers_of_a_week() -> None:
    assert [check_hours(text) for text in ("1", " 40 ", "100")] == [1, 40, 100]


@pytest.mark.parametrize("text", ["", "0", "101", "40.5", "forty", "-5", "٤٠", "9" * 5000])
def test_other_hours_are_refused_at_the_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_hours(text)
    assert refused.value.field == "weekly_hours"
