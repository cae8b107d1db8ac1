"""Snoozing, adding, changing, and the steps that move their feature on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.follow_up_views import detail
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpStatus
from coordtui.models.referral import Referral
from tests.casework.world import World
from tests.screens.bench import Bench, bench
from tests.screens.objects import appointment, one, plan, referral


def top(app: Bench, at: int) -> int:
    row = app.today.queue.view(app.today.queue.order[at])
    assert row is not None
    return row.follow_up_id


@pytest.mark.parametrize(("letter", "days"), [("t", 1), ("w", 7), ("f", 14)])
async def test_a_letter_shows_the_day_and_enter_snoozes(world: World, crashes: Path, letter: str, days: int) -> None:
    async with bench(world, crashes) as app:
        key = top(app, 1)
        day = world.day + dt.timedelta(days=days)
        await app.press("j", "s", letter)
        assert f"{day:%a} {day.day} {day:%b}" in app.flat()
        assert world.read(detail, key).deferred_until is None
        await app.press("enter")
        assert world.read(detail, key).deferred_until == day
        assert world.read(detail, key).due_on == world.day


async def test_a_typed_day_snoozes_too(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        key = top(app, 1)
        await app.press("j", "s", "d")
        await app.type("fri")
        assert "back Fri 6 Mar" in app.flat()
        await app.press("backspace", "backspace", "backspace", "enter")
        assert "back " not in app.flat(), "a day that is taken away again is none, not today"
        assert "No day is chosen yet." in app.flat()
        assert world.read(detail, key).deferred_until is None
        await app.type("fri")
        await app.press("enter")
        assert world.read(detail, key).deferred_until == dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.02.", "31.02. is not a day"),
        ("+40", "A snooze lasts at most 14 days"),
        ("gibberish", "is not a day I know"),
        ("today", "A snooze must end after today."),
    ],
)
async def test_a_day_that_cannot_be_is_said_and_nothing_happens(
    world: World, crashes: Path, typed: str, said: str
) -> None:
    async with bench(world, crashes) as app:
        key = top(app, 1)
        await app.press("j", "s", "d")
        await app.type(typed)
        await app.press("enter")
        assert said in app.flat()
        assert world.read(detail, key).deferred_until is None


async def test_safety_cannot_be_snoozed_and_says_why(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("s", "enter")
        assert "is about safety and cannot be snoozed" in app.flat()
        await app.press("escape")
        assert app.today.is_current


async def test_esc_in_the_day_line_goes_back_to_the_letters(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        key = top(app, 1)
        await app.press("j", "s", "d", "escape", "w", "enter")
        assert world.read(detail, key).deferred_until == world.day + dt.timedelta(days=7)


async def test_adding_takes_words_kind_and_day(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        patient = app.today.queue.order[1]
        await app.press("j", "n")
        await app.type("Bring the form")
        await app.press("tab", "l", "tab", "end", *["backspace"] * 8)
        await app.type("+2")
        assert "Fri 6 Mar 2026" in app.text()
        await app.press("enter")
        assert app.said.startswith("Added: write to Ben Baker, Fri 6 Mar")
        added = next(step for step in world.open(patient) if step.text == "Bring the form")
        assert (added.kind, added.due_on) == ("letter", dt.date(2026, 3, 6))


async def test_a_past_due_date_is_refused_at_its_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        before = world.today()
        await app.press("n", "tab", "tab", "end", *["backspace"] * 8)
        await app.type("yesterday")
        await app.press("enter")
        assert "That day is past. Choose today or later." in app.flat()
        assert world.today() == before


async def test_editing_changes_the_words_the_day_and_whose_turn_it_is(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        key = top(app, 1)
        await app.press("j", "e", "end", "!", "tab", "tab", "end", *["backspace"] * 10)
        await app.type("+3")
        await app.press("tab", "y")
        assert "Look again" in app.text()
        await app.press("enter")
        changed = world.read(detail, key)
        assert (changed.text, changed.due_on, changed.ball) == ("Step of Ben!", dt.date(2026, 3, 7), Ball.PAYER)
        await app.press("u")
        assert world.read(detail, key).text == "Step of Ben"


async def test_esc_keeps_a_half_made_follow_up(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("n")
        await app.type("half")
        await app.press("escape", "n")
        assert "half" in app.text()


async def test_the_last_step_asks_what_comes_next_and_enter_takes_the_proposal(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        patient = app.today.queue.order[5]
        await app.press("G", "d")
        assert "This is the last open step of its matter for Finn Fox." in app.flat()
        await app.press("enter")
        (step,) = world.open(patient)
        assert step.kind == "routine_contact"
        assert step.due_on > world.day
        world.check()


async def test_the_next_step_can_be_another_day(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        patient = app.today.queue.order[5]
        await app.press("G", "d", "w", "enter")
        assert [step.due_on for step in world.open(patient)] == [world.day + dt.timedelta(days=7)]
        await app.press("u")
        assert [step.kind for step in world.open(patient)] == ["introduce"]


async def test_leaving_the_question_changes_nothing(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("G", "d", "escape")
        assert world.kinds(app.today.queue.order[5]) == ["introduce"]


async def test_done_twice_quickly_still_takes_the_proposal_once(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        patient = app.today.queue.order[5]
        await app.press("G")
        await app.pilot.press("d", "enter")
        await app.settle()
        assert world.kinds(patient) == ["routine_contact"]


async def test_a_plan_review_asks_for_the_next_one(world: World, crashes: Path) -> None:
    patient, key = plan(world, "Ivy Ito")
    async with bench(world, crashes) as app:
        await app.go_to("Ivy Ito")
        kinds = [step.kind for step in world.open(patient)]
        await app.press("tab", "g", *["j"] * kinds.index("plan_review"))
        await app.press("d")
        assert "When is the next review?" in app.flat()
        await app.press("w", "enter")
        assert one(world, CarePlan, key).review_on == world.day + dt.timedelta(days=7)
        assert one(world, CarePlan, key).status is PlanStatus.ACTIVE
        world.check()


@pytest.mark.parametrize(
    ("letter", "status"),
    [("h", AppointmentStatus.FULFILLED), ("n", AppointmentStatus.NOSHOW), ("c", AppointmentStatus.CANCELLED)],
)
async def test_a_visit_asks_what_came_of_it(
    world: World, crashes: Path, letter: str, status: AppointmentStatus
) -> None:
    _, key = appointment(world, "Ivy Ito")
    async with bench(world, crashes) as app:
        await app.go_to("Ivy Ito")
        await app.press("d", "enter")
        assert "Press one of the letters first." in app.text()
        await app.press(letter, "enter")
        assert one(world, Appointment, key).status is status
        world.check()


async def test_a_referral_asks_when_to_look_again(world: World, crashes: Path) -> None:
    _, key = referral(world, "Ivy Ito")
    async with bench(world, crashes) as app:
        await app.go_to("Ivy Ito")
        await app.press("d", "enter", "t", "enter")
        assert one(world, Referral, key).next_check_on == world.day + dt.timedelta(days=1)
        world.check()


async def test_steps_are_left_out_of_a_bulk_finish_with_their_reason(world: World, crashes: Path) -> None:
    referral(world, "Ivy Ito")
    async with bench(world, crashes) as app:
        key = top(app, 0)
        await app.press("V", "d")
        assert "Not this one:" in app.flat()
        assert "Check on the referral or move it on" in app.flat()
        await app.press("escape")
        assert world.read(detail, key).status is FollowUpStatus.OPEN
