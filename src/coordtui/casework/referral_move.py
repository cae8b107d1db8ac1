"""Moving referrals: one step for one or for many, as one act. What is legal stands in rules/referral_moves.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import among, record, said, shorten, table
from coordtui.casework.follow_up_views import Able
from coordtui.casework.people import on_caseload
from coordtui.casework.promises import living
from coordtui.casework.referral_marks import mark
from coordtui.casework.referral_reroute import move_to
from coordtui.casework.referral_steps import enter, log
from coordtui.casework.referral_visit import book, follow
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import Barrier
from coordtui.models.codes import Answer
from coordtui.models.patient import Patient
from coordtui.models.referral import EventKind, Failure, Referral
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as rules
from coordtui.rules.referral import OPEN_STATES
from coordtui.rules.referral_fields import FAILURES, place_of
from coordtui.rules.referral_moves import Move, Offer, check_legal, checked, move_of, offers, stays, target_of

_R, _B, _P = table(Referral).c, table(Barrier).c, table(Patient).c
Answers = Mapping[str, str]
_OF_THE_PATIENT = frozenset(
    {
        *(Failure.COST, Failure.TRANSPORT, Failure.TIME_OFF_WORK, Failure.CHILDCARE, Failure.LANGUAGE),
        *(Failure.DISTRUST, Failure.DIGITAL_ACCESS),
    }
)


_FAILED = frozenset({S.CLOSED_PARTLY, S.CLOSED_UNMET, S.CANCELLED})


@act("referral.move")
def move(session: Session, ids: Sequence[int], move_id: str, details: Answers, moment: Moment) -> Result:
    """Take a step (rules/referral_moves.py `MOVES`) with all of `ids`, which is one act.

    `value` is the tuple of their ids; for "reroute" the id of the new referral.

    Raises:
        Refused: one of them cannot, the case is over, or none is chosen. InvalidInput: at a field of the step.
    """
    step = move_of(move_id)
    keys = tuple(dict.fromkeys(ids))
    if not keys:
        raise Refused("No referral is chosen.", "Mark some, or stand on one.")
    given = {name: words for name, text in details.items() if (words := said(text)) is not None}
    found = [record(session, Referral, key, "referral") for key in keys]
    ready = [_ready(session, referral, step, given, moment.today, alone=len(found) == 1) for referral in found]
    if step.id == "reroute":
        if len(found) > 1:
            raise Refused("Each declined referral goes its own way.", "Send them on one at a time.")
        return _reroute(session, found[0], ready[0], moment)
    for referral, answers in zip(found, ready, strict=True):
        if stays(step, answers):
            mark(session, referral, step.id, answers, moment)
        else:
            _take(session, referral, step, answers, given.get("appointment_id"), moment)
    patients = {referral.patient_id for referral in found}
    label = _label(found, step, stayed=stays(step, ready[0]))
    return Result(label=label, patient_id=patients.pop() if len(patients) == 1 else None, value=keys)


def sort_moves(session: Session, ids: Sequence[int], move_id: str, today: dt.date) -> Able:  # noqa: ARG001
    """Split marked referrals before a bulk step: which can take it now, and why not the others."""
    step = move_of(move_id)
    keys = tuple(dict.fromkeys(ids))
    stand = {one.id: one for one in session.scalars(select(Referral).where(among(_R.id, keys)))}
    of_living = select(_R.id).join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id).where(living())
    alive = set(session.scalars(of_living.where(among(_R.id, keys))))
    parts = _parts(session, keys)
    can, cannot = [], []
    for key in keys:
        referral = stand.get(key)
        try:
            if referral is None:
                raise Refused("It is not there any more.")
            _check_one(referral, step, parts.get(key, ()), alone=len(keys) == 1, over=key not in alive)
            can.append(key)
        except Refused as refused:
            cannot.append((key, refused.message))
    return Able(tuple(can), tuple(cannot))


def open_parts(session: Session, referral_id: int) -> tuple[str, ...]:
    """The names of its sub-referrals that are still open."""
    return _parts(session, (referral_id,)).get(referral_id, ())


def _parts(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    where = (among(_R.parent_id, keys), _R.state.in_(OPEN_STATES))
    for parent_id, what in session.execute(select(_R.parent_id, _R.what).where(*where).order_by(_R.id)):
        found[parent_id] = (*found.get(parent_id, ()), what)
    return found


def offered(session: Session, referral: Referral) -> tuple[Offer, ...]:
    """Every step that belongs to its state, legal or not; once the case is over only those that end it are legal."""
    found = offers(referral, open_parts(session, referral.id or 0))
    if on_caseload(session, referral.patient_id):
        return found
    return tuple(one if _ends(referral, one.move) else Offer(one.move, " ".join(_OVER)) for one in found)


_OVER = ("The case is over, so its referrals only end.", "Close it or call it off, or reopen the case.")


def _ends(referral: Referral, step: Move) -> bool:
    return not step.mark and step.id != "reroute" and not rules.is_open(target_of(referral, step))


def _check(session: Session, referral: Referral, step: Move, *, alone: bool) -> tuple[str, ...]:
    parts = open_parts(session, referral.id or 0)
    _check_one(referral, step, parts, alone=alone, over=not on_caseload(session, referral.patient_id))
    return parts


def _check_one(referral: Referral, step: Move, parts: tuple[str, ...], *, alone: bool, over: bool) -> None:
    """`over`: the patient has died or the case is closed."""
    check_legal(referral, step, parts, alone=alone)
    if over and not _ends(referral, step):
        raise Refused(*_OVER)


def _ready(
    session: Session, referral: Referral, step: Move, given: Answers, today: dt.date, *, alone: bool
) -> dict[str, str]:
    """The step's answers, made clean. An error of one among many names it."""
    try:
        parts = _check(session, referral, step, alone=alone)
        return checked(referral, step.id, given, today, open_parts=parts, alone=alone)[1]
    except InvalidInput:
        raise
    except Refused as refused:
        if alone:
            raise
        raise Refused(f"{shorten(referral.what, 40)}: {refused.message}", refused.hint) from None


