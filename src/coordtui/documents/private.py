"""What stays off a page that others at home may find.

A word list finds the plain cases, no more: it leaves a line off and says so to the coordinator, who knows better.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from coordtui.documents.text import one_line

SAFETY_KINDS = frozenset({"crisis", "safety_follow_up", "abuse_disclosure", "critical_result"})
"""Kinds of follow-ups whose contacts and steps never appear, whatever their words."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads((files("coordtui") / "resources" / "private_words.toml").read_text("utf-8"))
    return tuple((topic["name"], any_of(topic["words"])) for topic in data["topic"])


def any_of(words: list[str]) -> re.Pattern[str]:
    """One pattern for whole words of a word list; an ending * stands for any ending."""
    alternatives = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def topic_of(*texts: str | None) -> str | None:
    """The topic that makes a line too private for a summary ("safety at home"), or None."""
    words = one_line(" ".join(text for text in texts if text)).casefold().replace("\u2019", "'")
    for topic, pattern in _patterns():
        if pattern.search(words):
            return topic
    return None


@dataclass(slots=True)
class Sieve:
    """Lets through what may be printed; `topics` are those of the lines that may not, one each."""

    topics: list[str] = field(default_factory=list, kw_only=True)

    def kept(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The lines that may be printed, each once and on one line."""
        found = []
        for line in dict.fromkeys(filter(None, (one_line(line) for line in lines))):
            topic = topic_of(line)
            if topic is None:
                found.append(line)
            else:
                self.topics.append(topic)
        return tuple(found)

    def one(self, text: str | None) -> str:
        """The text, "" where it may not be printed."""
        return " ".join(self.kept((text or "",)))
