"""What makes a consent valid, how it stands on a day, and what it lets out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from coordtui.casework.consent_views import ConsentView
from coordtui.models.consent import ConsentKind, ConsentStatus, Signing
from coordtui.models.disclosure import Purpose
from coordtui.rules.consent import (
    covered_tags,
    covers,
    in_force,
    is_open,
    missing,
    restricts,
    standing,
    title,
    wanted,
)
from coordtui.rules.disclosure import Recipient
from coordtui.rules.sensitivity import SHIPPED, code_of

D = dt.date
TODAY = D(2026, 3, 4)
CLINIC = Recipient("Harbor Clinic", "provider", organization_id=3)
CHEN = Recipient("Dr. Chen", "provider", practitioner_id=8, places=((3, "Harbor Clinic"),))
WHOLE = ConsentView(
    consent_id=1,
    patient_id=1,
    kind=ConsentKind.AUTHORIZATION,
    status=ConsentStatus.ACTIVE,
    discloser="Nora Quist",
    recipient="Harbor Clinic",
    recipient_organization_id=3,
    recipient_practitioner_id=None,
    all_treating=False,
    purpose=Purpose.TREATMENT,
    purpose_words=None,
    scope="Plan and medicines",
    sections=None,
    tags=(),
    signed_on=D(2026, 3, 2),
    signing=Signing.PAPER,
    signer=None,
    authority=None,
    document=None,
    starts_on=None,
    expires_on=D(2027, 3, 2),
    expires_event=None,
    event_on=None,
    told_revocable=True,
    told_conditions=True,
    told_redisclosure=True,
    copy_given_on=None,
    revoked_on=None,
    revoked_how=None,
    note=None,
)


def one(**fields: Any) -> ConsentView:
    return replace(WHOLE, **fields)


def spoken(**fields: Any) -> ConsentView:
    return one(**{"kind": ConsentKind.AGREEMENT, "signing": Signing.SPOKEN, "expires_on": None, **fields})


def restriction(**fields: Any) -> ConsentView:
    bare = {"kind": ConsentKind.RESTRICTION, "expires_on": None, "purpose": None, "recipient_organization_id": None}
    return one(**{**bare, **fields})


# --- what it must hold -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ConsentKind.AUTHORIZATION, ConsentKind.PART2])
@pytest.mark.parametrize(
    "fields, wanting",
    [
        ({"scope": None}, "what may be shared"),
        ({"sections": ()}, "what may be shared"),
        ({"discloser": None}, "who may share it"),
        ({"recipient": None}, "who may receive it"),
        ({"purpose": None}, "what for"),
        ({"expires_on": None}, "a date or an event"),
        ({"signed_on": None}, "the signature and its date"),
        ({"signing": Signing.SPOKEN}, "spoken words are not enough"),
        ({"signing": None}, "spoken words are not enough"),
        ({"signer": "Ana Diaz"}, "by what authority"),
        ({"told_revocable": False}, "can be revoked"),
        ({"told_conditions": False}, "whether care depends"),
        ({"told_redisclosure": False}, "may pass it on"),
        ({"tags": ("psychotherapy_notes", "hiv")}, "of their own for psychotherapy notes"),
    ],
)
def test_each_element_of_an_authorization_is_asked_for_by_itself(
    kind: ConsentKind, fields: dict[str, Any], wanting: str
) -> None:
    assert missing(kind, one(kind=kind)) == ()
    found = missing(kind, one(kind=kind, **fields))
    assert len(found) == 1
    assert wanting in found[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": None, "sections": ("goals",)},
        {"recipient": None, "all_treating": True},
        {"purpose": None, "purpose_words": "at my request"},
        {"expires_on": None, "expires_event": "end of the trial"},
        {"signer": "Ana Diaz", "authority": "mother"},
        {"tags": ("psychotherapy_notes",)},
        {"signing": Signing.ELECTRONIC},
    ],
)
def test_each_element_may_be_given_the_other_way_too(fields: dict[str, Any]) -> None:
    assert missing(ConsentKind.AUTHORIZATION, one(**fields)) == ()


def test_spoken_words_need_a_person_and_a_day_and_a_restriction_what_it_is_about() -> None:
    assert missing(ConsentKind.AGREEMENT, spoken()) == ()
    assert len(missing(ConsentKind.AGREEMENT, spoken(recipient=None, sections=(), signed_on=None))) == 3
    assert missing(ConsentKind.RESTRICTION, restriction(scope=None)) == ()
    assert len(missing(ConsentKind.RESTRICTION, restriction(scope=None, recipient=None, signed_on=None))) == 2
    assert len(missing(ConsentKind.RESTRICTION, restriction(sections=()))) == 1
    assert missing(ConsentKind.RESTRICTION, restriction(sections=(), tags=("hiv",))) == ()
    assert missing(ConsentKind.RESTRICTION, restriction(scope=None, recipient=None, all_treating=True)) == ()


def test_a_part_2_consent_is_none_for_psychotherapy_notes() -> None:
    (wanting,) = missing(ConsentKind.PART2, one(kind=ConsentKind.PART2, tags=("psychotherapy_notes",)))
    assert "of their own for psychotherapy notes" in wanting


# --- how it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields, on, code, words",
    [
        ({}, TODAY, "in-force", "in force until 2 March 2027"),
        ({}, D(2027, 2, 1), "in-force", "in force until 2 March 2027, 29 days left"),
        ({}, D(2027, 3, 2), "in-force", "in force until 2 March 2027, its last day"),
        ({}, D(2027, 3, 3), "expired", "expired on 2 March 2027"),
        ({}, D(2026, 3, 1), "not-yet", "in force from 2 March 2026"),
        ({"starts_on": D(2026, 4, 1)}, TODAY, "not-yet", "in force from 1 April 2026"),
        ({"expires_on": None, "expires_event": "the trial"}, TODAY, "in-force", "in force until: the trial"),
        ({"expires_event": "the trial", "event_on": TODAY}, TODAY, "expired", "expired on 4 March 2026: the trial"),
        ({"revoked_on": TODAY}, TODAY, "revoked", "revoked on 4 March 2026"),
        ({"revoked_on": TODAY, "status": ConsentStatus.INACTIVE}, D(2026, 3, 3), "in-force", "in force until"),
        ({"status": ConsentStatus.INACTIVE}, TODAY, "ended", "ended"),
        ({"status": ConsentStatus.REJECTED}, TODAY, "ended", "refused"),
        ({"status": ConsentStatus.ENTERED_IN_ERROR}, TODAY, "error", "by mistake"),
        ({"status": ConsentStatus.DRAFT, "signed_on": None}, TODAY, "draft", "not signed yet"),
        ({"status": ConsentStatus.DRAFT, "scope": None}, TODAY, "incomplete", "still needed: what may be shared"),
        ({"scope": None}, TODAY, "incomplete", "not valid yet"),
    ],
)
def test_it_stands_by_its_dates_and_by_what_became_of_it(
    fields: dict[str, Any], on: dt.date, code: str, words: str
) -> None:
    found = standing(one(**fields), on)
    assert found.code == code
    assert words in found.words
    assert in_force(one(**fields), on) is (code == "in-force")


def test_only_what_still_asks_for_something_wants_a_step() -> None:
    assert not is_open(restriction())
    assert wanted(restriction(), TODAY) == ()
    assert is_open(restriction(expires_on=D(2026, 6, 1)))
    assert not is_open(one(status=ConsentStatus.INACTIVE))
    (step,) = wanted(one(expires_on=D(2026, 6, 30)), TODAY)
    assert (step.kind, step.due_on, step.limit_on) == ("consent_expiry", D(2026, 6, 7), D(2026, 6, 30))
    (short,) = wanted(one(expires_on=D(2026, 3, 10)), TODAY)
    assert short.due_on == D(2026, 3, 2)
    (answer,) = wanted(restriction(status=ConsentStatus.DRAFT), TODAY)
    assert (answer.text, answer.due_on) == ("Agree or refuse: restriction not to tell Harbor Clinic", D(2026, 3, 9))


def test_its_title_says_to_whom_or_else_what() -> None:
    assert title(one(recipient=None, all_treating=True)) == "authorization to all who treat"
    assert title(restriction(recipient=None)) == "restriction: Plan and medicines"
    assert title(restriction(recipient=None, scope=None)) == "restriction"


# --- what it lets out ------------------------------------------------------------------------------------------------


def why(consent: ConsentView, **asked: Any) -> str:
    base = {"recipient": CLINIC, "purpose": Purpose.TREATMENT, "sections": ("goals",), "tags": (), "on": TODAY}
    return covers(consent, **{**base, **asked})


@pytest.mark.parametrize(
    "consent, asked, words",
    [
        (one(), {}, ""),
        (one(), {"on": D(2028, 1, 1)}, "It is not in force: expired on 2 March 2027."),
        (one(), {"recipient": Recipient("Elm Clinic", "provider", 4)}, "It names Harbor Clinic, not Elm Clinic."),
        (one(), {"recipient": Recipient("Harbor Clinic", "provider", 4)}, "It names Harbor Clinic"),
        (one(), {"recipient": Recipient("harbor  CLINIC", "provider")}, ""),
        (one(recipient_practitioner_id=9), {"recipient": Recipient("Dr Ho", "provider", 3, 8)}, "It names"),
        (one(all_treating=True), {"recipient": Recipient("Elm Clinic", "provider", 4)}, ""),
        (one(all_treating=True), {"recipient": Recipient("Acme", "payer")}, "It names"),
        (one(), {"purpose": Purpose.COORDINATION}, ""),
        (one(), {"purpose": Purpose.LEGAL}, "It is not for this purpose: legal matters."),
        (one(purpose=None, purpose_words="my disability claim"), {"purpose": Purpose.OTHER}, ""),
        (one(purpose=None, purpose_words="my disability claim"), {"purpose": Purpose.RESEARCH}, "not for this purpose"),
        (one(purpose=None, purpose_words="my disability claim"), {}, "not for this purpose"),
        (spoken(purpose=None), {"purpose": Purpose.LEGAL}, ""),
        (one(tags=("psychotherapy_notes",)), {"tags": ("psychotherapy_notes",)}, ""),
        (one(tags=("psychotherapy_notes",)), {}, "psychotherapy notes and nothing else"),
        (one(sections=("goals",)), {}, ""),
        (one(sections=("goals",)), {"sections": ("goals", "talks")}, "these parts of the chart: conversations."),
        (one(), {"tags": ("hiv",)}, "It does not cover what is tagged HIV."),
        (one(), {"tags": ("foster_care",)}, "tagged foster care."),
        (one(tags=("hiv",)), {"tags": ("hiv",)}, ""),
        (one(kind=ConsentKind.PART2), {"tags": ("part2",)}, ""),
        (one(kind=ConsentKind.PART2, purpose=None, purpose_words="care"), {"purpose": Purpose.PAYMENT}, ""),
        (one(kind=ConsentKind.PART2, purpose=None, purpose_words="x"), {"purpose": Purpose.LEGAL}, "not for this"),
        (spoken(tags=("hiv",)), {"tags": ("hiv",)}, "Spoken words are not enough"),
        (spoken(), {}, ""),
        (restriction(), {}, "A restriction allows nothing."),
    ],
)
def test_it_covers_what_it_names_and_nothing_else(consent: ConsentView, asked: dict[str, Any], words: str) -> None:
    found = why(consent, **asked)
    assert words in found
    assert bool(found) is bool(words)


def test_a_part_2_consent_covers_its_tag_by_itself_and_spoken_words_no_tag() -> None:
    assert covered_tags(one(kind=ConsentKind.PART2, tags=("hiv",))) == {"part2", "hiv"}
    assert covered_tags(spoken(tags=("hiv",))) == frozenset()


@pytest.mark.parametrize(
    "consent, asked, stands",
    [
        (restriction(), {}, True),
        (restriction(), {"recipient": Recipient("Elm Clinic", "provider")}, False),
        (restriction(recipient=None), {"recipient": Recipient("Elm Clinic", "provider")}, True),
        (restriction(recipient=None), {"recipient": Recipient("Rosa Lopez", "patient")}, False),
        (restriction(purpose=Purpose.PAYMENT), {}, False),
        (restriction(purpose=Purpose.PAYMENT), {"purpose": Purpose.PAYMENT}, True),
        (restriction(sections=("talks",)), {}, False),
        (restriction(sections=("talks",)), {"sections": ("talks", "goals")}, True),
        (restriction(tags=("hiv",)), {}, False),
        (restriction(tags=("hiv",)), {"tags": ("hiv",)}, True),
        (restriction(status=ConsentStatus.INACTIVE), {}, False),
        (restriction(recipient_organization_id=3), {"recipient": CHEN}, True),
        (restriction(recipient_organization_id=4, recipient="Elm Clinic"), {"recipient": CHEN}, False),
        (restriction(), {"recipient": CHEN}, True),
        (restriction(recipient="Dr. Ho", recipient_practitioner_id=9), {"recipient": CHEN}, False),
        (restriction(), {"recipient": Recipient("The care team", "provider")}, True),
        (restriction(recipient=None, scope=None, all_treating=True), {"recipient": CHEN}, True),
        (restriction(recipient=None, scope=None, all_treating=True), {"recipient": Recipient("Acme", "payer")}, False),
        (one(), {}, False),
    ],
)
def test_a_restriction_stands_in_the_way_of_what_it_names(
    consent: ConsentView, asked: dict[str, Any], stands: bool
) -> None:
    base = {"recipient": CLINIC, "purpose": Purpose.TREATMENT, "sections": ("goals",), "tags": (), "on": TODAY}
    assert restricts(consent, **{**base, **asked}) is stands


def test_every_shipped_tag_says_which_law_or_that_states_differ() -> None:
    assert all("CFR" in tag.why or "state" in tag.why for tag in SHIPPED)
    assert [code_of(tag.label) for tag in SHIPPED if tag.code == "hiv"] == ["hiv"]
