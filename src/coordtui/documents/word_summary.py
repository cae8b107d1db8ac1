"""The shipped Word template of the visit summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.documents.word_parts import add, given, page, section, table, when

if TYPE_CHECKING:
    from docx.document import Document


def build() -> Document:
    """The names that it uses are the fields of `view.SummaryView`."""
    document = page()
    add(document, "Title", "{{ title }}")
    add(document, "Normal", "For {{ name }}. {{ period }}. Made on {{ made }} by {{ coordinator.name }}.")
    add(document, "Normal", "{{ intro }}")
    when(document, "'talks' in parts", _talks)
    when(document, "'goals' in parts", _goals)
    when(document, "'medicines' in parts", _medicines)
    when(document, "'steps' in parts", _steps)
    _calls(document)
    add(document, "Normal", "{{ ask }}")
    given(document, "Normal", "notice", "{{ notice }}")
    add(document, "Caption", "{{ reading }}")
    return document


def _talks(document: Document) -> None:
    section(document, "What we talked about", "talks", "no_talks")
    add(document, "Normal", "{%p for talk in talks %}")
    whom = "{% if talk.with_whom %}, with {{ talk.with_whom }}{% endif %}"
    add(document, "Heading 3", "{{ talk.when }}, {{ talk.how }}" + whom)
    add(document, "Normal", "{%p if talk.discussed %}", "{{ talk.discussed }}", "{%p endif %}")
    add(document, "Normal", "{%p if talk.agreed %}", "We agreed: {{ talk.agreed }}", "{%p endif %}", "{%p endfor %}")


def _goals(document: Document) -> None:
    section(document, "Your goals", "goals", "no_goals")
    quoted = "{% if goal.own_words %}“{{ goal.text }}”{% else %}{{ goal.text }}{% endif %}"
    rest = "{% if goal.progress %} {{ goal.progress }}{% endif %}{% if goal.due %} {{ goal.due }}{% endif %}"
    add(document, "Normal", "{%p for goal in goals %}")
    add(document, "List Bullet", quoted + rest)
    add(document, "Normal", "{%p endfor %}")


def _medicines(document: Document) -> None:
    section(document, "Your medicines", "medicines", "no_medicines")
    add(document, "Normal", "{{ medicine_caution }}", "{%p for medicine in medicines %}")
    rest = "{% if medicine.dosage %}: {{ medicine.dosage }}{% endif %}"
    rest += "{% if medicine.remark %} ({{ medicine.remark }}){% endif %}"
    add(document, "List Bullet", "{{ medicine.text }}" + rest)
    add(document, "Normal", "{%p endfor %}")


def _steps(document: Document) -> None:
    section(document, "What comes next", "steps", "no_steps")
    add(document, "Normal", "{%p if steps %}")
    table(document, ("When", "What", "Who"), "step in steps", ("{{ step.when }}", "{{ step.what }}", "{{ step.who }}"))
    add(document, "Normal", "{%p endif %}")


def _calls(document: Document) -> None:
    add(document, "Heading 1", "Whom to call")
    mine = "{% if coordinator.phone %}: {{ coordinator.phone }}{% endif %}"
    add(document, "List Bullet", "{{ coordinator.name }}, {{ coordinator.role }}" + mine)
    add(document, "Normal", "{%p for person in team %}")
    role = "{% if person.role %}, {{ person.role }}{% endif %}"
    add(document, "List Bullet", "{{ person.name }}" + role + ": {{ person.phone }}")
    add(document, "Normal", "{%p endfor %}", "{%p for line in help_lines %}")
    add(document, "List Bullet", "{{ line.number }}: {{ line.when }}")
    add(document, "Normal", "{%p endfor %}")
    add(document, "Caption", "{{ help_lines_checked }}")
