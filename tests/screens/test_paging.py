"""Lists longer than their pages: what is fetched when, and that nothing depends on a row's having been read."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import pytest

from coordtui.casework import today as queue
from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.desked import Desked
from coordtui.screens.today import TodayScreen
from coordtui.widgets.rows import PAGE, PagedSource
from coordtui.widgets.table import VirtualTable
from tests.casework.crowd import crowd
from tests.casework.queries import Asked, listening
from tests.casework.world import World
from tests.screens.bench import Bench, bench

MANY = 5 * PAGE


@pytest.fixture
def crowded(world_without_people: World) -> World:
    crowd(world_without_people, MANY)
    return world_without_people


def source_of(one: Bench) -> PagedSource[object]:
    screen = one.app.screen
    assert isinstance(screen, (TodayScreen, CaseloadScreen))
    source = screen.table.source
    assert isinstance(source, PagedSource)
    return source


def at_hand(one: Bench) -> list[int]:
    """The pages that were fetched."""
    source = source_of(one)
    return [page for page in range(-(-source.count // PAGE)) if not source.lacks(page * PAGE, (page + 1) * PAGE)]


@pytest.mark.parametrize("page", ["1", "2"])
async def test_a_long_list_is_fetched_by_the_page_and_ahead_of_the_cursor(
    crowded: World, crashes: Path, page: str
) -> None:
    async with bench(crowded, crashes) as one:
        await one.press(page)
        assert source_of(one).count == MANY
        assert at_hand(one) == [0, 1, 4], "the first page, the next one, and the last one for a jump"
        with listening(crowded) as asked:
            await one.press("G")
        assert "P0319" in one.text()
        assert at_hand(one) == [0, 1, 3, 4]
        assert not any("group_concat" in statement for statement, _ in asked.statements), "the order is not read again"
        await one.press("g", *["pagedown"] * 5)
        assert at_hand(one) == [0, 1, 2, 3, 4]
        assert "…" not in one.text().splitlines()[4]


@pytest.mark.parametrize("page", ["1", "2"])
async def test_a_letter_reads_the_rows_of_a_screen_and_the_pages_around_it_afterwards(
    crowded: World, crashes: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    asked: list[int] = []
    ask = Desked.ask

    async def told(screen: Desked, fn: Any, *args: Any, **options: Any) -> Any:
        asked.extend(options[name] for name in ("sight",) if name in options)
        return await ask(screen, fn, *args, **options)

    monkeypatch.setattr(Desked, "ask", told)
    async with bench(crowded, crashes) as one:
        await one.press(page, "slash")
        asked.clear()
        await one.press("a")
        assert asked == [one.app.screen.query_one("#list").size.height]
        for place in (0, PAGE - 2, PAGE + 9):
            one.app.screen.query_one(VirtualTable).move_to(place)
            await one.settle()
            source, shown = source_of(one), one.app.screen.query_one(VirtualTable).on_screen()
            page_of = shown.start // PAGE, (shown.stop - 1) // PAGE
            assert not source.lacks((page_of[0] - 1) * PAGE, (page_of[1] + 2) * PAGE)


async def test_acts_follow_rows_on_any_page(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        await one.press("G", "d")
        assert one.here() == "P0319"
        assert crowded.kinds(source_of(one).keys[MANY - 1]) == ["introduce"]
        await one.press("s", "enter", "g", "u")
        assert one.here() == "P0319", "the cursor goes to who came back"
        await one.press("u")
        assert crowded.kinds(source_of(one).keys[MANY - 1]) == ["food", "introduce"]
        await one.press("r")
        assert one.here() == "P0319", "it stays on its person when the list is sorted"
        assert one.today.table.cursor == MANY - 1


async def test_marks_stand_for_rows_that_were_never_read(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        await one.press("V")
        assert f"{MANY} marked" in one.text()
        await one.press("d")
        assert f"Finish {MANY} follow-ups?" in one.text()
        await one.press("escape", "escape", "space", "G", "space", "d")
        assert "Finish 2 follow-ups?" in one.text()
        await one.press("enter")
        assert one.said == "Done: 2 follow-ups · u undoes"
        assert "introduce" in crowded.kinds(source_of(one).keys[0])


async def test_counts_follow_acts_without_reading_everyone_again(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        assert f"0 clock · {MANY} today" in one.text()
        await one.press("slash")
        await one.type("p01")
        assert f"100 of {MANY}" in one.text()
        await one.press("enter", "d")
        assert one.today.queue.by_tier()[2] == 99
        await one.press("escape")
        assert f"0 clock · {MANY - 1} today · 1 soon" in one.text()


async def test_rows_of_a_list_that_was_sorted_anew_meanwhile_are_not_shown(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        old = source_of(one)
        await one.press("r")
        assert source_of(one) is not old
        one.today._arrived(old, [range(PAGE)], [None] * PAGE)
        assert one.today.queue.row(source_of(one).keys[0]) is not None


async def test_a_row_that_is_still_being_read_says_so(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        source: PagedSource[queue.Row] = PagedSource(array("q", source_of(one).keys), one.today.queue._line)
        one.today.queue.source = source
        one.today.table.source = source
        await one.today.action_verb("today.done")
        assert one.said == "This row is still being read."


async def test_the_place_on_a_late_page_is_kept_over_a_lock(crowded: World, crashes: Path) -> None:
    async with bench(crowded, crashes) as one:
        await one.press("2", "z", "1", "z", "1", "G", "k", "k")
        person = one.app.screen.person()  # type: ignore[attr-defined]
        await one.press("ctrl+l")
    async with bench(crowded, crashes) as one:
        assert one.app.screen.person() == person  # type: ignore[attr-defined]
        assert source_of(one).index_of(person) == MANY - 3
        assert source_of(one).view(person) is not None


async def test_ten_times_the_people_take_the_same_work_on_the_screen(
    world_without_people: World, crashes: Path
) -> None:
    """The same different queries for a move, a page, a jump and an act, with as many rows; and no widget more."""

    async def cost() -> list[tuple[int, int]]:
        async with bench(world_without_people, crashes) as one:
            found = [(len(one.app.screen.query("*")), at_hand(one)[1])]
            for key in ("j", "pagedown", "G", "g", "d", "u"):
                with listening(world_without_people) as asked:
                    await one.press(key)
                once = Asked(list({statement: (statement, values) for statement, values in asked.statements}.values()))
                found.append((len(once.statements), once.rows(world_without_people)))
        return found

    crowd(world_without_people, MANY)
    few = await cost()
    crowd(world_without_people, 9 * MANY)
    assert await cost() == few
