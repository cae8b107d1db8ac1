"""The finding language in plain words, so that a person can check that it means what they meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from coordtui.models.codes import Ball
from coordtui.rules.directory import VERIFY_DAYS, language_names
from coordtui.rules.finding import And, Node, Not, Op, Or, Subject, Term, Word
from coordtui.rules.finding_keys import LACKS, NONE, key_of
from coordtui.rules.finding_phrases import (
    Phrase,
    Say,
    aged,
    born,
    counted,
    dated,
    each,
    given,
    listed,
    plain,
    quoted,
    reached,
)  # fmt: skip
from coordtui.rules.item import BALL_WORDS
from coordtui.rules.referral import STATES
from coordtui.rules.search_text import are_short

_EVERYTHING: Final[Mapping[Subject, str]] = MappingProxyType(
    {"people": "everyone", "referrals": "every referral", "plans": "every plan", "directory": "every entry"}
)
_WHERE: Final[Mapping[Subject, str]] = MappingProxyType(
    {
        "people": "in the name or the record",
        "referrals": "in the referral or the name",
        "plans": "in the plan or the name",
        "directory": "in the entry",
    }
)
_NAMES: Final = "in the name"
_CODE: Final = re.compile(r"[a-z][0-9][0-9a-z.]*")
_LACKING: Final = re.compile(r"^(an?) ")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")


def in_words(node: Node, subject: Subject, today: dt.date) -> str:
    """ "high or complex acuity, something due by Fri 27 Nov, not reached for over 30 days". Never empty.

    Raises KeyError for a term that was read for another list.
    """
    asked = _Asked(subject, today, _NAMES if subject == "people" and are_short(node) else _WHERE[subject])
    match node:
        case And((_, *_)):
            return ", ".join(_each(node.parts, asked, " and "))
        case Or(parts):
            return ", or ".join(_each(parts, asked, " or "))
        case _:
            return _said(node, asked).holds


class _Asked(NamedTuple):
    """Of which list, on which day, and in words where it looks for words."""

    subject: Subject
    today: dt.date
    where: str


def _said(node: Node, asked: _Asked) -> Phrase:
    match node:
        case Word():
            return _found([node], asked, "")
        case Term():
            return _term(node, asked)
        case Not(part):
            holds, fails = _said(part, asked)
            return Phrase(fails, holds)
        case And(()):
            return Phrase(_EVERYTHING[asked.subject], "nothing")
        case And(parts):
            words = ", and ".join(_each(parts, asked, " and "))
            return Phrase(f"({words})", f"not all of ({words})")
        case Or(parts):
            words = " or ".join(_each(parts, asked, " or "))
            return Phrase(f"({words})", f"none of ({words})")


def _each(parts: tuple[Node, ...], asked: _Asked, between: str) -> Iterator[str]:
    """Each part; words beside each other are said together."""
    for words, run in groupby(parts, lambda part: isinstance(part, Word)):
        if words:
            yield _found([word for word in run if isinstance(word, Word)], asked, between).holds
        else:
            yield from (_said(part, asked).holds for part in run)


def _found(words: list[Word], asked: _Asked, between: str) -> Phrase:
    shown = between.join(f"“{word.text}{'' if word.quoted else '…'}”" for word in words)
    return Phrase(f"{shown} {asked.where}", f"no {shown} {asked.where}")


def _term(term: Term, asked: _Asked) -> Phrase:
    key = key_of(term.key, asked.subject)
    if key is None:
        raise KeyError(term.key)
    return (_ROWS[asked.subject] if key.about == "row" else _PEOPLE)[key.name](term, key, asked.today)


# --- what one value means --------------------------------------------------------------------------------------------


def _language(_: Op, value: str, __: dt.date) -> Phrase:
    name = language_names(value).partition(" ")[2] if _LANGUAGE.fullmatch(value) else ""
    return plain(f"speaking {name or value.title()}")


def _condition(_: Op, value: str, __: dt.date) -> Phrase:
    shown = value.upper() if _CODE.fullmatch(value) else f"“{value}”"
    return Phrase(f"condition {shown}", f"no condition {shown}")


def _yes_no(yes: str, no: str) -> Say:
    return given({"yes": Phrase(yes, no), "no": Phrase(no, yes)})


_TURNS: Final = {ball.value: "you" if ball is Ball.ME else words for ball, words in BALL_WORDS.items()}
_CHECKED: Final = f"checked in the last {VERIFY_DAYS} days"
_SPEAKING: Final = each(_language, Phrase("language unknown", "language known"))
_NO_REFERRAL: Final = Phrase("no open referral", "an open referral")
_REFERRALS: Final = {
    "open": "an open referral",
    "waiting": "a referral waiting for somebody else",
    "mine": "a referral waiting for you",
    "late": "a referral past its time",
} | {state.value: f"a referral that is {words.label}" for state, words in STATES.items()}
_PLANS: Final = {
    "overdue": "a plan review overdue",
    "active": "an active plan whose review is not overdue",
    "on-hold": "a plan on hold and none active",
    "draft": "a plan in draft and no other",
}


def _kept(phrases: Mapping[str, str], none: Phrase) -> Say:
    """Records of a person: the opposite of "a plan" is "no plan"."""
    return given({value: Phrase(words, _LACKING.sub("no ", words)) for value, words in phrases.items()} | {NONE: none})


_PEOPLE: Final[Mapping[str, Say]] = MappingProxyType(
    {
        "due": dated("due ", "something", "nothing", Phrase("nothing open", "something open")),
        "last": each(reached),
        "acuity": listed("{} acuity", Phrase("acuity not assessed", "acuity assessed")),
        "tier": listed("tier {}", Phrase("not in the queue now", "in the queue now")),
        "ball": listed("something open with {}", fails="nothing open with {}", words=_TURNS),
        "kind": listed("{} open", fails="no {} open"),
        "no": given({value: Phrase(f"no {word}", f"with {word}") for value, word in LACKS.items()}),
        "referral": _kept(_REFERRALS, _NO_REFERRAL),
        "plan": _kept(_PLANS, Phrase("no open plan", "an open plan")),
        "engagement": listed("{}"),
        "open": counted("{} follow-up open", "{} follow-ups open"),
        "lang": _SPEAKING,
        "payer": quoted("covered by {}", Phrase("no coverage in force", "coverage in force")),
        "dx": each(_condition, Phrase("no condition recorded", "some condition recorded")),
        "age": each(aged, Phrase("age unknown", "age known")),
        "born": each(born, Phrase("birth date unknown", "birth date known")),
        "tag": listed("tagged {}", Phrase("no sensitivity tag", "some sensitivity tag")),
        "alert": _yes_no("an alert on the chart", "no alert on the chart"),
        "deceased": _yes_no("deceased", "living"),
    }
)
_ROWS: Final[Mapping[Subject, Mapping[str, Say]]] = MappingProxyType(
    {
        "people": {},
        "referrals": {
            "state": listed("{}"),
            "urgency": listed("{}"),
            "to": quoted("sent to {}", Phrase("nobody chosen to send it to", "somebody chosen to send it to")),
            "stage": listed("{}"),
            "days": counted("{} day old", "{} days old"),
            "due": dated("", "next check", "no next check", Phrase("no next check", "some next check")),
            "ball": listed("waiting for {}", words=_TURNS),
            "kind": listed("{}"),
            "social": _yes_no("for a social need", "for a clinical need"),
        },
        "plans": {
            "status": listed("{}"),
            "due": dated("", "review", "no review", Phrase("no day of review", "a day of review")),
            "goals": counted("{} goal worked on", "{} goals worked on"),
        },
        "directory": {
            "kind": listed("{}"),
            "lang": _SPEAKING,
            "verified": _yes_no(_CHECKED, f"not {_CHECKED}"),
            "retired": given(
                {
                    "yes": Phrase("retired", "in use"),
                    "no": Phrase("in use", "retired"),
                    "any": Phrase("retired or in use", "neither retired nor in use"),
                }
            ),
        },
    }
)