def _take(
    session: Session, referral: Referral, step: Move, answers: Answers, appointment: str | None, moment: Moment
) -> None:
    came_from, target = referral.state, target_of(referral, step)
    on = dt.date.fromisoformat(answers["on"]) if "on" in answers else moment.today
    failure = Failure(answers["failure"]) if "failure" in answers else None
    _note_reasons(referral, target, failure, answers)
    _note_facts(referral, step, answers, on)
    if step.id == "schedule":
        book(session, referral, answers, appointment, moment)
    elif step.id != "resume":
        follow(session, referral, target, moment)
    check_on = answers.get("resume_on") or answers.get("again_on")
    enter(session, referral, target, moment, on=on, check_on=dt.date.fromisoformat(check_on) if check_on else None)
    if failure is not None and S.NO_SHOW in (came_from, target):
        _note_barrier(session, referral, failure, on)
    words = "reason" if "reason" in answers else "note"
    kept = {name: value for name, value in answers.items() if name not in ("on", "failure", words)}
    kept["move"] = step.id
    why = referral.failure if target in _FAILED else failure
    text = answers.get(words)
    log(session, referral, EventKind.MOVE, moment, on=on, text=text, details=kept, came_from=came_from, failure=why)


def _note_reasons(referral: Referral, target: S, failure: Failure | None, answers: Answers) -> None:
    """Why it stands where it stands. A reason to fail stays until it is going on again."""
    if failure is not None and target is not S.SCHEDULED:
        referral.failure = failure
    elif rules.is_open(target) and S.ON_HOLD not in (target, referral.state):
        referral.failure = None
    words = (FAILURES[failure] if failure and target is not S.SCHEDULED else None, answers.get("reason"))
    said_so = ": ".join(filter(None, words)) or None
    referral.state_reason = said_so or (referral.state_reason if not rules.is_open(target) else None)


def _note_facts(referral: Referral, step: Move, answers: Answers, on: dt.date) -> None:
    """What a step teaches about the referral itself."""
    if step.id == "ask_auth":
        referral.auth_needed = Answer.YES
    elif step.id == "send" and referral.state is S.AWAITING_AUTH and not referral.social:
        referral.auth_number = answers.get("auth_number") or referral.auth_number
        none = answers.get("auth") == "not-needed" or (referral.auth_needed is Answer.NO and not referral.auth_number)
        referral.auth_needed = Answer.NO if none else Answer.YES
    elif step.id == "acknowledge":
        referral.acknowledged_on = on
    elif step.id == "hold":
        referral.held_from, referral.resume_on = referral.state, dt.date.fromisoformat(answers["resume_on"])


def _note_barrier(session: Session, referral: Referral, failure: Failure, on: dt.date) -> None:
    """What kept the patient away is a barrier, unless it is known (domain sheet §1.2, state 7)."""
    if failure not in _OF_THE_PATIENT:
        return
    same = (_B.patient_id == referral.patient_id, _B.category == failure.value, _B.resolved_on.is_(None))
    if session.scalars(select(_B.id).where(*same)).first() is None:
        text = f"Missed a visit: {shorten(referral.what)}"
        session.add(Barrier(patient_id=referral.patient_id, category=failure.value, text=text, severity=2, found_on=on))
        session.flush()


def _reroute(session: Session, referral: Referral, answers: Answers, moment: Moment) -> Result:
    organization_id, practitioner_id = place_of(answers.get("to_id"))
    failure = Failure(answers["failure"]) if "failure" in answers else None
    return move_to(
        session, referral, answers["to"], organization_id, practitioner_id, failure, answers.get("note"), moment
    )


def _label(found: Sequence[Referral], step: Move, *, stayed: bool) -> str:
    many = len(found) > 1
    what = f"{len(found)} referrals" if many else shorten(found[0].what, 40)
    if stayed or len({referral.state for referral in found}) > 1:
        return f"Noted: {what}, {step.label}"
    return f"Moved: {what}, now {rules.STATES[found[0].state].label}"
