"""The key file as data: which slots wrap the root key, and the one spelling of it that counts as undamaged.

The file is JSON in exactly one spelling (sorted, indented by one, ASCII), with a SHA-256 of everything else in `sum`.
Any other byte is damage, which can so be told from a wrong passphrase before any key is derived. The sum protects from
accidents only: who alters the file on purpose meets the slots' authenticated data and the MAC by the root key.

Format 1 knew neither names nor days of slots, nor the keyring. A file without them is still written as format 1.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from coordtui.errors import VaultNewer
from coordtui.store.kdf import Cost, subkey, wipe, within_limits

FORMAT = "coordtui-keys"
VERSION = 2
MAX_BYTES = 64 * 1024
MAX_SLOTS = 8
MAX_PASSPHRASES = 4
"""A wrong passphrase is tried on each of them, at a second each."""
MAX_NAME = 40
_BOUND = 1
"""Stands in what a slot authenticates. It does not change with the file's format, so that slots outlive that."""
_HEX_ID = re.compile(r"[0-9a-f]{32}")
_MADE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

Kind = Literal["passphrase", "recovery", "keyring"]
KINDS: tuple[Kind, ...] = ("passphrase", "recovery", "keyring")
WORDS: dict[Kind, str] = {"passphrase": "passphrase", "recovery": "recovery code", "keyring": "keyring"}


class DamagedKeys(ValueError):
    """The bytes are not an undamaged key file; the message says in what way."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The root key wrapped by one secret. `cost` is None where the secret is random and needs no slow derivation.

    `name` is the person's own, "" for the kind's; `made` is a moment in UTC (ISO), "" where the file never said.
    """

    id: str
    kind: Kind
    epoch: int
    salt: bytes
    cost: Cost | None
    nonce: bytes = b""
    wrapped: bytes = b""
    name: str = ""
    made: str = ""

    @property
    def label(self) -> str:
        """What it is called where slots are listed."""
        return self.name or WORDS[self.kind]

    def head(self) -> dict[str, Any]:
        """What the wrapping authenticates besides the vault's id."""
        kdf: dict[str, Any] = {"name": "hkdf-sha256" if self.cost is None else "argon2id", "salt": _text(self.salt)}
        if self.cost is not None:
            kdf |= {"m_kib": self.cost.m_kib, "t": self.cost.t, "p": self.cost.p}
        head = {"id": self.id, "type": self.kind, "epoch": self.epoch, "kdf": kdf}
        return head | {name: value for name, value in (("name", self.name), ("made", self.made)) if value}


@dataclass(frozen=True, slots=True)
class KeyDoc:
    """One generation of the key file. `vault_id` is 32 hex digits, also the database's salt; `gen` counts from 1."""

    vault_id: str
    gen: int
    epoch: int
    slots: tuple[Slot, ...]
    mac: bytes = b""

    @property
    def salt(self) -> bytes:
        """The first 16 bytes of the database that these keys open.

        The vault's id, so that a swapped file shows; after a change of all keys another value for each epoch.
        """
        own = bytes.fromhex(self.vault_id)
        return own if self.epoch == 1 else hashlib.sha256(own + self.epoch.to_bytes(8, "big")).digest()[: len(own)]

    @property
    def version(self) -> int:
        """The oldest format that can hold it."""
        return 2 if any(slot.name or slot.made or slot.kind == "keyring" for slot in self.slots) else 1

    def of_kind(self, kind: Kind) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == kind)


def bound_to(doc: KeyDoc, slot: Slot) -> bytes:
    """The additional authenticated data of a slot: moving it to another vault or changing its cost breaks it."""
    return _canonical([FORMAT, _BOUND, doc.vault_id, slot.head()])


def sealed(doc: KeyDoc, root: bytearray) -> KeyDoc:
    """`doc` with its MAC by the root key."""
    return replace(doc, mac=_mac(doc, root))


def seal_holds(doc: KeyDoc, root: bytearray) -> bool:
    return hmac.compare_digest(doc.mac, _mac(doc, root))


