"""The age v1 format by its specification (c2sp.org/age), written apart from the program and from its library.

It proves that what the program writes is the standard format, and makes files that cost no second to open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
SLOW = pyrage.passphrase.encrypt
"""The library's own, with as many rounds as the machine does in a second."""


def made(data: bytes, passphrase: str, work: int = 4) -> bytes:
    """`data` locked with 2**work rounds of scrypt: far too few, but quick."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    body = ChaCha20Poly1305(_wrapping(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_b64(salt)} {work}\n{_b64(body)}\n---".encode()
    mac = hmac.digest(_hkdf(file_key, b"", b"header"), head, "sha256")
    payload = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
    starts = range(0, max(len(data), 1), CHUNK)
    chunks = [
        payload.encrypt(_counter(n, n == len(starts) - 1), data[at : at + CHUNK], None) for n, at in enumerate(starts)
    ]
    return b"".join((head, b" ", _b64(mac).encode(), b"\n", nonce, *chunks))


def opened(sealed: bytes, passphrase: str) -> bytes:
    """What is in a file. Fails on anything that is not as the specification says."""
    head, dashes, rest = sealed.partition(b"\n---")
    version, stanza, body = head.split(b"\n")
    kind, salt, work = stanza.removeprefix(b"-> ").split(b" ")
    assert (version, kind) == (b"age-encryption.org/v1", b"scrypt")
    wrapping = ChaCha20Poly1305(_wrapping(passphrase, _bytes(salt), int(work)))
    file_key = wrapping.decrypt(bytes(12), _bytes(body), None)
    mac, _, payload = rest[1:].partition(b"\n")
    assert hmac.compare_digest(hmac.digest(_hkdf(file_key, b"", b"header"), head + dashes, "sha256"), _bytes(mac))
    cipher, cut = ChaCha20Poly1305(_hkdf(file_key, payload[:16], b"payload")), payload[16:]
    starts = range(0, len(cut), CHUNK + 16)
    return b"".join(
        cipher.decrypt(_counter(n, n == len(starts) - 1), cut[at : at + CHUNK + 16], None)
        for n, at in enumerate(starts)
    )


def install(patch: pytest.MonkeyPatch) -> None:
    """Let the program lock its files in no time, and as the specification says."""
    patch.setattr(pyrage.passphrase, "encrypt", made)


def _wrapping(passphrase: str, salt: bytes, work: int) -> bytes:
    salted = b"age-encryption.org/v1/scrypt" + salt
    return hashlib.scrypt(passphrase.encode(), salt=salted, n=2**work, r=8, p=1, maxmem=2**31 - 1, dklen=32)


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _counter(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _bytes(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
