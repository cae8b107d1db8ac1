"""A goal's form: the patient's own words, what it is measured by, how sure they are, and its own scale."""

from __future__ import annotations

from typing import Any, Final

from textual.app import ComposeResult

from coordtui.casework import goal as casework
from coordtui.models.base import Draft
from coordtui.models.care_plan import GoalDraft
from coordtui.rules.goal import ACHIEVEMENTS, join_scale, prompt, scale_lines
from coordtui.screens.plan_form import RecordForm, due_field, number_field, score
from coordtui.screens.plan_letters import status_options
from coordtui.widgets.fields import BaseField
from coordtui.widgets.form import Choice, Field
from coordtui.widgets.text import Words

ACHIEVED: Final = tuple(
    (letter, code, ACHIEVEMENTS[code]) for letter, code in zip("ibwncksot", ACHIEVEMENTS, strict=True)
)
"""The letters of how a goal goes."""
_PRIORITIES: Final = (("h", "high-priority", "high"), ("m", "medium-priority", "medium"), ("l", "low-priority", "low"))
STEPS: Final = (
    ("1", -2, "-2 much less"),
    ("2", -1, "-1 less"),
    ("3", 0, "0 as expected"),
    ("4", 1, "+1 more"),
    ("5", 2, "+2 much more"),
)
"""Goal attainment scaling."""
_SCALE: Final = tuple(f"scale_{n}" for n in range(5))


class Asking(Field):
    """A field with a question below it, where there is one to ask."""

    DEFAULT_CSS = """
    Asking .field--ask { display: none; margin: 0 0 0 16; color: $text-warning; }
    Asking.-asks .field--ask { display: block; }
    """

    def compose(self) -> ComposeResult:
        yield from super().compose()
        self.question = Words("", classes="field--ask")
        yield self.question

    def ask(self, words: str) -> None:
        self.question.update(words)
        self.set_class(bool(words), "-asks")


class GoalDialog(RecordForm):
    """A confidence below 7 shows at once what to ask."""

    noun = "goal"

    def __init__(self, goal_id: int) -> None:
        super().__init__(goal_id)
        self.confidence = Asking("confidence", "Confidence", parse=score(0, 10), placeholder="0 to 10")

    def fields(self) -> tuple[BaseField, ...]:
        looks = zip(_SCALE, STEPS, strict=True)
        return (
            Field("text", "Goal", required=True),
            Field("patient_words", "In their words", placeholder="as the patient says it"),
            Field("why", "Why it matters"),
            Field("measure", "Measured by", placeholder="what is counted or looked at"),
            Field("unit", "Unit"),
            Field("baseline", "At the start"),
            Field("target", "Target"),
            due_field("due_on", "Due", lambda: self.today),
            number_field("importance", "Importance", 0, 10),
            self.confidence,
            Choice("priority", "Priority", _PRIORITIES),
            Choice("status", "Status", status_options("goal")),
            Choice("achievement", "How it goes", ACHIEVED),
            *(
                Field(name, f"Scale {words.split()[0]}", placeholder=f"what {words[2:].strip()} looks like")
                for name, (_, _, words) in looks
            ),
            Choice("attainment", "On the scale", STEPS),
            Field("outcome", "How it ended"),
        )

    async def fetch(self) -> Draft:
        return await self.ask(casework.goal_draft, self.record_id)

    def filled(self, draft: Draft) -> dict[str, Any]:
        values = draft.model_dump()
        return values | dict(zip(_SCALE, scale_lines(values.pop("scale")), strict=True))

    def drafted(self, values: dict[str, Any]) -> dict[str, Any]:
        lines = tuple(values.pop(name) or "" for name in _SCALE)
        return values | {"scale": join_scale(lines)}

    def settled(self) -> None:
        """What to ask stands below the confidence, as soon as that is typed."""
        found = {name: self._number(name) for name in ("confidence", "importance")}
        self.confidence.ask(prompt(found["confidence"], found["importance"]))

    def _number(self, name: str) -> int | None:
        field = self.form.field(name)
        text = field.raw.strip() if field is not None else ""
        return int(text) if text.isdecimal() and int(text) <= 10 else None

    async def commit(self, draft: GoalDraft) -> None:
        await self.act(casework.edit_goal, self.record_id, draft, self.moment)
