"""One space of ids for the whole call: which resource a reference means, and which patient a resource belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.refs import Ref

T = TypeVar("T")

_URN = "urn:uuid:"


@dataclass(slots=True)
class Index:
    """Every resource of the call by URL, by type and id, and by identifier."""

    items: Sequence[Item]
    _by_url: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    _by_id: dict[tuple[str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    _by_uuid: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    _by_identifier: dict[tuple[str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for item in self.items:
            if item.full_url:
                self._by_url[item.full_url].append(item)
            if item.id:
                self._by_id[item.type, item.id].append(item)
                if len(item.id) == 36:
                    self._by_uuid[item.id.lower()].append(item)
            for _, value in item.identifiers:
                self._by_identifier[item.type, value].append(item)

    def find(self, ref: Ref, origin: Item) -> list[Item]:
        """The resources that `ref`, standing in `origin`, may mean, the nearest only: in the same file, else the same
        folder, else anywhere in the call.
        """
        found = _nearest(self._candidates(ref, origin), origin)
        exact = [item for item in found if item.version == ref.version] if ref.version else []
        return exact or found

    def one(self, ref: Ref | None, origin: Item) -> Item | None:
        """The first of them."""
        found = self.find(ref, origin) if ref is not None else []
        return found[0] if found else None

    def _candidates(self, ref: Ref, origin: Item) -> list[Item]:
        if ref.contained is not None:
            return []
        if ref.uuid:
            return self._by_url.get(ref.uuid) or self._named_by_uuid(ref.uuid)
        if ref.id and ref.type:
            return self._by_place(ref, ref.type, ref.id, origin)
        if ref.value:
            return self._identified(ref)
        return []

    def _named_by_uuid(self, urn: str) -> list[Item]:
        """Some exports refer by urn:uuid to resources that carry that UUID only as their id."""
        return self._by_uuid.get(urn.lower().removeprefix(_URN), []) if urn.lower().startswith(_URN) else []

    def _by_place(self, ref: Ref, name: str, key: str, origin: Item) -> list[Item]:
        """By FHIR's rule a relative reference is relative to the server that its own resource came from.

        A resource without a server's URL (a bulk file, a single file) is on whatever server the other one is.
        """
        return at_base(self._by_id.get((name, key), []), ref.base or origin.base, lambda item: item.base)

    def _identified(self, ref: Ref) -> list[Item]:
        value = (ref.value or "").strip()
        kinds = [ref.type] if ref.type else ["Patient", "Practitioner", "Organization", "RelatedPerson", "Location"]
        listed = [item for kind in kinds for item in self._by_identifier.get((kind, value), [])]
        return [item for item in listed if ref.system is None or (ref.system, value) in item.identifiers]


def at_base(listed: Sequence[T], base: str | None, base_of: Callable[[T], str | None]) -> list[T]:
    """Those on the server `base`, else those of no known server; all of them when `base` is not known."""
    if base is None:
        return list(listed)
    return [one for one in listed if base_of(one) == base] or [one for one in listed if base_of(one) is None]


def _nearest(found: list[Item], origin: Item) -> list[Item]:
    if len(found) < 2:
        return found
    return (
        [item for item in found if item.file == origin.file]
        or [item for item in found if item.folder == origin.folder]
        or found
    )


def clusters(patients: Iterable[Item], contradicts: Callable[[Item, Item], bool]) -> list[list[Item]]:
    """The patient resources of the call by person: a shared identifier, else the same id with the same content.

    A shared identifier does not join two that plainly contradict each other. The order of the input is kept.
    """
    listed = list(patients)
    joined = _Joined(listed)
    of_identifier: dict[tuple[str, str], list[int]] = defaultdict(list)
    of_content: dict[tuple[str | None, str], int] = {}
    for number, item in enumerate(listed):
        same = of_content.setdefault((item.id, item.digest), number)
        joined.join(same, number)
        for identifier in item.identifiers:
            near = of_identifier[identifier]
            for other in near:
                pairs = ((one, two) for one in joined.group(other) for two in joined.group(number))
                if not any(contradicts(one, two) for one, two in pairs):
                    joined.join(other, number)
            if joined.root(number) not in {joined.root(other) for other in near}:
                near.append(number)
    return joined.groups()


class _Joined:
    """Disjoint sets of items by number; the smallest number stands for its set."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._parent = list(range(len(items)))
        self._members = {number: [item] for number, item in enumerate(items)}

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def group(self, number: int) -> list[Item]:
        return self._members[self.root(number)]

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._parent[second] = first
            self._members[first] += self._members.pop(second)

    def groups(self) -> list[list[Item]]:
        return [sorted(self._members[root], key=lambda item: item.number) for root in sorted(self._members)]
