"""What the chart shows of a patient's health. Read-only records: nothing here asks for work."""

from __future__ import annotations

from coordtui.exchange.fhir.elements import (
    Element,
    code,
    codes,
    coding_text,
    concept,
    concepts,
    each,
    first,
    period,
    texts,
    value_text,
    when,
    when_of,
)
from coordtui.exchange.fhir.mapping import Context, Mapped
from coordtui.exchange.fhir.observations import is_survey
from coordtui.exchange.fhir.refs import parse
from coordtui.exchange.fhir.timing import dosage
from coordtui.exchange.fhir.words import LINE, SHORT, joined, line
from coordtui.models.clinical import Allergy, Condition, Coverage, Document, Encounter, Medication, Survey


def condition(context: Context) -> Mapped | None:
    text = concept(context.get("code"))
    if not text:
        return None
    key, system = code(context.get("code"))
    return Mapped(
        Condition,
        values={
            "text": text,
            "code": key,
            "system": system,
            "category": concepts(context.get("category")),
            "clinical_status": _status_code(context.get("clinicalStatus")),
            "verification": _status_code(context.get("verificationStatus")),
            "severity": concept(context.get("severity")),
            "onset": when_of(context.resource, "onset") or value_text(context.resource, "onset"),
            "abatement": when_of(context.resource, "abatement") or value_text(context.resource, "abatement"),
            "recorded_on": when(context.get("recordedDate")),
        },
    )


def _status_code(value: object) -> str | None:
    return code(value)[0] or concept(value)


def medication_request(context: Context) -> Mapped | None:
    return _medication(
        context,
        source="request",
        dose=context.get("dosageInstruction"),
        prescriber=context.named(context.get("requester")),
        authored=when(context.get("authoredOn")),
    )


def medication_statement(context: Context) -> Mapped | None:
    return _medication(
        context,
        source="statement",
        dose=context.get("dosage"),
        prescriber=_professional(context, context.get("informationSource")),
        authored=when_of(context.resource, "effective") or when(context.get("dateAsserted")),
    )


def _professional(context: Context, reference: object) -> str | None:
    """The name of who gave the information, unless that is the patient or the family."""
    ref = parse(reference)
    return context.named(reference) if ref and ref.type in ("Practitioner", "PractitionerRole") else None


def _medication(
    context: Context, *, source: str, dose: object, prescriber: str | None, authored: str | None
) -> Mapped | None:
    what = context.get("medicationCodeableConcept")
    reference = context.get("medicationReference")
    target = context.target(reference) or {}
    text = concept(what) or concept(target.get("code")) or line(first(reference).get("display"))
    text = text or _ingredients(target)
    if not text:
        return None
    key, system = code(what or target.get("code"))
    return Mapped(
        Medication,
        values={
            "text": text,
            "code": key,
            "system": system,
            "status": line(context.get("status"), SHORT),
            "source": source,
            "dosage": dosage(dose),
            "reason": context.reasons(),
            "prescriber": prescriber,
            "authored_on": authored,
        },
    )


def _ingredients(medication: Element) -> str | None:
    return joined([concept(one.get("itemCodeableConcept")) for one in each(medication.get("ingredient"))], " + ")


def allergy(context: Context) -> Mapped | None:
    reactions = list(each(context.get("reaction")))
    text = concept(context.get("code")) or joined([concept(one.get("substance")) for one in reactions])
    if not text:
        return None
    key, system = code(context.get("code"))
    return Mapped(
        Allergy,
        values={
            "text": text,
            "code": key,
            "system": system,
            "category": joined(list(texts(context.get("category"), SHORT))),
            "criticality": line(context.get("criticality"), SHORT),
            "clinical_status": _status_code(context.get("clinicalStatus")),
            "verification": _status_code(context.get("verificationStatus")),
            "reaction": joined([concept(sign) for one in reactions for sign in each(one.get("manifestation"))]),
            "onset": when_of(context.resource, "onset") or value_text(context.resource, "onset"),
        },
    )


