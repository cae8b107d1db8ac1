"""Reading follow-ups: one in full, which of many a verb can act on, and what might come next for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import level_of
from coordtui.casework.base import Keyed, fetch, local, record, shorten, table, utc_or_none, zone_of
from coordtui.errors import NotFound, Refused
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUp, FollowUpDraft, FollowUpStatus
from coordtui.models.patient import Patient
from coordtui.rules.acuity import review_days
from coordtui.rules.dates import business_on_or_after, day_end
from coordtui.rules.follow_up import check_defer, kind_of
from coordtui.rules.priority import Item

_F, _P = table(FollowUp).c, table(Patient).c

Verb = Literal["complete", "snooze", "checked", "edit"]


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """One follow-up in full. `limit_at` and `closed_at` are UTC; `label` is the kind in words."""

    follow_up_id: int
    patient_id: int | None
    patient: str | None
    subject_kind: str
    subject_id: int
    kind: str
    label: str
    text: str
    by_rule: bool
    due_on: dt.date
    limit_at: dt.datetime | None
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    attempts: int
    missed_checks: int
    deferred_until: dt.date | None
    defer_reason: str | None
    status: FollowUpStatus
    outcome: str | None
    closed_at: dt.datetime | None


_DETAIL = select(
    *(_F.id, _F.patient_id, _P.name, _F.subject_kind, _F.subject_id, _F.kind, _F.text, _F.by_rule, _F.due_on),
    *(_F.limit_at, _F.ball, _F.since, _F.next_check_on, _F.attempts, _F.missed_checks, _F.deferred_until),
    *(_F.defer_reason, _F.status, _F.outcome, _F.closed_at),
).outerjoin(_P.id.table, _P.id == _F.patient_id)
_OF_PATIENT = _DETAIL.where(_F.patient_id == bindparam("patient"))


def _view(  # the columns of _DETAIL, in order
    *row: object,
) -> FollowUpView:
    head, kind, middle, limit, rest, closed = row[:5], str(row[5]), row[6:9], row[9], row[10:19], row[19]
    return FollowUpView(
        *(*head, kind, kind_of(kind).label, *middle, _moment(limit), *rest, _moment(closed)),  # type: ignore[arg-type]
    )


def _moment(at: object) -> dt.datetime | None:
    return utc_or_none(at) if isinstance(at, dt.datetime) else None


def detail(session: Session, follow_up_id: int) -> FollowUpView:
    """One follow-up in full, open or not. Raises NotFound."""
    found = fetch(session, _DETAIL.where(_F.id == follow_up_id), _view)
    if not found:
        raise NotFound(f"There is no follow-up {follow_up_id}.", "It may have been undone; refresh the list.")
    return found[0]


def follow_ups(session: Session, patient_id: int) -> tuple[FollowUpView, ...]:
    """Every follow-up of a patient: the open ones by due date, then the closed ones, the newest first."""
    found = fetch(session, _OF_PATIENT, _view, {"patient": patient_id})
    still = sorted(
        (one for one in found if one.status is FollowUpStatus.OPEN), key=lambda one: (one.due_on, one.follow_up_id)
    )
    closed = sorted((one for one in found if one.status is not FollowUpStatus.OPEN), key=lambda one: -one.follow_up_id)
    return (*still, *closed)


def these_follow_ups(session: Session, keys: Iterable[int]) -> tuple[FollowUpView, ...]:
    """Some follow-ups by their keys, in no order."""
    return tuple(_view(*row) for row in _SOME.rows(session, keys))


_SOME = Keyed(lambda within: _DETAIL.where(within(_F.id)))


@dataclass(frozen=True, slots=True)
class Able:
    """Which follow-ups a verb can act on, and why not the others (id, reason)."""

    can: tuple[int, ...]
    cannot: tuple[tuple[int, str], ...]


def sort_marks(session: Session, ids: Sequence[int], verb: Verb, today: dt.date, until: dt.date | None = None) -> Able:
    """Split marked follow-ups before a bulk act. `until` is the day of a snooze, tomorrow when not chosen yet."""
    zone = zone_of(session)
    stand = these(session, ids)
    can, cannot = [], []
    for key in dict.fromkeys(ids):
        reason = _hindrance(stand.get(key), verb, until or today + dt.timedelta(days=1), today, zone)
        if reason is None:
            can.append(key)
        else:
            cannot.append((key, reason))
    return Able(tuple(can), tuple(cannot))


def _hindrance(follow_up: FollowUp | None, verb: Verb, until: dt.date, today: dt.date, zone: str) -> str | None:
    if follow_up is None or follow_up.status is not FollowUpStatus.OPEN:
        return "It is not open any more."
    if verb == "complete" and kind_of(follow_up.kind).done == "step":
        return kind_of(follow_up.kind).step
    if verb == "checked" and follow_up.ball is Ball.ME:
        return "The ball is with you."
    if verb == "snooze":
        try:
            check_defer(as_item(follow_up, zone), until, today)
        except Refused as refused:
            return refused.message
    return None


def suggest_next(session: Session, patient_id: int, today: dt.date) -> FollowUpDraft:
    """The next contact at the pace of the person's acuity, on a business day."""
    days = review_days(level_of(session, patient_id, today))
    return FollowUpDraft(kind="routine_contact", due_on=business_on_or_after(today + dt.timedelta(days=days)))


