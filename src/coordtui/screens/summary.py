"""A visit summary: choose the days and the format, read it as it will be, and only then let it leave the vault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.documents import summary as documents
from coordtui.documents.leaving import check_destination, file_name, write_file
from coordtui.documents.view import SummaryView
from coordtui.errors import CoordError, InvalidInput, Refused
from coordtui.rules.dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Choice, DateField, Field, Form, Option
from coordtui.widgets.text import Words, styled

_FORMATS: Final = (Option("h", "html", "HTML to print"), Option("w", "docx", "Word"), Option("m", "md", "Markdown"))


class SummaryDialog(CoordDialog[None]):
    """The preview follows the days; enter writes the file and the journal says so."""

    def __init__(self, patient_id: int) -> None:
        super().__init__(
            "Visit summary", subtitle="enter writes the file · tab next field · esc close", classes="-wide"
        )
        self.patient_id = patient_id
        self.preview = Words("Reading ...")
        self.cautions = Words("")
        self._named = ""

    def body(self) -> ComposeResult:
        self.form = Form(
            Choice("format", "format", _FORMATS, value="html", required=True),
            DateField("from", "from", parse=self._day),
            DateField("to", "to", parse=self._day),
            Field("output", "file", required=True),
        )
        yield self.problem
        yield self.form
        yield self.cautions
        yield self.preview

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    async def opened(self) -> None:
        end = self.today
        start = end - dt.timedelta(days=documents.PERIOD_DAYS)
        self.form.fill({"from": start.isoformat(), "to": end.isoformat()})
        self._name_file()
        self._read()
        self.form.focus_first()

    def _name_file(self) -> None:
        """Propose a name that tells nobody's name, as long as the person has not written one."""
        field = self.form.field("output")
        assert field is not None
        if field.raw in ("", self._named):
            format = (self.form.field("format") or field).value() or "html"
            self._named = str(Path.home() / file_name("summary", self.patient_id, self.today, format))
            field.raw = self._named

    @on(Form.FieldChanged)
    def _changed(self, event: Form.FieldChanged) -> None:
        if event.field.field_id == "format":
            self._name_file()
        elif event.field.field_id in ("from", "to"):
            self._read()

    def _read(self) -> None:
        try:
            values = {name: field.value() for name in ("from", "to") if (field := self.form.field(name))}
        except InvalidInput:
            return  # the field itself says so on enter; half a date is no reason to complain while typing
        reading = self.read("summary", documents.summary, self.patient_id, values["from"], values["to"], self.today)
        reading.then(self._show)

    def _show(self, view: SummaryView) -> None:
        self.problem.update("")
        self.cautions.update(styled(*((f"! {caution}\n", "warning") for caution in view.cautions)))
        text = documents.render(view, "md", self.bench.settings.templates_dir).decode()
        self.preview.update(styled((f"{view.reading}\n\n", "strong"), text))

    @on(Form.Submitted)
    async def _write(self, event: Form.Submitted) -> None:
        values = event.values
        path = Path(values["output"]).expanduser()
        try:
            await self._export(values, path)
        except InvalidInput as error:
            if not self.form.show(error):
                self.complain(error)
        except CoordError as error:
            self.complain(error)
        else:
            self.say(f"Written: {path}. It is readable there; delete it when it is handed over.")
            self.dismiss(None)

    async def _export(self, values: dict[str, Any], path: Path) -> None:
        """The journal first: what cannot be written down does not leave."""
        view = await self.ask(documents.summary, self.patient_id, values["from"], values["to"], self.today)
        data = documents.render(view, values["format"], self.bench.settings.templates_dir)
        try:
            check_destination(path)
        except Refused as error:
            raise InvalidInput("output", error.message, "Name another file.") from error
        await self.act(
            documents.record_export, self.patient_id, "visit summary", values["format"], path.name, self.moment
        )
        write_file(path, data)
