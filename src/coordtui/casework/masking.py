"""What tells who the patients are, and their relatives, for the mask over the screens (rules/masking.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, literal, select, union
from sqlalchemy.orm import Session

from coordtui.casework.base import among, fetch, table
from coordtui.models.clinical import Coverage
from coordtui.models.consent import Consent
from coordtui.models.patient import Address, ContactPoint, Identifier, Patient, PatientName
from coordtui.models.people import RelatedPerson
from coordtui.rules.masking import Clue, ClueKind, Mask

_P, _N, _C = table(Patient).c, table(PatientName).c, table(ContactPoint).c
_A, _I, _V, _R = table(Address).c, table(Identifier).c, table(Coverage).c, table(RelatedPerson).c
_S = table(Consent).c


def clues(session: Session, patients: Collection[int] | None = None) -> tuple[Clue, ...]:
    """Names, birth dates, ways to reach, addresses and numbers of these patients, of all when None. Each once."""
    found = fetch(session, union(*_selects(patients)), Clue)
    lines = [_A.lines, _A.city, _A.state, _A.postal_code, _A.country]
    for parts in session.execute(select(*lines).where(among(_A.patient_id, patients))):
        found += (Clue("address", " ".join(" ".join(part.split()) for part in parts if part)),)
    return tuple(clue for clue in found if clue.text)


def learn(session: Session, mask: Mask, patients: Collection[int] | None) -> None:
    """Let `mask` know these patients too. It may be drawn through meanwhile."""
    mask.learn(clues(session, patients))


def _selects(patients: Collection[int] | None) -> Iterator[Any]:
    columns: tuple[tuple[ClueKind, ColumnElement[int], tuple[ColumnElement[str], ...]], ...] = (
        ("name", _P.id, (_P.name, _P.family, _P.given, _P.preferred_name)),
        ("birth", _P.id, (_P.birth_date,)),
        ("name", _N.patient_id, (_N.text, _N.family, _N.given)),
        ("name", _R.patient_id, (_R.name,)),
        ("name", _S.patient_id, (_S.signer,)),
        ("phone", _R.patient_id, (_R.phone,)),
        ("phone", _C.patient_id, (_C.value,)),
        ("number", _V.patient_id, (_V.member_id,)),
    )
    for kind, patient_id, wanted in columns:
        for column in wanted:
            yield select(literal(kind), column).where(among(patient_id, patients), column.is_not(None))
    yield select(literal("number"), _I.value).where(_I.kind == "patient", among(_I.record_id, patients))
