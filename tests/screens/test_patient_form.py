"""The patient's form: what is wrong stands at its field, what was typed is kept, what it does not show stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from coordtui.casework.patient import draft_of
from coordtui.casework.people import find
from coordtui.screens.patient import PatientDialog
from tests.casework.world import World
from tests.screens.bench import Bench, bench


def form(one: Bench) -> PatientDialog:
    dialog = one.app.screen
    assert isinstance(dialog, PatientDialog)
    return dialog


def put(one: Bench, **texts: str) -> None:
    """As if typed: the field's line holds the text."""
    for name, text in texts.items():
        field = form(one).form.field(name)
        assert field is not None
        field.raw = text


def error(one: Bench, name: str) -> str:
    field = form(one).form.field(name)
    assert field is not None
    return field.error


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 36)])
async def test_a_new_patient_is_saved_with_enter_and_stands_under_the_cursor(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(world, crashes, size=size) as one:
        await one.press("2", "n")
        await one.type("Gia")
        await one.press("tab")
        await one.type("Gold")
        await one.press("enter")
        assert "Added: Gia Gold" in one.said
        screen = one.app.screen
        assert screen.rows.view(screen.person()).patient == "Gia Gold"  # type: ignore[attr-defined]


WRONG = (
    ("birth_date", "31.02.", "31"),
    ("birth_date", "2030", "in the future"),
    ("phone", "12", "too short"),
    ("phone", "(((", "phone number"),
    ("email", "rosa", "not an e-mail address"),
    ("language", "zzzzzz", "language"),
    ("given", "x" * 400, "at most 300"),
)


async def test_what_is_wrong_stands_at_its_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        put(one, family="Gold")
        for name, text, says in WRONG:
            put(one, **{name: text})
            await one.press("enter")
            assert says in error(one, name), text
            assert world.read(_people) == 6
            put(one, **{name: ""})


def _people(session: object) -> int:
    from sqlalchemy import func, select
    from sqlalchemy.orm import Session

    from coordtui.models.patient import Patient

    assert isinstance(session, Session)
    return session.execute(select(func.count()).select_from(Patient)).scalar_one()


async def test_all_that_is_wrong_is_said_at_once(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        put(one, family="Gold", phone="1", email="x", birth_date="nonsense")
        await one.press("enter")
        assert all(error(one, name) for name in ("phone", "email", "birth_date"))


async def test_nobody_without_a_name(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n", "enter")
        assert "needs a name" in error(one, "family")


async def test_what_was_understood_stands_beside_the_line(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n", *["tab"] * 4)
        await one.type("1957-06")
        await one.press("tab", "tab")
        await one.type("spanish")
        await one.press("tab", "tab")
        await one.type("2125550142")
        shown = one.text()
        assert "June 1957, 68" in shown
        assert "Spanish" in shown
        assert "(212) 555-0142" in shown


async def test_esc_keeps_a_draft_that_is_there_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        await one.type("Gia")
        await one.press("escape")
        assert "kept for next time" in one.said
        await one.press("n")
        assert form(one).form.draft()["given"] == "Gia"
        assert "What you typed last time is back" in one.text()
        await one.press("tab")
        await one.type("Gold")
        await one.press("enter", "n")
        assert form(one).form.draft()["given"] == "", "saved: the draft is gone"


async def test_the_same_name_and_birth_date_says_so_and_how_to_look(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        put(one, given="Ana", family="Abel", birth_date="1957-06-03")
        await one.press("enter")
        assert "Maybe the same person" in one.text()
        assert "Ana Abel, born 3 June 1957" in one.text()
        await one.press("o")
        assert "Chart · Ana Abel" in one.text()
        await one.press("escape")
        assert world.read(_people) == 7


async def test_the_one_just_added_can_be_taken_back_from_there(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        put(one, given="Ana", family="Abel", birth_date="1957-06-03")
        await one.press("enter", "u")
        assert "Undone" in one.said
        assert world.read(_people) == 6


async def test_editing_keeps_what_was_not_touched_line_breaks_and_odd_values_too(world: World, crashes: Path) -> None:
    note = "first line\nsecond line\n\n" + "long " * 2000
    rosa = world.add("Rosa", "Zuniga", note=note, address="12 Elm St\nChicago", sex="f", preferred_channel="text")
    before = world.read(draft_of, rosa)
    async with bench(world, crashes) as one:
        await one.press("2", "G", "e", "tab", "tab")
        await one.type("Rosie")
        await one.press("enter")
        assert "Edited" in one.said
    after = world.read(draft_of, rosa)
    assert after.preferred_name == "Rosie"
    assert after.model_copy(update={"preferred_name": None}) == before


async def test_a_field_can_be_emptied_and_a_choice_changed(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga", pronouns="she/her", sex="female", voicemail="yes")
    async with bench(world, crashes) as one:
        await one.press("2", "G", "e")
        put(one, pronouns="")
        await one.press(*["tab"] * 5, "m", "enter")
    after = world.read(draft_of, rosa)
    assert (after.pronouns, after.sex, after.voicemail) == (None, "male", "yes")


async def test_an_identifier_of_somebody_else_is_refused_at_the_field(world: World, crashes: Path) -> None:
    world.add("Rosa", "Zuniga", identifier="MRN-1")
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        put(one, family="Gold", identifier="MRN-1")
        await one.press("enter")
        assert "Another patient has this identifier" in error(one, "identifier")


async def test_hostile_names_are_saved_and_shown_as_text(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        for name in ("[DNR]", "[/x] [bold", "אברהם כהן", "👩‍👩‍👧 Zoë", 'O\'Neil "Z"', "\x1b[31mRed"):
            await one.press("n")
            put(one, family=name)
            await one.press("enter")
            assert "Added" in one.said, name
            assert "\x1b" not in one.text()
            await one.press("enter")
            assert "Chart" in one.text(), name
            await one.press("escape")


async def test_a_resize_keeps_what_was_typed_and_the_field_in_sight(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(120, 36)) as one:
        await one.press("2", "n")
        await one.type("Gia")
        await one.press(*["tab"] * 11)
        await one.type("MRN-77")
        await one.pilot.resize_terminal(40, 15)
        await one.settle()
        assert "MRN-77" in one.text()
        assert isinstance(one.app.focused, Input)
        await one.press("enter")
    assert world.read(find, "MRN-77")
