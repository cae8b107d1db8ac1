"""Tables that leave: no cell is obeyed, numbers and dates stay what they are, and nothing tells of the machine."""

from __future__ import annotations

import csv
import datetime as dt
import getpass
import io
import platform
import re
import tempfile
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.documents.spreadsheet import LONGEST, Cell, Table, book, harmless
from coordtui.errors import InvalidInput, Stopped
from coordtui.models.codes import Ball

FORMULAS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", " \u00a0\u3000=1", "\u200b=1", "\ufeff=1"),
    *("＝1", "＋1", "－1", "＠SUM", "﹦1", '"=1', "'=1", '""=1', "“=1", "' \"=1", "=cmd|' /C calc'!A0", "=", "-"),
)
PLAIN = ("Rosa Lopez", "3 = three", "a-b", "x@example.org", "(555) 0100", "→ x", "", "1-2", "é")


def sheet(title: str, columns: tuple[str, ...], rows: Sequence[Sequence[Cell]], format: str) -> bytes:
    """One table alone."""
    return book((Table(title, columns, rows),), format)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_starts_like_a_formula_gets_an_apostrophe_before_it(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", PLAIN)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["see;=1+1", 'see ; "=1+1', "see|@x", "see\n=1+1", "see\t=1+1", "a;;=1", "a;\u200b=1"])
@pytest.mark.parametrize("splits", [",", ";", "|", "\t"])
def test_no_formula_appears_where_a_program_splits_cells_its_own_way(text: str, splits: str) -> None:
    line = sheet("List", ("id", "what"), [(1, text)], "csv").decode("utf-8-sig").splitlines()[1]
    for cell in line.split(splits):
        assert cell.strip('" \u200b')[:1] not in ("=", "+", "-", "@"), line


@given(st.text(alphabet=st.sampled_from("=+-@＝＋－＠\"'`;|,\t\r\n \u00a0\u200b\ufeffab1"), max_size=12))
def test_no_text_at_all_is_read_as_a_formula(text: str) -> None:
    made = harmless(text)
    bare = made.lstrip(' "`“”„‘’‚\u200b\u200c\u200d\u2060\u00ad')
    assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not set(made) & {"\t", "\r", "\n"}
    (row,) = csv.reader(io.StringIO(sheet("List", ("x",), [(text,)], "csv").decode("utf-8-sig").split("\r\n")[1]))
    assert row == [made]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_whatever_stands_in_a_cell_is_written_as_text_and_read_back(texts: list[str]) -> None:
    texts += ["#N/A", "#REF!", "TRUE", "1e5", "00123", "2026-01-02", "\ud800"]
    page = openpyxl.load_workbook(io.BytesIO(sheet("List", ("x",), [(text,) for text in texts], "xlsx"))).active
    assert page is not None
    read = [page.cell(row, 1) for row in range(2, len(texts) + 2)]
    assert [cell.value or "" for cell in read] == [harmless(text) for text in texts]
    assert {cell.data_type for cell in read if cell.value} == {"s"}


def test_excels_own_way_to_write_a_sign_is_no_way_to_a_formula() -> None:
    whole = sheet("List", ("x",), [("_x003D_1+1",)], "xlsx")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert b"<t>_x005F_x003D_1+1</t>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_cell_is_never_longer_than_a_program_holds() -> None:
    assert len(harmless("x" * 40_000)) == LONGEST
    assert len(harmless("=" * 40_000)) < 32_767


ROW = (
    "=1+1",
    3,
    -2.5,
    dt.date(2026, 1, 2),
    dt.datetime(2026, 1, 2, 15, 4, tzinfo=dt.UTC),
    True,
    None,
    "00123",
    Ball.ME,
)
COLUMNS = ("text", "whole", "part", "day", "moment", "yes", "nothing", "id", "=code")


def test_numbers_days_and_text_keep_their_kinds_in_a_workbook() -> None:
    page = openpyxl.load_workbook(io.BytesIO(sheet("List", COLUMNS, [ROW], "xlsx"))).active
    assert page is not None
    assert (page.title, page.freeze_panes) == ("List", "A2")
    head, row = page.iter_rows()
    assert [cell.value for cell in head] == [*COLUMNS[:-1], "'=code"]
    moment = dt.datetime(2026, 1, 2, 15, 4)  # noqa: DTZ001 - a spreadsheet knows no zones
    day = dt.datetime(2026, 1, 2)  # noqa: DTZ001
    assert [cell.value for cell in row] == ["'=1+1", 3, -2.5, day, moment, "yes", None, "00123", "me"]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "d", "d", "s", "n", "s", "s"]
    assert all(cell.number_format == "@" and cell.quotePrefix for cell in row if cell.data_type == "s")


