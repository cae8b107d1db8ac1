"""A walk through every screen and every dialog of the app, for promises that hold on all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from textual.screen import Screen

import coordtui.screens
import coordtui.widgets
from coordtui.casework.follow_up_views import sort_marks
from coordtui.casework.raw import raw_body, raw_list
from coordtui.exchange.fhir import ImportReport, import_paths
from coordtui.screens.acuity import AcuityDialog
from coordtui.screens.bulk import BulkDialog
from coordtui.screens.case import CaseDialog
from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.contact import LogDialog
from coordtui.screens.copy import CopyDialog
from coordtui.screens.evidence import AccessDialog, AccountingDialog
from coordtui.screens.exchange import ImportDialog
from coordtui.screens.follow_up import FollowUpForm
from coordtui.screens.import_report import ReportDialog
from coordtui.screens.list_export import ListExportDialog
from coordtui.screens.long_text import TextDialog
from coordtui.screens.next_step import NextStepDialog
from coordtui.screens.palette import Palette
from coordtui.screens.patient import PatientDialog
from coordtui.screens.quick_note import CaptureDialog, FileDialog
from coordtui.screens.same_person import SamePersonDialog
from coordtui.screens.sealing import PassphraseDialog
from coordtui.screens.snooze import SnoozeDialog
from coordtui.screens.sorting import SortDialog
from coordtui.screens.steps import CheckedDialog, ReviewDialog, VisitDialog
from coordtui.screens.summary import SummaryDialog
from coordtui.screens.target import Target
from coordtui.screens.why import WhyDialog
from coordtui.verbs import verbs_for
from coordtui.widgets.dialog import ConfirmDialog, MessageDialog
from coordtui.widgets.help import HelpSheet
from coordtui.widgets.progress import ProgressDialog
from tests.casework.world import World
from tests.exchange.build import patient, write
from tests.promises.hostile import Hostile
from tests.promises.stop import NAME, NOTHING, TEXT, Stop
from tests.promises.tour_finding import finding_dialogs
from tests.promises.tour_sharing import sharing_dialogs
from tests.promises.tour_work import directory_dialogs, plan_dialogs, referral_dialogs
from tests.screens.bench import Bench

PAGES: Final = {"today": NAME, "caseload": NAME, "referrals": NAME, "plans": NAME, "directory": TEXT}
"""The first screens, by their keys 1 to 5, and what each shows of a person or place."""


def dialogs(world: World, patient_id: int, bad: Hostile, folder: Path, app: Bench) -> Iterator[Stop]:
    """Every dialog about one person, who has something of everything (see `hostile.fill`)."""
    row = world.row(patient_id)
    steps = {step.kind: Target.of_step(row, step) for step in world.open(patient_id)}
    call, note = steps["call_back"], Target.of(world.row(None))
    ids = tuple(one.follow_up_id or 0 for one in (call, steps["referral"]))
    yield Stop("log a contact", lambda: LogDialog(patient_id, call))
    yield Stop("add a follow-up", lambda: FollowUpForm(patient_id))
    yield Stop("edit a follow-up", lambda: FollowUpForm(patient_id, call.follow_up_id))
    yield Stop("snooze", lambda: SnoozeDialog((call,)), TEXT)
    yield Stop("why", lambda: WhyDialog(call))
    yield Stop("copy", lambda: CopyDialog(call))
    yield Stop("what comes next", lambda: NextStepDialog(ids, ((patient_id, bad.name),)))
    yield Stop("review a plan", lambda: ReviewDialog(steps["plan_review"]))
    yield Stop("whose turn", lambda: CheckedDialog(steps["med_access"]), TEXT)
    yield Stop("outcome of a visit", lambda: VisitDialog(steps["visit_outcome"]))
    yield Stop("many at once", lambda: _bulk(world, (call, steps["referral"], steps["med_access"])))
    yield Stop("capture a note", CaptureDialog, NOTHING)
    yield Stop("file a note", lambda: FileDialog(note), TEXT)
    yield Stop("the palette", lambda: Palette(app.app.front), NOTHING)
    yield Stop("add a patient", PatientDialog, NOTHING)
    yield Stop("edit a patient", lambda: PatientDialog(patient_id), NOTHING)
    yield Stop("the same person", lambda: SamePersonDialog(patient_id))
    yield Stop("acuity", lambda: AcuityDialog(patient_id), NOTHING)
    yield Stop("case", lambda: CaseDialog(patient_id), NOTHING)
    yield Stop("summary", lambda: SummaryDialog(patient_id), NOTHING)
    yield Stop("to whom it was given", lambda: AccountingDialog(patient_id), NOTHING)
    yield Stop("who looked", lambda: AccessDialog(patient_id), NOTHING)
    yield Stop("export a list", lambda: ListExportDialog("caseload", ""), NOTHING)
    yield Stop("export a queue", lambda: ListExportDialog("today", ""), NOTHING)
    yield Stop("a passphrase", lambda: PassphraseDialog(folder / "[red]caseload[DNR].age", "[/x]"), NOTHING)
    yield Stop("sort", lambda: SortDialog(CaseloadScreen().table.columns, "name", False), NOTHING)
    yield Stop("import", ImportDialog, NOTHING)
    yield Stop("what an import would do", lambda: ReportDialog(_report(world, folder, bad)), NOTHING)
    yield Stop("as imported", lambda: _raw(world, patient_id), NOTHING)
    yield Stop("keys", lambda: HelpSheet(bad.name, verbs_for("today"), intro=bad.text), TEXT)
    yield Stop("a question", lambda: ConfirmDialog(bad.name, bad.text), TEXT)
    yield Stop("a message", lambda: MessageDialog(bad.name, bad.text, bad.text), TEXT)
    yield Stop("progress", lambda: _progress(bad), TEXT)
    yield from plan_dialogs(world, patient_id, bad, steps)
    yield from referral_dialogs(world, patient_id, bad, steps)
    yield from directory_dialogs(world, bad)
    yield from sharing_dialogs(world, patient_id, bad, steps)
    yield from finding_dialogs(bad)


def _bulk(world: World, marked: tuple[Target, ...]) -> BulkDialog:
    ids = [one.follow_up_id or 0 for one in marked]
    able = world.read(sort_marks, ids, "complete", world.day)

    async def agreed(*_: Any) -> None:
        raise AssertionError("nobody agreed")

    return BulkDialog(marked, able, "complete", agreed)


def _report(world: World, folder: Path, bad: Hostile) -> ImportReport:
    """Of two files: somebody of that name who may be the one on record, and what is not FHIR."""
    same = patient("other", given=bad.name, family="Lopez", born=bad.text[:40], gender=bad.text)
    broken = folder / "[red]broken[DNR].json"
    write(folder / "in.json", same)
    broken.write_text('{"resourceType": "' + bad.name.replace('"', "") + '"', encoding="utf-8")
    return import_paths(world.ledger, [folder], world.moment, dry_run=True)


def _raw(world: World, patient_id: int) -> TextDialog:
    first = world.read(raw_list, patient_id)[0]
    return TextDialog(f"As imported · {first.source_id}", world.read(raw_body, first.source_resource_id))


def _progress(bad: Hostile) -> ProgressDialog:
    box = ProgressDialog(bad.name)
    box.call_after_refresh(box.show, 0.5, bad.text, bad.text)
    return box


def every_screen() -> set[type[Screen[Any]]]:
    """All subclasses of Screen in the program."""
    for package in (coordtui.screens, coordtui.widgets):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    found: set[type[Screen[Any]]] = set()
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        for sub in waiting.pop().__subclasses__():
            waiting.append(sub)
            if sub.__module__.startswith("coordtui."):
                found.add(sub)
    return found
