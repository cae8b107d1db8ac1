"""Adding to the directory and editing it by keys: checks at the field, doubles shown first, drafts kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework.directory import search
from coordtui.screens.directory import DirectoryScreen
from coordtui.screens.directory_form import EntryForm, SameEntryDialog
from coordtui.widgets.form import BaseField
from tests.casework.places import small_town
from tests.casework.world import World
from tests.screens.bench import Bench, bench

PANTRY, CLINIC = "Riverside Food Pantry", "Sant Pau Heart Clinic"


@pytest.fixture
def town(world: World) -> World:
    small_town(world)
    return world


def here(one: Bench) -> str:
    """The entry under the cursor of the list."""
    screen = one.app.front
    assert isinstance(screen, DirectoryScreen)
    row = screen.rows.view(screen.table.cursor_key)
    return row.name if row is not None else ""


def form(one: Bench) -> EntryForm:
    screen = one.app.screen
    assert isinstance(screen, EntryForm)
    return screen


def field(one: Bench, name: str) -> BaseField:
    found = form(one).form.field(name)
    assert found is not None
    return found


async def goto(one: Bench, name: str) -> None:
    """Into a field of the form."""
    field(one, name).entry().focus()
    await one.settle()


async def test_a_place_is_added_by_keys_alone_and_the_cursor_goes_to_it(town: World, crashes: Path) -> None:
    async with bench(town, crashes, size=(80, 24)) as one:
        await one.press("5", "n", "tab")
        await one.type("Maple Shelter")
        await one.press("tab")
        await one.type("shelter")
        await goto(one, "phone")
        await one.type("6175550177")
        assert "(617) 555-0177" in one.text(), "what was understood stands beside the line"
        await goto(one, "languages")
        await one.type("spanish, french")
        assert "Spanish, French" in one.text()
        await one.press("enter")
        assert here(one) == "Maple Shelter"
        (found,) = town.read(search, "5550177 french")
        assert (found.kind, found.role) == ("organization", "shelter")


async def test_a_person_is_added_with_the_place_found_in_the_directory(town: World, crashes: Path) -> None:
    async with bench(town, crashes, size=(80, 24)) as one:
        await one.press("5", "n", "p", "tab")
        await one.type("Ann Ash")
        assert not field(one, "services").display
        await goto(one, "organization_id")
        await one.type("sant")
        assert CLINIC in one.text()
        await one.press("down", "enter", "enter")
        assert here(one) == "Ann Ash"
        (found,) = town.read(search, "ann ash")
        assert (found.kind, found.place) == ("practitioner", CLINIC)


async def test_a_place_that_is_not_there_is_refused_at_its_field(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "n", "p", "tab")
        await one.type("Ann Ash")
        await goto(one, "organization_id")
        await one.type("Nowhere")
        await one.press("enter")
        assert "not in the directory yet" in one.flat()
        assert town.read(search, "ann ash") == ()


async def test_a_double_is_shown_and_may_be_kept_all_the_same(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "n", "tab")
        await one.type("riverside food pantry")
        await one.press("enter")
        assert isinstance(one.app.screen, SameEntryDialog)
        assert "4 Elm Street" in one.flat()
        await one.press("escape")
        assert isinstance(one.app.screen, EntryForm)
        assert len(town.read(search, "")) == 3
        await one.press("enter", "a")
        assert len(town.read(search, "")) == 4
        assert here(one) == "riverside food pantry"


async def test_esc_keeps_what_was_typed_and_the_place_that_was_taken(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "n", "p", "tab")
        await one.type("Ann Ash")
        await goto(one, "organization_id")
        await one.type("sant")
        await one.press("down", "enter", "escape")
        assert isinstance(one.app.screen, DirectoryScreen)
        await one.press("n")
        assert "is back" in one.flat()
        assert field(one, "name").raw == "Ann Ash"
        assert field(one, "organization_id").display
        await goto(one, "name")
        await one.press("enter")
        (found,) = town.read(search, "ann ash")
        assert found.place == CLINIC


async def test_editing_writes_only_what_was_changed(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "e")
        assert not field(one, "kind").display
        await goto(one, "hours")
        await one.press("ctrl+u")
        await one.type("Mondays")
        await one.press("enter")
        assert f"Edited: {PANTRY}" in one.said
        assert "Mondays" in one.flat()
        await one.press("u")
        assert "Tue and Thu 10 to 4" in one.flat()


async def test_a_wrong_number_is_said_at_its_field(town: World, crashes: Path) -> None:
    async with bench(town, crashes) as one:
        await one.press("5", "e")
        await goto(one, "fax")
        await one.press("ctrl+u")
        await one.type("call")
        await one.press("enter")
        assert field(one, "fax").error.startswith("This is not a phone number")
