"""Shortening lines and counting things in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules.words import plural, shorten


def test_a_line_is_cut_at_a_word() -> None:
    assert shorten("walk to the park, every day", 20) == "walk to the park…"
    assert shorten("x" * 30, 10) == "xxxxxxxxx…"
    assert shorten("one\n two", 20) == "one two"


@given(st.text(max_size=200), st.integers(5, 60))
def test_a_shortened_text_fits_on_one_line(text: str, most: int) -> None:
    assert len(shorten(text, most)) <= most
    assert "\n" not in shorten(text, most)


def test_one_is_not_plural() -> None:
    assert [plural(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
