"""The screens of all modes. Textual says publicly only which stand in the mode in sight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from textual.app import App
from textual.screen import Screen


def all_screens(app: App[Any]) -> Iterator[Screen[Any]]:
    """Every screen that stands in some mode, from the bottom of each up."""
    return chain.from_iterable(app._screen_stacks.values())


def first_screens(app: App[Any]) -> list[Screen[Any]]:
    """The screen at the bottom of each mode that was visited."""
    return [stack[0] for stack in app._screen_stacks.values() if stack]


def stack_of(app: App[Any], screen: Screen[Any]) -> list[Screen[Any]] | None:
    """The stack in which it stands; None where it stands in no mode: not yet, or no more."""
    return next((stack for stack in app._screen_stacks.values() if screen in stack), None)
