"""Lines of a plan that would tell whose it was, found before they leave the patient's record for a template.

A word list cannot find everything; it finds the names, numbers and dates that the record itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.models.care_plan import Intervention
from coordtui.models.patient import ContactPoint, Identifier, Patient, PatientName
from coordtui.models.people import RelatedPerson, TeamMember
from coordtui.rules.fold import fold

_P, _N, _W, _I = (table(model).c for model in (Patient, PatientName, ContactPoint, Identifier))
_R, _M, _S = table(RelatedPerson).c, table(TeamMember).c, table(Intervention).c
_Kept = tuple[tuple[ColumnElement[str], ColumnElement[int]], ...]
_OWN: _Kept = (
    *((_P.name, _P.id), (_P.family, _P.id), (_P.given, _P.id), (_P.preferred_name, _P.id)),
    *((_N.text, _N.patient_id), (_R.name, _R.patient_id)),
)
_TEAM: _Kept = ((_M.name, _M.patient_id), (_S.owner_name, _S.patient_id))
_SHORT = 3
_TITLES = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "miss",
        "prof",
        "md",
        "rn",
        "np",
        "lcsw",
        "the",
        "and",
        "of",
        "von",
        "van",
        "der",
        "de",
        "la",
    ]
)
_DAY = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?!\d)")
_LONG_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")


def named_lines(session: Session, patient_id: int, lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that hold a name of the patient, of family or of the care team; a long number; or a full date.

    The care team's names count only with a capital inside the line: they are often ordinary words ("Family Health").
    """
    names, numbers = frozenset(_names(session, _OWN, patient_id)), frozenset(_numbers(session, patient_id))
    team = frozenset(_names(session, _TEAM, patient_id))
    return tuple(line for line in lines if _tells(line, names, team, numbers))


def _tells(line: str, names: frozenset[str], team: frozenset[str], numbers: frozenset[str]) -> bool:
    if _DAY.search(line) or _LONG_NUMBER.search(line):
        return True
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", line)
    for n, word in enumerate(words):
        capital = word[:1].upper() == word[:1]
        for part in (*fold(word).split(), *fold(re.sub("['’]", " ", word)).split()):  # "Rosa's"
            if part in names and (capital or len(part) > _SHORT):
                return True
            if n and capital and part in team:
                return True
    folded = fold(line)
    return any(number in folded.split() for number in numbers)


def _names(session: Session, kept: _Kept, patient_id: int) -> Iterator[str]:
    """Every part of those names, folded."""
    for column, of in kept:
        for name in _values(session, column, of == patient_id):
            yield from (part for part in fold(name).split() if len(part) > 1 and part not in _TITLES)


def _numbers(session: Session, patient_id: int) -> Iterator[str]:
    mine = (_I.kind == "patient") & (_I.record_id == patient_id)
    for column, where in ((_I.value, mine), (_W.value, _W.patient_id == patient_id)):
        for value in _values(session, column, where):
            yield from (part for part in fold(value).split() if len(part) > _SHORT)


def _values(session: Session, column: ColumnElement[str], where: ColumnElement[bool]) -> Iterator[str]:
    yield from (value for value in session.scalars(select(column).where(where)) if value)
