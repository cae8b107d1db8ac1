"""How hard a text is to read: Flesch-Kincaid grade and SMOG (domain sheet §9). For English only; aim at grade 6."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from coordtui.rules.syllables import syllables

__all__ = ["AIM", "WARN", "Grade", "grade", "syllables"]

AIM, WARN = 6, 8
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’)\]]|$)|\n+|[;:](?=\s*\n)")
_WORD = re.compile(r"[^\W_]+(?:['’\-.,/:@][^\W_]+)*")
_ABBREVIATIONS = re.compile(r"\b(Dr|Mr|Mrs|Ms|St|vs|etc|e\.g|i\.e|a\.m|p\.m|No|Jr|Sr)\.", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Grade:
    """US school grades, to a tenth, both 0 when there is nothing to read. `words_str` says it in words.

    `counts` is False for text that is not in Latin letters: a person must judge that.
    """

    flesch_kincaid: float
    smog: float
    sentences: int
    words: int
    words_str: str
    counts: bool = True


def grade(text: str) -> Grade:
    """FKGL = 0.39 words/sentences + 11.8 syllables/words - 15.59; SMOG = 1.043 sqrt(30 long words/sentences) + 3.1291.

    Headings, list items and line breaks end sentences; Markdown signs are not read. A number counts as one syllable.
    SMOG was made for 30 sentences and more, so in short texts it is only a hint.
    """
    sentences = _sentences(text)
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Grade(0.0, 0.0, 0, 0, "nothing to read")
    if sum(bool(_LATIN.search(word)) or word[0].isdigit() for word in words) * 2 < len(words):
        return Grade(0.0, 0.0, len(sentences), len(words), "not in Latin letters: ask a person who reads it", False)
    counts = [syllables(word) for word in words]
    flesch = 0.39 * len(words) / len(sentences) + 11.8 * sum(counts) / len(words) - 15.59
    smog = 1.043 * math.sqrt(sum(count >= 3 for count in counts) * 30 / len(sentences)) + 3.1291
    level = round(max(0.0, flesch), 1)
    return Grade(level, round(smog, 1), len(sentences), len(words), _in_words(level))


def _in_words(level: float) -> str:
    number = max(1, math.ceil(level))
    if level <= AIM:
        return f"about grade {number}: easy to read"
    if level <= WARN:
        return f"about grade {number}: a little above the aim of grade {AIM}"
    return f"about grade {number}: hard to read, aim at grade {AIM}"


def _sentences(text: str) -> list[list[str]]:
    plain = re.sub(r"[*#>|`_\[\]]+", " ", _ABBREVIATIONS.sub(r"\1", text))
    found = (_WORD.findall(part) for part in _SENTENCE_END.split(plain))
    return [words for words in found if words]
