"""What of a chart may go to somebody now: under which consent, with which tags, and what is in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, pairs, said, table
from coordtui.casework.consent_views import ConsentView, consents
from coordtui.casework.profile import profile
from coordtui.casework.receiver import receivers
from coordtui.casework.sensitivity import labels, tags_of
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.consent import Consent, ConsentKind
from coordtui.models.disclosure import Basis, DisclosureDraft
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules import consent as rules
from coordtui.rules.disclosure import BASES, IDENTITY, RESTRICTABLE, SECTIONS, Recipient, unknown_sections

_P, _O, _W = table(Patient).c, table(Organization).c, table(Practitioner).c
_T, _C = table(TaggedRecord).c, table(Consent).c


@dataclass(frozen=True, slots=True)
class Clearance:
    """`covered` are the tags that go along under the consent, `held` those whose rows stay back, by their codes.

    `consent` names it in words ("" for none), `goes` and `stays` name the tags. `refusal` is why nothing may go, and
    then the rest says nothing.
    """

    recipient: Recipient
    consent_id: int | None = None
    consent: str = ""
    covered: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    goes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    refusal: Refused | None = None


def clearance(session: Session, patient_id: int | Sequence[int], draft: DisclosureDraft, today: dt.date) -> Clearance:
    """What may go of one chart; or of several, for a list, which no consent covers: nothing that is tagged.

    Raises NotFound where there is no such patient, InvalidInput "recipient" where nobody is named.
    """
    patients = [patient_id] if isinstance(patient_id, int) else list(dict.fromkeys(patient_id))
    names = names_of(session, patients)
    to = recipient_of(session, draft, names)
    try:
        _known(draft)
        if len(patients) == 1:
            return _of_one(session, patients[0], to, draft, today)
        _of_many(session, patients, names, to, draft, today)
    except Refused as refusal:
        return Clearance(to, refusal=refusal)
    return Clearance(to)


def _known(draft: DisclosureDraft) -> None:
    if unknown := unknown_sections(draft.sections):
        raise InvalidInput(
            "parts", f"There is no part named {', '.join(unknown)}.", f"There are: {', '.join(SECTIONS)}."
        )
    if draft.basis is Basis.INDIVIDUAL and draft.recipient_kind != "patient":
        raise InvalidInput("basis", "Only the patient gets it on that ground.", "Choose another ground.")
    if not draft.sections and draft.basis is not Basis.DEIDENTIFIED:
        raise InvalidInput("parts", "Nothing would go along.", "Choose at least one part.")


def _of_one(session: Session, patient_id: int, to: Recipient, draft: DisclosureDraft, today: dt.date) -> Clearance:
    carried = tags_of(session, patient_id)
    tags = frozenset().union(*carried.values())
    found = consents(session, patient_id, today)
    under = _under(found, to, draft, tags, today)
    covered = tags & rules.covered_tags(under) if under else frozenset()
    names = labels(session)
    whole = carried.get(("patient", patient_id), frozenset()) - covered
    if whole and not (draft.basis is Basis.OWN_USE and IDENTITY.issuperset(draft.sections)):
        raise Refused(
            f"All of this chart is tagged {_listed(names, whole)}.",
            "It leaves only under an authorization in force that covers this: record one in the chart.",
        )
    _unrestricted(found, to, draft, covered, today)
    return Clearance(
        to,
        under.consent_id if under else None,
        under.title if under else "",
        covered,
        tags - covered,
        tuple(sorted(names.get(code, code) for code in covered)),
        tuple(sorted(names.get(code, code) for code in tags - covered)),
    )


def _of_many(
    session: Session,
    patients: Sequence[int],
    names: Sequence[str],
    to: Recipient,
    draft: DisclosureDraft,
    today: dt.date,
) -> None:
    rule = BASES[draft.basis]
    if draft.recipient_kind == "patient":
        raise Refused("A list tells of other people too.", "Give a patient a document of their own.")
    if rule.needs == "consent":
        raise Refused("An authorization is of one patient, not of a list.", "Make a document for each of them.")
    if rule.needs == "words" and not draft.basis_words:
        raise _wordless(draft)
    if draft.basis is Basis.DEIDENTIFIED:
        return
    tagged = set(
        session.scalars(select(_T.subject_id).where(_T.subject_kind == "patient", among(_T.subject_id, patients)))
    )
    if tagged:
        first = next(name for key, name in zip(patients, names, strict=True) if key in tagged)
        raise Refused(f"The whole chart of {first} is tagged.", "Leave this patient out of the list.")
    restricted = select(_C.patient_id).where(_C.kind == ConsentKind.RESTRICTION, among(_C.patient_id, patients))
    for key in sorted(set(session.scalars(restricted))):
        _unrestricted(consents(session, key, today), to, draft, frozenset(), today)


# --- the consent it goes under ---------------------------------------------------------------------------------------

_SPOKEN: Final = frozenset({ConsentKind.AGREEMENT})


def _under(
    found: Sequence[ConsentView], to: Recipient, draft: DisclosureDraft, tags: Collection[str], today: dt.date
) -> ConsentView | None:
    """The consent that this goes under: the one that was named, else the one that lets out most of what is tagged.

    None where the ground needs none, and none would let out more.
    """
    needs = BASES[draft.basis].needs
    fit, why = _fitting(found, to, draft, today)
    if draft.consent_id is not None:
        named = next((one for one in fit if one.consent_id == draft.consent_id), None)
        if named is None:
            raise Refused("That consent does not allow this.", why.get(draft.consent_id, "It is not this patient's."))
        return named
    written = [one for one in fit if one.kind in rules.WRITTEN]
    best = max(written, key=lambda one: len(rules.covered_tags(one).intersection(tags)), default=None)
    if needs == "consent":
        if best is None:
            reason = next(
                (why[one.consent_id] for one in found if one.kind in rules.WRITTEN and why[one.consent_id]), ""
            )
            raise Refused(
                f"No authorization in force lets this go to {to.name}. {reason}".rstrip(),
                "Record it in the chart, or choose another ground.",
            )
        return best
    if needs == "words" and not draft.basis_words:
        spoken = next((one for one in fit if draft.basis is Basis.AGREEMENT), None)
        if spoken is None:
            raise _wordless(draft)
        return best if best and rules.covered_tags(best).intersection(tags) else spoken
    return best if best and rules.covered_tags(best).intersection(tags) else None


def _fitting(
    found: Iterable[ConsentView], to: Recipient, draft: DisclosureDraft, today: dt.date
) -> tuple[list[ConsentView], dict[int, str]]:
    """Those that allow this apart from what is tagged, and for every other the reason why it does not."""
    fit, why = [], {}
    for one in found:
        why[one.consent_id] = rules.covers(
            one, recipient=to, purpose=draft.purpose, sections=draft.sections, tags=(), on=today
        )
        if not why[one.consent_id]:
            fit.append(one)
    return fit, why


def _wordless(draft: DisclosureDraft) -> InvalidInput:
    rule = BASES[draft.basis]
    return InvalidInput("basis_words", f"Say {rule.asks}: {rule.section} asks for it.", "A few words are enough.")


def _unrestricted(
    found: Iterable[ConsentView], to: Recipient, draft: DisclosureDraft, tags: Collection[str], today: dt.date
) -> None:
    """Raise Refused where the patient asked that this be kept from them, and it was agreed to."""
    if draft.basis not in RESTRICTABLE:
        return
    for one in found:
        if rules.restricts(one, recipient=to, purpose=draft.purpose, sections=draft.sections, tags=tags, on=today):
            parts = [SECTIONS[part] for part in sorted(set(one.sections or ()) & set(draft.sections))]
            hint = f"Leave out: {', '.join(parts)}." if parts else "Ask the patient first, or end the restriction."
            raise Refused(f"The patient asked that this be kept back, and you agreed: {one.title}.", hint)


def _listed(names: dict[str, str], codes: Iterable[str]) -> str:
    return ", ".join(sorted(names.get(code, code) for code in codes))


# --- who gets it -----------------------------------------------------------------------------------------------------


def names_of(session: Session, patients: Sequence[int]) -> list[str]:
    """The patients' names in this order. Raises NotFound."""
    found = pairs(session, select(_P.id, _P.name).where(among(_P.id, patients)))
    for key in patients:
        if key not in found:
            raise NotFound(f"There is no patient {key}.", "Look the person up on the caseload.")
    return [found[key] for key in patients]


