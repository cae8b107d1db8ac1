"""Consents from their draft to their end, and the one step that each has in the queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework import consent, follow_up, patient
from coordtui.casework.consent import consents
from coordtui.casework.directory import add_organization
from coordtui.casework.preview import OpenStep
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.consent import Signing
from coordtui.models.disclosure import Purpose
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.people import OrganizationDraft
from tests.casework.consents import draft, give, look, restrict, whole
from tests.casework.world import World

D = dt.date


def step(world: World, patient_id: int) -> OpenStep | None:
    """The open step of a patient's consents."""
    return next((one for one in world.open(patient_id) if one.kind.startswith("consent")), None)


def test_a_draft_asks_to_be_signed_and_once_signed_to_be_renewed_before_it_ends(world: World) -> None:
    rosa = world.add()
    key = world.do(consent.add_consent, rosa, draft()).value
    asked = step(world, rosa)
    assert asked is not None
    assert (asked.kind, asked.text, asked.due_on) == (
        "consent_signing",
        "Get signed: authorization to Harbor Clinic",
        D(2026, 3, 9),
    )
    assert look(world, key).standing.words == "a draft, not signed yet"
    with pytest.raises(Refused, match="Sharing in the chart"):
        world.do(follow_up.complete, [asked.follow_up_id], {})
    world.do(consent.sign, key, world.day, Signing.PAPER)
    renewal = step(world, rosa)
    assert renewal is not None
    assert (renewal.kind, renewal.due_on) == ("consent_expiry", D(2027, 2, 7))
    assert look(world, key).standing.words == "in force until 2 March 2027"
    world.check()


def test_the_renewal_stands_in_the_queue_from_thirty_days_before_the_end(world: World) -> None:
    rosa = world.add()
    world.do(follow_up.complete, [world.open(rosa)[0].follow_up_id], {rosa: FollowUpDraft(due_on=D(2027, 12, 1))})
    give(world, rosa, expires_on=D(2026, 6, 30))
    world.go_to(D(2026, 5, 30))
    assert rosa not in {row.patient_id for row in world.today().rows}
    world.go_to(D(2026, 5, 31))
    row = world.row(rosa)
    assert (row.tier, row.kind) == (4, "consent_expiry")
    world.check()


def test_a_signed_paper_that_lacks_something_stays_a_draft_and_says_what(world: World) -> None:
    rosa = world.add()
    key = world.do(consent.add_consent, rosa, whole(told_revocable=False, expires_on=None)).value
    view = look(world, key)
    assert view.standing.code == "incomplete"
    assert view.missing == (
        "when it ends: a date or an event",
        "the statement that it can be revoked, and how",
    )
    with pytest.raises(Refused, match="Still needed: when it ends"):
        world.do(consent.sign, key, world.day, Signing.PAPER)
    world.do(consent.edit_consent, key, whole())
    assert look(world, key).standing.code == "in-force"
    world.check()


def test_of_a_signed_one_only_the_note_the_copy_and_the_document_change(world: World) -> None:
    key = give(world, world.add())
    stood = world.read(consent.draft_of, key)
    assert stood == whole()
    with pytest.raises(Refused, match=r"signed on Mon 2 Mar and stays"):
        world.do(consent.edit_consent, key, stood.model_copy(update={"recipient": "Somebody else"}))
    later = {"note": "Kept in the blue folder", "document": "scan 12", "copy_given_on": D(2026, 3, 3)}
    world.do(consent.edit_consent, key, stood.model_copy(update=later))
    view = look(world, key)
    assert {name: getattr(view, name) for name in later} == later
    assert view.standing.code == "in-force"


