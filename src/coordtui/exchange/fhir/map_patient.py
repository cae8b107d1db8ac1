"""Patient, with every field of US Core. Extensions of older US Core editions are read as well."""

from __future__ import annotations

from collections.abc import Iterator

from coordtui.errors import InvalidInput
from coordtui.exchange.fhir.elements import (
    Element,
    address_lines,
    best_name,
    code,
    codes,
    coding_text,
    concept,
    day,
    each,
    extensions,
    first,
    name_text,
    period,
    telecom,
    texts,
    unique,
)
from coordtui.exchange.fhir.mapping import Children, Context, Mapped, Row
from coordtui.exchange.fhir.words import LINE, SHORT, joined, line
from coordtui.models.codes import Answer
from coordtui.models.patient import Address, ContactPoint, Patient, PatientName, Sex
from coordtui.models.people import RelatedPerson
from coordtui.rules.patient import check_language, display_name, fold

_DECLINED = {"ASKU", "asked-declined", "asked-but-declined"}
_SEX = {
    "male": "male", "M": "male", "248153007": "male", "female": "female", "F": "female", "248152002": "female",
    "OTH": "other", "other": "other", "UNK": "unknown", "unknown": "unknown", "184115007": "unknown",
    **dict.fromkeys(_DECLINED, "declined"),
}  # fmt: skip
_YES = {"yes", "Y", "true", "373066001"}
_NO = {"no", "N", "false", "373067005"}
_LONGEST_FOLD = 2000
COLUMNS = (
    "name", "family", "given", "preferred_name", "pronouns", "birth_date", "sex", "birth_sex", "gender_identity",
    "race", "ethnicity", "tribal", "marital_status", "language", "other_languages", "interpreter", "deceased",
    "deceased_on",
)  # fmt: skip
"""The mapped fields of a patient, which `patient` gives."""


def patient(context: Context) -> Mapped:
    """The patient with names, contact points, addresses and the contact persons that the resource itself names."""
    names, points, addresses = _names(context), _points(context), _addresses(context)
    values = _values(context)
    people = [row for contact in each(context.get("contact")) if (row := _person(contact, context))]
    return Mapped(
        Patient,
        values=values,
        initial={"added_on": context.moment.today, "fold": _fold(names, values)},
        children=(
            Children(PatientName, names),
            Children(ContactPoint, points),
            Children(Address, addresses),
            Children(RelatedPerson, people),
        ),
    )


def _values(context: Context) -> Row:
    resource = context.resource
    best = best_name(resource.get("name"), context.today)
    family, given = line(best.get("family")), line(" ".join(texts(best.get("given"), SHORT)))
    preferred = _preferred(context, given)
    shown = display_name(family, given, preferred, name_text(best))
    languages = _languages(resource)
    sex, birth_sex = _sexes(resource)
    return {
        "name": shown if best else f"Unnamed patient{f' ({context.item.id[:40]})' if context.item.id else ''}",
        "family": family,
        "given": given,
        "preferred_name": preferred,
        "pronouns": _concepts_of(resource, "individual-pronouns", "patient-preferredPronouns"),
        "birth_date": day(resource.get("birthDate")),
        "sex": sex,
        "birth_sex": birth_sex,
        "gender_identity": _concepts_of(
            resource, "us-core-genderIdentity", "patient-genderIdentity", "individual-genderIdentity"
        ),
        "race": _groups(resource, "us-core-race"),
        "ethnicity": _groups(resource, "us-core-ethnicity"),
        "tribal": _tribal(resource),
        "marital_status": concept(resource.get("maritalStatus")),
        "language": languages[0] if languages else None,
        "other_languages": joined(list(languages[1:])),
        "interpreter": _interpreter(resource),
        "deceased": is_deceased(resource, context),
        "deceased_on": day(resource.get("deceasedDateTime")),
    }


def _fold(names: list[Row], values: Row) -> str:
    """Every name folded, in the form in which editing a patient keeps it."""
    known_as = [values[key] for key in ("name", "preferred_name", "given", "family")]
    known_as += [row[key] for row in names for key in ("text", "given", "family")]
    return " | ".join(unique(fold(text) for text in known_as if text))[:_LONGEST_FOLD]


def is_deceased(resource: Element, context: Context) -> bool:
    """A date of death that is no valid date still means that the person died: nobody calls on such a mistake."""
    spoilt = any(problem.path.startswith("Patient.deceased") for problem in context.item.problems)
    return resource.get("deceasedBoolean") is True or "deceasedDateTime" in resource or spoilt


def _preferred(context: Context, given: str | None) -> str | None:
    """What the person is called: a nickname, or a usual name that differs from the official given names."""
    known = set(fold(given or "").split())
    for use in ("nickname", "usual"):
        for name in each(context.get("name")):
            words = line(" ".join(texts(name.get("given"), SHORT))) or (
                line(name.get("text")) if not name.get("family") else None
            )
            over = day(first(name.get("period")).get("end"))
            current = over is None or over >= context.today
            if name.get("use") == use and words and current and not set(fold(words).split()) <= known:
                return words
    return None


def _names(context: Context) -> list[Row]:
    rows = []
    for name in each(context.get("name")):
        text = name_text(name)
        if text:
            start, end = period(name.get("period"))
            rows.append(
                {
                    "use": line(name.get("use"), SHORT),
                    "text": text,
                    "family": line(name.get("family")),
                    "given": line(" ".join(texts(name.get("given"), SHORT))),
                    "prefix": line(" ".join(texts(name.get("prefix"), SHORT))),
                    "suffix": line(" ".join(texts(name.get("suffix"), SHORT))),
                    "period_start": start,
                    "period_end": end,
                }
            )
    return rows


