"""How much an import reads before it refuses. Generous for real exports, small against hostile files."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes after unpacking.

    `document` is one JSON file, `line` one line of NDJSON, `resource` one resource, `total` everything in one call.
    `zip_ratio` is unpacked to packed size of an archive's entry, looked at from `zip_free` bytes on.
    """

    document: int = 512 * MIB
    line: int = 64 * MIB
    resource: int = 64 * MIB
    total: int = 8192 * MIB
    files: int = 100_000
    folder_depth: int = 32
    zip_entries: int = 100_000
    zip_ratio: int = 200
    zip_free: int = 8 * MIB
    zip_depth: int = 2
    bundle_depth: int = 4
    problems: int = 200


LIMITS = Limits()
