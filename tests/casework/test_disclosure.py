"""The gate: written down before it leaves, and kept back where the ground, a consent or a tag says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework.consent import revoke
from coordtui.casework.disclosure import Clearance, accounting, clearance, disclose, disclosures, refused
from coordtui.casework.sensitivity import tag
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.care_plan import Goal
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose, RecipientKind
from coordtui.models.people import Organization
from tests.casework.consents import give, restrict
from tests.casework.world import World
from tests.documents.conftest import write

TO: RecipientKind = "provider"


def draft(**fields: Any) -> DisclosureDraft:
    """To Harbor Clinic, for treatment."""
    held: dict[str, Any] = {
        "recipient": "Harbor Clinic",
        "recipient_kind": TO,
        "purpose": Purpose.TREATMENT,
        "basis": Basis.TREATMENT,
        "sections": ("goals", "steps"),
        "format": "html",
        "destination": "a.html",
    }
    return DisclosureDraft(**{**held, **fields})


def look(world: World, patient_id: int, **fields: Any) -> Clearance:
    return world.read(clearance, patient_id, draft(**fields), world.day)


def tagged_goal(world: World, patient_id: int, code: str) -> int:
    key: int = world.do(write, [Goal(patient_id=patient_id, text="Stay clean")]).value[0]
    world.do(tag, "goal", key, code)
    return key


def test_what_leaves_is_written_down_with_to_whom_what_for_and_what_ground(world: World) -> None:
    rosa = world.add()
    place = world.do(write, [Organization(name="Harbor Clinic", address="1 Quay St")]).value[0]
    went = draft(recipient_organization_id=place, destination="/home/nora/Rosa/plan-1.html", encrypted=True)
    result = world.do(disclose, rosa, "care plan for the team", went)
    assert result.label == "Exported: care plan for the team (html) to plan-1.html"
    (kept,) = world.read(disclosures, rosa)
    assert (kept.recipient, kept.recipient_address, kept.document) == (
        "Harbor Clinic", "1 Quay St", "care plan for the team",
    )  # fmt: skip
    assert (kept.purpose, kept.basis, kept.sections) == (Purpose.TREATMENT, Basis.TREATMENT, ("goals", "steps"))
    assert (kept.destination, kept.encrypted, kept.made_on) == ("plan-1.html", True, world.day)
    entry = world.ledger.log(1)[0]
    assert (entry.act, entry.kind, entry.patient_id) == ("document.export", "record", rosa)


def test_a_name_that_stands_once_in_the_directory_is_that_entry_with_its_address(world: World) -> None:
    rosa = world.add()
    place = world.do(write, [Organization(name="Harbor Clinic", address="1 Quay St")]).value[0]
    found = look(world, rosa).recipient
    assert (found.organization_id, found.address) == (place, "1 Quay St")
    assert look(world, rosa, recipient_kind="person", basis_words="said yes").recipient.organization_id is None
    world.do(write, [Organization(name="Harbor Clinic", address="2 Quay St")])
    twice = look(world, rosa).recipient
    assert (twice.organization_id, twice.address) == (None, None), "which of the two is not guessed"


def test_the_patient_and_oneself_need_no_name(world: World) -> None:
    rosa = world.add()
    world.do(
        disclose, rosa, "visit summary",
        draft(recipient="", recipient_kind="patient", purpose=Purpose.INDIVIDUAL, basis=Basis.INDIVIDUAL),
    )  # fmt: skip
    world.do(disclose, rosa, "one line", draft(recipient="", recipient_kind="me", basis=Basis.OWN_USE))
    assert [one.recipient for one in world.read(disclosures, rosa)] == ["Nora Quist", "Rosa Lopez"]


@pytest.mark.parametrize(
    ("fields", "where", "says"),
    [
        ({"recipient": " "}, "recipient", "Say who gets it"),
        ({"sections": ()}, "parts", "Nothing would go along"),
        ({"sections": ("goals", "secrets")}, "parts", "no part named secrets"),
        ({"basis": Basis.COURT}, "basis_words", "which order or subpoena: 45 CFR 164.512(e)"),
        ({"basis": Basis.AGREEMENT}, "basis_words", "when and how the patient agreed"),
        ({"basis": Basis.INDIVIDUAL}, "basis", "Only the patient"),
        ({"destination": ""}, "output", "Say where it goes"),
    ],
)
def test_what_the_gate_must_know_is_asked_for_at_its_field(
    world: World, fields: dict[str, Any], where: str, says: str
) -> None:
    rosa = world.add()
    with pytest.raises(InvalidInput) as caught:
        world.do(disclose, rosa, "visit summary", draft(**fields))
    assert caught.value.field == where
    assert says in str(caught.value)
    assert world.read(disclosures, rosa) == ()


def test_nobody_there_is_said(world: World) -> None:
    with pytest.raises(NotFound, match="There is no patient 99"):
        world.do(disclose, 99, "visit summary", draft())


def test_an_authorization_is_found_by_itself_and_missing_expired_or_revoked_ones_keep_it_back(world: World) -> None:
    rosa = world.add()
    asked = draft(basis=Basis.AUTHORIZATION, purpose=Purpose.TREATMENT)
    with pytest.raises(Refused, match="No authorization in force lets this go to Harbor Clinic") as caught:
        world.do(disclose, rosa, "visit summary", asked)
    assert "Record it in the chart" in caught.value.hint
    key = give(world, rosa)
    world.do(disclose, rosa, "visit summary", asked)
    assert world.read(disclosures, rosa)[0].consent_id == key
    other = draft(basis=Basis.AUTHORIZATION, recipient="Somebody Else")
    with pytest.raises(Refused, match="It names Harbor Clinic, not Somebody Else"):
        world.do(disclose, rosa, "visit summary", other)
    world.do(revoke, key, world.day, "by letter")
    with pytest.raises(Refused, match="not in force: revoked"):
        world.do(disclose, rosa, "visit summary", asked)
    assert len(world.read(disclosures, rosa)) == 1


def test_what_is_tagged_stays_back_until_an_authorization_in_force_covers_it(world: World) -> None:
    rosa = world.add()
    tagged_goal(world, rosa, "hiv")
    tagged_goal(world, rosa, "part2")
    bare = look(world, rosa)
    assert (bare.covered, bare.stays, bare.consent_id) == (frozenset(), ("HIV", "Part 2"), None)
    key = give(world, rosa, tags=("hiv",))
    some = look(world, rosa)
    assert (some.covered, some.goes, some.stays, some.consent_id) == (frozenset({"hiv"}), ("HIV",), ("Part 2",), key)
    assert look(world, rosa, recipient="Other Clinic").covered == frozenset()
    world.do(disclose, rosa, "visit summary", draft())
    (kept,) = world.read(disclosures, rosa)
    assert (kept.tags, kept.withheld, kept.consent_id) == (("hiv",), ("part2",), key)
    world.do(revoke, key, world.day, "by letter")
    assert look(world, rosa).covered == frozenset()


def test_the_consent_that_lets_out_most_of_what_is_tagged_is_taken(world: World) -> None:
    rosa = world.add()
    tagged_goal(world, rosa, "hiv")
    tagged_goal(world, rosa, "genetic")
    give(world, rosa, tags=("hiv",))
    wide = give(world, rosa, tags=("hiv", "genetic"))
    assert look(world, rosa).consent_id == wide
    named = give(world, rosa, tags=("genetic",))
    assert look(world, rosa, consent_id=named).covered == {"genetic"}
    assert "does not allow this" in str(look(world, rosa, consent_id=999).refusal)


def test_a_chart_that_is_tagged_whole_stays_in_but_for_the_number_to_dial(world: World) -> None:
    rosa = world.add()
    world.do(tag, "patient", rosa, "part2")
    with pytest.raises(Refused, match="All of this chart is tagged Part 2"):
        world.do(disclose, rosa, "visit summary", draft())
    mine: dict[str, Any] = {"recipient": "", "recipient_kind": "me", "basis": Basis.OWN_USE}
    assert look(world, rosa, **mine, sections=("contact",)).refusal is None
    assert look(world, rosa, **mine, sections=("contact", "steps")).refusal is not None
    give(world, rosa, tags=("part2",))
    assert look(world, rosa).covered == {"part2"}


def test_a_restriction_stands_in_the_way_of_care_and_payment_not_of_the_patient_or_the_law(world: World) -> None:
    rosa = world.add()
    restrict(world, rosa, recipient="Harbor Clinic", sections=("goals",))
    with pytest.raises(Refused, match="asked that this be kept back") as caught:
        world.do(disclose, rosa, "visit summary", draft())
    assert caught.value.hint == "Leave out: goals."
    assert look(world, rosa, sections=("steps",)).refusal is None
    assert look(world, rosa, basis=Basis.COURT, basis_words="order 7").refusal is None
    mine = look(world, rosa, recipient="", recipient_kind="patient", basis=Basis.INDIVIDUAL, purpose=Purpose.INDIVIDUAL)
    assert mine.refusal is None


def test_a_list_is_written_down_for_everyone_on_it_and_holds_nobody_whose_chart_is_tagged(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana", "Abel")
    mine = draft(recipient="", recipient_kind="me", purpose=Purpose.OPERATIONS, basis=Basis.OWN_USE)
    result = world.do(disclose, [rosa, ana, rosa], "caseload", mine)
    assert (result.patient_id, result.label) == (None, "Exported: caseload of 2 patients (html) to a.html")
    assert len(world.read(disclosures, rosa)) == len(world.read(disclosures, ana)) == 1
    with pytest.raises(Refused, match="of one patient, not of a list"):
        world.do(disclose, [rosa, ana], "caseload", draft(basis=Basis.AUTHORIZATION))
    restrict(world, ana, recipient="Harbor Clinic")
    with pytest.raises(Refused, match="asked that this be kept back"):
        world.do(disclose, [rosa, ana], "caseload", draft())
    world.do(tag, "patient", ana, "part2")
    with pytest.raises(Refused, match="whole chart of Ana Abel is tagged"):
        world.do(disclose, [rosa, ana], "caseload", mine)
    everyone = draft(recipient="Registry", recipient_kind="agency", basis=Basis.DEIDENTIFIED, sections=())
    world.do(disclose, [rosa, ana], "de-identified list", everyone)
    assert len(world.read(disclosures, ana)) == 2


def test_the_accounting_is_a_filter_of_six_years_over_what_left(world: World) -> None:
    rosa = world.add()
    world.do(disclose, rosa, "visit summary", draft())
    world.do(disclose, rosa, "visit summary", draft(basis=Basis.COURT, basis_words="order 7", recipient="Court"))
    world.later(30)
    world.do(disclose, rosa, "packet", draft(basis=Basis.PUBLIC_HEALTH, basis_words="measles", recipient="County"))
    assert [one.recipient for one in world.read(accounting, rosa, None, world.day)] == ["Court", "County"]
    assert [one.recipient for one in world.read(accounting, rosa, world.day, world.day)] == ["County"]
    assert len(world.read(disclosures, rosa)) == 3
    after = world.day.replace(year=world.day.year + 6)
    assert [one.recipient for one in world.read(accounting, rosa, None, after)] == ["County"]
    assert world.read(accounting, rosa, None, after + dt.timedelta(days=1)) == ()


def test_what_is_kept_back_is_an_entry_too(world: World) -> None:
    rosa = world.add()
    world.do(refused, rosa, "visit summary", "Harbor Clinic", "All of this chart is tagged Part 2.")
    entry = world.ledger.log(1)[0]
    assert (entry.act, entry.patient_id) == ("disclosure.refused", rosa)
    assert entry.summary == "Kept back: visit summary for Harbor Clinic: All of this chart is tagged Part 2."
