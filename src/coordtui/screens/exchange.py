"""Bringing in records from an EHR: name the files, look at what would happen, then let it happen."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from coordtui.errors import CoordError
from coordtui.exchange.fhir import ImportReport, import_paths
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Field, Form
from coordtui.widgets.progress import ProgressDialog
from coordtui.widgets.text import Words, styled

SHOWN = 40
"""Problems listed on the screen; `import --json` lists all."""


class ImportDialog(CoordDialog[None]):
    """Asks for a path and shows what an import of it would do."""

    def __init__(self) -> None:
        super().__init__(
            "Import FHIR records", subtitle="enter looks first, nothing is changed yet · esc close", classes="-wide"
        )
        self.form = Form(Field("path", "file or folder", required=True, placeholder="~/Downloads/patients.zip"))

    def body(self) -> ComposeResult:
        yield Words("JSON, NDJSON, a folder or a zip from an EHR (FHIR R4).")
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        self.form.focus_first()

    @on(Form.Submitted)
    def _look(self, event: Form.Submitted) -> None:
        path = Path(str(event.values["path"]).strip("'\"")).expanduser()
        if not path.exists():
            self.form.set_error("path", "There is no such file or folder.")
            return
        self.run_worker(self._run(path), description="import", exclusive=True, exit_on_error=False)

    async def _run(self, path: Path) -> None:
        try:
            plan = await self._import(path, dry_run=True)
            if plan.cancelled:
                self.say("Stopped. Nothing was changed.")
            elif await self.app.push_screen_wait(ReportDialog(plan)):
                report = await self._import(path, dry_run=False)
                await self.app.push_screen_wait(ReportDialog(report))
                self.dismiss(None)
        except CoordError as error:
            self.complain(error)

    async def _import(self, path: Path, *, dry_run: bool) -> ImportReport:
        """Run on the writer's thread under a progress box, which esc stops between two patients."""
        stop = threading.Event()
        title = "Looking through the files" if dry_run else "Importing"
        box = ProgressDialog(title, unit="bytes", on_cancel=stop.set)
        await self.app.push_screen(box)

        def show(done: int, total: int, name: str) -> None:
            self.app.call_from_thread(box.show, done, total, Path(name).name)

        try:
            return await self.work(
                import_paths, [path], self.moment, dry_run=dry_run, progress=show, cancel=stop.is_set
            )
        finally:
            box.finish()


class ReportDialog(CoordDialog[bool]):
    """What an import would do, or did. The result is True when it is to go on."""

    def __init__(self, report: ImportReport) -> None:
        foot = "enter imports · esc changes nothing" if report.dry_run else "enter or esc close"
        super().__init__("What an import would do" if report.dry_run else "Imported", subtitle=foot, classes="-wide")
        self.report = report

    def body(self) -> ComposeResult:
        yield Words(_summary(self.report))
        yield Words(styled(*_problems(self.report)))

    def key_enter(self) -> None:
        self.dismiss(self.report.dry_run)


def _summary(report: ImportReport) -> Content:
    would = report.dry_run
    parts: list[str | tuple[str, str]] = []
    for label, counts in (
        ("would be created" if would else "created", report.created),
        ("would be updated" if would else "updated", report.updated),
        ("unchanged", report.unchanged),
        ("kept as they came", report.kept_raw),
    ):
        if counts:
            listed = ", ".join(f"{count} {name}" for name, count in counts.items())
            parts += [(f"{sum(counts.values()):>6} {label}\n", "bold"), (f"       {listed}\n", "muted")]
    for match in report.proposed_matches[:SHOWN]:
        parts.append((f"Maybe the same: {match.patient} and {match.other} ({match.why})\n", "warning"))
    if report.cancelled:
        parts.append(("Stopped before the end; what was taken in is whole.\n", "warning"))
    return styled(*(parts or ["There is nothing to import in it.\n"]))


def _problems(report: ImportReport) -> Iterable[str | tuple[str, str]]:
    listed = 0
    for file in report.files:
        if not file.problems:
            continue
        yield f"\n{Path(file.path).name}: {file.status}\n", "bold"
        for problem in file.problems:
            listed += 1
            if listed <= SHOWN:
                yield f"  {problem.where}: {problem.what}\n" if problem.where else f"  {problem.what}\n"
    if listed > SHOWN:
        yield f"\n... and {listed - SHOWN} more; coordtui import --json lists all.\n", "muted"
