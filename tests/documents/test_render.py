"""The three formats: whole, escaped, by the shipped templates or by a user's own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from coordtui.documents.render import render
from coordtui.documents.text import one_line
from coordtui.documents.word import template
from coordtui.errors import InvalidInput
from coordtui.models.care_plan import CarePlan, Goal
from coordtui.models.clinical import Medication
from tests.documents.conftest import Desk
from tests.world import demo_world

HOSTILE = [
    "<script>alert(1)</script>",
    "[DNR] & [see note](http://x)",
    "| a | b | *bold* _it_ `code` $x$",
    "# heading",
    "1. item",
    "- item\n- other",
    "{{ 7 * 7 }} {% raise %}",
    "مرحبا \u202eevil\u202c שלום",
    "bell\x07 null\x00 \x1b[31mred tab\tend",
    "👍🏽 “quotes” 'and' \"more\"",
    "a" * 10_000,
    "]]> <!-- &amp; &#60;",
    "{_{ {_% \\",
]


def docx_text(data: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("format", ["md", "html", "docx"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text_in_every_format(desk: Desk, format: str, text: str) -> None:
    plan = desk.add(CarePlan, title="Plan")
    desk.talk(text, text)
    desk.add(Goal, plan_id=plan, text=text)
    desk.add(Medication, text=text, dosage=text, status="active")
    desk.step("food", text)
    data = render(desk.view(), format)
    shown = docx_text(data) if format == "docx" else data.decode()
    assert "<script>" not in shown or format == "docx"
    if format == "docx" and len(text) < 100 and "{_" not in text:
        assert one_line(text) in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "49" not in shown.replace("555-0149", "")


def test_markdown_shows_record_text_as_it_was_typed(desk: Desk) -> None:
    desk.talk("[DNR] *now* <b> | x\n# y")
    assert "\\[DNR\\] \\*now\\* &lt;b&gt; \\| x # y" in desk.text()


def test_markdown_tables_have_three_cells_whatever_a_step_says(desk: Desk) -> None:
    desk.step("food", "a | b\n| c")
    rows = [line for line in desk.text().splitlines() if line.startswith("| By")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [4]


def test_html_is_one_page_that_loads_nothing(desk: Desk) -> None:
    text = render(desk.view(), "html").decode()
    assert text.startswith("<!doctype html>")
    assert "default-src 'none'" in text
    assert "@media print" in text
    for outside in ("http://", "https://", "src=", "<link", "@import", "url("):
        assert outside not in text


def test_word_opens_and_holds_the_sections_and_the_table(desk: Desk) -> None:
    desk.talk("Went over the meter.", "Write it down.")
    desk.step("food", "Box on Friday")
    data = render(desk.view(), "docx")
    text = docx_text(data)
    for words in ("Your visit summary", "Went over the meter.", "We agreed: Write it down.", "Box on Friday", "988"):
        assert words in text
    assert "{" not in text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert b"Rosa" not in archive.read("docProps/core.xml")


def test_word_without_anything_to_tell_leaves_no_empty_table(desk: Desk) -> None:
    import docx

    document = docx.Document(io.BytesIO(render(desk.view(), "docx")))
    assert not document.tables


def test_a_format_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="pdf"):
        render(desk.view(), "pdf")


def test_every_person_of_the_demo_has_a_summary_of_two_pages_at_most(tmp_path: Path) -> None:
    from coordtui.documents.summary import summary

    with demo_world(tmp_path) as world:
        for key in range(1, 61):
            view = world.read(summary, key, None, None, world.today)
            assert view.grade is not None
            assert view.grade <= 6
            assert len(render(view, "md").decode().splitlines()) < 100
            assert b"</html>" in render(view, "html")


# --- a user's own templates ------------------------------------------------------------------------------------------


def own(folder: Path, text: str | bytes, format: str = "md") -> Path:
    data = text.encode() if isinstance(text, str) else text
    (folder / f"summary.{format}").write_bytes(data)
    return folder


def test_an_own_template_is_used_and_still_escapes(desk: Desk, tmp_path: Path) -> None:
    desk.talk("*x* <i>")
    folder = own(tmp_path, "Dear {{ name }}: {% for talk in talks %}{{ talk.discussed }}{% endfor %}.\n")
    assert render(desk.view(), "md", folder).decode() == "Dear Rosa Lopez: \\*x\\* &lt;i&gt;.\n"
    own(tmp_path, "<p>{{ talks[0].discussed }}</p>", "html")
    assert render(desk.view(), "html", folder) == b"<p>*x* &lt;i&gt;</p>"


def test_a_folder_without_templates_leaves_the_shipped_ones(desk: Desk, tmp_path: Path) -> None:
    assert render(desk.view(), "md", tmp_path) == render(desk.view(), "md")
    assert render(desk.view(), "md", tmp_path / "nowhere") == render(desk.view(), "md")


def test_an_own_word_template_is_used(desk: Desk, tmp_path: Path) -> None:
    import docx

    document = docx.Document(io.BytesIO(template()))
    document.paragraphs[0].text = "From our clinic to {{ name }}"
    out = io.BytesIO()
    document.save(out)
    folder = own(tmp_path, out.getvalue(), "docx")
    assert "From our clinic to Rosa Lopez" in docx_text(render(desk.view(), "docx", folder))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("ok\n{% if name %}", 2, "endif"),
        ("ok\n\n{{ nme }}", 3, "nme"),
        ("a\n{% for talk in talks %}{% endfor %}\n{{ coordinator.fax }}", 3, "fax"),
        ("{{ ''.__class__.__mro__ }}", 1, "not allowed"),
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
        ("x\n{{ name | nofilter }}", 2, "nofilter"),
        ("{% include 'other' %}", 1, "template"),
    ],
)
def test_a_fault_in_an_own_template_names_the_file_the_line_and_the_reason(
    desk: Desk, tmp_path: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        render(desk.view(), "md", own(tmp_path, text))
    assert caught.value.field == "template"
    assert f"summary.md, line {line}:" in caught.value.message
    assert reason in caught.value.message
    assert "move it away" in caught.value.hint
    assert "Rosa" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_an_own_template_that_is_no_text_names_the_line(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"summary.html, line 2: this is not UTF-8"):
        render(desk.view(), "html", own(tmp_path, b"ok\n\xff\xfe", "html"))


def test_an_own_template_that_cannot_be_read_says_why(desk: Desk, tmp_path: Path, monkeypatch: Any) -> None:
    folder = own(tmp_path, "x")

    def refuse(self: Path, mode: str = "r") -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InvalidInput, match="Permission denied"):
        render(desk.view(), "md", folder)


@pytest.mark.parametrize("data", [b"not a zip", b"PK\x03\x04 broken", b""])
def test_a_word_template_that_word_would_not_open_is_refused(desk: Desk, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InvalidInput, match="not a Word document"):
        render(desk.view(), "docx", own(tmp_path, data, "docx"))


@pytest.mark.parametrize(
    ("text", "reason"), [("{{ nme }}", "nme"), ("{% if name %}", "endif"), ("{{ name", "unexpected")]
)
def test_a_fault_in_a_word_template_names_the_file_and_the_place(
    desk: Desk, tmp_path: Path, text: str, reason: str
) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("before")
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(InvalidInput) as caught:
        render(desk.view(), "docx", own(tmp_path, out.getvalue(), "docx"))
    assert "summary.docx" in caught.value.message
    assert reason in caught.value.message
