"""One referral in labelled lines: where it stands and what is next, every fact, the receiver, the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from coordtui.models.appointment import AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.referral import EventKind
from coordtui.rules.dates import moment_day, show_day, show_partial
from coordtui.rules.words import plural
from coordtui.screens.chart_parts import near
from coordtui.screens.queue import TURNS
from coordtui.screens.referral_rows import CLOCKS

if TYPE_CHECKING:
    from coordtui.casework.referral_views import EventView, Kin, ReferralDetail, VisitView
    from coordtui.rules.referral_moves import Offer

BACK_KEY: Final = "B"
_ALWAYS: Final = frozenset("HKE") | {BACK_KEY}
"""Holding, calling off, a mistake, going back: nearly always possible, so the short list leaves them out."""
_ANSWERS: Final = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "not asked", Answer.DECLINED: "declined"}


class Part(NamedTuple):
    """A labelled line; a heading has only words. `key` is set where enter does something."""

    label: str
    words: str
    tone: str = ""
    key: Hashable = None
    heading: bool = False


class Step(NamedTuple):
    """A next step: its letter, what it is called, and why it is not possible now ("" when it is)."""

    letter: str
    words: str
    reason: str


def steps(offers: Iterable[Offer]) -> list[Step]:
    """The possible ones first; all backward ones as one."""
    found = list(offers)
    lines = [Step(one.move.key, one.move.label, one.reason) for one in found if one.move.key != BACK_KEY]
    back = [one for one in found if one.move.key == BACK_KEY]
    if back:
        possible = any(not one.reason for one in back)
        lines.append(Step(BACK_KEY, "back to an earlier step", "" if possible else back[0].reason))
    return sorted(lines, key=lambda step: bool(step.reason))


def whole(view: ReferralDetail, today: dt.date) -> list[Part]:
    """Everything, for a screen of its own."""
    return [
        Part("what", title(view), "strong"),
        *now(view, today),
        Part("", "Next steps", heading=True),
        *_step_lines(view),
        Part("", "What is asked", heading=True),
        *facts(view, today),
        Part("", "History", heading=True),
        *history(view, today),
    ]


def title(view: ReferralDetail) -> str:
    """What it is, how urgent where it is, and whether it is social."""
    urgent = "" if view.urgency is Urgency.ROUTINE else f" · {view.urgency}"
    return f"{view.what}{urgent}{' · social' if view.social else ''}"


def masked(parts: Iterable[Part], patient: str, who: Callable[[str], str]) -> list[Part]:
    """The lines with the patient's name as it may be shown now: a reminder names whom it went to."""
    name = who(patient)
    return [part._replace(words=part.words.replace(patient, name)) for part in parts]


def now(view: ReferralDetail, today: dt.date) -> Iterable[Part]:
    """Where it stands."""
    reason = f": {view.state_reason}" if view.state_reason else ""
    turn = "your turn" if view.ball is Ball.ME else f"waiting on the {TURNS[view.ball]}"
    yield Part("now", f"{view.label}{reason} · {turn} · since {show_day(view.since, today)}")
    yield from _clock(view, today)


def _clock(view: ReferralDetail, today: dt.date) -> Iterable[Part]:
    word, tone = CLOCKS.get(view.stage_age, (view.stage_age, ""))
    check = ""
    if view.next_check_on is not None:
        late = (today - view.next_check_on).days
        check = f"check {plural(late, 'day')} late" if late > 0 else f"check {show_day(view.next_check_on, today)}"
    limit = f"limit {show_day(view.limit_on, today)}" if view.limit_on else ""
    age = f"{plural(view.age_days, 'day')} old"
    words = " · ".join(filter(None, (word, age, check, limit)))
    yield Part("clock", words, tone or ("warning" if check.endswith("late") else ""))


def _step_lines(view: ReferralDetail) -> Iterable[Part]:
    for step in steps(view.offers):
        letter, words, reason = step.letter, step.words, step.reason
        said = f"{words}: not now. {reason}" if reason else words
        yield Part(f"  {letter}", said, "muted" if reason else "", ("step", letter))
    if not view.offers:
        yield Part("", "This referral is over; nothing follows.", "muted")


