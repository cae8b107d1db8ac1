"""What the tracker's verbs act on: the row under the cursor, a heading with its group, and what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coordtui.models.codes import Ball
from coordtui.screens.referral_rows import TrackerRows
from coordtui.screens.referral_subject import Subject
from coordtui.screens.referral_verbs import ReferralVerbs
from coordtui.screens.target import Target
from coordtui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from coordtui.casework.referral_tracker import Group, TrackerRow


class Standing(ReferralVerbs):
    """A screen with a `table` over `rows`."""

    table: VirtualTable
    rows: TrackerRows

    def row(self) -> TrackerRow | None:
        return self.rows.view(self.table.cursor_key)

    def heading(self) -> Group | None:
        return self.rows.heading(self.table.cursor_key)

    def subject(self) -> Subject | None:
        row = self.row()
        return None if row is None else Subject.of(row)

    def chosen(self) -> Sequence[int]:
        return [key for key in self.rows.referrals() if key in self.table.marks]

    def target(self) -> Target | None:
        row = self.row()
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)

    def cannot(self, verb: str) -> str | None:
        return None if verb == "mark" and self.heading() is not None else super().cannot(verb)

    def why_no_target(self) -> str:
        if self.heading() is not None:
            return "This is a heading: space marks its group, j goes to its first referral."
        return "There is no row here." if self.table.cursor_key is None else "This row is still being read."

    def say_marks(self) -> None:
        """Say how many are marked for as long as they are."""
        raise NotImplementedError

    def action_mark(self) -> None:
        """The row; on a heading, its whole group."""
        group = self.heading()
        if group is None:
            self.table.toggle_mark()
        else:
            keys = frozenset(self.rows.within(group.heading.code))
            self.table.set_marks(self.table.marks - keys if keys <= self.table.marks else self.table.marks | keys)
        self.say_marks()

    def action_mark_all(self) -> None:
        everything = frozenset(self.rows.referrals())
        self.table.set_marks(() if self.table.marks >= everything else everything)
        self.say_marks()

    def unmark(self) -> bool:
        """Take all marks away. False if there were none."""
        if not self.table.marks:
            return False
        self.table.set_marks(())
        self.say_marks()
        return True
