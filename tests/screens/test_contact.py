"""Logging a contact: three keys, and what is shown before the third."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.contact import contacts
from coordtui.models.contact import Channel, Outcome
from coordtui.rules.contact import choices
from coordtui.screens.contact import LogDialog
from tests.casework.world import World
from tests.look import line_with
from tests.screens.bench import Bench, bench


def person(app: Bench, at: int = 0) -> int:
    return app.today.queue.order[at]


async def test_three_keys_log_a_call(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        keys = ["l", "r", "enter"]
        await app.press("j", "j", *keys)
        (contact,) = world.read(contacts, person(app, 2))
        assert (contact.channel, contact.outcome) == (Channel.PHONE, Outcome.REACHED_PATIENT)
        assert contact.role == "coordinator"
        assert contact.number == "(212) 555-0142"
        assert app.said.startswith("Logged: reached the patient, Cleo Cruz")
        assert len(keys) == 3


async def test_three_keys_work_in_one_burst(world: World, crashes: Path) -> None:
    """A slow line delivers keys together; the letter still belongs to the dialog."""
    async with bench(world, crashes) as app:
        await app.pilot.press("l", "n", "enter", "d")
        await app.settle()
        (contact,) = world.read(contacts, person(app))
        assert contact.outcome is Outcome.NO_ANSWER
        assert world.kinds(person(app)) == ["introduce"], "d came after the dialog and finished the top item"


async def test_the_safe_contact_rules_stand_before_dialling(world_without_people: World, crashes: Path) -> None:
    world = world_without_people
    world.add("Rosa", "Lopez", safety_note="Husband must not know", voicemail="no", phone="212 555 0142")
    async with bench(world, crashes, size=(80, 24)) as app:
        await app.press("l")
        text = app.flat()
        assert text.index("Husband must not know") < text.index("(212) 555-0142") < text.index("reached the patient")
        assert "No voicemail" in text


async def test_what_follows_is_shown_before_it_is_logged(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("j", "j", "l", "n")
        assert "Try 1 of 3 without a reach" in app.flat()
        assert "Again Mon 9 Mar." in app.flat()
        assert world.read(contacts, person(app, 2)) == ()
        await app.press("enter")
        assert app.said == "Logged: no answer, Cleo Cruz, again Mon 9 Mar · u undoes"


async def test_every_letter_of_every_channel_chooses_its_outcome(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        for channel in Channel:
            await app.press("l")
            dialog = app.app.screen
            assert isinstance(dialog, LogDialog)
            await dialog.action_channel({"phone": "P", "text": "T", "portal": "O", "email": "E"}.get(channel, ""))
            dialog.channel = channel
            with app.app.batch_update():  # nothing is drawn in between
                for choice in choices(channel):
                    await app.pilot.press(choice.letter)
                    assert dialog.outcome is choice.outcome, (channel, choice.letter)
            await app.press("escape")


async def test_a_capital_letter_changes_the_channel(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "T")
        assert "[T text message]" in app.text()
        assert "the patient replied" in app.text()
        await app.press("s", "enter")
        (contact,) = world.read(contacts, person(app))
        assert (contact.channel, contact.outcome) == (Channel.TEXT, Outcome.SENT)


async def test_an_outcome_that_the_channel_has_not_is_said(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "L", "v")
        assert "v is no outcome of a letter." in app.flat()


async def test_enter_without_an_outcome_asks_for_one(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "enter")
        assert "No outcome is chosen yet. Press its letter, then enter." in app.flat()
        assert world.read(contacts, person(app)) == ()


async def test_the_next_day_can_be_changed_and_the_note_is_kept(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("j", "j", "l", "n", "tab")
        await app.type("left")
        await app.press("tab", "tab", "tab")
        await app.type("tomorrow")
        assert "Thu 5 Mar 2026" in app.text()
        await app.press("enter")
        (contact,) = world.read(contacts, person(app, 2))
        assert contact.note == "left"
        assert world.open(person(app, 2))[0].due_on == world.day + dt.timedelta(days=1)


async def test_a_day_that_does_not_exist_is_said_at_its_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "n", "tab", "tab", "tab", "tab")
        await app.type("31.02.")
        await app.press("enter")
        assert "31.02. is not a day" in app.flat()
        assert world.read(contacts, person(app)) == ()


async def test_whom_the_call_is_with_stands_in_the_frame_where_the_card_has_scrolled_away(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(80, 16)) as app:
        await app.press("j", "l", "r")
        assert line_with(app.app, " · Ben Baker ─") == line_with(app.app, "─ Log a contact · 0:")
        await app.press("escape", "ctrl+g", "l", "r")
        assert "Ben Baker" not in app.text()
        assert line_with(app.app, " · B. B. ─") == line_with(app.app, "─ Log a contact · 0:")


async def test_the_timer_gives_the_minutes(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        now = [0.0]
        patient = person(app, 1)
        await app.app.push_screen(LogDialog(patient, clock=lambda: now[0]))
        await app.settle()
        now[0] = 95.0
        assert isinstance(app.app.screen, LogDialog)
        app.app.screen._tick()
        await app.settle()
        assert "1:35" in app.text()
        await app.press("r", "enter")
        (contact,) = world.read(contacts, patient)
        assert contact.minutes == 2


async def test_minutes_typed_win_over_the_timer(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "r", "tab", "tab", "tab", "tab", "tab")
        await app.type("17")
        await app.press("enter")
        (contact,) = world.read(contacts, person(app))
        assert contact.minutes == 17


async def test_esc_keeps_what_was_typed_and_l_brings_it_back(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "tab")
        await app.type("half a note")
        await app.press("escape")
        assert app.said == "Nothing is logged yet; l brings back what you typed"
        await app.press("l")
        assert "half a note" in app.text()
        await app.press("r", "enter", "l")
        assert "half a note" not in app.text()


async def test_esc_without_typing_leaves_nothing_behind(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "v", "escape")
        assert app.said == ""
        assert world.ledger.meta_get(f"draft.contact.{person(app)}") is None


async def test_a_wrong_number_is_never_proposed_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(140, 40)) as app:
        await app.press("j", "j", "l", "w", "enter")
        assert "no number that works" in app.flat()
        assert "do not dial (212) 555-0142 (wrong)" in app.flat()
        assert "find_number" in world.kinds(person(app, 2))


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (200, 50)])
async def test_the_dialog_is_usable_on_every_screen(world: World, crashes: Path, size: tuple[int, int]) -> None:
    async with bench(world, crashes, size=size) as app:
        await app.press("j", "j", "l", "n")
        assert "Again Mon 9 Mar." in app.flat()
        await app.press("tab")
        assert "Note" in app.text()
        await app.press("enter")
        assert len(world.read(contacts, person(app, 2))) == 1


async def test_the_terminal_may_be_resized_while_the_dialog_is_open(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(120, 36)) as app:
        await app.press("l", "tab")
        await app.type("abc")
        for size in [(40, 15), (80, 24), (20, 8), (200, 50)]:
            await app.pilot.resize_terminal(*size)
            await app.settle()
        assert "abc" in app.text()
        await app.press("shift+tab", "escape", "q")
    assert not app.app.is_running
