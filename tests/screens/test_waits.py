"""The screen waits for nobody: not for the disk, and not for a reading that nobody wants any more."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session
from textual._compositor import ChopsUpdate, Compositor

from coordtui.casework.follow_up import complete
from coordtui.casework.rehearsal import rehearse
from coordtui.screens.desked import Desked
from tests.casework.world import World
from tests.idle import at_rest, threads_held
from tests.screens.bench import Bench, bench


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every repaint put on the screen, as text."""
    seen: list[str] = []
    update = Compositor.render_update

    def updated(compositor: Compositor, *args: Any, **options: Any) -> Any:
        made = update(compositor, *args, **options)
        if isinstance(made, ChopsUpdate):
            seen.append("\n".join("".join(s.text for s in line.values() if s) for line in made.chops))
        return made

    monkeypatch.setattr(Compositor, "render_update", updated)
    return seen


@contextmanager
def commit_held(world: World) -> Iterator[threading.Event]:
    """Commits stand still within, as on a disk that takes its time; the event says when it has begun to."""
    begun, go_on = threading.Event(), threading.Event()

    def stand_still(_connection: Any) -> None:
        begun.set()
        assert go_on.wait(30)

    event.listen(world.ledger.vault.writer, "commit", stand_still)
    try:
        with threads_held():
            yield begun
    finally:
        go_on.set()


def people(world: World, count: int) -> None:
    for n in range(count):
        world.plan(world.add(f"Ana{n}", "Diaz"), "call_back", 0)


async def key(one: Bench, name: str) -> None:
    """Press a key and wait for what does not wait for the writer."""
    one.app.simulate_key(name)
    await at_rest(one.app)


@pytest.mark.parametrize("act", ["d", "u"])
async def test_while_an_act_waits_for_the_disk_the_cursor_moves_and_is_painted(
    world: World, crashes: Path, painted: list[str], act: str
) -> None:
    people(world, 6)
    async with bench(world, crashes, size=(100, 24)) as one:
        await one.go_to("Ana0 Diaz")
        if act == "u":
            await one.press("d")
        first, said = one.here(), one.said
        with commit_held(world) as begun:
            await key(one, act)
            assert begun.wait(30)
            painted.clear()
            await key(one, "j")
            assert one.here() != first
            assert any("▸" in words and one.here() in words for words in painted)
            assert one.said == said, "nothing is said to be done before it is"
            await key(one, "s")
            assert one.app.screen is one.today, "the next verb waits for the one before it"
        await one.settle()
        assert one.said != said
        assert one.app.screen is not one.today


@pytest.mark.parametrize("slow", [True, False])
async def test_the_cursor_goes_on_from_a_finished_row_however_long_the_disk_takes(
    world: World, crashes: Path, slow: bool
) -> None:
    for n in range(4):
        patient = world.add(f"Ana{n}", "Diaz")
        begun_with = [step.follow_up_id for step in world.open(patient)]
        world.plan(patient, "routine_contact", 30)
        world.plan(patient, "call_back", 0)
        world.do(complete, begun_with, {})
    async with bench(world, crashes, size=(100, 24)) as one:
        await one.go_to("Ana0 Diaz")
        if slow:
            with commit_held(world) as begun:
                await key(one, "d")
                assert begun.wait(30)
                assert one.here() == "Ana1 Diaz", "before anything is written"
                await key(one, "j")
        else:
            await one.press("d", "j")
        await one.settle()
        assert one.here() == "Ana2 Diaz"
        assert one.said.startswith("Done")
        await one.press("d", "u")
        assert one.here() == "Ana2 Diaz"


async def test_the_cursor_stays_where_a_next_step_is_asked_for(world: World, crashes: Path) -> None:
    alone = world.add("Ana", "Diaz")
    begun_with = [step.follow_up_id for step in world.open(alone)]
    world.plan(alone, "call_back", 0)
    world.do(complete, begun_with, {})
    async with bench(world, crashes, size=(100, 24)) as one:
        await one.go_to("Ana Diaz")
        await one.press("d")
        assert type(one.app.screen).__name__ == "NextStepDialog"
        await one.press("escape")
        assert one.here() == "Ana Diaz"


