"""What a directory says besides names: how to reach a place or a person, when, in which languages, for what."""

from __future__ import annotations

from coordtui.exchange.fhir.elements import (
    Element,
    address_text,
    concept,
    concepts,
    each,
    telecom,
    unique,
)
from coordtui.exchange.fhir.hours import hours
from coordtui.exchange.fhir.map_patient import language_tag
from coordtui.exchange.fhir.mapping import Context, Mapped, Row
from coordtui.exchange.fhir.words import LINE, SHORT, block, joined, line
from coordtui.models.people import Organization


def reach(points: object) -> Row:
    """The best phone, fax and e-mail of a list of contact points."""
    return {"phone": telecom(points, "phone"), "fax": telecom(points, "fax"), "email": telecom(points, "email")}


def other_phones(points: object) -> str | None:
    """Every phone number besides the best one."""
    best = telecom(points, "phone")
    listed = [line(one.get("value"), SHORT) for one in each(points) if _current_phone(one)]
    return joined([number for number in listed if number != best])


def _current_phone(point: Element) -> bool:
    return point.get("system") in ("phone", "sms", "pager") and point.get("use") != "old"


def website(points: object) -> str | None:
    found = telecom(points, "url") or telecom(points, "other")
    return found if found and found.startswith(("http://", "https://", "www.")) else None


def languages(value: object) -> str | None:
    return joined(list(unique(language_tag(one) for one in each(value))))


def healthcare_service(context: Context) -> Mapped | None:
    """A service that no organization here provides stands in the directory by itself; else see `service_of`."""
    name = line(context.get("name"))
    if not name or context.row(context.get("providedBy"), "organization") is not None:
        return None
    place = next((one for ref in each(context.get("location")) if (one := context.target(ref))), {})
    return Mapped(
        Organization,
        values={
            "name": name,
            "type": concepts(context.get("category")) or concepts(context.get("type")),
            **reach(context.get("telecom")),
            "address": address_text(place.get("address")),
            "active": context.get("active") is not False,
        },
        fill=_of_service(context),
    )


def service_of(context: Context) -> Row:
    """What a HealthcareService says about the organization that provides it; its name and types are `services`."""
    kinds = [concepts(context.get("type")), concepts(context.get("specialty"))]
    services = joined([line(context.get("name")), *kinds], ": " if any(kinds) else "; ")
    return {**reach(context.get("telecom")), **_of_service(context), "services": services}


def _of_service(context: Context) -> Row:
    points = context.get("telecom")
    comment = [block(context.get("comment"), LINE), block(context.get("extraDetails"), LINE)]
    return {
        "services": joined([concepts(context.get("type")), concepts(context.get("specialty"))]),
        "other_phones": other_phones(points),
        "website": website(points),
        "hours": _hours(context),
        "languages": languages(context.get("communication")),
        "asks_for": _asks_for(context),
        "note": block("\n".join(dict.fromkeys(part for part in comment if part))),
    }


def _hours(context: Context) -> str | None:
    shown = hours(context.get("availableTime")) or hours(context.get("hoursOfOperation"))
    return joined([shown, line(context.get("availabilityExceptions"))])


def _asks_for(context: Context) -> str | None:
    """Who may come, and how one is referred."""
    eligible = [
        joined([concept(one.get("code")), line(one.get("comment"))], ": ") for one in each(context.get("eligibility"))
    ]
    how = concepts(context.get("referralMethod"))
    return joined(
        [
            *eligible,
            f"Referral by: {how}" if how else None,
            "By appointment only" if context.get("appointmentRequired") is True else None,
        ]
    )


def location_of(context: Context) -> Row:
    """What a Location says about the organization that manages it."""
    points = context.get("telecom")
    return {
        **reach(points),
        "other_phones": other_phones(points),
        "website": website(points),
        "address": address_text(context.get("address")),
        "hours": _hours(context),
    }


def role_of(context: Context) -> Row:
    """What a PractitionerRole says about its practitioner, with the places and services that it names."""
    points = context.get("telecom")
    return {
        "role": concepts(context.get("specialty")) or concepts(context.get("code")),
        "organization_id": context.row(context.get("organization"), "organization"),
        **reach(points),
        "other_phones": other_phones(points),
        "hours": _hours(context),
    }