def encode(doc: KeyDoc) -> bytes:
    return _spell(_body(doc) | {"mac": _text(doc.mac)})


def decode(data: bytes) -> KeyDoc:
    """Read a key file.

    Raises:
        DamagedKeys: it is not in its one spelling, the sum differs, or a value is impossible.
        VaultNewer: it is undamaged, and of a later format.
    """
    try:
        body = json.loads(data.decode("ascii"))
        body.pop("sum")
        intact = _spell(body) == data
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise DamagedKeys("it cannot be read") from None
    if not intact:
        raise DamagedKeys("its checksum does not match")
    if body.get("format") != FORMAT:
        raise DamagedKeys("it is not a key file")
    if type(body.get("v")) is int and body["v"] > VERSION:
        raise VaultNewer(f"The key file has format {body['v']}; this coordtui reads {VERSION}.", "Update coordtui.")
    try:
        return _from_body(body)
    except (ValueError, KeyError, TypeError):
        raise DamagedKeys("it holds impossible values") from None


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _spell(body: dict[str, Any]) -> bytes:
    total = hashlib.sha256(_canonical(body)).hexdigest()
    return json.dumps(body | {"sum": total}, sort_keys=True, indent=1).encode() + b"\n"


def _body(doc: KeyDoc) -> dict[str, Any]:
    slots = [slot.head() | {"nonce": _text(slot.nonce), "ct": _text(slot.wrapped)} for slot in doc.slots]
    head = {"format": FORMAT, "v": doc.version, "vault_id": doc.vault_id, "gen": doc.gen, "epoch": doc.epoch}
    return head | {"slots": slots}


def _mac(doc: KeyDoc, root: bytearray) -> bytes:
    key = subkey(root, "keyfile-mac")
    try:
        return hmac.digest(key, _canonical(_body(doc)), "sha256")
    finally:
        wipe(key)


def _from_body(body: dict[str, Any]) -> KeyDoc:
    _need(set(body) == {"format", "v", "vault_id", "gen", "epoch", "slots", "mac"})
    _need(isinstance(body["slots"], list) and 1 <= len(body["slots"]) <= MAX_SLOTS)
    _need(_HEX_ID.fullmatch(body["vault_id"]) is not None)
    slots = tuple(_slot(slot) for slot in body["slots"])
    doc = KeyDoc(body["vault_id"], _count(body["gen"]), _count(body["epoch"]), slots, _raw(body["mac"], 32))
    _need(body["v"] == doc.version and len(doc.of_kind("passphrase")) <= MAX_PASSPHRASES)
    return doc


def _slot(body: dict[str, Any]) -> Slot:
    _need(set(body) - {"name", "made"} == {"id", "type", "epoch", "kdf", "nonce", "ct"} and body["type"] in KINDS)
    kind = cast("Kind", body["type"])
    kdf = body["kdf"]
    slot = Slot(
        id=str(body["id"]),
        kind=kind,
        epoch=_count(body["epoch"]),
        salt=_raw(kdf["salt"], 16),
        cost=_cost(kdf) if kind == "passphrase" else None,
        nonce=_raw(body["nonce"], 12),
        wrapped=_raw(body["ct"], 48),
        name=_name(body.get("name", "")),
        made=_made(body.get("made", "")),
    )
    _need(slot.head() == {name: value for name, value in body.items() if name not in ("nonce", "ct")})
    return slot


def _cost(kdf: dict[str, Any]) -> Cost:
    cost = Cost(_count(kdf["m_kib"]), _count(kdf["t"]), _count(kdf["p"]))
    _need(within_limits(cost))
    return cost


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME or not value.isprintable() or value != value.strip():
        raise ValueError
    return value


def _made(value: object) -> str:
    if not isinstance(value, str) or (value and not _MADE.fullmatch(value)):
        raise ValueError
    return value


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError


def _count(value: object) -> int:
    if type(value) is not int or not 1 <= value < 2**53:
        raise ValueError
    return value


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _raw(text: str, length: int) -> bytes:
    raw = b64decode(text, validate=True)
    _need(len(raw) == length and _text(raw) == text)
    return raw
