"""The lists that can leave as a table: the caseload, today's queue, the open referrals.

Of each row go the name, the number, and the columns of the parts that were picked. People and rows that carry a
sensitivity tag stay back: no consent covers a list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.caseload import caseload
from coordtui.casework.referral_tracker import tracker
from coordtui.casework.sensitivity import shareable, tagged_patients
from coordtui.casework.today import Row, today
from coordtui.documents.gate import Proposal
from coordtui.documents.spreadsheet import Cell, Table
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.follow_up import FollowUp
from coordtui.models.referral import Referral
from coordtui.rules.dates import moment_day
from coordtui.rules.disclosure import USUAL, Recipient

_F, _R = table(FollowUp).c, table(Referral).c


MINE: Final = Proposal(0, "", Recipient("", "me"), USUAL["me"])
"""A list is mostly for the coordinator's own work, and no one patient's."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the part of the chart that it tells of ("" always goes), and its cell of a row."""

    title: str
    part: str
    cell: Callable[[Any], Cell]


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that may leave, and how many stay back."""

    rows: tuple[Any, ...]
    held: int


@dataclass(frozen=True, slots=True)
class List:
    """A list: its key in rules/disclosure.py `DOCUMENTS`, what names its file, its columns and how it is read."""

    document: str
    stem: str
    title: str
    columns: tuple[Column, ...]
    read: Callable[[Session, dt.date, str], Kept]


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as it may leave. `patients` are those whom it tells of, `parts` the parts of their charts in it."""

    table: Table
    patients: tuple[int, ...]
    parts: frozenset[str]
    cautions: tuple[str, ...]


def list_view(session: Session, name: str, on: dt.date, filter: str, sections: Sequence[str]) -> ListView:
    """The list of a name of LISTS, narrowed by a filter, with the columns of the picked parts.

    Raises:
        InvalidInput: "list", there is no such one; "parts", it has no such part; "filter", it is not understood.
        NotFound: it is empty. Refused: all of it stays back.
    """
    one = LISTS.get(name)
    if one is None:
        raise InvalidInput("list", f"There is no list “{name}”.", f"There are: {', '.join(LISTS)}.")
    known = {column.part for column in one.columns} - {""}
    if unknown := sorted(set(sections) - known):
        raise InvalidInput(
            "parts", f"This list has no part {', '.join(unknown)}.", f"There are: {', '.join(sorted(known))}."
        )
    kept = one.read(session, on, filter)
    if not kept.rows:
        if kept.held:
            raise Refused("There is nothing to export: all of it is tagged.", "No consent covers a list.")
        why = "nothing matches" if filter.strip() else "nobody is in it"
        raise NotFound(f"There is nothing to export: {why}.", "Choose another list, or change the filter.")
    columns = [column for column in one.columns if not column.part or column.part in sections]
    rows = [[column.cell(row) for column in columns] for row in kept.rows]
    return ListView(
        Table(one.title, tuple(column.title for column in columns), rows),
        tuple(dict.fromkeys(row.patient_id for row in kept.rows)),
        frozenset(column.part for column in columns) - {""},
        (_held_words(kept.held),) if kept.held else (),
    )


def _held_words(held: int) -> str:
    return f"{'1 row stays' if held == 1 else f'{held} rows stay'} back: tagged, and no consent covers a list."


# --- reading ---------------------------------------------------------------------------------------------------------


def _caseload(session: Session, on: dt.date, filter: str) -> Kept:
    """A row is reckoned from all of a chart, so one tagged record keeps it back; a filter could tell what that is."""
    rows = caseload(session, on, filter=filter)
    held = tagged_patients(session)
    return _sorted_out(rows, lambda row: row.patient_id in held)


def _referrals(session: Session, on: dt.date, filter: str) -> Kept:
    held, people = _held(session, _R), _found_by_tagged(session, filter)
    return _sorted_out(
        tracker(session, on, filter=filter).rows,
        lambda row: row.work_id in held or row.patient_id in people,
    )


