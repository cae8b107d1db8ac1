"""A plan frozen as it stood, and what has changed since, goal by goal in words.

A body is canonical JSON (keys sorted, no spaces): the plan's own fields, and its lines in the order of the outline.
A line is told again by its uid (barriers and strengths, which have none, by kind and row id, never used twice); its
parent is named the same way. Codes stay codes; they become words only when a change is told.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coordtui.errors import Refused
from coordtui.rules.dates import show_partial
from coordtui.rules.goal import achievement_label, attainment_label, scale_lines, status_label
from coordtui.rules.item import BALL_WORDS
from coordtui.rules.plan_outline import WORDS, kind_of, tree_of
from coordtui.rules.plan_rows import BarrierRow, PlanRows, Row

FORMAT = 1
_GOAL = (
    *("text", "patient_words", "why", "measure", "unit", "baseline", "target", "starts_on", "due_on", "priority"),
    *("status", "achievement", "importance", "confidence", "scale", "attainment", "outcome"),
)
_STEP = ("text", "owner", "owner_name", "due_on", "status", "schedule", "location", "evidence")
_KEPT: Mapping[str, tuple[str, ...]] = {
    "concern": ("text", "rank", "resolved_on"),
    "goal": _GOAL,
    "intervention": _STEP,
    "barrier": ("category", "text", "severity", "resolved_on", "how"),
    "strength": ("text",),
}
_PLAN = ("title", "status", "category", "description", "starts_on", "review_on")
_TOLD = _PLAN[:-1]
"""The plan's fields whose change is told; a review moves the next one, and is no change of the plan."""

Body = dict[str, Any]
"""A body as Python has it: {"format", "plan": {...}, "lines": [{"uid", "kind", "parent", ...}]}."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words. `group` is the goal (else the concern, else "The plan") it belongs to.

    `kind` is "new", "changed" or "gone"; `what` names it: "new step", "due", "step removed". `ref` is "" when gone.
    """

    ref: str
    group: str
    kind: str
    what: str
    before: str
    after: str


def body_of(rows: PlanRows) -> Body:
    """A plan as it stands now; each line also has its "ref", which `frozen` leaves out."""
    tree, found = tree_of(rows), dict(rows.by_ref())
    lines = []
    for ref, _ in tree.lines():
        parent = tree.parent(ref)
        row = found[ref]
        values = {name: _plain(getattr(row, name)) for name in _KEPT[kind_of(ref)]}
        if isinstance(row, BarrierRow):
            values["text"] = row.words
        line = {"uid": _uid(ref, row), "kind": kind_of(ref), "parent": _uid(parent, found[parent]) if parent else ""}
        lines.append(line | {name: value for name, value in values.items() if value is not None} | {"ref": ref})
    plan = {name: _plain(getattr(rows.plan, name)) for name in _PLAN}
    return {"format": FORMAT, "plan": {k: v for k, v in plan.items() if v is not None}, "lines": lines}


