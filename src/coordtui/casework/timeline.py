"""Everything that is dated in a patient's record, in one line each, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, local, table, zone_of
from coordtui.casework.contact_views import contacts
from coordtui.casework.follow_up_views import follow_ups
from coordtui.casework.quick_note import filed
from coordtui.models import clinical
from coordtui.models.acuity import Acuity
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier, CarePlan, Goal
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpStatus
from coordtui.models.patient import Alert, Patient
from coordtui.models.referral import Referral
from coordtui.rules.contact import CHANNELS
from coordtui.rules.dates import partial_key, show_partial
from coordtui.rules.priority import BALL_WORDS
from coordtui.rules.referral import STATES


@dataclass(frozen=True, slots=True)
class Entry:
    """`day_text` is a partial date or a moment as text, exactly as precise as it is known; "" when it is not.

    `subject` is the record behind it: its table's name and its row.
    """

    day_text: str
    kind: str
    text: str
    detail: str
    subject: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A table whose rows are entries: which columns say when, what, and what else."""

    model: type[Any]
    kind: str
    days: tuple[str, ...]
    text: str
    details: tuple[str, ...]


_SOURCES = (
    _Source(clinical.Condition, "condition", ("onset", "recorded_on"), "text", ("clinical_status", "severity")),
    _Source(clinical.Medication, "medication", ("authored_on",), "text", ("status", "dosage", "prescriber")),
    _Source(clinical.Allergy, "allergy", ("onset",), "text", ("criticality", "reaction", "clinical_status")),
    _Source(clinical.Survey, "survey", ("effective",), "text", ("value", "interpretation")),
    _Source(clinical.Document, "document", ("written_on",), "title", ("type", "author", "status")),
    _Source(clinical.Coverage, "coverage", ("starts_on",), "payer", ("plan_name", "plan_type", "status")),
    _Source(clinical.Encounter, "encounter", ("starts",), "text", ("kind", "reason", "provider", "place")),
    _Source(Appointment, "appointment", ("starts",), "what", ("status", "with_whom", "place", "reason")),
    _Source(CarePlan, "care_plan", ("starts_on", "reviewed_on"), "title", ("status", "description")),
    _Source(Goal, "goal", ("starts_on",), "text", ("status", "achievement", "patient_words")),
    _Source(Barrier, "barrier", ("found_on",), "category", ("text", "how")),
    _Source(Alert, "alert", ("since",), "text", ("category",)),
    _Source(Acuity, "acuity", ("assessed_on",), "level", ("override", "override_reason")),
)


def timeline(session: Session, patient_id: int, limit: int | None = None) -> tuple[Entry, ...]:
    """Everything of a patient, the newest first, what has no date last; all of it, or the first `limit`."""
    entries = [
        *(entry for source in _SOURCES for entry in _rows(session, patient_id, source)),
        *_referrals(session, patient_id),
        *_contacts(session, patient_id),
        *_steps(session, patient_id),
        *_notes(session, patient_id),
        *_life(session, patient_id),
    ]
    return tuple(sorted(entries, key=lambda entry: partial_key(entry.day_text), reverse=True)[:limit])


def _rows(session: Session, patient_id: int, source: _Source) -> Iterator[Entry]:
    columns = table(source.model).c
    names = (*source.days, source.text, *source.details, "id")
    rows = fetch(session, select(*(columns[name] for name in names)).where(columns.patient_id == patient_id), _row)
    for row in rows:
        days, text, details = row[: len(source.days)], row[len(source.days)], row[len(source.days) + 1 : -1]
        subject = (columns.id.table.name, row[-1])
        yield Entry(_day(next(filter(None, days), None)), source.kind, str(text), _joined(details), subject)


def _row(*row: Any) -> tuple[Any, ...]:
    return row


def _joined(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _referrals(session: Session, patient_id: int) -> Iterator[Entry]:
    columns = table(Referral).c
    chosen = (columns.ordered_on, columns.since, columns.what, columns.state, columns.to_name, columns.reason)
    for ordered_on, since, what, state, to_name, reason, key in fetch(
        session, select(*chosen, columns.id).where(columns.patient_id == patient_id), _row
    ):
        detail = _joined((STATES[state].label, to_name and f"to {to_name}", reason))
        yield Entry(_day(ordered_on or since), "referral", what, detail, ("referral", key))


def _contacts(session: Session, patient_id: int) -> Iterator[Entry]:
    for one in contacts(session, patient_id):
        minutes = f"{one.minutes} min" if one.minutes else None
        with_whom = f"with {one.spoke_with}" if one.spoke_with else None
        agreed = f"agreed: {one.agreed}" if one.agreed else None
        text = f"{CHANNELS[one.channel].label}: {one.words}"
        detail = _joined((with_whom, minutes, one.note, agreed))
        yield Entry(_moment(one.at), "contact", text, detail, ("contact", one.contact_id))


def _steps(session: Session, patient_id: int) -> Iterator[Entry]:
    """An open step stands on the day it was raised, a closed one on the day it ended."""
    zone = zone_of(session)
    for one in follow_ups(session, patient_id):
        subject = ("follow_up", one.follow_up_id)
        if one.closed_at is not None:
            ended, how = _moment(local(one.closed_at, zone)), f"step {one.status.value}"
            yield Entry(ended, how, one.text, one.outcome or "", subject)
        elif one.status is FollowUpStatus.OPEN:
            turn = "" if one.ball is Ball.ME else f", waiting for {BALL_WORDS[one.ball]}"
            due = f"due {show_partial(one.due_on.isoformat())}{turn}"
            yield Entry(one.since.isoformat(), "step open", one.text, due, subject)


def _notes(session: Session, patient_id: int) -> Iterator[Entry]:
    for note in filed(session, patient_id):
        yield Entry(_moment(note.at), "note", note.text, "", ("quick_note", note.note_id))


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="minutes")


def _life(session: Session, patient_id: int) -> Iterator[Entry]:
    columns = table(Patient).c
    chosen = select(columns.birth_date, columns.added_on, columns.deceased, columns.deceased_on)
    for birth_date, added_on, deceased, deceased_on in session.execute(chosen.where(columns.id == patient_id)):
        yield Entry(added_on.isoformat(), "case", "Joined the caseload", "")
        if birth_date:
            yield Entry(birth_date, "birth", "Born", "")
        if deceased:
            yield Entry(deceased_on or "", "death", "Died", "")