def test_numbers_and_days_stay_bare_in_csv() -> None:
    data = sheet("List", COLUMNS, [ROW], "csv")
    assert data.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by this mark"
    line = data.decode("utf-8-sig").split("\r\n")[1]
    assert line == '"\'=1+1",3,-2.5,"2026-01-02","2026-01-02 15:04","yes","","00123","me"'


def test_a_workbook_holds_no_formula_and_names_neither_machine_nor_user() -> None:
    whole = sheet("List", ("a", "b"), [(text, "Rosa") for text in (*FORMULAS, *PLAIN)], "xlsx")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    tags = {node.tag.partition("}")[2] for data in parts.values() for node in ElementTree.fromstring(data).iter()}
    assert not tags & {"f", "ddeLink", "externalReference", "hyperlink", "creator", "lastModifiedBy"}
    for word in (getpass.getuser(), platform.node()):
        assert not any(word.encode() in data for name, data in parts.items() if name.startswith("docProps"))


def test_a_workbook_is_made_without_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        pytest.fail("a temporary file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "_mkstemp_inner"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    assert sheet("List", ("a",), [("Rosa",)], "xlsx").startswith(b"PK")


def test_what_excel_cannot_hold_is_left_out_and_the_rest_kept() -> None:
    page = openpyxl.load_workbook(io.BytesIO(sheet("List", ("a",), [("a\x00b\x1f\ud800c\ufffe",)], "xlsx"))).active
    assert page is not None
    assert page["A2"].value == "ab c"


def test_several_tables_are_worksheets_or_a_zip_of_csv_files() -> None:
    tables = (Table("people", ("a",), [(1,)]), Table("visits", ("b",), [("x",)]))
    assert openpyxl.load_workbook(io.BytesIO(book(tables, "xlsx"))).sheetnames == ["people", "visits"]
    with zipfile.ZipFile(io.BytesIO(book(tables, "csv"))) as archive:
        assert archive.namelist() == ["people.csv", "visits.csv"]
        assert archive.read("visits.csv").decode("utf-8-sig") == '"b"\r\n"x"\r\n'


def test_another_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidInput, match="no format “ods”") as caught:
        sheet("List", ("a",), [], "ods")
    assert "xlsx, csv" in caught.value.hint


def test_a_workbook_does_not_say_on_which_day_it_was_made() -> None:
    whole = sheet("List", ("a",), [("Rosa",)], "xlsx")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\d", core) == ["1980-01-01", "1980-01-01"]
    assert openpyxl.load_workbook(io.BytesIO(whole)).sheetnames == ["List"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_row_is_told_as_it_is_made_and_who_stops_it_gets_no_file(format: str) -> None:
    tables = [Table(name, ("No.",), [[number] for number in range(200)]) for name in ("first", "second")]
    told: list[tuple[str, int, int]] = []
    book(tables, format, lambda done, total, what="", *_: told.append((what, done, total)))
    assert {what.partition(",")[0] for what, *_ in told} == {"first", "second"}
    assert {done for _, done, total in told if done == total} >= {200}
    assert ("second", 128, 200) in told

    def stop(done: int, _total: int, what: str = "", _unit: str = "", /) -> None:
        if (what, done) == ("second", 64):
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        book(tables, format, stop)
