"""What can be done next with a referral: each step by its letter, the reason for one that is not possible, no news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from coordtui.casework import referral as casework
from coordtui.casework.follow_up_views import Able
from coordtui.casework.referral_views import detail
from coordtui.errors import Refused
from coordtui.rules.dates import show_day
from coordtui.rules.referral_moves import Move, Offer
from coordtui.screens.base import CoordDialog, Desked
from coordtui.screens.days import DayDialog, usual_days
from coordtui.screens.of_follow_up import OfFollowUp
from coordtui.screens.referral_move import MoveDialog
from coordtui.screens.referral_parts import steps
from coordtui.screens.referral_subject import Subject
from coordtui.screens.target import Target
from coordtui.widgets.text import Words, styled


class StepsDialog(CoordDialog[None]):
    """A letter opens its step; enter notes that there is no news, and when to look again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "verb('steps.again')", "No news", show=False)]

    def __init__(self, subject: Subject | None) -> None:
        super().__init__(
            "The next step", subtitle="a letter takes its step · enter no news · esc close", classes="-wide"
        )
        self.subject = subject
        self.offers: Sequence[Offer] = ()
        self.heading, self.steps = Words(""), Words("Reading ...")

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.steps
        yield self.problem

    async def which(self) -> int:
        """The referral's key."""
        assert self.subject is not None
        return self.subject.referral_id

    async def opened(self) -> None:
        found = await self.ask(detail, await self.which(), self.today)
        self.subject, self.offers = Subject.of_detail(found), found.offers
        self.heading.update(
            styled((self.who(found.patient), "strong"), f": {self.subject.words}", (f" · {found.label}\n", "muted"))
        )
        self.steps.update(step_list(self.offers))

    async def on_key(self, event: events.Key) -> None:
        keyed = [offer for offer in self.offers if offer.move.key == event.character]
        if keyed and self.subject is not None:
            event.stop()
            event.prevent_default()
            if any(not offer.reason for offer in keyed):
                self.dismiss()
            take(self, self.subject, keyed, event.character or "", found=self.problem)

    def action_again(self) -> None:
        if self.subject is not None:
            self.dismiss()
            self.app.push_screen(AgainDialog(self.subject))


class ReferralDialog(OfFollowUp, StepsDialog):
    """The same for a follow-up of the queue."""

    def __init__(self, target: Target) -> None:
        super().__init__(None)
        self.target = target


class WhichDialog(CoordDialog[None]):
    """One letter stands for several steps: a number chooses. Each is a step with what it can act on."""

    def __init__(self, subjects: Sequence[Subject], steps: Sequence[tuple[Move, Able | None]]) -> None:
        super().__init__("Which step?", subtitle="a number chooses · esc close")
        self.subjects, self.steps = tuple(subjects), tuple(steps)[:9]

    def body(self) -> ComposeResult:
        parts: list[str | tuple[str, str]] = []
        for number, (move, able) in enumerate(self.steps, 1):
            parts += [(f" {number}  ", "bold"), move.label, (f" · {len(able.can)}\n" if able else "\n", "muted")]
        yield Words(styled(*parts))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "123456789"[: len(self.steps)]:
            event.stop()
            move, able = self.steps[int(event.character) - 1]
            self.dismiss()
            self.app.push_screen(MoveDialog(move, self.subjects, able))


class AgainDialog(DayDialog):
    """Asked, and there was no news: when to look again."""

    field_name = "next_check_on"

    def __init__(self, subject: Subject) -> None:
        super().__init__("No news yet")
        self.subject = subject

    def intro(self) -> ComposeResult:
        question = "\nAsked, and there is no news yet. When will you look again?\n"
        yield Words(styled((self.who(self.subject.patient), "strong"), f": {self.subject.words}", (question, "muted")))

    def on_mount(self) -> None:
        self.choose(next(day.day for day in usual_days(self.today) if day.letter == "w"))

    def meaning(self, day: dt.date) -> str:
        return f"checked today, again {show_day(day, self.today)}"

    async def commit(self, day: dt.date) -> None:
        await self.act(casework.check, self.subject.referral_id, day, self.moment)
        self.dismiss()


def take(screen: Desked, subject: Subject, offers: Sequence[Offer], letter: str, *, found: Words | None = None) -> None:
    """Open the step that these offers of one letter stand for, or say why there is none; in `found` where given."""
    possible = [offer.move for offer in offers if not offer.reason]
    if len(possible) == 1:
        screen.app.push_screen(MoveDialog(possible[0], (subject,)))
    elif possible:
        screen.app.push_screen(WhichDialog((subject,), [(move, None) for move in possible]))
    else:
        why = offers[0].reason if offers else f"No step has the letter {letter} while it is {subject.label}."
        if found is None:
            screen.complain(Refused(why))
        else:
            found.update(why)


def step_list(offers: Sequence[Offer]) -> Content:
    """The possible steps with their letters, below them the others with the reason."""
    parts: list[str | tuple[str, str]] = []
    found = steps(offers)
    for letter, words, reason in found:
        if not reason:
            parts += [(f" {letter}  ", "bold"), f"{words}\n"]
    if any(step.reason for step in found):
        parts.append(("\nNot now:\n", "muted"))
    for letter, words, reason in found:
        if reason:
            parts.append((f" {letter}  {words}: {reason}\n", "muted"))
    return styled(*parts, ("\nenter", "bold"), "  no news: look again on a day")
