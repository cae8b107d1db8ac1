"""Damaged, foreign and hostile files: refused with a place and a reason, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.exchange.fhir import jsonwalk
from tests.exchange.bench import Bench, counts, problems
from tests.exchange.build import bundle, condition, lines, patient, write

WHOLE = json.dumps(patient())
DEEP = '{"resourceType":"Patient","extension":' + '[{"url":"a","extension":' * 5000 + "[]" + "}]" * 5000 + "}"

REFUSED = {
    "nothing at all": (b"", "", "it is empty"),
    "blanks only": (b" \n\n", "line 3, column 1", "ends too early"),
    "prose": (b"Dear colleague,", "line 1, column 1", "it is not JSON"),
    "XML": (b"<Patient xmlns='http://hl7.org/fhir'/>", "line 1, column 1", "XML"),
    "cut off in a string": (WHOLE[:40].encode(), "line 1, column", "ends too early"),
    "cut off after a comma": (b'{"resourceType": "Patient",\n  ', "line 2, column", "ends too early"),
    "cut off in a word": (b'{"resourceType": "Patient", "active": tr', "line 1, column 39", "ends too early"),
    "two roots": (WHOLE.encode() + b" , 1", "line 1, column", "more text after the end"),
    "a trailing comma": (b'{"resourceType": "Patient", }', "line 1, column", "it is not JSON"),
    "UTF-16": (WHOLE.encode("utf-16"), "line 1, column 1", "UTF-16"),
    "UTF-16 without a mark": (WHOLE.encode("utf-16-le"), "line 1, column 1", "not written in UTF-8"),
    "UTF-32": (WHOLE.encode("utf-32"), "line 1, column 1", "UTF-32"),
    "Latin-1": (b'{"resourceType": "Patient",\n "id": "Jos\xe9"}', "line 2, column 12", "not UTF-8"),
    "gzip": (b"\x1f\x8b\x08\x00abc", "line 1, column 1", "gzip"),
    "JSON in a JSON string": (json.dumps(WHOLE).encode(), "", "encoded twice"),
    "letters encoded twice": (WHOLE.replace("Rosa", "JosÃ©").encode(), "line 1, column", "encoded twice"),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + WHOLE.encode(), "line 1, column 1", "it is not JSON"),
    "a list": (json.dumps([patient()]).encode(), "", "it is not FHIR: a list"),
    "a number": (b"42", "", "it is not FHIR: a number"),
    "null": (b"null", "", "it is not FHIR: null"),
    "no resource type": (b'{"id": "1"}', "", "no resourceType"),
    "a foreign type": (b'{"resourceType": "Invoice2"}', "", "“Invoice2” is not a resource type of FHIR R4"),
    "NaN": (b'{"resourceType": "Observation", "valueInteger": NaN}', "line 1, column", "NaN is no number here"),
    "Infinity": (b'{"resourceType": "Observation", "valueInteger": -Infinity}', "line 1", "Infinity is no number here"),
    "half a character": (b'{"resourceType": "Patient", "id": "\\ud83d"}', "of the resource", "lone"),
    "a number without end": (b'{"resourceType": "Patient", "x": ' + b"9" * 5000 + b"}", "line 1", "too long"),
    "objects without end": (
        b'{"resourceType":"Patient","name":[' + b"{}," * 500_000 + b"{}]}",
        "line 1",
        "more than 500,000",
    ),
    "nested without end": (DEEP.encode(), "line 1", "nested too deeply"),
    "a control character in a string": (b'{"resourceType": "Pat\x01ient"}', "line 1, column", "it is not JSON"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_by_name_place_and_reason_and_the_rest_goes_on(bench: Bench, name: str) -> None:
    data, where, what = REFUSED[name]
    bench.folder.mkdir()
    bad = bench.folder / "bad.json"
    bad.write_bytes(data)
    good = write(bench.folder / "good.json", patient("other", "Ann", "Bo", mrn="1"))
    report = bench.run(bad, good)
    assert [(Path(file.path).name, file.status) for file in report.files] == [
        ("bad.json", "refused"),
        ("good.json", "imported"),
    ]
    (problem,) = report.files[0].problems
    assert where in problem.where
    assert what in problem.what
    assert report.exit_code is Exit.PARTLY
    assert [row["name"] for row in bench.rows("patient")] == ["Ann Bo"]


def test_a_byte_order_mark_does_no_harm_but_is_mentioned(bench: Bench) -> None:
    bench.folder.mkdir()
    path = bench.folder / "p.json"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    report = bench.run(path)
    assert counts(report) == {"created": {"Patient": 1}}
    assert "byte order mark" in problems(report)[0][1]
    assert report.exit_code is Exit.DONE


@pytest.mark.parametrize(
    "name", ["José Núñez", "Ωμέγα", "王秀英", "Ãngela", "O’Brien", "Łukasz", "Zoë 🌻", "Ã\u00a9 José"]
)
def test_names_that_only_look_encoded_twice_are_kept(bench: Bench, name: str) -> None:
    bench.take(patient(given=name))
    assert bench.row("patient")["given"] == " ".join(name.split())


def test_a_truncated_bundle_is_refused_as_a_whole(bench: Bench) -> None:
    whole = json.dumps(bundle(patient(), condition()), indent=1)
    bench.folder.mkdir()
    path = bench.folder / "half.json"
    path.write_text(whole[:-10])
    report = bench.run(path)
    assert [file.status for file in report.files] == ["refused"]
    assert bench.count("patient") == 0


def test_a_bad_line_of_ndjson_is_refused_by_its_number_and_the_others_are_taken(bench: Bench) -> None:
    bench.folder.mkdir()
    path = bench.folder / "in.ndjson"
    path.write_text(lines([patient()]) + '{"resourceType": "Con\n' + "\n" + lines([condition()]) + "[1]\n")
    report = bench.run(path)
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert report.files[0].status == "partly"
    places = [where for where, _ in problems(report)]
    assert places[0].startswith("line 2, column")
    assert places[1] == "line 5"
    assert report.exit_code is Exit.PARTLY


def test_a_cut_off_last_line_of_ndjson_is_the_only_one_lost(bench: Bench) -> None:
    bench.folder.mkdir()
    path = bench.folder / "in.ndjson"
    path.write_text((lines([patient(), condition("c1"), condition("c2")]))[:-30])
    report = bench.run(path)
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert "ends too early" in problems(report)[0][1]


def test_an_entry_that_is_no_resource_is_refused_and_the_bundle_is_taken_partly(bench: Bench) -> None:
    whole = bundle(patient(), condition())
    whole["entry"] += [{"resource": 7}, 8, {"resource": {"resourceType": "Nonsense"}}]
    report = bench.take(whole)
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert report.files[0].status == "partly"
    refusals = [where for where, what in problems(report) if "not FHIR" in what or "not a resource type" in what]
    assert refusals == ["Bundle.entry[2]", "Bundle.entry[3]", "Bundle.entry[4]"]


def test_bundles_nested_without_end_are_refused(bench: Bench) -> None:
    deep = bundle(condition())
    for _ in range(8):
        deep = bundle(deep)
    report = bench.take(bundle(patient(), deep))
    assert counts(report) == {"created": {"Patient": 1}}
    assert "bundles are nested too deeply" in [what for _, what in problems(report)]


def test_text_from_outside_loses_control_characters_and_is_cut_to_the_field(bench: Bench) -> None:
    bench.take(patient(given="Ro\x1b[31msa\u202e", family="L" * 3000, mrn="7\u0000" + "7" * 900))
    row = bench.row("patient")
    assert row["given"] == "Ro[31msa"
    assert len(row["family"]) == 500
    assert row["family"].endswith("…")
    assert len(bench.row("identifier")["value"]) <= 255


def test_markup_and_quotes_in_names_are_kept_as_they_are(bench: Bench) -> None:
    bench.take(patient(given="[DNR]", family='O\'Brien "Bo" [/x]'))
    assert bench.row("patient")["name"] == '[DNR] O\'Brien "Bo" [/x]'


def test_nothing_of_a_refused_file_is_kept(bench: Bench) -> None:
    before = bench.digest()
    bench.folder.mkdir()
    (bench.folder / "x.json").write_bytes(WHOLE.encode()[:-1])
    bench.run(bench.folder)
    assert bench.digest() == before


def test_a_resource_of_too_many_objects_is_refused_and_a_file_of_many_small_ones_is_not(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonwalk, "MOST_OBJECTS", 40)
    people = [patient(f"p{number}", f"Given{number}", mrn=str(number)) for number in range(30)]
    large = patient("large", "Large", mrn="large", extension=[{"url": "a"}] * 40)
    whole = bench.take(bundle(*people))
    assert (counts(whole), problems(whole)) == ({"created": {"Patient": 30}}, [])
    refused = bench.take(large, bundle(large), name="large.ndjson")
    assert [what for _, what in problems(refused)] == ["it holds more than 40 objects in one"] * 2
