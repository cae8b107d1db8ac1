"""The turns that the loop takes in life: declined and rerouted, held, gone back, in parts, in bulk, and at the end."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework import referral
from coordtui.casework.patient import record_death
from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Answer, Ball
from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S
from tests.casework.objects import add_referral
from tests.casework.referrals import begin, booked, food, look, read, take
from tests.casework.world import World
from tests.rules.loop import ANSWERS

# --- turns -----------------------------------------------------------------------------------------------------------


def test_a_declined_referral_goes_to_another_place_and_the_chain_stays(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa, auth_number="A-1")
    take(world, key, "send", "decline")
    assert (read(world, key).ball, read(world, key).failure) == (Ball.ME, Failure.NO_CAPACITY)
    new = world.do(referral.move, [key], "reroute", {"to": "Harbor Heart"}).value
    old, fresh = read(world, key), read(world, new)
    assert (old.state, old.failure, old.closed_on) == (S.CLOSED_UNMET, Failure.NO_CAPACITY, world.day)
    assert (fresh.state, fresh.to_name, fresh.rerouted_from_id) == (S.DRAFT, "Harbor Heart", key)
    assert (fresh.reason, fresh.indicated_on, fresh.consent) == (old.reason, old.indicated_on, Answer.YES)
    assert fresh.auth_number is None
    assert [kin.referral_id for kin in look(world, key).rerouted_to] == [new]
    first = look(world, new)
    assert first.rerouted_from is not None
    assert first.rerouted_from.referral_id == key
    assert first.history[0].text == "Heart Clinic declined: no capacity"
    assert [kind for kind in world.kinds(rosa) if "referral" in kind] == ["referral"]
    world.check()
    world.ledger.undo()
    assert read(world, key).state is S.DECLINED


def test_a_reroute_takes_the_open_parts_along_and_stays_a_part_itself(world: World) -> None:
    rosa = world.add()
    whole = begin(world, rosa, "Housing", social=True)
    middle = world.do(referral.refer_part, whole, food(rosa)).value
    part = world.do(referral.refer_part, middle, food(rosa)).value
    take(world, middle, "ask_capacity", "send", "decline")
    new = world.do(referral.move, [middle], "reroute", {"to": "Second Table"}).value
    assert (read(world, new).parent_id, read(world, part).parent_id) == (whole, new)
    assert read(world, new).capacity is None  # the new place has not been asked


def test_only_a_declined_referral_is_rerouted(world: World) -> None:
    key = begin(world, world.add())
    take(world, key, "send")
    with pytest.raises(Refused, match="not possible while"):
        take(world, key, "reroute")
    take(world, key, "decline")
    with pytest.raises(InvalidInput) as empty:
        take(world, key, "reroute", to="  ")
    assert empty.value.field == "to"


def test_a_hold_ends_where_it_began(world: World) -> None:
    key = begin(world, world.add())
    take(world, key, "send", "accept", "hold")
    kept = read(world, key)
    assert (kept.ball, kept.held_from, kept.next_check_on) == (Ball.ME, S.ACCEPTED, dt.date(2026, 4, 6))
    assert kept.state_reason == "travelling"
    world.later(3)
    take(world, key, "resume")
    kept = read(world, key)
    assert (kept.state, kept.held_from, kept.resume_on) == (S.ACCEPTED, None, None)
    assert (kept.since, kept.ball) == (world.day, Ball.RECIPIENT)


def test_going_back_is_allowed_with_a_reason_and_logged(world: World) -> None:
    key = begin(world, world.add())
    take(world, key, "send", "accept")
    with pytest.raises(InvalidInput) as missing:
        world.do(referral.move, [key], "back_to_sent", {})
    assert missing.value.field == "reason"
    world.do(referral.move, [key], "back_to_sent", {"reason": "that was another patient"})
    last = look(world, key).history[-1]
    assert (last.from_label, last.to_label, last.backward) == ("accepted", "sent", True)
    assert last.text == "that was another patient"
    take(world, key, "accept", "decline")
    last = look(world, key).history[-1]
    assert (last.backward, last.failure) == (True, "no capacity")


def test_what_the_patient_confirmed_no_longer_holds_before_the_visit(world: World) -> None:
    key = booked(world, world.add())
    take(world, key, "attend", "confirm", "report", "acknowledge", "back_to_report_received")
    kept = read(world, key)
    assert (kept.confirmed_on, kept.acknowledged_on) == (world.day, None)
    take(world, key, "back_to_scheduled")
    assert read(world, key).confirmed_on is None


def test_a_teach_back_that_was_not_clear_sets_the_next_talk(world: World) -> None:
    key = booked(world, world.add())
    take(world, key, "attend", "report", "acknowledge")
    take(world, key, "inform", teach_back="not-yet", again_on="2026-03-12")
    assert read(world, key).next_check_on == dt.date(2026, 3, 12)
    assert ("Said back in own words", "not clear yet") in look(world, key).history[-1].details


@pytest.mark.parametrize("social", [False, True])
def test_the_loop_closes_as_met_only_when_it_was_explained_until_clear(world: World, social: bool) -> None:
    key = booked(world, world.add(), social=social)
    take(world, key, "attend", *(() if social else ("report", "acknowledge")))
    stood = read(world, key).state
    unclear = {**ANSWERS["inform"], "teach_back": "not-yet", "again_on": "2026-03-12"}
    assert world.do(referral.move, [key], "inform", unclear).label == "Noted: Cardiology, patient told"
    take(world, key, "confirm")
    kept = read(world, key)
    assert (kept.state, kept.next_check_on) == (stood, dt.date(2026, 3, 12))
    with pytest.raises(Refused, match="not possible while"):
        take(world, key, "close_met")
    world.go_to(dt.date(2026, 3, 12))
    take(world, key, "inform", teach_back="clear-after-reteach")
    take(world, key, "close_met")
    assert read(world, key).state is S.CLOSED_MET
    world.check()


def test_a_loop_may_end_partly_or_not_met_with_the_reason(world: World) -> None:
    rosa = world.add()
    partly, unmet = booked(world, rosa), booked(world, rosa)
    for key in (partly, unmet):
        take(world, key, "attend", "report", "acknowledge", "inform")
    take(world, unmet, "confirm", met="no")
    take(world, partly, "close_partly")
    take(world, unmet, "close_unmet")
    assert (read(world, partly).state, read(world, partly).failure) == (S.CLOSED_PARTLY, Failure.COST)
    assert (read(world, unmet).state, read(world, unmet).failure) == (S.CLOSED_UNMET, Failure.PATIENT_DECLINED)
    with pytest.raises(Refused, match="not possible while"):
        take(world, unmet, "hold")


# --- parts -----------------------------------------------------------------------------------------------------------


def test_a_whole_is_not_closed_as_met_before_its_parts(world: World) -> None:
    rosa = world.add()
    whole = booked(world, rosa, what="Housing", social=True)
    part = world.do(referral.refer_part, whole, food(rosa)).value
    take(world, whole, "attend", "inform", "confirm")
    with pytest.raises(Refused, match="Food box"):
        take(world, whole, "close_met")
    (offer,) = [offer for offer in look(world, whole).offers if offer.move.id == "close_met"]
    assert "Food box" in offer.reason
    assert [kin.referral_id for kin in look(world, whole).parts] == [part]
    parent = look(world, part).parent
    assert parent is not None
    assert parent.referral_id == whole
    take(world, part, "cancel")
    take(world, whole, "close_met")
    assert read(world, whole).state is S.CLOSED_MET


def test_a_part_belongs_to_the_same_patient(world: World) -> None:
    whole, ana = begin(world, world.add()), world.add("Ana", "Diaz")
    with pytest.raises(InvalidInput):
        world.do(referral.refer_part, whole, food(ana))


# --- many at once ----------------------------------------------------------------------------------------------------


def test_ten_faxes_sent_are_one_act_and_one_undo(world: World) -> None:
    keys = [begin(world, world.add(name, "Lopez")) for name in "ABCDEFGHIJ"]
    result = world.do(referral.move, keys, "send", ANSWERS["send"])
    assert result.label == "Moved: 10 referrals, now sent"
    assert (result.value, result.patient_id) == (tuple(keys), None)
    assert {read(world, key).state for key in keys} == {S.SENT}
    world.check()
    world.ledger.undo()
    assert {read(world, key).state for key in keys} == {S.DRAFT}
    world.check()
    world.ledger.redo()
    assert {read(world, key).state for key in keys} == {S.SENT}


def test_a_bulk_step_does_all_or_nothing_and_says_first_which_cannot(world: World) -> None:
    rosa = world.add()
    ready, lacking, sent = begin(world, rosa), begin(world, rosa, reason=None), begin(world, rosa)
    take(world, sent, "send")
    able = world.read(referral.sort_moves, [ready, lacking, sent, 99], "send", world.day)
    assert able.can == (ready,)
    assert [key for key, _ in able.cannot] == [lacking, sent, 99]
    assert "the reason" in able.cannot[0][1]
    with pytest.raises(Refused, match="Cardiology: Still missing: the reason"):
        world.do(referral.move, [ready, lacking], "send", ANSWERS["send"])
    assert read(world, ready).state is S.DRAFT
    with pytest.raises(Refused, match="No referral is chosen"):
        world.do(referral.move, [], "send", {})
    take(world, sent, "decline")
    other = begin(world, rosa)
    take(world, other, "send", "decline")
    with pytest.raises(Refused, match="one at a time"):
        world.do(referral.move, [sent, other], "reroute", ANSWERS["reroute"])


def test_many_are_sent_each_with_its_own_authorization(world: World) -> None:
    ann, ben, cy, dee = (begin(world, world.add(name, "Lopez")) for name in ("Ann", "Ben", "Cy", "Dee"))
    keys = [ann, ben, cy, dee]
    world.do(referral.move, keys, "ask_auth", {})
    for key, facts in ((ann, {"auth_number": "A-1"}), (ben, {"auth_number": "B-2"}), (cy, {"auth_needed": Answer.NO})):
        world.do(referral.edit, key, world.read(referral.draft_of, key).model_copy(update=facts))
    able = world.read(referral.sort_moves, keys, "send", world.day)
    assert (able.can, [key for key, _ in able.cannot]) == ((ann, ben, cy), [dee])
    assert "authorization number" in able.cannot[0][1]
    sent = {**ANSWERS["send"], "auth": "approved", "auth_number": "ONE-FOR-ALL"}
    with pytest.raises(Refused, match="authorization number"):
        world.do(referral.move, keys, "send", sent)
    world.do(referral.move, able.can, "send", sent)
    assert [read(world, key).auth_number for key in keys] == ["A-1", "B-2", None, None]
    assert [read(world, key).auth_needed for key in able.can] == [Answer.YES, Answer.YES, Answer.NO]
    take(world, dee, "send", auth_number="D-4")
    assert read(world, dee).auth_number == "D-4"


def test_many_are_taken_up_again_each_where_it_was_left(world: World) -> None:
    rosa = world.add()
    draft, sent = begin(world, rosa), begin(world, rosa)
    take(world, sent, "send")
    world.do(referral.move, [draft, sent], "hold", ANSWERS["hold"])
    result = world.do(referral.move, [draft, sent, draft], "resume", {})
    assert [read(world, key).state for key in (draft, sent)] == [S.DRAFT, S.SENT]
    assert (result.label, result.patient_id) == ("Noted: 2 referrals, take it up again", rosa)
    world.check()


# --- the end of a case -----------------------------------------------------------------------------------------------


def test_after_a_death_referrals_only_end(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send")
    world.do(record_death, rosa, None)
    with pytest.raises(Refused, match="only end"):
        take(world, key, "receive")
    assert {offer.move.id for offer in look(world, key).offers if not offer.reason} == {"cancel", "mistake"}
    world.do(referral.move, [key], "cancel", {"reason": "she died", "failure": "died"})
    kept = read(world, key)
    assert (kept.state, kept.failure) == (S.CANCELLED, Failure.DIED)
    assert not [kind for kind in world.kinds(rosa) if "referral" in kind]
    world.check()


def test_an_imported_referral_goes_on_from_where_it_stands(world: World) -> None:
    held = add_referral(world, world.add(), S.ON_HOLD)
    assert held.reload(world).next_check_on is not None
    take(world, held.key, "resume")
    assert held.reload(world).state is S.SENT
