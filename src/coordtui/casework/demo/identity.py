"""Who a made-up person is: names, ways to reach them, family, care team, coverage, wishes."""

from __future__ import annotations

import re
from typing import Final

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import CITIES, CLINICIANS, PLANS, STREETS
from coordtui.casework.demo.shapes import Kin
from coordtui.models.clinical import Coverage
from coordtui.models.codes import Answer
from coordtui.models.patient import (
    Address,
    Alert,
    CarePreference,
    CaseStatus,
    ContactPoint,
    Identifier,
    Patient,
    PatientName,
)
from coordtui.models.people import RelatedPerson, TeamMember
from coordtui.rules.dates import age
from coordtui.rules.fold import fold

AREA_CODES: Final = (360, 509, 564, 253, 425)
RECORD_SYSTEM: Final = "https://cedarstreet.example/mrn"
_ETHNICITY: Final = "Hispanic or Latino"


def introduce(cast: Cast) -> None:
    """Add the person and everything about them that is no work and no illness."""
    cast.patient_id = _patient(cast)
    _names(cast)
    _reach(cast)
    _identifiers(cast)
    _wishes(cast)
    kin = [_relative(cast, one, place) for place, one in enumerate(cast.person.kin)]
    _team(cast, kin)
    _coverage(cast)
    for text, category in cast.person.alerts:
        since = cast.days.plain(-cast.person.added).isoformat()
        cast.rows.add(Alert, patient_id=cast.patient_id, text=text, category=category, since=since)


def born(cast: Cast) -> str:
    """The birth date, of which only as much is known as was told; "@-24" is 24 days ago."""
    text = cast.person.born
    return cast.days.plain(int(text[1:])).isoformat() if text.startswith("@") else text


def _patient(cast: Cast) -> int:
    person = cast.person
    asked = person.race is not None
    return cast.rows.add(
        Patient,
        name=cast.name,
        fold=_folded(cast),
        family=person.family,
        given=person.given,
        preferred_name=person.preferred,
        pronouns=person.pronouns,
        birth_date=born(cast),
        sex=person.sex,
        gender_identity=person.gender,
        race=person.race,
        ethnicity=(_ETHNICITY if _ETHNICITY in (person.race or "") else "Not Hispanic or Latino") if asked else None,
        language=person.lang,
        written_language=person.written,
        interpreter=person.interpreter,
        deceased=person.dead is not None,
        deceased_on=_death(cast),
        case_status=CaseStatus.CLOSED if person.closed else CaseStatus.OPEN,
        added_on=cast.days.day(-person.added),
        note=person.note,
    )


def _folded(cast: Cast) -> str:
    person = cast.person
    names = (cast.name, person.preferred, person.given, person.family, person.latin)
    return " | ".join(dict.fromkeys(fold(name) for name in names if name))


def _death(cast: Cast) -> str | None:
    if cast.person.dead is None:
        return None
    day = cast.days.plain(-cast.person.dead).isoformat()
    return day if cast.person.death_known == "day" else day[:7]


def _names(cast: Cast) -> None:
    person = cast.person
    whole = cast.name if person.preferred is None else f"{person.given} {person.family}"
    cast.rows.add(
        PatientName,
        patient_id=cast.patient_id,
        use="official",
        text=whole,
        family=person.family,
        given=person.given,
    )
    other = person.latin or (f"{person.preferred} {person.family}" if person.preferred else None)
    if other and other != whole:
        cast.rows.add(PatientName, patient_id=cast.patient_id, use="usual", text=other)


def phone(number: int) -> str:
    """A number that nobody can have: 555-0100 to 555-0199, which are set aside for stories."""
    return f"({AREA_CODES[number // 100 % len(AREA_CODES)]}) 555-01{number % 100:02}"


