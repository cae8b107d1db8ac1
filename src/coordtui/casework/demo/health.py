"""What other systems know of a made-up person's health, and how much of the coordinator's time they need."""

from __future__ import annotations

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import CLINICIANS
from coordtui.models.acuity import Acuity
from coordtui.models.clinical import Allergy, Condition, Document, Encounter, Medication, Survey
from coordtui.rules.acuity import FACTORS, HIGHEST, level_of

ICD_10 = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"


def record_health(cast: Cast) -> None:
    _conditions(cast)
    _medicines(cast)
    _encounters(cast)
    if not cast.brief:
        _results(cast)
    if cast.person.assessed:
        _acuity(cast)


def _conditions(cast: Cast) -> None:
    for one in cast.story.conditions:
        social = one.code.startswith("Z5") or one.code.startswith("Z6")
        cast.rows.add(
            Condition,
            patient_id=cast.patient_id,
            text=one.text,
            code=one.code,
            system=ICD_10,
            category="health-concern" if social else "problem-list-item",
            clinical_status="active",
            verification="confirmed",
            onset=cast.days.years_ago(one.years) if one.years else cast.days.month(-150),
            recorded_on=cast.days.plain(-cast.person.added).isoformat(),
        )
    text, reaction = cast.story.allergy
    cast.rows.add(
        Allergy,
        patient_id=cast.patient_id,
        text=text,
        reaction=reaction,
        criticality="high" if reaction and "breath" in reaction else None,
        clinical_status="active",
        verification="confirmed",
    )


def _medicines(cast: Cast) -> None:
    for place, one in enumerate(cast.story.medicines):
        cast.rows.add(
            Medication,
            patient_id=cast.patient_id,
            text=one.text,
            status=one.status,
            dosage=one.dosage,
            source="request" if place else "statement",
            prescriber=CLINICIANS[cast.story.doctor].name,
            authored_on=cast.days.plain(-cast.person.added // 2 - place * 9).isoformat(),
        )


def stay_ended(cast: Cast) -> int:
    """Days from today to the end of the last stay: just before a discharge call, else some weeks ago."""
    for now in cast.person.now:
        if now.kind == "discharge_contact":
            return min(now.limit or 0, 0) - 3
        if now.kind == "discharge_visit":
            return -3
    return -(35 + cast.number * 11 % 70)


def _encounters(cast: Cast) -> None:
    stay = cast.story.stay
    end = cast.days.plain(stay_ended(cast)) if cast.person.last is not None else cast.days.plain(-25)
    start = cast.days.plain((end - cast.days.today).days - stay.days)
    cast.rows.add(
        Encounter,
        patient_id=cast.patient_id,
        text=stay.text,
        kind=stay.kind,
        status="finished",
        reason=stay.reason,
        starts=cast.days.fhir(start, 9, 40),
        ends=cast.days.fhir(end, 15, 10),
        place=stay.place,
        disposition=stay.disposition,
    )


def _results(cast: Cast) -> None:
    cast.rows.add(
        Document,
        patient_id=cast.patient_id,
        title=cast.story.paper,
        type="clinical note",
        status="current",
        written_on=cast.days.plain(stay_ended(cast)).isoformat(),
        author=cast.story.stay.place,
        format="application/pdf",
    )
    for place, one in enumerate(cast.story.scores):
        cast.rows.add(
            Survey,
            patient_id=cast.patient_id,
            text=one.text,
            code=one.code,
            system=LOINC if one.code else None,
            value=one.value,
            interpretation=one.meaning,
            status="final",
            effective=cast.days.plain(-min(cast.person.added, 30 + place * 12)).isoformat(),
        )


def _acuity(cast: Cast) -> None:
    person = cast.person
    factors = person.factors or cast.story.factors
    if cast.brief:
        factors = tuple(max(0, min(HIGHEST, one + cast.rng.choice((-1, 0, 0, 1)))) for one in factors)
    score = sum(factors)
    override, reason, until = person.override or (None, None, None)
    cast.rows.add(
        Acuity,
        patient_id=cast.patient_id,
        assessed_on=cast.days.day(-min(person.added, 20)),
        **dict(zip(FACTORS, factors, strict=True)),
        score=score,
        level=level_of(score),
        override=override,
        override_reason=reason,
        override_until=None if until is None else cast.days.plain(until),
    )
