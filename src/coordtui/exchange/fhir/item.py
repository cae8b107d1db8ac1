"""One resource as it was found: packed, with what is needed to know and to place it, but not as objects."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import fhirkit

from coordtui.exchange.fhir import check, subjects
from coordtui.exchange.fhir.jsonwalk import Cursor
from coordtui.exchange.fhir.limits import Limits
from coordtui.exchange.fhir.observations import is_survey, observed_characteristic
from coordtui.exchange.fhir.refs import Ref, base_of
from coordtui.exchange.fhir.sources import Unreadable
from coordtui.exchange.fhir.words import LONGEST_IDENTIFIER, line, size_words

Resource = dict[str, Any]

_TYPES = frozenset(fhirkit.RESOURCE_TYPES) - {"Resource", "DomainResource"}
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False)
_SMALL = 16_384
_PLACE = re.compile(r"line (\d+), (column \d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as FHIR R4 wants it. `path` is inside the resource ("Patient.name[0].family")."""

    path: str
    what: str


@dataclass(slots=True)
class Item:
    """A resource of this call.

    `place` is where in its file it stands ("Bundle.entry[3]", "line 12", "" for a file of its own), `base` the server
    in its full URL, `digest` SHA-256 of its canonical JSON without version and time stamp, `body` its own text packed.
    `speaks` is False for what can never be (part of) a record.
    """

    number: int
    file: int
    folder: str
    place: str
    type: str
    id: str | None
    full_url: str | None
    base: str | None
    version: str | None
    digest: str
    body: bytes
    updated: str
    identifiers: tuple[tuple[str, str], ...]
    subjects: tuple[Ref, ...]
    problems: tuple[Problem, ...]
    speaks: bool = True

    def resource(self) -> Resource:
        """The resource as objects, without the elements that are not valid."""
        return check.pruned(unpack(self.body), (problem.path for problem in self.problems))

    def where(self, path: str = "") -> str:
        """The place of a problem in words: "line 12 Patient/7: Patient.gender"."""
        name = f"{self.type}/{line(self.id, 64)}" if self.id else self.type
        at = f"{self.place} {name}" if self.place else ""
        return f"{at}: {path}" if at and path else at or path or name


def unpack(body: bytes) -> Resource:
    """A kept resource as objects."""
    value = Cursor(zlib.decompress(body).decode("utf-8")).value()
    return value if isinstance(value, dict) else {}


def pack(data: bytes) -> bytes:
    """zlib; for a small resource with a small window, whose setting up would cost more than the packing."""
    window, memory = (12, 6) if len(data) <= _SMALL else (15, 8)
    packer = zlib.compressobj(4, zlib.DEFLATED, window, memory)
    return packer.compress(data) + packer.flush()


def type_of(value: object) -> str:
    """The resource type.

    Raises:
        Unreadable: it is none of FHIR R4.
    """
    if not isinstance(value, dict):
        what = "text with JSON in it (encoded twice)" if _holds_json(value) else _kind(value)
        raise Unreadable("", f"it is not FHIR: {what} where a resource should be")
    name = value.get("resourceType")
    if not isinstance(name, str):
        raise Unreadable("", "it is not FHIR: it has no resourceType")
    if name not in _TYPES:
        raise Unreadable("", f"“{line(name, 40)}” is not a resource type of FHIR R4")
    return name


def _kind(value: object) -> str:
    names = {list: "a list", str: "text", type(None): "null", bool: "true or false", dict: "an object"}
    return names.get(type(value), "a number")


def _holds_json(value: object) -> bool:
    if not isinstance(value, str) or value[:64].lstrip()[:1] not in ("{", "["):
        return False
    try:
        return isinstance(Cursor(value).value(), dict | list)
    except Unreadable:
        return False


def digest_of(resource: Resource) -> str:
    """SHA-256 of the canonical JSON. A server's version number and time stamp are not content."""
    meta = resource.get("meta")
    if isinstance(meta, dict) and ("versionId" in meta or "lastUpdated" in meta):
        resource = {**resource, "meta": {k: v for k, v in meta.items() if k not in ("versionId", "lastUpdated")}}
    if not resource.get("meta", True):
        resource = {k: v for k, v in resource.items() if k != "meta"}
    return hashlib.sha256(_CANONICAL.encode(resource).encode()).hexdigest()


def find_problems(name: str, data: bytes, value: Resource, limits: Limits) -> tuple[Problem, ...]:
    """Every problem with its path; beyond the limit only how many more there are.

    Raises:
        Unreadable: the text is such that it cannot be validated at all.
    """
    try:
        issues = fhirkit.validate(data)
    except fhirkit.ParseError as error:
        place = _PLACE.search(str(error))
        where = f"line {place[1]}, {place[2]} of the resource" if place else ""
        raise Unreadable(where, f"it is not JSON: {str(error).partition(': ')[2][:80]}") from None
    found = [Problem(issue.path[:LONGEST], issue.message[:LONGEST]) for issue in issues]
    found += [Problem(path, what) for path, what in check.problems(name, data, value)]
    return _bounded(name, found, limits)


def _bounded(name: str, found: list[Problem], limits: Limits) -> tuple[Problem, ...]:
    if len(found) > limits.problems:
        more = len(found) - limits.problems
        found = [*found[: limits.problems], Problem(name, f"and {more:,} more problems")]
    return tuple(found)


LONGEST = 300
"""Characters of a path or message that are kept: both can quote what stands in the file."""


def make_item(
    text: str, value: object, *, number: int, file: int, folder: str, place: str, full_url: object, limits: Limits
) -> Item:
    """Look at one resource, given as its own text and as objects.

    Raises:
        Unreadable: it cannot be taken at all.
    """
    name = type_of(value)
    assert isinstance(value, dict)
    data = text.encode("utf-8")
    if len(data) > limits.resource:
        raise Unreadable("", f"the resource is larger than {size_words(limits.resource)}")
    problems = find_problems(name, data, value, limits)
    identity = value.get("id")
    identity = identity if isinstance(identity, str) and 0 < len(identity) <= 255 else None
    url = full_url if isinstance(full_url, str) and 0 < len(full_url) <= 2000 else None
    meta = value.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    version, updated = meta.get("versionId"), meta.get("lastUpdated")
    return Item(
        number=number,
        file=file,
        folder=folder,
        place=place,
        type=name,
        id=identity,
        full_url=url,
        base=base_of(url, name),
        version=version if isinstance(version, str) else None,
        digest=digest_of(value),
        body=pack(data),
        updated=updated if isinstance(updated, str) else "",
        identifiers=tuple(identifiers_of(value)),
        subjects=subjects.of(name, value),
        problems=problems,
        speaks=name != "Observation" or is_survey(value) or observed_characteristic(value) is not None,
    )


def identifiers_of(resource: Resource) -> Iterator[tuple[str, str]]:
    """The identifiers that say who or what it is: those with a system and a value."""
    listed = resource.get("identifier")
    entries: Iterable[Any] = listed if isinstance(listed, list) else [listed]
    for entry in entries:
        if isinstance(entry, dict):
            system, value = line(entry.get("system")), line(entry.get("value"), LONGEST_IDENTIFIER)
            if system and value:
                yield system, value
