"""Finding a person: by number, identifier or name; and whether work may be planned for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, fetch, shorten, table
from coordtui.casework.search import people_named
from coordtui.errors import NotFound
from coordtui.models.patient import CaseStatus, Identifier, Patient
from coordtui.rules.dates import show_partial
from coordtui.rules.finding import Word
from coordtui.rules.fold import fold

_P, _I = table(Patient).c, table(Identifier).c
SHOWN = 8
_LONGEST_KEY = 18  # digits that surely fit SQLite's integers
MOST_WORDS = 40
"""More than any name has. Every word is a term of the query, and SQLite bears no more than a thousand."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person in a list to choose from."""

    patient_id: int
    name: str
    birth_date: str | None
    deceased: bool
    case_status: CaseStatus


NAMED = select(_P.id, _P.name, _P.birth_date, _P.deceased, _P.case_status)


def on_caseload(session: Session, patient_id: int) -> bool:
    """Whether the person is alive and the case open, so that objects ask for work."""
    row = session.execute(select(_P.deceased, _P.case_status).where(_P.id == patient_id)).one_or_none()
    return row is not None and not row.deceased and row.case_status is CaseStatus.OPEN


def find(session: Session, text: str) -> int:
    """The one patient meant by a number, an identifier's value, or a name (parts of it, in any order).

    Raises:
        NotFound: nobody, or several: then the message lists them.
    """
    wanted = text.encode("utf-8", "replace").decode().strip()  # a shell may pass bytes that are no text
    found = _by_key(session, wanted) or _by_name(session, wanted)
    if len(found) == 1:
        return found[0].patient_id
    shown = shorten(wanted, 40)
    if not found:
        raise NotFound(f'There is no patient "{shown}".', "Use the number, an identifier or part of the name.")
    exact = [one for one in found if fold(one.name) == fold(wanted)]
    if len(exact) == 1:
        return exact[0].patient_id
    listed = ", ".join(_told_apart(one) for one in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise NotFound(f'Several patients match "{shown}": {listed}{more}.', "Use the number.")


def _told_apart(one: Named) -> str:
    born = f", born {show_partial(one.birth_date)}" if one.birth_date else ""
    return f"{one.patient_id} {one.name}{born}"


def _by_key(session: Session, text: str) -> tuple[Named, ...]:
    """By number or identifier. Both are looked at: a number that is also someone else's identifier is ambiguous."""
    digits = text.removeprefix("#")
    keys = {int(digits)} if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_KEY else set()
    if text:
        near = people_named(Word(text, quoted=True))  # no index leads to a value whose system nobody names
        held = select(_I.record_id).where(_I.kind == "patient", _I.record_id.in_(near), _I.value == text)
        keys.update(session.scalars(held))
    return fetch(session, NAMED.where(among(_P.id, keys)), Named)


def _by_name(session: Session, text: str) -> tuple[Named, ...]:
    words = fold(text).split()
    if not words or len(words) > MOST_WORDS:
        return ()
    named = (_called(text), *(_has_word(word) for word in words))  # the index also knows numbers and birth dates
    return fetch(session, NAMED.where(*named).order_by(_P.fold, _P.id), Named)


def _has_word(word: str) -> ColumnElement[bool]:
    """Some name of the person has a part that begins so."""
    return func.instr(literal(" ") + _P.fold, " " + word) > 0


def _called(text: str) -> ColumnElement[bool]:
    return _P.id.in_(people_named(Word(text)))


def names(session: Session, text: str, limit: int = 20) -> tuple[Named, ...]:
    """The first people of whose names, identifiers, telephone numbers, addresses of mail or birth date parts begin so:
    first whose name begins so, then the others, by name. Everyone for an empty text, nobody for mere punctuation.
    """
    folded = fold(text)
    if len(folded.split()) > MOST_WORDS:
        return ()
    if not text.strip():
        return fetch(session, NAMED.order_by(_P.fold, _P.id).limit(limit), Named)
    begins = func.substr(_P.fold, 1, len(folded)) == folded
    return fetch(session, NAMED.where(_called(text)).order_by(begins.desc(), _P.fold, _P.id).limit(limit), Named)
