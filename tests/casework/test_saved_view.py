"""Saved views: those that ship, one's own, and what others wrote; each change is one undo."""

from __future__ import annotations

import pytest

from coordtui.casework.saved_view import move, remove, rename, save, take_in, view, view_called, views
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.saved_view import ViewList
from coordtui.rules.saved_view import MOST, STARTERS
from tests.casework.world import World

PEOPLE, PLANS = ViewList.CASELOAD, ViewList.PLANS


def names(world: World, of: ViewList = PEOPLE) -> list[str]:
    return [one.name for one in world.read(views, of)]


def shipped(of: ViewList = PEOPLE) -> list[str]:
    return [name for name, _ in STARTERS[of]]


def test_the_views_that_ship_stand_in_every_list_until_the_first_change_makes_them_ones_own(world: World) -> None:
    assert [one.own for one in world.read(views)] == [False] * sum(map(len, STARTERS.values()))
    saved = world.do(save, PEOPLE, " Maria's  people ", "maria  acuity:>=high")
    assert saved.label == "View saved: Maria's people"
    assert names(world) == [*shipped(), "Maria's people"]
    assert all(one.own for one in world.read(views, PEOPLE))
    assert not any(one.own for one in world.read(views, PLANS))
    world.ledger.undo()
    assert names(world) == shipped()
    assert not any(one.own for one in world.read(views, PEOPLE))


def test_a_filter_saved_under_a_known_name_takes_its_place(world: World) -> None:
    first = shipped()[0]
    assert world.do(save, PEOPLE, first.upper(), "maria").label == f"View changed: {first.upper()}"
    assert names(world) == [first.upper(), *shipped()[1:]]
    assert world.read(view, PEOPLE, first).text == "maria"
    world.ledger.undo()
    assert world.read(view, PEOPLE, first).text == STARTERS[PEOPLE][0][1]


def test_views_are_renamed_moved_and_removed_and_all_of_it_is_undone(world: World) -> None:
    one, two, *rest = shipped()
    world.do(rename, PEOPLE, one, "First")
    world.do(move, PEOPLE, "first", 1)
    assert names(world) == [two, "First", *rest]
    world.do(remove, PEOPLE, two)
    assert names(world) == ["First", *rest]
    for expected in ([two, "First", *rest], ["First", two, *rest], [one, two, *rest]):
        world.ledger.undo()
        assert names(world) == expected
    world.ledger.redo()
    assert names(world) == ["First", two, *rest]


def test_a_list_whose_last_view_is_removed_shows_what_ships_again(world: World) -> None:
    for name in shipped(PLANS):
        world.do(remove, PLANS, name)
    assert names(world, PLANS) == shipped(PLANS)


def test_what_cannot_be_done_to_a_view_is_said(world: World) -> None:
    one, two, *_ = shipped()
    with pytest.raises(InvalidInput, match="Another view is called"):
        world.do(rename, PEOPLE, one, two.lower())
    with pytest.raises(Refused, match="stands first already"):
        world.do(move, PEOPLE, one, -1)
    with pytest.raises(NotFound, match="has no view"):
        world.do(remove, PEOPLE, "nothing of the kind")
    with pytest.raises(NotFound, match=f"Did you mean {one}"):
        world.read(view, PEOPLE, one + "s")
    with pytest.raises(InvalidInput) as wrong:
        world.do(save, PEOPLE, "Tall", "acuity:tall")
    assert wrong.value.field == "filter"
    assert not any(own.own for own in world.read(views, PEOPLE)), "a refused act leaves nothing behind"


def test_views_of_others_come_in_all_or_none_and_are_found_by_name(world: World) -> None:
    lines = ["caseload: Spanish = lang:es", "plans: Old drafts = status:draft", "caseload: Spanish = lang:es"]
    assert world.do(take_in, lines).value == 2
    assert world.do(take_in, lines).value == 0
    assert world.read(view_called, "spanish").line == lines[0]
    world.do(save, PLANS, "Spanish", "lang:es")
    with pytest.raises(NotFound, match="caseload: Spanish, plans: Spanish"):
        world.read(view_called, "Spanish")
    assert world.read(view_called, "plans: Spanish").of is PLANS
    before = world.read(views)
    with pytest.raises(InvalidInput, match="another filter"):
        world.do(take_in, ["today: New = maria", "caseload: Spanish = lang:pt"])
    with pytest.raises(InvalidInput, match="no view in this text"):
        world.do(take_in, ["", "# nothing"])
    assert world.read(views) == before


def test_a_list_holds_no_more_views_than_can_be_told_apart(world: World) -> None:
    room = MOST - len(shipped(PLANS))
    world.do(take_in, [f"plans: View {n} = maria" for n in range(room)])
    with pytest.raises(Refused, match=f"at most {MOST} views"):
        world.do(save, PLANS, "One more", "maria")
    assert len(names(world, PLANS)) == MOST
