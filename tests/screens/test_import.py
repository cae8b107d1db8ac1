"""Importing on the screen: look first, agree, then it happens; what was wrong is listed."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.errors import Stopped
from coordtui.models.patient import Patient
from coordtui.pace import BYTES
from coordtui.screens.exchange import ImportDialog, found
from coordtui.screens.going import Going
from coordtui.screens.import_report import ReportDialog
from tests.casework.world import World
from tests.idle import at_rest, threads_held
from tests.screens.bench import Bench, bench


def people(world: World) -> int:
    def count(session: Session) -> int:
        return session.execute(select(func.count()).select_from(Patient)).scalar_one()

    return world.read(count)


def patients(folder: Path, count: int) -> Path:
    """A folder with one file a person, and one file that is no JSON."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        name = [{"family": f"[DNR] Import{n}", "given": ["Ida"]}]
        body = {"resourceType": "Patient", "id": f"p{n}", "name": name, "birthDate": "1950"}
        (folder / f"{n}.json").write_text(json.dumps(body))
    (folder / "torn.json").write_text('{"resourceType": "Pat')
    return folder


async def look(one: Bench, path: Path | str) -> None:
    await one.press("2", "i")
    dialog = one.app.screen
    assert isinstance(dialog, ImportDialog)
    field = dialog.form.field("path")
    assert field is not None
    field.raw = str(path)
    await one.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_the_first_look_changes_nothing_and_enter_imports(
    world: World, crashes: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = patients(tmp_path / "in", 3)
    async with bench(world, crashes, size=size) as one:
        await look(one, folder)
        assert "What an import would do" in one.text()
        assert "3 would be created" in one.text()
        assert people(world) == 6
        await one.press("enter")
        assert "3 created" in one.text()
        await one.press("enter")
        assert people(world) == 9
        assert "9 patients" in one.text()
        await one.press("u")
        assert "Undone" in one.said
        assert people(world) == 6


async def test_esc_after_the_look_changes_nothing(world: World, crashes: Path, tmp_path: Path) -> None:
    async with bench(world, crashes) as one:
        await look(one, patients(tmp_path / "in", 2))
        await one.press("escape", "escape")
        assert people(world) == 6
        assert "Caseload]" in one.text()


async def test_a_file_that_cannot_be_taken_is_named_with_its_place(world: World, crashes: Path, tmp_path: Path) -> None:
    async with bench(world, crashes, size=(100, 40)) as one:
        await look(one, patients(tmp_path / "in", 1))
        assert "torn.json: refused" in one.text()


async def test_the_same_again_has_nothing_to_import(world: World, crashes: Path, tmp_path: Path) -> None:
    folder = patients(tmp_path / "in", 2)
    async with bench(world, crashes) as one:
        await look(one, folder)
        await one.press("enter", "enter")
        await look(one, folder)
        report = one.app.screen
        assert isinstance(report, ReportDialog)
        assert not report.brings
        assert "2 unchanged" in one.text()
        await one.press("enter")
        assert people(world) == 8


async def test_a_report_of_hundreds_of_problems_scrolls_to_its_end(world: World, crashes: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n:03}.json").write_text("{")
    async with bench(world, crashes) as one:
        await look(one, folder)
        assert "There is nothing to import in it." in one.text()
        await one.press("G")
        assert "299.json: refused" in one.text()


@pytest.mark.parametrize("typed", ["/no/such/place", "~nobody-of-this-name", "x" * 5000, "", "'"])
async def test_a_place_that_is_not_there_is_said_at_the_field(world: World, crashes: Path, typed: str) -> None:
    async with bench(world, crashes) as one:
        await look(one, typed)
        dialog = one.app.screen
        assert isinstance(dialog, ImportDialog)
        field = dialog.form.field("path")
        assert field is not None
        assert field.error


def test_paths_are_taken_as_terminals_paste_them(tmp_path: Path) -> None:
    path = tmp_path / "my patients"
    path.mkdir()
    for typed in (f"{path}", f" '{path}' ", f'"{path}"', str(path).replace(" ", "\\ ")):
        assert found(typed) == path
    assert found(str(tmp_path / "nothing")) is None


async def test_an_import_that_is_stopped_while_it_reads_says_that_nothing_came_in(
    world: World, crashes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(going: Going, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        raise Stopped("The import was stopped.")

    async with bench(world, crashes) as one:
        folder = patients(tmp_path / "in", 2)
        marked = folder / "1.json"
        marked.write_text(marked.read_text(), encoding="utf-8-sig")
        await look(one, folder)
        assert "1.json: would be imported" in one.text()
        monkeypatch.setattr(Going, "tell", stop)
        await one.press("enter")
        assert "Stopped before anything was taken in. Nothing was changed." in one.text()
        assert people(world) == 6


async def test_an_import_that_is_stopped_with_esc_keeps_whole_patients_and_says_so(
    world: World, crashes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go = threading.Event(), threading.Event()
    tell = Going.tell

    def held(going: Going, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        if what == "p2":  # whose turn it is to be written
            reached.set()
            assert go.wait(20)
        tell(going, done, total, what, unit)

    async with bench(world, crashes) as one:
        await look(one, patients(tmp_path / "in", 4))
        monkeypatch.setattr(Going, "tell", held)
        with threads_held():
            await one.pilot.press("enter")
            assert await asyncio.to_thread(reached.wait, 60)
            await at_rest(one.app)
            assert "esc stop" in one.text()
            await one.pilot.press("escape")
            assert "stopping" in one.text()
            go.set()
        await one.settle()
        assert "Stopped before the end" in one.text()
        assert "2 resources were not reached" in one.flat()
        assert "2 created" in one.text()
        assert people(world) == 6 + 2