def _points(context: Context) -> list[Row]:
    rows = []
    for point in each(context.get("telecom")):
        value = line(point.get("value"), 255)
        if value:
            start, end = period(point.get("period"))
            rank = point.get("rank")
            rows.append(
                {
                    "system": line(point.get("system"), SHORT) or ("email" if "@" in value else "phone"),
                    "value": value,
                    "use": line(point.get("use"), SHORT),
                    "rank": rank if type(rank) is int and 0 < rank < 1000 else None,
                    "period_start": start,
                    "period_end": end,
                }
            )
    return rows


def _addresses(context: Context) -> list[Row]:
    rows = []
    for address in each(context.get("address")):
        start, end = period(address.get("period"))
        row: Row = {
            "use": line(address.get("use"), SHORT),
            "lines": address_lines(address),
            "city": line(address.get("city")),
            "district": line(address.get("district")),
            "state": line(address.get("state")),
            "postal_code": line(address.get("postalCode"), SHORT),
            "country": line(address.get("country")),
            "period_start": start,
            "period_end": end,
        }
        if any(row[key] for key in ("lines", "city", "district", "state", "postal_code", "country")):
            rows.append(row)
    return rows


def _person(contact: Element, context: Context) -> Row | None:
    """A contact person inside the Patient resource: next of kin, emergency contact."""
    name = name_text(contact.get("name")) or context.named(contact.get("organization"))
    if not name:
        return None
    return {
        "name": name,
        "relationship": joined([concept(one) for one in each(contact.get("relationship"))]),
        "phone": telecom(contact.get("telecom"), "phone", "sms"),
        "email": telecom(contact.get("telecom"), "email"),
    }


def _languages(resource: Element) -> tuple[str, ...]:
    """BCP-47 tags, the preferred one first."""
    listed = list(each(resource.get("communication")))
    ordered = [*(one for one in listed if one.get("preferred") is True), *listed]
    return tuple(unique(language_tag(one.get("language")) for one in ordered))


def language_tag(value: object) -> str | None:
    """A language as a BCP-47 tag, by its code or else by its name; None when neither is known."""
    tag, _ = code(value)
    for text in (tag, concept(value)):
        try:
            if text and (found := check_language(text)):
                return found
        except (InvalidInput, ValueError):  # unknown, or so odd that the library gives up
            continue
    return None


def _sexes(resource: Element) -> tuple[str | None, str | None]:
    """(sex, sex at birth). US Core 6 and later carry one `sex`, which stands in for whichever is missing."""
    gender = line(resource.get("gender"), SHORT)
    sex = gender if gender in {one.value for one in Sex} else None
    birth = next((_SEX.get(str(one.get("valueCode"))) for one in extensions(resource, "us-core-birthsex")), None)
    for extension in extensions(resource, "us-core-sex", "us-core-individual-sex"):
        coding = first(extension.get("valueCoding"))
        found = _SEX.get(str(coding.get("code") or extension.get("valueCode"))) or coding_text(coding)
        if sex is None and found in {one.value for one in Sex}:
            sex = found
        elif birth is None:
            birth = found
    return sex, birth


def _groups(resource: Element, name: str) -> str | None:
    """Race or ethnicity: the OMB categories, then the detail, else the free text."""
    parts: list[str | None] = []
    free: list[str] = []
    for extension in extensions(resource, name):
        inner = list(each(extension.get("extension")))
        for kind in ("ombCategory", "detailed"):
            parts += [_group(first(one.get("valueCoding"))) for one in inner if one.get("url") == kind]
        free += [text for one in inner if one.get("url") == "text" for text in texts(one.get("valueString"))]
    return joined(parts) or joined(list(free))


def _group(coding: Element) -> str | None:
    if coding.get("code") in _DECLINED:
        return "declined"
    return "unknown" if coding.get("code") == "UNK" else coding_text(coding)


def _tribal(resource: Element) -> str | None:
    parts: list[str | None] = []
    for extension in extensions(resource, "us-core-tribal-affiliation"):
        inner = {str(one.get("url")): one for one in each(extension.get("extension"))}
        name = concept(inner.get("tribalAffiliation", {}).get("valueCodeableConcept"))
        enrolled = inner.get("isEnrolled", {}).get("valueBoolean") is True
        parts.append(f"{name} (enrolled)" if name and enrolled else name)
    return joined(parts)


def _concepts_of(resource: Element, *names: str) -> str | None:
    return joined([text for extension in extensions(resource, *names) for text in _values_in(extension)])


def _values_in(extension: Element) -> Iterator[str | None]:
    """The concept an extension carries, itself or in a part called "value"; what was declined says so."""
    inner = [one for one in each(extension.get("extension")) if one.get("url") == "value"]
    for one in inner or [extension]:
        value = one.get("valueCodeableConcept") or {"coding": [one.get("valueCoding")]}
        yield "declined" if codes(value) & _DECLINED else line(concept(value) or one.get("valueString"), LINE)


def _interpreter(resource: Element) -> Answer:
    for extension in extensions(resource, "us-core-interpreter-needed"):
        coding = first(extension.get("valueCoding")) or first(
            first(extension.get("valueCodeableConcept")).get("coding")
        )
        found = {str(coding.get("code")), str(extension.get("valueCode"))}
        for answer, known in ((Answer.YES, _YES), (Answer.NO, _NO), (Answer.DECLINED, _DECLINED)):
            if found & known:
                return answer
    for extension in extensions(resource, "patient-interpreterRequired"):
        required = extension.get("valueBoolean")
        if isinstance(required, bool):
            return Answer.YES if required else Answer.NO
    return Answer.UNKNOWN
