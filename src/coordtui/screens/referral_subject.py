"""Which referral a verb acts on, with what its dialog shows at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coordtui.models.referral import ReferralState

if TYPE_CHECKING:
    from coordtui.casework.referral_tracker import TrackerRow
    from coordtui.casework.referral_views import ReferralDetail


@dataclass(frozen=True, slots=True)
class Subject:
    """One referral of one person; `label` is its state in words."""

    referral_id: int
    patient_id: int
    patient: str
    what: str
    to_name: str | None
    state: ReferralState
    label: str

    @classmethod
    def of(cls, row: TrackerRow) -> Subject:
        return cls(row.work_id, row.patient_id, row.patient, row.what, row.to_name, row.state, row.label)

    @classmethod
    def of_detail(cls, view: ReferralDetail) -> Subject:
        return cls(view.referral_id, view.patient_id, view.patient, view.what, view.to_name, view.state, view.label)

    @property
    def words(self) -> str:
        """What, and to whom."""
        return f"{self.what} → {self.to_name}" if self.to_name else self.what
