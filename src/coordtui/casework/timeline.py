"""Everything that is dated in a patient's record, in one line each, the newest first.

The order is read of all of it, as bare keys and days in one query; the lines are read for the keys that are wanted.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.base import Keyed, local, table, zone_of
from coordtui.casework.contact_views import these_contacts
from coordtui.casework.follow_up_views import these_follow_ups
from coordtui.casework.quick_note import these_notes
from coordtui.models import clinical
from coordtui.models.acuity import Acuity
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier, CarePlan, Goal
from coordtui.models.codes import Ball
from coordtui.models.contact import Contact, QuickNote
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.models.patient import Alert, Patient
from coordtui.models.referral import Referral
from coordtui.rules.contact import CHANNELS
from coordtui.rules.dates import partial_key, show_partial
from coordtui.rules.priority import BALL_WORDS
from coordtui.rules.referral import STATES


@dataclass(frozen=True, slots=True)
class Entry:
    """`day_text` is a partial date or a moment as text, exactly as precise as it is known; "" when it is not.

    `subject` is the record behind it: its table's name and its row. `key` finds the entry again.
    """

    day_text: str
    kind: str
    text: str
    detail: str
    subject: tuple[str, int] | None = None
    key: int = 0


_Order = Select[Any]
"""The rows of a source as (number of the source, row, day or moment as stored, the moment's zone or NULL)."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where entries come from: `order(number)` selects the rows of the bound `patient`, `lines` makes those of some."""

    order: Callable[[int], _Order]
    lines: Callable[[Session, Iterable[int]], Iterator[tuple[int, Entry]]]


def timeline(session: Session, patient_id: int, limit: int | None = None) -> tuple[Entry, ...]:
    """Everything of a patient, the newest first, what has no date last; all of it, or the first `limit`."""
    return tuple(filter(None, entries(session, order(session, patient_id)[:limit])))


def order(session: Session, patient_id: int) -> array[int]:
    """The keys of all entries in their order, in one query; ties as in `_SOURCES`, then the newer row first."""
    ours = zone_of(session)
    days = [
        (partial_key(day) if its is None else _local(day, ours if its == _OURS else its), -number, row)
        for number, row, day, its in session.execute(_ordered(), {"patient": patient_id}).all()
    ]
    days.sort(reverse=True)
    return array("q", (row * len(_SOURCES) - back for _, back, row in days))


def entries(session: Session, keys: Sequence[int]) -> tuple[Entry | None, ...]:
    """The entries of some keys, in the order of the keys; None for what is gone. A query for each kind among them."""
    found: dict[int, Entry] = {}
    rows: dict[int, list[int]] = {}
    for key in keys:
        row, number = divmod(key, len(_SOURCES))
        rows.setdefault(number, []).append(row)
    for number, wanted in rows.items():
        for row, entry in _SOURCES[number].lines(session, wanted):
            key = row * len(_SOURCES) + number
            found[key] = replace(entry, key=key)
    return tuple(found.get(key) for key in keys)


def some_of_each() -> range:
    """A key of each kind of entry, all of row 0, which there is never."""
    return range(len(_SOURCES))


@cache
def _ordered() -> CompoundSelect[Any]:
    return union_all(*(source.order(number) for number, source in enumerate(_SOURCES)))


_OURS = "ours"
"""In place of a zone: the coordinator's present one."""


def _select(number: int, row: ColumnElement[Any], day: ColumnElement[Any], zone: ColumnElement[Any] | None) -> _Order:
    """Days and moments as they are stored: of two thousand rows only those in sight need to become Python's."""
    return select(
        literal(number), row, type_coerce(day, String), null() if zone is None else type_coerce(zone, String)
    ).where(_whose(row))


def _whose(row: ColumnElement[Any]) -> ColumnElement[bool]:
    columns = row.table.c
    owner: ColumnElement[Any] = columns.id if row.table.name == "patient" else columns.patient_id
    return owner == bindparam("patient")


def _local(stored: str, zone: str) -> str:
    """A moment as it is stored, by the clock of a zone, to the minute."""
    clocks, day = _clocks(zone, stored[:7]), stored[:10]
    if clocks is None:
        return _moment(local(dt.datetime.fromisoformat(stored), zone))[:16]
    days, clock = clocks[stored[11:16]]
    return (day if not days else (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()) + clock


@lru_cache(1024)
def _clocks(zone: str, month: str) -> dict[str, tuple[int, str]] | None:
    """What a zone's clocks show at a time of UTC ("11:30") in a month, and how many days on; None where they change in
    it. To ask the zone for each of thousands of moments would take longer than to read them."""
    first = dt.datetime.fromisoformat(f"{month}-01T00:00+00:00")
    ahead = {(first + dt.timedelta(days)).astimezone(ZoneInfo(zone)).utcoffset() for days in range(32)}
    return _shifted(ahead.pop() or dt.timedelta()) if len(ahead) == 1 else None


@lru_cache(64)
def _shifted(ahead: dt.timedelta) -> dict[str, tuple[int, str]]:
    times = [dt.timedelta(minutes=n) for n in range(24 * 60)]
    begin = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    shown = [(begin + time, begin + time + ahead) for time in times]
    return {f"{at:%H:%M}": (there.toordinal() - at.toordinal(), f"{there:T%H:%M}") for at, there in shown}


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="minutes")


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _joined(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)


# --- tables whose rows are entries as they stand ---


@dataclass(frozen=True, slots=True)
class _Plain:
    """A table whose rows are entries: which columns say when (the first that is filled), what, and what else."""

    model: type[SQLModel]
    kind: str
    days: tuple[str, ...]
    text: str
    details: tuple[str, ...]

    def order(self, number: int) -> _Order:
        columns = table(self.model).c
        days = [func.nullif(type_coerce(columns[name], String), "") for name in self.days]
        return _select(number, columns.id, days[0] if len(days) == 1 else func.coalesce(*days), None)

    def lines(self, session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
        kind, split = table(self.model).name, 1 + len(self.days)
        for row in _some(self.model, ("id", *self.days, self.text, *self.details)).rows(session, rows):
            day = next(filter(None, row[1:split]), None)
            entry = Entry(_day(day), self.kind, str(row[split]), _joined(row[split + 1 :]), (kind, row[0]))
            yield row[0], entry


@cache
def _some(model: type[SQLModel], names: tuple[str, ...]) -> Keyed:
    """Columns of the rows of some keys."""
    columns = table(model).c
    return Keyed(lambda within: select(*(columns[name] for name in names)).where(within(columns.id)))


_PLAIN = (
    _Plain(clinical.Condition, "condition", ("onset", "recorded_on"), "text", ("clinical_status", "severity")),
    _Plain(clinical.Medication, "medication", ("authored_on",), "text", ("status", "dosage", "prescriber")),
    _Plain(clinical.Allergy, "allergy", ("onset",), "text", ("criticality", "reaction", "clinical_status")),
    _Plain(clinical.Survey, "survey", ("effective",), "text", ("value", "interpretation")),
    _Plain(clinical.Document, "document", ("written_on",), "title", ("type", "author", "status")),
    _Plain(clinical.Coverage, "coverage", ("starts_on",), "payer", ("plan_name", "plan_type", "status")),
    _Plain(clinical.Encounter, "encounter", ("starts",), "text", ("kind", "reason", "provider", "place")),
    _Plain(Appointment, "appointment", ("starts",), "what", ("status", "with_whom", "place", "reason")),
    _Plain(CarePlan, "care_plan", ("starts_on", "reviewed_on"), "title", ("status", "description")),
    _Plain(Goal, "goal", ("starts_on",), "text", ("status", "achievement", "patient_words")),
    _Plain(Barrier, "barrier", ("found_on",), "category", ("text", "how")),
    _Plain(Alert, "alert", ("since",), "text", ("category",)),
    _Plain(Acuity, "acuity", ("assessed_on",), "level", ("override", "override_reason")),
)


# --- what is told in words of its own ---

_R, _C, _F, _N, _P = (table(model).c for model in (Referral, Contact, FollowUp, QuickNote, Patient))


def _referrals(session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    found = _some(Referral, ("id", "ordered_on", "since", "what", "state", "to_name", "reason")).rows(session, rows)
    for key, ordered_on, since, what, state, to_name, reason in found:
        detail = _joined((STATES[state].label, to_name and f"to {to_name}", reason))
        yield key, Entry(_day(ordered_on or since), "referral", what, detail, ("referral", key))


def _contacts(session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    for one in these_contacts(session, rows):
        minutes = f"{one.minutes} min" if one.minutes else None
        with_whom = f"with {one.spoke_with}" if one.spoke_with else None
        agreed = f"agreed: {one.agreed}" if one.agreed else None
        text = f"{CHANNELS[one.channel].label}: {one.words}"
        detail = _joined((with_whom, minutes, one.note, agreed))
        yield one.contact_id, Entry(_moment(one.at), "contact", text, detail, ("contact", one.contact_id))


def _open_steps(number: int) -> _Order:
    """An open step stands on the day it was raised."""
    return _select(number, _F.id, _F.since, None).where(_F.status == FollowUpStatus.OPEN)


def _closed_steps(number: int) -> _Order:
    """A closed step stands on the day it ended."""
    return _select(number, _F.id, _F.closed_at, literal(_OURS)).where(_F.closed_at.is_not(None))


def _steps(session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    zone = zone_of(session)
    for one in these_follow_ups(session, rows):
        subject = ("follow_up", one.follow_up_id)
        if one.closed_at is not None:
            ended, how = _moment(local(one.closed_at, zone)), f"step {one.status.value}"
            yield one.follow_up_id, Entry(ended, how, one.text, one.outcome or "", subject)
        else:
            turn = "" if one.ball is Ball.ME else f", waiting for {BALL_WORDS[one.ball]}"
            due = f"due {show_partial(one.due_on.isoformat())}{turn}"
            yield one.follow_up_id, Entry(one.since.isoformat(), "step open", one.text, due, subject)


def _notes(session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    for note in these_notes(session, rows):
        yield note.note_id, Entry(_moment(note.at), "note", note.text, "", ("quick_note", note.note_id))


def _life(kind: str, text: str, day: str, session: Session, rows: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    for key, on in _some(Patient, ("id", day)).rows(session, rows):
        yield key, Entry(_day(on), kind, text, "")


def _born(number: int) -> _Order:
    return _select(number, _P.id, _P.birth_date, None).where(func.coalesce(_P.birth_date, "") != "")


def _died(number: int) -> _Order:
    return _select(number, _P.id, _P.deceased_on, None).where(_P.deceased)


_SOURCES = (
    *(_Source(one.order, one.lines) for one in _PLAIN),
    _Source(lambda number: _select(number, _R.id, func.coalesce(_R.ordered_on, _R.since), None), _referrals),
    _Source(lambda number: _select(number, _C.id, _C.at, _C.zone), _contacts),
    _Source(_open_steps, _steps),
    _Source(_closed_steps, _steps),
    _Source(lambda number: _select(number, _N.id, _N.at, _N.zone), _notes),
    _Source(
        lambda number: _select(number, _P.id, _P.added_on, None),
        partial(_life, "case", "Joined the caseload", "added_on"),
    ),
    _Source(_born, partial(_life, "birth", "Born", "birth_date")),
    _Source(_died, partial(_life, "death", "Died", "deceased_on")),
)
