"""A stand-in for the terminal, for what needs no terminal to be shown."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Typist:
    """Types the lines in turn; `said` is what it was told."""

    def __init__(self, lines: list[str]) -> None:
        self.left = lines
        self.said: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def say(self, text: str) -> None:
        self.said.append(text)

    def read(self, prompt: str, *, echo: bool) -> bytearray:
        self.said.append(prompt)
        if not self.left:
            raise EOFError
        return bytearray(self.left.pop(0).encode())
