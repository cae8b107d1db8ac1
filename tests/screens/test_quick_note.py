"""A note caught in passing, and filing it."""

from __future__ import annotations

from pathlib import Path

from coordtui.casework.quick_note import capture, filed, unfiled
from coordtui.widgets.form import Form
from tests.casework.world import World
from tests.screens.bench import bench


async def test_c_keeps_a_note_that_stands_in_the_queue(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("c")
        await app.type("ask about transport")
        await app.press("enter")
        assert app.said == "Noted: ask about transport · u undoes"
        assert "Notes to file" in app.text()
        assert [note.text for note in world.read(unfiled)] == ["ask about transport"]
        await app.press("u")
        assert world.read(unfiled) == ()


async def test_an_empty_note_is_asked_for(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("c", "enter")
        assert "Note is needed." in app.text()


async def test_a_note_left_halfway_comes_back(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("c")
        await app.type("half")
        await app.press("escape")
        assert app.said.startswith("The note is not in the queue yet")
        await app.press("c")
        assert "half" in app.text()
        await app.press("enter")
        await app.press("c")
        assert app.app.screen.query_one(Form).draft() == {"text": ""}


async def test_filing_finds_the_patient_by_part_of_a_name(world: World, crashes: Path) -> None:
    world.do(capture, "left 212 555 0100")
    async with bench(world, crashes) as app:
        await app.go_to("Notes to file")
        await app.press("d")
        assert "left 212 555 0100" in app.text()
        await app.type("cru")
        await app.press("enter")
        patient = app.today.queue.order[2]
        assert [note.text for note in world.read(filed, patient)] == ["left 212 555 0100"]
        assert app.said.startswith("Filed under Cleo Cruz")
        world.check()


async def test_enter_takes_nobody_while_no_name_matches(world: World, crashes: Path) -> None:
    world.do(capture, "left 212 555 0100")
    async with bench(world, crashes) as app:
        await app.go_to("Notes to file")
        await app.press("d")
        await app.type("zzz")
        assert "Nobody of that name." in app.text()
        await app.press("enter")
        assert len(world.read(unfiled)) == 1


async def test_a_note_that_nobody_needs_leaves_the_queue(world: World, crashes: Path) -> None:
    world.do(capture, "never mind")
    async with bench(world, crashes) as app:
        await app.go_to("Notes to file")
        await app.press("d", "ctrl+t")
        assert world.read(unfiled) == ()
        assert app.said.startswith("Discarded: never mind")


async def test_verbs_for_a_person_say_that_notes_belong_to_nobody(world: World, crashes: Path) -> None:
    world.do(capture, "never mind")
    async with bench(world, crashes) as app:
        await app.go_to("Notes to file")
        for key in ("l", "o", "n", "y", "enter"):
            await app.press(key)
            assert app.said == "These notes belong to nobody yet; d files one under a patient.", key
