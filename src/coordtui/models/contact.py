"""A contact: one interaction with or about a patient, kept for good; and quick notes that are not filed yet."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient


class Channel(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    PORTAL = "portal"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    VIDEO = "video"
    PROVIDER = "provider"


class Outcome(StrEnum):
    """The words of the trade for what came of an attempt; `rules/contact.py` says what each leads to."""

    REACHED_PATIENT = "reached_patient"
    REACHED_CAREGIVER = "reached_caregiver"
    CALL_BACK = "call_back"
    VOICEMAIL = "voicemail"
    VOICEMAIL_DETAILED = "voicemail_detailed"
    NO_ANSWER = "no_answer"
    MAILBOX_FULL = "mailbox_full"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    DISCONNECTED = "disconnected"
    BLOCKED = "blocked"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    READ = "read"
    LETTER_RETURNED = "letter_returned"
    NOT_HOME = "not_home"
    INTERPRETER_UNAVAILABLE = "interpreter_unavailable"
    DECLINED_TODAY = "declined_today"
    DECLINED_PROGRAM = "declined_program"
    HOSPITALISED = "hospitalised"
    INCARCERATED = "incarcerated"
    MOVED = "moved"
    DECEASED = "deceased"
    UNSAFE = "unsafe"


class Contact(Record, table=True):
    """`at` is UTC, `zone` the coordinator's zone then. `reached` is two-way contact with the patient or a caregiver.

    `role` is the caller's (some programs count only licensed staff). `agreed` is what was agreed, in plain words.
    """

    __table_args__ = (Index("contact_two_way", "patient_id", "reached", "at"), {"sqlite_autoincrement": True})
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    follow_up_id: int | None = Field(default=None, foreign_key="follow_up.id", index=True)
    at: dt.datetime
    zone: str
    channel: Channel = code_of(Channel, Channel.PHONE)
    outcome: Outcome = code_of(Outcome, nullable=False)
    reached: bool = False
    counts: bool = False
    number: str | None = None
    spoke_with: str | None = None
    role: str = "coordinator"
    minutes: int = 0
    language: str | None = None
    interpreter: str | None = None
    note: str | None = None
    agreed: str | None = None


class ContactDraft(Draft):
    """A contact as logged. `seconds` is what the running timer shows; `minutes` overrides it.

    `next_kind` and `next_on` replace the proposed next step; `settle` False leaves the follow-up open after a reach.
    """

    patient_id: int
    follow_up_id: int | None = None
    channel: Channel = Channel.PHONE
    outcome: Outcome
    number: str | None = None
    spoke_with: str | None = None
    role: str = "coordinator"
    minutes: int | None = Field(default=None, ge=0, le=1440)
    seconds: int = Field(default=0, ge=0)
    note: str | None = None
    agreed: str | None = None
    settle: bool = True
    next_kind: str | None = None
    next_on: dt.date | None = None


class QuickNote(Record, table=True):
    """A note caught in passing that belongs to nobody yet. Filing it makes it part of a patient's record."""

    __tablename__ = "quick_note"
    __table_args__ = (
        Index("quick_note_unfiled", "id", sqlite_where=text("filed_at IS NULL")),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    at: dt.datetime
    zone: str
    text: str
    patient_id: int | None = of_patient(nullable=True)
    filed_at: dt.datetime | None = None
