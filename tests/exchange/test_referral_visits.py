"""A visit that comes or changes after its referral moves it as one that came with it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from coordtui.casework import referral
from tests.exchange.bench import Bench, counts
from tests.exchange.build import Resource, appointment, patient, ref, service_request

SOON, LATER = "2026-03-20T10:00:00-04:00", "2026-04-20T10:00:00-04:00"


def visit(status: str = "booked", start: str = SOON, **more: str) -> Resource:
    return appointment("a", status, start, basedOn=[ref("ServiceRequest/sr")], **more)


def moves(bench: Bench) -> list[tuple[str | None, str]]:
    rows = bench.rows("referral_event", "kind = 'move'")
    return [(row["from_state"], row["to_state"]) for row in rows]


def stands(bench: Bench) -> tuple[str, str, str]:
    row = bench.row("referral")
    return row["state"], row["ball"], row["next_check_on"]


def test_a_visit_that_comes_later_books_the_referral(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.take(visit(created="2026-03-03"), name="b.json")
    assert stands(bench) == ("scheduled", "patient", "2026-03-23")
    assert bench.row("referral")["appointment_id"] == 1
    event = bench.rows("referral_event")[-1]
    assert (event["from_state"], event["to_state"], event["happened_on"]) == ("sent", "scheduled", "2026-03-03")
    assert json.loads(event["details"]) == {"day": "2026-03-20", "time": "10:00"}
    (step,) = bench.rows("follow_up", "status = 'open' AND subject_kind = 'referral'")
    assert step["next_check_on"] == "2026-03-23"
    assert bench.nowhere() == ()


@pytest.mark.parametrize(
    ("status", "state"), [("noshow", "no_show"), ("cancelled", "cancelled_visit"), ("fulfilled", "attended")]
)
def test_what_came_of_the_visit_moves_the_referral_on(bench: Bench, status: str, state: str) -> None:
    bench.take(patient(), service_request(), visit(start="2026-03-04T09:00:00-05:00"))
    bench.take(visit(status, "2026-03-04T09:00:00-05:00"), name="b.json")
    assert stands(bench)[0] == state
    assert moves(bench) == [(None, "sent"), ("sent", "scheduled"), ("scheduled", state)]


def test_a_visit_on_another_day_is_asked_about_after_that_day(bench: Bench) -> None:
    bench.take(patient(), service_request(), visit())
    bench.take(visit(start=LATER), name="b.json")
    assert stands(bench) == ("scheduled", "patient", "2026-04-21")
    (step,) = bench.rows("follow_up", "status = 'open' AND subject_kind = 'referral'")
    assert step["next_check_on"] == "2026-04-21"


def test_a_check_set_by_hand_stays_when_the_visit_moves(bench: Bench) -> None:
    bench.take(patient(), service_request(), visit())
    bench.ledger.do(referral.check, 1, dt.date(2026, 3, 12), bench.moment)
    bench.take(visit(start=LATER), name="b.json")
    assert stands(bench) == ("scheduled", "patient", "2026-03-12")


def test_it_moves_a_referral_that_was_worked_on_here_too(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.ledger.do(referral.move, [1], "receive", {"by": "Ann"}, bench.moment)
    bench.take(visit(), name="b.json")
    assert stands(bench)[0] == "scheduled"
    assert moves(bench)[-1] == ("received", "scheduled")


def test_a_later_version_of_the_request_still_counts_and_repeats_no_step(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.take(visit(), name="b.json")
    before = moves(bench)
    bench.take(service_request(priority="urgent"), visit(), name="c.json")
    assert (bench.row("referral")["urgency"], stands(bench)[0]) == ("urgent", "scheduled")
    assert bench.count("proposed_match") == 0
    assert moves(bench) == before


def test_the_same_visit_again_changes_nothing_nor_what_a_person_did_since(bench: Bench) -> None:
    bench.take(patient(), service_request())
    bench.take(visit(), name="b.json")
    bench.ledger.do(referral.move, [1], "back_to_sent", {"reason": "wrong place"}, bench.moment)
    before = bench.digest()
    report = bench.run(bench.folder / "b.json")
    assert set(counts(report)) == {"unchanged"}
    assert bench.digest() == before
    assert stands(bench)[0] == "sent"
