"""The pane beside the queue: who this is, how to reach them safely, what is open, what was said last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Final

from rich.segment import Segment
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip

from coordtui.casework.preview import Preview
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.languages import spoken
from coordtui.rules.priority import BALL_WORDS, Reason
from coordtui.screens.words import ago
from coordtui.widgets.flat import Flat
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import styled, wrap

LABEL: Final = 9
WHOLE: Final = "-"
BULLET: Final = "· "
_Line = tuple[str, str, str]
"""Label (WHOLE for a line over the whole width), words, tone."""


class Pane(Flat):
    """Lines beside a list. It draws those that fit and never lays out, because it changes with every move."""

    virtual_size = Reactive(Size(0, 0))  # it does not scroll: laid out once, it need not be laid out again
    DEFAULT_CSS = """
    Pane { background: $surface; padding: 0 1; }
    """
    more = "o opens the chart"
    """How to see what does not fit."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[_Line] = ()
        self.top = 0
        self._sized = Size(0, 0)
        self._shown: list[Content] = []
        self._strips: dict[int, Strip] = {}

    def put(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        self.top = 0
        self._fit()

    def _fit(self) -> None:
        """Draw the lines that differ: of two people's lines many are the same, if only the empty ones at the end."""
        if self._sized != self.size:
            self._fit_all()
            self.refresh()
            return
        before, self._shown = self._shown, self._fitting(*self.size)
        both = enumerate(zip_longest(map(_look, before), map(_look, self._shown)))
        changed = [y for y, (old, new) in both if old != new]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _fit_all(self) -> None:
        self._sized, self._shown = self.size, self._fitting(*self.size)
        self._strips.clear()

    def _fitting(self, width: int, height: int) -> list[Content]:
        found = flowed(self.lines, width)
        self.top = max(0, min(self.top, len(found) - height))
        shown = found[self.top : self.top + height]
        if (hidden := len(found) - self.top - height) > 0:
            shown[-1:] = [styled((f"{hidden + 1} more lines; {self.more}", "muted"))]
        return shown

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._sized != self.size:
            self._fit_all()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            line = self._shown[y] if y < len(self._shown) else styled("")
            strip = self._strips[y] = self._strip(line)
        return strip

    def _strip(self, line: Content) -> Strip:
        segments = [Segment(text, look) for text, look in self._pieces(line) if text]
        return Strip(segments).adjust_cell_length(self.size.width, self.visual_style.rich_style)

    def on_mouse_scroll_down(self) -> None:
        self._scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll_by(-3)

    def _scroll_by(self, lines: int) -> None:
        self.top += lines
        self._fit()


def _look(line: Content) -> tuple[str, Sequence[Span]]:
    """Two contents of the same words count as equal, whatever they look like."""
    return line.plain, line.spans


class PreviewPane(Pane):
    """Shows one `Preview`."""

    def show(
        self, preview: Preview | None, today: dt.date, name: Callable[[str], str], reasons: Sequence[Reason] = ()
    ) -> None:
        """`reasons` are the row's arithmetic, shown below the name."""
        self.put(lines(preview, today, name, reasons) if preview is not None else [])


class Card(Reflow):
    """Labels at the left, words wrapped beside them; where that is too narrow, the words alone."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []

    def flow(self, width: int) -> list[Content]:
        return flowed(self.lines, width)


def flowed(lines: Sequence[_Line], width: int) -> list[Content]:
    """The lines wrapped to a width, each label once, bullets hanging."""
    margin = LABEL if width >= 36 else 0
    out: list[Content] = []
    for label, words, tone in lines:
        indent = 0 if label == WHOLE else margin
        hang = len(BULLET) if words.startswith(BULLET) else 0
        for at, text in enumerate(wrap(words[hang:], max(8, width - indent - hang))):
            lead, bullet = (label, BULLET[:hang]) if at == 0 else ("", " " * hang)
            out.append(styled((f"{lead:<{indent}}"[:indent], "muted"), (bullet + text, tone)))
    return out or [styled("")]


def lines(view: Preview, today: dt.date, name: Callable[[str], str], reasons: Sequence[Reason] = ()) -> list[_Line]:
    """A preview in lines, what must be known before dialling first."""
    if view.patient_id is None:
        notes = [(WHOLE, f"{BULLET}{step.text}", "") for step in view.open]
        return [(WHOLE, "Notes that belong to nobody yet. d files the first one.", "strong"), *notes]
    return [
        *banner(view, today, name),
        *((("why", " · ".join(map(str, reasons)), ""),) if reasons else ()),
        *_open(view, today),
        *_contacts(view, today),
        *((("matters", view.what_matters, ""),) if view.what_matters else ()),
        *((("note", view.note, ""),) if view.note else ()),
    ]


def banner(view: Preview, today: dt.date, name: Callable[[str], str]) -> list[_Line]:
    """The top of a chart: who, what to know before dialling, how much time. What is open stands below it."""
    return [
        (WHOLE, _who(view, name), "strong"),
        *(("alert", alert, "danger") for alert in view.alerts),
        *_death(view),
        *_rules(view),
        *_phones(view),
        ("acuity", _acuity(view, today), ""),
    ]


def before_dialling(view: Preview, follow_up: str, name: Callable[[str], str]) -> list[_Line]:
    """What to know before reaching out: who, warnings, the safe-contact rules, the number; and what it is about."""
    return [
        (WHOLE, _who(view, name), "strong"),
        *(("alert", alert, "danger") for alert in view.alerts),
        *_death(view),
        *_rules(view),
        *_phones(view),
        *((("about", follow_up, ""),) if follow_up else ()),
    ]


def _rules(view: Preview) -> Iterable[_Line]:
    """The safe-contact rules; what may put the person in danger stands alone."""
    rules = list(view.safe_contact)
    if view.wishes.safety_note and rules:
        yield "contact", rules.pop(0), "warning"
    yield "" if view.wishes.safety_note else "contact", " · ".join(rules), ""


def _who(view: Preview, name: Callable[[str], str]) -> str:
    called = f"“{name(view.preferred_name)}”" if view.preferred_name and view.preferred_name != view.patient else ""
    speaks = spoken(view.language, view.interpreter, view.interpreter_modality)
    return " · ".join(filter(None, (name(view.patient), called, view.pronouns, view.age, speaks)))


def _death(view: Preview) -> Iterable[_Line]:
    if view.deceased:
        yield WHOLE, f"Died {show_partial(view.deceased_on)}".rstrip() if view.deceased_on else "Has died", "danger"


def _phones(view: Preview) -> Iterable[_Line]:
    good = ", ".join(f"{reach.value}{f' ({reach.use})' if reach.use else ''}" for reach in view.phones)
    yield "phone", good or "no number that works", "" if good else "warning"
    if view.bad_phones:
        bad = ", ".join(f"{reach.value} ({reach.state if reach.state != 'ok' else 'old'})" for reach in view.bad_phones)
        yield "", f"do not dial {bad}", "muted"


def _acuity(view: Preview, today: dt.date) -> str:
    level = "not assessed" if view.level is None else f"{view.level} ({view.score} of 20)"
    until = f", set by hand until {show_day(view.override_until, today)}" if view.override_until else ""
    reached = f"last reached {ago(view.last_two_way, today)}" if view.last_two_way else "never reached yet"
    return f"{level}{until} · {view.engagement} · {reached}"


def _open(view: Preview, today: dt.date) -> Iterable[_Line]:
    for at, step in enumerate(view.open):
        turn = "" if step.ball is Ball.ME else f" · waiting for {BALL_WORDS[step.ball]}"
        snoozed = f" · snoozed to {show_day(step.deferred_until, today)}" if step.deferred_until else ""
        late = step.act_on < today
        when = f"{(today - step.act_on).days} d late" if late else show_day(step.act_on, today)
        yield "open" if at == 0 else "", f"{BULLET}{step.text} · {when}{turn}{snoozed}", "warning" if late else ""
    if not view.open:
        yield "open", "nothing", "muted"


def _contacts(view: Preview, today: dt.date) -> Iterable[_Line]:
    for at, contact in enumerate(view.contacts):
        when = show_day(contact.at.date(), today)
        note = f" – {contact.note}" if contact.note else ""
        words = f"{BULLET}{when} {contact.at:%H:%M} {contact.channel}: {contact.words}{note}"
        yield "last" if at == 0 else "", words[:200], "" if contact.reached else "muted"
