"""What a verb acts on: one follow-up of one person, with what a dialog shows of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from coordtui.casework.preview import OpenStep
from coordtui.casework.today import Row
from coordtui.models.codes import Ball


@dataclass(frozen=True, slots=True)
class Target:
    """`patient_id` is None for notes that belong to nobody; `follow_up_id` None where a person has nothing open."""

    patient_id: int | None
    patient: str
    follow_up_id: int | None
    kind: str
    text: str
    ball: Ball
    phone: str | None

    @property
    def person(self) -> int:
        return self.patient_id or 0

    @classmethod
    def of(cls, row: Row) -> Target:
        return cls(row.patient_id, row.patient, row.follow_up_id, row.kind, row.text, row.ball, row.phone)

    @classmethod
    def of_step(cls, row: Row, step: OpenStep) -> Target:
        return cls(row.patient_id, row.patient, step.follow_up_id, step.kind, step.text, step.ball, row.phone)
