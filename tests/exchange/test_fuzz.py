"""Whatever stands in a file, the import ends with a report."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordtui.clock import Clock
from coordtui.exchange.fhir.intake import Intake
from coordtui.exchange.fhir.limits import LIMITS
from coordtui.exchange.fhir.report import Builder
from coordtui.store.vault import Vault
from tests.exchange.bench import Bench
from tests.exchange.build import (
    about,
    appointment,
    bundle,
    care_plan,
    coded,
    concept,
    condition,
    patient,
    practitioner,
    ref,
    service_request,
    survey,
    task,
)

WHOLE = bundle(
    patient(
        telecom=[{"system": "phone", "value": "1", "rank": 1, "period": {"start": "2020"}}],
        address=[{"line": ["1 Elm"], "city": "Quincy"}],
        communication=[{"language": coded("es"), "preferred": True}],
        contact=[{"name": {"given": ["Luz"]}, "relationship": [concept("Mother")]}],
        extension=[{"url": "http://x/us-core-race", "extension": [{"url": "text", "valueString": "White"}]}],
    ),
    condition(onsetAge={"value": 3, "unit": "a"}),
    care_plan(activity=[{"detail": {"code": concept("Walk"), "status": "in-progress",
                                    "scheduledTiming": {"repeat": {"frequency": 2, "period": 1.5,
                                                                   "periodUnit": "d"}}}}], goal=[ref("Goal/g")]),
    about("Goal", "g", lifecycleStatus="active", description=concept("Breathe"), target=[{"dueDate": "2026-06"}]),
    service_request(priority="urgent", performer=[ref("Practitioner/doc")]),
    task("t", "accepted", businessStatus=coded("5.1.1")),
    appointment("a", "booked", "2026-04-01T09:00:00-04:00"),
    survey("s", "PHQ", valueQuantity={"value": 3.0, "unit": "x"}),
    about("MedicationRequest", "m", status="active", intent="order", medicationCodeableConcept=concept("A"),
          dosageInstruction=[{"timing": {"repeat": {"when": ["C"]}}}]),
    about("CareTeam", "ct", participant=[{"member": ref("Practitioner/doc")}]),
    about("Coverage", "cv", status="active", payor=[{"display": "Acme"}], **{"class": [{"type": coded("plan")}]}),
    about("Encounter", "e", status="finished", **{"class": {"code": "AMB"}}, period={"start": "2020"}),
    about("AllergyIntolerance", "al", code=concept("Nuts"), reaction=[{"manifestation": [concept("Hives")]}]),
    about("DocumentReference", "d", status="current", content=[{"attachment": {"url": "x"}}]),
    about("RelatedPerson", "rp", name=[{"text": "Luz"}]),
    practitioner(),
)  # fmt: skip

JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["Patient/rosa", "#x", "urn:uuid:1", "2026-02-31", "2026", "\ud800", "\x00", "Patient?identifier=|"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, one in inner for place in places(one, (*here, key)))]


PLACES = [place for place in places(WHOLE) if place]


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """The bundle with a few elements replaced, taken out or doubled; sometimes cut off or with a byte changed."""
    whole = copy.deepcopy(WHOLE)
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=4)):
        mutate(whole, place, draw(JUNK), draw(st.sampled_from(["put", "put", "drop", "wrap"])))
    text = json.dumps(whole, ensure_ascii=draw(st.booleans()))
    if draw(st.integers(0, 5)) == 0:
        text = text[: draw(st.integers(0, len(text)))]
    if draw(st.integers(0, 5)) == 0 and text:
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.characters()) + text[at + 1 :]
    return text


def mutate(whole: Any, place: tuple[Any, ...], junk: Any, how: str) -> None:
    for step in place[:-1]:
        try:
            whole = whole[step]
        except (KeyError, IndexError, TypeError):
            return
    last = place[-1]
    held = last in whole if isinstance(whole, dict) else isinstance(whole, list) and last in range(len(whole))
    if not held:
        return
    if how == "put":
        whole[last] = junk
    elif how == "wrap":
        whole[last] = [whole[last], junk]
    elif isinstance(whole, dict):
        del whole[last]


def write(folder: Path, text: str, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_or_read(tmp_path: Path, data: bytes) -> None:
    for name in ("x.json", "x.ndjson", "x.zip"):
        path = tmp_path / name
        path.write_bytes(data)
        report = Builder()
        Intake(report, LIMITS, lambda done, name: None).read([path])
        (file,) = report.report(dry_run=True).files
        assert file.status in ("refused", "unchanged", "partly")


@given(mutants(), st.sampled_from(["x.json", "x.ndjson"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutated_export_is_read_or_refused(tmp_path: Path, text: str, name: str) -> None:
    path = write(tmp_path, text, name)
    items = Intake(Builder(), LIMITS, lambda done, name: None).read([path])
    for item in items:
        assert item.resource()["resourceType"] == item.type


@pytest.fixture(scope="module")
def throwaway(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("fuzz")
    with Vault.create_throwaway(folder / "vault") as vault:
        yield Bench(vault, Clock("America/New_York"), folder / "in")


@given(mutants())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_export_is_imported_as_far_as_it_goes(throwaway: Bench, text: str) -> None:
    report = throwaway.run(write(throwaway.folder, text, "x.json"), dry_run=True)
    faults = [problem.what for file in report.files for problem in file.problems if "could not be" in problem.what]
    assert faults == []
