"""A set of starters for a care plan that the user wrote or took from a file. It is about no patient."""

import datetime as dt

from sqlmodel import Field

from coordtui.models.base import Record, key, new_uid


class PlanTemplate(Record, table=True):
    """`body` is TOML text as rules/plan_template.py reads and writes it; the shipped ones are resources, not rows."""

    __tablename__ = "plan_template"
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str = Field(unique=True)
    about: str | None = None
    made_on: dt.date
    body: str
