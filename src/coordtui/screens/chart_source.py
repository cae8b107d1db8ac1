"""What was imported for a patient, as it came: counted by type, and listed where that is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from coordtui.casework.raw import RawView
from coordtui.screens.chart_parts import Line, joined, near


def source_lines(counts: Mapping[str, int], listed: Mapping[str, Sequence[RawView]], today: dt.date) -> Iterable[Line]:
    """One line a type; below it its resources, where those were asked for."""
    for type, count in counts.items():
        hint = "enter closes" if type in listed else "enter lists"
        yield Line(what=f"{count} {type}", state=f"as imported, {hint}", kind="source", key=("type", type))
        for raw in listed.get(type, ()):
            became = f"became {raw.record_kind.replace('_', ' ')}" if raw.record_kind else "only kept"
            faults = f"{raw.problems} problem{'s' * (raw.problems != 1)}" if raw.problems else ""
            state = joined(became, faults, near(raw.imported_at.date(), today), by=", ")
            key = ("raw", raw.source_resource_id)
            yield Line(what=f"  {raw.source_id or '(no id)'}", state=state, kind="", key=key)
