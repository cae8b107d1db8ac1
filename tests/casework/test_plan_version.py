"""Agreeing, sharing, what changed since, and the ends of a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework import goal as goals
from coordtui.casework import plan_outline as outline
from coordtui.casework import plan_version as versions
from coordtui.casework.care_plan import review
from coordtui.casework.patient import close_case
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import Achievement, Goal, GoalDraft, GoalStatus, Intervention, PlanStatus
from coordtui.models.plan_version import Agreement, AgreementDraft, GoalOutcome, ProgressDraft, VersionKind
from tests.casework.plans import AGREED, Writer, check_steps
from tests.casework.world import World

NEXT_WEEK = dt.date(2026, 3, 11)


@pytest.fixture
def plan(world: World) -> Writer:
    return Writer(world)


def told(plan: Writer) -> list[tuple[str, str, str, str]]:
    found = plan.world.read(versions.changes, plan.plan)
    return [(one.group, one.what, one.before, one.after) for one in found.lines]


# --- agreeing --------------------------------------------------------------------------------------------------------


def test_agreeing_freezes_a_version_with_who_took_part_and_how(world: World, plan: Writer) -> None:
    plan.five_lines()
    draft = AGREED.model_copy(update={"copy_to": "Rosa", "note": "read it aloud"})
    assert world.do(versions.agree, plan.plan, draft).value == 1
    (head,) = world.read(versions.versions, plan.plan)
    assert (head.number, head.kind, head.made_on) == (1, VersionKind.AGREED, world.day)
    assert (head.participants, head.agreement) == ("Rosa and her daughter", Agreement.IN_PERSON)
    assert (head.copy_to, head.note) == ("Rosa", "read it aloud")
    body = world.read(versions.version_body, head.version_id)
    assert [line["text"] for line in body["lines"]][:2] == ["My sugar is high", "Walk every day"]
    assert body["plan"]["status"] == "active"


def test_agreeing_makes_a_draft_active_and_its_goals_too_and_counts_as_a_review(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    assert plan.line(goal).status == "proposed"
    world.do(versions.agree, plan.plan, AGREED.model_copy(update={"review_on": NEXT_WEEK}))
    head = plan.read().plan
    assert (head.status, head.reviewed_on, head.review_on) == (PlanStatus.ACTIVE, world.day, NEXT_WEEK)
    assert plan.line(goal).status == "active"
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    assert (step.due_on, step.text) == (NEXT_WEEK, "Review the plan: Living with diabetes")
    world.check()


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"participants": " "}, "participants"),
        ({"agreement": None}, "agreement"),
        ({"review_on": dt.date(2026, 3, 4)}, "review_on"),
    ],
)
def test_an_agreement_says_who_how_and_when_next(
    world: World, plan: Writer, fields: dict[str, Any], field: str
) -> None:
    plan.add("goal", "Walk")
    with pytest.raises(InvalidInput) as refused:
        world.do(versions.agree, plan.plan, AGREED.model_copy(update=fields))
    assert refused.value.field == field
    assert world.read(versions.versions, plan.plan) == ()
    assert plan.read().plan.status is PlanStatus.DRAFT


def test_a_plan_without_a_goal_is_not_agreed(world: World, plan: Writer) -> None:
    plan.add("concern", "Sugar")
    with pytest.raises(Refused, match="no goal"):
        plan.agree()


@pytest.mark.parametrize("status", ["cancelled", "rejected", "entered-in-error"])
def test_a_plan_whose_only_goal_was_given_up_is_not_agreed(world: World, plan: Writer, status: str) -> None:
    world.do(outline.set_status, plan.add("goal", "Walk"), status)
    with pytest.raises(Refused, match="no goal"):
        plan.agree()
    world.do(outline.set_status, plan.add("goal", "Sleep"), "completed")
    plan.agree()


def test_agreeing_a_plan_on_hold_takes_the_reason_for_the_hold_away(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    plan.agree()
    world.do(versions.hold, plan.plan, None, "in hospital")
    plan.agree()
    assert (plan.read().plan.status, plan.read().plan.closing_note) == (PlanStatus.ACTIVE, None)


def test_a_plan_of_a_closed_case_is_not_agreed(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    world.do(close_case, plan.patient, "moved")
    with pytest.raises(Refused, match="case is over"):
        plan.agree()


def test_sharing_freezes_a_version_that_says_who_has_it(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    plan.agree()
    assert world.do(versions.share, plan.plan, "Dr. Ames", None).value == 2
    newest, first = world.read(versions.versions, plan.plan)
    assert (newest.number, newest.kind, newest.copy_to, newest.agreement) == (2, VersionKind.SHARED, "Dr. Ames", None)
    assert first.number == 1
    with pytest.raises(InvalidInput) as refused:
        world.do(versions.share, plan.plan, "", None)
    assert refused.value.field == "copy_to"


def test_a_version_does_not_change_when_the_plan_does(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    plan.agree()
    before = world.read(versions.version_body, 1)
    world.do(outline.set_text, goal, "Run")
    world.do(outline.remove_line, goal)
    assert world.read(versions.version_body, 1) == before


# --- what changed ----------------------------------------------------------------------------------------------------


def test_before_the_first_version_nothing_counts_as_changed(plan: Writer) -> None:
    plan.five_lines()
    assert plan.world.read(versions.changes, plan.plan) == versions.Changes(None, ())
    assert {line.changed for line in plan.read().lines} == {""}


def test_what_changed_since_the_last_version_is_told_goal_by_goal(world: World, plan: Writer) -> None:
    _, goal, step, barrier, _ = plan.five_lines()
    other = plan.add("goal", "Sleep better")
    plan.agree()
    assert told(plan) == []
    world.do(outline.set_due, goal, "June 2026")
    world.do(outline.set_status, step, "completed")
    world.do(outline.set_status, barrier, "resolved")
    new = plan.add("intervention", "Ask [about] pills", other)
    walk, sleep = "Walk every day", "Sleep better"
    assert told(plan) == [
        (walk, "due", "", "June 2026"),
        (walk, "status", "not started", "done"),
        (walk, "status", "open", "resolved 4 March 2026"),
        (sleep, "new step", "", "Ask [about] pills"),
    ]
    marks = {line.ref: line.changed for line in plan.read().lines}
    assert (marks[goal], marks[new], marks[other]) == ("changed", "new", "")
    assert plan.read().plan.changed == 4


def test_a_shared_version_is_the_one_to_compare_with(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    plan.agree()
    world.do(outline.set_text, goal, "Walk far")
    assert len(told(plan)) == 1
    world.do(versions.share, plan.plan, "Dr. Ames", None)
    assert told(plan) == []
    assert plan.read().plan.since == world.read(versions.versions, plan.plan)[0]


# --- progress --------------------------------------------------------------------------------------------------------


def test_progress_is_kept_in_order_with_numbers_to_draw(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Lower A1c")
    world.do(goals.note_progress, 1, ProgressDraft(value="8,1", noted_on=dt.date(2026, 3, 1)))
    world.do(goals.note_progress, 1, ProgressDraft(value="7.4", achievement=Achievement.IMPROVING, attainment=1))
    world.do(
        goals.note_progress, 1, ProgressDraft(value="8.6", noted_on=dt.date(2026, 2, 1), note="old", attainment=-1)
    )
    found = world.read(goals.progress, 1)
    assert [(one.noted_on.isoformat(), one.number) for one in found] == [
        ("2026-02-01", 8.6),
        ("2026-03-01", 8.1),
        ("2026-03-04", 7.4),
    ]
    assert (found[-1].achievement_label, found[-1].attainment_label) == ("getting better", "+1")
    assert plan.line(goal).has_more == "getting better · attainment +1 · 3 notes"


def test_only_the_newest_look_says_how_a_goal_stands(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    world.do(goals.note_progress, 1, ProgressDraft(achievement=Achievement.IMPROVING, attainment=1))
    late = ProgressDraft(achievement=Achievement.WORSENING, attainment=-2, noted_on=dt.date(2026, 3, 1))
    world.do(goals.note_progress, 1, late)
    kept = world.read(lambda session: session.get_one(Goal, 1))
    assert (kept.achievement, kept.attainment) == ("improving", 1)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({}, "note"),
        ({"note": " \x1b"}, "note"),
        ({"value": "a lot"}, "value"),
        ({"attainment": 3}, "attainment"),
        ({"note": "x", "noted_on": dt.date(2026, 3, 5)}, "noted_on"),
    ],
)
def test_progress_that_says_nothing_or_nonsense_is_refused_at_its_field(
    world: World, plan: Writer, fields: dict[str, Any], field: str
) -> None:
    plan.add("goal", "Walk")
    with pytest.raises(InvalidInput) as refused:
        world.do(goals.note_progress, 1, ProgressDraft(**fields))
    assert refused.value.field == field
    assert world.read(goals.progress, 1) == ()


# --- the form of a goal ----------------------------------------------------------------------------------------------


def test_the_form_of_a_goal_holds_all_of_it(world: World, plan: Writer) -> None:
    plan.add("goal", "Lower A1c")
    draft = GoalDraft(
        text="A1c under 7",
        patient_words="I want to see my grandson [grow up]",
        why="My eyes",
        measure="A1c",
        unit="%",
        baseline="8.6",
        target="7",
        due_on="June 2026",
        starts_on="2026-03",
        priority="high-priority",
        status=GoalStatus.ACTIVE,
        achievement="in-progress",
        importance=9,
        confidence=5,
        scale="9\n8.5\n7\n6.8\n6.5",
        attainment=0,
    )
    world.do(goals.edit_goal, 1, draft)
    kept = world.read(goals.goal_draft, 1)
    assert kept == draft.model_copy(update={"due_on": "2026-06"})
    line = plan.line("goal:1")
    assert line.has_more == "in progress · target 7 % · confidence 5 · attainment 0 · own words"


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"text": ""}, "text"),
        ({"importance": 11}, "importance"),
        ({"confidence": -1}, "confidence"),
        ({"attainment": 3}, "attainment"),
        ({"due_on": "whenever"}, "due_on"),
        ({"starts_on": "whenever"}, "starts_on"),
        ({"priority": "top"}, "priority"),
        ({"achievement": "done"}, "achievement"),
    ],
)
def test_a_goal_that_does_not_hold_together_is_refused_at_its_field(
    world: World, plan: Writer, fields: dict[str, Any], field: str
) -> None:
    plan.add("goal", "Walk")
    draft = world.read(goals.goal_draft, 1)
    with pytest.raises(InvalidInput) as refused:
        world.do(goals.edit_goal, 1, draft.model_copy(update=fields))
    assert refused.value.field == field
    assert world.read(goals.goal_draft, 1) == draft


def test_odd_imported_values_may_stay(world: World, plan: Writer) -> None:
    from tests.casework.objects import change

    plan.add("goal", "Walk")
    odd = {"achievement": "Somewhat better", "due_on": "2026-06-03T10:00:00Z", "priority": "p1", "text": "w" * 5_000}
    world.do(change, Goal, 1, odd)
    draft = world.read(goals.goal_draft, 1)
    world.do(goals.edit_goal, 1, draft.model_copy(update={"confidence": 8}))
    kept = world.read(goals.goal_draft, 1)
    assert (kept.achievement, kept.due_on, kept.priority, kept.text, kept.confidence) == (*odd.values(), 8)


def test_the_forms_of_steps_concerns_and_barriers_keep_what_is_typed(world: World, plan: Writer) -> None:
    _, _, step, barrier, _ = plan.five_lines()
    draft = world.read(goals.intervention_draft, 1)
    new = {"text": "Buy boots", "due_on": "fri", "schedule": "once", "location": "shop", "evidence": "receipt"}
    world.do(goals.edit_intervention, 1, draft.model_copy(update={**new, "status": "in-progress"}))
    assert (plan.line(step).has_more, plan.line(step).due_on) == ("once · shop · evidence", "2026-03-06")
    assert plan.steps(step)[0].due_on == dt.date(2026, 3, 6)
    concern = world.read(goals.concern_draft, 1)
    world.do(goals.edit_concern, 1, concern.model_copy(update={"rank": 1}))
    assert plan.line("concern:1").has_more == "their number 1"
    wall = world.read(goals.barrier_draft, 1)
    world.do(goals.edit_barrier, 1, wall.model_copy(update={"severity": 3, "category": "pain"}))
    assert plan.line(barrier).has_more == "severe"
    for fields, field in (({"severity": 4}, "severity"), ({"category": "weather"}, "category")):
        with pytest.raises(InvalidInput) as refused:
            world.do(goals.edit_barrier, 1, wall.model_copy(update=fields))
        assert refused.value.field == field
    with pytest.raises(InvalidInput):
        world.do(goals.edit_concern, 1, concern.model_copy(update={"rank": 0}))


def test_a_step_finished_in_its_form_settles_its_follow_up(world: World, plan: Writer) -> None:
    step = plan.add("intervention", "Buy shoes")
    draft = world.read(goals.intervention_draft, 1)
    world.do(goals.edit_intervention, 1, draft.model_copy(update={"status": "completed"}))
    assert plan.steps(step) == []
    assert world.read(lambda session: session.get_one(Intervention, 1).done_on) == world.day
    world.check()


# --- the ends of a plan ----------------------------------------------------------------------------------------------


def test_a_plan_is_not_closed_while_a_goal_lacks_an_outcome(world: World, plan: Writer) -> None:
    plan.five_lines()
    plan.add("goal", "Sleep")
    said = {1: GoalOutcome(achievement=Achievement.ACHIEVED)}
    for outcomes, goal in (({}, 1), (said, 2), ({**said, 2: GoalOutcome(achievement=Achievement.IN_PROGRESS)}, 2)):
        with pytest.raises(InvalidInput, match="How did the goal") as refused:
            world.do(versions.close, plan.plan, outcomes, PlanStatus.COMPLETED, None)
        assert refused.value.field == f"outcome:{goal}"
    assert plan.read().plan.status is PlanStatus.DRAFT


def test_closing_a_plan_keeps_the_outcomes_and_ends_its_steps(world: World, plan: Writer) -> None:
    _, goal, step, *_ = plan.five_lines()
    lost = plan.add("goal", "Run a marathon")
    begun = plan.add("intervention", "Train", lost)
    world.do(outline.set_status, begun, "in-progress")
    assert [one.text for one in world.read(versions.goals_to_end, plan.plan)] == ["Walk every day", "Run a marathon"]
    outcomes = {
        1: GoalOutcome(achievement=Achievement.ACHIEVED, words="Walks with the dog"),
        2: GoalOutcome(achievement=Achievement.NOT_ATTAINABLE),
    }
    closed = world.do(versions.close, plan.plan, outcomes, PlanStatus.COMPLETED, "all done")
    assert (closed.value, closed.label) == (2, "Plan closed: Living with diabetes, 2 open steps ended")
    head = plan.read().plan
    assert (head.status, head.closed_on, head.closing_note) == (PlanStatus.COMPLETED, world.day, "all done")
    states = [plan.line(ref).status for ref in (goal, lost, step, begun)]
    assert states == ["completed", "cancelled", "cancelled", "stopped"]
    assert world.read(lambda session: session.get_one(Goal, 1).outcome) == "Walks with the dog"
    assert world.read(versions.goals_to_end, plan.plan) == ()
    assert world.kinds(plan.patient) == ["introduce"]
    world.check()


def test_ending_early_needs_a_reason_and_an_error_needs_no_outcomes(world: World, plan: Writer) -> None:
    plan.five_lines()
    for status in (PlanStatus.REVOKED, PlanStatus.ENTERED_IN_ERROR):
        with pytest.raises(InvalidInput) as refused:
            world.do(versions.close, plan.plan, {}, status, " ")
        assert refused.value.field == "note"
    with pytest.raises(InvalidInput):
        world.do(versions.close, plan.plan, {}, PlanStatus.ON_HOLD, "x")
    world.do(versions.close, plan.plan, {}, PlanStatus.ENTERED_IN_ERROR, "someone else's")
    check_steps(world)
    with pytest.raises(Refused):
        world.do(versions.close, plan.plan, {}, PlanStatus.COMPLETED, None)


def test_time_alone_never_closes_a_plan(world: World, plan: Writer) -> None:
    plan.five_lines()
    plan.agree()
    world.later(900)
    assert plan.read().plan.status is PlanStatus.ACTIVE
    assert plan.read().plan.review_late
    assert "plan_review" in world.kinds(plan.patient)
    assert world.row(plan.patient) is not None
    world.check()


def test_a_plan_on_hold_stays_open_with_the_day_on_which_to_look_again(world: World, plan: Writer) -> None:
    plan.five_lines()
    with pytest.raises(Refused, match="draft"):
        world.do(versions.hold, plan.plan, NEXT_WEEK, "in hospital")
    plan.agree()
    for until, reason, field in ((NEXT_WEEK, " ", "reason"), (world.day, "in hospital", "until")):
        with pytest.raises(InvalidInput) as refused:
            world.do(versions.hold, plan.plan, until, reason)
        assert refused.value.field == field
    world.do(versions.hold, plan.plan, NEXT_WEEK, "in hospital")
    head = plan.read().plan
    assert (head.status_label, head.review_on, head.closing_note) == ("on hold", NEXT_WEEK, "On hold: in hospital")
    (step,) = [one for one in world.open(plan.patient) if one.kind == "plan_review"]
    assert (step.due_on, step.text.split(":")[0]) == (NEXT_WEEK, "Review the plan on hold")
    check_steps(world)
    world.do(versions.resume, plan.plan)
    assert plan.read().plan.status is PlanStatus.ACTIVE
    with pytest.raises(Refused, match="not on hold"):
        world.do(versions.resume, plan.plan)
    world.check()


def test_a_plan_that_was_agreed_is_reopened_as_active_and_one_that_never_was_as_a_draft(
    world: World, plan: Writer
) -> None:
    draft = Writer(world, "Another")
    plan.add("goal", "Walk")
    plan.agree()
    with pytest.raises(Refused, match="is open"):
        world.do(versions.reopen, plan.plan)
    outcome = {1: GoalOutcome(achievement=Achievement.SUSTAINING)}
    for one in (plan, draft):
        world.do(versions.close, one.plan, outcome, PlanStatus.REVOKED, "moved")
        world.do(versions.reopen, one.plan)
    assert (plan.read().plan.status, draft.read().plan.status) == (PlanStatus.ACTIVE, PlanStatus.DRAFT)
    assert plan.read().plan.closed_on is None
    world.do(versions.close, plan.plan, {}, PlanStatus.COMPLETED, None)
    world.do(close_case, plan.patient, "moved")
    with pytest.raises(Refused, match="case is over"):
        world.do(versions.reopen, plan.plan)
    world.check()


def test_a_review_leaves_the_steps_of_the_plan_as_they_are_unless_they_hang_on_its_date(
    world: World, plan: Writer
) -> None:
    dated, hanging = plan.add("intervention", "Dated"), plan.add("intervention", "Hanging")
    world.do(outline.set_due, dated, "fri")
    world.do(review, plan.plan, NEXT_WEEK)
    assert plan.steps(dated)[0].due_on == dt.date(2026, 3, 6)
    assert plan.steps(hanging)[0].due_on == NEXT_WEEK
    check_steps(world)


def test_agreeing_closing_and_reopening_are_undone_whole(world: World, plan: Writer) -> None:
    plan.five_lines()
    stood = [(plan.read(), world.open(plan.patient))]
    acts = (
        (versions.agree, plan.plan, AgreementDraft(participants="Rosa", agreement=Agreement.SIGNED)),
        (goals.note_progress, 1, ProgressDraft(value="3")),
        (versions.share, plan.plan, "Dr. Ames", None),
        (versions.close, plan.plan, {1: GoalOutcome(achievement=Achievement.ACHIEVED)}, PlanStatus.COMPLETED, None),
        (versions.reopen, plan.plan),
    )
    for act, *args in acts:
        world.do(act, *args)
        stood.append((plan.read(), world.open(plan.patient)))
    for before in reversed(stood[:-1]):
        world.ledger.undo()
        assert (plan.read(), world.open(plan.patient)) == before
        world.check()
