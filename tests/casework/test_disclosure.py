"""The gate: written down before it leaves, and kept back where the ground, a consent or a tag says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework.consent import add_consent, mistaken, revoke, sign
from coordtui.casework.disclosure import Clearance, accounting, clearance, disclose, disclosures, refused
from coordtui.casework.sensitivity import tag
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused, UndoRefused
from coordtui.models.care_plan import Goal
from coordtui.models.consent import Consent, ConsentDraft, ConsentKind, ConsentStatus, Signing
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose, RecipientKind
from coordtui.models.people import Organization, Practitioner
from coordtui.rules.disclosure import CARE_TEAM
from tests.casework.consents import draft as unsigned_draft
from tests.casework.consents import give, restrict
from tests.casework.objects import change
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


def test_what_left_under_an_authorization_that_fell_away_is_accounted_for(world: World) -> None:
    asked = draft(basis=Basis.AUTHORIZATION)
    patients = [world.add(name, "Lopez") for name in ("Rosa", "Ana", "Eva", "Ida")]
    rosa, ana, eva, ida = patients
    signed = {one: give(world, one) for one in (rosa, ana, eva)}
    unsigned = world.do(add_consent, ida, unsigned_draft()).value
    world.do(sign, unsigned, world.day, Signing.PAPER)
    world.later(6)
    for one in reversed(patients):
        world.do(disclose, one, "visit summary", asked)
    assert [world.read(accounting, one, None, world.day) for one in patients] == [()] * 4
    world.do(mistaken, signed[rosa])
    world.do(revoke, signed[ana], world.day - dt.timedelta(days=3), "by letter of that day")
    world.later(1)
    world.do(revoke, signed[eva], world.day, "by letter")
    world.do(change, Consent, unsigned, {"status": ConsentStatus.DRAFT})
    assert [len(world.read(accounting, one, None, world.day)) for one in patients] == [1, 1, 0, 1]


def test_a_restriction_on_a_clinic_holds_for_those_who_work_there_and_for_the_care_team(world: World) -> None:
    rosa = world.add()
    place, other = world.do(write, [Organization(name="Harbor Clinic"), Organization(name="Elm Clinic")]).value
    world.do(write, [Practitioner(name="Dr. Chen", organization_id=place)])
    world.do(write, [Practitioner(name="Dr. Ho", organization_id=other)])
    restrict(world, rosa, recipient="Harbor Clinic", recipient_organization_id=place)
    assert "asked that this be kept back" in str(look(world, rosa, recipient="Dr. Chen").refusal)
    assert "asked that this be kept back" in str(look(world, rosa, recipient=CARE_TEAM).refusal)
    assert look(world, rosa, recipient="Dr. Ho").refusal is None


def test_an_authorization_for_psychotherapy_notes_lets_out_those_and_is_no_ground_for_the_rest(world: World) -> None:
    rosa = world.add()
    tagged_goal(world, rosa, "psychotherapy_notes")
    notes = give(world, rosa, tags=("psychotherapy_notes",))
    bare = look(world, rosa)
    assert (bare.covered, bare.consent_id) == (frozenset({"psychotherapy_notes"}), notes)
    assert "psychotherapy notes and nothing else" in str(look(world, rosa, basis=Basis.AUTHORIZATION).refusal)
    rest = give(world, rosa)
    both = look(world, rosa, basis=Basis.AUTHORIZATION)
    assert (both.covered, both.consent_id) == (frozenset({"psychotherapy_notes"}), rest)
    world.do(revoke, notes, world.day, "by letter")
    assert look(world, rosa, basis=Basis.AUTHORIZATION).stays == ("Psychotherapy notes",)


def test_what_is_kept_back_is_an_entry_too(world: World) -> None:
    rosa = world.add()
    world.do(refused, rosa, "visit summary", "Harbor Clinic", "All of this chart is tagged Part 2.")
    entry = world.ledger.log(1)[0]
    assert (entry.act, entry.patient_id) == ("disclosure.refused", rosa)
    assert entry.summary == "Kept back: visit summary for Harbor Clinic: All of this chart is tagged Part 2."


# --- what must not pass ----------------------------------------------------------------------------------------------


def test_what_something_was_given_out_about_is_not_undone_and_the_next_act_works(world: World) -> None:
    rosa = world.add()
    world.do(disclose, rosa, "visit summary", draft())
    with pytest.raises(UndoRefused, match="stays for good"):
        world.ledger.undo()
    ana = world.add("Ana", "Abel")
    assert world.ledger.undo().patient_id == ana
    assert len(world.read(disclosures, rosa)) == 1


def test_looking_at_an_earlier_day_brings_no_ended_consent_back(world: World) -> None:
    rosa = world.add()
    tagged_goal(world, rosa, "part2")
    give(world, rosa, recipient="Harbor Clinic", tags=("part2",), expires_on=world.day + dt.timedelta(days=10))
    later = world.moment.at + dt.timedelta(days=20)
    looking_back = Moment(world.day, later, world.moment.zone)
    asked = draft(basis=Basis.AUTHORIZATION)
    with pytest.raises(Refused):
        world.ledger.do(disclose, rosa, "visit summary", asked, looking_back)
    assert world.ledger.do(disclose, rosa, "visit summary", asked, world.moment).value


@pytest.mark.parametrize(
    "fields",
    [
        {"recipient": "Acme Corp", "recipient_kind": "agency", "basis": Basis.OWN_USE},
        {"recipient": "Acme Corp", "recipient_kind": "me", "basis": Basis.OWN_USE},
        {"recipient": "Acme Corp", "recipient_kind": "patient", "basis": Basis.INDIVIDUAL},
        {"basis": Basis.LIMITED_DATA_SET, "basis_words": "agreement 7"},
    ],
)
def test_no_ground_is_lent_to_somebody_else(world: World, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        world.do(disclose, world.add(), "visit summary", draft(**fields))


def test_the_papers_that_a_patient_may_ask_for_go_to_them_whatever_is_tagged(world: World) -> None:
    rosa = world.add()
    world.do(tag, "patient", rosa, "mental_health")
    own: dict[str, Any] = {"recipient": "", "recipient_kind": "patient", "basis": Basis.INDIVIDUAL}
    for paper in ("accounting", "access"):
        found = look(world, rosa, **own, sections=("birth_date", paper))
        assert (found.refusal, found.covered) == (None, frozenset({"mental_health"}))
    for sections in (("birth_date",), ("accounting", "goals")):
        assert look(world, rosa, **own, sections=sections).refusal is not None
    assert look(world, rosa, sections=("accounting",)).refusal is not None, "it goes to another"


def test_what_the_law_asks_for_is_not_said_to_be_forbidden_by_a_tag(world: World) -> None:
    rosa = world.add()
    world.do(tag, "patient", rosa, "mental_health")
    refusal = look(world, rosa, basis=Basis.COURT, basis_words="order 7").refusal
    assert refusal is not None
    assert refusal.message.startswith("coordtui holds back what is tagged")
    assert "take the tag off" in refusal.hint
    assert "only under" not in f"{refusal}{refusal.hint}"


def test_tags_are_written_down_only_where_what_carries_them_may_have_gone(world: World) -> None:
    rosa = world.add()
    tagged_goal(world, rosa, "hiv")
    give(world, rosa, tags=("hiv",))
    world.do(disclose, rosa, "name and date of birth", draft(sections=("birth_date",)))
    world.do(disclose, [rosa], "caseload list", draft())
    assert [(one.tags, one.consent_id) for one in world.read(disclosures, rosa)] == [((), None), ((), None)]
    world.do(disclose, rosa, "care plan", draft())
    assert world.read(disclosures, rosa)[0].tags == ("hiv",)


def test_a_spoken_agreement_that_is_named_is_no_authorization(world: World) -> None:
    rosa = world.add()
    spoken = ConsentDraft(
        kind=ConsentKind.AGREEMENT, recipient="Sis", signed_on=dt.date(2026, 3, 1), signing=Signing.SPOKEN
    )
    key = world.do(add_consent, rosa, spoken).value
    to_sis: dict[str, Any] = {"recipient": "Sis", "recipient_kind": "person", "consent_id": key}
    with pytest.raises(Refused, match="no authorization in writing"):
        world.do(disclose, rosa, "summary", draft(**to_sis, basis=Basis.AUTHORIZATION))
    assert look(world, rosa, **to_sis, basis=Basis.AGREEMENT).consent_id == key
