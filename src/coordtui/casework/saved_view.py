"""Saved views of the lists: kept, renamed, moved, removed, and taken in from others as text.

A list without views of one's own shows those that ship. The first change makes them one's own, in the same act, so
that what was seen before stays where it was.
"""
# ruff: noqa: ARG001 - every act takes the moment, and a view has no time of its own

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import table
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.saved_view import SavedView, ViewList
from coordtui.rules.saved_view import (
    MOST,
    STARTERS,
    SharedView,
    check_name,
    check_text,
    read_lines,
    same_name,
    write_line,
)
from coordtui.rules.words import plural

_V = table(SavedView).c


@dataclass(frozen=True, slots=True)
class View:
    """A view in the menu of its list; `own` ones are records, the others come with coordtui."""

    of: ViewList
    name: str
    text: str
    own: bool

    @property
    def line(self) -> str:
        """The view as text to share; `saved_view.take_in` reads it."""
        return write_line(SharedView(self.of, self.name, self.text))


def views(session: Session, of: ViewList | None = None) -> tuple[View, ...]:
    """The views of a list in their order, or of all lists: one's own, or those that ship where there are none."""
    statement = select(_V.of, _V.name, _V.text).order_by(_V.position, _V.id)
    held: dict[ViewList, list[View]] = {one: [] for one in ([of] if of else ViewList)}
    for found, name, text in session.execute(statement if of is None else statement.where(_V.of == of)):
        held[found].append(View(found, name, text, own=True))
    return tuple(view for one, own in held.items() for view in own or _shipped(one))


def _shipped(of: ViewList) -> list[View]:
    return [View(of, name, text, own=False) for name, text in STARTERS[of]]


def view(session: Session, of: ViewList, name: str) -> View:
    """The view of this name. Raises NotFound, naming the nearest ones."""
    known = views(session, of)
    for one in known:
        if same_name(one.name, name):
            return one
    near = get_close_matches(name, [one.name for one in known], 1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(one.name for one in known)}."
    raise NotFound(f'The list {of} has no view "{name[:40]}".', hint)


def view_called(session: Session, text: str) -> View:
    """The one view meant by a name, or by `LIST: NAME` where several lists have one so called. Raises NotFound."""
    head, colon, rest = text.partition(":")
    if colon and head.strip() in tuple(ViewList):
        return view(session, ViewList(head.strip()), rest.strip())
    found = [one for one in views(session) if same_name(one.name, text.strip())]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f'There is no view "{text.strip()[:40]}".', "coordtui views lists them.")
    named = ", ".join(f"{one.of}: {one.name}" for one in found)
    raise NotFound("Several lists have a view of this name.", f"Say which: {named}.")


@act("saved_view.save")
def save(session: Session, of: ViewList, name: str, text: str, moment: Moment) -> Result:
    """Keep a filter under a name, in the place of a view that is so called. `value` is the name.

    Raises:
        InvalidInput: at "name" or "filter". Refused: the list has as many as it can.
    """
    name, text = check_name(name), check_text(text, of)
    changed = _put(session, _own(session, of), SharedView(of, name, text))
    return Result(label=f"View {'changed' if changed else 'saved'}: {name}", value=name)


@act("saved_view.rename")
def rename(session: Session, of: ViewList, name: str, to: str, moment: Moment) -> Result:
    """Call a view otherwise. `value` is the new name. Raises InvalidInput at "name", NotFound."""
    to = check_name(to)
    own = _own(session, of)
    row = _called(own, of, name)
    if any(one is not row and same_name(one.name, to) for one in own):
        raise InvalidInput("name", f"Another view is called {to}.", "Choose another name.")
    row.name = to
    session.flush()
    return Result(label=f"View renamed: {to}", value=to)


@act("saved_view.remove")
def remove(session: Session, of: ViewList, name: str, moment: Moment) -> Result:
    """Remove a view. Raises NotFound."""
    row = _called(_own(session, of), of, name)
    session.delete(row)
    session.flush()
    return Result(label=f"View removed: {row.name}")


@act("saved_view.move")
def move(session: Session, of: ViewList, name: str, by: int, moment: Moment) -> Result:
    """Move a view up (`by` -1) or down (1) in its list. Raises NotFound; Refused where it stands at the end."""
    own = _own(session, of)
    row = _called(own, of, name)
    place = own.index(row) + by
    if not 0 <= place < len(own):
        raise Refused(f"{row.name} stands {'first' if by < 0 else 'last'} already.")
    own.remove(row)
    own.insert(place, row)
    _number(session, own)
    return Result(label=f"View moved: {row.name}")


@act("saved_view.take_in")
def take_in(session: Session, lines: Sequence[str], moment: Moment) -> Result:
    """Keep the views that others wrote, one a line: all of them or none. `value` is how many are new.

    Raises:
        InvalidInput: at "line", "name" or "filter", naming the line; at "name" where a view of this name holds
            another filter.
    """
    found = tuple(read_lines(lines))
    if not found:
        raise InvalidInput("line", "There is no view in this text.", "Write LIST: NAME = FILTER, one view a line.")
    new = sum(_taken_in(session, one) for one in found)
    return Result(label=f"Views taken in: {plural(new, 'new view')}", value=new)


def _taken_in(session: Session, shared: SharedView) -> bool:
    """Whether the view was not there before."""
    there = next((one for one in views(session, shared.of) if same_name(one.name, shared.name)), None)
    if there is None:
        _put(session, _own(session, shared.of), shared)
    elif there.text != shared.text:
        hint = "Rename or remove that one first, or give the new one another name."
        raise InvalidInput("name", f"{shared.name} is there with another filter.", hint)
    return there is None


def _own(session: Session, of: ViewList) -> list[SavedView]:
    """The records of a list in their order; those that ship become records where there were none."""
    own = list(session.scalars(select(SavedView).where(_V.of == of).order_by(_V.position, _V.id)))
    if own:
        return own
    own = [SavedView(of=of, name=name, text=text, position=at) for at, (name, text) in enumerate(STARTERS[of])]
    session.add_all(own)
    session.flush()
    return own


def _called(own: Sequence[SavedView], of: ViewList, name: str) -> SavedView:
    found = next((one for one in own if same_name(one.name, name)), None)
    if found is None:
        raise NotFound(f'The list {of} has no view "{name[:40]}".', "It may have been undone; open the menu again.")
    return found


def _put(session: Session, own: Sequence[SavedView], shared: SharedView) -> bool:
    """Whether a view of this name was there and holds the new text now."""
    there = next((one for one in own if same_name(one.name, shared.name)), None)
    if there is not None:
        there.name, there.text = shared.name, shared.text
    elif len(own) >= MOST:
        raise Refused(f"A list has at most {MOST} views.", "Remove one first.")
    else:
        position = own[-1].position + 1 if own else 0
        session.add(SavedView(of=shared.of, name=shared.name, text=shared.text, position=position))
    session.flush()
    return there is not None


def _number(session: Session, own: Sequence[SavedView]) -> None:
    for position, one in enumerate(own):
        one.position = position
    session.flush()
