"""A visit summary: choose the days and the format, read it as it will be, and only then let it leave the vault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from coordtui.documents import summary as documents
from coordtui.screens.export import ExportDialog, Paper
from coordtui.widgets.form import BaseField, DateField


class SummaryDialog(ExportDialog):
    """For one patient; its own fields are the first and the last day."""

    def __init__(self, patient_id: int) -> None:
        def view(session: Session, values: Mapping[str, Any], today: dt.date) -> documents.SummaryView:
            return documents.summary(session, patient_id, values["from"], values["to"], today)

        super().__init__(Paper("Visit summary", "visit summary", "summary", patient_id, view, _fields, _start))


def _fields(dialog: ExportDialog) -> Sequence[BaseField]:
    return DateField("from", "from", parse=dialog.day), DateField("to", "to", parse=dialog.day)


def _start(today: dt.date) -> dict[str, str]:
    start = today - dt.timedelta(days=documents.PERIOD_DAYS)
    return {"from": start.isoformat(), "to": today.isoformat()}
