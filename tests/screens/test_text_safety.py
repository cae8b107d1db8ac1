"""Record text is hostile: it is shown letter by letter and reaches no terminal as a command."""

from __future__ import annotations

from pathlib import Path

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


def live(world: World, name: str) -> None:
    """A person whose every text is hostile."""
    text = f"{name} \x1b[31mred\x1b]0;title\x07 end"
    patient = world.add(name, "Z", safety_note=text, preferred_name=name, note=text, who_may_answer=name)
    world.plan(patient, "call_back", 0, text=text)
    world.do(log_contact, ContactDraft(patient_id=patient, outcome=Outcome.NO_ANSWER, note=text, spoke_with=name))


async def test_hostile_text_stands_as_text_on_every_screen(world_without_people: World, crashes: Path) -> None:
    world = world_without_people
    for name in HOSTILE:
        live(world, name)
    world.do(capture, HOSTILE[0])
    async with bench(world, crashes, size=(120, 40)) as app:
        await app.go_to(f"{HOSTILE[0]} Z")
        assert "[DNR] [red]Rosa[/red]" in app.text()
        opened = (
            *(["l", "n"], ["s"], ["n"], ["e"], ["y"], ["colon", "z"], ["tab"], ["V", "s"], ["V"]),
            *(["slash", "z"], ["g", "d"], ["u"], ["ctrl+g"], ["G", "d"], ["question_mark"]),
        )
        for keys in opened:
            await app.press(*keys)
            check_drawn(full_lines(app.app), keys)
            await app.press("escape", "escape")


async def test_each_hostile_name_can_be_worked_with(world_without_people: World, crashes: Path) -> None:
    world = world_without_people
    for name in HOSTILE:
        live(world, name)
    async with bench(world, crashes, size=(120, 40)) as app:
        for _ in HOSTILE:
            for key in ("l", "w"):
                await app.press(key)
                check_drawn(full_lines(app.app), [app.here(), key])
                await app.press("escape")
            await app.press("j")


def check_drawn(lines: list[str], where: list[str]) -> None:
    assert len(lines) == 40
    assert not any("\x1b" in line or "\x07" in line for line in lines), where


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
