"""What a step of a referral is answered with: needed, usable, and made clean."""

from __future__ import annotations

from typing import Any

import pytest

from coordtui.errors import InvalidInput, Refused
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral_fields import place_of
from coordtui.rules.referral_moves import (
    MOVES,
    check_move,
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
    assert check_move(view, move.id, given, TODAY).id == move.id
    for field in fields_of(view, move):
        if field.required:
            with pytest.raises(InvalidInput) as missing:
                check_move(view, move.id, {**given, field.name: "  "}, TODAY)
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
        check_move(whole(state), step, {**ANSWERS[step], **answers}, TODAY)
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


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(Refused, match="no such step"):
        move_of("vanish")


def test_what_is_refused_says_what_is_possible() -> None:
    with pytest.raises(Refused) as refused:
        check_move(whole(S.SENT), "attend", {}, TODAY)
    assert refused.value.message == "This is not possible while the referral is sent."
    assert refused.value.hint == "Possible now: they have it, accepted, they declined."
