"""Which person a Patient resource is: one we have, a new one, and whom it may be as well.

A shared identifier (system, value) makes two the same, else the same source id with the same content. The same id with
other content, or the same name and birth date, is only proposed; so is a shared identifier between two who plainly
differ in both name and birth date (insurers give one number to a family, test systems to anybody).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session

from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.elements import best_name, day, each, name_text, texts
from coordtui.exchange.fhir.item import Item, Resource
from coordtui.models.patient import Identifier, Patient
from coordtui.models.source import SourceResource
from coordtui.rules.fold import fold

K = TypeVar("K", bound=Hashable)

_NAMESAKE = "has the same name and birth date"
_P, _I, _S = table_of(Patient).c, table_of(Identifier).c, table_of(SourceResource).c


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells people apart: birth date, the present name folded, and every word of every name."""

    birth_date: str | None
    name: str
    words: frozenset[str]

    @property
    def key(self) -> tuple[str, str] | None:
        """Equal for the same name and the same full birth date; None when either is missing."""
        return (self.birth_date, self.name) if self.birth_date and len(self.birth_date) == 10 and self.name else None

    def contradicts(self, other: Facts) -> bool:
        """Another day of birth and not one word of a name in common."""
        dates = (self.birth_date or "", other.birth_date or "")
        differ = dates[0] != dates[1] and all(len(date) == 10 for date in dates)
        return differ and bool(self.words) and bool(other.words) and self.words.isdisjoint(other.words)


def facts_of(resource: Resource, today: str) -> Facts:
    best = best_name(resource.get("name"), today)
    plain = " ".join([*texts(best.get("given")), *texts(best.get("family"))]) or name_text(best) or ""
    words = {word for name in each(resource.get("name")) for word in fold(name_text(name) or "").split()}
    return Facts(day(resource.get("birthDate")), " ".join(sorted(fold(plain).split())), frozenset(words))


@dataclass(frozen=True, slots=True)
class Whom:
    """`patient_id` is who it is, None for somebody new. `maybe` are others it may be, each with the reason."""

    patient_id: int | None
    maybe: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class People:
    """Everybody in the vault by what identifies them, loaded once and kept up while an import adds to it."""

    _facts: dict[int, Facts] = field(default_factory=dict)
    _bearers: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _content: dict[tuple[str | None, str], int] = field(default_factory=dict)
    _ids: dict[str, list[int]] = field(default_factory=dict)
    _namesakes: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add_facts(self, key: int, facts: Facts) -> None:
        held = self._facts.get(key)
        self._facts[key] = replace(facts, words=facts.words | held.words) if held else facts
        if facts.key:
            _list(self._namesakes, facts.key, key)

    def add_identifier(self, key: int, identifier: tuple[str, str]) -> None:
        _list(self._bearers, identifier, key)

    def add_source(self, key: int, source_id: str | None, digest: str) -> None:
        self._content[source_id, digest] = key
        if source_id is not None:
            _list(self._ids, source_id, key)

    def add(self, key: int, item: Item, facts: Facts) -> None:
        """Somebody whom this import has just written."""
        self.add_facts(key, facts)
        self.add_source(key, item.id, item.digest)
        for identifier in item.identifiers:
            self.add_identifier(key, identifier)

    def whom(self, group: Sequence[Item], facts: Sequence[Facts]) -> Whom:
        """Find the person behind the Patient resources of one person, `facts` being theirs."""
        bearers = {key for item in group for one in item.identifiers for key in self._bearers.get(one, ())}
        plain = {key for key in bearers if not any(self._facts[key].contradicts(own) for own in facts)}
        content = ((item.id, item.digest) for item in group)
        found = min(plain, default=None) or next((self._content[one] for one in content if one in self._content), None)
        same_id = {key for item in group if item.id for key in self._ids.get(item.id, ())}
        namesakes = {key for own in facts if own.key for key in self._namesakes.get(own.key, ())}
        reasons = [(plain, "shares an identifier with both"), (bearers - plain, "shares an identifier")]
        if found is None:
            reasons += [(same_id, "has the same id with other content"), (namesakes, _NAMESAKE)]
        keys = sorted({key for those, _ in reasons for key in those} - {found})
        maybe = ((key, [why for those, why in reasons if key in those]) for key in keys)
        return Whom(found, tuple((key, f"It {', and '.join(whys)}.") for key, whys in maybe))


def _list(lists: dict[K, list[int]], name: K, key: int) -> None:
    listed = lists.setdefault(name, [])
    if key not in listed:
        listed.append(key)


def people(session: Session) -> People:
    """Everybody who is in the vault now."""
    found = People()
    for key, born, given, family, name, folded in session.execute(
        select(_P.id, _P.birth_date, _P.given, _P.family, _P.name, _P.fold)
    ):
        plain = " ".join(part for part in (given, family) if part) or name
        words = frozenset(folded.split()) - {"|"}
        found.add_facts(key, Facts(born, " ".join(sorted(fold(plain).split())), words))
    held = select(_I.record_id, _I.system, _I.value).where(_I.kind == "patient", _I.system.is_not(None))
    for key, system, value in session.execute(held):
        found.add_identifier(key, (system, value))
    sources = select(_S.patient_id, _S.source_id, _S.digest).where(_S.type == "Patient", _S.patient_id.is_not(None))
    for key, source_id, digest in session.execute(sources.order_by(_S.id)):
        found.add_source(key, source_id, digest)
    return found


def belongs_to(shown: str, names: frozenset[str]) -> bool:
    """Whether a subject's shown name fits a person: at least one word in common, or nothing to compare."""
    words = set(fold(shown).split())
    return not words or not names or not words.isdisjoint(names)
