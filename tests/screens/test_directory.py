"""The directory on the screen: the list and its pane, the box of an entry, and every key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.directory import retire, verify
from coordtui.casework.directory_list import SORTS
from coordtui.screens.directory import DirectoryScreen
from coordtui.screens.directory_entry import CopyEntryDialog, EntryDialog
from coordtui.screens.directory_rows import COLUMNS
from tests.casework.places import S, add_place, history, small_town
from tests.casework.world import World
from tests.look import full_lines, screen_text
from tests.screens.bench import Bench, bench

PANTRY, CLINIC, ZOE = "Riverside Food Pantry", "Sant Pau Heart Clinic", "Zoë Núñez"


@pytest.fixture
def town(world: World) -> World:
    """The small town; Ana waits at the clinic, where visits are made after 9 days."""
    small_town(world)
    ago = [world.day - dt.timedelta(days=days) for days in (20, 11)]
    world.do(history, 1, ("organization", 2), S.SCHEDULED, ((S.SENT, ago[0]), (S.SCHEDULED, ago[1])))
    return world


def directory(one: Bench) -> DirectoryScreen:
    screen = one.app.front
    assert isinstance(screen, DirectoryScreen)
    return screen


def names(one: Bench) -> list[str]:
    rows = directory(one).rows
    return [row.name for key in rows.keys if (row := rows.view(key)) is not None]


def here(one: Bench) -> str:
    row = directory(one).rows.view(directory(one).table.cursor_key)
    return row.name if row is not None else ""


def test_every_column_that_sorts_can() -> None:
    assert {column.id for column in COLUMNS if column.sortable} == {*SORTS}


# --- the list and the pane -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_five_shows_everyone_and_the_pane_has_what_one_needs_to_call(
    town: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(town, crashes, size=size) as one:
        await one.press("5")
        assert names(one) == [PANTRY, CLINIC, ZOE]
        assert "3 entries · 3 to check again" in one.text()
        assert "(617) 555-0111" in one.text()
        for words in ("household size; proof of address", "Tue and Thu 10 to 4", "fax"):
            assert words in one.flat()
        await one.press("j")
        assert "1 sent · 0 closed with the need met · 1 open · visit made after 9 days (median)" in one.flat()
        assert "Ana Abel: cardiology · scheduled" in one.flat()
        assert all(len(line) == size[0] for line in full_lines(one.app))


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (100, 30), (200, 50)])
async def test_the_name_and_the_pane_stand_on_any_screen_that_has_room(
    town: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(town, crashes, size=size) as one:
        await one.press("5")
        assert any(PANTRY[:12] in line for line in screen_text(one.app))
        assert directory(one).pane_shown == (size[1] >= 22)
        await one.press("p")
        assert directory(one).pane_shown == (size[1] < 22)


async def test_typing_narrows_by_word_number_and_fact_and_esc_shows_all(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "slash")
        await one.type("nunez")
        assert names(one) == [ZOE]
        await one.press("ctrl+u")
        await one.type("5550119")
        assert names(one) == [PANTRY]
        await one.press("ctrl+u")
        await one.type("kind:cat")
        assert "kind is one of place, person" in one.text()
        await one.press("escape")
        assert len(names(one)) == 3


async def test_z_sorts_and_what_has_no_value_comes_last(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "z")
        number = next(n for n, column in enumerate([c for c in COLUMNS if c.sortable], 1) if column.id == "days")
        await one.press(str(number))
        assert names(one)[0] == CLINIC
        await one.press("z", str(number))
        assert names(one)[0] == CLINIC


async def test_an_empty_directory_says_how_to_begin_and_why_a_key_does_nothing(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("5")
        assert "The directory is empty. n adds" in one.text()
        await one.press("v")
        assert "There is no entry here" in one.said


# --- the entry in a box ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_enter_shows_all_of_an_entry_and_masked_names_stay_masked(
    town: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(town, crashes, size=size) as one:
        await one.press("ctrl+g", "5", "j", "enter")
        assert isinstance(one.app.screen, EntryDialog)
        for words in (CLINIC, "cardiology practice", "A. A.: cardiology", ZOE, "never; v notes"):
            assert words in one.flat()
        assert "Ana Abel" not in one.text()
        await one.press("v")
        assert "checked today" in one.flat()
        await one.press("t")
        assert "t use again" in one.flat()
        await one.press("t", "escape")
        assert names(one) == [PANTRY, CLINIC, ZOE]


async def test_copying_sends_the_number_of_the_place_when_a_person_has_none(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "G", "y")
        assert isinstance(one.app.screen, CopyEntryDialog)
        await one.press("f")
        assert "This entry has no fax number." in one.flat()
        await one.press("p")
        assert one.app.clipboard == "(617) 555-0122"
        assert "clipboard" in one.said
        await one.press("g", "y", "s")
        assert one.app.clipboard == f"{PANTRY} · (617) 555-0111 · fax (617) 555-0119"
        await one.press("y", "a")
        assert one.app.clipboard == "4 Elm Street Riverside, MA 02116"


# --- keys of the list ------------------------------------------------------------------------------------------------


async def test_v_writes_down_that_it_was_checked_and_u_takes_it_back(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "v")
        assert "2 to check again" in one.text()
        assert "Verified: Riverside Food Pantry" in one.said
        await one.press("u")
        assert "3 to check again" in one.text()


async def test_t_retires_and_h_shows_the_retired_where_t_brings_it_back(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "j", "t")
        assert "Retired: Sant Pau Heart Clinic, 1 open referral still there" in one.said
        assert names(one) == [PANTRY, ZOE]
        await one.press("h")
        assert names(one) == [PANTRY, CLINIC, ZOE]
        assert "1 retired" in one.text()
        await one.press("g", "j", "t")
        assert "In use again" in one.said
        await one.press("h")
        assert names(one) == [PANTRY, CLINIC, ZOE]


async def test_a_lock_comes_back_to_the_same_entry(town: World, crashes: Path) -> None:
    town.do(retire, "organization", 1)
    async with bench(town, crashes) as one:
        await one.press("5", "h", "j")
        await one.press("ctrl+l")
    async with bench(town, crashes) as one:
        await one.settle()
        assert (here(one), len(names(one))) == (ZOE, 3)


# --- from everywhere -------------------------------------------------------------------------------------------------


async def test_the_palette_finds_a_provider_and_opens_the_entry_over_the_screen(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("2", "colon")
        await one.type("nunez")
        assert ZOE in one.text()
        await one.press("enter")
        assert isinstance(one.app.screen, EntryDialog)
        assert "cardiologist" in one.flat()
        await one.press("escape")
        assert "6 patients" in one.text()


async def test_hostile_words_are_shown_letter_by_letter_everywhere(world: World, crashes: Path) -> None:
    bad = "[DNR] O'Neil [/x] [bold]b[/bold]"
    add_place(world, bad, type="[@click=app.quit]x[/]", services=bad, asks_for=bad, note=bad, hours=bad, address=bad)
    world.do(verify, "organization", 1, world.day)
    async with bench(world, crashes, size=(140, 40)) as one:
        await one.press("5")
        assert one.text().count("[DNR] O'Neil [/x]") >= 5
        for key in ("enter", "e", "y"):
            await one.press(key)
            assert "[DNR] O'Neil [/x]" in one.text()
            await one.press("escape")
        await one.press("colon")
        await one.type("dnr")
        assert "[DNR] O'Neil [/x]" in one.text()
        await one.press("escape", "n", "tab")
        await one.type(bad.lower().replace("[", "").replace("]", " "))
        await one.press("enter")
        assert one.app.is_running
