"""What needs more than the usual permission before it is shared: tags, and the records that carry them."""

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Draft, Record, key, new_uid, of_patient


class SensitivityTag(Record, table=True):
    """A tag of the user's own, beside those that ship (rules/sensitivity.py). Never deleted, only `retired`.

    `code` is what a record carries and a consent names, `why` the law or promise behind it.
    """

    __tablename__ = "sensitivity_tag"
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    code: str = Field(unique=True)
    label: str
    why: str | None = None
    retired: bool = False


class TaggedRecord(Record, table=True):
    """A record that carries a tag: its table's name and row id; ("patient", id) tags the whole chart."""

    __tablename__ = "tagged_record"
    __table_args__ = (
        Index("tagged_once", "subject_kind", "subject_id", "tag", unique=True),
        Index("tagged_by_tag", "tag", "patient_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    patient_id: int = of_patient()
    subject_kind: str
    subject_id: int
    tag: str
    note: str | None = None


class TagDraft(Draft):
    """A tag of one's own; its code is made from the label."""

    label: str = ""
    why: str | None = None
