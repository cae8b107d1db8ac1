"""Which person a Patient resource is: one we have, a new one, and whom it may be as well.

A shared identifier (system, value) makes two the same, else the same source id with the same content. The same id with
other content, or the same name and birth date, is only proposed; so is a shared identifier between two who plainly
differ in both name and birth date (insurers give one number to a family, test systems to anybody).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.elements import best_name, day, each, name_text, texts
from coordtui.exchange.fhir.item import Item, Resource
from coordtui.exchange.fhir.known import among
from coordtui.models.patient import Identifier, Patient
from coordtui.models.source import SourceResource
from coordtui.rules.fold import fold

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


def whom(session: Session, group: Sequence[Item], facts: Sequence[Facts], namesakes: Namesakes) -> Whom:
    """Find the person behind the Patient resources of one person, `facts` being theirs."""
    bearers = _bearers(session, {identifier for item in group for identifier in item.identifiers})
    plain = {key for key, theirs in bearers.items() if not any(theirs.contradicts(own) for own in facts)}
    maybe = dict.fromkeys(sorted(bearers.keys() - plain), "It shares an identifier with someone else.")
    found = min(plain, default=None)
    maybe |= dict.fromkeys(sorted(plain - {found}), "It shares an identifier with both.")
    if found is None:
        found = _same_content(session, group)
    if found is None:
        maybe |= dict.fromkeys(_same_id(session, group), "It has the same id with other content.")
        for own in facts:
            maybe |= dict.fromkeys(namesakes.of(own), "It has the same name and birth date.")
    maybe.pop(found, None)  # type: ignore[call-overload]
    return Whom(found, tuple(maybe.items()))


def _bearers(session: Session, identifiers: Iterable[tuple[str, str]]) -> dict[int, Facts]:
    """The patients here who bear one of these identifiers."""
    wanted = set(identifiers)
    query = select(_I.system, _I.value, _I.record_id).where(
        _I.kind == "patient", among(_I.value, {value for _, value in wanted})
    )
    keys = {key for system, value, key in session.execute(query) if (system, value) in wanted}
    people = select(_P.id, _P.birth_date, _P.fold).where(among(_P.id, keys))
    return {key: Facts(born, names, frozenset(names.split()) - {"|"}) for key, born, names in session.execute(people)}


def _same_content(session: Session, group: Sequence[Item]) -> int | None:
    sources = _sources(session, {item.digest for item in group})
    known = {(source_id, digest): key for source_id, digest, key in sources}
    return next((known[item.id, item.digest] for item in group if (item.id, item.digest) in known), None)


def _sources(session: Session, digests: set[str]) -> list[tuple[str | None, str, int]]:
    query = select(_S.source_id, _S.digest, _S.patient_id).where(
        _S.type == "Patient", _S.patient_id.is_not(None), among(_S.digest, digests)
    )
    return [(source_id, digest, key) for source_id, digest, key in session.execute(query.order_by(_S.id.desc()))]


def _same_id(session: Session, group: Sequence[Item]) -> list[int]:
    ids = {item.id for item in group if item.id}
    query = select(_S.patient_id).where(_S.type == "Patient", _S.patient_id.is_not(None), among(_S.source_id, ids))
    return sorted(set(session.execute(query).scalars()))


class Namesakes:
    """Everybody by name and full birth date, loaded once and kept up while the import adds people."""

    def __init__(self, people: Iterable[tuple[int, Facts]]) -> None:
        self._by_key: dict[tuple[str, str], list[int]] = {}
        for patient_id, facts in people:
            self.add(patient_id, facts)

    def add(self, patient_id: int, facts: Facts) -> None:
        if facts.key:
            self._by_key.setdefault(facts.key, []).append(patient_id)

    def of(self, facts: Facts) -> list[int]:
        return self._by_key.get(facts.key, []) if facts.key else []


def namesakes(session: Session) -> Namesakes:
    query = select(_P.id, _P.birth_date, _P.given, _P.family, _P.name)
    return Namesakes(
        (key, Facts(born, " ".join(sorted(fold(" ".join([given or "", family or ""]) or name).split())), frozenset()))
        for key, born, given, family, name in session.execute(query)
    )


def belongs_to(refs: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a subject's shown name fits a person: at least one word in common, or nothing to compare."""
    words = {word for text in refs for word in fold(text).split()}
    return not words or not names or not words.isdisjoint(names)