def survey(context: Context) -> Mapped | None:
    text = concept(context.get("code"))
    if not text or not is_survey(context.resource):
        return None
    key, system = code(context.get("code"))
    return Mapped(
        Survey,
        values={
            "text": text,
            "code": key,
            "system": system,
            "value": _answer(context.resource) or _components(context.resource),
            "interpretation": concepts(context.get("interpretation")),
            "status": line(context.get("status"), SHORT),
            "effective": when_of(context.resource, "effective"),
        },
    )


def _answer(element: Element) -> str | None:
    """The value, else why there is none ("asked-declined" is an answer too)."""
    return value_text(element) or concept(element.get("dataAbsentReason"))


def _components(resource: Element) -> str | None:
    parts = [(concept(one.get("code")), _answer(one)) for one in each(resource.get("component"))]
    return joined([f"{name}: {value}" for name, value in parts if name and value], "; ", 4 * LINE)


def document(context: Context) -> Mapped:
    content = list(each(context.get("content")))
    files = [first(one.get("attachment")) for one in content]
    kind = concept(context.get("type"))
    title = line(context.get("description")) or next(
        (line(one.get("title")) for one in files if one.get("title")), None
    )
    url = next((line(one.get("url"), 2000) for one in files if one.get("url")), None)
    return Mapped(
        Document,
        values={
            "title": title or kind or "Document",
            "type": kind,
            "status": line(context.get("status"), SHORT),
            "written_on": when(context.get("date")) or next((when(one.get("creation")) for one in files), None),
            "author": context.all_named(context.get("author")),
            "format": next((line(one.get("contentType"), SHORT) for one in files if one.get("contentType")), None),
            "url": url,
        },
    )


def coverage(context: Context) -> Mapped | None:
    classes = list(each(context.get("class")))
    start, end = period(context.get("period"))
    payer = context.all_named(context.get("payor"))
    plan, kind = _of_class(classes, "plan"), concept(context.get("type"))
    if not (payer or kind or plan):
        return None
    order = context.get("order")
    return Mapped(
        Coverage,
        values={
            "payer": payer or "Payer not named",
            "plan_type": kind,
            "plan_name": line(plan.get("name")) or line(plan.get("value")) if plan else None,
            "member_id": line(context.get("subscriberId"), SHORT) or _member_number(context),
            "group_id": line(_of_class(classes, "group").get("value"), SHORT),
            "relationship": concept(context.get("relationship")),
            "status": line(context.get("status"), SHORT),
            "rank": order if type(order) is int and 0 < order < 1000 else None,
            "starts_on": start,
            "ends_on": end,
        },
    )


def _of_class(classes: list[Element], kind: str) -> Element:
    return next((one for one in classes if kind in codes(one.get("type"))), {})


def _member_number(context: Context) -> str | None:
    for one in each(context.get("identifier")):
        if codes(one.get("type")) & {"MB", "SN"}:
            return line(one.get("value"), SHORT)
    return line(context.get("dependent"), SHORT)


def encounter(context: Context) -> Mapped | None:
    setting = first(context.get("class"))
    start, end = period(context.get("period"))
    people = [context.named(one.get("individual")) for one in each(context.get("participant"))]
    stay = first(context.get("hospitalization"))
    text = concepts(context.get("type")) or concept(context.get("serviceType")) or coding_text(setting)
    return Mapped(
        Encounter,
        values={
            "text": text or "Encounter",
            "kind": line(setting.get("code"), SHORT),
            "status": line(context.get("status"), SHORT),
            "reason": context.reasons(),
            "starts": start,
            "ends": end,
            "provider": joined(people) or context.named(context.get("serviceProvider")),
            "place": joined([context.named(one.get("location")) for one in each(context.get("location"))])
            or context.named(context.get("serviceProvider")),
            "disposition": concept(stay.get("dischargeDisposition")),
        },
    )
