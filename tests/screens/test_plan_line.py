"""The verbs of a plan's line: status, owner, place, form, taking out; each one act."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework import goal
from coordtui.models.codes import Ball
from coordtui.screens.plan_forms import BarrierDialog, ConcernDialog, InterventionDialog
from coordtui.screens.plan_goal import GoalDialog
from tests.casework.world import World
from tests.screens.plan_bench import agreed, editor, lines, measured, shape, start, written


def status(world: World, plan: int, at: int) -> str:
    return lines(world, plan)[at].status


async def test_s_goes_round_the_statuses_and_u_goes_back(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "s")
        assert status(world, plan, 1) == "active"
        await one.press("s")
        assert status(world, plan, 1) == "completed"
        await one.press("u", "u")
        assert status(world, plan, 1) == "proposed"


async def test_every_status_has_a_letter(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "S", "h")
        assert status(world, plan, 1) == "on-hold"
        await one.press("j", "j", "j", "S", "i")
        assert status(world, plan, 4) == "in-progress"
        await one.press("k", "S", "r")
        assert status(world, plan, 3) == "resolved"


async def test_an_owner_is_a_letter_and_a_name_where_it_helps(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("G", "w", "o", "tab")
        await one.type("Mr. Ames")
        await one.press("enter")
        step = lines(world, plan)[-1]
        assert (step.owner, step.owner_name) == (Ball.OTHER, "Mr. Ames")
        assert "Mr. Ames" in one.text()
        await one.press("w", "p", "enter")
        assert lines(world, plan)[-1].owner_name is None, "the name belonged to the other hands"


async def test_lines_move_up_and_down_and_in_and_out(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("G", "k", "K")
        assert shape(world, plan)[1:3] == ["  goal: Walk every day", "    intervention: Find a partner"]
        assert screen.here is not None
        assert screen.here.text == "Walk every day", "the cursor goes with the line"
        await one.press("shift+down")
        assert shape(world, plan)[1] == "  goal: A1c below 8"
        await one.press("G", "<")
        assert shape(world, plan)[-1] == "  intervention: Find a partner"
        await one.press(">")
        assert shape(world, plan)[-1] == "    intervention: Find a partner"
        await one.press("u", "u", "u", "u")
        assert shape(world, plan)[1] == "  goal: A1c below 8"


async def test_d_asks_and_takes_a_line_out_with_what_is_under_it(world: World, crashes: Path) -> None:
    plan = written(world)
    before = shape(world, plan)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "D")
        assert "with the 4 lines under it?" in one.flat()
        await one.press("n")
        assert shape(world, plan) == before
        await one.press("D", "y")
        assert shape(world, plan) == [
            "concern: Sugar is too high",
            "  goal: Walk every day",
            "    intervention: Find a partner",
        ]
        await one.press("u")
        assert shape(world, plan) == before


async def test_a_key_that_cannot_act_says_why(world: World, crashes: Path) -> None:
    plan = written(world)
    before = shape(world, plan)
    async with editor(world, crashes, plan) as (one, _):
        for at, key, words in (
            (0, "d", "a concern has none"),
            (2, "s", "A strength has no status"),
            (1, "w", "a goal is in nobody's"),
            (0, "m", "Progress is noted on a goal"),
            (4, "a", "Nothing goes inside a step"),
            (0, "b", "A barrier belongs to a goal"),
        ):
            await one.press("home", *("j",) * at, key)
            assert words in one.said
            assert shape(world, plan) == before


async def test_an_empty_plan_says_what_to_press(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        assert "o writes its first concern" in one.text()
        for key in ("s", "d", "e", "D", "m", "K"):
            await one.press(key)
            assert "There is no line here yet" in one.said


@pytest.mark.parametrize(
    ("at", "dialog"), [(0, ConcernDialog), (1, GoalDialog), (3, BarrierDialog), (4, InterventionDialog)]
)
async def test_e_opens_the_form_of_the_line(world: World, crashes: Path, at: int, dialog: type) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press(*("j",) * at, "e")
        assert isinstance(one.app.screen, dialog)
        await one.type(" x")
        await one.press("enter")
        assert one.app.screen is screen
        assert lines(world, plan)[at].text.endswith(" x")


async def test_a_goal_has_the_patients_words_and_a_low_confidence_asks_at_once(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan, size=(100, 40)) as (one, _):
        await one.press("j", "e", "tab")
        await one.type("I want to dance")
        await one.press(*("tab",) * 8)
        await one.type("5")
        assert "What would make it a 7?" in one.text()
        await one.press("backspace")
        await one.type("8")
        assert "What would make it" not in one.text()
        await one.press("backspace")
        await one.type("4")
        await one.press("enter")
        draft = world.read(goal.goal_draft, lines(world, plan)[1].id)
        assert (draft.patient_words, draft.confidence) == ("I want to dance", 4)
        assert "I want to dance" in one.text()
        assert "What would make it a 7?" in one.text()


async def test_a_goal_keeps_its_own_scale(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan, size=(100, 40)) as (one, screen):
        await one.press("j", "e")
        dialog = one.app.screen
        assert isinstance(dialog, GoalDialog)
        dialog.form.fill({f"scale_{n}": f"step {n}" for n in range(5)})
        field = dialog.form.field("attainment")
        assert field is not None
        field.entry().focus()
        await one.press("4", "enter")
        assert one.app.screen is screen
        draft = world.read(goal.goal_draft, lines(world, plan)[1].id)
        assert (draft.scale, draft.attainment) == ("step 0\nstep 1\nstep 2\nstep 3\nstep 4", 1)
        assert "+1 on its scale: step 3" in one.flat()


async def test_a_number_out_of_range_is_told_at_its_field(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan, size=(100, 40)) as (one, _):
        await one.press("j", "e", *("tab",) * 9)
        await one.type("11")
        await one.press("enter")
        assert "from 0 to 10" in one.text()
        assert world.read(goal.goal_draft, lines(world, plan)[1].id).confidence is None


async def test_a_form_left_keeps_what_was_typed(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "e", "tab")
        await one.type("My own words")
        await one.press("escape")
        assert "not saved yet; e brings back" in one.said
        await one.press("e")
        assert "My own words" in one.text()


async def test_progress_is_a_value_and_enter_and_shows_as_bars(world: World, crashes: Path) -> None:
    plan = written(world)
    key = measured(world, plan, "9.1", "8.6")
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "m")
        assert "█▁ 9.1 → 8.6 %, 2 values" in one.text()
        await one.type("7,9")
        await one.press("enter")
        assert [note.value for note in world.read(goal.progress, key)] == ["9.1", "8.6", "7.9"]
        assert "9.1 → 7.9 %, 3 values" in one.text()
        await one.press("u")
        assert len(world.read(goal.progress, key)) == 2


async def test_words_in_place_of_a_value_are_told_at_the_field(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "m")
        await one.type("better")
        await one.press("enter")
        assert "A measured value is a number" in one.flat()


async def test_every_change_since_the_agreement_has_its_mark(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        assert "as agreed, nothing changed since" in one.text()
        await one.press("j", "enter")
        await one.type(" by June")
        await one.press("enter", "G", "o")
        await one.type("Buy shoes")
        await one.press("enter", "escape")
        assert "since then 1 new *, 1 changed ~" in one.text()
        text = one.text().splitlines()
        assert "~" in next(line for line in text if "by June" in line)
        assert "*" in next(line for line in text if "Buy shoes" in line)


async def test_a_line_becomes_another_kind_and_the_cursor_stays_on_it(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("G", "=", "b")
        assert shape(world, plan)[-1] == "    barrier: Find a partner"
        assert screen.here is not None
        assert screen.here.kind == "barrier"
        await one.press("u")
        assert shape(world, plan)[-1] == "    intervention: Find a partner"
        await one.press("g", "=", "i")
        assert "Lines stand under this concern" in one.said
