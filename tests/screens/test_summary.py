"""The visit summary on the screen: read before it leaves, written once, and never over another file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coordtui.casework.contact import log_contact
from coordtui.errors import InvalidInput
from coordtui.models.contact import Outcome
from coordtui.screens import export as screen
from coordtui.screens.summary import SummaryDialog
from coordtui.settings import Settings
from tests.casework.world import World, call
from tests.screens.bench import Bench, bench

pytestmark = pytest.mark.usefixtures("documents")


def exports(world: World) -> list[str]:
    return [entry.summary for entry in world.ledger.log() if entry.act == "document.export"]


def error(one: Bench, name: str = "output") -> str:
    dialog = one.app.screen
    assert isinstance(dialog, SummaryDialog)
    field = dialog.form.field(name)
    assert field is not None
    return field.error


def put(one: Bench, text: str, name: str = "output") -> None:
    dialog = one.app.screen
    assert isinstance(dialog, SummaryDialog)
    field = dialog.form.field(name)
    assert field is not None
    field.raw = text


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 36)])
async def test_the_page_is_read_first_and_enter_writes_it(
    world: World, crashes: Path, documents: Path, size: tuple[int, int]
) -> None:
    world.do(log_contact, call(1, Outcome.REACHED_PATIENT, note="We spoke about the heating.", agreed="Call Friday."))
    async with bench(world, crashes, size=size) as one:
        await one.press("enter", "v")
        dialog = one.app.screen
        assert isinstance(dialog, SummaryDialog)
        assert "Reading grade" in str(dialog.preview.content)
        assert "We spoke about the heating." in str(dialog.preview.content)
        await one.press("enter")
        assert one.said.startswith("Written:")
    (written,) = documents.iterdir()
    assert written.name == "summary-1-2026-03-04.html"
    assert "Abel" not in written.name
    assert written.stat().st_mode & 0o077 == 0
    assert exports(world) == ["Exported: visit summary (html) to summary-1-2026-03-04.html"]


async def test_the_format_names_the_file_and_a_second_one_of_the_day_is_another_file(
    world: World, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "v", "enter", "v", "enter", "v", "w", "enter", "escape")
    assert sorted(path.name for path in documents.iterdir()) == [
        "summary-1-2026-03-04-2.html",
        "summary-1-2026-03-04.docx.age",
        "summary-1-2026-03-04.html",
    ]


async def test_a_name_that_was_typed_is_kept_whatever_the_format(world: World, crashes: Path, tmp_path: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "v")
        put(one, str(tmp_path / "mine.txt"))
        await one.press("m", "enter", "escape")
        await one.press("v")
        put(one, str(tmp_path / "plain.txt"))
        await one.press("m")
        put(one, "n", "sealed")
        await one.press("enter")
    assert (tmp_path / "mine.txt.age").read_bytes().startswith(b"age-encryption.org/v1")
    assert not (tmp_path / "mine.txt").exists(), "what is locked is called so"
    assert (tmp_path / "plain.txt").is_file()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("{tmp}/there.html", "is there already. Name another file."),
        ("{tmp}/nowhere/x.html", "There is no folder"),
        ("{tmp}", "is a folder"),
        ("x.html", "Name the folder too."),
        ("{tmp}/" + "x" * 400, "cannot be written"),
        ("~nobody-of-this-name/x.html", "cannot be written"),
        ("", "is needed"),
    ],
)
async def test_a_place_that_cannot_be_is_said_at_the_field_and_nothing_is_written_down(
    world: World, crashes: Path, tmp_path: Path, place: str, says: str
) -> None:
    (tmp_path / "there.html").write_text("mine")
    async with bench(world, crashes) as one:
        await one.press("enter", "v")
        put(one, place.format(tmp=tmp_path))
        await one.press("enter")
        assert says in error(one)
    assert exports(world) == []
    assert (tmp_path / "there.html").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_is_said_at_the_field(
    world: World, crashes: Path, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    async with bench(world, crashes) as one:
        await one.press("enter", "v")
        put(one, str(shut / "x.html"))
        await one.press("enter")
        assert "cannot be written" in error(one)


async def test_a_write_that_fails_at_the_last_moment_is_said_with_what_the_journal_holds(
    world: World, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise InvalidInput("output", "It was not written: no space is left.", "Name another place.")

    monkeypatch.setattr(screen, "write_file", full)
    async with bench(world, crashes) as one:
        await one.press("enter", "v", "enter")
        assert "no space is left" in one.text()
        assert "The journal holds an export that did not happen" in one.text()
    assert list(documents.iterdir()) == []
    assert len(exports(world)) == 1


async def test_a_broken_template_is_named_with_its_line_before_anything_is_written(
    world: World, crashes: Path, documents: Path, tmp_path: Path
) -> None:
    (tmp_path / "summary.md").write_text("# {{ title }}\n{{ nonsense }}\n")
    async with bench(world, crashes, settings=Settings(templates_dir=tmp_path)) as one:
        await one.press("enter", "v")
        dialog = one.app.screen
        assert isinstance(dialog, SummaryDialog)
        assert "summary.md, line 2" in str(dialog.preview.content)
        await one.press("m", "enter")
        assert "summary.md, line 2" in one.text()
    assert exports(world) == []
    assert list(documents.iterdir()) == []


async def test_days_the_wrong_way_round_are_said_at_the_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "v")
        put(one, "2026-03-01", "to")
        put(one, "2026-03-03", "from")
        await one.press("enter")
        assert "before it begins" in error(one, "from")
        put(one, "31.02.", "from")
        await one.press("enter")
        assert "28 days" in error(one, "from")


async def test_what_to_mind_before_handing_it_over_stands_above_the_page(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga", safety_note="Husband must not learn of it")
    async with bench(world, crashes) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("v")
        assert "! Safe-contact rules stand for this person." in one.text()


async def test_esc_writes_nothing(world: World, crashes: Path, documents: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "v", "escape")
    assert list(documents.iterdir()) == []
    assert exports(world) == []
