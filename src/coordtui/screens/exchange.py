"""Bringing in records from an EHR: name the files, look at what would happen, then let it happen."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult

from coordtui.casework.access import WOULD, view_list
from coordtui.exchange.fhir import ImportReport, import_paths
from coordtui.pace import BYTES
from coordtui.screens.base import CoordDialog
from coordtui.screens.going import Going
from coordtui.screens.import_report import ReportDialog
from coordtui.widgets.form import Field, Form
from coordtui.widgets.text import Words


class ImportDialog(CoordDialog[None]):
    """Asks for a path, shows what an import of it would do, and imports when that is agreed to."""

    def __init__(self) -> None:
        super().__init__(
            "Import FHIR records", subtitle="enter looks first, nothing is changed yet · esc close", classes="-wide"
        )
        self.form = Form(Field("path", "file or folder", required=True, placeholder="~/Downloads/patients.zip"))

    def body(self) -> ComposeResult:
        yield Words("JSON, NDJSON, a folder or a zip from an EHR (FHIR R4). You see what would happen first.")
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        self.form.focus_first()

    @on(Form.Submitted)
    def _look(self, event: Form.Submitted) -> None:
        path = found(str(event.values["path"]))
        if path is None:
            self.form.set_error("path", "There is no such file or folder, or it cannot be read.")
        else:
            self.background("import", partial(self._rehearse, path))

    async def _rehearse(self, path: Path) -> None:
        plan = await self._import(path, dry_run=True)
        if plan.cancelled:
            self.problem.update("Stopped while looking. Nothing was changed.")
            return

        await self.record(view_list, WOULD, self.moment)

        def agreed(go: bool | None) -> None:
            if go:
                self.background("import", partial(self._take_in, path))

        self.app.push_screen(ReportDialog(plan), agreed)

    async def _take_in(self, path: Path) -> None:
        report = await self._import(path, dry_run=False)
        if report.cancelled and report.took_nothing:
            self.problem.update("Stopped before anything was taken in. Nothing was changed.")
            return
        self.dismiss(None)
        self.app.push_screen(ReportDialog(report))

    async def _import(self, path: Path, *, dry_run: bool) -> ImportReport:
        """Run on the writer's thread; esc stops it between two patients, and the report says how far it came."""
        title = "Looking through the files" if dry_run else "Importing"
        async with Going(self, title, "The import was stopped.", soon=0) as going:

            def tell(done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
                going.tell(done, total, Path(what).name, unit)

            return await self.work(import_paths, [path], self.moment, dry_run=dry_run, tell=tell)


def found(text: str) -> Path | None:
    """The file or folder that was typed, pasted in quotes, or dropped onto the terminal; None if there is none."""
    bare = text.strip()
    tries = [bare, bare.strip("'\"")]
    try:
        words = shlex.split(bare)
    except ValueError:  # an apostrophe in a folder's name
        words = []
    tries += words if len(words) == 1 else []
    for one in tries:
        try:
            path = Path(one).expanduser()
            if one and path.exists():
                return path
        except (OSError, RuntimeError, ValueError):  # no access, no such home, a name that cannot be
            continue
    return None
