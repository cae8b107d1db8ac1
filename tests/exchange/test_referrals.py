"""A ServiceRequest and its Tasks are one referral, whichever of them comes first, later or alone."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.casework.referral import check
from coordtui.exchange.fhir import ImportReport
from coordtui.models.referral import Referral, ReferralState
from tests.exchange.bench import Bench, counts
from tests.exchange.build import coded, concept, patient, practitioner, ref, service_request, task


def state(bench: Bench) -> str:
    found: str = bench.row("referral")["state"]
    return found


def test_a_referral_with_everything(bench: Bench) -> None:
    request = service_request(
        code=concept("Food pantry", "467771000124109"),
        category=[concept("Social service procedure", "410606002")],
        priority="urgent",
        requester=ref("Practitioner/doc"),
        performer=[ref("Organization/x", "Open Hand")],
        reasonCode=[concept("Food insecurity")],
        occurrenceDateTime="2026-03-10",
    )
    bench.take(patient(), practitioner(), request)
    row = bench.row("referral")
    assert (row["what"], row["to_name"], row["from_name"]) == ("Food pantry", "Open Hand", "Dr. Kim")
    assert (row["social"], row["urgency"], row["reason"]) == (1, "urgent", "Food insecurity")
    assert (row["state"], row["ball"], row["since"]) == ("sent", "recipient", "2026-03-02")
    assert (row["ordered_on"], row["indicated_on"]) == ("2026-03-02", "2026-03-10")
    assert row["next_check_on"] is not None
    assert row["code"] == "467771000124109"


@pytest.mark.parametrize(
    ("request_status", "task_status", "business", "expected"),
    [
        ("draft", None, None, "draft"),
        ("active", None, None, "sent"),
        ("active", "accepted", None, "accepted"),
        ("active", "in-progress", "5.1.1", "scheduled"),
        ("active", "rejected", None, "declined"),
        ("active", "completed", None, "attended"),
        ("completed", "completed", None, "closed_met"),
        ("completed", "failed", None, "closed_unmet"),
        ("on-hold", None, None, "on_hold"),
        ("revoked", "accepted", None, "cancelled"),
        ("entered-in-error", None, None, "entered_in_error"),
    ],
)
def test_the_state_comes_from_request_task_and_business_status(
    bench: Bench, request_status: str, task_status: str | None, business: str | None, expected: str
) -> None:
    tasks = [task("t", task_status, businessStatus=coded(business or ""))] if task_status else []
    bench.take(patient(), *tasks, service_request(status=request_status))
    assert state(bench) == expected
    assert bench.nowhere() == ()


def test_the_newest_task_counts(bench: Bench) -> None:
    late = task("late", "accepted", lastModified="2026-03-03T10:00:00Z")
    early = task("early", "requested", lastModified="2026-03-01T10:00:00Z")
    report = bench.take(patient(), late, early, service_request())
    assert counts(report) == {"created": {"Patient": 1, "ServiceRequest": 1, "Task": 2}}
    assert (state(bench), bench.row("referral")["since"]) == ("accepted", "2026-03-03")
    tasks = bench.rows("source_resource", "type = 'Task'")
    assert [(row["record_kind"], row["record_id"]) for row in tasks] == [("referral", 1)] * 2


def test_a_task_that_arrives_later_moves_the_referral_on(bench: Bench) -> None:
    bench.take(patient(), service_request())
    report = bench.take(task("t", "rejected", statusReason=concept("No capacity")), name="later.json")
    assert counts(report) == {"created": {"Task": 1}}
    row = bench.row("referral")
    assert (row["state"], row["ball"], row["state_reason"]) == ("declined", "me", "No capacity")
    (follow_up,) = bench.rows("follow_up", "status = 'open' AND subject_kind = 'referral'")
    assert (follow_up["ball"], follow_up["text"]) == ("me", "Find another place or close: Pulmonology")


def test_a_task_that_changes_moves_it_again(bench: Bench) -> None:
    bench.take(patient(), service_request(), task("t", "requested", lastModified="2026-03-02T10:00:00Z"))
    bench.take(task("t", "accepted", lastModified="2026-03-03T10:00:00Z"), name="b.json")
    report = bench.take(task("t", "completed", lastModified="2026-03-04T10:00:00Z"), name="c.json")
    assert counts(report) == {"updated": {"Task": 1}}
    assert state(bench) == "attended"


def test_a_request_that_is_completed_later_closes_it_and_its_follow_up(bench: Bench) -> None:
    bench.take(patient(), service_request(), task("t", "accepted"))
    assert "referral" in bench.kinds()
    report = bench.take(service_request(status="completed"), name="b.json")
    assert counts(report) == {"updated": {"ServiceRequest": 1}}
    assert state(bench) == "closed_met"
    assert bench.kinds() == ["introduce"]
    assert bench.nowhere() == ()


def test_a_referral_worked_on_here_is_not_moved_but_proposed(bench: Bench) -> None:
    bench.take(patient(), service_request())

    @act("test.move")
    def move(session: Session) -> Result:
        row = session.get(Referral, 1)
        assert row is not None
        row.state = ReferralState.SCHEDULED
        return Result(label="moved")

    bench.ledger.do(move)
    report = bench.take(task("t", "rejected"), name="b.json")
    assert counts(report) == {"kept_raw": {"Task": 1}}
    assert report.proposed_matches[0].record == "referral"
    assert state(bench) == "scheduled"


def test_a_check_noted_here_is_work_and_no_edit(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.ledger.do(check, 1, dt.date(2026, 3, 20), bench.moment)
    assert counts(bench.take(task("t", "accepted"), name="b.json")) == {"created": {"Task": 1}}
    assert state(bench) == "accepted"


def test_a_task_that_carries_out_nothing_here_is_kept_raw(bench: Bench) -> None:
    report = bench.take(patient(), task("t", "requested", "MedicationRequest/m"))
    assert counts(report) == {"created": {"Patient": 1}, "kept_raw": {"Task": 1}}


def again(bench: Bench, name: str) -> ImportReport:
    return bench.run(bench.folder / name)


def test_referral_and_tasks_imported_again_change_nothing(bench: Bench) -> None:
    bench.take(patient(), service_request(), task("a", "requested"), task("b", "accepted"))
    bench.take(task("b", "completed"), name="b.json")
    before = bench.digest()
    assert counts(again(bench, "in.json")) == {"unchanged": {"Patient": 1, "ServiceRequest": 1, "Task": 2}}
    assert counts(again(bench, "b.json")) == {"unchanged": {"Task": 1}}
    assert bench.digest() == before
