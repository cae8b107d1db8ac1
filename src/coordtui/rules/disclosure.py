"""What may leave, to whom, for what and on what ground (45 CFR 164.502 to 164.528; domain sheet §11).

The law decides little here and a person the rest: these tables propose, name the section, and say what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from coordtui.models.disclosure import Basis, Purpose, RecipientKind

KINDS: Final[Mapping[RecipientKind, str]] = MappingProxyType(
    {
        "patient": "the patient",
        "provider": "a clinic or clinician",
        "payer": "a health plan",
        "person": "family or friend",
        "agency": "another office",
        "me": "myself",
    }
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets it: a name, perhaps linked to the directory. `address` is a postal address, None where not known.

    `places` are the directory's entries, with their names, that it is or works at.
    """

    name: str
    kind: RecipientKind
    organization_id: int | None = None
    practitioner_id: int | None = None
    address: str | None = None
    places: tuple[tuple[int, str], ...] = ()


CARE_TEAM: Final = "the care team"
"""A recipient that may be anybody who gives care."""

SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "birth_date": "date of birth",
        "contact": "phone and address",
        "language": "language and how to reach them",
        "matters": "what matters to them",
        "talks": "conversations",
        "goals": "goals",
        "steps": "what comes next",
        "problems": "health problems",
        "medicines": "medicines",
        "allergies": "allergies",
        "coverage": "insurance",
        "team": "care team",
        "referrals": "referrals",
        "request": "the referral itself",
        "history": "changes and versions",
        "accounting": "to whom records were given",
        "access": "who looked at the record",
    }
)
"""The parts of a chart that can leave, by the id that a disclosure and a consent name. A name always goes along."""


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A document: its name in the journal, the parts that can be left out, and those without which it is nothing."""

    label: str
    parts: tuple[str, ...]
    always: tuple[str, ...] = ()


DOCUMENTS: Final[Mapping[str, PaperRule]] = MappingProxyType(
    {
        "summary": PaperRule("visit summary", ("talks", "goals", "steps", "medicines", "team")),
        "plan-patient": PaperRule("care plan for the patient", ("matters", "steps"), ("goals",)),
        "plan-team": PaperRule(
            "care plan for the team",
            (
                *("birth_date", "matters", "problems", "steps", "medicines", "allergies"),
                *("referrals", "team", "history"),
            ),
            ("goals",),
        ),
        "packet": PaperRule(
            "referral packet",
            ("birth_date", "contact", "language", "problems", "medicines", "allergies", "coverage"),
            ("request",),
        ),
        "nudge": PaperRule("reminder", ("birth_date",), ("request",)),
        "accounting": PaperRule("accounting of disclosures", ("birth_date",), ("accounting",)),
        "access": PaperRule("access report", ("birth_date",), ("access",)),
        "phone": PaperRule("phone number", (), ("contact",)),
        "name": PaperRule("name and date of birth", (), ("birth_date",)),
        "line": PaperRule("one line", (), ("contact", "steps")),
        "list-caseload": PaperRule(
            "caseload list", ("birth_date", "language", "problems", "steps", "talks", "goals"), ()
        ),
        "list-today": PaperRule("today's list", ("contact", "language", "problems"), ("steps",)),
        "list-referrals": PaperRule("list of open referrals", (), ("referrals",)),
    }
)


@dataclass(frozen=True, slots=True)
class BasisRule:
    """A ground to disclose and the section that gives it.

    `accounted`: the patient may ask for it in an accounting (164.528). `minimum_necessary`: no more than is needed
    (164.502(b)). `needs`: a consent on record, or words that name the law, the order, the talk.
    """

    label: str
    section: str
    accounted: bool = False
    minimum_necessary: bool = True
    needs: Literal["", "consent", "words"] = ""
    asks: str = ""


BASES: Final[Mapping[Basis, BasisRule]] = MappingProxyType(
    {
        Basis.INDIVIDUAL: BasisRule("to the patient", "45 CFR 164.502(a)(1)(i)", minimum_necessary=False),
        Basis.TREATMENT: BasisRule("treatment", "45 CFR 164.506(c)(2)", minimum_necessary=False),
        Basis.PAYMENT: BasisRule("payment", "45 CFR 164.506(c)(3)"),
        Basis.OPERATIONS: BasisRule("health care operations", "45 CFR 164.506(c)(4)"),
        Basis.AUTHORIZATION: BasisRule(
            "the patient's authorization", "45 CFR 164.508", minimum_necessary=False, needs="consent"
        ),
        Basis.AGREEMENT: BasisRule(
            "the patient agreed", "45 CFR 164.510(b)", needs="words", asks="when and how the patient agreed"
        ),
        Basis.REQUIRED_BY_LAW: BasisRule(
            "required by law", "45 CFR 164.512(a)", True, minimum_necessary=False, needs="words", asks="which law"
        ),
        Basis.PUBLIC_HEALTH: BasisRule(
            "public health", "45 CFR 164.512(b)", True, needs="words", asks="who asked, and for what"
        ),
        Basis.ABUSE_REPORT: BasisRule(
            "report of abuse or neglect", "45 CFR 164.512(c)", True, needs="words", asks="what is reported"
        ),
        Basis.SAFETY_THREAT: BasisRule(
            "serious threat to safety", "45 CFR 164.512(j)", True, needs="words", asks="what the threat is"
        ),
        Basis.OVERSIGHT: BasisRule(
            "health oversight", "45 CFR 164.512(d)", True, needs="words", asks="which office, and what it looks into"
        ),
        Basis.COURT: BasisRule("court", "45 CFR 164.512(e)", True, needs="words", asks="which order or subpoena"),
        Basis.LAW_ENFORCEMENT: BasisRule(
            "law enforcement", "45 CFR 164.512(f)", True, needs="words", asks="which request, and its ground"
        ),
        Basis.DECEASED: BasisRule(
            "coroner or funeral director", "45 CFR 164.512(g)", True, needs="words", asks="what it is needed for"
        ),
        Basis.RESEARCH: BasisRule(
            "research with a waiver", "45 CFR 164.512(i)", True, needs="words", asks="which board, and when"
        ),
        Basis.LIMITED_DATA_SET: BasisRule(
            "limited data set", "45 CFR 164.514(e)", needs="words", asks="which data use agreement"
        ),
        Basis.DEIDENTIFIED: BasisRule("de-identified", "45 CFR 164.514(a)", minimum_necessary=False),
        Basis.OWN_USE: BasisRule("my own work", "45 CFR 164.506(c)(1)"),
    }
)
"""Each ground, its section, and whether 164.528 wants it told."""

PURPOSES: Final[Mapping[Purpose, str]] = MappingProxyType(
    {
        Purpose.INDIVIDUAL: "the patient asked",
        Purpose.TREATMENT: "treatment",
        Purpose.COORDINATION: "care coordination",
        Purpose.PAYMENT: "payment",
        Purpose.OPERATIONS: "running the work",
        Purpose.PUBLIC_HEALTH: "public health",
        Purpose.LEGAL: "legal matters",
        Purpose.RESEARCH: "research",
        Purpose.PERSONAL: "a personal matter",
        Purpose.OTHER: "something else",
    }
)

USUAL: Final[Mapping[RecipientKind, Purpose]] = MappingProxyType(
    {
        "patient": Purpose.INDIVIDUAL,
        "provider": Purpose.TREATMENT,
        "payer": Purpose.PAYMENT,
        "person": Purpose.COORDINATION,
        "agency": Purpose.COORDINATION,
        "me": Purpose.OPERATIONS,
    }
)
"""What each kind of recipient mostly needs it for."""

_CARE = (Purpose.TREATMENT, Purpose.COORDINATION)
_FITTING: Final[Mapping[RecipientKind, Mapping[Purpose, Basis]]] = {
    "provider": {
        **dict.fromkeys(_CARE, Basis.TREATMENT),
        Purpose.PAYMENT: Basis.PAYMENT,
        Purpose.OPERATIONS: Basis.OPERATIONS,
        Purpose.PUBLIC_HEALTH: Basis.PUBLIC_HEALTH,
    },
    "payer": {
        Purpose.PAYMENT: Basis.PAYMENT,
        # A plan's case management is its operations (164.501).
        **dict.fromkeys((Purpose.COORDINATION, Purpose.OPERATIONS), Basis.OPERATIONS),
    },
    "person": dict.fromkeys((*_CARE, Purpose.PAYMENT, Purpose.INDIVIDUAL), Basis.AGREEMENT),
    # Treatment takes in "the coordination or management of health care by a provider with a third party" (164.501).
    "agency": {
        **dict.fromkeys(_CARE, Basis.TREATMENT),
        Purpose.PUBLIC_HEALTH: Basis.PUBLIC_HEALTH,
    },
}


def fitting(recipient: Recipient, purpose: Purpose) -> Basis:
    """The ground to propose; an authorization wherever no other is plain."""
    if recipient.kind == "patient":
        return Basis.INDIVIDUAL
    if recipient.kind == "me":
        return Basis.OWN_USE
    return _FITTING[recipient.kind].get(purpose, Basis.AUTHORIZATION)


_LEAST: Final[Mapping[Basis, frozenset[str]]] = {
    Basis.TREATMENT: frozenset({"birth_date", "contact", "language", "steps", "goals"}),
    Basis.PAYMENT: frozenset({"birth_date", "coverage", "problems"}),
    Basis.OPERATIONS: frozenset({"birth_date", "goals", "steps"}),
    Basis.AGREEMENT: frozenset({"steps", "team"}),
}
"""What is mostly enough, where no more than is needed may go. On any other such ground a person picks every part."""


def limited(recipient: Recipient, basis: Basis) -> bool:
    """Whether no more than is needed may go along. Treatment is free of it only for providers (164.502(b)(2)(i))."""
    if basis is Basis.TREATMENT:
        return recipient.kind != "provider"
    return BASES[basis].minimum_necessary and basis is not Basis.OWN_USE


def defaults(document: str, recipient: Recipient, purpose: Purpose, basis: Basis | None = None) -> frozenset[str]:
    """The parts of a document (a key of DOCUMENTS) to propose: all, or what is mostly enough (164.502(b)).

    Without a `basis` the fitting one is meant.
    """
    rule = DOCUMENTS[document]
    ground = basis or fitting(recipient, purpose)
    parts = frozenset(rule.parts)
    chosen = parts & _LEAST.get(ground, frozenset()) if limited(recipient, ground) else parts
    return chosen | frozenset(rule.always)


IDENTITY: Final = frozenset({"birth_date", "contact"})
"""Who somebody is and how to reach them: what the coordinator's own work needs also of a chart that is tagged whole."""

