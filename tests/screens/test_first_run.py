"""Making a vault, as a person meets it. The vault itself is made by the store; here a stand-in takes the answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coordtui.errors import Refused
from coordtui.rules import passphrase
from coordtui.screens.first_run import CONFIRMED, Answers, FirstRunApp
from coordtui.screens.idle import Idle
from tests.look import screen_text

CODE = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789"
GOOD = "maple otter candle voyage"


class Made:
    def __init__(self) -> None:
        self.answers: Answers | None = None

    def __call__(self, answers: Answers) -> str:
        self.answers = answers
        return CODE


async def type_in(pilot: Pilot[str], text: str) -> None:
    await pilot.press(*["space" if char == " " else char for char in text])


async def to_the_code(pilot: Pilot[str]) -> None:
    await type_in(pilot, "Ana Reyes")
    await pilot.press("enter", "enter", "enter")
    await type_in(pilot, GOOD)
    await pilot.press("enter")
    await type_in(pilot, GOOD)
    await pilot.press("enter")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 36)])
async def test_the_walk_makes_a_vault_and_ends_when_the_code_is_confirmed(size: tuple[int, int]) -> None:
    made = Made()
    app = FirstRunApp(made)
    async with app.run_test(size=size) as pilot:
        await to_the_code(pilot)
        assert made.answers is not None
        assert (made.answers.name, made.answers.weekly_hours) == ("Ana Reyes", 40)
        assert made.answers.passphrase == bytearray(GOOD.encode())
        await type_in(pilot, "6789")
        await pilot.press("enter")
    assert app.return_value == CONFIRMED


async def test_the_code_is_on_the_screen_once_and_a_wrong_copy_is_not_accepted() -> None:
    app = FirstRunApp(Made())
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_code(pilot)
        shown = "\n".join(screen_text(app))
        assert "ABCD  EFGH  JKLM  NPQR" in shown
        await type_in(pilot, "0000")
        await pilot.press("enter", "escape")
        assert app.is_running
        assert app.return_value is None


async def test_a_weak_passphrase_is_refused_in_words() -> None:
    made = Made()
    app = FirstRunApp(made)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "Ana")
        await pilot.press("enter", "enter", "enter")
        await type_in(pilot, "password12")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "This passphrase is weak" in "\n".join(screen_text(app))
    assert made.answers is None


async def test_two_different_passphrases_are_refused() -> None:
    made = Made()
    app = FirstRunApp(made)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "Ana")
        await pilot.press("enter", "enter", "enter")
        await type_in(pilot, GOOD)
        await pilot.press("enter", "x", "enter")
        await pilot.pause()
        assert "differ" in "\n".join(screen_text(app))
    assert made.answers is None


async def test_an_unknown_zone_is_named_with_the_nearest_known_one() -> None:
    app = FirstRunApp(Made())
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "Ana")
        await pilot.press("enter", "ctrl+u")
        await type_in(pilot, "America/Chicgo")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "Did you mean America/Chicago?" in "\n".join(screen_text(app))


CANARY = "canary maple otter candle"


async def at_the_passphrase(pilot: Pilot[str]) -> None:
    await type_in(pilot, "Ana")
    await pilot.press("enter", "enter", "enter")
    await pilot.pause()
    for field in ("passphrase", "again"):
        pilot.app.screen.query_one(f"#{field}", Input).value = CANARY


async def test_a_fault_while_the_vault_is_made_tells_no_passphrase_and_can_be_tried_again(tmp_path: Path) -> None:
    def fails(answers: Answers) -> str:
        raise RuntimeError(bytes(answers.passphrase).decode())

    app = FirstRunApp(fails, crash_folder=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_passphrase(pilot)
        await pilot.press("tab", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "A fault in coordtui" in "\n".join(screen_text(app))
        await pilot.press("escape")
        assert not any(entry.disabled for entry in app.screen.query(Input))
    (report,) = tmp_path.iterdir()
    assert "RuntimeError" in report.read_text()
    assert "canary" not in report.read_text()


async def test_a_fault_that_ends_the_walk_tells_no_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(typed: str, personal: tuple[str, ...]) -> None:
        raise RuntimeError(typed)

    app = FirstRunApp(Made(), crash_folder=tmp_path)

    async def walk() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await at_the_passphrase(pilot)
            monkeypatch.setattr(passphrase, "strength", fails)
            await pilot.press("tab", "enter")
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await walk()
    said = "".join(capsys.readouterr())
    assert "coordtui has a fault and had to stop" in said
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "RuntimeError" in written
    assert "canary" not in said + written


async def test_a_refusal_of_the_store_is_said_in_words() -> None:
    def refuses(answers: Answers) -> str:
        raise Refused("There is already a vault in /somewhere.", "Open it.")

    app = FirstRunApp(refuses)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_passphrase(pilot)
        await pilot.press("tab", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "There is already a vault" in "\n".join(screen_text(app))


async def test_leaving_before_the_code_is_confirmed_returns_nothing_though_the_vault_is_made() -> None:
    made = Made()
    app = FirstRunApp(made)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_code(pilot)
        await pilot.press("ctrl+q")
    assert made.answers is not None
    assert app.return_value is None


async def test_leaving_at_the_first_question_makes_nothing() -> None:
    made = Made()
    app = FirstRunApp(made)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "Ana")
        await pilot.press("ctrl+q")
    assert made.answers is None
    assert app.return_value is None


async def test_esc_goes_back_to_what_was_typed() -> None:
    app = FirstRunApp(Made())
    async with app.run_test(size=(80, 24)) as pilot:
        await type_in(pilot, "Ana")
        await pilot.press("enter", "enter", "enter", "escape")
        await pilot.pause()
        assert app.screen.query_one("#name", Input).value == "Ana"
        await pilot.press("escape")
        assert app.is_running


def test_the_walk_needs_no_database() -> None:
    code = "import sys, coordtui.screens.first_run; print('sqlmodel' in sys.modules, 'sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


async def test_left_alone_with_the_code_in_sight_it_counts_down_and_leaves() -> None:
    now = [0.0]
    app = FirstRunApp(Made(), idle_minutes=5)
    async with app.run_test() as pilot:
        await to_the_code(pilot)
        app.idle = Idle(5, lambda: now[0], lambda: 0.0)
        now[0] = 280
        app.tick()
        await pilot.pause()
        assert "Leaving in 20 seconds; any key stays." in "\n".join(screen_text(app))
        await pilot.press("6")
        assert "Leaving" not in "\n".join(screen_text(app))
        now[0] = 580
        app.tick()
        await pilot.pause()
    assert app.return_value is None
