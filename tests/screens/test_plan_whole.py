"""The verbs of a whole plan: agree, share, hold, close, open again, look back, starters."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework import plan_outline as casework
from coordtui.casework import plan_template, plan_version
from coordtui.casework.promises import nowhere
from coordtui.models.care_plan import Goal, PlanStatus
from coordtui.models.plan_version import Agreement, VersionKind
from coordtui.screens.base import CoordDialog
from coordtui.screens.plan_agree import ShareDialog
from coordtui.screens.plan_close import CloseDialog
from tests.casework.objects import bring
from tests.casework.world import World
from tests.screens.plan_bench import agreed, editor, front, lines, measured, shape, start, written


def head(world: World, plan: int) -> casework.PlanHead:
    return world.read(casework.outline, plan, world.day).plan


async def test_agreeing_freezes_a_version_and_makes_the_draft_active(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        assert "Not agreed yet" in one.text()
        await one.press("A")
        assert "2 goals and 3 steps are open." in one.text()
        assert "Without a due date: A1c below 8; Walk every day" in one.flat()
        await one.type("Rosa and Ana")
        await one.press("tab", "p", "tab")
        await one.type("Rosa")
        await one.press("enter")
        assert one.app.screen is screen
        assert "Version 1 agreed today" in one.text()
    version = world.read(plan_version.versions, plan)[0]
    assert (version.participants, version.agreement, version.copy_to) == ("Rosa and Ana", Agreement.IN_PERSON, "Rosa")
    assert head(world, plan).status is PlanStatus.ACTIVE


async def test_agreeing_without_saying_who_is_refused_at_the_field(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("A", "enter")
        assert "Say who took part." in one.flat()
        assert world.read(plan_version.versions, plan) == ()


async def test_a_plan_without_a_goal_is_not_agreed(world: World, crashes: Path) -> None:
    plan = start(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("A")
        await one.type("Rosa")
        await one.press("tab", "t", "enter")
        assert "holds no goal yet" in one.flat()


async def test_undo_of_an_agreement_makes_it_a_draft_again(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("A")
        await one.type("Rosa")
        await one.press("tab", "t", "enter", "u")
        assert head(world, plan).status is PlanStatus.DRAFT
        assert "Not agreed yet" in one.text()


async def test_a_copy_is_written_and_whom_it_was_given_to_makes_a_version(
    world: World, crashes: Path, tmp_path: Path
) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("v", "t")
        output = one.app.screen.query_one("Form").field("output")  # type: ignore[attr-defined]
        output.raw = str(tmp_path / "plan.html")
        await one.press("enter")
        assert (tmp_path / "plan.html").exists()
        assert isinstance(front(one), ShareDialog)
        await one.type("Dr. Ames")
        await one.press("enter")
    versions = world.read(plan_version.versions, plan)
    assert {(one.kind, one.copy_to) for one in versions} >= {(VersionKind.SHARED, "Dr. Ames")}


async def test_closing_asks_how_each_goal_ended(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("F")
        assert isinstance(front(one), CloseDialog)
        await one.press("c", "enter")
        assert 'How did the goal "Walk every day" end?' in one.flat()
        assert head(world, plan).editable
        await one.press("s", "tab")
        await one.type("Her knee")
        await one.press("enter")
        assert one.app.screen is screen
        assert "closed today" in one.text()
    goals = [line for line in lines(world, plan) if line.kind == "goal"]
    assert [goal.status for goal in goals] == ["completed", "completed"]
    assert not any(line.is_open for line in lines(world, plan) if line.kind == "intervention")
    assert world.read(nowhere) == ()


async def test_a_closed_plan_refuses_its_keys_and_opens_again(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("F", "c", "tab", "tab", "s", "enter")
        for key in ("o", "s", "A", "H", "enter"):
            await one.press(key)
            assert "F opens it again" in one.said, key
        await one.press("F")
        assert head(world, plan).editable
        assert "stay as they ended" in one.said


async def test_a_plan_waits_with_a_reason_and_goes_on(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("H", "enter")
        assert "Why is needed" in one.text()
        await one.type("In hospital")
        await one.press("enter")
        assert head(world, plan).status is PlanStatus.ON_HOLD
        assert "on hold ·" in one.text()
        await one.press("H")
        assert head(world, plan).status is PlanStatus.ACTIVE


async def test_a_review_from_the_plan_sets_the_next_one(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("R", "f", "enter")
        assert (head(world, plan).reviewed_on, head(world, plan).review_on) == (world.day, world.day.replace(day=18))


async def test_what_changed_is_told_goal_by_goal_and_versions_can_be_read(world: World, crashes: Path) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("j", "enter")
        await one.type(" by June")
        await one.press("enter", "G", "D", "y", "h")
        text = one.flat()
        assert "now: 2 changes" in text
        assert "~ words: A1c below 8 → A1c below 8 by June" in text
        assert "~ status: not started → cancelled" in text
        await one.press("j")
        text = one.flat()
        assert "◆ A1c below 8 (active)" in text, "the version stands as it was agreed"
        assert "by June" not in text.partition("◆ A1c below 8 (active)")[2]


async def test_without_a_version_there_is_nothing_to_compare_with(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("h")
        assert "Nothing was agreed or shared yet" in one.flat()


async def test_starters_are_added_to_a_plan_as_one_act(world: World, crashes: Path) -> None:
    plan = written(world)
    before = shape(world, plan)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("T", "enter")
        assert one.app.screen is screen
        after = shape(world, plan)
        assert after[: len(before)] == before
        assert len(after) > len(before) + 5
        await one.press("u")
        assert shape(world, plan) == before


async def test_a_plan_is_kept_as_starters_written_to_a_file_and_taken_in_again(
    world: World, crashes: Path, tmp_path: Path
) -> None:
    plan = written(world)
    path = tmp_path / "walking.toml"
    async with editor(world, crashes, plan) as (one, _):
        await one.press("T", "s")
        await one.type("Sugar and walking")
        await one.press("enter")
        own = [one.key for one in world.read(plan_template.templates) if one.own]
        assert len(own) == 1
        await one.press("g", "w", "ctrl+u")
        await one.type(str(path))
        await one.press("enter")
        assert "Walk every day" in path.read_text()
        written_out = [entry for entry in world.ledger.log() if entry.act == "plan_template.export"]
        assert [entry.summary for entry in written_out] == ["Exported: starters Sugar and walking to a file"]
        await one.press("D", "y")
        assert not any(one.own for one in world.read(plan_template.templates))
        await one.press("f")
        await one.type(str(path))
        await one.press("enter")
        assert [one.name for one in world.read(plan_template.templates) if one.own] == ["Sugar and walking"]


async def test_a_plan_that_still_names_the_patient_is_not_kept(world: World, crashes: Path) -> None:
    plan = written(world)
    world.do(casework.set_text, lines(world, plan)[1].ref, "Rosa walks")
    async with editor(world, crashes, plan) as (one, _):
        await one.press("T", "s")
        await one.type("Walking")
        await one.press("enter")
        assert "still tell who it is" in one.flat()
        assert not any(one.own for one in world.read(plan_template.templates))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = [", b"x" * 300_000, None])
async def test_a_file_that_is_no_starters_is_refused_in_words(
    world: World, crashes: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_bytes(content)
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("T", "f")
        await one.type(str(path))
        await one.press("enter")
        assert not any(one.own for one in world.read(plan_template.templates))
        await one.press("escape")
        assert "Starters" in one.text()


async def test_starters_that_come_with_coordtui_are_not_removed(world: World, crashes: Path) -> None:
    plan = written(world)
    count = len(world.read(plan_template.templates))
    async with editor(world, crashes, plan) as (one, _):
        await one.press("T", "D")
        assert "come with coordtui" in one.text()
    assert len(world.read(plan_template.templates)) == count


async def test_masked_names_stand_as_initials(world: World, crashes: Path) -> None:
    plan = agreed(world)
    measured(world, plan, "9")
    async with editor(world, crashes, plan) as (one, _):
        await one.press("ctrl+g")
        assert "R. L." in one.text()
        assert "Lopez" not in one.text()


@pytest.mark.parametrize("key", ["A", "H", "E", "j e", "j m"])
async def test_a_lock_keeps_what_was_typed_into_a_form(world: World, crashes: Path, key: str) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press(*key.split())
        box = one.app.screen
        assert isinstance(box, CoordDialog)
        field = next(field for field in box.form.fields if field.field_id in ("note", "why", "description", "reason"))  # type: ignore[attr-defined]
        field.entry().focus()
        await one.type("half a thought")
        await one.press("ctrl+l")
    async with editor(world, crashes, plan) as (one, _):
        await one.press(*key.split())
        assert "half a thought" in one.text()


@pytest.mark.parametrize("keys", ["T s", "T f", "T w", "j j j j w tab"])
async def test_small_boxes_keep_what_was_typed_too(world: World, crashes: Path, keys: str) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press(*keys.split())
        await one.type("half")
        while one.app.screen is not screen:
            await one.press("escape")
        await one.press("home", *keys.split())
        assert "half" in one.text()
        await one.type("way")
        await one.press("ctrl+l")
    async with editor(world, crashes, plan) as (one, _):
        await one.press(*keys.split())
        assert "halfway" in one.text()


async def test_a_goal_that_an_import_left_in_no_plan_is_taken_in_by_a_letter(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, screen):
        await one.press("B")
        assert "Every goal of this patient is in a plan." in one.said
        world.do(bring, [Goal(patient_id=head(world, plan).patient_id, text="Sleep through the night")])
        await one.press("B")
        assert "1 goal in no plan." in one.text()
        await one.press("a")
        assert screen.here is not None
        assert screen.here.text == "Sleep through the night"
    assert shape(world, plan)[-1] == "goal: Sleep through the night"
