"""What can be done with a referral, one or many: the letters of its next steps, and the verbs around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events

from coordtui.casework import referral as casework
from coordtui.casework.follow_up_views import Able
from coordtui.casework.referral_tracker import TrackerRow, page
from coordtui.casework.referral_views import detail
from coordtui.errors import Refused
from coordtui.rules.referral_moves import MOVES, OWN_TO_EACH, Move
from coordtui.screens.bindings import keys_taken
from coordtui.screens.referral_subject import Subject
from coordtui.screens.working import Working

if TYPE_CHECKING:
    from coordtui.screens.referral_form import Purpose
    from coordtui.screens.referral_whom import Whom

STEP_KEYS: Final = frozenset(move.key for move in MOVES)
_LOOKED_AT: Final = 40
"""Of how many marked referrals the fields are looked up; what others need besides, their act asks for."""
_NEEDS_ONE: Final = frozenset({"step", "again", "change", "part", "write", "detail"})


class ReferralVerbs(Working):
    """A screen says which referral it stands on (`subject`) and which are marked (`chosen`); the verbs are here."""

    page: ClassVar[str]
    _letter = ""

    def subject(self) -> Subject | None:
        raise NotImplementedError

    def chosen(self) -> Sequence[int]:
        """The ids of what is marked; a step then acts on all of it as one act."""
        return ()

    def made(self, referral_id: int | None) -> None:
        """A form was closed; the id is that of the referral that was made, None if there is none."""

    def cannot(self, verb: str) -> str | None:
        if verb in _NEEDS_ONE and self.subject() is None:
            return None if verb == "step" and self.chosen() else self.why_no_target()
        return super().cannot(verb)

    @property
    def _subject(self) -> Subject:
        subject = self.subject()
        assert subject is not None, "`cannot` has checked it"
        return subject

    # The next steps

    async def on_key(self, event: events.Key) -> None:
        """A step's letter, unless a person moved another verb to that key."""
        letter = event.character
        if letter in STEP_KEYS and letter not in keys_taken(self.page):
            event.stop()
            event.prevent_default()
            self._letter = letter or ""
            await self.action_verb("step.letter")

    async def action_letter(self) -> None:
        """Open the step that this letter stands for now, or say why there is none."""
        if marked := self.chosen():
            await self._in_many(marked, self._letter)
            return
        subject = self.subject()
        if subject is None:
            self.say(self.why_no_target(), tone="warning")
            return
        found = await self.ask(detail, subject.referral_id, self.today)
        offers = [offer for offer in found.offers if offer.move.key == self._letter]
        import_module("coordtui.screens.referral_steps").take(self, subject, offers, self._letter)

    async def _in_many(self, ids: Sequence[int], letter: str) -> None:
        """Each step with this letter that some of them can take."""
        sorted_by = [
            (move, await self.ask(casework.sort_moves, ids, move.id, self.today))
            for move in MOVES
            if move.key == letter
        ]
        able = [(await self._asked_of(move, found), found) for move, found in sorted_by if found.can]
        if not able:
            why = sorted_by[0][1].cannot[0][1]
            self.complain(Refused(f"None of {len(ids)} marked: {why}"))
            return
        rows = await self.ask(page, ids, self.today, group="state")
        marked = [Subject.of(row) for row in rows if isinstance(row, TrackerRow)]
        if len(able) == 1:
            self._open("referral_move", "MoveDialog", able[0][0], marked, able[0][1])
        else:
            self._open("referral_steps", "WhichDialog", marked, able)

    async def _asked_of(self, move: Move, able: Able) -> Move:
        """The step with the fields that at least one of these is asked for."""
        asked: set[str] = set()
        for referral_id in able.can[:_LOOKED_AT]:
            found = await self.ask(detail, referral_id, self.today)
            asked |= {field.name for offer in found.offers if offer.move.id == move.id for field in offer.move.fields}
        if len(able.can) + len(able.cannot) > 1:
            asked -= OWN_TO_EACH
        return replace(move, fields=tuple(field for field in move.fields if field.name in asked))

    def action_step(self) -> None:
        """All that is possible now, with what is not and why; letters of marked rows go straight to their step."""
        if self.chosen():
            self.say("Rows are marked: press the letter of a step, and it acts on all of them.", tone="warning")
        else:
            self._open("referral_steps", "StepsDialog", self._subject)

    def action_again(self) -> None:
        self._open("referral_steps", "AgainDialog", self._subject)

    # One referral

    def action_detail(self) -> None:
        self._open("referral_detail", "ReferralScreen", self._subject.referral_id)

    def action_change(self) -> None:
        one = self._subject
        self._form("edit", one.patient_id, one.patient, one.referral_id)

    def action_part(self) -> None:
        one = self._subject
        self._form("part", one.patient_id, one.patient, one.referral_id)

    def _form(self, purpose: Purpose, patient_id: int, patient: str, referral_id: int | None = None) -> None:
        form = import_module("coordtui.screens.referral_form").ReferralForm
        self.app.push_screen(form(purpose, patient_id, patient, referral_id), self.made)

    def action_log(self) -> None:
        """About what comes first for the person."""
        self._open("contact", "LogDialog", self._here.person)

    def action_write(self) -> None:
        self._open("referral_write", "WriteDialog", self._subject)

    # Others

    def action_new(self) -> None:
        def chosen(whom: Whom | None) -> None:
            if whom is not None:
                self._form("new", whom.patient_id, whom.patient)

        self.app.push_screen(import_module("coordtui.screens.referral_whom").WhomDialog(self.subject()), chosen)

    def action_limits(self) -> None:
        self._open("referral_limits", "LimitsDialog")

    def action_lost(self) -> None:
        self._open("referral_lost", "LostDialog")
