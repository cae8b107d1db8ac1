"""Lists that are read by the page, read whole, for tests that look at all of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from coordtui.casework import directory_list, open_work
from coordtui.casework.directory_list import Listed
from coordtui.casework.open_work import OpenPlan
from coordtui.rules.directory_record import Performance


def open_plans(session: Session, on: Any, **narrowed: Any) -> tuple[OpenPlan, ...]:
    """Every open plan that the filter lets through."""
    keys = open_work.opening(session, on, **narrowed).keys
    return tuple(row for row in open_work.page(session, keys) if row is not None)


def all_entries(session: Session, on: Any, **narrowed: Any) -> tuple[Listed, ...]:
    """Every entry of the directory that the filter lets through."""
    keys = directory_list.opening(session, on, **narrowed).keys
    return tuple(row for row in directory_list.page(session, keys, on) if row is not None)


def records(session: Session, on: Any) -> Mapping[str, Performance]:
    """Our record of every entry, by its name."""
    rows = all_entries(session, on, retired=True)
    found = directory_list.records(session, [row.key for row in rows], on)
    return {row.name: found[row.key] for row in rows}
