"""What a step of a referral is answered with: needed, usable, and made clean."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.errors import InvalidInput, Refused
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral_fields import place_of
from coordtui.rules.referral_moves import (
    MOVES,
    checked,
    fields_of,
    move_of,
)
from tests.rules.loop import ANSWERS, TODAY, whole

_MOVED = [move for move in MOVES if move.id in ANSWERS]


@pytest.mark.parametrize("move", _MOVED, ids=lambda move: move.id)
def test_every_step_goes_through_with_its_answers_and_not_without_what_it_needs(move: Any) -> None:
    social = not move.sources
    (state, *_) = sorted(move.leaves(social=social))
    view = whole(state, social=social)
    given = {"auth_number": "A-1", **ANSWERS[move.id]} if move.id == "send" else ANSWERS[move.id]
    assert checked(view, move.id, given, TODAY)[0].id == move.id
    for field in fields_of(view, move):
        if field.required:
            with pytest.raises(InvalidInput) as missing:
                checked(view, move.id, {**given, field.name: "  "}, TODAY)
            assert missing.value.field == field.name


@pytest.mark.parametrize(
    ("step", "state", "answers", "field"),
    [
        ("send", S.DRAFT, {"how": "pigeon"}, "how"),
        ("receive", S.SENT, {"on": "2026-03-05"}, "on"),
        ("receive", S.SENT, {"on": "the other day"}, "on"),
        ("receive", S.SENT, {"colour": "blue"}, "colour"),
        ("receive", S.SENT, {"by": "x" * 5000}, "by"),
        ("schedule", S.ACCEPTED, {"time": "25:00"}, "time"),
        ("schedule", S.ACCEPTED, {"day": "2036-01-01"}, "day"),
        ("schedule", S.ACCEPTED, {"told": "no"}, "told"),
        ("schedule", S.ACCEPTED, {"prep": "not-yet"}, "prep_note"),
        ("report", S.ATTENDED, {"document_on": "tomorrow"}, "document_on"),
        ("inform", S.ACKNOWLEDGED, {"teach_back": "not-yet"}, "again_on"),
        ("hold", S.SENT, {"resume_on": "2026-03-04"}, "resume_on"),
        ("decline", S.SENT, {"failure": "bad luck"}, "failure"),
        ("reroute", S.DECLINED, {"to_id": "organization:0"}, "to_id"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(step: str, state: S, answers: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as bad:
        checked(whole(state), step, {**ANSWERS[step], **answers}, TODAY)
    assert bad.value.field == field
    assert bad.value.message


def test_answers_come_back_clean() -> None:
    typed = {"day": "next week", "time": "9.05", "told": "yes", "prep": "none", "place": "  Room 2 ", "note": " "}
    assert checked(whole(S.ACCEPTED), "schedule", typed, TODAY)[1] == {
        "day": "2026-03-11",
        "time": "09:05",
        "told": "yes",
        "prep": "none",
        "place": "Room 2",
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [("organization:12", (12, None)), ("practitioner:3", (None, 3)), ("patient:3", (None, None)), (None, (None, None))],
)
def test_a_place_of_the_directory_is_read(text: str | None, place: tuple[int | None, int | None]) -> None:
    assert place_of(text) == place


def test_an_answer_to_what_is_not_asked_here_is_left_out() -> None:
    sent = {**ANSWERS["send"], "auth_number": "A-1", "why": "no other place"}
    assert checked(whole(), "send", sent, TODAY)[1] == ANSWERS["send"]
    assert "failure" not in checked(whole(S.ACCEPTED), "schedule", ANSWERS["schedule"], TODAY)[1]
    assert checked(whole(S.NO_SHOW), "schedule", ANSWERS["schedule"], TODAY)[1]["failure"] == "cost"


@pytest.mark.parametrize("step", ["accept", "back_to_draft", "cancel"])
def test_a_step_is_not_dated_before_the_state_that_it_leaves(step: str) -> None:
    view = whole(S.SENT, since=dt.date(2026, 3, 2))
    given = ANSWERS.get(step, {"reason": "wrong"})
    with pytest.raises(InvalidInput, match="has been sent since Mon 2 Mar") as early:
        checked(view, step, {**given, "on": "2026-03-01"}, TODAY)
    assert early.value.field == "on"
    assert early.value.hint
    assert checked(view, step, {**given, "on": "2026-03-02"}, TODAY)[1]["on"] == "2026-03-02"


def test_a_draft_may_be_written_down_after_it_went_out_and_a_mark_be_older_than_the_state() -> None:
    assert checked(whole(S.DRAFT), "send", {**ANSWERS["send"], "on": "2026-03-02"}, TODAY)[1]["on"] == "2026-03-02"
    assert checked(whole(S.ATTENDED), "confirm", {**ANSWERS["confirm"], "on": "2026-03-02"}, TODAY)[1]["met"] == "yes"
    to_come = whole(S.SENT, since=dt.date(2026, 4, 1))  # as an import may have it
    assert checked(to_come, "accept", {"on": TODAY.isoformat()}, TODAY)


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(Refused, match="no such step"):
        move_of("vanish")


def test_what_is_refused_says_what_is_possible() -> None:
    with pytest.raises(Refused) as refused:
        checked(whole(S.SENT), "attend", {}, TODAY)
    assert refused.value.message == "This is not possible while the referral is sent."
    assert refused.value.hint == "Possible now: they have it, accepted, they declined."
