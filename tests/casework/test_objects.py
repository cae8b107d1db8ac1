"""Plans, visits and referrals in the queue: their steps, reviews, outcomes and checks, and the rules' word on them."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework.appointment import record_outcome, starts_at
from coordtui.casework.care_plan import review
from coordtui.casework.follow_up import complete, detail, edit
from coordtui.casework.patient import close_case, record_death
from coordtui.casework.referral import check
from coordtui.errors import InvalidInput, NextStepNeeded, NotFound, Refused
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Ball, Urgency
from coordtui.models.follow_up import FollowUpDraft, FollowUpStatus
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral, ReferralState
from tests.casework.objects import add_plan, add_referral, add_visit, bring, change
from tests.casework.world import World


def step_of(world: World, patient_id: int, kind: str) -> int:
    return next(step.follow_up_id for step in world.open(patient_id) if step.kind == kind)


# --- plans -----------------------------------------------------------------------------------------------------------


def test_an_open_plan_has_a_review_and_a_closed_one_has_not(world: World) -> None:
    rosa = world.add()
    plan = add_plan(world, rosa)
    assert plan.reload(world).review_on == dt.date(2026, 4, 3)  # 30 days while acuity is unknown
    add_plan(world, rosa, PlanStatus.COMPLETED)
    assert world.kinds(rosa) == ["introduce", "plan_review"]
    world.check()


def test_a_review_settles_its_step_and_plans_the_next(world: World) -> None:
    rosa = world.add()
    plan = add_plan(world, rosa, review_on=dt.date(2026, 3, 5))
    first = step_of(world, rosa, "plan_review")
    result = world.do(review, plan.key, dt.date(2026, 6, 1))
    assert result.label == "Reviewed: Diabetes, again Mon 1 Jun"
    assert world.read(detail, first).outcome == "reviewed"
    assert world.read(detail, step_of(world, rosa, "plan_review")).due_on == dt.date(2026, 6, 1)
    kept = plan.reload(world)
    assert (kept.reviewed_on, kept.review_on) == (world.day, dt.date(2026, 6, 1))
    world.do(review, plan.key, None)
    assert plan.reload(world).review_on == dt.date(2026, 4, 3)
    world.check()


def test_a_review_needs_an_open_plan_an_open_case_and_a_day_to_come(world: World) -> None:
    rosa = world.add()
    plan, done = add_plan(world, rosa), add_plan(world, rosa, PlanStatus.REVOKED)
    for day in (world.day, dt.date(2028, 6, 1)):
        with pytest.raises(InvalidInput) as bad:
            world.do(review, plan.key, day)
        assert bad.value.field == "next_on"
    with pytest.raises(Refused, match="revoked"):
        world.do(review, done.key, None)
    world.do(close_case, rosa, "moved")
    with pytest.raises(Refused, match="case is over"):
        world.do(review, plan.key, None)
    with pytest.raises(NotFound):
        world.do(review, 99, None)


# --- visits ----------------------------------------------------------------------------------------------------------


def test_a_visit_is_prepared_and_then_asked_about(world: World) -> None:
    rosa = world.add()
    add_visit(world, rosa)
    prep, outcome = (world.read(detail, step_of(world, rosa, kind)) for kind in ("visit_prep", "visit_outcome"))
    assert prep.limit_at == dt.datetime(2026, 3, 20, 18, 30, tzinfo=dt.UTC)
    assert (prep.due_on, outcome.due_on) == (dt.date(2026, 3, 17), dt.date(2026, 3, 23))
    world.check()


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (AppointmentStatus.FULFILLED, ["introduce"]),
        (AppointmentStatus.NOSHOW, ["call_back", "introduce"]),
        (AppointmentStatus.CANCELLED, ["call_back", "introduce"]),
        (AppointmentStatus.ENTERED_IN_ERROR, ["introduce"]),
    ],
)
def test_an_outcome_ends_the_visits_steps(world: World, status: AppointmentStatus, kinds: list[str]) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa)
    result = world.do(record_outcome, visit.key, status)
    assert sorted(world.kinds(rosa)) == kinds
    assert (result.value is not None) == ("call_back" in kinds)
    with pytest.raises(Refused, match="recorded already"):
        world.do(record_outcome, visit.key, status)
    world.check()


def test_a_missed_visit_is_asked_about_and_booked_again(world: World) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa)
    again = world.read(detail, world.do(record_outcome, visit.key, AppointmentStatus.NOSHOW).value)
    assert (again.text, again.due_on) == (
        "Missed: Eye clinic. Ask what got in the way, and rebook",
        dt.date(2026, 3, 5),
    )


def test_booked_is_no_outcome(world: World) -> None:
    visit = add_visit(world, world.add())
    with pytest.raises(Refused, match="not an outcome"):
        world.do(record_outcome, visit.key, AppointmentStatus.BOOKED)


def test_the_only_step_of_a_case_gone_with_a_visit_is_asked_for(world: World) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa)
    world.do(complete, [step_of(world, rosa, "introduce")], {})
    world.do(record_outcome, visit.key, AppointmentStatus.FULFILLED)
    assert world.kinds(rosa) == ["no_next_step"]
    assert world.row(rosa).tier == 4
    world.plan(rosa, "education", days=10)
    assert world.kinds(rosa) == ["education"]  # the question is answered by the step
    world.check()


def test_a_visit_without_a_day_asks_to_be_booked_and_finishing_that_asks_what_comes_next(world: World) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa, starts=None)
    book = step_of(world, rosa, "admin")
    draft = FollowUpDraft(kind="call_back", due_on=dt.date(2026, 3, 10))
    with pytest.raises(NextStepNeeded):
        world.do(complete, [book], {})
    world.do(complete, [book], {rosa: draft})
    view = world.read(detail, step_of(world, rosa, "call_back"))
    assert (view.subject_kind, view.subject_id) == ("appointment", visit.key)
    world.check()


def test_a_moved_visit_moves_its_steps_and_a_finished_preparation_is_not_asked_again(world: World) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa)
    world.do(change, Appointment, visit.key, {"starts": "2026-03-27T14:30:00-04:00"})
    assert world.read(detail, step_of(world, rosa, "visit_prep")).due_on == dt.date(2026, 3, 24)
    world.do(complete, [step_of(world, rosa, "visit_prep")], {})
    world.do(change, Appointment, visit.key, {"place": "Room 2"})
    assert "visit_prep" not in world.kinds(rosa)
    world.do(change, Appointment, visit.key, {"starts": "2026-04-10T14:30:00-04:00"})
    assert "visit_prep" in world.kinds(rosa)  # another day needs another preparation
    world.check()


def test_a_date_set_by_hand_is_kept_and_the_limit_still_follows_the_visit(world: World) -> None:
    rosa = world.add()
    visit = add_visit(world, rosa)
    prep = step_of(world, rosa, "visit_prep")
    world.do(edit, prep, FollowUpDraft(kind="visit_prep", due_on=dt.date(2026, 3, 10)))
    world.do(change, Appointment, visit.key, {"starts": "2026-03-27T14:30:00-04:00"})
    view = world.read(detail, prep)
    assert (view.due_on, view.limit_at) == (dt.date(2026, 3, 10), dt.datetime(2026, 3, 27, 18, 30, tzinfo=dt.UTC))
    assert world.kinds(rosa).count("visit_prep") == 1
    world.do(change, Appointment, visit.key, {"status": AppointmentStatus.CANCELLED})
    assert world.read(detail, prep).status is FollowUpStatus.CANCELLED
    world.check()


@pytest.mark.parametrize(
    "text", [None, "", "2026", "2026-03-20", "2026-03-20T25:00:00Z", "soon T", "2026-03-20T10:00:00"]
)
def test_a_moment_without_time_or_offset_is_no_moment(text: str | None) -> None:
    assert starts_at(text) is None


# --- referrals -------------------------------------------------------------------------------------------------------


def test_an_open_referral_waits_with_whom_it_is(world: World) -> None:
    rosa = world.add()
    add_referral(world, rosa)
    view = world.read(detail, step_of(world, rosa, "referral"))
    assert (view.ball, view.next_check_on) == (Ball.RECIPIENT, dt.date(2026, 3, 11))
    assert world.today().waiting == 0  # within a week it stands in the queue
    add_referral(world, rosa, urgency=Urgency.URGENT)
    add_referral(world, rosa, social=True)
    assert {"urgent_referral", "social_referral"} <= set(world.kinds(rosa))
    world.check()


def test_a_check_is_counted_and_the_next_one_planned(world: World) -> None:
    rosa = world.add()
    sent = add_referral(world, rosa)
    to = dt.date(2026, 3, 9)
    world.do(check, sent.key, to)
    view = world.read(detail, step_of(world, rosa, "referral"))
    assert (view.missed_checks, view.next_check_on, sent.reload(world).next_check_on) == (1, to, to)
    for bad in (world.day, dt.date(2026, 3, 1)):
        with pytest.raises(InvalidInput):
            world.do(check, sent.key, bad)


def test_a_referral_that_is_ours_to_act_on_counts_no_missed_check(world: World) -> None:
    rosa = world.add()
    draft = add_referral(world, rosa, ReferralState.DRAFT)
    world.do(check, draft.key, dt.date(2026, 3, 9))
    view = world.read(detail, step_of(world, rosa, "referral"))
    assert (view.missed_checks, view.due_on) == (0, dt.date(2026, 3, 9))


def test_a_closed_referral_is_not_checked(world: World) -> None:
    rosa = world.add()
    over = add_referral(world, rosa, ReferralState.CLOSED_MET)
    with pytest.raises(Refused, match="need met"):
        world.do(check, over.key, dt.date(2026, 3, 9))
    sent = add_referral(world, rosa)
    world.do(record_death, rosa, None)
    with pytest.raises(Refused, match="case is over"):
        world.do(check, sent.key, dt.date(2026, 3, 9))


def test_a_referral_that_moves_on_has_one_step_and_a_new_owner(world: World) -> None:
    rosa = world.add()
    sent = add_referral(world, rosa)
    world.do(check, sent.key, dt.date(2026, 3, 9))
    fields = {"state": ReferralState.REPORT_RECEIVED, "ball": Ball.ME, "since": world.day, "next_check_on": None}
    world.do(change, Referral, sent.key, fields)
    view = world.read(detail, step_of(world, rosa, "referral"))
    assert (view.ball, view.missed_checks, view.next_check_on) == (Ball.ME, 0, None)
    world.do(change, Referral, sent.key, {"urgency": Urgency.STAT})
    assert [kind for kind in world.kinds(rosa) if "referral" in kind] == ["urgent_referral"]
    world.do(change, Referral, sent.key, {"state": ReferralState.CLOSED_MET})
    assert world.kinds(rosa) == ["introduce"]
    world.check()


def test_objects_of_the_dead_raise_nothing(world: World) -> None:
    dead = world.do(bring, [Patient(name="Z", deceased=True, added_on=world.day)]).value[0]
    add_plan(world, dead)
    add_referral(world, dead)
    add_visit(world, dead)
    assert world.open(dead) == ()
    world.check()
