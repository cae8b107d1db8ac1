"""The directory of places and people to refer to: found from any field, kept up to date, with how each performs."""
# ruff: noqa: ARG001 - every act takes the moment, and what an entry says has no time of its own

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeVar

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, shorten, table
from coordtui.casework.directory_entry import Colleague, EntryDetail, OpenThere, entry, whose
from coordtui.casework.directory_same import MaybeSame, same_entries
from coordtui.casework.directory_views import KINDS, Entry, Kind, parse_ref, search
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.people import Organization, OrganizationDraft, Practitioner, PractitionerDraft
from coordtui.models.referral import Referral
from coordtui.rules.dates import show_day
from coordtui.rules.directory import check, search_text
from coordtui.rules.referral import OPEN_STATES

__all__ = [
    "KINDS", "Colleague", "Entry", "EntryDetail", "Kind", "MaybeSame", "OpenThere", "add_organization",
    "add_practitioner", "bring_back", "draft_of", "edit_organization", "edit_practitioner", "entry",
    "parse_ref", "refold", "retire", "same_entries", "search", "verify",
]  # fmt: skip

D = TypeVar("D", bound=OrganizationDraft | PractitionerDraft)
_O, _P, _R = table(Organization).c, table(Practitioner).c, table(Referral).c
_NOUNS: Final = {"organization": "place", "practitioner": "person of the directory"}
_NAMED: Final = ("name", "phone", "fax")
"""What two entries are told apart by; a change of these looks for doubles again."""


@act("directory.add_place")
def add_organization(session: Session, draft: OrganizationDraft, moment: Moment, *, anyway: bool = False) -> Result:
    """Add a place; `value` is its id.

    Raises:
        InvalidInput: at the field. MaybeSame: an entry has this name or number; `anyway` adds it all the same.
    """
    place = Organization(name="")
    _write(session, place, "organization", OrganizationDraft(), draft, anyway=anyway)
    return Result(label=f"Added: {shorten(place.name)}", value=place.id)


@act("directory.add_person")
def add_practitioner(session: Session, draft: PractitionerDraft, moment: Moment, *, anyway: bool = False) -> Result:
    """Add a person who gives care; as `add_organization`."""
    person = Practitioner(name="")
    _write(session, person, "practitioner", PractitionerDraft(), draft, anyway=anyway)
    return Result(label=f"Added: {shorten(person.name)}", value=person.id)


@act("directory.edit_place")
def edit_organization(
    session: Session, key: int, draft: OrganizationDraft, moment: Moment, *, anyway: bool = False
) -> Result:
    """Change a place. Only what was changed is checked, so that odd imported values may stay. Raises as adding does."""
    place = record(session, Organization, key, "place")
    _write(session, place, "organization", _draft(OrganizationDraft, place), draft, anyway=anyway)
    return Result(label=f"Edited: {shorten(place.name)}", value=key)


@act("directory.edit_person")
def edit_practitioner(
    session: Session, key: int, draft: PractitionerDraft, moment: Moment, *, anyway: bool = False
) -> Result:
    """Change a person; as `edit_organization`."""
    person = record(session, Practitioner, key, "person of the directory")
    _write(session, person, "practitioner", _draft(PractitionerDraft, person), draft, anyway=anyway)
    return Result(label=f"Edited: {shorten(person.name)}", value=key)


@act("directory.verify")
def verify(session: Session, kind: Kind, key: int, on: dt.date, moment: Moment) -> Result:
    """Note that the entry was checked on a day and is right. Raises InvalidInput("verified_on") for a day to come."""
    if on > moment.today:
        raise InvalidInput("verified_on", "That day is still to come.", "Write the day on which it was checked.")
    held = _held(session, kind, key)
    held.verified_on = on
    session.flush()
    return Result(label=f"Verified: {shorten(held.name)}, {show_day(on, moment.today)}", value=key)


