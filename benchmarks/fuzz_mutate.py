"""How an input is spoiled: bytes, text, values of JSON, members of a zip."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from typing import Any

NASTY = (
    "", " ", "\x00", "\ufeff", "\u202e", "\u2028", "\x1b[2J\x1b]52;c;QQ==\x07", "\ud800", "\U0010ffff", "e\u0301" * 50,
    "[DNR]", "[/x]", "{{", "{% for %}", "{{ 7 * 7 }}", "%s%n", "'; DROP TABLE patient; --", "=HYPERLINK(1)", "../../x",
    "~nobody/x", "C:\\x", "con", "9" * 5000, "-1", "1e999", "0x10", "NaN", "-Infinity", "true", "null", "A" * 70_000,
    "2026-02-31", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T24",
    "Patient/rosa", "#x", "urn:uuid:1", "Patient?identifier=|", "[" * 2000, "{" * 2000, '"', "\\", "\\u", "\r\n", "\t",
    "a " * 3000,
)  # fmt: skip
_BYTES = (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80", b"PK\x03\x04", b"\x1f\x8b", b"]]>")


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, taken out, doubled or put in; sometimes cut short."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(found))
        end = min(len(found), at + chance.choice((1, 2, 16, 300)))
        match chance.randrange(6):
            case 0 if found:
                found[at % len(found)] ^= 1 << chance.randrange(8)
            case 1:
                del found[at:end]
            case 2:
                found[at:at] = found[at:end] * chance.choice((1, 2, 40))
            case 3:
                found[at:at] = chance.choice(_BYTES)
            case 4:
                found[at:end] = chance.randbytes(end - at)
            case _:
                if chance.randrange(4) == 0:
                    del found[at:]
    return bytes(found)


def reworded(text: str, chance: random.Random, words: tuple[str, ...] = ()) -> bytes:
    """Nasty or known words put in or in the place of others; sometimes its bytes spoiled too."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.choice((0, 0, 1, 5, 40)))
        word = chance.choice(words) if words and chance.random() < 0.5 else chance.choice(NASTY)
        text = text[:at] + word + text[end:]
    data = text.encode("utf-8", "surrogatepass")
    return spoiled(data, chance) if chance.randrange(5) == 0 else data


def junk(chance: random.Random, depth: int = 2) -> Any:
    """A value that JSON can hold."""
    kind = chance.randrange(9 if depth else 7)
    if kind < 3:
        return chance.choice(NASTY)
    if kind < 7:
        return chance.choice((None, True, False, 0, -1, 1.5, 1e308, 2**63, 10**400, chance.randint(0, 3000)))
    if kind == 7:
        return [junk(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    names = ("id", "value", "code", "x", "")
    return {chance.choice(names): junk(chance, depth - 1) for _ in range(chance.randint(0, 3))}


def altered(whole: Any, chance: random.Random) -> Any:
    """A copy of a JSON value with a few elements replaced, taken out, doubled or put in a list."""
    whole = copy.deepcopy(whole)
    for _ in range(chance.randint(1, 4)):
        _alter_one(whole, chance)
    return whole


def _alter_one(value: Any, chance: random.Random) -> None:
    """Walk down at random, and change what is met there."""
    while isinstance(value, dict | list) and value:
        key: Any = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        inner = value[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.8:
            value = inner
            continue
        match chance.randrange(5):
            case 0:
                del value[key]
            case 1:
                value[key] = [inner, copy.deepcopy(inner)]
            case 2 if isinstance(value, list):
                value.extend([copy.deepcopy(inner)] * chance.choice((1, 50)))
            case _:
                value[key] = junk(chance)
        return


def spelled(value: Any, chance: random.Random) -> bytes:
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def zipped(members: dict[str, bytes], chance: random.Random | None = None) -> bytes:
    """A zip of them; with `chance` one that its maker did not mean well with."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if chance and chance.random() < 0.5 else 0) as archive:
        for name, data in members.items():
            if chance and chance.randrange(6) == 0:
                name = chance.choice((f"../{name}", f"/{name}", name.upper(), "", "a" * 70, f"x/{name}", "con"))
            archive.writestr(zipfile.ZipInfo(name), data)
            if chance and chance.randrange(12) == 0:
                archive.writestr(zipfile.ZipInfo(f"more-{name}"), bytes(chance.choice((0, 9_000_000))))
        archive.comment = b"x" * chance.choice((0, 0, 500)) if chance else b""
    return out.getvalue()
