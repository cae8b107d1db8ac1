"""What every document holds: who made it, whom to call, and what the coordinator is told about lines left off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy.orm import Session

from coordtui.documents import gather
from coordtui.documents.private import topic_of
from coordtui.documents.scope import Scope
from coordtui.documents.text import one_line
from coordtui.documents.view import Person


def coordinator(session: Session, whose: str = "your ") -> Person:
    """The coordinator as a document names them; `whose` stands before the role."""
    mine = gather.me(session)
    name = one_line(mine.name) or "Your coordinator"
    return Person(name, f"{whose}{one_line(mine.role)}", one_line(mine.phone or ""))


def care_team(session: Session, patient_id: int, scope: Scope) -> tuple[Person, ...]:
    """Members who have a number, once each; one whose role tells something private is not listed."""
    rows = gather.team(session, patient_id, scope)
    people = (Person(one_line(row.name), one_line(row.role or ""), one_line(row.phone)) for row in rows)
    return tuple(dict.fromkeys(person for person in people if topic_of(person.name, person.role) is None))


def sentence(text: str) -> str:
    """With a full stop, unless it ends a sentence as it is."""
    return text if text.endswith((".", "!", "?", "…", ":", "。")) else f"{text}."


def left_off(topics: Iterable[str], advice: str) -> list[str]:
    """One caution for each topic: how many lines were left off, and what to do about them."""
    return [
        f"{count} {'line was' if count == 1 else 'lines were'} left off as private ({topic}): {advice}"
        for topic, count in sorted(Counter(topics).items())
    ]
