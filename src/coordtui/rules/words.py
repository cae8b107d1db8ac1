"""Small helpers for sentences."""

from __future__ import annotations

LONGEST = 120


def shorten(text: str, most: int = LONGEST) -> str:
    """One line of `text`, cut at a word with an ellipsis when it is longer than `most` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(" ,;:") + "…"


def plural(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
