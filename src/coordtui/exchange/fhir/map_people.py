"""The people and organizations around a patient."""

from __future__ import annotations

from coordtui.exchange.fhir.elements import (
    Element,
    address_text,
    best_name,
    codes,
    concepts,
    each,
    first,
    name_text,
    period,
    telecom,
    texts,
    unique,
)
from coordtui.exchange.fhir.map_directory import languages, other_phones, reach, website
from coordtui.exchange.fhir.map_patient import language_tag
from coordtui.exchange.fhir.mapping import Children, Context, Mapped, Row
from coordtui.exchange.fhir.refs import parse
from coordtui.exchange.fhir.words import line
from coordtui.models.people import Organization, Practitioner, RelatedPerson, TeamMember

_LINKS = ("practitioner_id", "organization_id", "related_person_id")
COLUMNS = {
    "organization": ("name", "type", "phone", "fax", "email", "address", "active"),
    "practitioner": ("name", "phone", "fax", "email", "languages", "active"),
}
"""The mapped fields of an entry of the directory, as they are compared."""
_CAREGIVER = {"CAREGIVER", "133932002", "HPOWATT", "GUARD", "407542009"}


def organization(context: Context) -> Mapped | None:
    name = line(context.get("name")) or next(iter(texts(context.get("alias"))), None)
    if not name:
        return None
    return Mapped(
        Organization,
        values={
            "name": name,
            "type": concepts(context.get("type")),
            **reach(context.get("telecom")),
            "address": address_text(context.get("address")),
            "active": context.get("active") is not False,
        },
        fill={"other_phones": other_phones(context.get("telecom")), "website": website(context.get("telecom"))},
    )


def practitioner(context: Context) -> Mapped | None:
    """Role and organization come from PractitionerRole; see `map_directory.role_of`."""
    name = name_text(best_name(context.get("name"), context.today))
    if not name:
        return None
    return Mapped(
        Practitioner,
        values={
            "name": name,
            **reach(context.get("telecom")),
            "languages": languages(context.get("communication")),
            "active": context.get("active") is not False,
        },
        fill={"other_phones": other_phones(context.get("telecom"))},
    )


def related_person(context: Context) -> Mapped | None:
    name = name_text(best_name(context.get("name"), context.today))
    relationship = concepts(context.get("relationship"))
    if not name and not relationship:
        return None
    listed = list(each(context.get("communication")))
    spoken = [*(one for one in listed if one.get("preferred") is True), *listed]
    return Mapped(
        RelatedPerson,
        values={
            "name": name or f"Unnamed ({relationship})",
            "relationship": relationship,
            "phone": telecom(context.get("telecom"), "phone", "sms"),
            "email": telecom(context.get("telecom"), "email"),
            "language": next(iter(unique(language_tag(one.get("language")) for one in spoken)), None),
            "caregiver": bool(codes(context.get("relationship")) & _CAREGIVER),
            "active": context.get("active") is not False,
        },
    )


def care_team(context: Context) -> Mapped | None:
    """One row a participant. The patient is on every team and stands on none."""
    team = line(context.get("name")) or concepts(context.get("category"))
    status = line(context.get("status"), 40) or "active"
    rows = [row for one in each(context.get("participant")) if (row := _member(one, team, status, context))]
    return Mapped(None, children=(Children(TeamMember, rows, links=_LINKS),)) if rows else None


def _member(participant: Element, team: str | None, status: str, context: Context) -> Row | None:
    member = first(participant.get("member"))
    role = concepts(participant.get("role"))
    target = context.target(member) or {}
    ref = parse(member)
    if "Patient" in (target.get("resourceType"), ref.type if ref else None):
        return None
    name = context.named(member) or context.named(participant.get("onBehalfOf")) or role
    if not name:
        return None
    start, end = period(participant.get("period"))
    return {
        "team": team,
        "status": status,
        "name": name,
        "role": role,
        "phone": telecom(target.get("telecom"), "phone"),
        "practitioner_id": _practitioner(member, target, context),
        "organization_id": _organization(member, target, context),
        "related_person_id": context.row(member, "related_person"),
        "period_start": start,
        "period_end": end,
    }


def _practitioner(member: Element, target: Element, context: Context) -> int | None:
    if target.get("resourceType") == "PractitionerRole":
        return context.row(target.get("practitioner"), "practitioner")
    return context.row(member, "practitioner")


def _organization(member: Element, target: Element, context: Context) -> int | None:
    if target.get("resourceType") == "PractitionerRole":
        return context.row(target.get("organization"), "organization")
    return context.row(member, "organization")
