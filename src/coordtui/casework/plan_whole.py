"""A plan with everything that its editor shows, in one reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from coordtui.casework.goal import ProgressView, progress_of_plan
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_views import Outline, outline_of
from coordtui.rules.plan_rows import Row


@dataclass(frozen=True, slots=True)
class Whole:
    """A plan as of one moment. `rows` by ref; `progress` by goal id, only of goals of which something was noted."""

    outline: Outline
    rows: Mapping[str, Row]
    progress: Mapping[int, tuple[ProgressView, ...]]


def whole(session: Session, plan_id: int, today: dt.date) -> Whole:
    """The plan's lines with all their fields, and what was noted of its goals. Eleven queries. Raises NotFound."""
    rows = load(session, plan_id)
    return Whole(outline_of(session, rows, today), dict(rows.by_ref()), progress_of_plan(session, plan_id))
