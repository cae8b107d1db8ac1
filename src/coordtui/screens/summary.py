"""A visit summary: choose the days and the format, read it as it will be, and only then let it leave the vault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import platformdirs
from textual import on
from textual.app import ComposeResult

from coordtui.documents import summary as documents
from coordtui.documents.leaving import check_destination, file_name, write_file
from coordtui.documents.view import SummaryView
from coordtui.errors import CoordError, InvalidInput, Refused
from coordtui.rules.dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.form import Choice, DateField, Field, Form, Option
from coordtui.widgets.text import Words, styled

_FORMATS: Final = (Option("h", "html", "HTML to print"), Option("w", "docx", "Word"), Option("m", "md", "Markdown"))
_AFTER: Final = "It is readable there; delete it when it is handed over."


class SummaryDialog(CoordDialog[None]):
    """The preview follows the days; enter writes the file and the journal says so."""

    def __init__(self, patient_id: int) -> None:
        super().__init__(
            "Visit summary", subtitle="enter writes the file · tab next · PgDn reads on · esc close", classes="-wide"
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
        """Propose a name that tells nobody's name and is not taken, as long as the person has not written one."""
        field, chosen = self.form.field("output"), self.form.field("format")
        assert field is not None
        assert chosen is not None
        if field.raw in ("", self._named):
            name = file_name("summary", self.patient_id, self.today, chosen.value() or "html")
            field.raw = self._named = _short(_free(_folder() / name))

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
        reading.then(self._show, self._show_problem)

    def _show(self, view: SummaryView) -> None:
        """As it will stand on paper. A broken template of one's own is said here, before anything is written."""
        cautions = [(f"! {caution}\n", "warning") for caution in view.cautions]
        self.cautions.update(styled("\n", *cautions) if cautions else "")
        try:
            text = documents.render(view, "md", self.bench.settings.templates_dir).decode()
        except CoordError as error:
            self.preview.update(styled((f"\n{error}", "danger")))
            return
        self.preview.update(styled((f"\n{view.reading}\n\n", "strong"), text))

    def _show_problem(self, error: CoordError) -> None:
        self.cautions.update("")
        self.preview.update(styled((f"\n{error}", "danger")))

    @on(Form.Submitted)
    async def _write(self, event: Form.Submitted) -> None:
        try:
            await self._export(event.values, _place(event.values["output"]))
        except InvalidInput as error:
            if not self.form.show(error):
                self.complain(error)
        except CoordError as error:
            self.complain(error)

    async def _export(self, values: dict[str, Any], path: Path) -> None:
        """The journal first: what cannot be written down does not leave. All that can fail is tried before."""
        view = await self.ask(documents.summary, self.patient_id, values["from"], values["to"], self.today)
        data = documents.render(view, values["format"], self.bench.settings.templates_dir)
        await self.record(
            documents.record_export, self.patient_id, "visit summary", values["format"], path.name, self.moment
        )
        try:
            write_file(path, data)
        except Refused as error:
            hint = "The journal holds an export that did not happen; nothing left the vault. Try another place."
            self.app.push_screen(MessageDialog("Not written", str(error), hint, error=True))
            return
        self.say(f"Written: {_short(path)}. {_AFTER}")
        self.dismiss(None)


def _place(text: str) -> Path:
    """Where to write. Raises InvalidInput at the field, in the words of this screen, for a place that cannot be."""
    try:
        path = Path(text).expanduser()
        if not path.is_absolute():
            raise InvalidInput("output", "Name the folder too.", f"For example {_short(_folder() / path.name)}.")
        check_destination(path)
    except InvalidInput:
        raise
    except Refused as error:
        raise InvalidInput("output", error.message, "Name another file.") from error
    except (OSError, RuntimeError, ValueError) as error:  # too long, a loop of links, no such home
        reason = getattr(error, "strerror", None) or "there is no such place"
        raise InvalidInput("output", f"This cannot be written: {reason}.", "Name another place.") from None
    return path


def _folder() -> Path:
    """The person's documents, where they have such a folder."""
    documents_folder = Path(platformdirs.user_documents_dir())
    return documents_folder if documents_folder.is_dir() else Path.home()


def _free(path: Path) -> Path:
    """The path itself, or with a number where that is taken: a second summary on one day is another file."""
    tries = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 100))
    return next((one for one in (path, *tries) if not one.exists()), path)


def _short(path: Path) -> str:
    """With ~ for the home folder."""
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)
