"""Finishing, snoozing, making, editing and checking follow-ups."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework import follow_up as casework
from coordtui.errors import InvalidInput, NextStepNeeded, NotFound, Refused
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpDraft, FollowUpStatus
from tests.casework.objects import add_plan, add_referral
from tests.casework.referrals import begin, look, take
from tests.casework.world import World

CALL = FollowUpDraft(kind="routine_contact", due_on=dt.date(2026, 3, 20))


def test_finishing_the_last_step_asks_for_the_next_one(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    with pytest.raises(NextStepNeeded) as needed:
        world.do(casework.complete, [step.follow_up_id], {})
    assert needed.value.patients == ((rosa, "Rosa Lopez"),)
    assert [each.follow_up_id for each in world.open(rosa)] == [step.follow_up_id]


def test_finishing_with_a_next_step_is_one_act(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    result = world.do(casework.complete, [step.follow_up_id], {rosa: CALL})
    assert result.label == "Done: introduce yourself to Rosa Lopez"
    assert world.kinds(rosa) == ["routine_contact"]
    world.ledger.undo()
    assert world.kinds(rosa) == ["introduce"]
    world.check()


def test_finishing_one_of_several_asks_for_nothing(world: World) -> None:
    rosa = world.add()
    extra = world.plan(rosa, "food")
    result = world.do(casework.complete, [extra], {})
    assert result.label == "Done: see to food for Rosa Lopez"
    assert world.read(casework.detail, extra).status is FollowUpStatus.DONE


def test_a_bulk_act_is_one_undo_step(world: World) -> None:
    people = [world.add(name) for name in ("Ana", "Bo", "Cy")]
    extra = [world.plan(key, "food") for key in people]
    result = world.do(casework.complete, extra, {})
    assert result.label == "Done: 3 follow-ups"
    assert result.patient_id is None
    world.ledger.undo()
    assert all(world.read(casework.detail, key).status is FollowUpStatus.OPEN for key in extra)
    world.check()


def test_a_bulk_act_that_one_refuses_changes_nothing(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    food = world.plan(rosa, "food")
    review = next(step for step in world.open(rosa) if step.kind == "plan_review")
    with pytest.raises(Refused) as refused:
        world.do(casework.complete, [food, review.follow_up_id], {})
    assert "Review the plan" in refused.value.hint
    assert food in [step.follow_up_id for step in world.open(rosa)]


def test_marks_are_sorted_into_what_can_be_done_and_why_not(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    crisis = world.plan(rosa, "crisis")
    review = next(step.follow_up_id for step in world.open(rosa) if step.kind == "plan_review")
    able = world.read(casework.sort_marks, [crisis, review, 999], "complete", world.day)
    assert able.can == (crisis,)
    assert able.cannot[0] == (review, "Review the plan and set the next review; that settles it.")
    assert able.cannot[1] == (999, "It is not open any more.")
    snooze = world.read(casework.sort_marks, [crisis, review], "snooze", world.day)
    assert snooze.can == (review,)
    assert "safety" in snooze.cannot[0][1]
    checks = world.read(casework.sort_marks, [crisis], "checked", world.day)
    assert checks.cannot == ((crisis, "The ball is with you."),)


def test_two_patients_without_a_next_step_are_both_named(world: World) -> None:
    steps = [world.open(world.add(name))[0].follow_up_id for name in ("Ana", "Bo")]
    with pytest.raises(NextStepNeeded) as needed:
        world.do(casework.complete, steps, {})
    assert [name for _, name in needed.value.patients] == ["Ana Lopez", "Bo Lopez"]


def test_a_finished_step_cannot_be_finished_again(world: World) -> None:
    food = world.plan(world.add(), "food")
    world.do(casework.complete, [food], {})
    with pytest.raises(Refused, match="already closed"):
        world.do(casework.complete, [food], {})
    with pytest.raises(NotFound):
        world.do(casework.complete, [4711], {})
    with pytest.raises(Refused, match="No follow-up is chosen"):
        world.do(casework.complete, [], {})


def test_a_snooze_defers_and_the_due_date_stays(world: World) -> None:
    rosa = world.add()
    food = world.plan(rosa, "food")
    until = world.day + dt.timedelta(days=5)
    result = world.do(casework.snooze, [food], until, None)
    view = world.read(casework.detail, food)
    assert (view.due_on, view.deferred_until, view.defer_reason) == (world.day, until, "planned")
    assert result.value.returns == ((food, until),)
    assert result.label == "Snoozed to Mon 9 Mar: see to food for Rosa Lopez"
    assert world.today().deferred == 1
    world.go_to(until)
    assert world.today().deferred == 0
    assert food in (world.row(rosa).follow_up_id, *(item.follow_up_id for item in world.row(rosa).more))
    world.check()


def test_a_snooze_is_at_most_fourteen_days_and_never_for_safety(world: World) -> None:
    rosa = world.add()
    food, crisis = world.plan(rosa, "food"), world.plan(rosa, "crisis")
    with pytest.raises(Refused, match="at most 14 days"):
        world.do(casework.snooze, [food], world.day + dt.timedelta(days=15), None)
    with pytest.raises(Refused, match="safety"):
        world.do(casework.snooze, [crisis], world.day + dt.timedelta(days=1), None)


def test_a_snoozed_clock_returns_when_its_window_opens(world: World) -> None:
    rosa = world.add()
    limit = dt.datetime(2026, 3, 12, 21, tzinfo=dt.UTC)
    appeal = world.plan(rosa, "appeal_deadline", limit_at=limit)
    result = world.do(casework.snooze, [appeal], world.day + dt.timedelta(days=14), "waiting for papers")
    ((_, returns),) = result.value.returns
    assert returns == dt.date(2026, 3, 9)  # three business days before Thursday 12 March
    assert result.label == "Snoozed to Mon 9 Mar: file the appeal for Rosa Lopez"


def test_a_hand_made_step_needs_a_known_kind_and_a_day_to_come(world: World) -> None:
    rosa = world.add()
    with pytest.raises(InvalidInput) as bad:
        world.do(casework.add, rosa, FollowUpDraft(kind="dance"))
    assert bad.value.field == "kind"
    with pytest.raises(InvalidInput, match="comes from its own feature"):
        world.do(casework.add, rosa, FollowUpDraft(kind="plan_review"))
    with pytest.raises(InvalidInput) as past:
        world.plan(rosa, days=-1)
    assert past.value.field == "due_on"
    with pytest.raises(InvalidInput, match="five years"):
        world.do(casework.add, rosa, FollowUpDraft(due_on=dt.date(9999, 1, 1)))
    with pytest.raises(NotFound):
        world.do(casework.add, 99, CALL)


def test_with_the_ball_elsewhere_there_is_always_a_day_to_look_again(world: World) -> None:
    rosa = world.add()
    waiting = world.plan(rosa, "pending_result", days=10, ball=Ball.PAYER)
    view = world.read(casework.detail, waiting)
    assert view.next_check_on == view.due_on
    world.do(casework.edit, waiting, FollowUpDraft(kind="pending_result", ball=Ball.ME))
    assert world.read(casework.detail, waiting).next_check_on is None
    with pytest.raises(InvalidInput) as past:
        world.do(
            casework.edit,
            waiting,
            FollowUpDraft(kind="pending_result", ball=Ball.PAYER, next_check_on=dt.date(2026, 3, 1)),
        )
    assert past.value.field == "next_check_on"


def test_an_edit_moves_the_date_and_ends_a_snooze(world: World) -> None:
    rosa = world.add()
    food = world.plan(rosa, "food")
    world.do(casework.snooze, [food], world.day + dt.timedelta(days=2), None)
    to = world.day + dt.timedelta(days=30)
    world.do(casework.edit, food, FollowUpDraft(kind="food", due_on=to, text="Pantry voucher"))
    view = world.read(casework.detail, food)
    assert (view.due_on, view.deferred_until, view.text) == (to, None, "Pantry voucher")


def test_an_edit_that_says_nothing_new_changes_nothing(world: World) -> None:
    food = world.plan(world.add(), "food")
    before = world.read(casework.detail, food)
    world.do(casework.edit, food, FollowUpDraft(kind="food"))
    assert world.read(casework.detail, food) == before
    assert world.ledger.log(1)[0].act == "follow_up.add"  # no trace of the edit


def test_an_overdue_step_can_be_edited_without_moving_it(world: World) -> None:
    food = world.plan(world.add(), "food")
    world.later(3)
    world.do(casework.edit, food, FollowUpDraft(kind="food", due_on=dt.date(2026, 3, 4), text="Call the pantry"))
    assert world.read(casework.detail, food).text == "Call the pantry"


def test_a_limit_that_a_rule_set_stays(world: World) -> None:
    (step,) = world.open(world.add())
    with pytest.raises(InvalidInput) as bad:
        world.do(casework.edit, step.follow_up_id, FollowUpDraft(kind="introduce", limit_at=world.at))
    assert bad.value.field == "limit_at"
    with pytest.raises(InvalidInput, match="cannot become"):
        world.do(casework.edit, step.follow_up_id, FollowUpDraft(kind="food"))


def test_moving_a_plan_review_moves_the_plans_own_date(world: World) -> None:
    rosa = world.add()
    plan = add_plan(world, rosa, review_on=dt.date(2026, 3, 10))
    review = next(step.follow_up_id for step in world.open(rosa) if step.kind == "plan_review")
    to = dt.date(2026, 4, 1)
    world.do(casework.edit, review, FollowUpDraft(kind="plan_review", due_on=to))
    assert plan.reload(world).review_on == to


def test_a_check_without_news_is_counted_and_looked_at_again(world: World) -> None:
    rosa = world.add()
    waiting = world.plan(rosa, "pending_result", ball=Ball.RECIPIENT)
    to = world.day + dt.timedelta(days=4)
    result = world.do(casework.checked, [waiting], to)
    view = world.read(casework.detail, waiting)
    assert (view.missed_checks, view.next_check_on) == (1, to)
    assert result.label.startswith("Checked, again Sun 8 Mar")
    with pytest.raises(InvalidInput, match="after today"):
        world.do(casework.checked, [waiting], world.day)
    with pytest.raises(Refused, match="ball is with you"):
        world.do(casework.checked, [world.plan(rosa, "food")], to)


def test_checking_a_referrals_step_moves_the_referral_too(world: World) -> None:
    rosa = world.add()
    sent = add_referral(world, rosa)
    step = next(step.follow_up_id for step in world.open(rosa) if step.kind == "referral")
    to = world.day + dt.timedelta(days=3)
    world.do(casework.checked, [step], to)
    assert sent.reload(world).next_check_on == to


def test_the_suggested_next_step_follows_acuity_and_lands_on_a_business_day(world: World) -> None:
    rosa = world.add()
    draft = world.read(casework.suggest_next, rosa, world.day)
    assert (draft.kind, draft.due_on) == ("routine_contact", dt.date(2026, 4, 3))  # 30 days while nobody assessed it


def test_nothing_is_planned_by_hand_for_a_closed_case(world: World) -> None:
    from coordtui.casework.patient import close_case, record_death

    rosa, ana = world.add(), world.add("Ana")
    world.do(close_case, rosa, "moved")
    with pytest.raises(Refused, match="is closed"):
        world.plan(rosa, "food")
    world.do(record_death, ana, None)
    with pytest.raises(Refused, match="has died"):
        world.plan(ana, "food")
    assert world.plan(ana, "letter") > 0


def test_handing_a_referrals_step_over_is_noted_and_leaves_the_clock_of_its_state(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send")
    world.later(20)
    before = look(world, key)
    (step,) = (step for step in world.open(rosa) if step.kind == "referral")
    again = world.day + dt.timedelta(days=3)
    world.do(casework.edit, step.follow_up_id, FollowUpDraft(kind="referral", ball=Ball.PATIENT, next_check_on=again))
    after = look(world, key)
    assert (after.ball, after.next_check_on) == (Ball.PATIENT, again)
    assert (after.since, after.limit_on, after.stage_age) == (before.since, before.limit_on, before.stage_age)
    assert after.history[:-1] == before.history
    assert after.history[-1].text == "Whose turn it is now: the patient"
    assert world.read(casework.detail, step.follow_up_id).since == world.day
    world.check()
