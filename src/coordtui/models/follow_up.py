"""A follow-up: the only thing the queue shows. FHIR Task."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
from coordtui.models.codes import Ball


class FollowUpStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class FollowUp(Record, table=True):
    """`subject_kind` and `subject_id` name the object it serves (table name and row id; "patient" for the case itself).

    `due_on` is our date, `limit_at` (UTC) the legal or policy one. `attempts` counts failed attempts since the last
    reach, `missed_checks` the checks that passed without news. Deferring never moves `due_on`. `by_rule` marks those a
    feature's rules want; at most one of a kind stands open for a subject.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_open", "patient_id", sqlite_where=text("status = 'open'")),
        Index("follow_up_subject", "subject_kind", "subject_id", "kind"),
        Index(
            "follow_up_once",
            "subject_kind",
            "subject_id",
            "kind",
            unique=True,
            sqlite_where=text("status = 'open' AND by_rule = 1"),
        ),
        Index("follow_up_due", "ball", "due_on", "next_check_on", "patient_id", sqlite_where=text("status = 'open'")),
        Index(
            "follow_up_check",
            "ball",
            "next_check_on",
            "patient_id",
            sqlite_where=text("status = 'open' AND next_check_on IS NOT NULL"),
        ),
        Index("follow_up_kind", "kind", "patient_id", sqlite_where=text("status = 'open'")),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int | None = of_patient(nullable=True)
    subject_kind: str
    subject_id: int
    kind: str
    text: str
    by_rule: bool = False
    due_on: dt.date
    limit_at: dt.datetime | None = None
    ball: Ball = code_of(Ball, Ball.ME)
    since: dt.date
    next_check_on: dt.date | None = None
    attempts: int = 0
    missed_checks: int = 0
    deferred_until: dt.date | None = None
    defer_reason: str | None = None
    status: FollowUpStatus = code_of(FollowUpStatus, FollowUpStatus.OPEN)
    outcome: str | None = None
    closed_at: dt.datetime | None = None


class FollowUpDraft(Draft):
    """A follow-up as a person makes or edits it."""

    kind: str = "routine_contact"
    text: str | None = None
    due_on: dt.date | None = None
    limit_at: dt.datetime | None = None
    ball: Ball = Ball.ME
    next_check_on: dt.date | None = None
