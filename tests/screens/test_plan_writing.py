"""Writing a plan by keys alone: line after line, each one in the vault at once, each one step of undo."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from coordtui.casework import plan_outline as casework
from coordtui.casework.promises import nowhere
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Ball
from tests.casework.lists import open_plans
from tests.casework.world import World
from tests.screens.bench import Bench, bench
from tests.screens.plan_bench import agreed, editor, lines, shape, start, written

CONCERN: Final = "Sugar"
GOALS: Final = ("A1c below 8", "Walk daily", "See the eye doctor", "Know low sugar", "Strips at hand")


class Counted:
    """A person at the keyboard: what is typed as words, and how many other keys it took."""

    def __init__(self, one: Bench) -> None:
        self.one, self.keys, self.letters = one, 0, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.one.press(*keys)

    async def type(self, text: str) -> None:
        self.letters += len(text)
        await self.one.type(text)


async def test_a_plan_of_five_goals_is_written_and_agreed_by_keys_alone(world: World, crashes: Path) -> None:
    """Beside the letters of its words: five goals with a step, an owner and a date each, a barrier and a strength."""
    world.add("Rosa", "Lopez")
    async with bench(world, crashes, size=(80, 24)) as one:
        hand = Counted(one)
        await hand.press("4", "n")
        await hand.type("rosa")
        await hand.press("enter")
        await hand.type("Diabetes at home")
        await hand.press("enter")  # the empty plan
        await hand.press("enter")  # its first line
        await hand.type(CONCERN)
        await hand.press("enter", "tab")
        for number, goal in enumerate(GOALS):
            await hand.type(goal)
            await hand.press("enter", "tab")
            if number == 0:
                await hand.type("! no car")
                await hand.press("enter")
                await hand.type("+ her son drives")
                await hand.press("enter")
                await hand.type("- ")
            await hand.type(f"Step {number}")
            await hand.press("enter", "shift+tab")
        await hand.press("enter")  # an empty line ends it
        outlined = hand.keys
        await hand.press("g")
        plan = world.read(open_plans, world.day)[0].work_id
        for at, line in enumerate(lines(world, plan)):
            if line.kind == "intervention":
                await hand.press("d")
                await hand.type("+14")
                await hand.press("enter", "w", "p", "enter")
            elif line.kind == "goal":
                await hand.press("d")
                await hand.type("june 2026")
                await hand.press("enter")
            if at + 1 < len(lines(world, plan)):
                await hand.press("j")
        await hand.press("A")
        await hand.type("Rosa")
        await hand.press("tab", "p", "enter")

    kept = lines(world, plan)
    assert [line.text for line in kept if line.kind == "goal"] == list(GOALS)
    steps = [line for line in kept if line.kind == "intervention"]
    assert [step.text for step in steps] == [f"Step {n}" for n in range(5)]
    assert {(step.owner, step.due_on) for step in steps} == {(Ball.PATIENT, "2026-03-18")}
    assert [(line.kind, line.text) for line in kept if line.kind in ("barrier", "strength")] == [
        ("barrier", "no car"),
        ("strength", "her son drives"),
    ]
    assert {line.due_on for line in kept if line.kind == "goal"} == {"2026-06"}
    head = world.read(casework.outline, plan, world.day).plan
    assert (head.status, head.since is not None and head.since.number) == (PlanStatus.ACTIVE, 1)
    assert world.read(nowhere) == ()
    assert outlined <= 34, f"{outlined} keys beside the words for the outline itself"
    assert hand.keys <= 90, f"{hand.keys} keys beside the words"


async def test_every_line_is_kept_before_the_next_one_is_typed(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("o")
        await one.type("Sugar")
        await one.press("enter")
        assert shape(world, plan) == ["concern: Sugar"]
        assert "Added: concern Sugar · u undoes" in one.text()


async def test_undo_takes_back_one_line_after_the_other_and_redo_brings_them_again(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        stages = [shape(world, plan)]
        await one.press("o")
        for words, then in (("Sugar", "tab"), ("Walk", "tab"), ("Find a partner", "escape")):
            await one.type(words)
            await one.press("enter")
            stages.append(shape(world, plan))
            await one.press(then)
        await one.press("s")
        for stage in reversed(stages):
            await one.press("u")
            assert shape(world, plan) == stage
            assert one.app.screen is one.app.front, "without leaving the screen"
        await one.press("U", "U", "U")
        assert shape(world, plan) == stages[-1]


async def test_undo_of_the_start_leaves_a_plan_that_is_no_more(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("u")
        assert one.app.screen is not screen
        assert "There is no care plan" in one.said


async def test_fast_fingers_lose_no_letter_between_two_lines(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("o")
        await one.pilot.press(*"one", "enter", *"two", "enter", "tab", *"three", "enter", "escape")
        await one.settle()
        assert shape(world, plan) == ["concern: one", "concern: two", "  goal: three"]


async def test_enter_changes_the_words_in_place_and_esc_leaves_them(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "enter")
        await one.type(" by June")
        await one.press("enter")
        assert shape(world, plan)[1] == "  goal: A1c below 8 by June"
        await one.press("enter", "x", "escape")
        assert shape(world, plan)[1] == "  goal: A1c below 8 by June"


async def test_a_line_without_words_is_refused_and_the_way_to_remove_it_named(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("enter", "ctrl+u", "enter")
        assert "needs words" in one.said
        assert "D removes it" in one.said
        assert shape(world, plan)[0] == "concern: Sugar is too high"


async def test_arrows_save_the_line_and_go_on(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("enter")
        await one.type("!")
        await one.press("down")
        assert shape(world, plan)[0] == "concern: Sugar is too high!"
        assert screen.here is not None
        assert screen.here.text == "A1c below 8"


async def test_a_new_line_stands_where_it_will_be(world: World, crashes: Path) -> None:
    """Below a goal is behind its own steps; inside it is the last of them."""
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "a")
        await one.type("Last step")
        await one.press("enter", "escape", "g", "j", "o")
        await one.type("Second goal")
        await one.press("enter", "escape")
        kept = shape(world, plan)
        assert kept[6:9] == ["    intervention: Last step", "  goal: Second goal", "  goal: Walk every day"]


async def test_b_and_t_add_a_barrier_and_a_strength_to_the_goal_here(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("G", "b")
        await one.type("Knee pain")
        await one.press("enter", "escape", "t")
        await one.type("Likes company")
        await one.press("enter", "escape")
        assert shape(world, plan)[-2:] == ["    barrier: Knee pain", "    strength: Likes company"]


async def test_a_due_date_is_read_back_while_it_is_typed(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "d")
        await one.type("fri")
        assert "Fri 6 Mar 2026" in one.text()
        await one.press("enter")
        assert lines(world, plan)[1].due_on == "2026-03-06"
        await one.press("d")
        await one.type("june 2026")
        assert "June 2026" in one.text()
        await one.press("enter", "d", "backspace", "enter")
        assert lines(world, plan)[1].due_on is None, "an emptied line takes the date away"


async def test_a_date_that_is_none_is_refused_and_stays_to_be_mended(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("j", "d")
        await one.type("32 feb")
        await one.press("enter")
        assert lines(world, plan)[1].due_on is None
        assert screen.outline.place.text == "32 feb"
        assert screen.outline.is_writing


async def test_a_refused_line_stays_in_the_line_and_says_why(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("o")
        await one.type("!")
        screen.plan_id = 999
        await one.press("enter")
        assert screen.outline.place.text == "!"


@pytest.mark.parametrize("keys", [("o",), ("j", "a"), ("j", "enter")])
async def test_what_was_typed_and_not_saved_is_kept_over_esc(
    world: World, crashes: Path, keys: tuple[str, ...]
) -> None:
    plan = written(world)
    before = shape(world, plan)
    async with editor(world, crashes, plan) as (one, _):
        await one.press(*keys)
        await one.type("half a thought")
        await one.press("escape")
        assert "What you typed is kept" in one.said
        assert shape(world, plan) == before
        await one.press("escape")
    async with editor(world, crashes, plan) as (one, screen):
        assert "What you typed is kept" in one.said
        await one.press(*keys)
        assert screen.outline.place.text.endswith("half a thought")
        await one.press("enter", "escape")
        assert any(line.endswith("half a thought") for line in shape(world, plan))
    async with editor(world, crashes, plan) as (one, _):
        assert one.said == "", "what was saved is no draft any more"


async def test_a_lock_keeps_the_typed_words_and_the_place(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("4", "enter", "j", "j", "o")
        await one.type("Not finished")
        await one.press("ctrl+l")
    assert not any("Not finished" in line for line in shape(world, plan))
    async with bench(world, crashes, size=(80, 24)) as one:
        assert "Plan · Rosa Lopez" in one.text(), "the plan is open again"
        assert "What you typed is kept: o in the plan brings it back" in one.text()
        await one.press("o")
        assert "Not finished" in one.text()


async def test_after_a_lock_a_new_line_comes_back_where_it_was_to_go(world: World, crashes: Path) -> None:
    plan = start(world)
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("4", "enter", "o")
        await one.type("Sugar")
        await one.press("enter", "tab")
        await one.type("A1c below 8")
        await one.press("ctrl+l")
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("o", "enter", "escape")
    assert shape(world, plan) == ["concern: Sugar", "  goal: A1c below 8"]


async def test_a_kept_line_whose_place_is_gone_comes_back_where_the_cursor_is(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("o")
        await one.type("Sugar")
        await one.press("enter", "tab")
        await one.type("A1c below 8")
        await one.press("escape", "u", "o", "enter", "escape")
    assert shape(world, plan) == ["concern: A1c below 8"]


async def test_an_empty_line_left_leaves_no_draft(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("o", "escape")
        assert one.said == ""
        assert screen.kept == {}
