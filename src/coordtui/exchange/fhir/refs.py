"""References between resources, in every form FHIR allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from coordtui.exchange.fhir.words import LONGEST_IDENTIFIER, line

_LONGEST = 2000
_LOCAL = re.compile(
    r"(?:(?P<base>https?://.+)/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[^/?#]{1,255})(?:/_history/(?P<version>.*))?$"
)
_ABSOLUTE = re.compile(r"(https?://.+)/([A-Za-z]+)/[A-Za-z0-9.\-]{1,64}$")
_CONDITIONAL = re.compile(r"(?:https?://.+/)?(?P<type>[A-Z][A-Za-z]+)\?(?P<query>.+)$")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference taken apart. At most one of these holds: `contained` (without #), `uuid` (a whole urn),
    `id` (of `type`, at `base` when it is a URL), `value` (an identifier, with its `system` or None).
    """

    type: str | None = None
    base: str | None = None
    id: str | None = None
    uuid: str | None = None
    contained: str | None = None
    system: str | None = None
    value: str | None = None
    version: str | None = None
    display: str | None = None

    @property
    def url(self) -> str | None:
        if self.uuid:
            return self.uuid
        return f"{self.base}/{self.type}/{self.id}" if self.base else None

    def at(self, base: str | None) -> Ref:
        """The same target without what is only shown; a relative reference is relative to `base`."""
        return replace(self, base=self.base or (base if self.id else None), display=None)

    @property
    def points(self) -> bool:
        """Whether it names something, rather than only showing a text."""
        return bool(self.id or self.uuid or self.contained is not None or self.value)

    def words(self) -> str:
        """For a problem report."""
        if self.value:
            return f"{self.type or 'identifier'} {self.system or ''}|{self.value}"[:200]
        if self.contained is not None:
            return f"#{self.contained}"[:200]
        return (self.url or (f"{self.type}/{self.id}" if self.id else self.display or "nobody"))[:200]


def base_of(url: str | None, resource_type: str) -> str | None:
    """The server in a full URL "[base]/Type/id"; None when it is no such URL."""
    match = _ABSOLUTE.match(url or "")
    return match[1] if match and match[2] == resource_type else None


def parse(reference: object) -> Ref | None:
    """A FHIR Reference; None when there is none."""
    if not isinstance(reference, dict):
        return None
    display = reference.get("display")
    kind = reference.get("type")
    display = display if isinstance(display, str) else None
    kind = kind.rpartition("/")[2] if isinstance(kind, str) else None
    text = reference.get("reference")
    if isinstance(text, str) and text.strip():
        return _literal(text.strip()[:_LONGEST], kind, display)
    system, value = _identifier(reference.get("identifier"))
    if value or display:
        return Ref(type=kind, system=system, value=value, display=display)
    return None


def _literal(text: str, kind: str | None, display: str | None) -> Ref:
    if text.startswith("#"):
        return Ref(type=kind, contained=text[1:], display=display)
    if text.startswith("urn:"):
        return Ref(type=kind, uuid=text[:300], display=display)
    match = _CONDITIONAL.match(text) if "?" in text else None
    if match:
        system, value = _searched(match["query"])
        return Ref(type=match["type"], system=system, value=value, display=display)
    match = _LOCAL.match(text)
    if match:
        return Ref(type=match["type"], base=match["base"], id=match["id"], version=match["version"], display=display)
    return Ref(type=kind, uuid=text[:300], display=display)


def _searched(query: str) -> tuple[str | None, str | None]:
    """The identifier of "identifier=system|value"; other searches find nothing here."""
    for part in query.split("&"):
        name, _, wanted = part.partition("=")
        if name == "identifier" and wanted:
            system, bar, value = unquote(wanted).partition("|")
            return _clean(system, value) if bar else _clean(None, system)
    return None, None


def _identifier(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, dict):
        return None, None
    return _clean(value.get("system"), value.get("value"))


def _clean(system: object, value: object) -> tuple[str | None, str | None]:
    """As identifiers are kept, so that they can be compared."""
    return line(system), line(value, LONGEST_IDENTIFIER)
