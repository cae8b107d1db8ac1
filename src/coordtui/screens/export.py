"""A document on its way out: say who gets it, read it as it will be, and only then let it leave the vault.

One box for every document; what differs between them is a `Paper`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from sqlmodel import Session
from textual import on
from textual.app import ComposeResult

from coordtui.casework.access import view_part
from coordtui.documents import plan as plans
from coordtui.documents import render as rendering
from coordtui.documents.gate import Proposal, Ready, ready
from coordtui.documents.leaving import file_name, write_file
from coordtui.documents.sealing import SUFFIX, check_name, seal
from coordtui.errors import CoordError, InvalidInput, Refused
from coordtui.models.disclosure import DisclosureDraft
from coordtui.pace import Tell, quiet
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.screens.base import CoordDialog
from coordtui.screens.destination import documents_folder, free, place, short
from coordtui.screens.gate import Gate, kept_back, let_out
from coordtui.screens.going import Going
from coordtui.screens.page import page, trouble, warnings
from coordtui.screens.paper import Paper, PaperView, Values, packet_paper, plan_paper
from coordtui.screens.sealing import Sealing
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.form import Choice, Field, Form, Option
from coordtui.widgets.text import Words

__all__ = ["ExportDialog", "packet_export", "plan_export"]

_FORMATS: Final = (Option("h", "html", "HTML to print"), Option("w", "docx", "Word"), Option("m", "md", "Markdown"))
_ON_PAPER: Final = "html"
_STOPPED: Final = "Stopped. No file was written, and nothing left the vault."
_AFTER: Final = {
    False: "It is readable there; delete it when it is handed over.",
    True: "Only its passphrase opens it.",
}


class ExportDialog(CoordDialog[bool]):
    """The preview follows the fields; enter writes the file and the journal says so. Closes with True once written."""

    formats: ClassVar[tuple[Option, ...]] = _FORMATS
    usual: ClassVar[str] = _ON_PAPER

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            paper.title, subtitle="enter writes the file · tab next · PgDn reads on · esc close", classes="-wide"
        )
        self.paper = paper
        self.gate = Gate(paper.document)
        self.sealing = Sealing(sealed=self.usual != _ON_PAPER)
        self.preview = Words("Reading ...")
        self.cautions = Words("")
        self._proposal: Proposal | None = None
        self._named = ""

    def body(self) -> ComposeResult:
        self.own = tuple(self.paper.fields(self.today))
        self.form = Form(
            Choice("format", "format", self.formats, value=self.usual, required=True),
            *self.own,
            *self.gate.fields,
            *self.sealing.fields,
            Field("output", "file", required=True),
        )
        yield self.problem
        yield self.form
        yield self.cautions
        yield self.preview

    async def opened(self) -> None:
        self.form.fill(self.paper.start(self.today))
        self._name_file()
        self.form.focus_first()
        try:
            self._proposal = await self.ask(self.paper.proposal)
        except CoordError as error:
            self._show_problem(error)
            return
        self.gate.begin(self._proposal)
        self._read()
        if isinstance(self.whose, int):  # what is read here and not written is a look all the same
            what = f"a preview of the {DOCUMENTS[self.paper.document].label}"
            await self.record(view_part, self.whose, what, self.moment)

    @property
    def whose(self) -> int | Sequence[int]:
        """The patient's key, 0 until it is read; a list's are those of its patients."""
        return self._proposal.patient_id if self._proposal else 0

    @property
    def format(self) -> str:
        """The chosen format, the usual one until there is one."""
        chosen = self.form.field("format")
        assert chosen is not None
        return chosen.value() or self.usual

    def _name_file(self) -> None:
        """Propose a name that tells nobody's name and is not taken, as long as the person has not written one."""
        field = self.form.field("output")
        assert field is not None
        if field.raw in ("", self._named):
            ending = self.format + SUFFIX * self.sealing.sealed
            field.raw = self._named = short(free(documents_folder() / self.file_name(ending)))

    def file_name(self, ending: str) -> str:
        return file_name(self.paper.document, self.paper.number, self.today, ending)

    @on(Form.FieldChanged)
    def _changed(self, event: Form.FieldChanged) -> None:
        if event.field.field_id == "format":
            self.sealing.offer(self.format != _ON_PAPER)
            self._name_file()
        elif self.sealing.follow(event.field):
            self._name_file()
        elif event.field in self.own or self.gate.follow(event.field):
            self._read()

    # --- reading it

    def _read(self) -> None:
        try:
            values = self._own_values()
            draft = self.gate.draft()
        except InvalidInput as error:
            if error.field == "recipient":
                self._show_problem(error)
            return  # else the field itself says so on enter; half a date is no reason to complain while typing
        self.read("export", self.make_ready, values, draft, self.today).then(self._show, self._show_problem)

    def _own_values(self) -> Values:
        return {field.field_id: field.value() for field in self.own}

    def make_ready(self, session: Session, values: Values, draft: DisclosureDraft, today: dt.date) -> Ready[PaperView]:
        patient = self._proposal.patient_id if self._proposal else 0
        day = self.moment.local().date()
        return ready(session, patient, lambda db, scope: self.paper.view(db, values, today, scope), draft, day)

    async def rendered(self, view: PaperView, format: str, tell: Tell = quiet) -> bytes:
        """Beside the keys: the first Word document alone takes half a second."""
        tell(0, 0, "the document")
        return await asyncio.to_thread(rendering.render, view, format, self.bench.settings.templates_dir)

    async def _show(self, made: Ready[PaperView]) -> None:
        """As it will stand on paper. A broken template of one's own is said here, before anything is written."""
        self.cautions.update(warnings(self.gate.words(), made.cleared, made.view.cautions))
        try:
            text = (await self.rendered(made.view, "md")).decode()
        except CoordError as error:
            self.preview.update(trouble(error))
            return
        self.preview.update(page(getattr(made.view, "reading", ""), text))

    def _show_problem(self, error: CoordError) -> None:
        self.cautions.update("")
        self.preview.update(trouble(error))

    # --- writing it

    @on(Form.Submitted)
    async def _write(self, event: Form.Submitted) -> None:
        if not self.is_current:
            return  # enter was pressed twice, and the first one has written it
        try:
            await self._export(event.values)
        except CoordError as error:
            self.complain(error)

    async def _export(self, values: dict[str, Any]) -> None:
        """The journal first: what cannot be written down does not leave. All that can fail is tried before."""
        passphrase = self.sealing.passphrase(values)
        path = place(_sealed(values["output"]) if passphrase else values["output"])
        check_name(path, sealed=bool(passphrase))
        draft = self.gate.draft(format=values["format"], destination=path.name, encrypted=bool(passphrase))
        async with Going(self, "Making the file", _STOPPED) as going:
            data, draft = await self._made(values, draft, going)
            if passphrase:
                going.tell(0, 0, "encrypting it")
                data = await asyncio.to_thread(seal, data, passphrase)
                going.tell(0, 0)
        if not self.is_current:
            return  # left with esc, or locked, while it was made
        await let_out(self, self.whose, DOCUMENTS[self.paper.document].label, draft)
        try:
            await asyncio.to_thread(write_file, path, data)
        except Refused as error:
            hint = "The journal holds an export that did not happen; nothing left the vault. Try another place."
            self.app.push_screen(MessageDialog("Not written", str(error), hint, error=True))
            return
        self.say(f"Written: {short(path)}. {_AFTER[bool(passphrase)]}")
        if self.is_current:
            self.dismiss(True)
            if (told := self.sealing.told(values, path)) is not None:
                self.app.push_screen(told)

    async def _made(self, values: Values, draft: DisclosureDraft, going: Going) -> tuple[bytes, DisclosureDraft]:
        """The file's bytes, and the draft with the parts that are really in it. A refusal is written down."""
        try:
            made = await going.reading(self.ask(self.make_ready, values, draft, self.today))
        except Refused as error:
            await kept_back(self, self.whose, DOCUMENTS[self.paper.document].label, draft, error)
            raise
        data = await self.rendered(made.view, values["format"], going.tell)
        return data, draft.model_copy(update={"sections": tuple(sorted(made.view.parts))})


def _sealed(name: str) -> str:
    return name if name.endswith(SUFFIX) else f"{name}{SUFFIX}"


def plan_export(plan_id: int, reader: plans.Reader) -> ExportDialog:
    """A copy of a care plan for "patient" or "team"."""
    return ExportDialog(plan_paper(plan_id, reader))


def packet_export(referral_id: int) -> ExportDialog:
    """The packet of a referral for its receiver."""
    return ExportDialog(packet_paper(referral_id))
