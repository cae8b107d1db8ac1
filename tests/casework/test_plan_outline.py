"""Writing a plan line by line: each key is one act, and what is open asks for work."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework import care_plan, follow_up
from coordtui.casework import plan_outline as outline
from coordtui.casework.goal import note_progress
from coordtui.casework.patient import close_case, record_death, reopen_case
from coordtui.casework.plan_close import close, reopen
from coordtui.casework.plan_version import changes, versions
from coordtui.casework.plan_whole import whole
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.care_plan import (
    Achievement,
    Concern,
    Goal,
    GoalStatus,
    Intervention,
    InterventionStatus,
    PlanDraft,
    PlanStatus,
)
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.patient import Patient
from coordtui.models.plan_version import GoalOutcome, ProgressDraft
from coordtui.models.source import SourceResource
from tests.casework.objects import bring
from tests.casework.plans import Writer, check_steps
from tests.casework.queries import asked_by
from tests.casework.world import World

FRIDAY = dt.date(2026, 3, 6)


@pytest.fixture
def plan(world: World) -> Writer:
    return Writer(world)


# --- starting --------------------------------------------------------------------------------------------------------


def test_a_plan_starts_as_a_draft_that_asks_to_be_finished(world: World, plan: Writer) -> None:
    head = plan.read().plan
    assert (head.title, head.status, head.status_label) == ("Living with diabetes", PlanStatus.DRAFT, "draft")
    assert (head.patient, head.living, head.editable, head.since) == ("Rosa Lopez", True, True, None)
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    assert step.text == "Finish the draft plan: Living with diabetes"
    world.check()


def test_a_plan_needs_a_title(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.do(care_plan.start, world.add(), "  \x1b ")
    assert refused.value.field == "title"


def test_no_plan_is_started_for_someone_who_has_died_or_whose_case_is_closed(world: World) -> None:
    dead, gone = world.add(), world.add("Ana", "Diaz")
    world.do(record_death, dead, None)
    world.do(close_case, gone, "moved away")
    for key, why in ((dead, "has died"), (gone, "closed case")):
        with pytest.raises(Refused, match=why):
            world.do(care_plan.start, key, "Plan")


def test_editing_a_plan_checks_its_dates_and_moves_its_review(world: World, plan: Writer) -> None:
    draft = world.read(care_plan.plan_draft, plan.plan)
    assert isinstance(draft, PlanDraft)
    world.do(care_plan.edit_plan, plan.plan, draft.model_copy(update={"title": "Diabetes", "review_on": FRIDAY}))
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    assert (step.due_on, step.text) == (FRIDAY, "Finish the draft plan: Diabetes")
    with pytest.raises(InvalidInput) as refused:
        world.do(care_plan.edit_plan, plan.plan, draft.model_copy(update={"review_on": dt.date(2026, 3, 3)}))
    assert refused.value.field == "review_on"
    with pytest.raises(InvalidInput) as refused:
        world.do(care_plan.edit_plan, plan.plan, draft.model_copy(update={"starts_on": "soon"}))
    assert refused.value.field == "starts_on"


def test_a_review_date_said_in_the_plan_replaces_one_that_was_set_in_the_queue(world: World, plan: Writer) -> None:
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    edited = FollowUpDraft(kind="plan_review", due_on=FRIDAY)
    world.do(follow_up.edit, step.follow_up_id, edited)
    draft = world.read(care_plan.plan_draft, plan.plan)
    assert draft.review_on == FRIDAY
    world.do(care_plan.edit_plan, plan.plan, draft.model_copy(update={"review_on": dt.date(2026, 4, 1)}))
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    assert step.due_on == dt.date(2026, 4, 1)


# --- writing lines ---------------------------------------------------------------------------------------------------


def test_lines_stand_as_an_outline_with_their_depth(plan: Writer) -> None:
    plan.five_lines()
    assert plan.shape() == [
        "My sugar is high",
        "  Walk every day",
        "    Buy shoes",
        "    Knee hurts",
        "    Has a dog",
    ]
    concern, goal, step, barrier, strength = plan.read().lines
    assert (goal.parent, step.parent, concern.parent) == (concern.ref, goal.ref, None)
    assert (goal.status_label, step.status_label, barrier.status_label) == ("proposed", "not started", "open")
    assert (strength.status, strength.status_label) == ("", "")


def test_a_line_is_written_right_below_another_or_last_inside_one(plan: Writer) -> None:
    first = plan.add("goal", "One")
    plan.add("goal", "Three")
    plan.add("goal", "Two", None, first)
    plan.add("intervention", "Inside", first)
    plan.add("intervention", "Inside, later", first)
    assert plan.shape() == ["One", "  Inside", "  Inside, later", "Two", "Three"]


def test_words_are_kept_on_one_line_and_empty_ones_refused(world: World, plan: Writer) -> None:
    ref = plan.add("goal", "  Walk\n[DNR]\x1b  far ")
    assert plan.line(ref).text == "Walk [DNR] far"
    for text in ("", " \n ", "\x1b"):
        with pytest.raises(InvalidInput) as refused:
            world.do(outline.set_text, ref, text)
        assert refused.value.field == "text"
    with pytest.raises(InvalidInput):
        world.do(outline.set_text, ref, "a" * 3_000)


def test_a_line_cannot_stand_under_one_that_does_not_hold_it(world: World, plan: Writer) -> None:
    concern = plan.add("concern", "Sugar")
    with pytest.raises(Refused, match="A barrier cannot stand under a concern"):
        world.do(outline.add_line, plan.plan, "barrier", "Knee", concern, None)
    with pytest.raises(NotFound):
        world.do(outline.add_line, plan.plan, "goal", "Walk", "concern:99", None)
    with pytest.raises(NotFound):
        world.do(outline.add_line, plan.plan, "task", "Walk", None, None)
    other = Writer(world)
    with pytest.raises(NotFound):
        other.add("goal", "Walk", concern)
    assert plan.shape() == ["Sugar"]


def test_moving_indenting_and_outdenting_take_what_stands_under_a_line_along(world: World, plan: Writer) -> None:
    _, goal, step, *_ = plan.five_lines()
    feet = plan.add("concern", "My feet")
    world.do(outline.move_line, goal, 1)
    assert plan.shape()[:3] == ["My sugar is high", "My feet", "  Walk every day"]
    assert (plan.line(goal).parent, plan.line(step).parent) == (feet, goal)
    world.do(outline.outdent, step)
    assert (plan.line(step).parent, plan.line(step).depth) == (feet, 1)
    world.do(outline.outdent, step)
    assert (plan.line(step).parent, plan.shape()[-1]) == (None, "Buy shoes")
    world.do(outline.indent, step)
    assert plan.line(step).parent == feet
    world.do(outline.indent, step)
    assert plan.line(step).parent == goal
    world.check()


def test_a_line_changes_its_kind_and_keeps_its_words(world: World, plan: Writer) -> None:
    _, goal, step, barrier, _ = plan.five_lines()
    world.do(outline.set_due, step, "fri")
    new = world.do(outline.change_kind, step, "goal").value
    assert (plan.line(new).text, plan.line(new).due_on, plan.line(new).parent) == (
        "Buy shoes",
        "2026-03-06",
        "concern:1",
    )
    assert plan.steps(step) == []
    back = world.do(outline.change_kind, new, "intervention").value
    assert plan.line(back).parent == "concern:1"
    assert len(plan.steps(back)) == 1
    strength = world.do(outline.change_kind, barrier, "strength").value
    assert plan.line(strength).parent == goal
    with pytest.raises(Refused, match="Lines stand under"):
        world.do(outline.change_kind, goal, "strength")
    with pytest.raises(Refused, match="already"):
        world.do(outline.change_kind, goal, "goal")


def test_lines_under_a_line_that_changes_its_kind_stay_under_it(world: World, plan: Writer) -> None:
    concern = plan.add("concern", "Walk")
    step = plan.add("intervention", "Buy shoes", concern)
    new = world.do(outline.change_kind, concern, "goal").value
    assert plan.line(step).parent == new
    assert plan.shape() == ["Walk", "  Buy shoes"]


def test_what_was_agreed_does_not_change_its_kind(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    plan.agree()
    with pytest.raises(Refused, match="stays in the record") as refused:
        world.do(outline.change_kind, goal, "intervention")
    assert refused.value.hint == "Add a new line instead."
    assert plan.shape() == ["Walk"]


def test_a_closed_plan_is_not_written_in(world: World, plan: Writer) -> None:
    _, goal, step, *_ = plan.five_lines()
    done = {int(goal[5:]): GoalOutcome(achievement=Achievement.ACHIEVED)}
    world.do(close, plan.plan, done, PlanStatus.COMPLETED, None)
    assert not plan.read().plan.editable
    for act, *args in (
        (outline.add_line, plan.plan, "goal", "Run", None, None),
        (outline.set_text, goal, "Run"),
        (outline.set_status, step, "completed"),
        (outline.remove_line, goal),
        (outline.move_line, goal, 1),
    ):
        with pytest.raises(Refused, match="is closed") as refused:
            world.do(act, *args)
        assert "Reopen" in refused.value.hint


# --- removing --------------------------------------------------------------------------------------------------------


def test_removing_a_line_takes_what_stands_under_it_along_as_one_step_of_undo(world: World, plan: Writer) -> None:
    concern, *_ = plan.five_lines()
    before = plan.read()
    removed = world.do(outline.remove_line, concern)
    assert (removed.value, removed.label) == ((5, 0), "Removed: concern My sugar is high and 4 lines under it")
    assert plan.shape() == []
    check_steps(world)
    world.ledger.undo()
    assert plan.read() == before
    check_steps(world)


def test_a_line_that_was_agreed_stays_in_the_record_as_cancelled_and_then_as_an_error(
    world: World, plan: Writer
) -> None:
    _, goal, step, barrier, strength = plan.five_lines()
    plan.agree()
    later = plan.add("intervention", "Ask a friend", goal)
    removed = world.do(outline.remove_line, goal)
    assert removed.value == (2, 3)
    assert removed.label.endswith("(kept in the record)")
    assert [plan.line(one).status_label for one in (goal, step, barrier)] == ["cancelled", "cancelled", "resolved"]
    assert strength not in [line.ref for line in plan.read().lines]
    assert plan.steps(later) == plan.steps(step) == []
    world.do(outline.remove_line, goal)
    assert plan.shape() == ["My sugar is high"]
    assert world.read(lambda session: session.get_one(Goal, 1).status) is GoalStatus.ENTERED_IN_ERROR
    world.check()


def test_a_concern_that_was_agreed_is_resolved_and_then_goes_off_the_page(world: World, plan: Writer) -> None:
    concern, *_ = plan.five_lines()
    plan.agree()
    world.do(outline.remove_line, concern)
    assert [line.status for line in plan.read().lines] == ["resolved", "cancelled", "cancelled", "resolved"]
    world.do(outline.remove_line, concern)
    assert plan.shape() == []
    assert [one.what for one in world.read(changes, plan.plan).lines] == [
        "concern removed",
        *("goal removed", "step removed", "barrier removed", "strength removed"),
    ]
    world.check()


def test_an_imported_concern_that_is_resolved_stays_and_says_so(world: World, plan: Writer) -> None:
    concern = plan.add("concern", "Feet")
    world.do(bring, [imported(world, "concern", 1)])
    assert world.do(outline.remove_line, concern).value == (0, 1)
    with pytest.raises(Refused, match="stays in the record"):
        world.do(outline.remove_line, concern)


def imported(world: World, kind: str, key: int) -> SourceResource:
    return SourceResource(type="Any", digest="d", record_kind=kind, record_id=key, imported_at=world.at, body=b"{}")


def test_an_imported_line_is_kept_when_it_is_removed(world: World, plan: Writer) -> None:
    ref = plan.add("goal", "Walk")
    world.do(bring, [imported(world, "goal", int(ref[5:]))])
    assert world.do(outline.remove_line, ref).value == (0, 1)
    assert plan.line(ref).status == "cancelled"


def test_a_goal_with_a_hidden_step_can_be_removed(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    step = plan.add("intervention", "Buy shoes", goal)
    world.do(outline.set_status, step, "entered-in-error")
    assert plan.shape() == ["Walk"]
    world.do(outline.remove_line, goal)
    assert plan.line(goal).status == "cancelled"


# --- status, due, owner ----------------------------------------------------------------------------------------------


def test_the_status_of_each_kind_of_line_can_be_set(world: World, plan: Writer) -> None:
    concern, goal, step, barrier, strength = plan.five_lines()
    for ref, status, label in (
        (concern, "resolved", "resolved"),
        (goal, "on-hold", "on hold"),
        (step, "in-progress", "in progress"),
        (barrier, "resolved", "resolved"),
        (barrier, "open", "open"),
    ):
        world.do(outline.set_status, ref, status)
        assert plan.line(ref).status_label == label
    for ref, status in ((strength, "open"), (goal, "resolved"), (step, "")):
        with pytest.raises(InvalidInput) as refused:
            world.do(outline.set_status, ref, status)
        assert refused.value.field == "status"


@pytest.mark.parametrize("status", InterventionStatus)
def test_a_step_asks_for_work_in_its_open_statuses_only(world: World, plan: Writer, status: InterventionStatus) -> None:
    step = plan.add("intervention", "Buy shoes")
    assert len(plan.steps(step)) == 1
    world.do(outline.set_status, step, status.value)
    check_steps(world)
    world.check()
    world.do(outline.set_status, step, "not-started")
    assert len(plan.steps(step)) == 1


def test_a_finished_step_settles_its_follow_up_and_keeps_what_was_said(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Buy shoes")
    (asked,) = plan.steps(step)
    world.do(outline.finish_intervention, 1, InterventionStatus.COMPLETED, "saw them")
    view = world.read(follow_up.detail, asked.id)
    assert (view.status, view.outcome) == ("done", "done")
    kept = world.read(lambda session: session.get_one(Intervention, 1))
    assert (kept.evidence, kept.done_on, kept.status) == ("saw them", world.day, InterventionStatus.COMPLETED)
    with pytest.raises(Refused, match="already"):
        world.do(outline.finish_intervention, 1, InterventionStatus.STOPPED, None)


def test_a_step_is_finished_with_an_end_only(world: World, plan: Writer) -> None:
    plan.add("intervention", "Buy shoes")
    with pytest.raises(InvalidInput):
        world.do(outline.finish_intervention, 1, InterventionStatus.IN_PROGRESS, None)


def test_a_step_is_not_ticked_off_in_the_queue(world: World, plan: Writer) -> None:
    (asked,) = plan.steps(plan.add("intervention", "Buy shoes"))
    with pytest.raises(Refused) as refused:
        world.do(follow_up.complete, [asked.id], {})
    assert "step of the plan" in refused.value.hint


def test_a_step_is_due_by_its_own_date_else_its_goals_else_at_the_review(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    step = plan.add("intervention", "Buy shoes", goal)
    review = plan.read().plan.review_on
    assert plan.steps(step)[0].due_on == review
    world.do(outline.set_due, goal, "2026-06")
    assert plan.steps(step)[0].due_on == dt.date(2026, 6, 30)
    world.do(outline.set_due, step, "fri")
    assert plan.steps(step)[0].due_on == FRIDAY
    world.do(outline.outdent, step)
    world.do(outline.set_due, step, None)
    assert plan.steps(step)[0].due_on == review


def test_lines_say_whether_they_are_late_or_soon_while_they_are_open(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    world.do(outline.set_due, goal, "2026-03-02")
    assert plan.line(goal).due_state == "late"
    world.do(outline.set_status, goal, "completed")
    assert plan.line(goal).due_state == ""


def test_a_concern_has_no_due_date_and_a_goal_no_owner(world: World, plan: Writer) -> None:
    concern, goal, *_ = plan.five_lines()
    with pytest.raises(Refused, match="no due date"):
        world.do(outline.set_due, concern, "fri")
    with pytest.raises(Refused, match="nobody's hands"):
        world.do(outline.set_owner, goal, Ball.PATIENT, None)


def test_the_owner_of_a_step_has_the_ball(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Buy shoes")
    world.do(outline.set_due, step, "fri")
    done = world.do(outline.set_owner, step, Ball.PATIENT, "Rosa")
    assert done.label == "With Rosa: step Buy shoes"
    (asked,) = plan.steps(step)
    assert (asked.ball, asked.due_on, asked.next_check_on) == (Ball.PATIENT, FRIDAY, FRIDAY)
    assert (plan.line(step).owner, plan.line(step).owner_name) == (Ball.PATIENT, "Rosa")


def test_a_date_or_owner_set_in_the_queue_is_the_steps_until_the_plan_says_otherwise(
    world: World, plan: Writer
) -> None:
    step = plan.add("intervention", "Buy shoes")
    (asked,) = plan.steps(step)
    later = FollowUpDraft(kind="plan_step", due_on=dt.date(2026, 3, 20), ball=Ball.OTHER)
    world.do(follow_up.edit, asked.id, later)
    assert (plan.line(step).due_on, plan.line(step).owner) == ("2026-03-20", Ball.OTHER)
    world.do(outline.set_text, step, "Buy good shoes")
    assert plan.steps(step)[0].due_on == dt.date(2026, 3, 20)
    world.do(outline.set_due, step, "fri")
    world.do(outline.set_owner, step, Ball.ME, None)
    (asked,) = plan.steps(step)
    assert (asked.due_on, asked.ball) == (FRIDAY, Ball.ME)


def test_a_check_without_news_counts_and_moves_the_next_look(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Get the ramp")
    world.do(outline.set_owner, step, Ball.RECIPIENT, "City")
    world.do(outline.check_intervention, 1, dt.date(2026, 3, 12))
    (asked,) = plan.steps(step)
    assert (asked.missed_checks, asked.next_check_on) == (1, dt.date(2026, 3, 12))
    world.do(outline.set_text, step, "Get the new ramp")
    assert plan.steps(step)[0].next_check_on == dt.date(2026, 3, 12)
    world.do(follow_up.checked, [asked.id], dt.date(2026, 3, 17))
    world.do(outline.set_text, step, "Get the ramp")
    assert plan.steps(step)[0].next_check_on == dt.date(2026, 3, 17)
    with pytest.raises(InvalidInput):
        world.do(outline.check_intervention, 1, world.day)


def test_a_step_of_my_own_is_put_off_by_its_due_date(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Buy shoes")
    world.do(outline.check_intervention, 1, dt.date(2026, 3, 12))
    (asked,) = plan.steps(step)
    assert (asked.due_on, asked.missed_checks, plan.line(step).due_on) == (dt.date(2026, 3, 12), 0, "2026-03-12")


# --- the person and the plan -----------------------------------------------------------------------------------------


def test_steps_ask_for_nothing_after_a_death_or_a_closed_case_and_again_when_it_is_reopened(
    world: World, plan: Writer
) -> None:
    step = plan.add("intervention", "Buy shoes")
    world.do(close_case, plan.patient, "moved")
    check_steps(world)
    world.do(outline.set_text, step, "Buy boots")
    check_steps(world)
    world.do(reopen_case, plan.patient)
    assert plan.steps(step)[0].text == "Buy boots"
    world.do(record_death, plan.patient, None)
    assert plan.steps(step) == []
    world.do(outline.add_line, plan.plan, "intervention", "Tell the family", None, None)
    check_steps(world)
    world.check()


def test_closing_a_plan_settles_its_steps_and_reopening_raises_those_that_are_opened_again(
    world: World, plan: Writer
) -> None:
    step = plan.add("intervention", "Buy shoes")
    world.do(close, plan.plan, {}, PlanStatus.COMPLETED, None)
    check_steps(world)
    assert world.kinds(plan.patient) == ["introduce"]
    world.do(reopen, plan.plan)
    assert plan.steps(step) == []
    world.do(outline.set_status, step, "not-started")
    check_steps(world)
    world.check()


def test_a_goal_of_no_plan_can_be_taken_into_one(world: World, plan: Writer) -> None:
    (loose,) = world.do(bring, [Goal(patient_id=plan.patient, text="Walk daily")]).value
    plan.add("concern", "Feet")
    with pytest.raises(Refused, match="in no plan"):
        world.do(outline.set_text, f"goal:{loose}", "Run")
    ref = world.do(outline.adopt_goal, plan.plan, loose).value
    assert plan.shape() == ["Feet", "Walk daily"]
    with pytest.raises(Refused):
        world.do(outline.adopt_goal, plan.plan, int(ref[5:]))


def test_goals_of_no_plan_are_listed_until_they_are_taken_in(world: World, plan: Writer) -> None:
    other = Writer(world, "Another").patient
    done, walk, wrong, _ = world.do(
        bring,
        [
            Goal(text="Stop smoking", status=GoalStatus.COMPLETED, patient_id=plan.patient),
            Goal(text="Walk", patient_id=plan.patient),
            Goal(text="Wrong", status=GoalStatus.ENTERED_IN_ERROR, patient_id=plan.patient),
            Goal(text="Not theirs", patient_id=other),
        ],
    ).value
    plan.add("goal", "In the plan")
    assert [one.goal_id for one in world.read(outline.loose_goals, plan.patient)] == [walk, done]
    world.do(outline.adopt_goal, plan.plan, walk)
    assert [one.text for one in world.read(outline.loose_goals, plan.patient)] == ["Stop smoking"]
    assert wrong not in (walk, done)


def test_imported_lines_without_a_concern_stand_at_the_left_of_their_plan(world: World, plan: Writer) -> None:
    other = Writer(world, "Another")
    foreign = other.add("goal", "Elsewhere")
    rows = [
        Goal(patient_id=plan.patient, plan_id=plan.plan, text="Walk"),
        Concern(patient_id=plan.patient, plan_id=plan.plan, text="Feet"),
        Intervention(patient_id=plan.patient, plan_id=plan.plan, text="Shoes", goal_id=int(foreign[5:])),
    ]
    world.do(bring, rows)
    assert plan.shape() == ["Feet", "Walk", "Shoes"]


def test_a_step_that_was_brought_in_without_a_follow_up_is_asked_about_and_then_served(
    world: World, plan: Writer
) -> None:
    (key,) = world.do(bring, [Intervention(patient_id=plan.patient, plan_id=plan.plan, text="Shoes")]).value
    (asked,) = plan.steps(f"intervention:{key}")
    assert (asked.kind, asked.text) == ("no_next_step", "Decide the next step: Shoes")
    world.do(outline.set_text, f"intervention:{key}", "Boots")
    check_steps(world)
    world.check()


def test_a_step_that_is_late_stands_in_the_queue_with_its_reason(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Buy shoes")
    world.do(outline.set_due, step, "2026-03-02")
    row = world.row(plan.patient)
    assert (row.kind, row.tier) == ("plan_step", 2)
    assert any("plan step 2 days overdue" in reason.text for reason in row.reasons)
    assert [one.patient_id for one in world.today(filter="kind:plan_step").rows] == [plan.patient]
    world.do(outline.set_status, step, "completed")
    assert "plan_step" not in world.kinds(plan.patient)


# --- speed and undo --------------------------------------------------------------------------------------------------


def test_an_outline_takes_the_same_few_queries_however_long_it_is(world: World, plan: Writer) -> None:
    plan.five_lines()
    plan.agree()
    few = len(asked_by(world, outline.outline, plan.plan, world.day).statements)
    for n in range(12):
        goal = plan.add("goal", f"Goal {n}")
        plan.add("intervention", f"Step {n}", goal)
    assert len(asked_by(world, outline.outline, plan.plan, world.day).statements) == few <= 10


def test_the_whole_of_a_plan_takes_the_same_few_queries_however_long_it_is(world: World, plan: Writer) -> None:
    plan.five_lines()
    plan.agree()
    world.do(note_progress, 1, ProgressDraft(value="9"))
    few = len(asked_by(world, whole, plan.plan, world.day).statements)
    for n in range(12):
        goal = plan.add("goal", f"Goal {n}")
        world.do(note_progress, int(goal[5:]), ProgressDraft(value=str(n)))
    assert len(asked_by(world, whole, plan.plan, world.day).statements) == few <= 11
    found = world.read(whole, plan.plan, world.day)
    assert found.outline == plan.read()
    assert [found.progress[n + 2][0].value for n in range(12)] == [str(n) for n in range(12)]


def test_an_act_on_a_line_takes_the_same_few_queries_however_long_the_plan_is(world: World, plan: Writer) -> None:
    from tests.casework.queries import listening

    ref = plan.add("intervention", "Step")
    with listening(world) as asked:
        world.do(outline.set_text, ref, "Other")
    few = len(asked.statements)
    for n in range(12):
        plan.add("intervention", f"Step {n}", plan.add("goal", f"Goal {n}"))
    with listening(world) as asked:
        world.do(outline.set_text, ref, "Again")
    assert len(asked.statements) == few


def test_each_key_is_one_step_of_undo_that_brings_the_outline_back(world: World, plan: Writer) -> None:
    _, goal, step, *_ = plan.five_lines()
    for act, *args in (
        (outline.set_text, step, "Buy boots"),
        (outline.set_due, step, "fri"),
        (outline.set_owner, step, Ball.PATIENT, None),
        (outline.set_status, step, "in-progress"),
        (outline.outdent, step),
        (outline.move_line, step, 1),
        (outline.change_kind, step, "barrier"),
        (outline.remove_line, goal),
        (outline.add_line, plan.plan, "concern", "Feet", None, "concern:1"),
    ):
        before = plan.read()
        world.do(act, *args)
        after = plan.read()
        assert after != before
        check_steps(world)
        world.ledger.undo()
        assert plan.read() == before
        world.ledger.redo()
        assert plan.read() == after
        world.ledger.undo()
        world.check()


def test_a_plan_of_someone_else_is_not_touched(world: World, plan: Writer) -> None:
    plan.five_lines()
    other = Writer(world, "Another")
    before = plan.read()
    other.add("goal", "Elsewhere")
    assert plan.read() == before
    assert world.read(versions, other.plan) == ()
    assert world.read(lambda session: session.get_one(Patient, other.patient).name) == "Rosa Lopez"
