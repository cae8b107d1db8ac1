"""Saved views as text: their line, what they may be called, and the ones that ship."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.saved_view import ViewList
from coordtui.rules.saved_view import (
    LONGEST_NAME,
    MOST,
    STARTERS,
    SharedView,
    check_name,
    check_text,
    read_line,
    read_lines,
    same_name,
    write_line,
)

_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="="), min_size=1)


@pytest.mark.parametrize("of", ViewList)
def test_every_view_that_ships_reads_and_writes_as_a_line(of: ViewList) -> None:
    assert 0 < len(STARTERS[of]) <= MOST
    for name, text in STARTERS[of]:
        view = SharedView(of, name, text)
        assert read_line(write_line(view)) == view
    names = [name.casefold() for name, _ in STARTERS[of]]
    assert len(names) == len(set(names))


@given(of=st.sampled_from(ViewList), name=_NAMES.filter(lambda name: len(name) <= LONGEST_NAME))
def test_a_line_holds_any_name_that_can_be_seen(of: ViewList, name: str) -> None:
    view = SharedView(of, name, "maria -lang:es")
    assert read_line(write_line(view)) == view
    assert same_name(name, name.upper()) == (name.casefold() == name.upper().casefold())


def outcome(text: str) -> str:
    """The line of the view that a text is, or the field at which it is refused."""
    try:
        return write_line(read_line(text))
    except InvalidInput as error:
        return error.field


@given(st.text())
def test_any_text_is_a_view_or_is_refused_in_words(text: str) -> None:
    found = outcome(text)
    assert found in ("line", "name", "filter") or read_line(found) == read_line(text)


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("", "line", "begins with its list"),
        ("acuity:>=high", "line", "begins with its list"),
        ("patients: All = maria", "line", "begins with its list"),
        ("caseload: High and drifting", "line", "LIST: NAME = FILTER"),
        ("caseload: = no:plan", "name", "needs a name"),
        ("caseload: " + "x" * 41 + " = no:plan", "name", "at most 40 letters"),
        ("caseload: a\x1b[31mb = no:plan", "name", "cannot be seen"),
        ("caseload: a\u202eb = no:plan", "name", "cannot be seen"),
        ("caseload: A = ", "filter", "filter is empty"),
        ("caseload: A = \x07maria", "filter", "cannot be seen"),
        ("caseload: A = acuity:tall", "filter", "tall"),
        ("caseload: A = (maria", "filter", "never closed"),
        ("caseload: A = " + "maria " * 300, "line", "at most 1200"),
        ("directory: A = acuity:high", "filter", "acuity"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, field: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_line(line)
    assert (refused.value.field, words in str(refused.value)) == (field, True), str(refused.value)


def test_a_text_of_several_lines_names_the_line_that_is_wrong_and_passes_over_remarks() -> None:
    text = ["# for the team", "", " caseload : No plan =  no:plan  ", "today: Mine = ball:me"]
    assert [view.name for view in read_lines(text)] == ["No plan", "Mine"]
    with pytest.raises(InvalidInput, match=r"^Line 5: A view begins with its list"):
        tuple(read_lines([*text, "nonsense"]))


def test_names_and_filters_are_kept_with_single_spaces() -> None:
    assert check_name("  High   and\tdrifting ") == "High and drifting"
    assert check_text("  maria\n  no:plan ", ViewList.CASELOAD) == "maria no:plan"
