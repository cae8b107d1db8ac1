"""Writing referrals, and what is noted about them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework import referral
from coordtui.casework.follow_up_views import detail as step_detail
from coordtui.casework.patient import close_case, reopen_case
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Capacity, ReferralDraft
from coordtui.models.referral import ReferralState as S
from tests.casework.objects import bring
from tests.casework.referrals import begin, complete_draft, food, look, read, take
from tests.casework.world import World


def step_of(world: World, patient_id: int) -> Any:
    (key,) = [step.follow_up_id for step in world.open(patient_id) if "referral" in step.kind]
    return world.read(step_detail, key)


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_new_referral_is_a_draft_that_is_ours_to_send(world: World) -> None:
    rosa = world.add()
    key = world.do(referral.create, ReferralDraft(patient_id=rosa, what="  Cardiology ")).value
    kept = read(world, key)
    assert (kept.what, kept.state, kept.ball, kept.since) == ("Cardiology", S.DRAFT, Ball.ME, world.day)
    assert kept.next_check_on == dt.date(2026, 3, 9)  # 3 business days
    assert kept.ordered_on == world.day.isoformat()
    assert step_of(world, rosa).text == "Send it off: Cardiology"
    assert [event.to_label for event in look(world, key).history] == ["draft"]
    world.check()
    world.ledger.undo()
    assert world.kinds(rosa) == ["introduce"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"what": "  "}, "what"),
        ({"ordered_on": "soonish"}, "ordered_on"),
        ({"consent": Answer.YES, "consent_on": dt.date(2026, 3, 5)}, "consent_on"),
    ],
)
def test_what_cannot_be_written_is_named(world: World, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as bad:
        world.do(referral.create, ReferralDraft(patient_id=world.add(), **{"what": "Cardiology", **fields}))
    assert bad.value.field == field


def test_nothing_new_is_referred_for_someone_off_the_caseload(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    world.do(close_case, rosa, "moved")
    with pytest.raises(Refused, match="case is over"):
        begin(world, rosa)
    with pytest.raises(Refused, match="case is over"):
        world.do(referral.edit, key, complete_draft(rosa))
    with pytest.raises(NotFound):
        world.do(referral.create, complete_draft(99))
    world.do(reopen_case, rosa)
    assert "referral" in world.kinds(rosa)
    world.check()


def test_a_directory_entry_gives_its_name_and_how_to_reach_it(world: World) -> None:
    place, person = world.do(
        bring,
        [
            Organization(name="Heart Clinic", phone="555 0101", fax="555 0102", asks_for="the last ECG"),
            Practitioner(name="Dr. Lee", role="cardiologist", phone="555 0199"),
        ],
    ).value
    rosa = world.add()
    draft = complete_draft(rosa, to_name=None, to_organization_id=place, to_practitioner_id=person)
    key = world.do(referral.create, draft).value
    assert read(world, key).to_name == "Dr. Lee, Heart Clinic"
    found = look(world, key).receiver
    assert found is not None
    assert (found.kind, found.phone, found.fax, found.asks_for) == (
        *("practitioner", "555 0199", "555 0102", "the last ECG"),
    )
    with pytest.raises(NotFound):
        world.do(referral.edit, key, complete_draft(rosa, to_organization_id=99))


def test_what_is_missing_is_filled_in_and_then_it_may_leave(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa, reason=None, consent=Answer.UNKNOWN)
    (offer,) = [offer for offer in look(world, key).offers if offer.move.id == "send"]
    assert "the patient's consent, the reason" in offer.reason
    draft = world.read(referral.draft_of, key)
    assert draft.what == "Cardiology"
    world.do(
        referral.edit,
        key,
        draft.model_copy(update={"reason": "pain", "consent": Answer.YES, "consent_on": world.day}),
    )
    (offer,) = [offer for offer in look(world, key).offers if offer.move.id == "send"]
    assert offer.reason == ""
    take(world, key, "send")
    assert read(world, key).state is S.SENT


def test_another_urgency_means_another_clock_and_another_kind_of_step(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send")
    world.do(referral.edit, key, complete_draft(rosa, urgency=Urgency.URGENT))
    assert read(world, key).next_check_on == dt.date(2026, 3, 6)
    assert [kind for kind in world.kinds(rosa) if "referral" in kind] == ["urgent_referral"]
    world.do(referral.check, key, dt.date(2026, 3, 10))
    world.do(referral.edit, key, complete_draft(rosa, urgency=Urgency.URGENT, question="How much may she walk?"))
    assert read(world, key).next_check_on == dt.date(2026, 3, 10)  # no clock changed
    world.check()


def test_another_place_has_not_been_asked_for_room(world: World) -> None:
    key = begin(world, world.add(), "Food box", social=True, to_name="A Pantry")
    draft = world.read(referral.draft_of, key)
    world.do(referral.edit, key, draft.model_copy(update={"question": "How often?"}))
    assert read(world, key).capacity is Capacity.CAPACITY
    world.do(referral.edit, key, draft.model_copy(update={"to_name": "B Pantry"}))
    assert (read(world, key).capacity, read(world, key).capacity_on) == (None, None)
    with pytest.raises(Refused, match="Ask B Pantry first"):
        take(world, key, "send")


@pytest.mark.parametrize("steps", [(), ("decline",), ("hold",), ("back_to_draft",), ("decline", "back_to_draft")])
def test_what_went_out_stays_with_its_place_and_the_way_to_another_is_said(
    world: World, steps: tuple[str, ...]
) -> None:
    first, other = world.do(bring, [Organization(name="Heart Clinic"), Organization(name="Harbor Heart")]).value
    key = begin(world, world.add(), to_organization_id=first)
    take(world, key, "send", *steps)
    draft = world.read(referral.draft_of, key)
    with pytest.raises(Refused, match="went to Heart Clinic") as refused:
        world.do(referral.edit, key, draft.model_copy(update={"to_name": "Harbor Heart", "to_organization_id": other}))
    assert "another place (O)" in refused.value.hint
    world.do(referral.edit, key, draft.model_copy(update={"to_name": "Heart Clinic, 2nd floor", "question": "Why?"}))
    assert read(world, key).to_name == "Heart Clinic, 2nd floor"


def test_before_it_goes_out_it_may_go_elsewhere_and_a_bare_name_may_get_its_entry(world: World) -> None:
    (place,) = world.do(bring, [Organization(name="Harbor Heart")]).value
    key = begin(world, world.add())
    take(world, key, "hold", "resume", "ask_auth", "hold", "resume")
    draft = world.read(referral.draft_of, key).model_copy(update={"to_name": "Harbor Heart"})
    world.do(referral.edit, key, draft)
    take(world, key, "send", auth="not-needed")
    world.do(referral.edit, key, draft.model_copy(update={"to_organization_id": place}))
    assert read(world, key).to_organization_id == place


def test_a_referral_stays_with_its_patient_and_a_closed_one_as_it_is(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana", "Diaz")
    key = begin(world, rosa)
    with pytest.raises(InvalidInput):
        world.do(referral.edit, key, complete_draft(ana))
    take(world, key, "cancel")
    with pytest.raises(Refused, match="cancelled"):
        world.do(referral.edit, key, complete_draft(rosa))


# --- notes and marks -------------------------------------------------------------------------------------------------


def test_a_check_without_news_stands_in_the_history(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send")
    world.do(referral.check, key, dt.date(2026, 3, 12))
    assert step_of(world, rosa).missed_checks == 1
    last = look(world, key).history[-1]
    assert (last.title, last.text) == ("checked", "No news; again Thu 12 Mar")


def test_a_reminder_is_written_down_and_moves_only_a_check_that_is_due(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send")
    due = read(world, key).next_check_on
    world.do(referral.nudged, key, "Heart Clinic", "please call back")
    assert read(world, key).next_check_on == due
    world.go_to(due or world.day)
    world.do(referral.nudged, key, "Heart Clinic", None)
    assert read(world, key).next_check_on == dt.date(2026, 3, 13)
    assert step_of(world, rosa).missed_checks == 0
    titles = [event.title for event in look(world, key).history]
    assert titles == ["moved", "moved", "reminded", "reminded"]
    with pytest.raises(InvalidInput):
        world.do(referral.nudged, key, " ", None)


def test_a_note_may_still_be_added_when_it_is_over(world: World) -> None:
    key = begin(world, world.add())
    take(world, key, "cancel")
    world.do(referral.note, key, "the letter came after all")
    assert look(world, key).history[-1].text == "the letter came after all"
    with pytest.raises(InvalidInput) as empty:
        world.do(referral.note, key, "\x1b ")
    assert empty.value.field == "text"
    for act, args in (
        (referral.nudged, ("Kim", None)),
        (referral.check, (dt.date(2026, 3, 9),)),
    ):
        with pytest.raises(Refused, match="cancelled"):
            world.do(act, key, *args)
    with pytest.raises(Refused, match="cancelled"):
        take(world, key, "confirm")


def test_the_patients_word_comes_after_the_visit_and_can_be_taken_back(world: World) -> None:
    key = begin(world, world.add())
    with pytest.raises(Refused, match="not possible"):
        take(world, key, "confirm")
    take(world, key, "send", "accept", "schedule", "attend")
    with pytest.raises(InvalidInput):
        take(world, key, "confirm", on="2026-03-05")
    take(world, key, "confirm")
    assert read(world, key).confirmed_on == world.day
    take(world, key, "confirm", met="no", words="it came back")
    assert read(world, key).confirmed_on is None
    last = look(world, key).history[-1]
    assert (last.text, last.details) == ("it came back", (("The need is met", "no"),))


def test_the_requesters_word_is_a_step_for_a_report_and_else_a_mark(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    with pytest.raises(Refused, match="not possible"):
        take(world, key, "requester_told")
    take(world, key, "send", "accept", "schedule", "attend", "report")
    with pytest.raises(InvalidInput) as nobody:
        take(world, key, "acknowledge", who="")
    assert nobody.value.field == "who"
    take(world, key, "acknowledge")
    assert (read(world, key).state, read(world, key).acknowledged_on) == (S.ACKNOWLEDGED, world.day)
    with pytest.raises(Refused, match="knows already"):
        take(world, key, "requester_told")


def test_room_is_asked_for_social_referrals_before_they_are_accepted(world: World) -> None:
    rosa = world.add()
    key = world.do(referral.create, food(rosa)).value
    take(world, key, "ask_capacity", capacity="waitlist", note="six weeks")
    seen = look(world, key)
    assert (seen.capacity_label, seen.capacity_on) == ("has a waiting list", world.day)
    with pytest.raises(InvalidInput) as why:
        take(world, key, "send")
    assert why.value.field == "why"
    take(world, key, "send", why="the only one with baby food")
    with pytest.raises(Refused, match="not possible"):
        take(world, begin(world, rosa), "ask_capacity")
