"""Looking for secrets in what a program leaves behind, however they may be spelled there."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable
from pathlib import Path

ALTERNATE, BACK = "\x1b[?1049h", "\x1b[?1049l"
_COMMAND = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""A command to the terminal itself: its title, its clipboard."""


class Secrets:
    """Words and keys that may stand nowhere, each as text or bytes."""

    def __init__(self, *secrets: str | bytes) -> None:
        self._spellings = tuple({one for secret in secrets for one in _spellings(secret)})

    def inside(self, data: bytes) -> bool:
        return any(spelling in data for spelling in self._spellings)

    def holding(self, folder: Path) -> set[str]:
        """The files that hold one of them, in their name or inside, as seen from `folder`."""
        return {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if self.inside(os.fsencode(path.name)) or (path.is_file() and self.inside(path.read_bytes()))
        }


def _spellings(secret: str | bytes) -> Iterable[bytes]:
    if isinstance(secret, str):
        for text in {secret, secret.lower(), secret.upper()}:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                yield from _spellings(text.encode(encoding))
        return
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for shift in range(3):  # where it stands in a longer text that is written as base64
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            code = encode(bytes(shift) + secret).rstrip(b"=")
            yield code[(0, 2, 3)[shift] : len(code) - bool((shift + len(secret)) % 3)]


def left_on_terminal(seen: str) -> str:
    """What a terminal keeps of all that was written to it: not the alternate screen, but its title and clipboard."""
    before, *parts = seen.split(ALTERNATE)
    return "".join([before, *(part.partition(BACK)[2] for part in parts), *_COMMAND.findall(seen)])
