"""What tasks, outputs, notes, consents and visits tell of a referral becomes its history, parts and links."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exchange.bench import Bench, counts
from tests.exchange.build import (
    about,
    appointment,
    coded,
    concept,
    organization,
    patient,
    practitioner,
    ref,
    service_request,
    task,
)


def moves(bench: Bench, referral_id: int = 1) -> list[tuple[str, str | None, str]]:
    rows = bench.rows("referral_event", f"kind = 'move' AND referral_id = {referral_id}")
    return [(row["happened_on"], row["from_state"], row["to_state"]) for row in rows]


def later(key: str, status: str, day: str, **more: Any) -> dict[str, Any]:
    return task(key, status, lastModified=f"2026-03-{day}T10:00:00Z", **more)


def test_the_task_tells_when_it_was_sent_and_how_far_it_came(bench: Bench) -> None:
    bench.take(patient(), service_request(), later("t", "accepted", "04", authoredOn="2026-03-02T09:00:00Z"))
    assert moves(bench) == [("2026-03-02", None, "sent"), ("2026-03-04", "sent", "accepted")]
    row = bench.row("referral")
    assert (row["state"], row["since"]) == ("accepted", "2026-03-04")


def test_each_version_of_a_task_is_a_step_of_the_history(bench: Bench) -> None:
    bench.take(patient(), service_request(), later("t", "requested", "02"))
    bench.take(later("t", "accepted", "03"), name="b.json")
    bench.take(later("t", "rejected", "06", statusReason=concept("Not eligible: age")), name="c.json")
    assert moves(bench) == [
        ("2026-03-02", None, "sent"),
        ("2026-03-03", "sent", "accepted"),
        ("2026-03-06", "accepted", "declined"),
    ]
    last = bench.rows("referral_event")[-1]
    assert (last["failure"], last["text"], last["backward"]) == ("not_eligible", "Not eligible: age", 1)
    row = bench.row("referral")
    assert (row["state"], row["failure"], row["state_reason"]) == ("declined", "not_eligible", "Not eligible: age")


def test_an_old_version_that_arrives_late_changes_the_past_only(bench: Bench) -> None:
    bench.take(patient(), service_request(), later("a", "accepted", "05"))
    bench.take(later("b", "received", "03"), name="b.json")
    assert moves(bench) == [
        ("2026-03-02", None, "sent"),
        ("2026-03-03", "sent", "received"),
        ("2026-03-05", "received", "accepted"),
    ]
    assert bench.row("referral")["state"] == "accepted"


def test_a_document_that_came_back_is_the_report_of_a_clinical_referral(bench: Bench) -> None:
    output = [{"type": {"text": "Consult note"}, "valueReference": ref("DocumentReference/d", "Letter of Dr. Kim")}]
    bench.take(
        patient(), service_request(), later("t", "completed", "05", owner=ref("x/y", "Lung clinic"), output=output)
    )
    assert bench.row("referral")["state"] == "report_received"
    event = bench.rows("referral_event")[-1]
    assert json.loads(event["details"]) == {"author": "Lung clinic", "reference": "Consult note: Letter of Dr. Kim"}


def test_a_social_referral_with_a_document_is_attended_for_the_patient_must_confirm(bench: Bench) -> None:
    output = [{"type": {"text": "Proof"}, "valueReference": ref("DocumentReference/d")}]
    request = service_request(category=[coded("410606002")])
    bench.take(patient(), request, later("t", "completed", "05", output=output))
    assert (bench.row("referral")["state"], bench.row("referral")["ball"]) == ("attended", "patient")


def test_the_service_that_was_given_tells_the_day(bench: Bench) -> None:
    given = about("Procedure", "p", status="completed", code=concept("Food box"), performedDateTime="2026-03-04")
    output = [{"type": {"text": "Result"}, "valueReference": ref("Procedure/p")}]
    request = service_request(category=[coded("410606002")])
    bench.take(patient(), given, request, later("t", "completed", "06", output=output))
    assert moves(bench)[-1] == ("2026-03-04", "sent", "attended")
    assert bench.rows("referral_event")[-1]["text"] == "Result: Food box"


def test_notes_of_request_and_task_are_notes_of_the_history(bench: Bench) -> None:
    told = [{"text": "Called twice", "time": "2026-03-04T12:00:00Z", "authorString": "Front desk"}]
    request = service_request(note=[{"text": "Afraid of needles"}])
    bench.take(patient(), request, later("t", "accepted", "05", note=told))
    notes = bench.rows("referral_event", "kind = 'note'")
    assert [(row["happened_on"], row["text"]) for row in notes] == [
        ("2026-03-02", "Afraid of needles"),
        ("2026-03-04", "Front desk: Called twice"),
    ]


def test_a_request_without_any_day_has_no_invented_history(bench: Bench) -> None:
    bench.take(patient(), service_request(status="completed", authoredOn=None))
    assert bench.rows("referral_event") == []
    row = bench.row("referral")
    assert (row["state"], row["closed_on"]) == ("closed_met", None)


def test_what_is_put_on_hold_knows_where_it_goes_back_to(bench: Bench) -> None:
    bench.take(patient(), service_request(status="on-hold"), later("t", "accepted", "05"))
    row = bench.row("referral")
    assert (row["state"], row["held_from"]) == ("on_hold", "accepted")


# --- parts -----------------------------------------------------------------------------------------------------------


def test_parts_and_replacements_are_linked_whatever_comes_first(bench: Bench) -> None:
    part = service_request("part", basedOn=[ref("ServiceRequest/sr")])
    again = service_request("again", replaces=[ref("ServiceRequest/part")])
    bench.take(patient(), part, again, service_request())
    rows = {row["id"]: (row["parent_id"], row["rerouted_from_id"]) for row in bench.rows("referral")}
    assert rows == {1: (3, None), 2: (None, 1), 3: (None, None)}


def test_a_task_that_is_part_of_a_task_makes_its_request_a_part(bench: Bench) -> None:
    inner = task("inner", "accepted", "ServiceRequest/part", partOf=[ref("Task/outer")])
    bench.take(patient(), service_request(), service_request("part"), task("outer", "accepted"), inner)
    assert [row["parent_id"] for row in bench.rows("referral")] == [None, 1]


def test_a_part_that_arrives_later_finds_its_whole_in_the_vault(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.take(service_request("part", basedOn=[ref("ServiceRequest/sr")]), name="b.json")
    assert [row["parent_id"] for row in bench.rows("referral")] == [None, 1]


def test_requests_that_are_based_on_each_other_make_no_ring(bench: Bench) -> None:
    one = service_request("one", basedOn=[ref("ServiceRequest/two")])
    two = service_request("two", basedOn=[ref("ServiceRequest/one")])
    own = service_request("own", basedOn=[ref("ServiceRequest/own")])
    bench.take(patient(), one, two, own)
    assert [row["parent_id"] for row in bench.rows("referral")] == [2, None, None]


# --- who, consent, visits --------------------------------------------------------------------------------------------


def test_receiver_and_requester_are_entries_of_the_directory(bench: Bench) -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": ref("Practitioner/doc"),
            "organization": ref("Organization/clinic")}  # fmt: skip
    request = service_request(requester=ref("PractitionerRole/r"), performer=[ref("PractitionerRole/r")])
    bench.take(patient(), practitioner(), organization(), role, request)
    row = bench.row("referral")
    assert (row["to_practitioner_id"], row["to_organization_id"], row["from_practitioner_id"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("status", "kind", "answer"),
    [("active", "permit", "yes"), ("active", "deny", "no"), ("rejected", "permit", "unknown")],
)
def test_a_consent_that_the_request_points_to_counts_while_it_is_in_force(
    bench: Bench, status: str, kind: str, answer: str
) -> None:
    consent = {"resourceType": "Consent", "id": "c", "status": status, "patient": ref("Patient/rosa"),
               "scope": concept("privacy"), "category": [concept("disclosure")], "dateTime": "2026-02-27",
               "provision": {"type": kind}, "policyRule": concept("opt in")}  # fmt: skip
    bench.take(patient(), consent, service_request(supportingInfo=[ref("Consent/c")]))
    row = bench.row("referral")
    assert (row["consent"], row["consent_on"]) == (answer, None if answer == "unknown" else "2026-02-27")


@pytest.mark.parametrize(
    ("status", "start", "state"),
    [
        ("booked", "2026-03-20T09:00:00-04:00", "scheduled"),
        ("fulfilled", "2026-03-04T09:00:00-05:00", "attended"),
        ("noshow", "2026-03-04T09:00:00-05:00", "no_show"),
        ("cancelled", "2026-03-04T09:00:00-05:00", "cancelled_visit"),
        ("proposed", "2026-03-20T09:00:00-04:00", "accepted"),
    ],
)
def test_the_visit_made_for_it_says_how_far_it_is(bench: Bench, status: str, start: str, state: str) -> None:
    visit = appointment("a", status, start, basedOn=[ref("ServiceRequest/sr")])
    bench.take(patient(), visit, service_request(), later("t", "accepted", "03"))
    row = bench.row("referral")
    assert (row["state"], row["appointment_id"]) == (state, 1)
    assert bench.nowhere() == ()


def test_history_and_links_imported_again_change_nothing(bench: Bench) -> None:
    visit = appointment("a", "booked", "2026-03-20T09:00:00-04:00", basedOn=[ref("ServiceRequest/sr")])
    part = service_request("part", basedOn=[ref("ServiceRequest/sr")], note=[{"text": "Ask for Kim"}])
    bench.take(patient(), visit, part, service_request(), later("t", "accepted", "03"))
    before = bench.digest()
    report = bench.run(bench.folder / "in.json")
    assert set(counts(report)) == {"unchanged"}
    assert bench.digest() == before


# --- what is no referral ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"category": [coded("108252007")]},
        {"category": [coded("363679005")]},
        {"category": [coded("100822-6", "http://loinc.org")]},
        {"code": concept("CBC", "58410-2", "http://loinc.org")},
        {"intent": "directive"},
        {"intent": "filler-order"},
        {"doNotPerform": True},
        {"intent": "plan"},
        {"specimen": [ref("Specimen/s")]},
    ],
    ids=str,
)
def test_an_order_that_nobody_closes_a_loop_on_stays_raw(bench: Bench, more: dict[str, Any]) -> None:
    report = bench.take(patient(), service_request(**more))
    assert counts(report)["kept_raw"] == {"ServiceRequest": 1}
    assert bench.count("referral") == 0
    assert set(counts(bench.run(bench.folder / "in.json"))) == {"unchanged"}


@pytest.mark.parametrize(
    "more",
    [
        {"category": [coded("103696004")], "code": concept("Consult", "11488-4", "http://loinc.org")},
        {"category": [coded("386053000")], "performer": [ref("Practitioner/x", "Paul, PT")]},
        {"intent": "plan", "performer": [ref("Practitioner/x", "Paul, PT")]},
        {"intent": "original-order"},
        {},
    ],
    ids=str,
)
def test_in_doubt_a_request_is_a_referral(bench: Bench, more: dict[str, Any]) -> None:
    bench.take(patient(), service_request(**more))
    assert bench.count("referral") == 1
    assert bench.nowhere() == ()


def test_a_task_of_a_laboratory_order_stays_raw_with_it(bench: Bench) -> None:
    report = bench.take(patient(), service_request(category=[coded("108252007")]), task("t", "requested"))
    assert counts(report)["kept_raw"] == {"ServiceRequest": 1, "Task": 1}


def test_what_was_a_referral_stays_one_when_the_source_changes_its_mind(bench: Bench) -> None:
    bench.take(patient(), service_request())
    report = bench.take(service_request(category=[coded("108252007")], status="completed"), name="b.json")
    assert counts(report) == {"updated": {"ServiceRequest": 1}}
    assert bench.row("referral")["state"] == "closed_met"