def open_entities(session: Session, ids: Sequence[int]) -> list[FollowUp]:
    """The entities to edit, in the order asked for.

    Raises:
        NotFound: one does not exist. Refused: none was given, or one is closed.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("No follow-up is chosen.", "Mark one, or move to a row that has one.")
    stand = these(session, wanted)
    found = []
    for key in wanted:
        follow_up = stand.get(key) or record(session, FollowUp, key, "follow-up")
        if follow_up.status is not FollowUpStatus.OPEN:
            raise Refused(f"{shorten(follow_up.text)}: this is already closed.", "Refresh the list.")
        found.append(follow_up)
    return found


def these(session: Session, keys: Iterable[int]) -> dict[int | None, FollowUp]:
    """The entities of those keys, as far as they are there."""
    return {one.id: one for (one,) in _ENTITIES.rows(session, keys)}


_ENTITIES = Keyed(lambda within: select(FollowUp).where(within(_F.id)))


def as_item(follow_up: FollowUp, zone: str) -> Item:
    """A follow-up as the ranking sees it."""
    return item(
        *(follow_up.id or 0, follow_up.kind, follow_up.text, follow_up.due_on, follow_up.next_check_on),
        *(follow_up.limit_at, follow_up.ball, follow_up.attempts, follow_up.missed_checks, follow_up.deferred_until),
        zone=zone,
    )


def item(
    follow_up_id: int,
    kind: str,
    text: str,
    due_on: dt.date,
    next_check_on: dt.date | None,
    limit_at: dt.datetime | None,
    ball: Ball,
    attempts: int,
    missed_checks: int,
    deferred_until: dt.date | None,
    *,
    zone: str,
) -> Item:
    """The same from columns, in this order. A limit at the last second of a day is a limit of that whole day."""
    limit = utc_or_none(limit_at)
    limit_on = None if limit is None else local(limit, zone).date()
    whole = limit_on is not None and limit == day_end(limit_on, zone)
    return Item(
        *(follow_up_id, kind, text, due_on, next_check_on, limit_on),
        *(None if whole or limit is None else local(limit, zone), ball, attempts, missed_checks, deferred_until),
    )


def name_of(session: Session, patient_id: int) -> str:
    return record(session, Patient, patient_id, "patient").name


def names_of(session: Session, found: Iterable[FollowUp]) -> dict[int, str]:
    """The display names of the patients of some follow-ups."""
    keys = {one.patient_id for one in found if one.patient_id is not None}
    return {row[0]: row[1] for row in _NAMES.rows(session, keys)}


_NAMES = Keyed(lambda within: select(_P.id, _P.name).where(within(_P.id)))
