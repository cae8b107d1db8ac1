"""Referrals, plans, goals, teams and the directory of the real data: each lands where it belongs, with its history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exchange.bench import Bench, Row
from tests.realdata.conftest import Importer

pytestmark = pytest.mark.realdata

GRAVITY, BSER, SPEC, US_CORE = "gravity-sdoh-examples", "bser-referrals", "fhir-r4-spec-examples", "us-core-examples"
SYNTHEA, PAS = "synthea-a-developers", "davinci-pas-examples"


def events(bench: Bench, referral_id: int) -> list[tuple[str, str | None, str | None]]:
    rows = bench.rows("referral_event", f"referral_id = {referral_id}")
    return [(row["happened_on"], row["from_state"], row["to_state"]) for row in rows if row["kind"] == "move"]


def by_what(bench: Bench) -> dict[str, Row]:
    return {row["what"]: row for row in bench.rows("referral")}


def test_the_three_levels_of_the_gravity_loop(twice: Importer) -> None:
    bench = twice(GRAVITY).bench
    found = by_what(bench)
    whole = found["Assistance with application for food pantry program"]
    garden = found["Assistance with application for garden program"]
    summer = found["Assistance with application for Summer Food Service Program"]
    assert (whole["state"], garden["state"], summer["state"]) == ("attended", "closed_met", "closed_met")
    assert whole["parent_id"] is None
    assert {garden["parent_id"], summer["parent_id"]} == {whole["id"]}
    places = {row["id"]: row["name"] for row in bench.rows("organization")}
    assert places[whole["to_organization_id"]] == "ABC Coordination Platform"
    assert places[summer["to_organization_id"]] == "Better Health Clinic"
    assert bench.row("practitioner", f"id = {whole['from_practitioner_id']}")["name"] == "Dr Jan Water"


def test_the_gravity_tasks_and_their_outputs_are_the_history(twice: Importer) -> None:
    bench = twice(GRAVITY).bench
    found = by_what(bench)
    assert events(bench, found["Assistance with application for food pantry program"]["id"]) == [
        ("2020-09-11", None, "sent"),
        ("2020-09-11", "sent", "accepted"),
        ("2020-09-16", "accepted", "attended"),
    ]
    assert events(bench, found["Assistance with application for Summer Food Service Program"]["id"]) == [
        ("2019-09-12", None, "sent"),
        ("2020-09-12", "sent", "accepted"),
        ("2020-09-22", "accepted", "attended"),
        ("2020-09-22", "attended", "closed_met"),
    ]
    assert events(bench, found["Assistance with application for garden program"]["id"]) == []
    (given,) = bench.rows("referral_event", "to_state = 'attended' AND referral_id = 1")
    assert given["text"] == "Resulting Activity: Assistance with application for food pantry program"


def test_the_gravity_goal_and_directory(twice: Importer) -> None:
    bench = twice(GRAVITY).bench
    goal = bench.row("goal")
    assert (goal["measure"], goal["target"], goal["due_on"]) == ("Food insecurity risk [HVS]", "No risk", "2020-12-10")
    service = bench.row("organization", "name = 'Family Counseling Services'")
    assert (service["phone"], service["other_phones"]) == ("(555) appoint", "(555) office; (555) nursepr")
    assert "Deerland" in service["address"]
    doctor = bench.row("practitioner")
    assert (doctor["role"], doctor["phone"]) == ("Family Medicine Physician", "639 442 6719")
    assert "family" in service["fold"]
    assert doctor["fold"] != ""


@pytest.fixture
def eve(real_bench: Bench, data: Path) -> Bench:
    """The folder with the people that its requests speak of: the examples name them by another id than they have."""
    people = []
    for name, key in (("eve-everywoman", "patient-us-core-patient-eve-everywoman"),
                      ("baby-everybaby", "patient-us-core-patient-baby-everybaby")):  # fmt: skip
        patient = json.loads((data / BSER / f"Patient-patient-bser-patient-{name}.json").read_text(encoding="utf-8"))
        people.append(real_bench.folder / f"{name}.json")
        people[-1].write_text(json.dumps({**patient, "id": key}))
    real_bench.run(*people, data / BSER)
    return real_bench


def test_bser_referrals_have_their_report_or_are_sent(eve: Bench) -> None:
    rows = eve.rows("referral")
    assert sorted((row["reason"], row["state"]) for row in rows) == [
        ("Acute malnutrition in infancy (disorder)", "sent"),
        ("Arthritis (disorder)", "report_received"),
        ("Arthritis (disorder)", "report_received"),
    ]
    assert {row["consent"] for row in rows} == {"yes"}
    assert {row["consent_on"] for row in rows} == {"2019-05-23"}
    assert {row["ball"] for row in rows} == {"me", "recipient"}
    assert eve.nowhere() == ()


def test_bser_receivers_and_requesters_are_in_the_directory(eve: Bench) -> None:
    people = {row["id"]: row for row in eve.rows("practitioner")}
    for row in eve.rows("referral"):
        assert people[row["to_practitioner_id"]]["name"] == "Eight Hailey M.D."
        assert people[row["from_practitioner_id"]]["name"] == "Seven Henry M.D."
        assert row["to_organization_id"] == people[row["to_practitioner_id"]]["organization_id"]
    hospital = eve.row("organization", "name LIKE 'Saint Luke%'")
    assert (hospital["phone"], hospital["fax"]) == ("(816)932-2000", "(+1) (555)555-3002")
    assert hospital["website"].startswith("http://www.saintlukeshealthsystem.org/")


def test_bser_histories_end_where_the_referral_stands(eve: Bench) -> None:
    for row in eve.rows("referral"):
        moves = events(eve, row["id"])
        assert moves[0][1] is None
        assert moves[-1][2] == row["state"]
        assert [move[0] for move in moves] == sorted(move[0] for move in moves)
    report = eve.rows("referral_event", "to_state = 'report_received'")[0]
    assert json.loads(report["details"]) == {"author": "Hailey Eight, MD", "reference": "Arthritis referral feedback"}


def test_orders_of_tests_and_wishes_of_us_core_are_no_referrals(twice: Importer) -> None:
    both = twice(US_CORE)
    assert sorted(by_what(both.bench)) == ["Alcohol rehabilitation", "Food Pantry Referral"]
    assert {row["social"] for row in both.bench.rows("referral")} == {1}
    assert both.first.kept_raw["ServiceRequest"] == 5


def test_the_referral_among_the_prior_authorizations(twice: Importer) -> None:
    found = by_what(twice(PAS).bench)
    assert found["Consultation"]["state"] == "sent"
    assert found["Ambulance service Non-Emergency Transport"]["state"] == "draft"


@pytest.mark.parametrize("folder", [GRAVITY, SPEC, US_CORE, PAS])
def test_a_history_ends_where_its_referral_stands(twice: Importer, folder: str) -> None:
    bench = twice(folder).bench
    states = {row["id"]: row["state"] for row in bench.rows("referral")}
    assert states
    told = {key: moves for key in states if (moves := events(bench, key))}
    assert told
    for key, moves in told.items():
        assert moves[-1][2] == states[key]
        assert [move[1] for move in moves[1:]] == [move[2] for move in moves[:-1]]


def test_synthea_plans_have_their_concerns_goals_and_steps(twice: Importer) -> None:
    bench = twice(SYNTHEA).bench
    plans = {row["id"]: row for row in bench.rows("care_plan")}
    concerns = bench.rows("concern")
    assert len(concerns) >= 20
    assert all(row["code"] for row in concerns)
    owned = bench.rows("goal", "plan_id IS NOT NULL")
    assert owned
    for goal in owned:
        assert plans[goal["plan_id"]]["patient_id"] == goal["patient_id"]
        if goal["concern_id"]:
            (concern,) = [row for row in concerns if row["id"] == goal["concern_id"]]
            assert concern["plan_id"] == goal["plan_id"]


def test_every_open_step_of_an_open_plan_of_somebody_alive_is_in_the_queue(twice: Importer) -> None:
    bench = twice(SYNTHEA).bench
    alive = "SELECT id FROM patient WHERE NOT deceased"
    plans = f"SELECT id FROM care_plan WHERE status IN ('draft', 'active', 'on-hold') AND patient_id IN ({alive})"
    is_open = "status IN ('not-started', 'scheduled', 'in-progress', 'on-hold')"
    steps = {row["id"] for row in bench.rows("intervention", f"{is_open} AND plan_id IN ({plans})")}
    asked = {row["subject_id"] for row in bench.rows("follow_up", "subject_kind = 'intervention' AND status = 'open'")}
    assert steps
    assert asked == steps


def test_the_weight_goal_of_the_specification_has_its_measure_and_progress(twice: Importer) -> None:
    bench = twice(SPEC).bench
    goal = bench.row("goal", "text LIKE 'Target weight%'")
    assert (goal["measure"], goal["target"], goal["unit"]) == ("Weight Measured", "160 to 180", "lbs")
    progress = bench.row("goal_progress")
    assert (progress["goal_id"], progress["noted_on"], progress["value"]) == (goal["id"], "2016-03-28", "185")
    assert bench.row("goal", "text = 'Stop smoking'")["outcome"] == "Former smoker"


def test_the_service_and_role_of_the_specification_say_hours_and_how_to_refer(twice: Importer) -> None:
    center = twice(SPEC).bench.row("organization", "name = 'Burgers University Medical Center'")
    assert "Psychotherapy" in center["services"]
    assert center["hours"].startswith("Wed all day; Mon, Tue")
    assert "Referral by: " in center["asks_for"]


def test_a_team_member_in_a_role_is_linked_to_person_and_place(twice: Importer) -> None:
    linked = twice(SYNTHEA).bench.rows("team_member", "practitioner_id IS NOT NULL OR organization_id IS NOT NULL")
    assert linked
    assert all(row["name"] for row in linked)


def test_tests_vetoes_and_reflex_orders_of_the_specification_are_no_referrals(twice: Importer) -> None:
    bench = twice(SPEC).bench
    kinds = {row["source_id"]: row["record_kind"] for row in bench.rows("source_resource", "type = 'ServiceRequest'")}
    raw = {key for key, kind in kinds.items() if kind is None}
    assert raw >= {"do-not-turn", "ft4", "example", "lipid", "benchpress"}
    assert {"colonoscopy", "physiotherapy", "example-implant"} <= {key for key, kind in kinds.items() if kind}
