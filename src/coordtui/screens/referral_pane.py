"""The pane of the tracker: the referral under the cursor in the lines that fit, or a group's sum on a heading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from coordtui.rules.dates import show_day
from coordtui.rules.words import plural
from coordtui.screens.preview import BULLET, WHOLE, Pane
from coordtui.screens.referral_parts import Part, facts, history, inline_steps, masked, now, title

if TYPE_CHECKING:
    from coordtui.casework.referral_tracker import Group
    from coordtui.casework.referral_views import ReferralDetail


class ReferralPane(Pane):
    """Where it stands and what is next come first, so that they are seen on a small screen too."""

    more = "enter shows all"

    def show(self, view: ReferralDetail, today: dt.date, who: Callable[[str], str]) -> None:
        found = [(one.label, one.words, one.tone) for one in masked(_lines(view, today), view.patient, who)]
        self.put([(WHOLE, f"{who(view.patient)} · {title(view)}", "strong"), *found])


def _lines(view: ReferralDetail, today: dt.date) -> Iterable[Part]:
    yield from now(view, today)
    yield from inline_steps(view)
    yield from facts(view, today)
    for at, event in enumerate(history(view, today)):
        yield Part("so far" if at == 0 else "", f"{BULLET}{event.label} {event.words}", event.tone)


def group_lines(group: Group, oldest: dt.date | None, today: dt.date) -> list[tuple[str, str, str]]:
    """What a heading stands for; `oldest` is since when one of its referrals has stood in its state."""
    late = f"{group.late} late" if group.late else "none late"
    since = [("oldest", f"there since {show_day(oldest, today)}", "")] if oldest is not None else []
    return [
        (WHOLE, f"{plural(group.count, 'referral')}, {late}", "strong"),
        *since,
        (WHOLE, "space marks the group; then the letter of a step acts on all of it.", "muted"),
    ]
