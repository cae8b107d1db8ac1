"""What the finding language can ask for: one table of keys, read by the parser, the words, completion and the queries.

A key is about the person of a row or about the row itself; where a list has a key of its own, that one counts. The
compiled meaning of each stands in `casework/finding*.py`, by the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, get_args

from coordtui.models.acuity import Level
from coordtui.models.codes import Ball, Urgency
from coordtui.rules.finding import Subject
from coordtui.rules.follow_up import KINDS
from coordtui.rules.referral import OPEN_STATES, STATES
from coordtui.rules.sensitivity import SHIPPED

Kind = Literal["choice", "number", "age", "day", "ago", "text", "code"]
About = Literal["row", "person"]
NONE: Final = "none"
NEVER: Final = "never"
OVERDUE: Final = "overdue"
SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `payer:`. `label` is what it is about, `help` one line on what may stand behind it.

    `values`: for a choice all that it knows, in order; otherwise the words it takes beside its own kind of value
    ("overdue", "none"). `words` are the values as people say them, in the same order. An `ordered` key may be compared;
    days of kind "day" lie ahead and those of kind "ago" behind, which decides what "30d" and a bare weekday mean.
    """

    name: str
    label: str
    help: str
    kind: Kind
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ordered: bool = False
    aliases: tuple[str, ...] = ()
    about: About = "person"
    subjects: frozenset[Subject] = frozenset({"people", "referrals", "plans"})

    @property
    def past(self) -> bool:
        """Whether its days lie behind us: "30d" is then thirty days ago, "friday" the last one."""
        return self.kind == "ago"

    def word(self, value: str) -> str:
        """A value as people say it: "urgent_referral" is "urgent referral"."""
        return self.words[self.values.index(value)] if value in self.values else value


def _choice(
    name: str, label: str, help: str, values: Mapping[str, str], *, ordered: bool = False, aliases: str = ""
) -> Key:
    return Key(name, label, help, "choice", tuple(values), tuple(values.values()), ordered, tuple(aliases.split()))


def _open(name: str, label: str, help: str, kind: Kind, own: str = NONE, aliases: str = "") -> Key:
    ordered = kind in ("number", "age", "day", "ago")
    values = tuple(own.split())
    return Key(name, label, help, kind, values, values, ordered, tuple(aliases.split()))


def _own(subject: Subject, *keys: Key) -> tuple[Key, ...]:
    """The same keys, asked of the rows of one list."""
    return tuple(replace(key, about="row", subjects=frozenset({subject})) for key in keys)


def _same(codes: Iterable[str]) -> dict[str, str]:
    return {str(code): str(code).replace("_", " ") for code in codes}


_YES_NO: Final = _same(("yes", "no"))
_BALLS: Final = _same(Ball)
_KINDS: Final = {code: kind.label for code, kind in KINDS.items()}
_STATES: Final = {state.value: words.label for state, words in STATES.items()}
_DAYS_AHEAD: Final = "overdue today tomorrow week month none"
_DUE_HELP: Final = "overdue, today, friday, week, 30d, 11/27, none; < and > compare"
_BALL_HELP: Final = "whose turn it is: me, patient, recipient, requester, payer, other"
_PLANS: Final = {"overdue": "review overdue", "active": "active", "draft": "draft", "on-hold": "on hold"}
_REFERRALS: Final = {
    "open": "open", "waiting": "waiting for somebody else", "mine": "my turn", "late": "past its time",
    **_STATES, NONE: NONE,
}  # fmt: skip
LACKS: Final[Mapping[str, str]] = {
    "next-step": "next step", "plan": "open care plan", "phone": "working phone number",
    "contact": "two-way contact", "consent": "consent in force", "coverage": "coverage in force",
    "provider": "care team",
}  # fmt: skip

