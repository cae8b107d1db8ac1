"""Starters for plans on the shelf: those that come with coordtui and the user's own, from files and to files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten, table
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.plan_template import PlanTemplate
from coordtui.rules.plan_template import LONGEST_NAME, Template, parse, write
from coordtui.rules.words import plural

_T = table(PlanTemplate).c
OWN = "own:"


@dataclass(frozen=True, slots=True)
class TemplateHead:
    """A template in a list. `own` ones can be removed; `key` names it for the acts."""

    key: str
    name: str
    about: str
    own: bool
    goals: int


@cache
def _shipped() -> dict[str, Template]:
    folder = files("coordtui") / "resources" / "plan_starters"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): parse(one.read_text("utf-8")) for one in found}


def templates(session: Session) -> tuple[TemplateHead, ...]:
    """The user's own first, then those that come with coordtui, each by name."""
    own = [
        TemplateHead(f"{OWN}{key}", name, about or "", own=True, goals=parse(body).goals)
        for key, name, about, body in session.execute(select(_T.id, _T.name, _T.about, _T.body))
    ]
    shipped = [TemplateHead(key, one.name, one.about, own=False, goals=one.goals) for key, one in _shipped().items()]
    return (*sorted(own, key=_by_name), *sorted(shipped, key=_by_name))


def _by_name(head: TemplateHead) -> str:
    return head.name.casefold()


def template(session: Session, key: str) -> Template:
    """The template of a key. Raises NotFound."""
    if key.startswith(OWN):
        return parse(_row(session, key).body)
    if key not in _shipped():
        raise NotFound("There is no such set of starters.", "Refresh the list.")
    return _shipped()[key]


def template_text(session: Session, key: str) -> str:
    """A template as TOML, to write to a file that others can take in. Raises NotFound."""
    return write(template(session, key))


@act("plan_template.export", undoable=False)
def record_writing(session: Session, key: str, moment: Moment) -> Result:  # noqa: ARG001
    """Write down that starters leave the vault; call it before the file is written. Raises NotFound."""
    return Result(label=f"Exported: starters {shorten(template(session, key).name, 40)} to a file")


def _row(session: Session, key: str) -> PlanTemplate:
    number = key.removeprefix(OWN)
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NotFound("There is no such set of starters.", "Refresh the list.")
    return record(session, PlanTemplate, int(number), "set of starters")


@act("plan_template.take_in")
def take_in(session: Session, toml_text: str, moment: Moment) -> Result:
    """Keep a template from a file's text. `value` is its key.

    Raises:
        InvalidInput: at "template", with the place in the file; at "name" when that is taken.
    """
    made = parse(toml_text)
    free_name(session, made.name)
    return keep(session, made, moment)


def free_name(session: Session, name: str) -> str:
    """A name that no other set of the user's has. Raises InvalidInput at "name"."""
    words = said(" ".join(name.split()))
    if words is None:
        raise InvalidInput("name", "A set of starters needs a name.")
    if len(words) > LONGEST_NAME:
        raise InvalidInput("name", f"A name has at most {LONGEST_NAME} letters.")
    if session.scalar(select(_T.id).where(func.lower(_T.name) == words.lower())) is not None:
        raise InvalidInput(
            "name", f'You have starters called "{words}" already.', "Choose another name, or remove those."
        )
    return words


def keep(session: Session, made: Template, moment: Moment) -> Result:
    """Put a template among the user's own; `value` of the result is its key."""
    body = write(made)
    parse(body)  # what is kept can be read again
    row = PlanTemplate(name=made.name, about=made.about or None, made_on=moment.today, body=body)
    session.add(row)
    session.flush()
    label = f"Starters kept: {shorten(made.name, 40)}, {plural(made.goals, 'goal')}"
    return Result(label=label, value=f"{OWN}{row.id}")


@act("plan_template.remove")
def remove_template(session: Session, key: str, moment: Moment) -> Result:  # noqa: ARG001
    """Remove one of the user's own. Raises NotFound, or Refused for one that comes with coordtui."""
    if not key.startswith(OWN):
        raise Refused("These starters come with coordtui and stay.")
    row = _row(session, key)
    session.delete(row)
    session.flush()
    return Result(label=f"Starters removed: {shorten(row.name, 40)}")
