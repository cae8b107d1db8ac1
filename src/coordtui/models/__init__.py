"""SQLModel tables, enums and drafts. Importing this package registers every table on the metadata.

Annotations are evaluated as they stand here (no `from __future__ import annotations`): pydantic and SQLAlchemy both
read every one of them, and would compile each from its text at every start.
"""

from coordtui.models import (
    acuity,
    appointment,
    care_plan,
    clinical,
    consent,
    contact,
    disclosure,
    follow_up,
    patient,
    people,
    plan_template,
    plan_version,
    profile,
    queue_row,
    referral,
    saved_view,
    sensitivity,
    source,
)

__all__ = [
    "acuity",
    "appointment",
    "care_plan",
    "clinical",
    "consent",
    "contact",
    "disclosure",
    "follow_up",
    "patient",
    "people",
    "plan_template",
    "plan_version",
    "profile",
    "queue_row",
    "referral",
    "saved_view",
    "sensitivity",
    "source",
]
