"""The verbs of a chart that are about sharing: writing down a consent, tagging the record under the cursor."""

from __future__ import annotations

from coordtui.casework.chart import Chart
from coordtui.casework.sensitivity import TAGGABLE
from coordtui.screens.chart_parts import Line
from coordtui.screens.working import Working


class SharingVerbs(Working):
    """A screen on one patient, whose `chart` is None until it is read, with a cursor on a line."""

    chart: Chart | None

    def line_here(self) -> Line | None:
        """The line under the cursor."""
        raise NotImplementedError

    def cannot(self, verb: str) -> str | None:
        line = self.line_here() if verb == "tag" else None
        if verb == "tag" and (line is None or line.subject is None or line.subject[0] not in TAGGABLE):
            return "No tag goes on this line. Stand on a record, or on the first line of Sharing."
        return super().cannot(verb)

    def action_consent(self) -> None:
        if self.chart is not None:
            patient = self.chart.patient
            self._open("consent_form", "ConsentForm", "new", patient.patient_id, patient.name, self.chart.tag_list)

    def action_tag(self) -> None:
        line = self.line_here()
        if self.chart is not None and line is not None and line.subject is not None:
            tags = self.chart.tags.get(line.subject, frozenset())
            self._open("sensitivity", "TagDialog", line.subject, line.what.strip(), tags)
