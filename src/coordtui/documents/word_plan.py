"""The shipped Word templates of a care plan: the patient's page, the same in large print, and the team's copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.documents.fitting import LARGE, NORMAL
from coordtui.documents.word_parts import add, bullets, given, page, table

if TYPE_CHECKING:
    from docx.document import Document


def patient() -> Document:
    """The names that it uses are the fields of `plan_view.PatientPlanView`."""
    return _patient(NORMAL.points)


def patient_large() -> Document:
    return _patient(LARGE.points)


def _patient(points: float) -> Document:
    document = page(points, tight=True)
    add(document, "Title", "{{ title }}")
    add(document, "Normal", "For {{ name }}. Made on {{ made }} by {{ coordinator.name }}.")
    add(document, "Normal", "{{ intro }}{% if agreed %} {{ agreed }}{% endif %}")
    given(document, "Normal", "matters", "What matters to you: {{ matters }}")
    add(document, "Heading 1", "Your goals")
    given(document, "Normal", "not goals", "{{ no_goals }}")
    _goals(document)
    given(document, "Normal", "more", "{{ more }}")
    given(document, "Normal", "reached", "You reached: {{ reached }}")
    given(document, "Normal", "next_look", "{{ next_look }}")
    add(document, "Heading 1", "Whom to call")
    mine = "{% if coordinator.phone %}: {{ coordinator.phone }}{% endif %}"
    add(document, "List Bullet", "{{ coordinator.name }}, {{ coordinator.role }}" + mine)
    bullets(document, "line in help_lines", "{{ line.number }}: {{ line.when }}")
    add(document, "Normal", "{{ ask }}")
    given(document, "Caption", "notice", "{{ notice }}")
    add(document, "Caption", "{{ help_lines_checked }} {{ reading }}")
    return document


def _goals(document: Document) -> None:
    quoted = "{{ goal.number }}. {% if goal.own_words %}“{{ goal.text }}”{% else %}{{ goal.text }}{% endif %}"
    add(document, "Normal", "{%p for goal in goals %}")
    add(document, "Heading 2", quoted + "{% if goal.due %} {{ goal.due }}{% endif %}")
    why = "{% if goal.why %}Why it matters: {{ goal.why }} {% endif %}"
    rest = "{{ goal.seen }}{% if goal.progress %} {{ goal.progress }}{% endif %}"
    given(document, "Normal", "goal.why or goal.seen or goal.progress", why + rest)
    bullets(
        document, "step in goal.steps", "{{ step.who }}: {{ step.what }}{% if step.when %}, {{ step.when }}{% endif %}"
    )
    add(document, "Normal", "{%p endfor %}")


def team() -> Document:
    """The names that it uses are the fields of `plan_view.TeamPlanView`."""
    document = page(10.5, tight=True)
    add(document, "Title", "{{ title }}: {{ plan }}")
    born = "{% if born %}, born {{ born }}{% endif %}"
    maker = (
        "{{ coordinator.name }}, {{ coordinator.role }}{% if coordinator.phone %}, {{ coordinator.phone }}{% endif %}"
    )
    add(document, "Normal", "{{ name }}" + born + ". Plan {{ status }}. Made on {{ made }} by " + maker + ".")
    given(document, "Normal", "matters", "What matters to the patient: {{ matters }}")
    _lines(document, "1. Problems", "problems", part="problems")
    _lines(document, "2. Expected outcome and prognosis", "expected")
    _team_goals(document)
    _lines(document, "4. Symptom management", "symptoms")
    _steps(document)
    _medicines(document)
    _lines(document, "7. Community and social services", "community", part="referrals")
    _lines(document, "8. Coordination with others outside", "outside", part="referrals")
    _people(document)
    _lines(document, "9. Periodic review", "review")
    _lines(document, "Versions", "versions", 2, part="history")
    _lines(document, "Copies given", "copies", 2, part="history")
    _lines(document, "Changed since the last version", "changes", 2, always=False)
    given(document, "Normal", "notice", "{{ notice }}")
    add(document, "Caption", "{{ reading }}")
    return document


def _lines(document: Document, heading: str, rows: str, level: int = 1, *, always: bool = True, part: str = "") -> None:
    """A list under its heading; without rows "nothing is recorded", or no heading either.

    `part` is the part of the chart that it belongs to, "" for one that is never left out.
    """
    if always:
        add(document, f"Heading {level}", heading)
        _none(document, rows, part)
    else:
        given(document, f"Heading {level}", rows, heading)
    bullets(document, f"row in {rows}", "{{ row }}")


def _none(document: Document, rows: str, part: str) -> None:
    words = f"{{{{ nothing if '{part}' in parts else left_out }}}}" if part else "{{ nothing }}"
    given(document, "Normal", f"not {rows}", words)


def _team_goals(document: Document) -> None:
    add(document, "Heading 1", "3. Measurable goals")
    given(document, "Normal", "not goals", "{{ nothing }}")
    add(document, "Normal", "{%p for goal in goals %}")
    add(document, "Heading 2", "{{ goal.text }}")
    given(document, "Normal", "goal.words", "In the patient's words: “{{ goal.words }}”")
    add(document, "List Bullet", "Status: {{ goal.status }}")
    given(document, "List Bullet", "goal.concern", "For: {{ goal.concern }}")
    bullets(document, "fact in goal.facts", "{{ fact }}")
    add(document, "Normal", "{%p endfor %}")


def _steps(document: Document) -> None:
    add(document, "Heading 1", "5. Interventions and who is responsible")
    _none(document, "steps", "steps")
    add(document, "Normal", "{%p if steps %}")
    cells = ("{{ step.what }}", "{{ step.who }}", "{{ step.when }}", "{{ step.status }}", "{{ step.goal }}")
    table(document, ("What", "Who", "When", "Status", "For"), "step in steps", cells)
    add(document, "Normal", "{%p endif %}")


def _medicines(document: Document) -> None:
    add(document, "Heading 1", "6. Medication management")
    add(document, "Normal", "{{ medicine_caution }}")
    _none(document, "medicines", "medicines")
    rest = "{% if medicine.dosage %}: {{ medicine.dosage }}{% endif %}"
    rest += "{% if medicine.remark %} ({{ medicine.remark }}){% endif %}"
    bullets(document, "medicine in medicines", "{{ medicine.text }}" + rest)
    _lines(document, "Allergies", "allergies", 2, part="allergies")
    _lines(document, "Steps about medicines", "medicine_steps", 2, always=False)


def _people(document: Document) -> None:
    add(document, "Heading 2", "Care team")
    _none(document, "team", "team")
    rest = "{% if person.role %}, {{ person.role }}{% endif %}{% if person.phone %}: {{ person.phone }}{% endif %}"
    bullets(document, "person in team", "{{ person.name }}" + rest)
