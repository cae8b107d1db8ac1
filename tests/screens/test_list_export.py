"""A list leaves as a table: what it shows, encrypted unless said otherwise, and written down for everybody in it."""

from __future__ import annotations

import asyncio
import io
import threading
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.casework.disclosure import disclosures
from coordtui.models.disclosure import Basis
from coordtui.pace import BYTES
from coordtui.screens.going import Going
from coordtui.screens.list_export import ListExportDialog
from coordtui.screens.sealing import PassphraseDialog
from tests.casework.world import World
from tests.documents.age_files import opened
from tests.idle import threads_held
from tests.screens.bench import bench

pytestmark = pytest.mark.usefixtures("documents")


def rows_of(data: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows()]


async def test_the_caseload_as_it_is_narrowed_is_written_encrypted_with_a_passphrase_shown_once(
    world: World, crashes: Path, documents: Path
) -> None:
    rosa, mei = world.add("Rosa", "=Lopez", birth_date="1961-06-03"), world.add("Mei", "Tan")
    async with bench(world, crashes) as one:
        await one.press("2", "slash")
        await one.type("lopez")
        await one.press("enter", "X")
        dialog = one.app.screen
        assert isinstance(dialog, ListExportDialog)
        assert "1961-06-03" in one.flat()
        assert "Mei Tan" not in one.flat()
        await one.press("enter")
        shown = one.app.screen
        assert isinstance(shown, PassphraseDialog)
        passphrase = shown._passphrase
        assert passphrase in one.flat()
        await one.press("enter")
        assert one.app.screen is shown, "a second enter does not hide it"
        await one.press("escape")
        assert passphrase not in one.flat()
        assert "Only its passphrase opens it" in one.said
    (file,) = documents.iterdir()
    assert file.name == "caseload-2026-03-04.xlsx.age"
    head, row = rows_of(opened(file.read_bytes(), passphrase))
    assert head[:4] == ["Id", "Patient", "Born", "Age"]
    assert row[:2] == [rosa, "Rosa =Lopez"]
    (gone,) = world.read(disclosures, rosa)
    assert (gone.document, gone.basis, gone.encrypted, gone.destination) == (
        "caseload list",
        Basis.OWN_USE,
        True,
        file.name,
    )
    assert "birth_date" in gone.sections
    assert world.read(disclosures, mei) == ()


async def test_a_passphrase_of_ones_own_is_typed_twice_and_the_journal_says_whom_it_was_for(
    world: World, crashes: Path, documents: Path
) -> None:
    rosa = world.add(birth_date="1961-06-03")
    async with bench(world, crashes) as one:
        await one.press("2", "X")
        dialog = one.app.screen
        assert isinstance(dialog, ListExportDialog)
        form = dialog.form

        async def go(field: str) -> None:
            found = form.field(field)
            assert found is not None
            found.entry().focus()
            await one.settle()

        await go("format")
        await one.press("c")
        await go("parts")
        await one.press("d")  # without the date of birth
        assert "1961" not in one.flat()
        await go("sealed")
        await one.press("p")
        await go("passphrase")
        await one.type("short")
        await one.press("enter")
        assert "too short" in one.flat()
        await go("passphrase")
        await one.type(" unrelated gravel otter")
        await go("again")
        await one.type("short unrelated gravel")
        await one.press("enter")
        assert "The two passphrases differ" in one.flat()
        assert list(documents.iterdir()) == []
        assert world.read(disclosures, rosa) == ()
        await go("sealed")
        await one.press("n", "enter")
        assert "It is readable there" in one.said
    (file,) = documents.iterdir()
    assert file.name == "caseload-2026-03-04.csv"
    assert "Rosa Lopez" in file.read_text("utf-8-sig")
    assert "1961" not in file.read_text("utf-8-sig")
    (gone,) = world.read(disclosures, rosa)
    assert (gone.encrypted, gone.format, "birth_date" in gone.sections) == (False, "csv", False)


async def test_an_empty_list_writes_nothing_and_says_why(world: World, crashes: Path, documents: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("3", "X", "enter")
        assert "nobody is in it" in one.flat()
    assert list(documents.iterdir()) == []
    assert [e.act for e in world.ledger.log() if e.act.startswith("disclosure")] == [], "nothing was kept back"


async def test_an_export_that_is_stopped_with_esc_writes_no_file_and_nothing_left_the_vault(
    world: World, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = world.add("Rosa", "Lopez")
    reached, go = threading.Event(), threading.Event()
    tell = Going.tell

    def held(going: Going, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        if unit == "rows":
            reached.set()
            assert go.wait(20)
        tell(going, done, total, what, unit)

    monkeypatch.setattr(Going.__init__, "__kwdefaults__", {"soon": 0})
    async with bench(world, crashes) as one:
        await one.press("2", "X")
        monkeypatch.setattr(Going, "tell", held)
        with threads_held():
            await one.press("enter")
            assert await asyncio.to_thread(reached.wait, 60)
            assert "Making the file" in one.text()
            await one.press("escape")
            go.set()
        await one.settle()
        assert isinstance(one.app.screen, ListExportDialog)
        assert "No file was written, and nothing left the vault." in one.flat()
        assert (list(documents.iterdir()), world.read(disclosures, rosa)) == ([], ())
        await one.press("enter")
        assert isinstance(one.app.screen, PassphraseDialog), "and it can be done again"
    assert len(list(documents.iterdir())) == len(world.read(disclosures, rosa)) == 1


async def test_the_reading_for_an_export_is_interrupted_by_esc(
    world: World, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = world.add("Rosa", "Lopez")
    begun = threading.Event()

    def endless(_: ListExportDialog, session: Session, *__: object) -> None:
        begun.set()
        session.execute(text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"))

    monkeypatch.setattr(Going.__init__, "__kwdefaults__", {"soon": 0})
    async with bench(world, crashes) as one:
        await one.press("2", "X")
        monkeypatch.setattr(ListExportDialog, "make_ready", endless)
        with threads_held():
            await one.press("enter")
            assert await asyncio.to_thread(begun.wait, 60)
            await one.press("escape")
        await one.settle()
        assert "No file was written, and nothing left the vault." in one.flat()
    assert (list(documents.iterdir()), world.read(disclosures, rosa)) == ([], ())
