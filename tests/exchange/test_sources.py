"""Where an import reads from: files, folders, zips, and what is refused before it is opened."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.exchange.fhir import Limits
from tests.exchange.bench import Bench, counts, problems
from tests.exchange.build import bundle, condition, lines, patient, write


def pack(path: Path, entries: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def as_bytes(*resources: dict[str, object]) -> bytes:
    return json.dumps(resources[0] if len(resources) == 1 else bundle(*resources)).encode()


def test_a_folder_is_read_with_everything_below_it(bench: Bench) -> None:
    write(bench.folder / "a" / "one.json", patient())
    write(bench.folder / "b" / "c" / "two.ndjson", condition("c1"), condition("c2"))
    (bench.folder / "readme.txt").write_text("not for us")
    report = bench.run(bench.folder)
    assert counts(report) == {"created": {"Patient": 1, "Condition": 2}}
    assert [Path(file.path).name for file in report.files] == ["one.json", "two.ndjson"]


def test_a_patient_may_be_spread_over_many_files_in_any_order(bench: Bench) -> None:
    write(bench.folder / "1.json", condition())
    write(bench.folder / "2.json", patient())
    report = bench.run(bench.folder / "1.json", bench.folder / "2.json")
    assert report.exit_code is Exit.DONE
    assert bench.row("condition")["patient_id"] == bench.row("patient")["id"]


def test_a_zip_with_folders_and_a_zip_inside_is_read_where_it_lies(bench: Bench) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("c.ndjson", lines([condition()]))
    path = pack(bench.folder / "all.zip", {"x/p.json": as_bytes(patient()), "x/more.zip": inner.getvalue()})
    report = bench.run(path)
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert report.files[0].path.endswith("all.zip::x/p.json")


def test_what_macs_leave_in_zips_is_passed_over(bench: Bench) -> None:
    path = pack(
        bench.folder / "mac.zip", {"p.json": as_bytes(patient()), "__MACOSX/._p.json": b"\x00\x05", "._q.json": b"x"}
    )
    assert [file.status for file in bench.run(path).files] == ["imported"]


def test_an_entry_without_a_name_is_passed_over(bench: Bench) -> None:
    path = pack(bench.folder / "odd.zip", {"p.json": as_bytes(patient()), "x.json/": b""})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"{}")
    assert bench.run(path).created == {"Patient": 1}


def test_a_zip_bomb_is_refused_before_it_is_unpacked(bench: Bench) -> None:
    path = pack(bench.folder / "bomb.zip", {"p.json": as_bytes(patient()), "boom.json": b"[" + b" " * 40_000_000})
    report = bench.run(path)
    assert counts(report) == {"created": {"Patient": 1}}
    assert [file.status for file in report.files] == ["imported", "refused"]
    assert "times its size" in problems(report)[0][1]


def test_a_name_that_climbs_out_of_the_zip_is_refused(bench: Bench) -> None:
    path = pack(bench.folder / "slip.zip", {"../../evil.json": as_bytes(patient()), "/etc/evil.json": b"{}"})
    report = bench.run(path)
    assert {file.status for file in report.files} == {"refused"}
    assert {what for _, what in problems(report)} == {"its name leads out of the zip"}


def test_zips_nested_too_deeply_are_refused(bench: Bench) -> None:
    data = as_bytes(patient())
    for level in range(4):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("p.json" if level == 0 else "z.zip", data)
        data = inner.getvalue()
    (bench.folder).mkdir()
    (bench.folder / "deep.zip").write_bytes(data)
    report = bench.run(bench.folder / "deep.zip")
    assert [file.status for file in report.files] == ["refused"]
    assert "nested" in problems(report)[0][1]


def test_a_damaged_zip_is_refused_and_the_rest_goes_on(bench: Bench) -> None:
    whole = pack(bench.folder / "a.zip", {"p.json": as_bytes(patient())}).read_bytes()
    (bench.folder / "a.zip").write_bytes(whole[: len(whole) // 2])
    write(bench.folder / "b.json", patient())
    report = bench.run(bench.folder)
    assert [file.status for file in report.files] == ["refused", "imported"]
    assert "damaged" in problems(report)[0][1]
    assert report.exit_code is Exit.PARTLY


def test_a_changed_byte_inside_a_zip_is_noticed(bench: Bench) -> None:
    path = bench.folder / "a.zip"
    bench.folder.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("p.json", as_bytes(patient()))
    path.write_bytes(path.read_bytes().replace(b"Lopez", b"Lopes", 1))
    report = bench.run(path)
    assert [file.status for file in report.files] == ["refused"]
    assert bench.count("patient") == 0


def test_a_path_that_is_not_there_is_said_and_the_rest_goes_on(bench: Bench) -> None:
    report = bench.run(bench.folder / "none.json", write(bench.folder / "p.json", patient()))
    assert [file.status for file in report.files] == ["refused", "imported"]
    assert problems(report) == [("", "there is no such file or folder")]


def test_a_folder_without_records_is_said(bench: Bench) -> None:
    bench.folder.mkdir()
    (bench.folder / "notes.txt").write_text("hello")
    assert problems(bench.run(bench.folder)) == [("", "the folder holds no .json, .ndjson or .zip file")]


def test_a_pipe_is_not_waited_for(bench: Bench) -> None:
    bench.folder.mkdir()
    os.mkfifo(bench.folder / "pipe.json")
    assert problems(bench.run(bench.folder / "pipe.json")) == [("", "it is neither a file nor a folder")]


def test_a_link_to_the_folder_above_does_not_loop(bench: Bench) -> None:
    write(bench.folder / "sub" / "p.json", patient())
    (bench.folder / "sub" / "up").symlink_to(bench.folder, target_is_directory=True)
    assert counts(bench.run(bench.folder)) == {"created": {"Patient": 1}}


def test_a_file_named_twice_is_read_once(bench: Bench) -> None:
    path = write(bench.folder / "p.json", patient())
    report = bench.run(path, bench.folder, path)
    assert len(report.files) == 1
    assert counts(report) == {"created": {"Patient": 1}}


def test_a_file_named_outright_is_tried_whatever_its_name(bench: Bench) -> None:
    path = write(bench.folder / "export.json", patient()).rename(bench.folder / "export.dat")
    assert counts(bench.run(path)) == {"created": {"Patient": 1}}


def test_ndjson_under_the_name_of_json_is_understood(bench: Bench) -> None:
    bench.folder.mkdir()
    path = bench.folder / "export.json"
    path.write_text(lines([patient(), condition()]))
    assert counts(bench.run(path)) == {"created": {"Patient": 1, "Condition": 1}}


def test_a_line_of_ndjson_may_be_a_bundle(bench: Bench) -> None:
    assert counts(bench.take(bundle(patient(), condition()), name="in.ndjson"))["created"] == {
        "Patient": 1,
        "Condition": 1,
    }


@pytest.mark.parametrize("kind", ["transaction", "collection", "searchset", "batch", "history", "document"])
def test_bundles_of_every_kind_are_unpacked(bench: Bench, kind: str) -> None:
    assert counts(bench.take(bundle(patient(), condition(), kind=kind))) == {"created": {"Patient": 1, "Condition": 1}}


def test_a_bundle_in_a_bundle_is_unpacked(bench: Bench) -> None:
    report = bench.take(bundle(bundle(patient()), condition()))
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}


def test_a_bundle_without_resources_is_no_fault(bench: Bench) -> None:
    report = bench.take(
        {"resourceType": "Bundle", "type": "batch-response", "entry": [{"response": {"status": "201"}}]}
    )
    assert [file.status for file in report.files] == ["unchanged"]
    assert report.exit_code is Exit.DONE


def test_a_request_to_delete_is_reported_and_deletes_nothing(bench: Bench) -> None:
    bench.take(patient())
    wish = {"request": {"method": "DELETE", "url": "Patient/rosa"}}
    report = bench.take({"resourceType": "Bundle", "type": "transaction", "entry": [wish]})
    assert "deletes nothing" in problems(report)[0][1]
    assert bench.count("patient") == 1


def test_a_bundle_whose_type_comes_last_is_a_bundle(bench: Bench) -> None:
    whole = bundle(patient(), condition())
    turned = {key: whole[key] for key in ("entry", "type", "resourceType")}
    assert counts(bench.take(turned)) == {"created": {"Patient": 1, "Condition": 1}}


def test_files_over_the_limits_are_refused(bench: Bench) -> None:
    small = Limits(document=250, line=250)
    write(bench.folder / "a.json", patient(), condition())
    write(bench.folder / "b.ndjson", patient(), condition("c1", note=[{"text": "x" * 600}]), condition("c2"))
    report = bench.run(bench.folder, limits=small)
    assert [file.status for file in report.files] == ["refused", "partly"]
    assert problems(report) == [
        ("", "it is larger than 250 bytes"),
        ("line 2", "the line is longer than 250 bytes"),
    ]
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}


def test_more_files_than_the_limit_are_refused_together(bench: Bench) -> None:
    for number in range(4):
        write(bench.folder / f"{number}.json", patient(f"p{number}", mrn=str(number)))
    report = bench.run(bench.folder, limits=Limits(files=2))
    assert [file.status for file in report.files] == ["imported", "imported", "refused"]
