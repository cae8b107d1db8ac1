"""Plan copies and packets on the screen: read before they leave, written once; a reminder that sends nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.plan_template import start_from
from coordtui.casework.sensitivity import tag
from coordtui.documents import render as rendering
from coordtui.documents.leaving import write_file
from coordtui.documents.sealing import unseal
from coordtui.models.clinical import Condition
from coordtui.models.referral import EventKind, ReferralEvent
from coordtui.screens import export
from coordtui.screens.export import ExportDialog, packet_export, plan_export
from coordtui.screens.going import Going
from coordtui.screens.nudge import NudgeDialog
from coordtui.settings import Settings
from coordtui.widgets.text import Words
from tests.casework.world import World
from tests.documents.conftest import write
from tests.idle import threads_held
from tests.screens.bench import Bench, bench
from tests.screens.referrals import SENT, begun, moved

pytestmark = pytest.mark.usefixtures("documents")

_E = table(ReferralEvent).c


@pytest.fixture
def plan(world: World) -> int:
    """Rosa's plan from the starter for diabetes."""
    key: int = world.do(start_from, world.add(), "diabetes", None).value
    return key


def exports(world: World) -> list[str]:
    return [entry.summary for entry in world.ledger.log() if entry.act == "document.export"]


async def show(one: Bench, dialog: ExportDialog | NudgeDialog) -> list[bool | None]:
    """Open it; what it closes with goes into the list."""
    closed: list[bool | None] = []
    one.app.push_screen(dialog, closed.append)
    await one.settle()
    return closed


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 36)])
async def test_the_patients_page_is_read_first_and_enter_writes_it(
    world: World, plan: int, crashes: Path, documents: Path, size: tuple[int, int]
) -> None:
    async with bench(world, crashes, size=size) as one:
        dialog = plan_export(plan, "patient")
        closed = await show(one, dialog)
        shown = str(dialog.preview.content)
        assert "Reading grade" in shown
        assert "I know my sugar numbers" in shown
        await one.press("enter")
        assert closed == [True]
        assert one.said.startswith("Written:")
    (written,) = documents.iterdir()
    assert written.name == f"plan-patient-{plan}-2026-03-04.html"
    assert written.stat().st_mode & 0o077 == 0
    assert exports(world) == [f"Exported: care plan for the patient (html) to {written.name}"]


