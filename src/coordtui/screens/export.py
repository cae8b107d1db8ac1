"""A document on its way out: choose the format, read it as it will be, and only then let it leave the vault.

One box for every document; what differs between them is a `Paper`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, cast

from sqlmodel import Session
from textual import on
from textual.app import ComposeResult

from coordtui.documents import packet as packets
from coordtui.documents import plan as plans
from coordtui.documents import render as rendering
from coordtui.documents.exports import record_export
from coordtui.documents.leaving import file_name, write_file
from coordtui.errors import CoordError, InvalidInput, Refused
from coordtui.rules.dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.screens.destination import documents_folder, free, place, short
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.form import BaseField, Choice, Field, Form, Option
from coordtui.widgets.text import Words, styled

__all__ = ["ExportDialog", "Paper", "packet_export", "plan_export"]

_FORMATS: Final = (Option("h", "html", "HTML to print"), Option("w", "docx", "Word"), Option("m", "md", "Markdown"))
_AFTER: Final = "It is readable there; delete it when it is handed over."


class PaperView(rendering.View, Protocol):
    """What every document's view has."""

    @property
    def patient_id(self) -> int: ...
    @property
    def cautions(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the box shows it.

    `what` is its name in the journal, `stem` and `number` begin the name of its file. `fields` gives the fields of its
    own, `start` what stands in them at first, `view` reads the document for the fields' values.
    """

    title: str
    what: str
    stem: str
    number: int
    view: Callable[[Session, Mapping[str, Any], dt.date], PaperView]
    fields: Callable[[ExportDialog], Sequence[BaseField]] = lambda _: ()
    start: Callable[[dt.date], dict[str, str]] = lambda _: {}


class ExportDialog(CoordDialog[bool]):
    """The preview follows the fields; enter writes the file and the journal says so. Closes with True once written."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            paper.title, subtitle="enter writes the file · tab next · PgDn reads on · esc close", classes="-wide"
        )
        self.paper = paper
        self.preview = Words("Reading ...")
        self.cautions = Words("")
        self._named = ""

    def body(self) -> ComposeResult:
        self.own = tuple(self.paper.fields(self))
        self.form = Form(
            Choice("format", "format", _FORMATS, value="html", required=True),
            *self.own,
            Field("output", "file", required=True),
        )
        yield self.problem
        yield self.form
        yield self.cautions
        yield self.preview

    def day(self, text: str) -> dt.date:
        """For date fields: a day in words. Raises ValueError."""
        return parse_day(text, self.today)

    async def opened(self) -> None:
        self.form.fill(self.paper.start(self.today))
        self._name_file()
        self._read()
        self.form.focus_first()

    def _name_file(self) -> None:
        """Propose a name that tells nobody's name and is not taken, as long as the person has not written one."""
        field, chosen = self.form.field("output"), self.form.field("format")
        assert field is not None
        assert chosen is not None
        if field.raw in ("", self._named):
            name = file_name(self.paper.stem, self.paper.number, self.today, chosen.value() or "html")
            field.raw = self._named = short(free(documents_folder() / name))

    @on(Form.FieldChanged)
    def _changed(self, event: Form.FieldChanged) -> None:
        if event.field.field_id == "format":
            self._name_file()
        elif event.field in self.own:
            self._read()

    def _read(self) -> None:
        try:
            values = {field.field_id: field.value() for field in self.own}
        except InvalidInput:
            return  # the field itself says so on enter; half a date is no reason to complain while typing
        self.read("export", self.paper.view, values, self.today).then(self._show, self._show_problem)

    async def _rendered(self, view: PaperView, format: str) -> bytes:
        """Beside the keys: the first Word document alone takes half a second."""
        return await asyncio.to_thread(rendering.render, view, format, self.bench.settings.templates_dir)

    async def _show(self, view: PaperView) -> None:
        """As it will stand on paper. A broken template of one's own is said here, before anything is written."""
        cautions = [(f"! {caution}\n", "warning") for caution in view.cautions]
        self.cautions.update(styled("\n", *cautions) if cautions else "")
        try:
            text = (await self._rendered(view, "md")).decode()
        except CoordError as error:
            self.preview.update(styled((f"\n{error}", "danger")))
            return
        reading = getattr(view, "reading", "")
        self.preview.update(styled((f"\n{reading}\n\n", "strong"), text))

    def _show_problem(self, error: CoordError) -> None:
        self.cautions.update("")
        self.preview.update(styled((f"\n{error}", "danger")))

    @on(Form.Submitted)
    async def _write(self, event: Form.Submitted) -> None:
        if not self.is_current:
            return  # enter was pressed twice, and the first one has written it
        try:
            await self._export(event.values, place(event.values["output"]))
        except InvalidInput as error:
            if not self.form.show(error):
                self.complain(error)
        except CoordError as error:
            self.complain(error)

    async def _export(self, values: dict[str, Any], path: Path) -> None:
        """The journal first: what cannot be written down does not leave. All that can fail is tried before."""
        view = await self.ask(self.paper.view, values, self.today)
        data = await self._rendered(view, values["format"])
        if not self.is_current:
            return  # left with esc, or locked, while it was made
        await self.record(record_export, view.patient_id, self.paper.what, values["format"], path.name, self.moment)
        try:
            await asyncio.to_thread(write_file, path, data)
        except Refused as error:
            hint = "The journal holds an export that did not happen; nothing left the vault. Try another place."
            self.app.push_screen(MessageDialog("Not written", str(error), hint, error=True))
            return
        self.say(f"Written: {short(path)}. {_AFTER}")
        if self.is_current:
            self.dismiss(True)


# --- the documents ---------------------------------------------------------------------------------------------------

_PRINT: Final = (Option("n", "normal", "normal"), Option("l", "large", "large"))
_HEALTH: Final = (
    Option("r", "related", "what belongs"),
    Option("a", "all", "all problems"),
    Option("n", "none", "none"),
)


def plan_export(plan_id: int, reader: plans.Reader) -> ExportDialog:
    """A copy of a care plan for "patient" or "team"."""

    def view(session: Session, values: Mapping[str, Any], today: dt.date) -> PaperView:
        return plans.plan_copy(session, plan_id, reader, today, large=values.get("print") == "large")

    def fields(_: ExportDialog) -> Sequence[BaseField]:
        return (Choice("print", "print", _PRINT, value="normal"),) if reader == "patient" else ()

    title = "Care plan for the patient" if reader == "patient" else "Care plan for the team"
    return ExportDialog(Paper(title, plans.WHAT[reader], f"plan-{reader}", plan_id, view, fields))


def packet_export(referral_id: int) -> ExportDialog:
    """The packet of a referral for its receiver."""

    def view(session: Session, values: Mapping[str, Any], today: dt.date) -> PaperView:
        include = cast("packets.Include", values.get("health") or "")
        return packets.packet(session, referral_id, today, include=include)

    def fields(_: ExportDialog) -> Sequence[BaseField]:
        return (Choice("health", "health facts", _HEALTH),)

    return ExportDialog(Paper("Referral packet", packets.WHAT, "packet", referral_id, view, fields))
