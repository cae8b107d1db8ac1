"""The referral packet: what the receiver needs to accept, book and answer, and no more.

Nothing of other referrals, no note, alert, safety note, code word or history. Health facts only for a clinical
referral: problems that belong to it, current medicines and allergies, none that holds a private word; whoever sends it
may ask for all problems or for none. The referral's own words stand even where they are private, with a caution.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlalchemy.orm import Session

from coordtui.casework.reach import PHONES, Preferences, preferences, reaches
from coordtui.casework.receiver import Receiver, receivers
from coordtui.documents import common, gather, health, packet_gather
from coordtui.documents import packet_words as say
from coordtui.documents.gather import Facts
from coordtui.documents.packet_gather import PersonRow, ReferralRow
from coordtui.documents.packet_view import Asked, PacketView, Place
from coordtui.documents.private import Sieve, topic_of
from coordtui.documents.reading import language_name
from coordtui.documents.relevance import related
from coordtui.documents.render import FORMATS, render
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.text import one_line, shorten
from coordtui.documents.view import MedicineLine
from coordtui.documents.words import long_day, partial_day, short_day
from coordtui.models.codes import Answer
from coordtui.rules.dates import moment_day
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.rules.referral import STATES, is_open

__all__ = ["FORMATS", "WHAT", "Include", "PacketView", "packet", "place_of", "render"]

Include = Literal["", "related", "all", "none"]
"""Which health facts go in. "" is "none" for a social referral, else "related"."""

WHAT: Final = DOCUMENTS["packet"].label
_PARTS = frozenset((*DOCUMENTS["packet"].parts, *DOCUMENTS["packet"].always))
_HEALTH = frozenset({"problems", "medicines", "allergies"})
_LONG = 1200
_ADVICE = "if the receiver must know, tell them yourself, with the patient's consent."


@dataclass(frozen=True, slots=True)
class _Facts:
    """The health facts that go in, and the topics of those that do not."""

    wanted: bool
    problems: tuple[str, ...] = ()
    medicines: tuple[MedicineLine, ...] = ()
    allergies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    unrelated: int = 0


def packet(
    session: Session, referral_id: int, today: dt.date, scope: Scope = WHOLE, *, include: Include = ""
) -> PacketView:
    """Raises NotFound where there is no such referral, Refused where it is tagged and not covered."""
    row = packet_gather.referral(session, referral_id, scope)
    facts = gather.facts(session, row.patient_id)
    person = packet_gather.person(session, row.patient_id)
    wishes = preferences(session, row.patient_id)
    coordinator = common.coordinator(session, "")
    found = _health(session, row, include or ("none" if row.social else "related"), scope)
    left = Sieve(topics=list(found.topics))
    receiver = receivers(session, row.to_organization_id, row.to_practitioner_id)
    requester = _requester(session, row, left)
    asked = tuple(dict.fromkeys(text for entry in receiver for text in say.asked_for(entry.asks_for)))
    wants_address = scope.wants("contact") and any(say.answers_to(text) == "address" for text in asked)
    view = PacketView(
        patient_id=row.patient_id,
        referral_id=referral_id,
        title=say.SOCIAL_TITLE if row.social else say.TITLE,
        made_on=today,
        made=long_day(today),
        to=place_of(row.to_name, receiver, "To be chosen"),
        requester=requester if row.from_name or row.from_practitioner_id else Place("", "", "", ""),
        coordinator=coordinator,
        name=one_line(person.name),
        born=health.born(session, row.patient_id, scope),
        phones=() if facts.careful or not scope.wants("contact") else left.kept(_phones(session, row.patient_id)),
        address="" if facts.careful or not wants_address else left.one(packet_gather.address(session, row.patient_id)),
        language=language_name(person.language) if scope.wants("language") else "",
        reaching=left.kept(_reaching(facts, person, wishes, coordinator.name, scope)),
        what=one_line(row.what),
        urgency=say.URGENCY[row.urgency],
        reason=shorten(one_line(row.reason or ""), _LONG),
        question=shorten(one_line(row.question or ""), _LONG),
        dates=tuple(_dates(row)),
        consent=_consent(row),
        authorization=_authorization(row),
        health=found.wanted,
        health_note=say.HEALTH_NOTE,
        problems=found.problems,
        no_problems=say.NO_PROBLEMS if scope.wants("problems") else "",
        medicines=found.medicines,
        no_medicines=say.NO_MEDICINES if scope.wants("medicines") else "",
        allergies=found.allergies,
        no_allergies=say.NO_ALLERGIES if scope.wants("allergies") else "",
        coverage=() if row.social else left.kept(health.coverages(session, row.patient_id, today, scope)),
        asks=(),
        replies=say.replies(row.social, requester.name if row.from_name else "", coordinator.name),
        privacy=say.PRIVACY,
        parts=scope.parts(_PARTS) - (frozenset() if found.wanted else _HEALTH),
        notice=scope.notice,
        cautions=(),
    )
    view = replace(view, asks=tuple(_asked(text, view) for text in asked))
    return replace(view, cautions=tuple(_cautions(row, facts, found.unrelated, left.topics, view)))


def _requester(session: Session, row: ReferralRow, left: Sieve) -> Place:
    """Who asks. Their name is the referral's own word; where they work may tell more than the receiver must know."""
    found = place_of(row.from_name, receivers(session, None, row.from_practitioner_id), "The requesting clinician")
    return replace(found, role=left.one(found.role))


