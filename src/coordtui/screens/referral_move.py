"""The form of one step: just what that step asks for. On many referrals it is one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from coordtui.casework import referral as casework
from coordtui.casework.follow_up_views import Able
from coordtui.rules.referral_moves import Move
from coordtui.screens.referral_act import ActDialog, one_line
from coordtui.screens.referral_fields import details, form_field
from coordtui.screens.referral_subject import Subject
from coordtui.widgets.text import Words, styled

_SHOWN: Final = 6


class MoveDialog(ActDialog):
    """Enter does the step with what stands in the fields."""

    DEFAULT_CSS = """
    MoveDialog Form .field--label { width: 26; }
    MoveDialog Form .field--error { margin: 0 0 0 26; }
    MoveDialog Form.-narrow .field--label { width: 13; }
    MoveDialog Form.-narrow .field--error { margin: 0 0 0 13; }
    """

    def __init__(self, move: Move, subjects: Sequence[Subject], able: Able | None = None) -> None:
        can = set(able.can) if able is not None else {one.referral_id for one in subjects}
        self.move, self._marked, self._able = move, tuple(subjects), able
        self.subjects = tuple(one for one in subjects if one.referral_id in can)
        n = len(self.subjects)
        does = f"{move.label[:1].upper()}{move.label[1:]}"
        title = does if able is None else f"{does}: {n} referral{'s' * (n != 1)}"
        key = "many" if able is not None else str(subjects[0].referral_id)
        super().__init__(title, f"{move.id}.{key}", *(form_field(one, self._today) for one in move.fields))

    def _today(self) -> dt.date:
        return self.today

    def about(self) -> Iterable[Words]:
        if self._able is None:
            yield one_line(self, self.subjects[0])
        else:
            yield from self._many(self._able)

    def _many(self, able: Able) -> Iterable[Words]:
        """How many this works on and which not, before enter does it."""
        by_id = {one.referral_id: one for one in self._marked}
        yield Words(styled(("As one act, which one u takes back:", "strong")))
        for one in self.subjects[:_SHOWN]:
            yield Words(f"{self.who(one.patient)}: {one.words}")
        yield from _more(len(self.subjects))
        if able.cannot:
            yield Words(
                styled((f"Not {'this one' if len(able.cannot) == 1 else f'these {len(able.cannot)}'}:", "warning"))
            )
        for referral_id, reason in able.cannot[:_SHOWN]:
            one = by_id[referral_id]
            yield Words(styled(f"{self.who(one.patient)}: {one.words} ", (f"– {reason}", "muted")))
        yield from _more(len(able.cannot))

    async def prefill(self) -> None:
        """Where the visit is and who writes of it is most often whom it was sent to."""
        if self._able is None and (name := self.subjects[0].to_name):
            self.form.fill(dict.fromkeys(("place", "author"), name))

    async def commit(self, values: dict[str, Any]) -> None:
        ids = tuple(one.referral_id for one in self.subjects)
        await self.act(casework.move, ids, self.move.id, details(values), self.moment)
        await self.saved()


def _more(count: int) -> Iterable[Words]:
    if count > _SHOWN:
        yield Words(styled((f"and {count - _SHOWN} more", "muted")))