_ROWS: Final = (
    *_own(
        "referrals",
        _choice("state", "state", "where the referral stands", {state.value: _STATES[state] for state in OPEN_STATES}),
        _choice("urgency", "urgency", "routine, urgent, asap, stat; > compares", _same(Urgency), ordered=True),
        _open("to", "receiver", "where it was sent, by name", "text", aliases="provider receiver"),
        _choice(
            "stage", "time in its state", "in-time, amber, red, escalate; > compares",
            {"in-time": "in time", "amber": "nearly due", "red": "past its time", "escalate": "past twice its time"},
            ordered=True,
        ),
        _open("days", "age of the referral", "days since it was called for, such as >30", "number", ""),
        _open("due", "next check", _DUE_HELP, "day", _DAYS_AHEAD, aliases="check"),
        _choice("ball", "turn", _BALL_HELP, _BALLS, aliases="turn"),
        _choice(
            "kind", "kind", "referral, urgent_referral, social_referral",
            {code: _KINDS[code] for code in ("referral", "urgent_referral", "social_referral")},
        ),
        _choice("social", "social need", "yes or no", _YES_NO),
    ),
    *_own(
        "plans",
        _choice("status", "status", "draft, active, on-hold, overdue", _PLANS, aliases="plan"),
        _open("due", "review", _DUE_HELP, "day", _DAYS_AHEAD, aliases="review"),
        _open("goals", "goals", "how many are worked on, such as 0 or >2", "number", ""),
    ),
    *_own(
        "directory",
        _choice("kind", "kind", "place or person", _same(("place", "person"))),
        _open("lang", "language", "a language spoken there: es, spanish, none", "code", aliases="language"),
        _choice("verified", "checked", "yes or no, within the last 90 days", _YES_NO),
        _choice("retired", "retired", "yes, no, any", _same(("yes", "no", "any"))),
    ),
)  # fmt: skip

_PEOPLE: Final = (
    _open("due", "next thing to do", _DUE_HELP, "day", _DAYS_AHEAD),
    _open("last", "last two-way contact", ">30d for longer ago, <7d, never, or a day", "ago", NEVER, "contacted"),
    _choice(
        "acuity", "acuity", "low, rising, high, complex, none; >= compares", _same((*Level, NONE)), ordered=True,
        aliases="level risk",
    ),
    _choice("tier", "tier", "0 to 4, or none; <= compares", _same(("0", "1", "2", "3", "4", NONE)), ordered=True),
    _choice("ball", "turn", _BALL_HELP, _BALLS, aliases="turn"),
    _choice("kind", "kind of work", "a kind of open follow-up, such as call_back", _KINDS),
    _choice("no", "what is missing", "next-step, plan, phone, contact, consent, coverage, provider", LACKS),
    _choice("referral", "referral", "open, waiting, mine, late, none or a state", _REFERRALS),
    _choice("plan", "care plan", "overdue, active, draft, on-hold, none", {**_PLANS, NONE: NONE}),
    _choice(
        "engagement", "engagement", "new, engaged, drifting, disengaged, lost",
        _same(("new", "engaged", "drifting", "disengaged", "lost")), aliases="state",
    ),
    _open("open", "open work", "how many follow-ups are open, such as 0 or >3", "number", ""),
    _open("lang", "language", "a language: es, spanish, none", "code", aliases="language speaks"),
    _open("payer", "payer", "part of a payer's name: medicaid, none", "text", aliases="insurance coverage"),
    _open("dx", "condition", "an ICD-10 code from its start (E11), or words: asthma", "code", aliases="condition icd"),
    _open("age", "age", "in years, such as >=65; none", "age"),
    _open("born", "birth date", "1957, 1957-03, 1957-03-14, <1960, none", "ago", aliases="dob birth"),
    Key(
        "tag", "sensitivity tag", "part2, mental_health ... or one of your own, none", "code",
        (*(tag.code for tag in SHIPPED), NONE), (*(tag.label for tag in SHIPPED), NONE), aliases=("sensitive",),
    ),
    _choice("alert", "alert", "yes or no: a warning stands on the chart", _YES_NO),
    _choice("deceased", "deceased", "yes or no", _YES_NO, aliases="died"),
)  # fmt: skip

KEYS: Final[tuple[Key, ...]] = (*_ROWS, *_PEOPLE)


def _known(subject: Subject) -> Mapping[str, Key]:
    known: dict[str, Key] = {}
    for about in get_args(About):
        for key in KEYS:
            if subject in key.subjects and key.about == about:
                for name in (key.name, *key.aliases):
                    known.setdefault(name, key)
    return MappingProxyType(known)


_KNOWN: Final[Mapping[Subject, Mapping[str, Key]]] = MappingProxyType({one: _known(one) for one in SUBJECTS})


def key_of(name: str, subject: Subject) -> Key | None:
    """The key of that name or alias on such a list, in any case; the rows' own before that of the person."""
    return _KNOWN[subject].get(name.lower())


def keys_of(subject: Subject) -> tuple[Key, ...]:
    """The keys of such a list, each once, those of its own rows first."""
    return tuple(dict.fromkeys(key for name, key in _KNOWN[subject].items() if key.name == name))


def names_of(subject: Subject) -> tuple[str, ...]:
    """Every name and alias that such a list understands."""
    return tuple(_KNOWN[subject])
