"""What a valid consent or authorization holds, and what is still wanting.

Sources: 45 CFR 164.508(c) (authorization), 164.510(b) (agreement in words), 164.522(a) (restriction) and 42 CFR 2.31
(records of a substance use program).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, Protocol

from coordtui.models.consent import ConsentKind as K
from coordtui.models.consent import ConsentStatus as S
from coordtui.models.consent import Signing
from coordtui.models.disclosure import Purpose
from coordtui.rules.sensitivity import OWN_AUTHORIZATION, PART2
from coordtui.rules.words import shorten

WRITTEN: Final = frozenset({K.AUTHORIZATION, K.PART2})
"""The kinds that must be written and signed, and must end some day."""

KINDS: Final = {
    K.AUTHORIZATION: "authorization",
    K.PART2: "Part 2 consent",
    K.AGREEMENT: "agreement in words",
    K.RESTRICTION: "restriction",
}


class Terms(Protocol):
    """What a consent says, as a draft or a view holds it; fields as in models/consent.py."""

    @property
    def kind(self) -> K: ...
    @property
    def discloser(self) -> str | None: ...
    @property
    def recipient(self) -> str | None: ...
    @property
    def recipient_organization_id(self) -> int | None: ...
    @property
    def recipient_practitioner_id(self) -> int | None: ...
    @property
    def all_treating(self) -> bool: ...
    @property
    def purpose(self) -> Purpose | None: ...
    @property
    def purpose_words(self) -> str | None: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def sections(self) -> tuple[str, ...] | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def signed_on(self) -> dt.date | None: ...
    @property
    def signing(self) -> Signing | None: ...
    @property
    def signer(self) -> str | None: ...
    @property
    def authority(self) -> str | None: ...
    @property
    def starts_on(self) -> dt.date | None: ...
    @property
    def expires_on(self) -> dt.date | None: ...
    @property
    def expires_event(self) -> str | None: ...
    @property
    def told_revocable(self) -> bool: ...
    @property
    def told_conditions(self) -> bool: ...
    @property
    def told_redisclosure(self) -> bool: ...


class Given(Terms, Protocol):
    """A consent on record: what it says, and what became of it."""

    @property
    def status(self) -> S: ...
    @property
    def event_on(self) -> dt.date | None: ...
    @property
    def revoked_on(self) -> dt.date | None: ...


def missing(kind: K, facts: Terms) -> tuple[str, ...]:
    """What keeps it from being valid, each in words that read after "still needed: "; () when it is complete.

    For authorizations and Part 2 consents the elements of 164.508(c)(1) and (2), which 42 CFR 2.31(a) shares; for an
    agreement in words the person and the day, for a restriction what is not to be shared and the day it was agreed to.
    """
    match kind:
        case K.AGREEMENT:
            return tuple(_agreement(facts))
        case K.RESTRICTION:
            return tuple(_restriction(facts))
        case _:
            return (*_elements(facts), *_signature(facts), *_statements(facts))


def _agreement(facts: Terms) -> Iterator[str]:
    if not facts.recipient and not facts.all_treating:
        yield "who may be told"
    if facts.sections == ():
        yield "what may be told"
    if facts.signed_on is None:
        yield "the day on which the patient agreed"


def _restriction(facts: Terms) -> Iterator[str]:
    bare = facts.sections is None and not facts.scope and not facts.recipient and not facts.all_treating
    if not facts.tags and (bare or facts.sections == ()):
        yield "what is not to be shared, or with whom not"
    if facts.signed_on is None:
        yield "the day on which it was agreed to"


def _elements(facts: Terms) -> Iterator[str]:
    """164.508(c)(1)(i) to (v), and (b)(3)(ii) for psychotherapy notes."""
    if facts.sections == () or (not facts.scope and facts.sections is None):
        yield "what may be shared: the parts of the chart, or the whole of it in words"
    if not facts.discloser:
        yield "who may share it"
    if not facts.recipient and not facts.all_treating:
        yield "who may receive it"
    if facts.purpose is None and not facts.purpose_words:
        yield "what for"
    if facts.expires_on is None and not facts.expires_event:
        yield "when it ends: a date or an event"
    if OWN_AUTHORIZATION.intersection(facts.tags) and (len(facts.tags) > 1 or facts.kind is K.PART2):
        yield "an authorization of their own for psychotherapy notes, apart from everything else"


def _signature(facts: Terms) -> Iterator[str]:
    """164.508(c)(1)(vi)."""
    if facts.signed_on is None:
        yield "the signature and its date"
    elif facts.signing not in (Signing.PAPER, Signing.ELECTRONIC):
        yield "a signature on paper or an electronic one; spoken words are not enough"
    if facts.signer and not facts.authority:
        yield "by what authority the representative signed"


def _statements(facts: Terms) -> Iterator[str]:
    """164.508(c)(2)(i) to (iii)."""
    if not facts.told_revocable:
        yield "the statement that it can be revoked, and how"
    if not facts.told_conditions:
        yield "the statement whether care depends on signing"
    if not facts.told_redisclosure:
        yield "the statement that the recipient may pass it on"


def covered_tags(consent: Terms) -> frozenset[str]:
    """The sensitivity tags that it lets out. A Part 2 consent covers Part 2 records by itself; spoken words cover none:
    42 CFR 2.31 and the state laws behind most tags ask for writing.
    """
    if consent.kind not in WRITTEN:
        return frozenset()
    return frozenset(consent.tags) | ({PART2} if consent.kind is K.PART2 else set())


def title(consent: Terms) -> str:
    """What it is, for lists and steps: "authorization to Harbor Clinic"."""
    to = consent.recipient or ("all who treat" if consent.all_treating else "")
    joint = "not to tell" if consent.kind is K.RESTRICTION else "to"
    if not to:
        return f"{KINDS[consent.kind]}: {shorten(consent.scope, 60)}" if consent.scope else KINDS[consent.kind]
    return f"{KINDS[consent.kind]} {joint} {shorten(to, 60)}"
