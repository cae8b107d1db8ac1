"""Passphrases at the terminal: asked for until one is right, and chosen with their strength said in words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from coordtui.cli.terminal import Terminal, ask, ask_secret
from coordtui.errors import InvalidInput, WrongSecret

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coordtui.store.keydoc import Kind, Slot

    Attempt = Callable[[bytearray, Kind], T]

TRIES = 5


def ask_until(terminal: Terminal, prompt: str, attempt: Attempt[T], pause: Callable[[float], None] = time.sleep) -> T:
    """What `attempt` returns for the first secret that opens. A wrong one is told so and nothing else.

    Raises:
        WrongSecret: the last of the tries was wrong too; and whatever else makes an attempt fail.
    """
    for number in range(1, TRIES):
        try:
            return either(ask_secret(terminal, prompt), attempt)
        except (WrongSecret, InvalidInput) as error:
            terminal.say(f"{error.message}\n")
            pause(patience(number))
    return either(ask_secret(terminal, prompt), attempt)


def patience(tries: int) -> float:
    """Seconds before the next prompt: none after a slip, then longer and longer."""
    return 0.0 if tries < 2 else float(2 ** (tries - 2))


def either(typed: bytearray, attempt: Attempt[T]) -> T:
    """Try it as a passphrase, then as a recovery code if it looks like one (a passphrase may); wipes it."""
    from coordtui.store.kdf import wipe

    try:
        try:
            return attempt(typed, "passphrase")
        except WrongSecret:
            if not _looks_like_code(typed):
                raise
        return attempt(typed, "recovery")
    finally:
        wipe(typed)


def _looks_like_code(typed: bytearray) -> bool:
    from coordtui.store import recovery
    from coordtui.store.kdf import wipe

    try:
        wipe(recovery.parsed(typed))
    except WrongSecret:
        return False
    return True


def new_passphrase(terminal: Terminal, personal: tuple[str, ...] = ()) -> bytearray:
    """A good enough passphrase, typed twice; asks until there is one. The caller wipes it.

    `personal` are words that a thief would try first: the coordinator's names.
    """
    from coordtui.store.kdf import wipe

    while True:
        first = ask_secret(terminal, "New passphrase: ")
        try:
            terminal.say(f"{judge(first, personal)}\n")
        except InvalidInput as error:
            wipe(first)
            terminal.say(f"{error}\n")
            continue
        again = ask_secret(terminal, "The same again: ")
        same = first == again
        wipe(again)
        if same:
            return first
        wipe(first)
        terminal.say("The two differ. Once more.\n")


def which_passphrase(terminal: Terminal, held: Sequence[Slot]) -> Slot | None:
    """Which of several passphrases is to be replaced; asks until it is clear. None where there is no choice."""
    if len(held) < 2:
        return held[0] if held else None
    names = {slot.label.casefold(): slot for slot in held}
    terminal.say(f"The vault has these passphrases: {', '.join(slot.label for slot in held)}.\n")
    while (slot := names.get(ask(terminal, "Which one is to be replaced").casefold())) is None:
        terminal.say("None is called so.\n")
    return slot


def judge(passphrase: bytearray, personal: tuple[str, ...] = ()) -> str:
    """How good it is, in words. Raises InvalidInput where it is not good enough."""
    from coordtui.rules.passphrase import strength

    found = strength(passphrase.decode("utf-8", "replace"), personal)
    if not found.enough:
        raise InvalidInput("passphrase", f"This passphrase is {found.words}.", found.hint)
    return f"This passphrase is {found.words}."
