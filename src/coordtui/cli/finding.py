"""What the commands that print a list share: a filter, a saved view, and what both mean in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli.options import Args
from coordtui.errors import Exit

if TYPE_CHECKING:
    import argparse

    from coordtui.cli.work import Work


def add_filter(parser: argparse.ArgumentParser) -> None:
    """FILTER, --view, --explain."""
    parser.add_argument(
        "filter",
        metavar="FILTER",
        nargs="*",
        help="words and terms; in single quotes, because shells keep <, > and brackets for themselves: "
        "'acuity:>=high -lang:es \"in a row\"'",
    )
    parser.add_argument("--view", metavar="NAME", help="what the saved view NAME shows (coordtui views lists them)")
    parser.add_argument("--explain", action="store_true", help="say in words what the filter means, and print no list")


def asked(work: Work, args: Args, of: str) -> str:
    """The filter that a command for the list `of` was given: what was typed, within the view that was named.

    Raises:
        NotFound: the list has no such view.
    """
    typed: str = args.filter
    if args.view is None:
        return typed
    from coordtui.casework.saved_view import view
    from coordtui.models.saved_view import ViewList

    text = work.ledger.read(view, ViewList(of), args.view).text
    return f"({text}) {typed}".rstrip() if typed else text


def explain(filter: str, of: str, work: Work) -> Exit:
    """Print what a filter means, in words. Raises InvalidInput("filter")."""
    from coordtui.cli.output import paragraph
    from coordtui.models.saved_view import ViewList
    from coordtui.rules.finding_parse import parse
    from coordtui.rules.finding_words import in_words
    from coordtui.rules.saved_view import SUBJECTS

    subject = SUBJECTS[ViewList(of)]
    paragraph(in_words(parse(filter, subject), subject, work.today))
    return Exit.DONE
