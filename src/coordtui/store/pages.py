"""The database read page by page, without SQLite: a page that is whole can be read whatever happened to its neighbours.

Each page of 4096 bytes is encrypted and authenticated by itself (SQLCipher 4, https://www.zetetic.net/sqlcipher/design)
by AES-256-CBC, then 16 bytes of IV and an HMAC-SHA512 over ciphertext, IV and page number. Page 1 begins with 16 bytes
of salt. What the write-ahead log holds of a page is newer than the database (https://sqlite.org/fileformat2.html §4).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from coordtui.pace import Tell, counted, quiet
from coordtui.store import folder
from coordtui.store.engine import PAGE_SIZE, SALT_SIZE
from coordtui.store.frames import FRAME_HEADER, Log, read_log
from coordtui.store.kdf import KEY_SIZE

_IV, _MAC = 16, 64
RESERVED = _IV + _MAC
USABLE = PAGE_SIZE - RESERVED
"""Bytes of a page that SQLite fills."""


@dataclass(slots=True)
class Pages:
    """The newest readable state of every page. Only while no connection to the database is open in this process:
    closing a second descriptor of a file drops SQLite's locks on it.

    `size` is the file's, in bytes; `damaged` are the numbers of the pages that hold what nobody wrote, or nothing;
    `odd` counts the bytes behind the last whole page; `log` is what was found of the write-ahead log. The key stays
    the caller's to wipe.
    """

    size: int
    log: Log
    count: int
    damaged: tuple[int, ...]
    _key: bytearray
    _file: Path
    _where: dict[int, tuple[Path, int]]

    @property
    def odd(self) -> int:
        return self.size % PAGE_SIZE

    def read(self, number: int) -> bytes | None:
        """The plain content of a page from 1 (`USABLE` bytes; the salt as zeros), None where it is damaged."""
        place = self._where.get(number)
        if place is None:
            return None
        path, offset = place
        with path.open("rb") as file:
            file.seek(offset)
            return _plain(file.read(PAGE_SIZE), number, self._key)


def read_pages(vault: Path, key: bytearray, salt: bytes, tell: Tell = quiet) -> Pages:
    """Look at every page of the database in `vault`, under the raw key (32 bytes) and salt that belong to it.

    Raises OSError where a file cannot be read. A missing database has no pages.
    """
    database = vault / folder.DATABASE
    size = database.stat().st_size if database.is_file() else 0
    log = read_log(vault / f"{folder.DATABASE}-wal")
    mac_key = _mac_key(key, salt)
    where: dict[int, tuple[Path, int]] = {}
    if size:
        with database.open("rb") as file:
            numbers = range(1, size // PAGE_SIZE + 1)
            for number in counted(numbers, len(numbers), tell, "looking at every page", "pages"):
                if _holds(file.read(PAGE_SIZE), number, mac_key):
                    where[number] = (database, (number - 1) * PAGE_SIZE)
    if log.frames:
        with log.path.open("rb") as file:
            for frame in log.frames:  # the later ones are the newer ones
                file.seek(frame.offset + FRAME_HEADER)
                if _holds(file.read(PAGE_SIZE), frame.page, mac_key):
                    where[frame.page] = (log.path, frame.offset + FRAME_HEADER)
    room = size // PAGE_SIZE + len(log.frames)  # the size that a commit names is authenticated by nothing
    count = min(log.pages, room) or max(size // PAGE_SIZE, max(where, default=0))
    damaged = tuple(number for number in range(1, count + 1) if number not in where)
    return Pages(size, log, count, damaged, key, database, where)


def _mac_key(key: bytearray, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ 0x3A for one in salt), 2, KEY_SIZE)


def _start(number: int) -> int:
    return SALT_SIZE if number == 1 else 0


def _holds(page: bytes, number: int, mac_key: bytes) -> bool:
    if len(page) != PAGE_SIZE:
        return False
    signed = page[_start(number) : PAGE_SIZE - _MAC] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac_key, signed, "sha512"), page[PAGE_SIZE - _MAC :])


def _plain(page: bytes, number: int, key: bytearray) -> bytes:
    start = _start(number)
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[USABLE : USABLE + _IV])).decryptor()
    return bytes(start) + cipher.update(page[start:USABLE]) + cipher.finalize()
