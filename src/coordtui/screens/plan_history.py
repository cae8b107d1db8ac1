"""What changed in a plan since its last version, goal by goal, and the versions themselves as they stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import plan_version as casework
from coordtui.casework.plan_version import Change, Changes, VersionHead
from coordtui.errors import CoordError
from coordtui.models.plan_version import Agreement, VersionKind
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.goal import status_label
from coordtui.rules.words import plural
from coordtui.screens.base import CoordDialog
from coordtui.screens.long_text import LongText, Part
from coordtui.screens.plan_places import GLYPHS
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable

NOW: Final = 0
"""The row of what changed; a version's row has its id."""
_COLUMNS: Final = (
    Column("what", "version", weight=2, min_width=24, sortable=False),
    Column("when", "made", width=14, sortable=False),
    Column("who", "with, for", weight=3, min_width=12, priority=1, sortable=False),
)
AGREED: Final = {
    Agreement.IN_PERSON: "in person",
    Agreement.PHONE: "by phone",
    Agreement.VIDEO: "by video",
    Agreement.SIGNED: "signed",
    Agreement.REPRESENTATIVE: "by a representative",
}
_KINDS: Final = {VersionKind.AGREED: "agreed", VersionKind.SHARED: "shared"}


class HistoryDialog(CoordDialog[None]):
    """The versions above; what the one under the cursor holds, or what changed since the last, below."""

    AUTO_FOCUS = "#versions"

    def __init__(self, plan_id: int) -> None:
        super().__init__("Changes and versions", subtitle="j k choose · tab reads on · esc close", classes="-wide")
        self.plan_id = plan_id
        self.list = VirtualTable(_COLUMNS, empty="Reading ...", id="versions")
        self.text = LongText()
        self.changes = Changes(None, ())

    def body(self) -> ComposeResult:
        self.list.styles.height = 6
        yield self.list
        yield self.text
        yield self.problem

    async def opened(self) -> None:
        self.changes = await self.ask(casework.changes, self.plan_id)
        versions = await self.ask(casework.versions, self.plan_id)
        rows = [Row(NOW, (_now_words(self.changes), "", ""))]
        rows += [self._row(one) for one in sorted(versions, key=lambda one: -one.number)]
        self.list.styles.height = min(8, len(rows) + 1)
        self.list.set_source(ListSource(rows), keep=NOW)
        self.text.show(list(change_parts(self.changes)))

    def _row(self, one: VersionHead) -> Row:
        how = AGREED[one.agreement] if one.agreement is not None else ""
        who = ", ".join(part for part in (one.participants, how) if part)
        copy = f"copy: {one.copy_to}" if one.copy_to else ""
        told = " · ".join(part for part in (who, copy, one.note) if part)
        return Row(one.version_id, (f"{one.number} {_KINDS[one.kind]}", show_day(one.made_on, self.today), told))

    @on(VirtualTable.Moved, "#versions")
    def _moved(self, event: VirtualTable.Moved) -> None:
        if event.key == NOW:
            self.text.show(list(change_parts(self.changes)))
        elif isinstance(event.key, int):
            self.read("version", casework.version_body, event.key).then(self._show_version, self._show_problem)

    def _show_version(self, body: dict[str, Any]) -> None:
        self.text.show(list(body_parts(body)))

    def _show_problem(self, error: CoordError) -> None:
        self.text.show([(str(error), "danger")])


def _now_words(changes: Changes) -> str:
    if changes.since is None:
        return "no version yet"
    return f"now: {plural(len(changes.lines), 'change')}"


def change_parts(changes: Changes) -> Iterator[Part]:
    """What changed, under the goal that it belongs to."""
    if changes.since is None:
        yield "Nothing was agreed or shared yet, so there is nothing to compare with. A agrees the plan.", "muted"
        return
    if not changes.lines:
        yield "The plan stands as in its last version.", "muted"
        return
    group = ""
    for one in changes.lines:
        if one.group != group:
            if group:
                yield "", ""
            group = one.group
            yield group, "strong"
        yield f"  {change_words(one)}", "warning" if one.kind == "gone" else ""


def change_words(one: Change) -> str:
    """ "* new step: Book the dietitian", "~ due: 3 March 2026 → 1 June 2026", "- step removed: Walk"."""
    if one.kind == "new":
        return f"* {one.what}: {one.after}"
    if one.kind == "gone":
        return f"- {one.what}: {one.before}"
    return f"~ {one.what}: {one.before or 'nothing'} → {one.after or 'nothing'}"


def body_parts(body: dict[str, Any]) -> Iterator[Part]:
    """A version as an outline in words."""
    plan = body["plan"]
    yield plan.get("title", ""), "strong"
    depths: dict[str, int] = {"": -1}
    for line in body["lines"]:
        depth = depths[line["uid"]] = depths.get(line["parent"], -1) + 1
        tone = "strong" if line["kind"] == "concern" else ""
        yield f"{'  ' * depth}{GLYPHS[line['kind']]} {line.get('text', '')}{_facts(line)}", tone


def _facts(line: dict[str, Any]) -> str:
    """The status, whose and when of a line, in brackets."""
    facts: Sequence[str] = [
        status_label(line["status"]) if line.get("status") else "",
        line.get("owner_name", ""),
        f"by {show_partial(line['due_on'])}" if line.get("due_on") else "",
        f"target {line['target']} {line.get('unit', '')}".strip() if line.get("target") else "",
        f"resolved {show_partial(line['resolved_on'])}" if line.get("resolved_on") else "",
    ]
    found = ", ".join(fact for fact in facts if fact)
    return f" ({found})" if found else ""
