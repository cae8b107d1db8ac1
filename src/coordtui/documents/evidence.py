"""The head of an accounting of disclosures and of an access report: whose, of which days, made when and by whom."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from sqlalchemy.orm import Session

from coordtui.documents import common, gather, health
from coordtui.documents.scope import Scope
from coordtui.documents.text import one_line
from coordtui.documents.view import Person
from coordtui.documents.words import long_day, period
from coordtui.rules.disclosure import DOCUMENTS


class Head(TypedDict):
    """These fields of an `EvidenceView`."""

    patient_id: int
    name: str
    born: str
    period: str
    made_on: dt.date
    made: str
    coordinator: Person
    parts: frozenset[str]


def head(
    session: Session, document: str, patient_id: int, days: tuple[dt.date, dt.date], today: dt.date, scope: Scope
) -> Head:
    """`document` is the key in rules/disclosure.py `DOCUMENTS`, `days` the first and the last. Raises NotFound."""
    known = DOCUMENTS[document]
    return {
        "patient_id": patient_id,
        "name": one_line(gather.facts(session, patient_id).name),
        "born": health.born(session, patient_id, scope),
        "period": period(*days),
        "made_on": today,
        "made": long_day(today),
        "coordinator": common.coordinator(session, ""),
        "parts": scope.parts(frozenset((*known.parts, *known.always))),
    }
