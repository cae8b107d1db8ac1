"""What of a chart may go to somebody now: under which consent, with which tags, and what is in the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, table
from coordtui.casework.consent_views import ConsentView, consents
from coordtui.casework.recipient import names_of, recipient_of
from coordtui.casework.sensitivity import Subject, labels, tags_of
from coordtui.errors import InvalidInput, Refused
from coordtui.models.consent import Consent, ConsentKind
from coordtui.models.disclosure import Basis, Disclosure, DisclosureDraft
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules import consent as rules
from coordtui.rules.disclosure import BASES, IDENTITY, OWN_PAPERS, RESTRICTABLE, SECTIONS, Recipient, unknown_sections

_T, _C, _D = table(TaggedRecord).c, table(Consent).c, table(Disclosure).c


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
    """What may go of one chart; or of those on a list, be it one, which no consent covers: nothing that is tagged.

    Raises NotFound where there is no such patient, InvalidInput "recipient" where nobody is named.
    """
    patients = [patient_id] if isinstance(patient_id, int) else list(dict.fromkeys(patient_id))
    names = names_of(session, patients)
    to = recipient_of(session, draft, names)
    try:
        _known(draft)
        if isinstance(patient_id, int):
            return _of_one(session, patient_id, to, draft, today)
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
    if draft.basis is Basis.OWN_USE and draft.recipient_kind != "me":
        raise InvalidInput("basis", "Only you use it on that ground.", "Choose another ground.")
    if draft.basis is Basis.LIMITED_DATA_SET:  # 164.514(e)(2) takes out the names, and every document of ours has them
        raise InvalidInput("basis", "A limited data set holds no names, and this does.", "Choose another ground.")
    if not draft.sections and draft.basis is not Basis.DEIDENTIFIED:
        raise InvalidInput("parts", "Nothing would go along.", "Choose at least one part.")


def _of_one(session: Session, patient_id: int, to: Recipient, draft: DisclosureDraft, today: dt.date) -> Clearance:
    carried = tags_of(session, patient_id)
    tags = _at_stake(carried, draft.sections)
    parts = frozenset(draft.sections)
    if draft.basis is Basis.INDIVIDUAL and OWN_PAPERS & parts and parts <= OWN_PAPERS | IDENTITY:
        return Clearance(to, covered=frozenset().union(*carried.values(), *_recorded(session, patient_id)))
    found = consents(session, patient_id, today)
    under = _under(found, to, draft, tags, today)
    lets = [one for one in (under, _for_notes(found, to, draft, tags, today)) if one]
    covered = tags.intersection(frozenset().union(*map(rules.covered_tags, lets)))
    names = labels(session)
    whole = carried.get(("patient", patient_id), frozenset()) - covered
    if whole and not (draft.basis is Basis.OWN_USE and IDENTITY.issuperset(draft.sections)):
        raise _all_tagged(_listed(names, whole), draft.basis)
    _unrestricted(found, to, draft, covered, today)
    return Clearance(
        to,
        lets[0].consent_id if lets else None,
        "; ".join(one.title for one in lets),
        covered,
        tags - covered,
        tuple(sorted(names.get(code, code) for code in covered)),
        tuple(sorted(names.get(code, code) for code in tags - covered)),
    )


def _at_stake(carried: Mapping[Subject, frozenset[str]], sections: Collection[str]) -> frozenset[str]:
    """The tags of what may go along. Who somebody is carries those of the whole chart only; no consent goes along."""
    kinds = {"patient"} if IDENTITY.issuperset(sections) else {kind for kind, _ in carried} - {Consent.__tablename__}
    return frozenset().union(*(codes for (kind, _), codes in carried.items() if kind in kinds))


def _recorded(session: Session, patient_id: int) -> Iterator[frozenset[str]]:
    """The tags of what left before, which its accounting tells of."""
    for text in session.scalars(select(_D.tags).where(_D.patient_id == patient_id).distinct()):
        yield frozenset(json.loads(text))


def _all_tagged(words: str, basis: Basis) -> Refused:
    """What 164.512 allows or demands is not forbidden by a tag: there it is only coordtui that holds it back."""
    if BASES[basis].accounted:
        return Refused(
            f"coordtui holds back what is tagged, and all of this chart is tagged {words}.",
            "Where the law lets it go, take the tag off for this paper; or record an authorization that covers it.",
        )
    return Refused(
        f"All of this chart is tagged {words}.",
        "It leaves only under an authorization in force that covers this: record one in the chart.",
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
        if needs == "consent" and named.kind not in rules.WRITTEN:
            raise Refused(f"{named.title} is no authorization in writing.", "Record one, or choose another ground.")
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


def _for_notes(
    found: Iterable[ConsentView], to: Recipient, draft: DisclosureDraft, tags: Collection[str], today: dt.date
) -> ConsentView | None:
    """The authorization of their own for psychotherapy notes. It lets out nothing else, so it never is the ground."""
    for one in found:
        asked = rules.covered_tags(one).intersection(tags)
        if rules.alone(one) and not rules.covers(
            one, recipient=to, purpose=draft.purpose, sections=draft.sections, tags=asked, on=today
        ):
            return one
    return None


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