@act("directory.retire")
def retire(session: Session, kind: Kind, key: int, moment: Moment) -> Result:
    """Keep an entry but offer it no more. `value` is how many open referrals still stand with it; they stay."""
    held = _held(session, kind, key)
    if not held.active:
        raise Refused(f"{shorten(held.name)} is retired already.")
    held.active = False
    session.flush()
    there = session.execute(select(func.count()).where(whose(kind, key), _R.state.in_(OPEN_STATES))).scalar_one()
    still = f", {there} open referral{'s' * (there != 1)} still there" if there else ""
    return Result(label=f"Retired: {shorten(held.name)}{still}", value=there)


@act("directory.bring_back")
def bring_back(session: Session, kind: Kind, key: int, moment: Moment) -> Result:
    """Offer a retired entry again."""
    held = _held(session, kind, key)
    if held.active:
        raise Refused(f"{shorten(held.name)} is in use.")
    held.active = True
    session.flush()
    return Result(label=f"In use again: {shorten(held.name)}", value=key)


def _held(session: Session, kind: Kind, key: int) -> Organization | Practitioner:
    if kind == "organization":
        return record(session, Organization, key, _NOUNS[kind])
    return record(session, Practitioner, key, _NOUNS[kind])


# --- forms -----------------------------------------------------------------------------------------------------------


def draft_of(session: Session, kind: Kind, key: int) -> OrganizationDraft | PractitionerDraft:
    """The form of an entry as it stands. Raises NotFound."""
    if kind == "organization":
        return _draft(OrganizationDraft, record(session, Organization, key, _NOUNS[kind]))
    return _draft(PractitionerDraft, record(session, Practitioner, key, _NOUNS[kind]))


def _draft(model: type[D], held: Organization | Practitioner) -> D:
    return model(**{name: getattr(held, name) for name in model.model_fields})


def _write(
    session: Session, held: Organization | Practitioner, kind: Kind, before: D, draft: D, *, anyway: bool
) -> None:
    typed = {name: getattr(draft, name) or None for name in type(draft).model_fields}
    same = {name: value for name, value in typed.items() if value == getattr(before, name)}
    blank = {name: None for name in same if name != "name"}
    checked = check(type(draft)(**{**typed, **blank})).model_copy(update=same)
    changed = typed.keys() - same.keys()
    if "organization_id" in changed:
        _has_place(session, getattr(checked, "organization_id", None))
    if not anyway and changed.intersection(_NAMED):
        doubles = same_entries(session, kind, checked, but=held.id)
        if doubles:
            raise MaybeSame(doubles)
    for name in changed:
        setattr(held, name, getattr(checked, name))
    held.fold = fold_of(held)
    session.add(held)
    session.flush()


def _has_place(session: Session, key: int | None) -> None:
    if key is not None and session.get(Organization, key) is None:
        raise InvalidInput("organization_id", "This place is no longer in the directory.", "Choose another one.")


# --- what entries are found by ---------------------------------------------------------------------------------------


def fold_of(held: Any) -> str:
    """What an entry, or a row with its columns, is found by."""
    words = (getattr(held, name, None) for name in _WORDS)
    return search_text(held.name, words, held.languages, (held.phone, held.other_phones, held.fax))


def refold(session: Session) -> int:
    """Bring what entries are found by in step with rows that were written otherwise; how many were not.

    For an import and for made-up data, at the end of the act that wrote them.
    """
    session.flush()
    return sum(_refolded(session, table(model)) for model in (Organization, Practitioner))


def _refolded(session: Session, held: Table) -> int:
    columns = [held.c[name] for name in ("id", "fold", *_NUMBERS, *_WORDS) if name in held.c]
    stale = [
        {"key": row.id, "right": right}
        for row in session.execute(select(*columns)).all()
        if (right := fold_of(row)) != row.fold
    ]
    if stale:
        rows = update(held).where(held.c.id == bindparam("key")).values(fold=bindparam("right"))
        session.connection().execute(rows, stale)
    return len(stale)


_WORDS: Final = ("type", "role", "services", "address")
_NUMBERS: Final = ("name", "languages", "phone", "other_phones", "fax")