def place_of(name: str | None, entries: tuple[Receiver, ...], otherwise: str) -> Place:
    """Who it is, with what the directory knows: the person's own number before that of the place."""
    said = one_line(name or "") or next((one_line(entry.name) for entry in entries), otherwise)
    first = {
        field: next((one_line(value) for entry in entries if (value := getattr(entry, field))), "")
        for field in ("phone", "fax")
    }
    role = ", ".join(one_line(entry.name) for entry in entries if one_line(entry.name) != said)
    return Place(said, role, first["phone"], first["fax"])


def _health(session: Session, row: ReferralRow, wanted: str, scope: Scope) -> _Facts:
    if wanted == "none" or not any(map(scope.wants, _HEALTH)):
        return _Facts(False)
    every = health.problems(session, row.patient_id, scope)
    words = (row.what, row.reason, row.question, row.category)
    chosen = every if wanted == "all" else related(every, row.what, *words)
    problems = tuple(one for one in chosen if topic_of(one) is None)
    telling = tuple(topic for one in chosen if (topic := topic_of(one)))
    medicines, medicine_topics = health.medicines(session, row.patient_id, scope)
    allergies, allergy_topics = health.allergies(session, row.patient_id, scope)
    topics = (*telling, *medicine_topics, *allergy_topics)
    return _Facts(True, problems, medicines, allergies, topics, len(every) - len(chosen))


def _phones(session: Session, patient_id: int) -> tuple[str, ...]:
    good = (one for one in reaches(session, (patient_id,)) if one.good and one.system in PHONES)
    return tuple(one_line(f"{one.value} ({one.use})" if one.use else one.value) for one in good)[:2]


def _reaching(facts: Facts, person: PersonRow, wishes: Preferences, coordinator: str, scope: Scope) -> list[str]:
    """How to reach the patient safely, without saying why. What keeps a person safe is never left out."""
    lines = []
    if facts.careful:
        lines.append(f"Call {coordinator} before you contact the patient. Do not call, text or write to the home.")
    elif wishes.voicemail is Answer.NO:
        lines.append("Do not leave a voice message.")
    elif wishes.voicemail is not Answer.YES:
        lines.append("Leave no details in a voice message.")
    if not scope.wants("language"):
        return lines
    if person.interpreter is Answer.YES:
        tongue = language_name(person.language)
        how = one_line(wishes.interpreter_modality or "")
        lines.append(f"Needs an interpreter{f' for {tongue}' if tongue else ''}{f' ({how})' if how else ''}.")
    best = " ".join(part for part in (wishes.preferred_channel, wishes.preferred_time) if part)
    if best and not facts.careful:
        lines.append(f"Best reached: {one_line(best)}.")
    if wishes.do_not_mail and not facts.careful:
        lines.append("Send no letters.")
    if wishes.format:
        lines.append(f"Needs papers in: {one_line(wishes.format)}.")
    return lines


def _dates(row: ReferralRow) -> list[str]:
    ordered = moment_day(row.ordered_on)
    lines = (
        [f"Asked for on {short_day(ordered) if ordered else partial_day(row.ordered_on)}."] if row.ordered_on else []
    )
    if row.indicated_on:
        lines.append(f"Needed by {short_day(row.indicated_on)}.")
    return lines


def _consent(row: ReferralRow) -> str:
    if row.consent is not Answer.YES:
        return ""
    return f"The patient agreed to this referral{f' on {short_day(row.consent_on)}' if row.consent_on else ''}."


def _authorization(row: ReferralRow) -> str:
    if row.auth_number:
        return f"Authorization {one_line(row.auth_number)}."
    return {Answer.YES: "Authorization is needed; its number follows.", Answer.NO: "No authorization is needed."}.get(
        row.auth_needed, ""
    )


def _asked(text: str, view: PacketView) -> Asked:
    part = say.answers_to(text)
    here = bool(part and getattr(view, part)) and (part != "authorization" or any(map(str.isdigit, view.authorization)))
    return Asked(one_line(text), here, say.HERE if here else say.TO_SEND, say.WHERE[here])


def _cautions(row: ReferralRow, facts: Facts, unrelated: int, topics: list[str], view: PacketView) -> list[str]:
    lines = []
    if facts.deceased:
        lines.append("This person has died. Do not send it.")
    if row.consent is not Answer.YES:
        lines.append("No consent to this referral is recorded: ask the patient before you send it.")
    if not is_open(row.state):
        lines.append(f"This referral is over: {STATES[row.state].label}.")
    missing = [word for word, value in (("reason", row.reason), ("question", row.question)) if not value]
    if missing:
        lines.append(f"The {' and the '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.")
    if topic := topic_of(row.what, row.reason, row.question, row.from_name, row.auth_number):
        lines.append(
            f"The referral itself speaks of something private ({topic}). Make sure that the consent covers this"
            " receiver, and send it by a safe way."
        )
    if facts.careful:
        lines.append("Safe-contact rules stand for this person: the packet gives no phone and no address.")
    lines += common.left_off(topics, _ADVICE)
    if unrelated:
        many = f"{unrelated} health problem{'s' * (unrelated > 1)}"
        lines.append(f"{many} did not seem to belong to this referral and stayed out; add all if they do.")
    to_send = [one.text for one in view.asks if not one.here]
    if to_send:
        lines.append(f"The receiver also asks for: {'; '.join(to_send)}. Send it along.")
    return lines
