"""Logging contacts: what they lead to, and that the proposal is what then happens."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework.acuity import assess
from coordtui.casework.contact import Logged, contacts, log_contact, proposal
from coordtui.casework.follow_up import complete, detail
from coordtui.casework.patient import close_case
from coordtui.casework.preview import preview
from coordtui.errors import InvalidInput, Refused
from coordtui.models.acuity import AcuityDraft
from coordtui.models.contact import Channel, ContactDraft, Outcome
from coordtui.models.follow_up import FollowUpDraft, FollowUpStatus
from tests.casework.objects import add_plan, add_visit
from tests.casework.world import World, call


def log(world: World, draft: ContactDraft) -> Logged:
    logged: Logged = world.do(log_contact, draft).value
    return logged


def test_no_answer_counts_an_attempt_and_moves_the_follow_up(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    logged = log(world, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    (after,) = world.open(rosa)
    assert (after.attempts, after.due_on) == (1, dt.date(2026, 3, 9))  # three business days on
    assert (logged.settled, logged.next_on, logged.next_follow_up_id) == (False, after.due_on, step.follow_up_id)
    assert after.limit_at == step.limit_at  # the policy's limit does not move with our date
    world.check()


def test_a_reach_settles_and_plans_the_next_contact_when_nothing_else_is_open(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    logged = log(world, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id, note="Likes mornings"))
    (after,) = world.open(rosa)
    assert (after.kind, after.text, after.due_on) == ("routine_contact", "Stay in touch", logged.next_on)
    assert world.read(detail, step.follow_up_id).outcome == "contact"
    assert world.read(preview, rosa, world.day).engagement == "engaged"
    world.check()


def test_a_reach_plans_nothing_more_when_something_else_is_open(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    food = world.plan(rosa, "food", days=6)
    shown = world.read(proposal, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id), world.moment)
    assert (shown.kind, shown.due_on) == (None, None)
    assert shown.words == "Reached; settled. Next open step Tue 10 Mar."
    log(world, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id))
    assert [each.follow_up_id for each in world.open(rosa)] == [food]


def test_a_reach_starts_the_count_of_attempts_again_everywhere(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    log(world, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    other = world.plan(rosa, "call_back")
    log(world, call(rosa, Outcome.BUSY, other))
    log(world, call(rosa, Outcome.REACHED_CAREGIVER, spoke_with="her son"))
    assert {each.attempts for each in world.open(rosa)} == {0}


def test_the_third_try_raises_a_letter_and_goes_monthly(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    for day in (4, 9, 16):
        world.go_to(dt.date(2026, 3, day))
        logged = log(world, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    letter, again = world.open(rosa)
    assert (letter.kind, letter.due_on) == ("letter", dt.date(2026, 3, 17))
    assert (again.follow_up_id, again.attempts, again.due_on) == (step.follow_up_id, 3, dt.date(2026, 4, 15))
    assert logged.next_follow_up_id == letter.follow_up_id
    world.check()


def test_three_tries_on_one_day_are_one_try(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    for hour in (9, 12, 17):
        world.hour = hour
        log(world, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    assert world.kinds(rosa) == ["introduce"]


def test_a_wrong_number_is_never_dialled_again(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    (step,) = world.open(rosa)
    log(world, call(rosa, Outcome.WRONG_NUMBER, step.follow_up_id))
    view = world.read(preview, rosa, world.day)
    assert view.phones == ()
    assert [(way.value, way.state) for way in view.bad_phones] == [("(617) 555-0123", "wrong")]
    assert world.kinds(rosa) == ["find_number", "introduce"]
    assert world.row(rosa).phone is None
    log(world, call(rosa, Outcome.DISCONNECTED, step.follow_up_id, number="+1 617-555-0123"))
    assert world.read(preview, rosa, world.day).bad_phones[0].state == "disconnected"
    assert world.kinds(rosa).count("find_number") == 1  # the open search is moved, not doubled
    world.check()


def test_only_the_number_that_was_dialled_is_marked(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    log(world, call(rosa, Outcome.WRONG_NUMBER, number="617 555 9999"))
    assert [way.value for way in world.read(preview, rosa, world.day).phones] == ["(617) 555-0123"]


def test_the_number_dialled_is_kept_even_when_nobody_says_which(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    log(world, call(rosa, Outcome.VOICEMAIL))
    (kept,) = world.read(contacts, rosa)
    assert (kept.number, kept.counts, kept.reached, kept.words) == ("(617) 555-0123", True, False, "left a voicemail")


@pytest.mark.parametrize(("seconds", "given", "minutes"), [(0, None, 0), (1, None, 1), (60, None, 1), (61, None, 2)])
def test_begun_minutes_count(world: World, seconds: int, given: int | None, minutes: int) -> None:
    rosa = world.add()
    assert log(world, call(rosa, Outcome.BUSY, seconds=seconds, minutes=given)).minutes == minutes


def test_minutes_that_were_typed_win_over_the_timer(world: World) -> None:
    rosa = world.add()
    assert log(world, call(rosa, Outcome.BUSY, seconds=600, minutes=3)).minutes == 3
    assert log(world, call(rosa, Outcome.BUSY, seconds=10**9)).minutes == 1440  # a timer left running for weeks


def test_someone_found_dead_stops_all_work_and_asks_to_close_the_record(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    (step, _) = world.open(rosa)
    draft = call(rosa, Outcome.DECEASED, step.follow_up_id)
    shown = world.read(proposal, draft, world.moment)
    logged = log(world, draft)
    (left,) = world.open(rosa)
    assert (left.kind, left.due_on, left.follow_up_id) == ("close_record", shown.due_on, logged.next_follow_up_id)
    view = world.read(preview, rosa, world.day)
    assert (view.deceased, view.deceased_on) == (True, None)
    world.do(complete, [left.follow_up_id], {})
    assert world.open(rosa) == ()
    world.check()
    for _ in range(2):
        world.ledger.undo()
    assert sorted(world.kinds(rosa)) == ["introduce", "plan_review"]
    world.check()


def test_a_stay_in_hospital_raises_a_watch_for_the_discharge_once(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    log(world, call(rosa, Outcome.HOSPITALISED, step.follow_up_id))
    watch = next(each for each in world.open(rosa) if each.kind == "call_back")
    assert (watch.text, watch.due_on) == ("In hospital: ask for the discharge date", dt.date(2026, 3, 6))
    assert "In hospital" in world.read(preview, rosa, world.day).alerts[0]
    world.go_to(watch.due_on)
    log(world, call(rosa, Outcome.HOSPITALISED, watch.follow_up_id))
    assert world.kinds(rosa).count("call_back") == 1
    assert next(each for each in world.open(rosa) if each.kind == "call_back").due_on == dt.date(2026, 3, 10)
    world.check()


def test_not_safe_to_talk_stands_at_the_top_at_once(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    log(world, call(rosa, Outcome.UNSAFE, step.follow_up_id))
    row = world.row(rosa)
    assert (row.tier, row.kind) == (0, "safety_follow_up")
    assert world.read(preview, rosa, world.day).alerts
    safety = row.follow_up_id
    log(world, call(rosa, Outcome.UNSAFE, safety))
    assert world.kinds(rosa).count("safety_follow_up") == 1
    world.check()


def test_a_danger_leaves_no_choice_of_another_step(world: World) -> None:
    rosa = world.add()
    log(world, call(rosa, Outcome.UNSAFE, next_kind="education", next_on=dt.date(2026, 3, 27)))
    assert (world.row(rosa).tier, world.row(rosa).kind) == (0, "safety_follow_up")
    assert "education" not in world.kinds(rosa)


def test_the_persons_own_choice_replaces_the_proposal(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    on = dt.date(2026, 3, 27)
    stays = log(world, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id, settle=False, next_on=on))
    assert (stays.settled, stays.next_on) == (False, on)
    assert [(each.kind, each.due_on) for each in world.open(rosa)] == [("introduce", on)]
    log(world, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id, next_kind="education", next_on=on))
    assert [(each.kind, each.due_on) for each in world.open(rosa)] == [("education", on)]
    world.check()


def test_a_choice_of_the_same_kind_moves_the_follow_up_instead_of_doubling_it(world: World) -> None:
    rosa = world.add()
    on = dt.date(2026, 3, 27)
    back = world.plan(rosa, "call_back")
    log(world, call(rosa, Outcome.NO_ANSWER, back, next_kind="call_back", next_on=on))
    assert next(each for each in world.open(rosa) if each.kind == "call_back").due_on == on
    assert world.kinds(rosa).count("call_back") == 1


def test_a_next_date_that_is_past_or_a_kind_of_a_feature_is_refused(world: World) -> None:
    rosa = world.add()
    with pytest.raises(InvalidInput) as past:
        log(world, call(rosa, Outcome.NO_ANSWER, next_on=dt.date(2026, 3, 3)))
    assert past.value.field == "next_on"
    with pytest.raises(InvalidInput) as kind:
        log(world, call(rosa, Outcome.NO_ANSWER, next_kind="plan_review"))
    assert kind.value.field == "next_kind"
    with pytest.raises(InvalidInput) as outcome:
        log(world, call(rosa, Outcome.LETTER_RETURNED))
    assert (outcome.value.field, outcome.value.message) == (
        "outcome",
        '"letter came back" cannot come of a phone.',
    )


def test_a_follow_up_of_someone_else_is_refused(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    (step,) = world.open(ana)
    with pytest.raises(Refused, match="another patient"):
        log(world, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    assert world.read(contacts, rosa) == ()


def test_talking_does_not_finish_a_step_of_a_feature(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    review = next(each for each in world.open(rosa) if each.kind == "plan_review")
    log(world, call(rosa, Outcome.REACHED_PATIENT, review.follow_up_id))
    assert "plan_review" in world.kinds(rosa)


def test_talking_does_not_finish_the_last_step_of_a_visit_that_is_not_booked(world: World) -> None:
    rosa = world.add()
    add_visit(world, rosa, starts=None)
    book = next(each for each in world.open(rosa) if each.text.startswith("Book"))
    logged = log(world, call(rosa, Outcome.REACHED_PATIENT, book.follow_up_id))
    assert not logged.settled
    assert world.read(detail, book.follow_up_id).status is FollowUpStatus.OPEN
    world.check()


def test_a_contact_after_the_case_is_closed_is_only_kept(world: World) -> None:
    rosa = world.add()
    world.do(close_case, rosa, "goals met")
    logged = log(world, call(rosa, Outcome.REACHED_PATIENT, note="Says thanks"))
    assert (logged.next_on, logged.next_follow_up_id) == (None, None)
    assert world.open(rosa) == ()
    assert world.read(contacts, rosa)[0].note == "Says thanks"


def test_the_pace_follows_acuity(world: World) -> None:
    rosa = world.add()
    world.do(assess, rosa, AcuityDraft(utilisation=4, clinical=4, behavioural=4, social=4, engagement=0))
    (step,) = world.open(rosa)
    logged = log(world, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id))
    assert logged.next_on == dt.date(2026, 3, 11)  # complex: seven days


def test_undo_of_a_contact_brings_back_all_it_moved(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    before = world.read(preview, rosa, world.day)
    world.do(log_contact, call(rosa, Outcome.WRONG_NUMBER, before.open[0].follow_up_id))
    world.ledger.undo()
    assert world.read(preview, rosa, world.day) == before
    world.ledger.redo()
    assert world.kinds(rosa) == ["find_number", "introduce"]
    world.check()


def test_the_history_is_told_newest_first_in_its_own_zone(world: World) -> None:
    rosa = world.add()
    world.do(log_contact, call(rosa, Outcome.BUSY))
    world.later(1)
    world.do(log_contact, call(rosa, Outcome.SENT, channel=Channel.TEXT))
    found = world.read(contacts, rosa)
    assert [(each.channel, each.at.hour) for each in found] == [(Channel.TEXT, 12), (Channel.PHONE, 12)]
    assert world.read(contacts, rosa, limit=1) == found[:1]


def test_a_step_planned_by_hand_answers_the_question_for_the_next_step(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    world.do(complete, [step.follow_up_id], {rosa: FollowUpDraft(kind="letter", due_on=world.day)})
    (letter,) = world.open(rosa)
    logged = log(world, call(rosa, Outcome.SENT, letter.follow_up_id, channel=Channel.LETTER))
    assert logged.settled
    assert world.kinds(rosa) == ["routine_contact"]
    world.check()
