"""Notes caught in passing: kept at once, filed under a patient later. One that is not filed stands in the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import Keyed, fetch, local, record, said, shorten, table
from coordtui.casework.raising import finish_steps, raise_for_note
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.contact import QuickNote
from coordtui.models.patient import Patient

_N = table(QuickNote).c


@dataclass(frozen=True, slots=True)
class NoteView:
    """A quick note; `at` is in the zone it was taken in."""

    note_id: int
    at: dt.datetime
    text: str


@act("quick_note.capture")
def capture(session: Session, text: str, moment: Moment) -> Result:
    """Keep a note that belongs to nobody yet; `value` is its id. Raises InvalidInput("text") when it is empty."""
    words = said(text)
    if words is None:
        raise InvalidInput("text", "The note is empty.", "Type a few words, or go back.")
    note = QuickNote(at=moment.at, zone=moment.zone, text=words)
    session.add(note)
    session.flush()
    raise_for_note(session, note.id or 0, words, moment)
    return Result(label=f"Noted: {shorten(words, 40)}", value=note.id)


@act("quick_note.file")
def file_note(session: Session, note_id: int, patient_id: int, moment: Moment) -> Result:
    """Make a note part of a patient's record; `value` is its id. Raises NotFound, or Refused when it is filed."""
    note = record(session, QuickNote, note_id, "note")
    patient = record(session, Patient, patient_id, "patient")
    if note.filed_at is not None:
        raise Refused("This note is filed already.", "Undo that to file it elsewhere.")
    note.patient_id, note.filed_at = patient_id, moment.at
    session.flush()
    finish_steps(session, ("quick_note", note_id), "filed", moment)
    return Result(label=f"Filed under {patient.name}: {shorten(note.text, 40)}", patient_id=patient_id, value=note_id)


@act("quick_note.discard")
def discard(session: Session, note_id: int, moment: Moment) -> Result:
    """A note that nobody needs: off the queue, still in the journal and in the record. `value` is its id."""
    note = record(session, QuickNote, note_id, "note")
    if note.filed_at is not None:
        raise Refused("This note is filed already.")
    note.filed_at = moment.at
    session.flush()
    finish_steps(session, ("quick_note", note_id), "discarded", moment)
    return Result(label=f"Discarded: {shorten(note.text, 40)}", value=note_id)


def unfiled(session: Session) -> tuple[NoteView, ...]:
    """The notes that belong to nobody yet, the oldest first."""
    return fetch(session, _notes(_N.filed_at.is_(None)), _view)


def filed(session: Session, patient_id: int) -> tuple[NoteView, ...]:
    """The notes filed under a patient, the oldest first."""
    return fetch(session, _notes(_N.patient_id == patient_id), _view)


def these_notes(session: Session, keys: Iterable[int]) -> tuple[NoteView, ...]:
    """Some notes by their keys."""
    return tuple(_view(*row) for row in _SOME.rows(session, keys))


def _notes(which: ColumnElement[bool]) -> Select[Any]:
    return select(_N.id, _N.at, _N.zone, _N.text).where(which).order_by(_N.id)


_SOME = Keyed(lambda within: _notes(within(_N.id)))


def _view(note_id: int, at: dt.datetime, zone: str, text: str) -> NoteView:
    return NoteView(note_id, local(at, zone), text)
