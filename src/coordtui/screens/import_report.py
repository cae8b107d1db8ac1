"""What an import would do, or did, in words: counts by kind, matches to decide, and every problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.exchange.fhir import ImportReport
from coordtui.screens.base import CoordDialog
from coordtui.screens.long_text import LongText, Part


class ReportDialog(CoordDialog[bool]):
    """The result is True when the import that was rehearsed is to go on."""

    AUTO_FOCUS: ClassVar[str | None] = "LongText"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go", "Go on", show=False)]

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.brings = report.dry_run and bool(report.created or report.updated or report.kept_raw)
        foot = "enter imports · esc changes nothing" if self.brings else "enter or esc close"
        super().__init__("What an import would do" if report.dry_run else "Imported", subtitle=foot, classes="-wide")
        self.text = LongText()

    def body(self) -> ComposeResult:
        yield self.text

    async def opened(self) -> None:
        self.text.show([*_sum(self.report, self.who), *_problems(self.report)])

    def on_virtual_table_opened(self) -> None:
        self.action_go()

    def action_go(self) -> None:
        self.dismiss(self.brings)


def _sum(report: ImportReport, name: Callable[[str], str]) -> Iterable[Part]:
    would = report.dry_run
    if report.cancelled:
        left = f"; {report.left:,} resources were not reached" if report.left else ""
        yield f"Stopped before the end. What was taken in is whole{left}. The same again takes the rest.", "warning"
    counted = (
        ("would be created" if would else "created", report.created),
        ("would be updated" if would else "updated", report.updated),
        ("kept as they came" if not would else "would be kept as they came", report.kept_raw),
        ("unchanged", report.unchanged),
    )
    for label, counts in counted:
        if counts:
            yield f"{sum(counts.values()):>6,} {label}", "strong"
            yield "       " + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()), "muted"
    if not any(counts for _, counts in counted):
        yield "There is nothing to import in it.", "warning"
    for match in report.proposed_matches:
        both = match.patient == match.other
        who = name(match.patient) if both else f"{name(match.patient)} and {name(match.other)}"
        yield f"{'To decide' if both else 'Maybe the same person'}: {who} ({match.why})", "warning"


def _problems(report: ImportReport) -> Iterable[Part]:
    for file in report.files:
        if not file.problems and file.status != "refused":
            continue
        status = "would be imported" if report.dry_run and file.status == "imported" else file.status
        yield f"\n{Path(file.path).name}: {status}", "danger" if file.status == "refused" else "strong"
        for problem in file.problems:
            yield f"  {problem.where}: {problem.what}" if problem.where else f"  {problem.what}", ""
