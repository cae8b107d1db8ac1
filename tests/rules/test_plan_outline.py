"""The outline as a tree: what may stand where, and where a line goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import NotFound, Refused
from coordtui.rules.plan_outline import (
    HOLDS,
    KINDS,
    Node,
    Place,
    Tree,
    indented,
    may_stand,
    moved,
    outdented,
    place_new,
    retyped,
    split_ref,
)


def tree(*lines: str) -> Tree:
    """Lines as "goal:1<concern:1", in order."""
    pairs = (line.partition("<") for line in lines)
    return Tree(Node(ref, parent or None, n) for n, (ref, _, parent) in enumerate(pairs, 1))


def after(before: Tree, place: Place) -> Tree:
    """The tree once a place is taken, as casework writes it."""
    nodes = {ref: Node(ref, before.parent(ref), n) for n, (ref, _) in enumerate(before.lines(), 1)}
    nodes[place.ref] = Node(place.ref, place.parent, 0)
    for n, ref in enumerate(place.siblings, 1):
        nodes[ref] = Node(ref, nodes[ref].parent, n)
    return Tree(nodes.values())


PLAN = tree(
    *("concern:1", "goal:1<concern:1", "barrier:1<goal:1", "intervention:1<goal:1", "intervention:2<concern:1"),
    *("concern:2", "goal:2<concern:2", "goal:3", "intervention:3"),
)


def shape(plan: Tree) -> list[str]:
    return ["  " * depth + ref for ref, depth in plan.lines()]


def test_lines_stand_by_position_then_kind_then_age() -> None:
    plan = Tree([Node("intervention:1", None, 0), Node("goal:2", None, 0), Node("goal:1", None, 0)])
    assert shape(plan) == ["goal:1", "goal:2", "intervention:1"]
    plan = Tree([Node("concern:1", None, 2), Node("intervention:1", None, 1)])
    assert shape(plan) == ["intervention:1", "concern:1"]


@pytest.mark.parametrize("parent", ["goal:99", "intervention:1", "concern:7", "nonsense"])
def test_a_line_under_something_that_cannot_hold_it_stands_under_the_plan(parent: str) -> None:
    plan = Tree([Node("intervention:1", None, 1), Node("goal:1", parent, 2)])
    assert plan.parent("goal:1") is None
    assert shape(plan) == ["intervention:1", "goal:1"]


@pytest.mark.parametrize("ref", ["", "goal", "goal:", "goal:x", "goal:-1", "task:1", "goal:²", "goal:" + "9" * 40])
def test_what_names_no_line_is_not_found(ref: str) -> None:
    with pytest.raises(NotFound):
        split_ref(ref)


def test_a_new_line_stands_right_after_the_one_named_else_last() -> None:
    assert place_new(PLAN, "goal:0", "concern:1", "goal:1").siblings == ("goal:1", "goal:0", "intervention:2")
    assert place_new(PLAN, "goal:0", "concern:1", None).siblings == ("goal:1", "intervention:2", "goal:0")


def test_a_new_line_after_another_stands_under_the_same_parent() -> None:
    assert place_new(PLAN, "intervention:0", None, "barrier:1").parent == "goal:1"


@pytest.mark.parametrize(
    "ref, parent, where",
    [
        ("concern:0", "concern:1", "left"),
        ("goal:0", "goal:1", "under a concern"),
        ("barrier:0", "concern:1", "inside a goal"),
        ("strength:0", None, "inside a goal"),
        ("intervention:0", "barrier:1", "under a goal or a concern"),
    ],
)
def test_a_line_that_cannot_stand_there_is_refused_with_where_it_can(ref: str, parent: str | None, where: str) -> None:
    with pytest.raises(Refused) as refused:
        place_new(PLAN, ref, parent, None)
    assert where in refused.value.hint


def test_moving_past_the_last_goes_over_to_the_next_parent_of_that_kind() -> None:
    place = moved(PLAN, "intervention:1", +1)
    assert (place.parent, place.siblings) == ("goal:2", ("intervention:1",))
    assert moved(PLAN, "goal:2", -1).parent == "concern:1"


def test_moving_past_the_end_of_the_plan_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="stands first already"):
        moved(PLAN, "concern:1", -1)
    with pytest.raises(Refused, match="This step stands last already"):
        moved(PLAN, "intervention:3", +1)


def test_indenting_puts_a_step_under_the_goal_above_and_a_goal_under_the_concern_above() -> None:
    assert indented(PLAN, "intervention:2").parent == "goal:1"
    assert indented(PLAN, "intervention:2").siblings == ("barrier:1", "intervention:1", "intervention:2")
    assert indented(PLAN, "goal:3").parent == "concern:2"
    assert indented(PLAN, "intervention:3").parent == "goal:3"


@pytest.mark.parametrize("ref", ["concern:2", "goal:1", "barrier:1"])
def test_indenting_where_nothing_above_can_hold_it_is_refused_with_what_to_do(ref: str) -> None:
    with pytest.raises(Refused) as refused:
        indented(PLAN, ref)
    assert refused.value.hint


def test_outdenting_puts_a_line_right_below_what_it_stood_under() -> None:
    place = outdented(PLAN, "intervention:1")
    assert (place.parent, place.siblings) == ("concern:1", ("goal:1", "intervention:1", "intervention:2"))
    place = outdented(PLAN, "goal:1")
    assert (place.parent, place.siblings[:2]) == (None, ("concern:1", "goal:1"))


@pytest.mark.parametrize("ref", ["concern:1", "goal:3", "barrier:1"])
def test_outdenting_what_stands_at_the_left_or_belongs_to_its_goal_is_refused(ref: str) -> None:
    with pytest.raises(Refused):
        outdented(PLAN, ref)


def test_a_line_that_becomes_another_kind_stays_where_it_may() -> None:
    assert retyped(PLAN, "intervention:2", "goal") == ("concern:1", "goal:1")
    assert retyped(PLAN, "intervention:1", "strength") == ("goal:1", "barrier:1")
    assert retyped(PLAN, "intervention:3", "barrier") == ("goal:3", None)
    assert retyped(PLAN, "intervention:1", "goal") == ("concern:1", "goal:1")


def test_a_line_with_lines_under_it_that_would_not_fit_keeps_its_kind() -> None:
    with pytest.raises(Refused, match="Lines stand under this goal"):
        retyped(PLAN, "goal:1", "concern")
    with pytest.raises(Refused, match="no place here"):
        retyped(tree("intervention:1"), "intervention:1", "barrier")


# --- whatever the plan -----------------------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> Tree:
    nodes: list[Node] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=14)), 1):
        parents = [None, *(node.ref for node in nodes)]
        nodes.append(Node(f"{kind}:{number}", draw(st.sampled_from(parents)), draw(st.integers(0, 4))))
    return Tree(nodes)


def check(before: Tree, place: Place) -> Tree:
    """A move loses no line, and every line stands where it may, with what stood under it."""
    now = after(before, place)
    assert {ref for ref, _ in now.lines()} == {ref for ref, _ in before.lines()}
    assert now.all_under(place.ref) == before.all_under(place.ref)
    assert now.parent(place.ref) == place.parent
    assert now.children(place.parent) == place.siblings
    for ref, depth in now.lines():
        parent = now.parent(ref)
        assert may_stand(split_ref(ref)[0], parent) or parent is None
        assert depth <= 2
    return now


def plan_for(go: Callable[..., Place], *args: Any) -> Place | None:
    try:
        return go(*args)
    except Refused:
        return None


@given(plan=plans(), data=st.data())
def test_no_move_loses_a_line_or_puts_one_where_it_cannot_stand(plan: Tree, data: st.DataObject) -> None:
    ref = data.draw(st.sampled_from([line for line, _ in plan.lines()]))
    places = [plan_for(moved, plan, ref, by) for by in (1, -1)]
    places += [plan_for(go, plan, ref) for go in (indented, outdented)]
    for place in places:
        assert place is None or check(plan, place).lines()


@given(plan=plans(), data=st.data())
def test_a_move_and_the_move_back_leave_the_plan_as_it_was(plan: Tree, data: st.DataObject) -> None:
    ref = data.draw(st.sampled_from([line for line, _ in plan.lines()]))
    by = data.draw(st.sampled_from([-1, 1]))
    try:
        there = check(plan, moved(plan, ref, by))
    except Refused:
        return
    back = check(there, moved(there, ref, -by))
    assert back.lines() == plan.lines()


def test_no_kind_of_line_can_stand_under_itself() -> None:
    assert all(kind not in held for kind, held in HOLDS.items())