def inline_steps(view: ReferralDetail) -> Iterable[Part]:
    """The possible steps on a line or two, and why the others are not."""
    found = steps(view.offers)
    if not found:
        yield Part("next", "nothing follows", "muted")
        return
    possible = [f"{one.letter} {one.words}" for one in found if not one.reason and one.letter not in _ALWAYS]
    yield Part("next", " · ".join((*(possible or ["nothing yet"]), "d all steps")))
    reasons = dict.fromkeys(one.reason for one in found if one.reason)
    for reason in reasons:
        hindered = ", ".join(f"{one.letter} {one.words}" for one in found if one.reason == reason)
        yield Part("not yet", f"{hindered}: {reason}", "warning")


def facts(view: ReferralDetail, today: dt.date) -> Iterable[Part]:
    """What is known, without the empty ones."""
    if view.appointment is not None:
        yield Part("visit", _visit(view.appointment, today))
    yield from _receiver(view)
    said = (
        ("from", view.from_name or ""),
        ("category", view.category or ""),
        ("reason", view.reason or ""),
        ("question", view.question or ""),
        ("needed", f"by {show_day(view.indicated_on, today)}" if view.indicated_on else "no day is said"),
        ("ordered", show_partial(view.ordered_on) if view.ordered_on else ""),
        ("consent", _dated(_ANSWERS[view.consent], view.consent_on, today)),
        ("payer", _authorization(view)),
        ("room", _dated(view.capacity_label, view.capacity_on, today) if view.capacity else ""),
        ("on hold", f"until {show_day(view.resume_on, today)}" if view.resume_on else ""),
        ("patient", _dated("says that the need is met", view.confirmed_on, today) if view.confirmed_on else ""),
        (
            "told",
            _dated("the requester knows the outcome", view.acknowledged_on, today) if view.acknowledged_on else "",
        ),
    )
    yield from (Part(label, words) for label, words in said if words)
    yield from _chain(view)


def _receiver(view: ReferralDetail) -> Iterable[Part]:
    to = view.receiver
    yield Part("to", view.to_name or "nobody yet: e names a place", "" if view.to_name else "warning")
    if to is None:
        return
    reach = ", ".join(f"{what} {number}" for what, number in (("phone", to.phone), ("fax", to.fax)) if number)
    said = (("reach", reach), ("hours", to.hours), ("asks for", to.asks_for))
    yield from (Part(label, words) for label, words in said if words)


def _authorization(view: ReferralDetail) -> str:
    if view.social:
        return ""
    needed = {Answer.YES: "authorization needed", Answer.NO: "no authorization needed"}.get(view.auth_needed, "")
    return " · ".join(filter(None, (needed, f"number {view.auth_number}" if view.auth_number else "")))


def _dated(words: str, day: dt.date | None, today: dt.date) -> str:
    return f"{words}, {show_day(day, today)}" if day is not None else words


def _visit(visit: VisitView, today: dt.date) -> str:
    day = moment_day(visit.starts)
    time = (visit.starts or "")[11:16]
    when = f"{show_day(day, today)} {time}".rstrip() if day is not None else "no day"
    status = "" if visit.status is AppointmentStatus.BOOKED else str(visit.status)
    return " · ".join(filter(None, (when, visit.place, status)))


def _chain(view: ReferralDetail) -> Iterable[Part]:
    """The whole that it is a part of, its parts, and the places before and after it."""
    links: tuple[tuple[str, tuple[Kin, ...]], ...] = (
        ("part of", (view.parent,) if view.parent else ()),
        ("parts", view.parts),
        ("before", (view.rerouted_from,) if view.rerouted_from else ()),
        ("after", view.rerouted_to),
    )
    for label, found in links:
        for at, one in enumerate(found):
            to = f" → {one.to_name}" if one.to_name else ""
            yield Part(label if at == 0 else "", f"{one.what}{to} · {one.label}", "", ("referral", one.referral_id))


def history(view: ReferralDetail, today: dt.date) -> Iterable[Part]:
    """The latest first."""
    for event in reversed(view.history):
        yield Part(near(event.on, today), _event(event))
    if not view.history:
        yield Part("", "Nothing has been written down yet.", "muted")


def _event(event: EventView) -> str:
    moved = f"{event.from_label} → {event.to_label}" if event.from_label else event.to_label
    what = f"{event.title}: {moved}" if moved and event.kind is not EventKind.MOVE else moved or event.title
    back = "went back: " if event.backward else ""
    more = ", ".join(f"{label.lower()}: {value}" for label, value in event.details)
    return " · ".join(filter(None, (f"{back}{what}", event.failure, event.text, more)))