@pytest.mark.parametrize(
    "fields, where, words",
    [
        ({"signed_on": D(2026, 3, 5)}, "signed_on", "still to come"),
        ({"copy_given_on": D(2026, 3, 5)}, "copy_given_on", "still to come"),
        ({"expires_on": D(2026, 3, 1)}, "expires_on", "end before it begins"),
        ({"expires_on": D(2126, 3, 1)}, "expires_on", "fifty years"),
        ({"tags": ("moonlight",)}, "tags", "no tag moonlight"),
        ({"sections": ("attic",)}, "sections", "no part attic"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world: World, fields: dict[str, Any], where: str, words: str) -> None:
    rosa = world.add()
    with pytest.raises(InvalidInput, match=words) as refused:
        world.do(consent.add_consent, rosa, whole(**fields))
    assert refused.value.field == where
    assert world.read(consents, rosa, world.day) == ()


def test_the_directory_names_a_recipient_that_was_only_linked(world: World) -> None:
    place = world.do(add_organization, OrganizationDraft(name="Harbor Clinic")).value
    key = give(world, world.add(), recipient=None, recipient_organization_id=place)
    assert look(world, key).title == "authorization to Harbor Clinic"


# --- how it ends -----------------------------------------------------------------------------------------------------


def test_revoking_ends_it_on_that_day_and_settles_its_step(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa)
    with pytest.raises(InvalidInput, match="before it was signed"):
        world.do(consent.revoke, key, D(2026, 3, 1), "by letter")
    with pytest.raises(InvalidInput, match="How was it revoked"):
        world.do(consent.revoke, key, world.day, "  ")
    world.do(consent.revoke, key, world.day, "by letter")
    view = look(world, key)
    assert (view.standing.code, view.standing.words) == ("revoked", "revoked on 4 March 2026")
    assert (view.revoked_on, view.revoked_how) == (world.day, "by letter")
    assert world.read(consent.consent, key, D(2026, 3, 3)).standing.code == "in-force"
    assert step(world, rosa) is None
    with pytest.raises(Refused, match="in force"):
        world.do(consent.end, key)
    world.check()


def test_one_that_ends_by_an_event_is_asked_about_each_year_until_the_event_happened(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa, expires_on=None, expires_event="end of treatment")
    asked = step(world, rosa)
    assert asked is not None
    assert (asked.text, asked.due_on) == (
        "Has it ended (end of treatment): authorization to Harbor Clinic",
        D(2027, 3, 2),
    )
    world.go_to(D(2027, 3, 4))
    world.do(consent.keep_on, key)
    again = step(world, rosa)
    assert again is not None
    assert again.due_on == D(2028, 3, 4)
    world.do(consent.edit_consent, key, world.read(consent.draft_of, key).model_copy(update={"note": "asked"}))
    assert step(world, rosa) == again
    world.do(consent.note_event, key, world.day)
    assert look(world, key).standing.words == "expired on 4 March 2027: end of treatment"
    assert step(world, rosa) is None
    world.check()


def test_one_that_expired_still_asks_until_someone_renews_it_or_lets_it_end(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa, expires_on=D(2026, 3, 20))
    world.go_to(D(2026, 3, 20))
    assert look(world, key).standing.words == "in force until 20 March 2026, its last day"
    world.later(1)
    assert look(world, key).standing.code == "expired"
    assert step(world, rosa) is not None
    new = world.do(consent.renew, key, whole(signed_on=world.day, expires_on=D(2027, 3, 20))).value
    assert [one.consent_id for one in world.read(consents, rosa, world.day)] == [new, key]
    assert [one.kind for one in world.open(rosa)].count("consent_expiry") == 1
    world.check()


def test_a_renewal_that_waits_for_its_signature_leaves_the_old_one_in_force(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa)
    new = world.do(consent.renew, key, draft()).value
    later = world.do(consent.renew, key, whole(starts_on=D(2026, 4, 1))).value
    assert [look(world, one).standing.code for one in (key, new, later)] == ["in-force", "draft", "not-yet"]
    world.later(400)
    with pytest.raises(InvalidInput, match="end before it begins"):
        world.do(consent.sign, new, world.day, Signing.PAPER)
    with pytest.raises(Refused, match="given is renewed"):
        world.do(consent.renew, new, draft())
    world.check()


def test_a_renewal_signed_later_ends_the_old_one_and_revoking_says_what_is_left(world: World) -> None:
    rosa = world.add()
    ends: dict[str, Any] = {"expires_on": None, "expires_event": "end of treatment"}
    key, claim = give(world, rosa, **ends), give(world, rosa, purpose=Purpose.LEGAL)
    notes = give(world, rosa, tags=("psychotherapy_notes",))
    new = world.do(consent.renew, key, draft(**ends)).value
    signed = world.do(consent.sign, new, world.day, Signing.PAPER)
    assert signed.label == "In force: authorization to Harbor Clinic (ended the one before it)"
    assert [look(world, one).standing.code for one in (key, claim, notes, new)] == ["ended", *["in-force"] * 3]
    revoked = world.do(consent.revoke, new, world.day, "by letter")
    assert revoked.label == "Revoked: authorization to Harbor Clinic; 2 others to the same recipient not revoked"
    world.do(consent.revoke, claim, world.day, "by letter")
    assert world.do(consent.revoke, notes, world.day, "by letter").label == "Revoked: authorization to Harbor Clinic"
    world.check()


def test_a_draft_completed_by_its_form_ends_the_old_one_but_not_before_it_begins(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa)
    later = world.do(consent.renew, key, draft(starts_on=D(2026, 4, 1))).value
    world.do(consent.sign, later, world.day, Signing.PAPER)
    assert look(world, key).standing.code == "in-force"
    new = world.do(consent.renew, key, draft()).value
    world.do(consent.edit_consent, new, whole())
    assert look(world, key).standing.code == "ended"
    world.check()


def test_a_refused_draft_and_a_mistake_ask_for_nothing_more_and_stay_on_the_record(world: World) -> None:
    rosa = world.add()
    key = world.do(consent.add_consent, rosa, draft()).value
    world.do(consent.refuse, key)
    wrong = give(world, rosa)
    world.do(consent.mistaken, wrong)
    with pytest.raises(Refused, match="already"):
        world.do(consent.mistaken, wrong)
    assert [(one.consent_id, one.standing.words) for one in world.read(consents, rosa, world.day)] == [
        (key, "refused"),
        (wrong, "entered by mistake"),
    ]
    assert step(world, rosa) is None
    world.check()


def test_nothing_is_asked_for_the_dead_and_everything_again_after_reopening(world: World) -> None:
    rosa = world.add()
    world.do(patient.record_death, rosa, None)
    key = give(world, rosa)
    assert step(world, rosa) is None
    world.do(patient.reopen_case, rosa)
    raised = step(world, rosa)
    assert raised is not None
    assert raised.kind == "consent_expiry"
    world.do(patient.close_case, rosa, "moved away")
    assert look(world, key).standing.code == "in-force"
    world.check()


def test_undo_takes_a_consent_back_with_its_step(world: World) -> None:
    rosa = world.add()
    key = give(world, rosa)
    world.ledger.undo()
    with pytest.raises(NotFound, match=f"no consent {key}"):
        look(world, key)
    assert step(world, rosa) is None
    world.check()


def test_a_restriction_stands_until_it_is_ended_and_asks_for_nothing(world: World) -> None:
    rosa = world.add()
    kept = restrict(world, rosa, recipient="Acme Health Plan", scope="visits paid out of pocket")
    over = restrict(world, rosa, recipient="Uncle Joe")
    world.do(consent.end, over)
    assert [look(world, one).standing.code for one in (kept, over)] == ["in-force", "ended"]
    assert step(world, rosa) is None
    world.check()