OWN_PAPERS: Final = frozenset({"accounting", "access"})
"""What a patient may ask for whatever is tagged: who was given their record, and who looked (164.528, 164.524)."""


def accounted(basis: Basis) -> bool:
    """Whether an accounting must tell of it (164.528(a)(1))."""
    return BASES[basis].accounted


ACCOUNTED: Final = frozenset(basis for basis in BASES if accounted(basis))
YEARS_BACK: Final = 6
"""How far back an accounting reaches (164.528(a)(1))."""


def reaches_back_to(day: dt.date) -> dt.date:
    """The first day of an accounting that is asked for on `day`."""
    try:
        return day.replace(year=day.year - YEARS_BACK)
    except ValueError:  # 29 February
        return day.replace(year=day.year - YEARS_BACK, day=28)


RESTRICTABLE: Final = frozenset({Basis.TREATMENT, Basis.PAYMENT, Basis.OPERATIONS, Basis.AGREEMENT})
"""Grounds that an agreed restriction holds back (164.522(a)(1)(i)); it never holds back what 164.512 asks for."""


def unknown_sections(sections: Collection[str]) -> tuple[str, ...]:
    """Those that are no part of a chart, sorted."""
    return tuple(sorted(set(sections) - set(SECTIONS)))


PART2_NOTICE: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""Goes along with every record of substance use treatment that a consent lets out (42 CFR 2.32(a)(2))."""
