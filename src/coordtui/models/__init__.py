"""SQLModel tables, enums and drafts. Importing this package registers every table on the metadata."""

from coordtui.models import (
    acuity,
    appointment,
    care_plan,
    clinical,
    contact,
    follow_up,
    patient,
    people,
    plan_template,
    plan_version,
    profile,
    queue_row,
    referral,
    source,
)

__all__ = [
    "acuity",
    "appointment",
    "care_plan",
    "clinical",
    "contact",
    "follow_up",
    "patient",
    "people",
    "plan_template",
    "plan_version",
    "profile",
    "queue_row",
    "referral",
    "source",
]
