"""Record text is hostile: it is shown letter by letter and reaches no terminal as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework.contact import log_contact
from coordtui.casework.quick_note import capture
from coordtui.models.contact import ContactDraft, Outcome
from tests.casework.world import World
from tests.look import full_lines
from tests.screens.bench import bench

HOSTILE = [
    "[DNR] [red]Rosa[/red]",
    "[/x] closing",
    'Quote "O\'Neil" \\ back',
    "مريم عبد الرحمن",
    "👩‍👩‍👧‍👦 Familie",
    "Zalgo" + "\u0301" * 40,
    "[@click=app.quit]press[/]",
    "$background %s {0}",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_stand_as_text_on_every_screen(
    world_without_people: World, crashes: Path, name: str
) -> None:
    world = world_without_people
    text = f"{name} \x1b[31mred\x1b]0;title\x07 end"
    patient = world.add(name, "Z", safety_note=text, preferred_name=name, note=text, who_may_answer=name)
    world.plan(patient, "call_back", 0, text=text)
    world.do(log_contact, ContactDraft(patient_id=patient, outcome=Outcome.NO_ANSWER, note=text, spoke_with=name))
    world.do(capture, text)
    async with bench(world, crashes, size=(120, 40)) as app:
        opened = (
            *([], ["l", "n"], ["s"], ["n"], ["e"], ["w"], ["y"], ["colon", "z"], ["tab"], ["V", "s"]),
            *(["V"], ["G", "d"], ["slash", "z"], ["g", "d"]),
        )
        for keys in opened:
            await app.press(*keys)
            lines = full_lines(app.app)
            assert not any("\x1b" in line or "\x07" in line for line in lines), keys
            assert {len(lines)} == {40}
            await app.press("escape", "escape")
        if name.startswith("[DNR]"):
            await app.press("r")
            assert "[DNR] [red]Rosa[/red]" in app.text()


async def test_a_note_of_ten_thousand_letters_is_kept_whole_and_drawn_short(world: World, crashes: Path) -> None:
    words = "long " * 2000
    async with bench(world, crashes, size=(120, 40)) as app:
        patient = app.today.queue.order[0]
        world.do(log_contact, ContactDraft(patient_id=patient, outcome=Outcome.NO_ANSWER, note=words))
        await app.press("r", "j", "k")
        assert "long long" in app.text()
        await app.press("l", "escape", "w", "escape")
        assert app.app.is_running


async def test_what_is_copied_holds_no_escape_sequence(world_without_people: World, crashes: Path) -> None:
    world = world_without_people
    patient = world.add("Rosa", "Lopez", phone="212 555 0142")
    world.plan(patient, "call_back", 0, text="a\x1b]52;c;x\x07b")
    async with bench(world, crashes) as app:
        await app.press("y", "s")
        assert "\x1b" not in app.app.clipboard
        assert "Rosa Lopez" in app.app.clipboard
