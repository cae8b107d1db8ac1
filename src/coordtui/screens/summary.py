"""A visit summary: choose the days and the format, read it as it will be, and only then let it leave the vault."""

from __future__ import annotations

from coordtui.screens.export import ExportDialog
from coordtui.screens.paper import summary_paper


class SummaryDialog(ExportDialog):
    """For one patient; its own fields are the first and the last day."""

    def __init__(self, patient_id: int) -> None:
        super().__init__(summary_paper(patient_id))
