"""The shell: what works everywhere, what it remembers, and what it never shows."""

from __future__ import annotations

import asyncio
import itertools
import signal
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from textual import constants, events
from textual.worker import WorkerFailed

from coordtui.app import CoordApp
from coordtui.clock import Clock
from coordtui.errors import InvalidInput, VaultReadOnly
from coordtui.screens import leaving
from coordtui.screens.chart import ChartScreen
from coordtui.screens.idle import Idle, running, slept
from coordtui.screens.leaving import LOCK, SUSPEND
from coordtui.settings import Settings
from coordtui.store.desk import Desk
from coordtui.verbs import REGISTRY
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.long_field import Page
from tests.casework.world import World
from tests.idle import at_rest, threads_held
from tests.screens.bench import bench

CANARY = "Rosalinda Canary"


async def test_esc_never_quits_and_q_does(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("escape", "escape")
        assert app.app.is_running
        assert app.said == "Nothing is open here; q quits."
        await app.press("q")
    assert app.app.return_value is None


async def test_ctrl_l_locks_and_the_next_start_finds_the_place(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("j", "j", "ctrl+l")
    assert app.app.return_value == LOCK
    async with bench(world, crashes) as app:
        assert app.here() == "Cleo Cruz"


async def test_the_mode_is_found_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("2", "ctrl+l")
    async with bench(world, crashes) as app:
        assert app.app.current_mode == "caseload"


async def test_locking_over_a_dialog_keeps_what_was_typed(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("l", "tab")
        await app.type("half")
        await app.press("ctrl+l")
    assert app.app.return_value == LOCK
    async with bench(world, crashes) as app:
        assert app.said == "Nothing is logged yet; l brings back what you typed."
        await app.press("l")
        assert "half" in app.text()


async def test_the_chart_is_found_again_in_its_section_and_ctrl_z_locks_like_ctrl_l(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes) as app:
        await app.press("o", "right", "right")
        chart = app.app.screen
        assert isinstance(chart, ChartScreen)
        person, title = chart.patient_id, chart.title_here
        await app.press("ctrl+z")
    assert app.app.return_value == SUSPEND
    async with bench(world, crashes) as app:
        chart = app.app.screen
        assert isinstance(chart, ChartScreen)
        assert (chart.patient_id, chart.title_here) == (person, title)
        await app.press("q")
        assert app.app.front is app.today


async def test_where_several_lines_are_written_ctrl_z_takes_back_what_was_typed(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("2", "n")
        app.app.screen.query(Page).last().focus()
        await app.type("half")
        assert "half" in app.text()
        await app.press("ctrl+z")
        assert app.app.is_running
        assert "half" not in app.text()


async def test_while_the_vault_is_busy_a_lock_hides_everything_at_once(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        busy = threading.Event()
        held = asyncio.ensure_future(app.app.desk.call(busy.wait))
        locking = asyncio.ensure_future(leaving.lock(app.app))
        try:
            with threads_held():
                await app.pilot.pause()
                assert app.text().split() == ["Locking", "..."]
                app.app.push_screen(MessageDialog("Imported", "Ana Abel"))  # as an import does at its end
                await app.pilot.pause()
                assert app.text().split() == []
                assert app.app.is_running
        finally:
            busy.set()
        await asyncio.gather(held, locking)
    assert app.app.return_value == LOCK


@pytest.mark.parametrize(("how", "outcome"), [("time", LOCK), ("a signal", SUSPEND)])
async def test_while_a_keys_act_waits_for_the_writer_the_vault_still_locks(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch, how: str, outcome: str
) -> None:
    monkeypatch.setattr("coordtui.app.TICK", 0.02)
    async with bench(world, crashes, settings=Settings(idle_lock_minutes=5)) as app:
        busy = threading.Event()
        held = asyncio.ensure_future(app.app.desk.call(busy.wait))
        try:
            with threads_held():
                app.app.post_message(events.Key("u", "u"))
                await at_rest(app.app)
                if how == "time":
                    app.app.idle = Idle(5, lambda: 0.0, itertools.count(0, 60).__next__)  # the machine slept
                else:
                    signal.raise_signal(signal.SIGTSTP)
                async with asyncio.timeout(5):
                    while not app.app.privacy.closed:
                        await asyncio.sleep(0)
                await at_rest(app.app)
                assert app.text().split() == ["Locking", "..."]
                assert app.app.is_running
        finally:
            busy.set()
        await held
    assert app.app.return_value == outcome


async def test_the_demo_says_that_it_cannot_lock(world: World, crashes: Path) -> None:
    async with bench(world, crashes, demo=True) as app:
        await app.press("ctrl+l")
        assert app.app.is_running
        assert app.said == "The demo has no passphrase to lock with. q leaves it, and it is gone."
        assert app.app.idle.seconds == 0
        assert "demo" in app.text()


async def test_a_vault_left_alone_counts_down_and_locks(world: World, crashes: Path) -> None:
    async with bench(world, crashes, settings=Settings(idle_lock_minutes=5)) as app:
        now = [0.0]
        app.app.idle = Idle(5, lambda: now[0], lambda: 0.0)
        now[0] = 269
        app.app.tick()
        assert app.said == ""
        now[0] = 275
        app.app.tick()
        assert app.said == "Locking in 25 seconds; any key stays."
        await app.press("j")
        assert app.said == ""
        await app.press("w")
        await app.pilot.resize_terminal(40, 15)
        now[0] = 560
        app.app.tick()
        await app.settle()
        assert "Locking in" in app.text(), "a box may cover the status line"
        await app.press("j")
        assert "Locking in" not in app.text()
        now[0] = 900
        app.app.tick()
    assert app.app.return_value == LOCK


def test_idle_zero_never_locks() -> None:
    now = [0.0]
    idle = Idle(0, lambda: now[0], lambda: now[0])
    now[0] = 10**9
    assert idle.left() is None


def test_a_machine_that_slept_is_locked_when_it_wakes_however_short_that_was() -> None:
    now, asleep = [0.0], [7.0]
    idle = Idle(5, lambda: now[0], lambda: asleep[0])
    now[0], asleep[0] = 2.0, 9.0  # two clocks read one after the other
    assert idle.left() is None
    now[0], asleep[0] = 60.0, 67.0
    idle.touch()
    assert idle.left() == 0


def test_the_systems_clocks_go_on_together_while_the_machine_is_awake() -> None:
    before, asleep = running(), slept()
    assert running() >= before
    assert abs(slept() - asleep) < 1


def test_a_clock_set_back_does_not_lock() -> None:
    now = [10**9 * 1.0]
    idle = Idle(5, lambda: now[0])
    now[0] = 0.0
    assert idle.left() is None
    now[0] = 299.0
    assert idle.left() == 1


async def test_masking_hides_names_everywhere_and_comes_back_with_the_next_start(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(140, 40)) as app:
        await app.press("ctrl+g")
        text = app.text()
        assert "names masked" in text
        assert "A. A." in text
        for name in ("Abel", "Baker", "Cruz"):
            assert name not in text
        await app.press("d")
        assert app.said == "Done · u undoes"
        for keys in (["l"], ["n"], ["w"], ["y"], ["s"], ["colon", "a", "b", "e"], ["e"], ["2"], ["1"]):
            await app.press(*keys)
            assert "Abel" not in app.text(), keys
            await app.press("escape")
        new = world.add("Zebulon", "Quartermain", phone="617 555 0199")
        world.plan(new, text="ask Zebulon at 617-555-0199")
        app.app.all_changed()
        await app.press("2", "1", "r")
        assert "Q. Z." in app.text() or "Z. Q." in app.text()
        assert "Zebulon" not in app.text()
        assert "0199" not in app.text()
        await app.press("ctrl+l")
    async with bench(world, crashes, size=(140, 40)) as app:
        assert "names masked" in app.text()
        assert "Abel" not in app.text()
        await app.press("l", "ctrl+g")
        assert "Ana Abel" in app.text()
    async with bench(world, crashes) as app:
        assert "names masked" not in app.text()


async def test_the_palette_runs_verbs_and_finds_patients(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("colon")
        await app.type("done")
        await app.press("enter")
        assert app.said.startswith("Done: check the safety of Ana Abel")
        await app.press("ctrl+p")
        await app.type("finn")
        await app.press("enter")
        assert type(app.app.screen).__name__ == "ChartScreen"


async def test_the_palette_has_no_screenshot(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("colon")
        await app.type("screensh")
        assert "Nothing of that name." in app.text()
        assert not app.app.ENABLE_COMMAND_PALETTE
        assert set() == app.app.COMMANDS


async def test_the_palette_says_why_a_verb_cannot_act(world_without_people: World, crashes: Path) -> None:
    async with bench(world_without_people, crashes) as app:
        await app.press("colon")
        await app.type("snooze")
        await app.press("enter")
        assert app.said == "There is nobody in the list."


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_shows_every_key_of_the_screen(world: World, crashes: Path, key: str) -> None:
    async with bench(world, crashes, size=(120, 60)) as app:
        await app.press(key)
        text = app.text()
        for verb in REGISTRY.verbs_for("today"):
            assert verb.help[:20] in text, verb.id


async def test_a_moved_key_works_and_shows_in_the_footer(world: World, crashes: Path) -> None:
    async with bench(world, crashes, settings=Settings(keys={"today.done": "x"})) as app:
        assert "x done" in app.text()
        await app.press("d")
        assert app.said == ""
        await app.press("x")
        assert app.said.startswith("Done: check the safety")
    REGISTRY.apply_keymap({})


def test_a_key_that_is_taken_is_refused_before_the_app_starts(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"already used by today\.snooze"):
        CoordApp(Desk(world.ledger), Clock(), Settings(keys={"today.done": "s"}))


def test_an_unknown_theme_is_refused_with_the_known_ones(world: World) -> None:
    with pytest.raises(InvalidInput, match="coordtui-dark"):
        CoordApp(Desk(world.ledger), Clock(), Settings(theme="nope"))


async def test_an_expected_error_is_a_box_with_the_next_step(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        app.app.trouble(VaultReadOnly("The vault's files cannot be written.", "Check the permissions of its folder."))
        await app.settle()
        assert "The vault cannot be written" in app.text()
        assert "Check the permissions" in app.text()
        await app.press("enter", "j")
        assert app.here() == "Ben Baker"


def fault(_: object = None) -> None:
    secret = CANARY
    raise ValueError(f"no {secret}")


async def test_a_fault_in_a_verb_is_a_box_and_a_report_without_values(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(world, crashes) as app:
        monkeypatch.setattr(app.today, "action_done", fault)
        await app.press("d")
        assert "A fault in coordtui" in app.text()
        assert CANARY not in app.text()
        await app.press("enter", "j")
        assert app.here() == "Ben Baker"
        check_report(crashes)


async def test_a_fault_in_a_worker_does_not_end_the_session(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:

        async def work() -> None:
            fault()

        app.app.run_worker(work(), description="work")  # Textual would end the app
        await app.settle()
        assert "A fault in coordtui" in app.text()
        assert app.app.is_running
        check_report(crashes)


async def test_a_fault_in_a_reading_does_not_end_the_session(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        app.today.read("x", fault).then(print)
        await app.settle()
        assert "A fault in coordtui" in app.text()
        check_report(crashes)


async def test_a_fault_that_ends_the_app_prints_no_value(
    world: World, crashes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="no Rosa"):
        await run_into_a_fault(world, crashes)
    out = "".join(capsys.readouterr())
    assert CANARY not in out
    assert "secret" not in out
    assert "coordtui has a fault and had to stop." in out
    check_report(crashes)


async def run_into_a_fault(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        app.app.call_later(fault)
        await app.pilot.pause()
        await app.pilot.pause()


def check_report(crashes: Path) -> None:
    """Type and places only, readable by this user alone; then taken away, so that `bench` sees no crash."""
    (path,) = crashes.iterdir()
    text = path.read_text()
    assert "ValueError" in text
    assert "fault" in text, "the function's name"
    assert CANARY not in text
    assert str(Path.home()) not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(crashes.stat().st_mode) == 0o700
    path.unlink()


async def test_a_worker_error_object_is_unpacked(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        app.app._handle_exception(WorkerFailed(VaultReadOnly("No.", "Yes.")))
        await app.settle()
        assert "The vault cannot be written" in app.text()


async def test_notices_show_markup_as_text(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        app.app.notify("[DNR] [/x] Rosa")
        await app.press("j")  # the notice is mounted by then
        assert "[DNR] [/x] Rosa" in app.text()


async def test_textual_writes_no_log_and_takes_no_picture(
    world: World, crashes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TEXTUAL_LOG would write down every key and message, TEXTUAL_SCREENSHOT the screen."""
    monkeypatch.setattr(constants, "LOG_FILE", str(tmp_path / "textual.log"))
    monkeypatch.setattr(constants, "SCREENSHOT_DELAY", 0)
    monkeypatch.setattr(constants, "SCREENSHOT_LOCATION", str(tmp_path))
    monkeypatch.setenv("TEXTUAL", "devtools,debug")
    async with bench(world, crashes) as app:
        await app.press("j")
        assert app.app.is_running
        assert app.app.features == frozenset()
    assert {path.name for path in tmp_path.iterdir()} == {"vault"}


async def test_descriptions_of_workers_hold_no_arguments(world: World, crashes: Path) -> None:
    seen: list[str] = []
    async with bench(world, crashes) as app:
        run: Any = app.today.run_worker

        def spy(*args: Any, **options: Any) -> Any:
            seen.append(options["description"])
            return run(*args, **options)

        app.today.run_worker = spy  # type: ignore[method-assign]
        await app.press("j", "r")
    assert set(seen) == {"preview", "queue", "sums"}
