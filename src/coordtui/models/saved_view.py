"""A saved view: what a list is narrowed by, under a name. It is about no patient, though its words may name one."""

from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Record, code_of, key, new_uid


class ViewList(StrEnum):
    """The lists that are narrowed by the finding language."""

    TODAY = "today"
    CASELOAD = "caseload"
    REFERRALS = "referrals"
    PLANS = "plans"
    DIRECTORY = "directory"


class SavedView(Record, table=True):
    """`text` is the finding language as typed; `position` orders the views of one list, which differ in their names."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("saved_view_once", "of", "name", unique=True), {"sqlite_autoincrement": True})
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    of: ViewList = code_of(ViewList, nullable=False)
    name: str
    text: str
    position: int
