"""How follow-ups come and go under an act: raised, reconciled with what a feature's rules want, closed.

Nothing here is an act; acts call it within theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Concatenate, ParamSpec

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.base import OPEN, shorten, table, utc_or_none
from coordtui.clock import Moment
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.rules.follow_up import Wanted, kind_of

P = ParamSpec("P")

_F = table(FollowUp).c

Subject = tuple[str, int]
"""The object that a follow-up serves: its table's name and its row."""


def new_follow_up(
    *,
    patient_id: int | None,
    subject: Subject,
    kind: str,
    due_on: dt.date,
    moment: Moment,
    text: str | None = None,
    limit_at: dt.datetime | None = None,
    ball: Ball = Ball.ME,
    next_check_on: dt.date | None = None,
    by_rule: bool = False,
) -> FollowUp:
    """An open follow-up, not yet in the vault; its words are the kind's unless given."""
    return FollowUp(
        patient_id=patient_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        kind=kind,
        text=text or kind_of(kind).label,
        by_rule=by_rule,
        due_on=due_on,
        limit_at=utc_or_none(limit_at),
        ball=ball,
        since=moment.today,
        next_check_on=next_check_on,
    )


def _added(make: Callable[P, FollowUp]) -> Callable[Concatenate[Session, P], FollowUp]:
    def add(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> FollowUp:
        follow_up = make(*args, **kwargs)
        session.add(follow_up)
        session.flush()
        return follow_up

    return add


raise_follow_up = _added(new_follow_up)
"""Add an open follow-up. Flushed, so it has its id."""


def asked(want: Wanted, subject: Subject, patient_id: int | None, moment: Moment) -> FollowUp:
    """The follow-up that a rule wants, not yet in the vault."""
    return new_follow_up(
        patient_id=patient_id,
        subject=subject,
        kind=want.kind,
        text=want.text,
        due_on=want.due_on,
        limit_at=want.limit(moment.zone),
        ball=want.ball,
        next_check_on=want.next_check_on,
        by_rule=True,
        moment=moment,
    )


def raise_for_note(session: Session, note_id: int, words: str, moment: Moment) -> FollowUp:
    """A quick note asks to be filed; it belongs to nobody yet."""
    return raise_follow_up(
        session,
        patient_id=None,
        subject=("quick_note", note_id),
        kind="unfiled_note",
        text=f"File: {shorten(words, 100)}",
        due_on=moment.today,
        by_rule=True,
        moment=moment,
    )


def close(follow_up: FollowUp, status: FollowUpStatus, outcome: str, moment: Moment) -> None:
    """End a follow-up with an outcome in words; its history stays."""
    follow_up.status, follow_up.outcome, follow_up.closed_at = status, outcome, moment.at
    follow_up.deferred_until = None


def open_of(session: Session, subject: Subject) -> list[FollowUp]:
    """The open follow-ups that serve an object, the oldest first."""
    return list(session.scalars(_OF_SUBJECT, {"kind": subject[0], "key": subject[1]}))


def open_of_patient(session: Session, patient_id: int) -> list[FollowUp]:
    """Everything open for a patient, whatever it serves, the oldest first."""
    return list(session.scalars(_OF_PATIENT, {"patient": patient_id}))


_OPEN_ONES = select(FollowUp).where(_F.status == OPEN).order_by(_F.id)
_OF_SUBJECT = _OPEN_ONES.where(_F.subject_kind == bindparam("kind"), _F.subject_id == bindparam("key"))
_OF_PATIENT = _OPEN_ONES.where(_F.patient_id == bindparam("patient"))


def cancel_all(session: Session, patient_id: int, outcome: str, moment: Moment) -> int:
    """End all open work of a patient; returns how many steps that were."""
    found = open_of_patient(session, patient_id)
    for follow_up in found:
        close(follow_up, FollowUpStatus.CANCELLED, outcome, moment)
    session.flush()
    return len(found)


def finish_steps(session: Session, subject: Subject, outcome: str, moment: Moment, kinds: Iterable[str] = ()) -> None:
    """An object moved on: what asked for that step (of `kinds`, or all that serve it) is done."""
    wanted = frozenset(kinds)
    for follow_up in open_of(session, subject):
        if not wanted or follow_up.kind in wanted:
            close(follow_up, FollowUpStatus.DONE, outcome, moment)
    session.flush()


def reconcile(
    session: Session,
    subject_kind: str,
    subject_id: int,
    patient_id: int | None,
    wanted: Sequence[Wanted],
    moment: Moment,
) -> tuple[int, ...]:
    """Make an object's open follow-ups what its rules want, at most one a kind; returns the ids that stand open.

    One whose date a person took over (`by_rule` False) keeps it, but never loses a legal limit. What is no longer
    wanted is cancelled: all of it when nothing is wanted (for the case itself only what a rule had raised).
    """
    subject = (subject_kind, subject_id)
    wants = {one.kind: one for one in wanted}
    standing: dict[str, FollowUp] = {}
    for follow_up in open_of(session, subject):
        if follow_up.kind in wants:
            standing.setdefault(follow_up.kind, follow_up)
        elif _outlived(follow_up, subject_kind, nothing_wanted=not wants):
            close(follow_up, FollowUpStatus.CANCELLED, "no longer needed", moment)
    session.flush()
    for kind, want in wants.items():
        if kind in standing:
            agree(standing[kind], want, moment)
        elif not _done_before(session, subject, want, moment.zone):
            standing[kind] = asked(want, subject, patient_id, moment)
            session.add(standing[kind])
    session.flush()
    return tuple(one.id for one in standing.values() if one.id is not None)


def _done_before(session: Session, subject: Subject, want: Wanted, zone: str) -> bool:
    """A person ticked this off already, for the same limit; asking again would undo their work."""
    if kind_of(want.kind).done == "step":
        return False
    done = (_F.subject_kind == subject[0], _F.subject_id == subject[1], _F.kind == want.kind)
    limits = session.scalars(select(_F.limit_at).where(*done, _F.status == FollowUpStatus.DONE))
    return want.limit(zone) in {utc_or_none(at) for at in limits}


def _outlived(follow_up: FollowUp, subject_kind: str, *, nothing_wanted: bool) -> bool:
    feature = subject_kind != "patient"
    return follow_up.by_rule or (feature and (nothing_wanted or kind_of(follow_up.kind).done == "step"))


def agree(follow_up: FollowUp, want: Wanted, moment: Moment) -> None:
    """Make an open follow-up what the rules want, as far as no person took its date over. Not flushed."""
    limit = want.limit(moment.zone)
    if limit is not None:
        follow_up.limit_at = limit
    if not follow_up.by_rule:
        return
    if follow_up.due_on != want.due_on:
        follow_up.deferred_until, follow_up.defer_reason = None, None
    if follow_up.ball != want.ball:
        follow_up.since, follow_up.missed_checks = moment.today, 0
    follow_up.text, follow_up.due_on, follow_up.ball = want.text, want.due_on, want.ball
    follow_up.limit_at, follow_up.next_check_on = limit, want.next_check_on
