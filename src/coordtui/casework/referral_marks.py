"""What is noted of a referral without moving it: the patient's word, the requester's, room, checks, nudges, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import open_of
from coordtui.casework.referral_steps import hand_back, log, raise_steps
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Ball
from coordtui.models.referral import Capacity, EventKind, Referral
from coordtui.rules import referral as rules
from coordtui.rules.dates import add_business_days, show_day

NUDGED_AGAIN_DAYS = 2


def open_referral(session: Session, referral_id: int) -> Referral:
    """The referral to work on. Raises NotFound, or Refused when it or the case is over."""
    referral = record(session, Referral, referral_id, "referral")
    if not rules.is_open(referral.state):
        raise Refused(f"The referral {shorten(referral.what)} is {rules.STATES[referral.state].label}.")
    if not on_caseload(session, referral.patient_id):
        raise Refused("The case is over, so its referrals are not worked on.", "Reopen the case first.")
    return referral


@act("referral.check")
def check(session: Session, referral_id: int, next_check_on: dt.date, moment: Moment) -> Result:
    """Asked, and there was no news: look again on that day. Counts as a missed check; `value` is the day.

    With the ball at the coordinator it is the day on which they mean to act, and nothing is counted.

    Raises:
        Refused: the referral, or the case, is closed. InvalidInput: "next_check_on" is not after today.
    """
    referral = open_referral(session, referral_id)
    if next_check_on <= moment.today:
        raise InvalidInput("next_check_on", "The next check must be after today.")
    again = show_day(next_check_on, moment.today)
    _look_again(session, referral, next_check_on, moment, counts=True)
    words = f"You will act {again}" if referral.ball is Ball.ME else f"No news; again {again}"
    log(session, referral, EventKind.CHECK, moment, text=words, details={"next_check_on": next_check_on.isoformat()})
    label = f"Checked: {shorten(referral.what, 40)}, again {again}"
    return Result(label=label, patient_id=referral.patient_id, value=next_check_on)


def _look_again(session: Session, referral: Referral, day: dt.date, moment: Moment, *, counts: bool) -> None:
    referral.next_check_on = day
    if referral.ball is Ball.ME:  # the day is when the step is due, also where a person had set another
        hand_back(session, referral.id or 0)
    session.flush()
    raise_steps(session, referral.id or 0, moment)
    for follow_up in open_of(session, ("referral", referral.id or 0)):
        if follow_up.ball is not Ball.ME:
            follow_up.missed_checks += counts
            follow_up.next_check_on = day
        follow_up.deferred_until, follow_up.defer_reason = None, None
    session.flush()


@act("referral.nudge")
def nudged(session: Session, referral_id: int, to_whom: str, words: str | None, moment: Moment) -> Result:
    """Someone was reminded. A check that is due moves two business days on; `value` is the day of the next check.

    Raises:
        Refused: the referral, or the case, is closed. InvalidInput: no "to_whom".
    """
    referral = open_referral(session, referral_id)
    whom = _needed("to_whom", to_whom, "Say who was reminded.")
    if referral.next_check_on is None or referral.next_check_on <= moment.today:
        _look_again(session, referral, add_business_days(moment.today, NUDGED_AGAIN_DAYS), moment, counts=False)
    log(session, referral, EventKind.NUDGE, moment, text=words, details={"to_whom": whom})
    label = f"Reminded {shorten(whom, 30)}: {shorten(referral.what, 40)}"
    return Result(label=label, patient_id=referral.patient_id, value=referral.next_check_on)


@act("referral.note")
def note(session: Session, referral_id: int, text: str, moment: Moment) -> Result:
    """Add a note to the history, also of a closed referral; `value` is the entry's id. InvalidInput: no "text"."""
    referral = record(session, Referral, referral_id, "referral")
    words = _needed("text", text, "A note needs words.")
    event = log(session, referral, EventKind.NOTE, moment, text=words)
    return Result(label=f"Noted: {shorten(referral.what, 40)}", patient_id=referral.patient_id, value=event.id)


def mark_confirmed(
    session: Session, referral: Referral, on: dt.date | None, asked_on: dt.date, words: str | None, moment: Moment
) -> None:
    """Write down what the patient said on `asked_on`; `on` None takes an earlier confirmation back."""
    referral.confirmed_on = on
    details = {"move": "confirm", "met": "yes" if on else "no"}
    log(session, referral, EventKind.CONFIRMED, moment, on=asked_on, text=words, details=details)
    raise_steps(session, referral.id or 0, moment)


def mark_told(session: Session, referral: Referral, who: str, on: dt.date, text: str | None, moment: Moment) -> None:
    """Write down that the requester knows the outcome."""
    referral.acknowledged_on = on
    log(
        session,
        referral,
        EventKind.ACKNOWLEDGED,
        moment,
        on=on,
        text=text,
        details={"move": "requester_told", "who": who},
    )
    raise_steps(session, referral.id or 0, moment)


def mark_unclear(session: Session, referral: Referral, answers: Mapping[str, str], on: dt.date, moment: Moment) -> None:
    """The patient was told and could not say it back yet: it stays as it is until it was explained again."""
    _look_again(session, referral, dt.date.fromisoformat(answers["again_on"]), moment, counts=False)
    details = {name: value for name, value in answers.items() if name not in ("on", "note")} | {"move": "inform"}
    log(session, referral, EventKind.NOTE, moment, on=on, text=answers.get("note"), details=details)


def mark_capacity(
    session: Session, referral: Referral, capacity: Capacity, on: dt.date, words: str | None, moment: Moment
) -> None:
    referral.capacity, referral.capacity_on = capacity, on
    details = {
        "move": "ask_capacity",
        "capacity": capacity.value,
        **({"place": referral.to_name} if referral.to_name else {}),
    }
    log(session, referral, EventKind.CAPACITY, moment, on=on, text=words, details=details)
    raise_steps(session, referral.id or 0, moment)


def mark(session: Session, referral: Referral, move_id: str, answers: Mapping[str, str], moment: Moment) -> None:
    """A step that leaves it where it is (rules/referral_moves.py `stays`), by its id with its checked answers."""
    on = dt.date.fromisoformat(answers["on"]) if "on" in answers else moment.today
    note_text = answers.get("note")
    if move_id == "confirm":
        words = " · ".join(filter(None, (answers.get("words"), note_text)))
        mark_confirmed(session, referral, on if answers["met"] == "yes" else None, on, words, moment)
    elif move_id == "requester_told":
        mark_told(session, referral, answers["who"], on, note_text, moment)
    elif move_id == "inform":
        mark_unclear(session, referral, answers, on, moment)
    else:
        mark_capacity(session, referral, Capacity(answers["capacity"]), on, note_text, moment)


def _needed(field: str, text: str | None, message: str) -> str:
    words = said(text)
    if words is None:
        raise InvalidInput(field, message)
    return words
