"""The steps of a referral as data: which lead where, what each asks for, and why one is not legal yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Answer
from coordtui.models.referral import Capacity, Failure
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import is_open
from coordtui.rules.referral_fields import CAPACITIES, FAILURES
from coordtui.rules.referral_line import is_backward
from coordtui.rules.referral_moves import (
    MOVES,
    checked,
    fields_of,
    legal,
    move_of,
    offers,
    target_of,
)
from tests.rules.loop import ANSWERS, OPEN, TERMINAL, TODAY, edges, whole

# --- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("social", [False, True])
@pytest.mark.parametrize("state", S)
def test_the_table_has_exactly_the_edges_of_the_domain_sheet(state: S, social: bool) -> None:
    view = whole(state, social=social)
    found = {
        target_of(view, move)
        for move in MOVES
        if state in move.leaves(social=social) and not move.mark and move.id not in ("hold", "resume")
    }
    assert found == edges(state, social=social)


@pytest.mark.parametrize("social", [False, True])
def test_every_open_state_can_be_put_on_hold_called_off(social: bool) -> None:
    for state in OPEN - {S.ON_HOLD}:
        offered = {offer.move.id for offer in offers(whole(state, social=social))}
        assert {"hold", "cancel", "mistake"} <= offered


def test_a_held_referral_is_taken_up_where_it_was_left() -> None:
    resume = move_of("resume")
    assert target_of(whole(S.ON_HOLD, held_from=S.SCHEDULED), resume) is S.SCHEDULED
    assert target_of(whole(S.ON_HOLD), resume) is S.SENT


@pytest.mark.parametrize("social", [False, True])
@pytest.mark.parametrize("state", S)
def test_one_letter_says_which_step_only_the_ways_back_share_theirs(state: S, social: bool) -> None:
    keys = [offer.move.key for offer in offers(whole(state, social=social)) if offer.move.key != "B"]
    assert len(keys) == len(set(keys))
    back = {offer.move.id for offer in offers(whole(state, social=social)) if offer.move.key == "B"}
    assert all(move_of(each).backward for each in back)


def test_no_step_takes_a_letter_that_the_lists_use() -> None:
    keys = {move.key for move in MOVES}
    assert all(len(key) == 1 and key.isalpha() for key in keys)
    assert not keys & set("rlneoywpdsxcuUqgGjkV")


def test_ids_are_unique_and_every_way_back_asks_why() -> None:
    assert len({move.id for move in MOVES}) == len(MOVES)
    back = [move for move in MOVES if move.backward]
    assert back
    assert all(any(field.name == "reason" and field.required for field in move.fields) for move in back)


def test_going_back_is_told_from_going_on() -> None:
    assert is_backward(S.ACCEPTED, S.DECLINED)
    assert is_backward(S.DECLINED, S.SENT)
    assert is_backward(S.NO_SHOW, S.ACCEPTED)
    assert not is_backward(S.NO_SHOW, S.SCHEDULED)
    assert not is_backward(S.SENT, S.DECLINED)
    assert not is_backward(S.ON_HOLD, S.DRAFT)
    assert not is_backward(S.PATIENT_INFORMED, S.CLOSED_MET)


def test_every_reason_and_answer_has_words() -> None:
    assert set(FAILURES) == set(Failure)
    assert set(CAPACITIES) == set(Capacity)
    assert all(field.label for move in MOVES for field in move.fields)


# --- what must be there first ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"consent": Answer.UNKNOWN}, "the patient's consent"),
        ({"consent_on": None}, "the day of the consent"),
        ({"reason": None}, "the reason"),
        ({"reason": "  "}, "the reason"),
        ({"indicated_on": None}, "clinically indicated"),
        ({"consent": Answer.DECLINED}, "did not agree"),
        ({"to_name": None}, "to whom"),
        ({"auth_needed": Answer.YES}, "authorize"),
        ({"social": True, "capacity": None}, "room"),
    ],
)
def test_a_draft_stays_until_it_is_whole_and_the_message_names_what_is_missing(
    lacking: dict[str, Any], words: str
) -> None:
    view = whole(**lacking)
    with pytest.raises(Refused, match=words) as refused:
        checked(view, "send", ANSWERS["send"], TODAY)
    assert refused.value.hint
    (offer,) = [offer for offer in offers(view) if offer.move.id == "send"]
    assert words in offer.reason
    assert "send" not in {move.id for move in legal(view)}
    assert checked(whole(), "send", ANSWERS["send"], TODAY)[0].target is S.SENT


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"consent": Answer.NO}, "did not agree"),
        ({"consent": Answer.DECLINED}, "did not agree"),
        ({"consent": Answer.UNKNOWN}, "the patient's consent"),
        ({"consent_on": None}, "the day of the consent"),
        ({"reason": None}, "the reason"),
        ({"indicated_on": None}, "clinically indicated"),
    ],
)
@pytest.mark.parametrize(("state", "step"), [(S.AWAITING_AUTH, "send"), (S.DECLINED, "ask_again")])
def test_it_goes_to_nobody_once_what_it_needs_was_taken_back(
    state: S, step: str, lacking: dict[str, Any], words: str
) -> None:
    given = {**ANSWERS[step], **({"auth": "not-needed"} if step == "send" else {})}
    assert checked(whole(state), step, given, TODAY)[0].target is S.SENT
    with pytest.raises(Refused, match=words):
        checked(whole(state, **lacking), step, given, TODAY)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        checked(whole(consent=Answer.UNKNOWN, reason=None, indicated_on=None), "send", {}, TODAY)
    assert refused.value.message.count(",") == 2


def test_no_authorization_is_asked_for_where_none_is_needed() -> None:
    with pytest.raises(Refused, match="no authorization"):
        checked(whole(auth_needed=Answer.NO), "ask_auth", {}, TODAY)
    with pytest.raises(Refused, match="not possible while"):
        checked(whole(social=True), "ask_auth", {}, TODAY)


def test_after_asking_the_payer_the_number_is_needed_or_that_none_is() -> None:
    waiting, sent = whole(S.AWAITING_AUTH), ANSWERS["send"]
    with pytest.raises(InvalidInput) as missing:
        checked(waiting, "send", sent, TODAY)
    assert missing.value.field == "auth_number"
    assert checked(waiting, "send", {**sent, "auth_number": "A-1"}, TODAY)[0].id
    assert checked(waiting, "send", {**sent, "auth": "not-needed"}, TODAY)[0].id
    assert "auth_number" in {field.name for field in fields_of(waiting, move_of("send"))}
    assert "auth_number" not in {field.name for field in fields_of(whole(), move_of("send"))}


@pytest.mark.parametrize("said", [Capacity.NO_CAPACITY, Capacity.WAITLIST])
def test_a_place_without_room_is_chosen_only_with_a_reason(said: Capacity) -> None:
    full, sent = whole(social=True, capacity=said), ANSWERS["send"]
    with pytest.raises(InvalidInput) as missing:
        checked(full, "send", sent, TODAY)
    assert missing.value.field == "why"
    assert checked(full, "send", {**sent, "why": "the only one in town"}, TODAY)[0].id
    (why,) = [field for field in fields_of(full, move_of("send")) if field.name == "why"]
    assert why.required
    assert CAPACITIES[said] in why.hint


def test_a_loop_is_closed_as_met_by_the_patients_word_only() -> None:
    with pytest.raises(Refused, match="not confirmed"):
        checked(whole(S.PATIENT_INFORMED, confirmed_on=None), "close_met", {}, TODAY)
    assert checked(whole(S.PATIENT_INFORMED), "close_met", {}, TODAY)[0].id


def test_a_whole_is_not_met_while_a_part_of_it_is_open() -> None:
    informed = whole(S.PATIENT_INFORMED)
    with pytest.raises(Refused, match="Food box"):
        checked(informed, "close_met", {}, TODAY, open_parts=("Food box",))
    assert checked(informed, "close_partly", ANSWERS["close_partly"], TODAY, open_parts=("Food box",))[0].id


def test_the_reason_of_a_decline_need_not_be_given_twice() -> None:
    assert checked(whole(S.DECLINED, failure=Failure.COST), "close_unmet", {}, TODAY)[0].id
    with pytest.raises(InvalidInput):
        checked(whole(S.DECLINED), "close_unmet", {}, TODAY)


# --- whatever is tried -----------------------------------------------------------------------------------------------

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "social": st.booleans(),
    "consent": st.sampled_from(Answer),
    "consent_on": st.none() | st.just(TODAY),
    "reason": st.sampled_from([None, "", "pain"]),
    "indicated_on": st.none() | st.just(TODAY),
    "to_name": st.sampled_from([None, "Clinic"]),
    "auth_needed": st.sampled_from(Answer),
    "auth_number": st.sampled_from([None, "A-1"]),
    "capacity": st.none() | st.sampled_from(Capacity),
    "held_from": st.none() | st.sampled_from(sorted(OPEN - {S.ON_HOLD})),
    "confirmed_on": st.none() | st.just(TODAY),
    "failure": st.none() | st.sampled_from(Failure),
}


@given(
    state=st.sampled_from(S),
    fields=st.fixed_dictionaries(VALUES),
    step=st.sampled_from([move.id for move in MOVES]),
    parts=st.sampled_from([(), ("Food box",)]),
)
def test_a_step_is_taken_only_when_it_is_offered_as_legal(
    state: S, fields: dict[str, Any], step: str, parts: tuple[str, ...]
) -> None:
    view = whole(state, **fields)
    offered = {offer.move.id: offer for offer in offers(view, parts)}
    answers = ANSWERS.get(step, {"reason": "wrong"}) | ({"auth_number": "A-1"} if step == "send" else {})
    answers |= {"why": "the only one"} if step in ("send", "ask_again") else {}
    if step not in offered or offered[step].reason:
        with pytest.raises(Refused):
            checked(view, step, answers, TODAY, open_parts=parts)
        return
    move, _ = checked(view, step, answers, TODAY, open_parts=parts)
    if not move.mark and move.id not in ("hold", "resume"):
        assert target_of(view, move) in edges(state, social=view.social)
        assert not is_open(target_of(view, move)) or target_of(view, move) in OPEN


@given(state=st.sampled_from(sorted(OPEN)), fields=st.fixed_dictionaries(VALUES))
def test_no_open_referral_is_without_a_legal_way_out(state: S, fields: dict[str, Any]) -> None:
    view = whole(state, **fields)
    assert {"cancel", "mistake"} <= {move.id for move in legal(view)}
    stuck = [offer for offer in offers(view) if offer.reason]
    assert all(offer.reason.count(".") >= 1 for offer in stuck)


@given(state=st.sampled_from(sorted(TERMINAL)), fields=st.fixed_dictionaries(VALUES))
def test_what_is_over_only_turns_out_to_be_a_mistake(state: S, fields: dict[str, Any]) -> None:
    assert {move.id for move in legal(whole(state, **fields))} == {"mistake"} - (
        {"mistake"} if state is S.ENTERED_IN_ERROR else set()
    )
