"""Promise 4, when the program itself fails: neither screen, output, report nor log tells with whose data.

`tests/screens/test_app.py` has faults in verbs, readings and workers, `tests/cli/test_crash.py` those of commands. Here
is what is left: while a screen is drawn, in an act, in a subscriber, in a task of the event loop, while unlocking.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coordtui import crash
from coordtui.acts import Result, act
from coordtui.cli import unlock
from coordtui.cli.entry import main
from coordtui.clock import Moment
from coordtui.errors import Exit
from coordtui.models.patient import Patient
from coordtui.screens.why import WhyDialog
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.conftest import PASSPHRASE
from tests.promises.histories import rows_of_everything
from tests.screens.bench import Bench, bench

CANARY = "Rosalinda Canary"
SECRETS = (CANARY, "Rosalinda", PASSPHRASE, "correct horse")


class Fault(Exception):
    """An error of the program whose own words hold a name."""


def fail(*_: Any) -> Any:
    """Raise with a name and the passphrase in locals, in the message, in a note and in what led to it."""
    name, passphrase = CANARY, PASSPHRASE
    try:
        raise KeyError(name)
    except KeyError as error:
        fault = Fault(f"{name} {passphrase}")
        fault.add_note(f"while reading {name}")
        raise fault from error


@act("patient.edit")
def fail_in_the_middle(session: Session, patient_id: int, moment: Moment) -> Result:
    person = session.get(Patient, patient_id)
    assert person is not None
    person.note = CANARY
    session.flush()
    return Result(label=fail())


def check_quiet(*texts: str) -> None:
    """No secret in any of them."""
    for text in texts:
        assert [secret for secret in SECRETS if secret in text] == [], text


def check_report(crashes: Path) -> None:
    """Reports of places only (one fault may bring about another); then taken away, so that `bench` sees no crash."""
    reports = {path: path.read_text(encoding="utf-8") for path in crashes.iterdir()}
    check_quiet(*reports.values(), *(path.name for path in reports))
    first = next(text for text in reports.values() if "test_crash_redaction.Fault" in text)
    assert "KeyError" in first, "what led to it"
    assert "test_crash_redaction.py" in first
    for path in reports:
        path.unlink()


async def test_an_act_that_fails_on_the_desks_thread_writes_nothing_and_the_next_one_works(
    world: World, crashes: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.NOTSET)
    key = world.add("Ana", "Abel")
    async with bench(world, crashes) as app:
        before = world.read(rows_of_everything)

        async def action_done() -> None:
            await app.app.desk.do(fail_in_the_middle, key, world.moment)

        app.today.action_done = action_done  # type: ignore[method-assign]
        await app.press("d")
        assert "A fault in coordtui" in app.text()
        check_quiet(app.text())
        check_report(crashes)
        assert world.read(rows_of_everything) == before
        await app.press("enter", "s", "enter")
        assert app.said.startswith("Snoozed to tomorrow")
        await app.press("u")
        assert world.read(rows_of_everything) == before
    check_quiet(caplog.text, *capsys.readouterr())


async def test_a_screen_that_cannot_be_drawn_ends_the_session_without_a_value(
    world: World,
    crashes: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.NOTSET)
    world.add("Rosalinda", "Canary")
    monkeypatch.setattr(WhyDialog, "body", fail)
    with pytest.raises(Fault):
        await _open_why(world, crashes)
    out, err = capsys.readouterr()
    check_quiet(out, err, caplog.text)
    assert "coordtui has a fault and had to stop." in out + err
    check_report(crashes)


async def _open_why(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.pilot.press("w")
        await app.pilot.pause()
        await app.pilot.pause()


async def test_a_subscriber_that_fails_hides_no_act_and_tells_no_value(
    world: World, crashes: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.NOTSET)
    world.add("Ana", "Abel")
    async with bench(world, crashes) as app:
        app.app.desk.subscribe(fail)
        await app.press("s", "enter")
        await check_told(app, crashes)
        assert app.said.startswith("Snoozed to tomorrow")
    check_quiet(caplog.text, *capsys.readouterr())


async def test_a_task_that_fails_unseen_tells_no_value(
    world: World, crashes: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.NOTSET)
    async with bench(world, crashes) as app:
        asyncio.get_running_loop().call_soon(fail)
        await app.settle()
        await check_told(app, crashes)
        await app.press("c", "escape")
        assert app.app.is_running
    check_quiet(caplog.text, *capsys.readouterr())


async def check_told(app: Bench, crashes: Path) -> None:
    """A fault outside of any key is told in a box and has its report, as every other."""
    assert "A fault in coordtui" in app.text()
    check_quiet(app.text())
    check_report(crashes)
    await app.press("enter")


def test_a_fault_while_unlocking_tells_no_passphrase(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    vault.lock()
    monkeypatch.setattr(unlock, "_opened", fail)
    code = main(["--vault", str(vault.folder), "--password-file", str(secret), "today"])
    out, err = capsys.readouterr()
    assert code == Exit.FAILED
    assert "Fault" in err
    check_quiet(out, err)


def test_a_report_holds_places_and_types_and_nothing_else() -> None:
    """Whatever an exception carries: a group, a name's own error class, a cause in a circle."""

    def group() -> None:
        try:
            fail()
        except Fault as one:
            raise ExceptionGroup(CANARY, [one, ValueError(CANARY)]) from one

    with pytest.raises(ExceptionGroup) as caught:
        group()
    caught.value.exceptions[0].__context__ = caught.value
    assert CANARY in "".join(traceback.format_exception(caught.value)), "Python itself would tell"
    text = crash.redacted(caught.value)
    check_quiet(text)
    assert "ExceptionGroup" in text
