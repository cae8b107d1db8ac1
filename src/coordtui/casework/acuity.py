"""How much of the coordinator's time a patient needs: assessing it, and reading where a person stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import Keyed, fetch, record, said, table
from coordtui.clock import Moment
from coordtui.models.acuity import Acuity, AcuityDraft, Level
from coordtui.models.patient import Patient
from coordtui.rules import acuity as rules

_A = table(Acuity).c


@dataclass(frozen=True, slots=True)
class AcuityView:
    """One assessment. `effective` is the level that counts on the day it was read for, override included."""

    acuity_id: int
    patient_id: int
    assessed_on: dt.date
    utilisation: int
    clinical: int
    behavioural: int
    social: int
    engagement: int
    score: int
    level: Level
    override: Level | None
    override_reason: str | None
    override_until: dt.date | None
    effective: Level


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts of a patient's newest assessment. `effective` is the level on the day it was read for."""

    score: int
    override: Level | None
    override_until: dt.date | None
    effective: Level


_COLUMNS = (
    *(_A.id, _A.patient_id, _A.assessed_on, _A.utilisation, _A.clinical, _A.behavioural, _A.social, _A.engagement),
    *(_A.score, _A.level, _A.override, _A.override_reason, _A.override_until),
)
_OF_PATIENT = select(*_COLUMNS).where(_A.patient_id == bindparam("patient")).order_by(_A.id.desc())


def standing(session: Session, patients: Iterable[int] | None, today: dt.date) -> dict[int, Standing]:
    """Where each patient stands who has an assessment; everyone when `patients` is None."""
    return {
        person: Standing(score, override, until, rules.effective(level, override, until, today) or level)
        for person, score, level, override, until in _NEWEST.rows(session, patients)
    }


_NEWEST = Keyed(
    lambda within: select(_A.patient_id, _A.score, _A.level, _A.override, _A.override_until).where(
        _A.id.in_(select(func.max(_A.id)).where(within(_A.patient_id)).group_by(_A.patient_id))
    )
)


def level_of(session: Session, patient_id: int, today: dt.date) -> Level | None:
    """The level that counts today, None while nobody assessed it."""
    found = standing(session, (patient_id,), today).get(patient_id)
    return None if found is None else found.effective


def assessments(session: Session, patient_id: int, today: dt.date) -> tuple[AcuityView, ...]:
    """Every assessment of one patient, the newest first."""
    return fetch(session, _OF_PATIENT, lambda *row: _view(row, today), {"patient": patient_id})


def _view(row: tuple[Any, ...], today: dt.date) -> AcuityView:
    level, override, _, until = row[-4:]
    build: Callable[..., AcuityView] = AcuityView
    return build(*row, rules.effective(level, override, until, today) or level)


@act("acuity.assess")
def assess(session: Session, patient_id: int, draft: AcuityDraft, moment: Moment) -> Result:
    """Score the rubric; `value` is the AcuityView. Raises InvalidInput for an override without reason or expiry."""
    patient = record(session, Patient, patient_id, "patient")
    score = rules.score(draft)
    level = rules.level_of(score)
    reason = said(draft.override_reason)
    rules.check_override(level, draft.override, reason, draft.override_until, moment.today)
    session.add(
        Acuity(
            patient_id=patient_id,
            assessed_on=moment.today,
            utilisation=draft.utilisation,
            clinical=draft.clinical,
            behavioural=draft.behavioural,
            social=draft.social,
            engagement=draft.engagement,
            score=score,
            level=level,
            override=draft.override,
            override_reason=reason if draft.override else None,
            override_until=draft.override_until if draft.override else None,
        )
    )
    session.flush()
    view = assessments(session, patient_id, moment.today)[0]
    return Result(label=f"Acuity {view.effective}: {patient.name}", patient_id=patient_id, value=view)
