"""`coordtui views`: the saved views of the lists, as lines that can be shared."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import as_json, note, say
from coordtui.cli.work import opened
from coordtui.errors import Exit, UsageError

if TYPE_CHECKING:
    from coordtui.casework.saved_view import View

MOST_BYTES = 64 * 1024
_LISTS = ("today", "caseload", "referrals", "plans", "directory")


def add(commands: Commands) -> None:
    views = commands.add_parser(
        "views",
        help="the saved views of the lists, to share as text",
        description="The saved views, one line each: LIST: NAME = FILTER. A list without views of its own has those "
        "that come with coordtui.",
    )
    views.add_argument("--list", dest="of", choices=_LISTS, help="only the views of this list")
    views.add_argument("--json", action="store_true", help="print one JSON object")
    views.set_defaults(run=run)
    verbs = views.add_subparsers(title="verbs", metavar="VERB")
    new = verbs.add_parser(
        "add",
        help="take in views from their lines",
        description="Take in a view: coordtui views add 'caseload: No plan = no:plan deceased:no'. "
        "With - the lines are read from standard input. All are taken in, or none.",
    )
    new.add_argument("line", metavar="LINE", nargs="+", help="LIST: NAME = FILTER, or - for standard input")
    new.set_defaults(run=run_add)
    remove = verbs.add_parser(
        "remove", help="remove a view", description="Remove a view; coordtui undo brings it back."
    )
    remove.add_argument("name", metavar="NAME", nargs="+", help="its name, or LIST: NAME where several are called so")
    remove.set_defaults(run=run_remove)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.saved_view import views
        from coordtui.models.saved_view import ViewList

        held = work.ledger.read(views, ViewList(args.of) if args.of else None)
        if args.json:
            as_json({"views": [as_object(one) for one in held]})
        else:
            for one in held:
                say(one.line)
    return Exit.DONE


def as_object(view: View) -> dict[str, object]:
    """The stable JSON shape; `own` ones are saved in the vault, the others come with coordtui."""
    return {"list": view.of, "name": view.name, "filter": view.text, "own": view.own}


def run_add(options: Options, args: Args) -> Exit:
    lines = _from_input() if args.line == ["-"] else (" ".join(args.line),)
    with opened(options) as work:
        from coordtui.casework.saved_view import take_in

        note(work.ledger.do(take_in, lines, work.moment).label)
    return Exit.DONE


def _from_input() -> tuple[str, ...]:
    """Raises UsageError for far too much, or for what is no text."""
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UsageError("That is far too long for views.", "Give one view a line.")
    try:
        return tuple(data.decode("utf-8-sig").splitlines())
    except UnicodeDecodeError:
        raise UsageError("That is no text.", "Give one view a line, in UTF-8.") from None


def run_remove(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.saved_view import remove, view_called

        found = work.ledger.read(view_called, " ".join(args.name))
        note(work.ledger.do(remove, found.of, found.name, work.moment).label)
    return Exit.DONE
