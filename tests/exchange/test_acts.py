"""One act a patient: in or out, undone together, rehearsed without a trace, stopped between two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from coordtui.acts import Result
from coordtui.errors import Exit, Stopped
from coordtui.exchange.fhir import ImportReport, importer
from coordtui.exchange.fhir.patient_act import import_patient
from tests.exchange.bench import Bench, counts, problems
from tests.exchange.build import (
    bundle,
    care_plan,
    condition,
    organization,
    patient,
    practitioner,
    service_request,
    task,
    write,
)

ANN = patient("ann", "Ann", "Bo", born="1950-01-01", mrn="1")
PEOPLE = (ANN, condition("a", subject="Patient/ann"), patient(), condition("b"), care_plan(), service_request())


def folder_of_two(bench: Bench) -> Path:
    write(bench.folder / "a.json", bundle(*PEOPLE[:2]))
    write(bench.folder / "b.json", bundle(*PEOPLE[2:]))
    return bench.folder


def test_every_patient_is_one_act_with_a_name(bench: Bench) -> None:
    bench.take(*PEOPLE, organization())
    entries = [(entry.act, entry.summary, entry.patient_id) for entry in bench.ledger.log()]
    assert entries[:3] == [
        ("import.patient", "Imported: Rosa Lopez", 2),
        ("import.patient", "Imported: Ann Bo", 1),
        ("import.shared", "Imported: FHIR records", None),
    ]


def test_undo_takes_back_the_whole_import_in_one_step_and_redo_brings_it_back(bench: Bench) -> None:
    start = bench.digest()
    bench.take(*PEOPLE, organization(), practitioner())
    full = bench.digest()
    bench.ledger.undo()
    assert bench.digest() == start
    bench.ledger.redo()
    assert bench.digest() == full


def test_undoing_newer_content_restores_the_older(bench: Bench) -> None:
    bench.take(*PEOPLE)
    before = bench.digest()
    newer = patient(family="Lopes", telecom=[{"system": "phone", "value": "1"}])
    bench.take(newer, task("t", "accepted"), care_plan(status="completed"), name="b.json")
    bench.ledger.undo()
    assert bench.digest() == before


def test_an_import_that_was_undone_can_be_imported_again(bench: Bench) -> None:
    bench.take(*PEOPLE)
    bench.ledger.undo()
    report = bench.take(*PEOPLE)
    assert report.created["Patient"] == 2
    assert sorted(row["name"] for row in bench.rows("patient")) == ["Ann Bo", "Rosa Lopez"]


# --- dry run ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_the_same_and_writes_nothing(bench: Bench) -> None:
    path = folder_of_two(bench)
    start, log = bench.digest(), len(bench.ledger.log())
    rehearsal = bench.run(path, dry_run=True)
    assert bench.digest() == start
    assert len(bench.ledger.log()) == log
    real = bench.run(path)
    assert rehearsal.as_json() == {**real.as_json(), "dry_run": True}


def test_a_dry_run_of_newer_content_reports_updates_and_matches(bench: Bench) -> None:
    bench.take(patient())
    start = bench.digest()
    report = bench.take(patient(family="Lopes"), patient("z", mrn="9"), name="b.json", dry_run=True)
    assert counts(report) == {"created": {"Patient": 1}, "updated": {"Patient": 1}}
    assert [match.other for match in report.proposed_matches] == ["Rosa Lopes"]
    assert bench.digest() == start


def test_a_dry_run_tells_what_would_be_refused(bench: Bench) -> None:
    report = bench.take(patient(), condition(subject="Patient/nobody"), dry_run=True)
    assert report.exit_code is Exit.PARTLY
    assert "neither in this import nor in the vault" in problems(report)[0][1]


# --- in or out -------------------------------------------------------------------------------------------------------


def test_a_patient_that_cannot_be_written_leaves_nothing_and_the_next_is_taken(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_ann(session: Session, unit: Any, *args: Any) -> Result:
        result = import_patient(session, unit, *args)
        if unit.patients[0].id == "ann":
            raise ArithmeticError("a fault of ours")
        return result

    fails_for_ann.verb, fails_for_ann.undoable = "import.patient", True  # type: ignore[attr-defined]
    monkeypatch.setattr(importer, "import_patient", fails_for_ann)
    report = bench.run(folder_of_two(bench))
    assert [file.status for file in report.files] == ["refused", "imported"]
    assert {what for _, what in problems(report)} == {"it could not be written (ArithmeticError)"}
    assert [row["name"] for row in bench.rows("patient")] == ["Rosa Lopez"]
    assert bench.count("source_resource", "type = 'Condition'") == 1


# --- progress and stopping -------------------------------------------------------------------------------------------


def test_progress_only_grows_and_ends_at_the_whole(bench: Bench) -> None:
    told: list[tuple[int, int]] = []
    bench.run(folder_of_two(bench), tell=lambda done, total, *_: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert len({total for _, total in told}) == 1


def test_progress_names_what_is_read_and_who_is_written(bench: Bench) -> None:
    names: list[str] = []
    bench.run(folder_of_two(bench), tell=lambda done, total, name, *_: names.append(name))
    assert str(bench.folder / "a.json") in names
    assert "Bundle.entry[0] Patient/ann" in names


def stopped(bench: Bench, after: str, **options: Any) -> ImportReport:
    """Import two patients and stop once a name ending so was told."""
    seen: list[str] = []

    def tell(done: int, total: int, name: str = "", unit: str = "", /) -> None:
        seen.append(name)
        if any(one.endswith(after) for one in seen):
            raise Stopped("The import was stopped.")

    return bench.run(folder_of_two(bench), tell=tell, **options)


def test_stopping_while_reading_writes_nothing(bench: Bench) -> None:
    start = bench.digest()
    report = stopped(bench, "b.json")
    assert report.cancelled
    assert report.took_nothing
    assert report.exit_code is Exit.PARTLY
    assert [file.status for file in report.files] == ["refused", "refused"]
    assert [what for _, what in problems(report)] == ["the import was stopped before it"] * 2
    assert report.left == 2, "what was read of the first file"
    assert bench.digest() == start


def test_stopping_between_two_patients_keeps_the_first_whole(bench: Bench) -> None:
    report = stopped(bench, "Patient/rosa")
    assert report.cancelled
    assert report.left == 4
    assert not report.took_nothing
    assert [what for _, what in problems(report)] == ["the import was stopped before 4 of its resources"]
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert [row["name"] for row in bench.rows("patient")] == ["Ann Bo"]
    assert bench.nowhere() == ()


def test_stopping_a_dry_run_leaves_nothing(bench: Bench) -> None:
    start = bench.digest()
    assert stopped(bench, "Patient/rosa", dry_run=True).cancelled
    assert bench.digest() == start


def test_the_report_has_the_keys_that_scripts_rely_on(bench: Bench) -> None:
    found = bench.take(patient(), patient("z", mrn="9")).as_json()
    assert {"files", "created", "updated", "unchanged", "kept_raw", "proposed_matches"} <= found.keys()
    assert found["files"][0].keys() == {"path", "status", "problems"}
    assert found["created"] == {"Patient": 2}
    assert found["proposed_matches"][0]["why"] == "It has the same name and birth date."