def _uid(ref: str, row: Row) -> str:
    return getattr(row, "uid", ref)


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def frozen(body: Body) -> str:
    """The canonical JSON of a body: the same plan gives the same text."""
    lines = [{name: value for name, value in line.items() if name != "ref"} for line in body["lines"]]
    return json.dumps({**body, "lines": lines}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def thawed(text: str) -> Body:
    """A frozen body again. Raises Refused when a later coordtui wrote it."""
    body: Body = json.loads(text)
    if body.get("format") != FORMAT:
        raise Refused("This version of the plan was kept by a newer coordtui.", "Update coordtui to compare with it.")
    return body


# --- what changed ----------------------------------------------------------------------------------------------------


def _owner(value: Any) -> str:
    return next((words for ball, words in BALL_WORDS.items() if ball.value == value), str(value))


def _scale(value: Any) -> str:
    return "; ".join(f"{score:+d} {line}" for score, line in zip(range(-2, 3), scale_lines(value), strict=True) if line)


_SHOW: Mapping[str, Callable[[Any], str]] = {
    "due_on": show_partial,
    "starts_on": show_partial,
    "status": status_label,
    "achievement": achievement_label,
    "attainment": attainment_label,
    "owner": _owner,
    "scale": _scale,
    "resolved_on": lambda day: f"resolved {show_partial(day)}",
}
_LABELS: Mapping[str, str] = {
    "text": "words",
    "patient_words": "in the patient's words",
    "why": "why it matters",
    "due_on": "due",
    "starts_on": "start",
    "owner_name": "by name",
    "resolved_on": "status",
    "achievement": "how it goes",
    "attainment": "attainment",
    "scale": "what success looks like",
    "rank": "the patient's order",
    "how": "how it was resolved",
}


def _shown(field: str, value: Any) -> str:
    if value is None:
        return "open" if field == "resolved_on" else ""
    return _SHOW.get(field, str)(value)


def changes(before: Body | None, now: Body) -> tuple[Change, ...]:
    """What differs, the plan's own fields first, then goal by goal in the order of the outline; then what is gone.

    `before` None (nothing was agreed or shared yet) gives no change: there is nothing to compare with.
    """
    if before is None:
        return ()
    old = {line["uid"]: line for line in before["lines"]}
    new = {line["uid"]: line for line in now["lines"]}
    ever = old | new
    found = [*_differences("", "", before["plan"], now["plan"], _TOLD)]
    for uid, line in new.items():
        group = _group(line, new)
        if uid not in old:
            found.append(Change(line["ref"], group, "new", f"new {WORDS[line['kind']]}", "", line.get("text", "")))
            continue
        found += _differences(line["ref"], group, old[uid], line, _KEPT[line["kind"]])
        if old[uid]["parent"] != line["parent"]:
            stood, stands = (_text(known, one["parent"]) for known, one in ((old, old[uid]), (new, line)))
            found.append(Change(line["ref"], group, "changed", "stands under", stood, stands))
    for uid, line in old.items():
        if uid not in new:
            what = f"{WORDS[line['kind']]} removed"
            found.append(Change("", _group(line, old), "gone", what, line.get("text", ""), ""))
    order = ["", *dict.fromkeys(_group(line, new) for line in new.values())]
    return tuple(replace(change, group=_heading(ever, change.group)) for change in _by_group(found, order))


def _by_group(found: list[Change], order: list[str]) -> list[Change]:
    """What is gone from a goal that still stands is told with that goal, whatever its words are now."""
    rank = {uid: n for n, uid in enumerate(dict.fromkeys(order))}
    return sorted(found, key=lambda change: rank.get(change.group, len(rank)))


def _heading(known: Mapping[str, Body], uid: str) -> str:
    return str(known[uid].get("text", "")) if uid in known else "The plan"


def _differences(ref: str, group: str, before: Body, now: Body, fields: tuple[str, ...]) -> list[Change]:
    return [
        Change(ref, group, "changed", _LABELS.get(field, field), _shown(field, stood), _shown(field, stands))
        for field in fields
        if (stood := before.get(field)) != (stands := now.get(field))
    ]


def _group(line: Body, known: Mapping[str, Body]) -> str:
    """The uid of the goal a line stands under, its own if it is one; else of its concern; else "" for the plan."""
    at: Body | None = line
    concern = ""
    while at is not None:
        if at["kind"] == "goal":
            return str(at["uid"])
        concern = str(at["uid"]) if at["kind"] == "concern" else concern
        at = known.get(at["parent"])
    return concern


def _text(known: Mapping[str, Body], uid: str) -> str:
    return str(known[uid].get("text", "")) if uid in known else "the plan itself"


def marks(found: tuple[Change, ...]) -> dict[str, str]:
    """Each line that is "new" or "changed", by its ref."""
    told: dict[str, str] = {}
    for change in found:
        if change.ref and told.get(change.ref) != "new":
            told[change.ref] = change.kind
    return told


def count(found: tuple[Change, ...]) -> int:
    """How many lines are new, changed or gone; the plan's own fields count as one."""
    gone = sum(change.kind == "gone" for change in found)
    own = any(not change.ref and change.kind == "changed" for change in found)
    return len(marks(found)) + gone + own
