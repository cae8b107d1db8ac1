"""Referrals, plans and the directory when they are longer than their pages: what is read, and that keys reach all."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from coordtui.models.referral import ReferralState as S
from coordtui.screens.directory import DirectoryScreen
from coordtui.screens.listing import Listing
from coordtui.screens.plan_outline import PlanScreen
from coordtui.screens.referral import ReferralsScreen
from coordtui.widgets.rows import PAGE, PagedSource
from tests.casework.crowd import work
from tests.casework.queries import listening
from tests.casework.world import World, prepared
from tests.screens.bench import Bench, bench
from tests.screens.referrals import on_tracker, state

MANY = 4 * PAGE


@pytest.fixture(scope="module")
def long_lists(blank_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(blank_vault, tmp_path_factory.mktemp("long") / "vault", lambda world: work(world, MANY))


@pytest.fixture
def template(long_lists: Path) -> Path:
    return long_lists


@pytest.fixture
def crowded(world_without_people: World) -> World:
    """Q0000 to Q0255, each with a referral, a plan and an entry of the directory."""
    return world_without_people


def source_of(one: Bench) -> PagedSource[object]:
    screen = one.app.front
    assert isinstance(screen, Listing | ReferralsScreen)
    source = screen.table.source
    assert isinstance(source, PagedSource)
    return source


def at_hand(one: Bench) -> int:
    """How many rows were read."""
    source = source_of(one)
    return sum(not source.lacks(place, place + 1) for place in range(source.count))


@pytest.mark.parametrize(("key", "last"), [("3", "q0255"), ("4", "q0255"), ("5", "clinic 0255")])
async def test_a_long_list_is_read_by_the_page(crowded: World, crashes: Path, key: str, last: str) -> None:
    async with bench(crowded, crashes) as one:
        await one.press(key)
        assert source_of(one).count in (MANY, MANY + 1)
        assert at_hand(one) <= 3 * PAGE, "the first page, the next one, and the last one for a jump"
        with listening(crowded) as asked:
            await one.press("G")
        assert last.capitalize() in one.text()
        assert not any("group_concat(format" in statement for statement, _ in asked.statements), "the order is known"
        await one.press("g", *["pagedown"] * 6)
        assert "…" not in "".join(one.text().splitlines()[3:8])
        await one.press("slash")
        await one.type(last)
        assert source_of(one).count == (2 if key == "3" else 1)
        await one.press("escape")
        assert source_of(one).count in (MANY, MANY + 1)


async def test_marks_and_steps_reach_referrals_that_were_never_read(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        await one.press("3", "k", "space")
        assert f"sent · {MANY}" in one.text()
        assert f"{MANY} marked" in one.text()
        await one.press("escape", "V")
        assert len(on_tracker(one).table.marks) == MANY
        await one.press("escape", "j", "space", "G", "space", "a")
        assert "2 referrals" in one.flat()
        await one.press("enter")
        first, last = source_of(one).keys[1], source_of(one).keys[MANY]
        assert (state(crowded, first), state(crowded, last)) == (S.ACCEPTED, S.ACCEPTED)
        assert not on_tracker(one).table.marks
        assert "→ accepted: Cardiology" in one.text(), "it stands where it stood"
        await one.press("g")
        assert f"sent · {MANY - 2}" in one.text()
        await one.press("r", "G")
        assert [*on_tracker(one).rows.referrals()][-2:] == [first, last]
        assert "→ accepted" not in one.text()
        tracker = on_tracker(one)
        tracker.rows.source = tracker.table.source = PagedSource(array("q", tracker.rows.keys), tracker.rows._row)
        await tracker.action_verb("referrals.detail")
        assert one.said == "This row is still being read."


async def test_enter_opens_the_plan_on_the_last_page_and_comes_back_to_it(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        await one.press("4", "G", "enter")
        assert isinstance(one.app.front, PlanScreen)
        assert "Q0255" in one.text()
        await one.press("escape")
        assert f"{MANY} open care plans" in one.text()
        assert source_of(one).index_of(source_of(one).keys[MANY - 1]) == MANY - 1
        await one.press("G", "k", "ctrl+l")
    async with bench(crowded, crashes) as one:
        screen = one.app.front
        assert isinstance(screen, Listing)
        assert screen.table.cursor == MANY - 2, "the place on a late page is kept over a lock"


async def test_what_went_to_an_entry_is_read_once_until_something_changes(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes, size=(120, 36)) as one:
        await one.press("5")
        screen = one.app.front
        assert isinstance(screen, DirectoryScreen)
        assert 20 < len(screen.records) < PAGE, "of what stands on the screen"
        assert all(record.open == 1 for record in screen.records.values())
        with listening(crowded) as asked:
            await one.press("slash")
            await one.type("clinic 000")
        assert source_of(one).count == 10
        whole = [statement for statement, _ in asked.statements if "AS sent" in statement]
        assert whole == [], "a letter reads no record that is known"
        await one.press("enter", "v")
        assert "Verified: Clinic 0000" in one.said
        assert len(screen.records) < PAGE
