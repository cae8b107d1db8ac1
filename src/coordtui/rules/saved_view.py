"""What a saved view may be called and hold, how it is written as one line to share, and the views that ship."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from coordtui.errors import InvalidInput
from coordtui.models.saved_view import ViewList
from coordtui.rules.finding import Subject

LONGEST_NAME: Final = 40
LONGEST_LINE: Final = 1200
MOST: Final = 60
"""Views of one list: more than anybody tells apart."""
_JOINERS: Final = "\u200c\u200d"  # they belong to the spelling of Persian and of Indic scripts

SUBJECTS: Final[Mapping[ViewList, Subject]] = {
    ViewList.TODAY: "people",
    ViewList.CASELOAD: "people",
    ViewList.REFERRALS: "referrals",
    ViewList.PLANS: "plans",
    ViewList.DIRECTORY: "directory",
}
"""What the rows of each list are, and so which terms it understands."""


class SharedView(NamedTuple):
    """A view as it is told to others: the list, its name, its filter."""

    of: ViewList
    name: str
    text: str


STARTERS: Final[Mapping[ViewList, tuple[tuple[str, str], ...]]] = {
    ViewList.TODAY: (
        ("High and complex", "acuity:>=high"),
        ("Due before today", "due:overdue"),
        ("A clock is running", "tier:<=1"),
        ("Never reached", "last:never"),
    ),
    ViewList.CASELOAD: (
        ("No next step", "no:next-step deceased:no"),
        ("High and drifting", "acuity:>=high last:>30d"),
        ("Not reached for a month", "last:>30d deceased:no"),
        ("A referral is waiting", "referral:waiting"),
        ("No care plan", "no:plan deceased:no"),
        ("No phone number", "no:phone deceased:no"),
    ),
    ViewList.REFERRALS: (
        ("To look after now", "due:overdue"),
        ("Past their time", "stage:>=red"),
        ("Urgent", "urgency:>=urgent"),
        ("Waiting for the receiver", "ball:recipient"),
        ("Social needs", "social:yes"),
    ),
    ViewList.PLANS: (
        ("Review overdue", "due:overdue"),
        ("Drafts", "status:draft"),
        ("On hold", "status:on-hold"),
    ),
    ViewList.DIRECTORY: (
        ("To be verified", "verified:no"),
        ("Speaks Spanish", "lang:es"),
        ("Places", "kind:place"),
    ),
}
"""Name and filter of the views that stand in a list until its first view of one's own."""


def same_name(one: str, other: str) -> bool:
    """Whether two names would be taken for one."""
    return one.casefold() == other.casefold()


def check_name(typed: str) -> str:
    """A name with single spaces. Raises InvalidInput at "name"."""
    name = " ".join(typed.split())
    if not name:
        raise InvalidInput("name", "A view needs a name.", "Type a word or two.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput("name", f"A name has at most {LONGEST_NAME} letters.", "Shorten it.")
    if "=" in name or not _visible(name):
        raise InvalidInput("name", "A name holds no = and nothing that cannot be seen.", "Type another name.")
    return name


def check_text(typed: str, of: ViewList) -> str:
    """A filter on one line that its list understands. Raises InvalidInput at "filter"."""
    from coordtui.rules.finding_parse import parse  # brings in the parser, which no list without a filter needs

    text = " ".join(typed.split())
    if not text:
        raise InvalidInput("filter", "The filter is empty.", "Narrow the list by / first.")
    if not _visible(text):
        raise InvalidInput("filter", "The filter holds something that cannot be seen.", "Type it anew.")
    parse(text, SUBJECTS[of])
    return text


def _visible(text: str) -> bool:
    return all(letter.isprintable() or letter in _JOINERS for letter in text)


def write_line(view: SharedView) -> str:
    """`caseload: High and drifting = acuity:>=high last:>30d`."""
    return f"{view.of}: {view.name} = {view.text}"


def read_line(line: str) -> SharedView:
    """A view from its line. Raises InvalidInput at "line", "name" or "filter"."""
    if len(line) > LONGEST_LINE:
        raise InvalidInput("line", f"A view is one line of at most {LONGEST_LINE} letters.", "Shorten the filter.")
    head, colon, rest = line.partition(":")
    name, equals, text = rest.partition("=")
    of = next((one for one in ViewList if one == head.strip().lower()), None)
    if of is None or not colon:
        raise InvalidInput("line", "A view begins with its list and a colon.", f"The lists: {', '.join(ViewList)}.")
    if not equals:
        raise InvalidInput("line", "A view is written LIST: NAME = FILTER.", f"For example: {_EXAMPLE}")
    return SharedView(of, check_name(name), check_text(text, of))


_EXAMPLE: Final = "caseload: High and drifting = acuity:>=high last:>30d"


def read_lines(lines: Iterable[str]) -> Iterator[SharedView]:
    """The views of several lines; empty ones and those that begin with # are passed over. Raises as `read_line`, the
    message beginning with the line's number where there are several."""
    held = [line.strip() for line in lines]
    for number, line in enumerate(held, 1):
        if not line or line.startswith("#"):
            continue
        try:
            yield read_line(line)
        except InvalidInput as error:
            if len(held) == 1:
                raise
            raise InvalidInput(error.field, f"Line {number}: {error.message}", error.hint) from None