def recipient_of(session: Session, draft: DisclosureDraft, names: Sequence[str]) -> Recipient:
    """Who gets it: where nobody is named, the patient (of `names`) or the coordinator. An office or a clinician whose
    name stands once in the directory is that entry, with its address. Raises InvalidInput "recipient".
    """
    to = Recipient(
        " ".join((said(draft.recipient) or "").split()),
        draft.recipient_kind,
        draft.recipient_organization_id,
        draft.recipient_practitioner_id,
        draft.recipient_address,
    )
    if to.kind == "patient" and not to.name:
        return replace(to, name=names[0] if len(names) == 1 else "the patients")
    if to.kind == "me" and not to.name:
        mine = profile(session)
        return replace(to, name=mine.name if mine else "the coordinator")
    if not to.name:
        raise InvalidInput("recipient", "Say who gets it.", "A name is enough.")
    if to.kind in _LISTED and to.organization_id is None and to.practitioner_id is None:
        to = _entry_of(session, to)
    return to if to.address else replace(to, address=_address(session, to))


_LISTED: Final = frozenset({"provider", "payer", "agency"})


def _entry_of(session: Session, to: Recipient) -> Recipient:
    places, people = (
        session.scalars(select(columns.id).where(columns.name == to.name, columns.active).limit(2)).all()
        for columns in (_O, _W)
    )
    match (places, people):
        case ([place], []):
            return replace(to, organization_id=place)
        case ([], [person]):
            return replace(to, practitioner_id=person)
        case _:
            return to


def _address(session: Session, to: Recipient) -> str | None:
    """The postal address of the place, the chosen one or the one where the person works."""
    entries = receivers(session, to.organization_id, to.practitioner_id)
    places = [entry.entry_id for entry in entries if entry.kind == Organization.__tablename__]
    return session.execute(select(_O.address).where(among(_O.id, places))).scalar() if places else None
