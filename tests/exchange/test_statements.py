"""What an import asks of the store: counted, so that it stays the same however much a patient brings."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from coordtui.exchange.fhir import importer
from tests.exchange.bench import Bench
from tests.exchange.build import Resource, care_plan, condition, organization, patient, practitioner, ref


def statements(bench: Bench) -> list[str]:
    """Filled with the writer's statements from now on."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(bench.ledger.vault.writer, "before_cursor_execute", note)
    return found


def role(key: str, of: str) -> Resource:
    points = [{"system": "phone", "value": f"555-{key}"}]
    return {"resourceType": "PractitionerRole", "id": key, "practitioner": ref(of), "telecom": points}


@pytest.mark.parametrize("kind", ["conditions", "roles"])
def test_ten_times_the_records_of_an_act_are_as_many_statements(bench: Bench, kind: str) -> None:
    def taken(name: str, number: int) -> int:
        keys = [f"{name}{place}" for place in range(number)]
        if kind == "conditions":
            brought = [patient(name, name, mrn=name), *(condition(key, key, f"Patient/{name}") for key in keys)]
        else:
            doctors = [practitioner(key, key, npi=key) for key in keys]
            brought = [*doctors, *(role(f"r{key}", f"Practitioner/{key}") for key in keys)]
        made = statements(bench)
        assert sum(bench.take(*brought, name=f"{name}.json").created.values()) == len(brought)
        return len(made)

    taken("warm", 2)
    assert taken("few", 2) == taken("many", 20)
    if kind == "roles":
        assert {row["phone"] for row in bench.rows("practitioner")} >= {"555-rfew1", "555-rmany19"}


def test_the_patients_of_an_import_are_committed_together_each_with_its_own_act(bench: Bench) -> None:
    commits: list[Any] = []
    event.listen(bench.ledger.vault.writer, "commit", commits.append)
    people = [patient(f"p{number}", f"Given{number}", mrn=str(number)) for number in range(5)]
    bench.take(organization(), *people, *(care_plan(f"c{one['id']}", subject=f"Patient/{one['id']}") for one in people))
    assert len(commits) == 1
    assert [entry.act for entry in bench.ledger.log(6)] == [*["import.patient"] * 5, "import.shared"]
    assert bench.nowhere() == ()


def test_the_search_index_is_put_together_after_a_large_import_only(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = statements(bench)
    bench.take(patient(), condition())
    assert not any("search_record(search_record" in one for one in made)
    monkeypatch.setattr(importer, "_MUCH", 2)
    bench.take(patient(), condition(), name="again.json")
    assert not any("search_record(search_record" in one for one in made)
    bench.take(patient("ann", "Ann", mrn="1"), condition("a", subject="Patient/ann"), name="more.json")
    assert any("search_record(search_record" in one for one in made)
