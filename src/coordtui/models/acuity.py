"""How much of the coordinator's time a patient needs: our own transparent rubric, 0 to 20, with a human override."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, of_patient


class Level(StrEnum):
    LOW = "low"
    RISING = "rising"
    HIGH = "high"
    COMPLEX = "complex"


class Acuity(Record, table=True):
    """One assessment; the newest row of a patient counts. Each factor is 0 to 4.

    `override` replaces `level` by at most one step until `override_until` (inclusive), with a reason.
    """

    __table_args__ = (
        Index("acuity_by_level", "level", "patient_id"),
        Index("acuity_by_override", "override", "patient_id", sqlite_where=text("override IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    patient_id: int = of_patient()
    assessed_on: dt.date
    utilisation: int = 0
    clinical: int = 0
    behavioural: int = 0
    social: int = 0
    engagement: int = 0
    score: int = 0
    level: Level = code_of(Level, Level.LOW)
    override: Level | None = code_of(Level)
    override_reason: str | None = None
    override_until: dt.date | None = None


class AcuityDraft(Draft):
    utilisation: int = Field(default=0, ge=0, le=4)
    clinical: int = Field(default=0, ge=0, le=4)
    behavioural: int = Field(default=0, ge=0, le=4)
    social: int = Field(default=0, ge=0, le=4)
    engagement: int = Field(default=0, ge=0, le=4)
    override: Level | None = None
    override_reason: str | None = None
    override_until: dt.date | None = None
