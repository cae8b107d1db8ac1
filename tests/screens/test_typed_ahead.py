"""Keys that come in one go act as if each had been pressed when all before it was done."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from textual import events
from textual.keys import _character_to_key
from textual.screen import Screen

from coordtui.acts import Result
from coordtui.casework import follow_up
from coordtui.casework.follow_up import complete
from coordtui.errors import Refused
from coordtui.screens.desked import Desked
from coordtui.screens.follow_up import FollowUpForm
from coordtui.screens.leaving import LOCK
from coordtui.screens.snooze import SnoozeDialog
from tests.casework.world import World
from tests.idle import at_rest, threads_held
from tests.screens.bench import Bench, bench
from tests.screens.test_waits import commit_held


def send(one: Bench, *keys: str) -> None:
    """As from a terminal, before any of them is read."""
    assert one.app._driver is not None
    for key in keys:
        event = events.Key(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else None)
        event.set_sender(one.app)
        one.app._driver.send_message(event)


@contextmanager
def acts(world: World) -> Iterator[list[str]]:
    """What the journal gets within."""
    done: list[str] = []
    before = len(world.ledger.log())
    yield done
    done += [entry.act for entry in reversed(world.ledger.log()[: len(world.ledger.log()) - before])]


def boxes(one: Bench) -> list[str]:
    return [type(screen).__name__ for screen in one.app.screen_stack[1:]]


FORMS = {
    "quick_note.capture": ("c", *"Call"),
    "follow_up.add": ("n", *"Call"),
    "contact.log": ("l", "n", "tab", *"call"),
    "patient.add": ("2", "n", *"Zed", "tab", *"Zoe"),
}
"""By the act, the keys that open a form and fill it in."""


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("last", ["enter", "escape"])
async def test_enter_saves_once_whatever_key_comes_behind_it(world: World, crashes: Path, name: str, last: str) -> None:
    """The second enter is for the page, where it opens a chart; esc has nothing left to close."""
    async with bench(world, crashes) as one:
        with acts(world) as done:
            send(one, *FORMS[name], "enter", last)
            await one.settle()
        assert done.count(name) == 1
        assert boxes(one) in ([], ["ChartScreen"])
        assert "brings back" not in one.said, "what was saved is no draft"


async def test_letters_behind_a_tab_stand_in_the_next_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        send(one, *FORMS["patient.add"][1:], "enter")
        await one.settle()
        assert one.said.startswith("Added: Zed Zoe")


@pytest.mark.parametrize("leave", ["enter", "down", "tab"])
@pytest.mark.parametrize(("page", "verb", "box"), [("1", "s", SnoozeDialog), ("2", "f", FollowUpForm)])
async def test_a_verb_behind_a_filter_acts_on_whom_the_filter_finds(
    world: World, crashes: Path, leave: str, page: str, verb: str, box: type[Screen[Any]]
) -> None:
    async with bench(world, crashes) as one:
        send(one, page, "slash", *"cleo", leave, verb)
        await one.settle()
        assert isinstance(one.app.screen, box)
        shown: Any = one.app.screen
        assert (shown.patient_id if page == "2" else shown.targets[0].patient_id) == 3
        assert "Cleo Cruz" in one.text()


async def test_a_verb_waits_for_the_rows_of_the_filter_however_long_they_take(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    ask = Desked.ask

    async def held(screen: Desked, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        def then(session: Session, *args: Any, **options: Any) -> Any:
            begun.set()
            assert go_on.wait(30)
            return fn(session, *args, **options)

        return await ask(screen, then if options.get("filter") == "cleo" else fn, *args, **options)

    async with bench(world, crashes) as one:
        await one.press("slash", *"cle")
        monkeypatch.setattr(Desked, "ask", held)
        with threads_held():
            for key in ("o", "enter", "s"):
                send(one, key)
                await at_rest(one.app)
            assert begun.wait(30)
            assert boxes(one) == [], "Ana still stands under the cursor"
            go_on.set()
        await one.settle()
        assert boxes(one) == ["SnoozeDialog"]
        assert "Cleo Cruz" in one.text()


async def test_a_reading_that_fails_does_not_take_the_keys_away(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Desked.ask

    async def failing(screen: Desked, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if options.get("filter"):
            raise Refused("Not now.")
        return await ask(screen, fn, *args, **options)

    async with bench(world, crashes) as one:
        for page in ("1", "2"):
            await one.press(page, "slash")
            monkeypatch.setattr(Desked, "ask", failing)
            await one.press("c", "enter")
            await one.press("j", "o")
            assert boxes(one) == ["ChartScreen"]
            await one.press("q")
            monkeypatch.setattr(Desked, "ask", ask)


async def test_a_verb_behind_a_new_patient_is_about_that_one(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        send(one, *FORMS["patient.add"], "enter", "o")
        await one.settle()
        assert "Zed Zoe" in one.text()
        assert boxes(one) == ["ChartScreen"]


async def test_a_verb_behind_enter_is_for_the_chart(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        with acts(world) as done:
            send(one, "j", "enter", "d")
            await one.settle()
        assert done == ["patient.view_chart"], "nothing is finished in the queue"
        assert boxes(one) == ["ChartScreen"]


async def test_a_lock_waits_for_no_key_before_it(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press(*FORMS["quick_note.capture"])
        with commit_held(world) as begun:
            send(one, "enter", "x", "ctrl+l")
            await at_rest(one.app)
            assert begun.wait(30)
            assert one.app.privacy.closed
        await one.settle()
    assert one.app.return_value == LOCK


@pytest.mark.parametrize("next_key", ["d", "s", "l", "u", "q", "2"])
async def test_a_verb_behind_one_that_asks_something_does_not_act_beneath_its_box(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch, next_key: str
) -> None:
    for name in ("Gil", "Ida"):
        patient = world.add(name, "Gray")
        begun_with = [step.follow_up_id for step in world.open(patient)]
        world.plan(patient, "call_back", 0)
        world.do(complete, begun_with, {})
    go_on = threading.Event()

    @functools.wraps(complete)
    def held(*args: Any) -> Result:
        assert go_on.wait(30)
        return complete(*args)

    monkeypatch.setattr(follow_up, "complete", held)
    async with bench(world, crashes) as one:
        await one.go_to("Gil Gray")
        with acts(world) as done:
            with threads_held():
                send(one, "d", "j", next_key)
                await at_rest(one.app)
                assert boxes(one) == []
            go_on.set()
            await one.settle()
        assert boxes(one) == ["NextStepDialog"]
        assert done == []