async def test_large_print_is_a_letter_away_and_the_preview_follows(
    world: World, plan: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        dialog = plan_export(plan, "patient")
        await show(one, dialog)
        before = str(dialog.preview.content)
        await one.press("tab", "l")
        after = str(dialog.preview.content)
        assert "goals" in after.partition("keeps")[2]
        assert after.count("### ") < before.count("### ")
        await one.press("enter")
    (written,) = documents.iterdir()
    assert "18pt" in written.read_text()


async def test_the_teams_copy_holds_all_of_it(world: World, plan: int, crashes: Path, documents: Path) -> None:
    async with bench(world, crashes) as one:
        dialog = plan_export(plan, "team")
        await show(one, dialog)
        assert "9. Periodic review" in str(dialog.preview.content)
        assert "has not agreed to this plan" in str(dialog.cautions.content)
        await one.press("m", "enter")
        passphrase = one.app.screen.query_one(Words).content  # the box that shows it once more
        assert "opens only with" in str(passphrase)
    (written,) = documents.iterdir()
    assert written.name == f"plan-team-{plan}-2026-03-04.md.age"
    assert exports(world) == [f"Exported: care plan for the team (md) to {written.name}"]
    said = str(passphrase).partition("with")[2].strip()
    assert "9. Periodic review" in unseal(written.read_bytes(), said).decode()


async def test_a_packet_lets_choose_which_health_facts_go_in(world: World, crashes: Path, documents: Path) -> None:
    rosa = world.add("Rosa", "Zuniga")
    key = moved(world, begun(world, "Mei Tan"), SENT)
    mei = rosa + 1
    world.do(write, [Condition(patient_id=mei, text="Eczema"), Condition(patient_id=mei, text="Angina pectoris")])
    async with bench(world, crashes) as one:
        dialog = packet_export(key)
        await show(one, dialog)
        assert "Angina" in str(dialog.preview.content)
        assert "Eczema" not in str(dialog.preview.content)
        assert "did not seem to belong" in str(dialog.cautions.content)
        await one.press("tab", "a")
        assert "Eczema" in str(dialog.preview.content)
        await one.press("n")
        assert "Angina" not in str(dialog.preview.content)
        await one.press("enter")
    (written,) = documents.iterdir()
    assert written.name == f"packet-{key}-2026-03-04.html"
    assert exports(world) == [f"Exported: referral packet (html) to {written.name}"]
    assert "Angina" not in written.read_text()


async def test_the_thread_of_the_keys_neither_makes_nor_writes_a_document(
    world: World, plan: int, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[tuple[str, bool]] = []

    def watched(name: str, fn: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            threads.append((name, threading.current_thread() is threading.main_thread()))
            return fn(*args)

        return run

    monkeypatch.setattr(rendering, "render", watched("made", rendering.render))
    monkeypatch.setattr(export, "write_file", watched("written", write_file))
    async with bench(world, crashes) as one:
        await show(one, plan_export(plan, "team"))
        await one.press("w", "enter")
    assert threads == [("made", False), ("made", False), ("written", False)]
    (written,) = documents.iterdir()
    assert written.suffixes[-2:] == [".docx", ".age"]


@pytest.mark.parametrize("soon", [0, 60])
@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_key_pressed_while_it_is_made_neither_doubles_nor_breaks_it(
    world: World, plan: int, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch, key: str, soon: float
) -> None:
    """Esc stops it from the moment on that it can be seen at work; what is quicker is written."""
    ready, made = threading.Event(), rendering.render
    monkeypatch.setattr(export, "Going", partial(Going, soon=soon))
    async with bench(world, crashes) as one:
        closed = await show(one, plan_export(plan, "team"))
        monkeypatch.setattr(rendering, "render", lambda *args: made(*args) if ready.wait(10) else b"")
        with threads_held():
            one.app.simulate_key("enter")
            one.app.simulate_key(key)
            await one.pilot.pause()
        ready.set()
        await one.press("f24")
        stopped = key == "escape" and not soon
        assert closed == [] if stopped else [True]
        assert ("Stopped" in one.text()) is stopped
    assert len(list(documents.iterdir())) == len(exports(world)) == (0 if stopped else 1)


async def test_esc_writes_nothing_and_says_so_to_the_caller(
    world: World, plan: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        closed = await show(one, plan_export(plan, "team"))
        await one.press("escape")
        assert closed == [None]
    assert list(documents.iterdir()) == []
    assert exports(world) == []


async def test_a_broken_template_is_named_before_anything_is_written(
    world: World, plan: int, crashes: Path, documents: Path, tmp_path: Path
) -> None:
    (tmp_path / "plan-team.md").write_text("# {{ title }}\n{{ nonsense }}\n")
    async with bench(world, crashes, settings=Settings(templates_dir=tmp_path)) as one:
        dialog = plan_export(plan, "team")
        await show(one, dialog)
        assert "plan-team.md, line 2" in str(dialog.preview.content)
        await one.press("m", "enter")
        assert "plan-team.md, line 2" in one.text()
    assert exports(world) == []


async def test_a_plan_that_is_gone_is_said_in_the_box(world: World, crashes: Path, documents: Path) -> None:
    async with bench(world, crashes) as one:
        await show(one, plan_export(99, "patient"))
        assert "There is no care plan 99." in one.text()
        await one.press("enter")
    assert list(documents.iterdir()) == []


# --- reminders -------------------------------------------------------------------------------------------------------


async def test_a_reminder_is_copied_and_written_down_when_it_was_said(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes) as one:
        copied: list[str] = []
        monkeypatch.setattr(one.app, "to_clipboard", copied.append)
        closed = await show(one, NudgeDialog(key))
        assert "To Heart Clinic:" in one.text()
        assert "Please tell me that it reached you." in one.flat()
        await one.press("y")
        assert copied[0].startswith("To Heart Clinic:\nThis is Nora Quist, coordinator.\n")
        assert "Every program can read a clipboard" in one.flat()
        assert closed == []
        await one.press("d")
        assert closed == [True]
        assert "Reminded Heart Clinic" in one.said
    assert _events(world, key)[-1] == (EventKind.NUDGE, copied[0])


async def test_esc_leaves_a_reminder_unwritten(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes) as one:
        closed = await show(one, NudgeDialog(key))
        await one.press("escape")
        assert closed == [None]
    assert EventKind.NUDGE not in dict(_events(world, key))


async def test_where_nobody_else_must_act_the_box_says_what_is_next(world: World, crashes: Path) -> None:
    key = begun(world)
    async with bench(world, crashes) as one:
        closed = await show(one, NudgeDialog(key))
        assert "The next step is yours" in one.flat()
        await one.press("y", "d")
        assert closed == []
    assert EventKind.NUDGE not in dict(_events(world, key))


async def test_a_reminder_that_the_gate_keeps_back_is_written_down_and_nobody_to_remind_is_not(
    world: World, crashes: Path
) -> None:
    key, mine = moved(world, begun(world), SENT), begun(world)
    world.do(tag, "referral", key, "part2")
    async with bench(world, crashes) as one:
        await show(one, NudgeDialog(mine))
        await one.press("escape")
        await show(one, NudgeDialog(key))
        assert "tagged Part 2" in one.flat()
    (refusal,) = (one for one in world.ledger.log(20) if one.act == "disclosure.refused")
    assert "reminder for Heart Clinic" in refusal.summary


async def test_a_number_that_is_not_known_is_said(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes) as one:
        dialog = NudgeDialog(key)
        await show(one, dialog)
        assert "no number is known" in str(dialog.about.content)


def _events(world: World, key: int) -> list[tuple[EventKind, str | None]]:
    def read(session: Session) -> list[tuple[EventKind, str | None]]:
        query = select(_E.kind, _E.text).where(_E.referral_id == key).order_by(_E.id)
        return [(kind, text) for kind, text in session.execute(query)]

    return world.read(read)