def _today(session: Session, on: dt.date, filter: str) -> Kept:
    """A row tells of all that is open for a person, so one tagged step keeps it back. Unfiled notes are nobody's."""
    held, people = _held(session, _F), _found_by_tagged(session, filter)
    rows = [row for row in today(session, on, filter=filter, stored=False).rows if row.patient_id is not None]

    def stays(row: Row) -> bool:
        steps = (row.follow_up_id, *(one.follow_up_id for one in row.more))
        return row.patient_id in people or not held.isdisjoint(steps)

    return _sorted_out(rows, stays)


def _found_by_tagged(session: Session, filter: str) -> frozenset[int]:
    """A filter finds people by more than their row shows: then whoever has anything tagged stays back."""
    return tagged_patients(session) if filter.strip() else frozenset()


def _held(session: Session, columns: Any) -> frozenset[int]:
    """The rows of a table that may not leave."""
    return frozenset(session.scalars(select(columns.id).where(~shareable(columns, ()))))


def _sorted_out(rows: Sequence[Any], stays: Callable[[Any], bool]) -> Kept:
    kept = tuple(row for row in rows if not stays(row))
    return Kept(kept, len(rows) - len(kept))


# --- the lists -------------------------------------------------------------------------------------------------------


def _plain(title: str, name: str, part: str = "") -> Column:
    return Column(title, part, lambda row: getattr(row, name))


def _born(row: Any) -> Cell:
    """A day where it is known to the day, else the words that are recorded."""
    return moment_day(row.birth_date) or row.birth_date


def _why(row: Row) -> str:
    return " · ".join(f"{reason.text} (+{reason.points})" for reason in row.reasons)


def _more(row: Row) -> str:
    return " · ".join(item.text for item in row.more)


_PERSON: Final = (_plain("Id", "patient_id"), _plain("Patient", "patient"))
LISTS: Final[Mapping[str, List]] = MappingProxyType(
    {
        "caseload": List(
            "list-caseload",
            "caseload",
            "Caseload",
            (
                *(*_PERSON, Column("Born", "birth_date", _born), _plain("Age", "age", "birth_date")),
                *(_plain("Language", "language", "language"), _plain("Acuity", "acuity", "problems")),
                *(_plain("Level", "level", "problems"), _plain("Next due", "next_due", "steps")),
                *(_plain("Open", "open", "steps"), _plain("Last contact", "last_two_way", "talks")),
                *(_plain("Engagement", "engagement", "talks"), _plain("Plan", "plan", "goals")),
                _plain("Deceased", "deceased"),
            ),
            _caseload,
        ),
        "today": List(
            "list-today",
            "today",
            "Today",
            (
                *(_plain("Tier", "tier", "steps"), _plain("Points", "points", "steps"), *_PERSON),
                *(_plain("Due", "due_on", "steps"), _plain("What", "text", "steps"), _plain("Ball", "ball", "steps")),
                *(_plain("Phone", "phone", "contact"), _plain("Language", "language", "language")),
                *(_plain("Level", "level", "problems"), Column("Why", "steps", _why), Column("Also", "steps", _more)),
            ),
            _today,
        ),
        "referrals": List(
            "list-referrals",
            "referrals",
            "Referrals",
            (
                *(_plain("Referral", "work_id", "referrals"), *_PERSON, _plain("What", "what", "referrals")),
                *(_plain("To", "to_name", "referrals"), _plain("Urgency", "urgency", "referrals")),
                *(_plain("Social", "social", "referrals"), _plain("State", "label", "referrals")),
                *(_plain("Ball", "ball", "referrals"), _plain("Since", "since", "referrals")),
                *(_plain("Next check", "next_check_on", "referrals"), _plain("Limit", "limit_on", "referrals")),
                *(_plain("Days", "age_days", "referrals"), _plain("Standing", "stage_age", "referrals")),
            ),
            _referrals,
        ),
    }
)
"""The lists by the word that the command line knows them by."""
