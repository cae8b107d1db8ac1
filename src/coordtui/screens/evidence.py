"""Two papers about the record itself, in the export box: to whom it was given, and who looked at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlmodel import Session

from coordtui.documents import access, accounting, gate
from coordtui.documents.scope import Scope
from coordtui.rules.dates import parse_day
from coordtui.screens.export import ExportDialog
from coordtui.screens.paper import Paper, PaperView, Values
from coordtui.widgets.form import BaseField, Choice, DateField, Option

__all__ = ["AccessDialog", "AccountingDialog"]

_EXTENT: Final = (Option("l", "law", "what the law asks for"), Option("a", "all", "all that left"))


class AccountingDialog(ExportDialog):
    """The accounting of disclosures of one patient (45 CFR 164.528), or all that left."""

    def __init__(self, patient_id: int) -> None:
        def view(session: Session, values: Values, today: dt.date, scope: Scope) -> PaperView:
            days, everything = (values["from"], values["to"]), values["extent"] == "all"
            return accounting.accounting(session, patient_id, *days, today, scope, everything=everything)

        def fields(today: dt.date) -> Sequence[BaseField]:
            return (Choice("extent", "listing", _EXTENT, value="law"), *_days(today))

        proposal = partial(gate.for_patient, patient_id=patient_id)
        super().__init__(Paper("Accounting of disclosures", "accounting", patient_id, proposal, view, fields))


class AccessDialog(ExportDialog):
    """Who looked at one patient's record, changed it or gave of it."""

    def __init__(self, patient_id: int) -> None:
        def view(session: Session, values: Values, today: dt.date, scope: Scope) -> PaperView:
            return access.report(session, patient_id, values["from"], values["to"], today, scope)

        proposal = partial(gate.for_patient, patient_id=patient_id)
        super().__init__(Paper("Access report", "access", patient_id, proposal, view, _days))


def _days(today: dt.date) -> Sequence[BaseField]:
    """The first and the last day; empty for as far back as the paper reaches, and for today."""

    def day(text: str) -> dt.date:
        return parse_day(text, today)

    return DateField("from", "from", parse=day), DateField("to", "to", parse=day)
