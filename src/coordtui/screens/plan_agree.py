"""Freezing a version: the patient agreed to the plan, or a copy of it was given to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from textual.app import ComposeResult

from coordtui.casework import plan_outline, plan_version
from coordtui.casework.plan_outline import Outline
from coordtui.models.plan_version import Agreement, AgreementDraft
from coordtui.rules.dates import parse_day
from coordtui.rules.words import plural
from coordtui.screens.plan_form import FormDialog
from coordtui.widgets.form import Choice, DateField, Field, Form
from coordtui.widgets.text import Words, styled

HOW: Final = (
    ("p", Agreement.IN_PERSON, "in person"),
    ("t", Agreement.PHONE, "by phone"),
    ("v", Agreement.VIDEO, "by video"),
    ("s", Agreement.SIGNED, "signed"),
    ("r", Agreement.REPRESENTATIVE, "by a representative"),
)


class VersionDialog(FormDialog):
    """Says what will be frozen; subclasses give the fields and the act."""

    def __init__(self, plan_id: int, title: str) -> None:
        super().__init__(title, subtitle="enter saves · tab next · esc close", classes="-wide")
        self.plan_id = plan_id
        self.about = Words("Reading ...")

    def make_form(self) -> Form:
        raise NotImplementedError

    def body(self) -> ComposeResult:
        self.form = self.make_form()
        yield self.about
        yield self.form
        yield self.problem

    async def opened(self) -> None:
        self.form.focus_first()
        outline = await self.ask(plan_outline.outline, self.plan_id, self.today)
        self.about.update(
            styled((f"{outline.plan.title}\n", "strong"), *((f"{one}\n", tone) for one, tone in self.tell(outline)))
        )
        await self.refill()

    def tell(self, outline: Outline) -> Iterator[tuple[str, str]]:
        """Sentences about the plan, each with a tone."""
        goals = [line for line in outline.lines if line.kind == "goal" and line.is_open]
        steps = [line for line in outline.lines if line.kind == "intervention" and line.is_open]
        yield f"{plural(len(goals), 'goal')} and {plural(len(steps), 'step')} are open.", "muted"
        since = outline.plan.since
        if since is not None:
            yield f"{plural(outline.plan.changed, 'change')} since version {since.number}.", "muted"


class AgreeDialog(VersionDialog):
    """The plan as it stands becomes a version that stays; the draft becomes active."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(plan_id, "Agree the plan")

    def make_form(self) -> Form:
        return Form(
            Field("participants", "Who took part", placeholder="the patient, a daughter, the nurse ..."),
            Choice("agreement", "How agreed", HOW),
            Field("copy_to", "Copy given to", placeholder="who has it in hand, if anybody"),
            DateField("review_on", "Next review", parse=self._day),
            Field("note", "Note"),
        )

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    def tell(self, outline: Outline) -> Iterator[tuple[str, str]]:
        yield from super().tell(outline)
        bare = [line for line in outline.lines if line.kind == "goal" and line.is_open and not line.due_on]
        if bare:
            yield (
                f"Without a due date: {'; '.join(line.text for line in bare[:3])}{' ...' * (len(bare) > 3)}",
                "warning",
            )

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(plan_version.agree, self.plan_id, AgreementDraft(**values), self.moment)

    def draft_name(self) -> str:
        return f"draft.agree.{self.plan_id}"


class ShareDialog(VersionDialog):
    """Whom the copy was given to; what changes later is told from this version on."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(plan_id, "The copy was given")

    def make_form(self) -> Form:
        return Form(Field("copy_to", "Given to", required=True, placeholder="a name"), Field("note", "Note"))

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(plan_version.share, self.plan_id, values["copy_to"], values["note"], self.moment)

    def draft_name(self) -> str:
        return f"draft.share.{self.plan_id}"