def _reach(cast: Cast) -> None:
    person = cast.person
    cast.rows.add(
        ContactPoint,
        patient_id=cast.patient_id,
        system="phone",
        value=phone(cast.number),
        use="mobile",
        rank=1,
        state=person.phone,
    )
    letters = re.sub(r"[^a-z]+", ".", fold(person.latin or f"{person.given or ''} {person.family or ''}")).strip(".")
    if letters and cast.number % 3 == 0:
        cast.rows.add(ContactPoint, patient_id=cast.patient_id, system="email", value=f"{letters}@example.org", rank=2)
    city, state, zip_code = CITIES[person.city]
    street = f"{100 + cast.number * 7 % 880} {STREETS[cast.number % len(STREETS)]}"
    cast.rows.add(
        Address,
        patient_id=cast.patient_id,
        use="temp" if person.story == "street" else "home",
        lines="no fixed address; the van on Tuesday and Friday" if person.story == "street" else street,
        city=city,
        state=state,
        postal_code=zip_code,
    )


def _identifiers(cast: Cast) -> None:
    cast.rows.add(
        Identifier,
        patient_id=cast.patient_id,
        kind="patient",
        record_id=cast.patient_id,
        system=RECORD_SYSTEM,
        value=f"CS-{1001 + cast.number}",
        type="MR",
        use="usual",
    )


def _wishes(cast: Cast) -> None:
    care = cast.person.care
    cast.rows.add(
        CarePreference,
        patient_id=cast.patient_id,
        preferred_channel=care.channel.value if care.channel else None,
        preferred_time=care.time,
        voicemail=care.voicemail,
        who_may_answer=care.answers,
        code_word=care.code_word,
        do_not_mail=care.no_mail,
        safety_note=care.safety,
        interpreter_modality=care.interpreter,
        format=care.format,
        faith=care.faith,
        diet=care.diet,
        decision_maker=care.decides,
        health_beliefs=care.beliefs,
        provider_gender=care.gender,
        days_to_avoid=care.avoid,
        trauma_note=care.trauma,
        what_matters=cast.story.matters if cast.person.last is not None else None,
    )


def _relative(cast: Cast, kin: Kin, place: int) -> tuple[Kin, int]:
    key = cast.rows.add(
        RelatedPerson,
        patient_id=cast.patient_id,
        name=kin.name,
        relationship=kin.relationship,
        phone=phone(cast.number * 3 + 37 + place),
        language=kin.language or cast.person.lang,
        caregiver=kin.caregiver,
        may_be_told=kin.told,
    )
    return kin, key


def _team(cast: Cast, kin: list[tuple[Kin, int]]) -> None:
    keys = list(dict.fromkeys((cast.story.doctor, "tran")))
    if sum(one.status == "active" for one in cast.story.medicines) > 3:
        keys.append("amari")
    start = cast.days.plain(-cast.person.added).isoformat()
    for key in keys:
        one = CLINICIANS[key]
        cast.rows.add(
            TeamMember,
            patient_id=cast.patient_id,
            team="Care team",
            name=one.name,
            role=one.role,
            practitioner_id=cast.town.clinicians[key],
            organization_id=cast.town.agencies[one.agency],
            period_start=start,
        )
    for relative, related in kin:
        if relative.caregiver:
            cast.rows.add(
                TeamMember,
                patient_id=cast.patient_id,
                team="Care team",
                name=relative.name,
                role=f"caregiver ({relative.relationship})",
                related_person_id=related,
                period_start=start,
            )


def _coverage(cast: Cast) -> None:
    years = age(born(cast), cast.days.today) or 0
    first = _first_plan(cast, years)
    for rank, number in enumerate((first, 0) if first == 1 and cast.number % 2 else (first,), start=1):
        plan = PLANS[number]
        cast.rows.add(
            Coverage,
            patient_id=cast.patient_id,
            payer=plan.payer,
            plan_type=plan.type,
            plan_name=plan.name,
            member_id=f"{plan.payer[:2].upper()}{700000 + cast.number * 13 + number}",
            relationship="self" if years >= 18 else "child",
            status="active",
            rank=rank,
            starts_on=f"{cast.days.today.year}-01-01",
        )


def _first_plan(cast: Cast, years: int) -> int:
    if cast.person.story == "veteran":
        return 6
    if years >= 65:
        return 1 + cast.number % 3
    if years < 18 or cast.person.interpreter is Answer.YES:
        return 0
    return (0, 4, 5)[cast.number % 3]
