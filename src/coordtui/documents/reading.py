"""How hard a page is to read: printed on it, so that nobody hands out what cannot be understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coordtui.documents.text import one_line
from coordtui.rules import languages
from coordtui.rules.readability import AIM, WARN, grade


@dataclass(frozen=True, slots=True)
class Reading:
    """`grade` is Flesch-Kincaid's, None where a person must judge. `words` is printed; `cautions` are not."""

    prose: str
    grade: float | None
    words: str
    cautions: tuple[str, ...]


def read(texts: Iterable[str], language: str | None) -> Reading:
    """Grade `texts`, each of one or more sentences, for a reader of `language` (a BCP-47 tag, None for not known).

    Aim for grade 6 or below, warn above 8 (domain sheet §9). The formula holds for English only, so a page for a
    reader of another language asks for human review.
    """
    prose = "\n".join(text for text in texts if text)
    found = grade(prose)
    words = f"Reading grade {found.flesch_kincaid} (Flesch-Kincaid, for English)."
    cautions = []
    if not found.counts:
        words = "Reading grade: human review."
        cautions.append("Much of the page is not in Latin letters: human review before you hand it out.")
    elif found.flesch_kincaid > WARN:
        words += " This is hard to read: ask us to go over it with you."
        cautions.append(f"Reading grade {found.flesch_kincaid} is above {WARN}: use shorter words and sentences.")
    elif found.flesch_kincaid > AIM:
        cautions.append(f"Reading grade {found.flesch_kincaid} is above our aim of {AIM}.")
    if language and not _english(language):
        name = language_name(language)
        words += f" Reader's language: {name}. Human review."
        cautions.append(
            f"The page is in English, its reader's language is {name}: human review before you hand it out."
        )
    return Reading(prose, found.flesch_kincaid if found.counts else None, words, tuple(cautions))


def _english(tag: str) -> bool:
    return tag.replace("_", "-").casefold().split("-")[0] in {"en", "eng"}


def language_name(tag: str | None) -> str:
    """ "Spanish (Mexico)" for "es-MX", "" for none; a tag that nobody knows as it is, on one line."""
    return one_line(languages.language_name(tag)) if tag else ""