async def test_keys_in_one_go_act_one_after_another(world: World, crashes: Path) -> None:
    people(world, 4)
    async with bench(world, crashes) as one:
        await one.go_to("Ana0 Diaz")
        await one.type("djd")
        assert called(one) == ["Ana0 Diaz", "Ana1 Diaz"]
        await one.type("jdu")
        assert called(one) == ["Ana0 Diaz", "Ana1 Diaz"]


async def test_keys_in_one_go_follow_the_focus_to_the_page_below_and_into_a_box(world: World, crashes: Path) -> None:
    people(world, 2)
    async with bench(world, crashes) as one:
        await one.go_to("Ana0 Diaz")
        await one.type("sw")
        assert "[w next week]" in one.text()
        await one.press("escape")
        await one.type("2i")
        assert type(one.app.screen).__name__ == "ImportDialog", "of the page that has just been opened"
        await one.press("escape", "1", "o")
        await one.type("qq")
        assert one.app._exit, "the first leaves the chart, the second the program"


def called(one: Bench) -> list[str]:
    """Whom nobody need call any more."""
    rows = [one._row(person) for person in one.today.queue.order]
    return sorted(
        row.patient
        for row in rows
        if row.patient.startswith("Ana") and row.patient.endswith("Diaz") and row.text != "call back"
    )


@pytest.mark.parametrize("page", ["1", "2"])
async def test_rows_of_a_letter_are_never_painted_once_another_was_typed(
    world: World, crashes: Path, painted: list[str], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading of the first letter is held until the second has asked for its own, and that until the first is over
    and whatever it brought is drawn."""
    world.plan(world.add("Ana", "Zeller"), "call_back", 0)
    world.plan(world.add("Zoe", "Nara"), "call_back", 0)
    begun = {"z": threading.Event(), "ze": threading.Event()}
    go_on = {"z": threading.Event(), "ze": threading.Event()}
    ask = Desked.ask

    async def held(screen: Desked, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        letters = options.get("filter", "")

        def then(session: Session, *args: Any, **options: Any) -> Any:
            found = fn(session, *args, **options)
            begun[letters].set()
            assert go_on[letters].wait(30)
            return found

        return await ask(screen, then if letters in begun else fn, *args, **options)

    async with bench(world, crashes, size=(100, 24)) as one:
        await one.press(page, "slash")
        monkeypatch.setattr(Desked, "ask", held)
        with threads_held():
            await key(one, "z")
            assert await asyncio.to_thread(begun["z"].wait, 30)
            painted.clear()
            await key(one, "e")
            go_on["z"].set()
            assert await asyncio.to_thread(begun["ze"].wait, 30)
            await at_rest(one.app)
            assert not [words for words in painted if "Nara" in words]
            go_on["ze"].set()
        await one.settle()
        assert any("Zeller" in words for words in painted), "what the second letter finds"
        assert not [words for words in painted if "Nara" in words]


async def test_what_the_first_act_needs_is_made_ready_while_no_key_is_pressed(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    record = Desked.record

    async def told(screen: Desked, fn: Callable[..., Any], *args: Any, **options: Any) -> None:
        asked.append(fn)
        await record(screen, fn, *args, **options)

    world.plan(world.add("Rosa"), "food")
    async with bench(world, crashes) as one:
        before, shown = world.ledger.log(None), one.text()
        monkeypatch.setattr(Desked, "record", told)
        frozen = gc.get_freeze_count()
        await one.app._make_ready()
        assert rehearse in asked
        assert gc.get_freeze_count() > frozen, "what is ready is no garbage, and is not looked through again"
        assert (world.ledger.log(None), one.text()) == (before, shown), "nothing was done"
        await one.press("d")
        assert one.said.startswith("Done: "), "and the first act finds the writer free"
