"""The verbs that act on one person, the same on the caseload and in the chart."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from coordtui.screens.working import Working


class PersonVerbs(Working):
    """On top of the verbs of a follow-up: the patient's form, acuity, the visit summary, import."""

    def person(self) -> int | None:
        """The patient whom the verbs are about now."""
        raise NotImplementedError

    def cannot(self, verb: str) -> str | None:
        if verb in _NEEDS_PERSON and self.person() is None:
            return "There is nobody here to do that for."
        return super().cannot(verb)

    def action_new(self) -> None:
        dialog = import_module("coordtui.screens.patient").PatientDialog()
        self.app.push_screen(dialog, self.added)

    def added(self, patient_id: int | None) -> None:
        """The form was closed; the id is that of a new patient, None if there is none."""

    def action_change(self) -> None:
        self._open("patient", "PatientDialog", self.person())

    def action_case(self) -> None:
        self._open("case", "CaseDialog", self.person())

    def action_acuity(self) -> None:
        self._open("acuity", "AcuityDialog", self.person())

    def action_summary(self) -> None:
        self._open("summary", "SummaryDialog", self.person())

    def action_disclosures(self) -> None:
        self._open("evidence", "AccountingDialog", self.person())

    def action_access(self) -> None:
        self._open("evidence", "AccessDialog", self.person())

    def action_refer(self) -> None:
        self._open("referral_form", "ReferralForm", "new", self.person(), self._here.patient)

    def action_import(self) -> None:
        self._open("exchange", "ImportDialog")

    def action_log(self) -> None:
        """The step under the cursor; where there is none, what comes first for the person."""
        target = self._here
        self._open("contact", "LogDialog", target.person, *((target,) if target.follow_up_id else ()))


_NEEDS_PERSON: Final = frozenset({"change", "case", "acuity", "summary", "refer"})
