"""How much of a chart a document may hold: the parts that were picked, and the tagged rows that a consent lets out.

What is outside is never read: every query of a document has its condition from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from coordtui.casework.sensitivity import labels, shareable, tags_of
from coordtui.errors import Refused
from coordtui.rules.disclosure import PART2_NOTICE
from coordtui.rules.sensitivity import PART2


@dataclass(frozen=True, slots=True)
class Scope:
    """`sections` are ids of rules/disclosure.py `SECTIONS`, None for all; `covered` the tags that may go along."""

    sections: frozenset[str] | None = None
    covered: frozenset[str] = frozenset()

    def wants(self, section: str) -> bool:
        """Whether that part of the chart goes along."""
        return self.sections is None or section in self.sections

    def rows(self, columns: Any, section: str = "") -> ColumnElement[bool]:
        """A condition for a query of these columns (`table(Goal).c`): rows that may leave, as part of `section`."""
        return false() if section and not self.wants(section) else shareable(columns, self.covered)

    @property
    def notice(self) -> str:
        """What has to stand on the page because of the tags that it may hold, "" for nothing."""
        return PART2_NOTICE if PART2 in self.covered else ""

    def parts(self, every: frozenset[str]) -> frozenset[str]:
        """Which of a document's parts go along."""
        return every if self.sections is None else every & self.sections


WHOLE: Final = Scope()
"""All parts, nothing that is tagged: what a document holds where nobody chose."""


def require(session: Session, columns: Any, key: int, scope: Scope, what: str) -> None:
    """Raise Refused where the record that a document is about ("referral") may not leave."""
    query = select(columns.id).where(columns.id == key, scope.rows(columns))
    if session.execute(query).first() is not None:
        return
    patient = session.execute(select(columns.patient_id).where(columns.id == key)).scalar()
    if patient is None:
        return
    tags = tags_of(session, patient)
    held = tags.get((columns.id.table.name, key), frozenset()) | tags.get(("patient", patient), frozenset())
    names = labels(session)
    words = ", ".join(sorted(names.get(code, code) for code in held - scope.covered))
    raise Refused(
        f"This {what} is tagged {words}, and no authorization in force lets it go to them.",
        "Record one in the chart, or choose who may get it.",
    )
