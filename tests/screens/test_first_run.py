"""Making a vault, as a person meets it. The vault itself is made by the store; here a stand-in takes the answers."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from coordtui.screens.first_run import CONFIRMED, Answers, FirstRunApp
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
