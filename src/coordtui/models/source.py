"""Where records came from: every imported resource as it arrived, and the matches a person must decide."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Record, code_of, key, of_patient


class SourceResource(Record, table=True):
    """One imported FHIR resource, whole: `body` is its JSON (zlib), `digest` SHA-256 of its canonical JSON.

    `record_kind` and `record_id` say what it became (table name, row), None when it is only kept raw.
    `mapped` is the digest of the record's mapped fields as imported: when the record no longer matches, a person edited
    it here and a new import proposes instead of overwriting. `problems` is JSON: [{"where": ..., "what": ...}].
    """

    __tablename__ = "source_resource"
    __table_args__ = (
        Index("source_by_id", "type", "source_id"),
        Index("source_by_digest", "digest"),
        Index("source_by_record", "record_kind", "record_id"),
        Index("source_by_patient", "patient_id", "type"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    patient_id: int | None = Field(default=None, foreign_key="patient.id")
    type: str
    source_id: str | None = None
    full_url: str | None = None
    digest: str
    mapped: str | None = None
    record_kind: str | None = None
    record_id: int | None = None
    problems: str | None = None
    imported_at: dt.datetime
    body: bytes


class MatchState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ProposedMatch(Record, table=True):
    """Two records that may be one, or newer content for a record that was edited here. Only a person decides.

    `record_kind`/`record_id` is the record here, `source_id` the row of SourceResource that arrived; `why` is words.
    """

    __tablename__ = "proposed_match"
    id: int | None = key()
    patient_id: int | None = of_patient(nullable=True)
    other_patient_id: int | None = Field(default=None, foreign_key="patient.id")
    record_kind: str
    record_id: int
    source_resource_id: int | None = Field(default=None, foreign_key="source_resource.id")
    why: str
    state: MatchState = code_of(MatchState, MatchState.OPEN)
