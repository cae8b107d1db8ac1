"""Every error a person may see: a title, a sentence that names the reason, and the next step.

The exit codes are part of the command line's interface (0 is done).
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    FAILED = 1
    USAGE = 2
    WRONG_SECRET = 3
    DAMAGED = 4
    IN_USE = 5
    PARTLY = 6
    STOPPED = 130
    """By ctrl+c, as shells have it."""


class CoordError(Exception):
    """Base of all expected errors. `message` and `hint` may be shown as they are, without markup."""

    title = "That did not work"
    exit_code = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class Refused(CoordError):
    """A rule of the work does not allow the act; nothing was changed."""

    title = "Not possible now"


class InvalidInput(Refused):
    """A field of a form or an option holds something unusable. `span` is its place in what was `typed`, where known."""

    title = "Please check this field"
    typed = ""
    span = (0, 0)

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class NotFound(Refused):
    title = "Not found"


class NextStepNeeded(Refused):
    """The act would leave open objects with no follow-up.

    Args:
        patients: (patient id, name) of those who would have nothing left to do.
    """

    title = "What comes next?"

    def __init__(self, patients: tuple[tuple[int, str], ...]) -> None:
        names = ", ".join(name for _, name in patients)
        super().__init__(f"This was the last open step of its matter for {names}.", "Say what comes next, and when.")
        self.patients = patients


class UndoRefused(Refused):
    title = "Cannot undo"


class Stopped(CoordError):
    """The person stopped long work. The message says what was done and what was not; nothing is half done."""

    title = "Stopped"
    exit_code = Exit.STOPPED


class UsageError(CoordError):
    title = "Unknown command or option"
    exit_code = Exit.USAGE


class WrongSecret(CoordError):
    """The passphrase or recovery code does not open any slot of an intact key file."""

    title = "Wrong passphrase"
    exit_code = Exit.WRONG_SECRET


class VaultMissing(CoordError):
    title = "No vault here"


class VaultDamaged(CoordError):
    """The secret may be right, but a file of the vault is damaged, missing or swapped."""

    title = "The vault is damaged"
    exit_code = Exit.DAMAGED


class VaultNewer(CoordError):
    title = "The vault was made by a newer coordtui"


class VaultInUse(CoordError):
    title = "The vault is in use"
    exit_code = Exit.IN_USE


class VaultReadOnly(CoordError):
    title = "The vault cannot be written"
