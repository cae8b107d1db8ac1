"""Record text is hostile: on every screen and in every dialog it is read letter by letter and commands nothing.

What cannot be drawn is shown as `widgets/clean.py` says. `tests/screens` drives the same by keys; here no screen is
left out.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from coordtui.screens import (
    base,
    consent,
    days,
    first_run,
    kept_form,
    listing,
    plan_agree,
    plan_form,
    plan_templates,
    referral_act,
    sorting,
    steps,
    veil,
)
from coordtui.screens.chart import ChartScreen
from coordtui.screens.first_run import FirstRunApp
from coordtui.widgets import dialog
from coordtui.widgets.clean import clean
from coordtui.widgets.dialog import Box
from tests.casework.world import World
from tests.look import full_lines
from tests.promises.hostile import HOSTILE, Hostile, fill
from tests.promises.tour import PAGES, dialogs, every_screen
from tests.promises.unmasked import SECRETS, check_masked, know_her
from tests.screens.bench import Bench, bench

USUAL, SMALL = (80, 24), (40, 15)
_PREFIX: Final = 8
_HARMLESS: Final = frozenset("\u200c\u200d\u200e")
"""The non-joiner of Persian spelling, the joiner in a field that is edited, the mark that ends right-to-left text."""

NOT_VISITED: Final = {
    base.CoordScreen: "abstract",
    base.CoordDialog: "abstract",
    dialog.Dialog: "abstract",
    days.DayDialog: "abstract",
    steps.StepDialog: "abstract",
    listing.Listing: "abstract",
    sorting.Sorting: "abstract",
    referral_act.ActDialog: "abstract",
    plan_form.FormDialog: "abstract",
    kept_form.KeptForm: "abstract",
    consent.ConsentAct: "abstract",
    plan_form.RecordForm: "abstract",
    plan_templates.OneFieldDialog: "abstract",
    plan_agree.VersionDialog: "abstract",
    first_run.Step: "abstract",
    veil.Curtain: "shows one word of its own while the vault is being locked",
    first_run.AboutYou: "has an app of its own: see the last test",
    first_run.Passphrase: "shows nothing but its own words and how strong the passphrase is",
    first_run.RecoveryCode: "shows nothing but its own words and the code",
}


BARE: Final = set[str]()
"""What the walk has seen without the mask of what must not be seen with it."""


def check_safe(lines: list[str], size: tuple[int, int], where: str) -> None:
    """As many lines as the terminal has, each as wide, without a character that a terminal might obey."""
    assert len(lines) == size[1], where
    for line in lines:
        bad = [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in _HARMLESS]
        assert not bad, (where, bad, line)
        assert cell_len(line) == size[0], (where, line)


def flat(text: str) -> str:
    return " ".join(text.translate(str.maketrans("│▕▁▂▃▄▅▆▇█", " " * 10)).split())


def shown(text: str) -> str:
    """How the beginning of a text looks on a screen."""
    return flat(clean(text, " "))[:_PREFIX].strip()


async def check_here(app: Bench, bad: Hostile, shows: str, where: str, *, resize: bool) -> None:
    """Look at what is in sight; with `resize` again after the terminal was made small, or large again.

    With the mask over it, nothing may tell who the person is.
    """
    await scroll_home(app)
    check_sight(app, bad, shows, where)
    if resize:
        await app.pilot.resize_terminal(*(SMALL if app.app.size == USUAL else USUAL))
        await app.settle()
        await scroll_home(app)
        check_sight(app, bad, shows, f"{where}, resized")


async def scroll_home(app: Bench) -> None:
    """A long note pushes its own beginning out of the box, so that what is asked below it can be answered."""
    for box in app.app.screen.query(Box):
        if box.scroll_y:
            box.scroll_home(animate=False)
            await app.settle()


def check_sight(app: Bench, bad: Hostile, shows: str, where: str) -> None:
    size = app.app.size
    check_safe(full_lines(app.app), (size.width, size.height), where)
    BARE.update(check_masked(app, where))
    if shows and size == USUAL:
        assert shown(getattr(bad, shows)) in app.flat(), (where, app.text())


async def check_chart(app: Bench, bad: Hostile, *, resize: bool) -> None:
    """Every section of the chart, and what enter shows of its first line."""
    chart = app.app.screen
    assert isinstance(chart, ChartScreen)
    for _ in chart.sections:
        title = chart.title_here
        await check_here(app, bad, "name", f"chart, {title}", resize=resize)
        await app.press("enter")
        check_sight(app, bad, "", f"chart, {title}, enter")
        if app.app.screen is not chart:
            await app.press("escape")
        await app.press("right")


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_text_is_shown_letter_by_letter_on_every_screen_and_in_every_dialog(
    world: World, crashes: Path, tmp_path: Path, kind: str
) -> None:
    bad, resize = HOSTILE[kind], kind == "markup"
    patient_id = fill(world, bad)
    seen = set()
    BARE.clear()
    async with bench(world, crashes, size=USUAL) as app:
        know_her(app)
        for key, (page, shows) in enumerate(PAGES.items(), 1):
            await app.press(str(key))
            await check_here(app, bad, shows, page, resize=resize)
            seen.add(type(app.app.screen))
        await app.press("5")  # the page that is quickest to draw: each dialog is drawn with it
        for stop in dialogs(world, patient_id, bad, tmp_path / "in", app):
            await app.app.push_screen(stop.make())
            await app.settle()
            seen.add(type(app.app.screen))
            await check_here(app, bad, stop.shows, stop.what, resize=resize)
            app.app.pop_screen()
            await app.settle()
        app.app.open_chart(patient_id)
        await app.settle()
        seen.add(type(app.app.screen))
        await check_chart(app, bad, resize=resize)
    assert (SECRETS if kind == "markup" else frozenset()) == BARE, "without the mask each of them stood somewhere"
    assert every_screen() - seen == NOT_VISITED.keys(), "a new screen is visited here, or left out for a reason"


async def test_hostile_answers_are_shown_letter_by_letter_while_a_vault_is_made() -> None:
    app = FirstRunApp(lambda _: "")
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        page = app.screen
        page.query_one("#name", Input).value = "[DNR] Nora"
        page.query_one("#zone", Input).value = "[red]Mars[/]"
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        lines = full_lines(app)
        check_safe(lines, USUAL, "first run")
        assert "[red]Mars[/]" in flat("\n".join(lines))
        assert app.screen is page
