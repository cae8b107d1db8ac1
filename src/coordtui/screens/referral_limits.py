"""How long each step of a referral may take: the shipped defaults, and the person's own in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import referral as casework
from coordtui.errors import InvalidInput
from coordtui.models.codes import Urgency
from coordtui.models.referral import ReferralState
from coordtui.rules.referral import STATES
from coordtui.rules.referral_ageing import SHIPPED, Overrides, Span, limits
from coordtui.screens.base import CoordDialog
from coordtui.screens.referral_act import ActDialog
from coordtui.widgets.columns import Cell, Column, Row
from coordtui.widgets.form import Choice, Field
from coordtui.widgets.table import ListSource, VirtualTable
from coordtui.widgets.text import Words, styled

_URGENCIES: Final = (Urgency.STAT, Urgency.ASAP, Urgency.URGENT, Urgency.ROUTINE)
_COLUMNS: Final = (
    Column("state", "may stay", weight=2, min_width=14, sortable=False),
    *(Column(one.value, one.value, width=9, sortable=False, priority=at) for at, one in enumerate(_URGENCIES)),
)
_SHORT: Final[Mapping[str, str]] = {"business": "bus. d", "calendar": "d", "hours": "h"}
_LONG: Final[Mapping[str, str]] = {"business": "business days", "calendar": "days", "hours": "hours"}
_TYPED: Final = re.compile(r"([0-9]{1,4}) *(h|hours?|d|days?|w|weeks?|b|bd|business|business days?)", re.IGNORECASE)


class LimitsDialog(CoordDialog[None]):
    """A line a state; enter changes one, s shows those of social referrals."""

    AUTO_FOCUS: ClassVar[str | None] = "VirtualTable"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "verb('limits.social')", "Social", show=False)]

    def __init__(self) -> None:
        super().__init__(
            "How long a step may take", subtitle="enter changes · s medical or social · esc close", classes="-wide"
        )
        self.social = False
        self.own: Overrides = SHIPPED
        self.heading = Words("")
        self.table = VirtualTable(_COLUMNS)

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.table
        yield Words(
            styled(
                ("* your own limit. Amber from 80 % of a limit on, red after it, escalate after twice of it.", "muted")
            )
        )
        yield self.problem

    async def opened(self) -> None:
        self.table.styles.height = len(_STATES) + 1
        await self._read()

    async def _read(self) -> None:
        self.own = await self.ask(casework.overrides)
        self._draw()

    def _draw(self) -> None:
        self.heading.update("Social referrals" if self.social else "Medical referrals")
        self.table.set_source(ListSource(Row(state, self._cells(state)) for state in _STATES))

    def _cells(self, state: ReferralState) -> tuple[Cell, ...]:
        return (STATES[state].label, *(self._cell(state, one) for one in _URGENCIES))

    def _cell(self, state: ReferralState, urgency: Urgency) -> Cell:
        own = (state, urgency, self.social) in self.own
        span = limits(state, urgency, self.social, self.own)
        words = "" if span is None else f"{span.n} {_SHORT[span.unit]}{'*' if own else ''}"
        return words, "strong" if own else ""

    def action_social(self) -> None:
        self.social = not self.social
        self._draw()

    @on(VirtualTable.Opened)
    def _change(self, event: VirtualTable.Opened) -> None:
        assert isinstance(event.key, ReferralState)
        self.app.push_screen(LimitForm(event.key, self.social, self.own), self._changed)

    def _changed(self, _: object) -> None:
        self.background("limits", self._read)


class LimitForm(ActDialog):
    """One limit; an empty line goes back to the default."""

    def __init__(self, state: ReferralState, social: bool, own: Overrides) -> None:
        self.state, self.social, self.own = state, social, own
        self._offered = Urgency.ROUTINE
        super().__init__(
            f"How long: {STATES[state].label}",
            f"limit.{state.value}.{social}",
            Choice("urgency", "How soon", [(one.value[0], one, one.value) for one in _LETTERED], Urgency.ROUTINE),
            Field("span", "At most", parse=parse_span, echo=str, placeholder="5 business days, 14 days, 24 hours"),
        )

    def about(self) -> Iterable[Words]:
        kind = "social" if self.social else "medical"
        yield Words(styled((f"For {kind} referrals. An empty line goes back to the default.", "muted")))

    async def prefill(self) -> None:
        self._offer(Urgency.ROUTINE)

    def only_what_applies(self) -> None:
        """Another urgency brings its own limit, unless one was typed."""
        urgency = self.form.fields[0].value() or Urgency.ROUTINE
        if urgency is not self._offered and self.form.fields[1].raw == self._words(self._offered):
            self._offer(urgency)

    def _offer(self, urgency: Urgency) -> None:
        self._offered = urgency
        self.form.fill({"span": self._words(urgency)})

    def _words(self, urgency: Urgency) -> str:
        span = limits(self.state, urgency, self.social, self.own)
        return "" if span is None else f"{span.n} {_LONG[span.unit]}"

    async def commit(self, values: dict[str, Any]) -> None:
        urgency, span = values["urgency"] or Urgency.ROUTINE, values["span"]
        if span is None:
            await self.act(casework.clear_limit, self.state, urgency, self.social, self.moment)
        else:
            await self.act(casework.set_limit, self.state, urgency, self.social, span.n, span.unit, self.moment)
        await self.saved()


_STATES: Final = tuple(state for state in ReferralState if limits(state, Urgency.ROUTINE) is not None)
_LETTERED: Final = (Urgency.ROUTINE, Urgency.URGENT, Urgency.ASAP, Urgency.STAT)


def parse_span(text: str) -> Span:
    """ "5 business days", "14 d", "2 weeks", "24 h". Raises InvalidInput."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise InvalidInput("span", f"{text.strip()[:20]} is not a length of time.", "Write 5 business days or 14 days.")
    n, unit = int(match[1]), match[2].lower()
    if unit.startswith("b"):
        return Span(n, "business")
    if unit.startswith("w"):
        return Span(7 * n, "calendar")
    return Span(n, "hours" if unit.startswith("h") else "calendar")
