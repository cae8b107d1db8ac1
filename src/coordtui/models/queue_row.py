"""The ranked queue as derived data: outside the journal, undo and exports; `verify --repair` can rebuild it."""

import datetime as dt

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class QueueRow(SQLModel, table=True):
    """One row a person (`person` is the patient's id, 0 for what belongs to nobody yet).

    `tier` is 0 to 4, or None when none of the person's follow-ups is in the queue. `sort_key` orders rows within the
    whole queue as text. `changes_on` is the first day on which the ranking of this row may differ without any act.
    `reasons` is JSON [[text, points], ...]; `items` is JSON of the follow-up ids, the top one first.
    """

    __tablename__ = "queue_row"
    __table_args__ = (
        Index("queue_order", "sort_key", sqlite_where=text("tier IS NOT NULL")),
        Index("queue_sums", "tier", "deferred", "waiting", "scheduled"),
        Index("queue_open", text("in_queue + deferred + waiting + scheduled")),
    )
    person: int = Field(primary_key=True)
    tier: int | None = None
    points: int = 0
    sort_key: str | None = Field(default=None)
    follow_up_id: int | None = None
    reasons: str = "[]"
    items: str = "[]"
    in_queue: int = 0
    deferred: int = 0
    waiting: int = 0
    scheduled: int = 0
    next_due: dt.date | None = None
    ranked_on: dt.date = Field(index=True)
    changes_on: dt.date = Field(index=True)
