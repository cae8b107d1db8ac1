"""Plans with their concerns, goals with measures and progress, steps in the queue; and vaults of an older program."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from coordtui.acts import Result, act
from tests.exchange.bench import Bench, counts
from tests.exchange.build import LOINC, about, care_plan, concept, condition, patient, ref, service_request, task


def goal(key: str = "g", **more: Any) -> dict[str, Any]:
    return about("Goal", key, **{"lifecycleStatus": "active", "description": concept("Breathe easier"), **more})


def step(text: str, status: str = "in-progress", **more: Any) -> dict[str, Any]:
    return {"detail": {"description": text, "status": status, **more}}


def observation(key: str, value: float, day: str, unit: str = "kg") -> dict[str, Any]:
    return about("Observation", key, status="final", code=concept("Body weight", "29463-7", LOINC),
                 effectiveDateTime=day, valueQuantity={"value": value, "unit": unit})  # fmt: skip


def open_steps(bench: Bench) -> list[tuple[str, str]]:
    rows = bench.rows("follow_up", "subject_kind = 'intervention' AND status = 'open'")
    return [(row["text"], row["ball"]) for row in rows]


def test_what_a_plan_addresses_are_its_concerns(bench: Bench) -> None:
    plan = care_plan(addresses=[ref("Condition/c1"), ref("Condition/c2", "Loneliness"), ref("Condition/c1")])
    bench.take(patient(), condition(), plan)
    rows = bench.rows("concern")
    assert [(row["text"], row["code"]) for row in rows] == [("Asthma", "195967001"), ("Loneliness", None)]
    assert {row["plan_id"] for row in rows} == {1}
    assert bench.row("care_plan")["description"] is None


def test_a_goal_stands_under_the_concern_it_addresses(bench: Bench) -> None:
    plan = care_plan(addresses=[ref("Condition/c1"), ref("Condition/c2", "Sleep")], goal=[ref("Goal/g"), ref("Goal/h")])
    aims = [goal(addresses=[ref("Condition/c2", "Sleep")]), goal("h", addresses=[ref("Condition/c1", "My asthma")])]
    bench.take(patient(), condition(), plan, *aims, goal("loose"))
    assert [(row["plan_id"], row["concern_id"]) for row in bench.rows("goal")] == [(1, 2), (1, 1), (None, None)]


def test_a_target_is_told_with_its_measure_and_unit(bench: Bench) -> None:
    amounts: list[dict[str, Any]] = [
        {"detailQuantity": {"value": 7, "comparator": "<", "unit": "%"}},
        {"detailRange": {"low": {"value": 60, "unit": "kg"}, "high": {"value": 65, "unit": "kg"}}},
        {"detailRange": {"low": {"value": 60, "unit": "kg"}}},
        {"detailString": "no more falls"},
        {"detailRatio": {"numerator": {"value": 2, "unit": "walks"}, "denominator": {"value": 1, "unit": "week"}}},
        {"detailInteger": 3},
    ]
    aims = [goal(f"g{n}", target=[{"measure": concept("It"), **one}]) for n, one in enumerate(amounts)]
    bench.take(patient(), *aims)
    assert [(row["target"], row["unit"]) for row in bench.rows("goal")] == [
        ("< 7", "%"), ("60 to 65", "kg"), ("at least 60", "kg"), ("no more falls", None), ("2 walks per 1 week", None),
        ("3", None),
    ]  # fmt: skip
    assert {row["measure"] for row in bench.rows("goal")} == {"It"}


def test_what_was_measured_for_a_goal_is_its_progress(bench: Bench) -> None:
    aim = goal(
        target=[{"detailQuantity": {"value": 70, "unit": "kg"}}],
        outcomeReference=[ref("Observation/b"), ref("Observation/a"), ref("Observation/none"), ref("Observation/lb")],
        outcomeCode=[concept("Lost weight")],
    )
    seen = [
        observation("a", 82.5, "2026-01-10"),
        observation("b", 80, "2026-02-10"),
        observation("lb", 9, "2026-03", "lb"),
    ]
    bench.take(patient(), *seen, aim)
    rows = bench.rows("goal_progress")
    assert [(row["noted_on"], row["value"], row["note"]) for row in rows] == [
        ("2026-01-10", "82.5", "Body weight"), ("2026-02-10", "80", "Body weight"),
    ]  # fmt: skip
    assert bench.row("goal")["outcome"] == "Lost weight"


def test_more_progress_is_added_once(bench: Bench) -> None:
    seen = [observation("a", 82, "2026-01-10"), observation("b", 80, "2026-02-10")]
    bench.take(patient(), *seen, goal(outcomeReference=[ref("Observation/a")]))
    bench.take(goal(outcomeReference=[ref("Observation/a"), ref("Observation/b")]), name="b.json")
    assert [row["value"] for row in bench.rows("goal_progress")] == ["82", "80"]


# --- steps -----------------------------------------------------------------------------------------------------------


def test_each_open_step_of_an_open_plan_is_in_the_queue(bench: Bench) -> None:
    mine, theirs = step("Call the shelter"), step("Walk", performer=[ref("Patient/rosa")])
    bench.take(patient(), care_plan(activity=[mine, theirs, step("Done", "completed")]))
    assert open_steps(bench) == [("Call the shelter", "me"), ("Walk", "patient")]
    assert bench.nowhere() == ()


def test_a_step_that_is_done_or_gone_at_the_source_asks_no_more(bench: Bench) -> None:
    bench.take(patient(), care_plan(activity=[step("Call"), step("Write"), step("Wait")]))
    bench.take(care_plan(activity=[step("Call", "completed"), step("Wait")]), name="b.json")
    assert [(row["id"], row["text"], row["status"]) for row in bench.rows("intervention")] == [
        (1, "Call", "completed"), (3, "Wait", "in-progress"),
    ]  # fmt: skip
    assert open_steps(bench) == [("Wait", "me")]
    assert bench.nowhere() == ()


def test_a_concern_that_the_source_drops_lets_go_of_its_goal(bench: Bench) -> None:
    plan: Any = {"addresses": [ref("Condition/c2", "Sleep")], "goal": [ref("Goal/g")]}
    bench.take(patient(), care_plan(**plan), goal(addresses=[ref("Condition/c2", "Sleep")]))
    assert bench.row("goal")["concern_id"] == 1
    report = bench.take(care_plan(**{**plan, "addresses": [ref("Condition/c3", "Pain")]}), name="b.json")
    assert counts(report) == {"updated": {"CarePlan": 1}}
    assert [row["text"] for row in bench.rows("concern")] == ["Pain"]
    assert bench.row("goal")["concern_id"] is None


def test_what_came_of_a_step_is_its_evidence(bench: Bench) -> None:
    activity = {**step("Walk"), "progress": [{"text": "Four times"}], "outcomeCodeableConcept": [concept("Fitter")]}
    bench.take(patient(), care_plan(activity=[activity]))
    assert bench.row("intervention")["evidence"] == "Fitter\nFour times"


# --- a vault that an older program wrote -----------------------------------------------------------------------------


@act("test.older")
def older(session: Session) -> Result:
    """As the first version of the import left it: no concerns, no history, a target in one piece."""
    session.execute(text("UPDATE goal SET concern_id = NULL, unit = NULL, outcome = NULL"))
    for table in ("concern", "goal_progress", "referral_event"):
        session.execute(text(f"DELETE FROM {table}"))
    return Result(label="older")


def test_a_plan_of_an_older_vault_takes_newer_content_and_gets_its_concerns(bench: Bench) -> None:
    plan: Any = {"addresses": [ref("Condition/c2", "Sleep")], "activity": [step("Walk")]}
    bench.take(patient(), care_plan(**plan))
    bench.ledger.do(older)
    report = bench.take(care_plan(**plan, description="Rest more"), name="b.json")
    assert counts(report) == {"updated": {"CarePlan": 1}}
    assert report.proposed_matches == ()
    assert [row["text"] for row in bench.rows("concern")] == ["Sleep"]
    assert [row["text"] for row in bench.rows("intervention")] == ["Walk"]


def test_a_goal_of_an_older_vault_takes_newer_content(bench: Bench) -> None:
    seen = observation("a", 82, "2026-01-10")
    aim: Any = {"target": [{"detailQuantity": {"value": 70, "unit": "kg"}}], "outcomeReference": [ref("Observation/a")]}
    bench.take(patient(), seen, goal(**aim))
    bench.ledger.do(older)
    report = bench.take(goal(**aim, lifecycleStatus="completed", outcomeCode=[concept("Done")]), name="b.json")
    assert counts(report) == {"updated": {"Goal": 1}}
    row = bench.row("goal")
    assert (row["status"], row["outcome"]) == ("completed", "Done")
    assert bench.count("goal_progress") == 1


def test_a_referral_of_an_older_vault_gets_its_history_with_the_next_news(bench: Bench) -> None:
    bench.take(patient(), service_request(), task("t", "requested", lastModified="2026-03-02T10:00:00Z"))
    bench.ledger.do(older)
    report = bench.take(task("t", "accepted", lastModified="2026-03-03T10:00:00Z"), name="b.json")
    assert counts(report) == {"updated": {"Task": 1}}
    assert [row["to_state"] for row in bench.rows("referral_event")] == ["sent", "accepted"]


def test_a_plan_that_is_over_says_since_when(bench: Bench) -> None:
    bench.take(patient(), care_plan(status="completed", period={"end": "2026-02-27"}))
    assert bench.row("care_plan")["closed_on"] == "2026-02-27"


def test_a_plan_edited_here_is_not_overwritten_but_proposed(bench: Bench) -> None:
    bench.take(patient(), care_plan(activity=[step("Walk")]))

    @act("test.edit")
    def edit(session: Session) -> Result:
        session.execute(text("UPDATE intervention SET text = 'Walk with Ana'"))
        return Result(label="edited")

    bench.ledger.do(edit)
    report = bench.take(care_plan(activity=[step("Swim")]), name="b.json")
    assert counts(report) == {"kept_raw": {"CarePlan": 1}}
    assert [row["text"] for row in bench.rows("intervention")] == ["Walk with Ana"]
