"""Secrets in wipeable buffers: derivation of keys from a passphrase, a recovery code or the root key."""

from __future__ import annotations

import os
import time
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_SIZE = 32
_LABEL = b"coordtui/1/"


def wipe(*buffers: bytearray) -> None:
    """Overwrite with zeros, in place."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def expand(secret: bytearray, salt: bytes | None, purpose: str) -> bytearray:
    """HKDF-SHA256 of a secret that is already uniformly random; 32 bytes that the caller wipes."""
    out = bytearray(KEY_SIZE)
    HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=salt, info=_LABEL + purpose.encode()).derive_into(secret, out)
    return out


def subkey(root: bytearray, purpose: str) -> bytearray:
    """The root key's sub-key for "db", "audit", "keyfile-mac" or "backup"; 32 bytes that the caller wipes."""
    if len(root) != KEY_SIZE or not any(root):
        raise ValueError("the root key is wiped or of the wrong length")
    return expand(root, None, purpose)


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id's cost: memory in KiB, passes, lanes."""

    m_kib: int
    t: int
    p: int


FLOOR = Cost(64 * 1024, 3, 4)
TARGET = Cost(256 * 1024, 3, 4)
LIMIT = Cost(1024 * 1024, 16, 16)
_PATIENCE = 2.0
"""Seconds that an unlock may take on this machine before the cost steps down towards the floor."""


def within_limits(cost: Cost) -> bool:
    """False for a cost that a hostile file could use to exhaust memory or time."""
    return 1 <= cost.p <= LIMIT.p and 8 * cost.p <= cost.m_kib <= LIMIT.m_kib and 1 <= cost.t <= LIMIT.t


def calibrated_cost() -> Cost:
    """The dearest cost that this machine bears: 256 MiB where it can, never under 64 MiB."""
    started = time.perf_counter()
    wipe(stretch(bytearray(b"calibration"), bytes(16), FLOOR))
    floor_seconds = time.perf_counter() - started
    memory = TARGET.m_kib
    while memory > FLOOR.m_kib:
        if floor_seconds * memory / FLOOR.m_kib <= _PATIENCE and memory * 8 <= _physical_kib():
            break
        memory //= 2
    return Cost(max(memory, FLOOR.m_kib), TARGET.t, TARGET.p)


def _physical_kib() -> int:
    """This machine's memory, or enough for the target cost where the system does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (AttributeError, ValueError, OSError):
        return TARGET.m_kib * 8


def stretch(secret: bytearray, salt: bytes, cost: Cost) -> bytearray:
    """Argon2id; 32 bytes that the caller wipes. Raises MemoryError where the machine cannot bear the cost."""
    out = bytearray(KEY_SIZE)
    argon = Argon2id(salt=salt, length=KEY_SIZE, iterations=cost.t, lanes=cost.p, memory_cost=cost.m_kib)
    argon.derive_into(secret, out)  # type: ignore[arg-type]  # its stub forgets that any buffer will do
    return out


def passphrase_bytes(secret: str | bytearray) -> bytearray:
    """A passphrase as bytes that the caller wipes. Text is composed (NFC): keyboards differ in how they send "é"."""
    if isinstance(secret, bytearray):
        return bytearray(secret)
    return bytearray(unicodedata.normalize("NFC", secret).encode("utf-8", "surrogateescape"))
