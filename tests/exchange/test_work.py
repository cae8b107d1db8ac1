"""What an import asks the coordinator to do: something for every open object, nothing for what is over."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import TODAY
from tests.exchange.bench import Bench
from tests.exchange.build import appointment, care_plan, condition, patient, service_request


def test_a_new_living_patient_stands_in_the_queue_with_a_first_step(bench: Bench) -> None:
    bench.take(patient(), condition())
    (row,) = bench.today().rows
    assert (row.patient, row.kind, row.due_on) == ("Rosa Lopez", "introduce", dt.date(2026, 3, 9))
    (step,) = bench.rows("follow_up")
    assert (step["subject_kind"], step["by_rule"]) == ("patient", 1)
    assert bench.row("patient")["added_on"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("active", ["introduce", "plan_review"]),
        ("draft", ["introduce", "plan_review"]),
        ("on-hold", ["introduce", "plan_review"]),
        ("completed", ["introduce"]),
        ("revoked", ["introduce"]),
        ("entered-in-error", ["introduce"]),
        ("unknown", ["introduce"]),
    ],
)
def test_an_open_plan_asks_for_its_review(bench: Bench, status: str, kinds: list[str]) -> None:
    bench.take(patient(), care_plan(status=status))
    assert bench.kinds() == kinds
    assert (bench.row("care_plan")["review_on"] is not None) == ("plan_review" in kinds)
    assert bench.nowhere() == ()


def test_an_open_service_request_waits_for_the_other_side(bench: Bench) -> None:
    bench.take(patient(), service_request())
    (step,) = bench.rows("follow_up", "subject_kind = 'referral'")
    assert (step["kind"], step["ball"]) == ("referral", "recipient")
    assert step["next_check_on"] == bench.row("referral")["next_check_on"]
    assert bench.nowhere() == ()


@pytest.mark.parametrize(
    ("status", "start", "kinds"),
    [
        ("booked", "2026-04-01T09:00:00-04:00", ["introduce", "visit_outcome", "visit_prep"]),
        ("booked", "2026-02-01T09:00:00-05:00", ["introduce", "visit_outcome"]),
        ("proposed", None, ["admin", "introduce"]),
        ("fulfilled", "2026-02-01T09:00:00-05:00", ["introduce"]),
        ("noshow", "2026-02-01T09:00:00-05:00", ["introduce"]),
        ("cancelled", "2026-04-01T09:00:00-04:00", ["introduce"]),
        ("entered-in-error", "2026-04-01T09:00:00-04:00", ["introduce"]),
    ],
)
def test_an_appointment_asks_until_it_has_an_outcome(
    bench: Bench, status: str, start: str | None, kinds: list[str]
) -> None:
    bench.take(patient(), appointment("a", status, start))
    assert bench.kinds() == kinds
    assert bench.nowhere() == ()


def test_the_dead_are_recorded_with_their_open_objects_and_raise_nothing(bench: Bench) -> None:
    bench.take(patient(deceasedDateTime="2025-12-24"), care_plan(), service_request(), appointment("a", "booked", None))
    assert bench.kinds() == []
    assert bench.today().rows == ()
    assert [bench.count(table) for table in ("care_plan", "referral", "appointment")] == [1, 1, 1]
    assert bench.row("care_plan")["status"] == "active"
    assert bench.nowhere() == ()


def test_news_of_a_death_replaces_open_work_by_closing_the_record(bench: Bench) -> None:
    bench.take(patient(), care_plan(), service_request())
    bench.take(patient(deceasedDateTime="2026-03-01"), name="b.json")
    assert bench.kinds() == ["close_record"]
    assert bench.row("patient")["deceased_on"] == "2026-03-01"
    assert bench.nowhere() == ()


def test_news_of_a_death_is_told_once(bench: Bench) -> None:
    bench.take(patient(), care_plan())
    bench.take(patient(deceasedDateTime="2026-03-01"), name="b.json")
    bench.take(patient(deceasedDateTime="2026-03-02"), name="c.json")
    assert bench.kinds() == ["close_record"]
    assert bench.row("patient")["deceased_on"] == "2026-03-02"


def test_a_plan_for_somebody_who_has_died_raises_nothing(bench: Bench) -> None:
    bench.take(patient(deceasedBoolean=True))
    bench.take(care_plan(), name="later.json")
    assert bench.kinds() == []


def test_more_about_a_known_patient_asks_for_no_second_introduction(bench: Bench) -> None:
    bench.take(patient())
    bench.take(condition(), care_plan(), name="b.json")
    assert bench.kinds() == ["introduce", "plan_review"]


def test_a_plan_that_is_completed_later_asks_no_more(bench: Bench) -> None:
    bench.take(patient(), care_plan())
    bench.take(care_plan(status="completed"), name="b.json")
    assert bench.kinds() == ["introduce"]
    assert bench.nowhere() == ()


def test_conditions_ask_for_nothing(bench: Bench) -> None:
    bench.take(patient(), condition("a"), condition("b", verificationStatus={"coding": [{"code": "entered-in-error"}]}))
    assert bench.kinds() == ["introduce"]
    assert [row["verification"] for row in bench.rows("condition")] == [None, "entered-in-error"]
