"""Where a new line of a plan goes: below, inside, further in and out."""

from __future__ import annotations

import pytest

from coordtui.casework.plan_outline import Line
from coordtui.errors import Refused
from coordtui.screens.plan_places import NewLine, below, index_of, inside, shifted, typed


def line(ref: str, depth: int, parent: str | None = None) -> Line:
    kind, _, number = ref.partition(":")
    return Line(ref, kind, int(number), depth, parent, ref, "", "", None, None, None, "", "", "", is_open=True)


LINES = (
    line("concern:1", 0),
    line("goal:1", 1, "concern:1"),
    line("barrier:1", 2, "goal:1"),
    line("intervention:1", 2, "goal:1"),
    line("goal:2", 1, "concern:1"),
    line("concern:2", 0),
)


def test_below_is_the_same_kind_behind_all_that_stands_under_it() -> None:
    new = below(LINES, "goal:1")
    assert new == NewLine("goal", "concern:1", "goal:1", 1)
    assert index_of(LINES, new) == 4


def test_an_empty_plan_begins_with_a_concern() -> None:
    assert below((), None) == inside((), None) == NewLine("concern", None, None, 0)
    assert index_of((), below((), None)) == 0


@pytest.mark.parametrize(
    ("ref", "kind", "parent", "at"), [("concern:1", "goal", "concern:1", 5), ("goal:1", "intervention", "goal:1", 4)]
)
def test_inside_is_the_fitting_kind_as_the_last(ref: str, kind: str, parent: str, at: int) -> None:
    new = inside(LINES, ref)
    assert (new.kind, new.parent, index_of(LINES, new)) == (kind, parent, at)


@pytest.mark.parametrize("ref", ["barrier:1", "intervention:1"])
def test_nothing_goes_inside_a_step_or_barrier_and_the_next_key_is_named(ref: str) -> None:
    with pytest.raises(Refused, match="o adds the next one"):
        inside(LINES, ref)


@pytest.mark.parametrize("ref", ["goal:1", "barrier:1", "intervention:1"])
def test_barriers_and_strengths_go_under_the_goal_here(ref: str) -> None:
    assert inside(LINES, ref, "strength") == NewLine("strength", "goal:1", None, 2)


def test_a_concern_has_no_barrier_of_its_own() -> None:
    with pytest.raises(Refused, match="belongs to a goal"):
        inside(LINES, "concern:2", "barrier")


def test_further_in_and_out_lead_through_the_three_levels_and_back() -> None:
    concern = below(LINES, "concern:1")
    goal = shifted(LINES, concern, 1)
    step = shifted(LINES, goal, 1)
    assert (goal.kind, goal.parent, step.kind, step.parent) == ("goal", "concern:1", "intervention", "goal:2")
    back = shifted(LINES, step, -1)
    assert back == NewLine("goal", "concern:1", "goal:2", 1)
    assert shifted(LINES, back, -1) == NewLine("concern", None, "concern:1", 0)


def test_further_in_needs_something_of_its_own_level_above() -> None:
    with pytest.raises(Refused, match="Write the goal first"):
        shifted(LINES, NewLine("goal", "concern:2", None, 1), 1)
    with pytest.raises(Refused, match="further in"):
        shifted(LINES, NewLine("intervention", "goal:1", None, 2), 1)
    with pytest.raises(Refused, match="outermost"):
        shifted(LINES, below(LINES, "concern:1"), -1)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("! no car", "barrier", "no car"),
        ("+ her son drives", "strength", "her son drives"),
        ("- call", "intervention", "call"),
        ("-20 degrees", "intervention", "-20 degrees"),
        ("call", "intervention", "call"),
        ("!", "barrier", ""),
    ],
)
def test_a_sign_before_the_words_chooses_the_kind_under_a_goal(text: str, kind: str, words: str) -> None:
    found, new = typed(text, NewLine("intervention", "goal:1", None, 2))
    assert (found, new.kind) == (words, kind)


def test_a_sign_means_nothing_where_no_barrier_can_stand() -> None:
    goal = NewLine("goal", "concern:1", None, 1)
    assert typed("! walk", goal) == ("! walk", goal)
    step = NewLine("intervention", "concern:1", None, 1)
    assert typed("! walk", step) == ("! walk", step)
