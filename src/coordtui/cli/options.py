"""What stands before the command: which vault, how it is unlocked, and which day it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coordtui.errors import UsageError

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from coordtui.settings import Settings

    Args = argparse.Namespace
else:
    Args = Any  # argparse is not loaded before the prompt

VAULT = "COORDTUI_VAULT"
PASSWORD_FILE = "COORDTUI_PASSWORD_FILE"  # noqa: S105 - the variable's name
PASSWORD_COMMAND = "COORDTUI_PASSWORD_COMMAND"  # noqa: S105 - the variable's name

Commands = Any
"""What argparse's `add_subparsers` returns; its class has no public name."""


class Options(NamedTuple):
    """`ask` takes the passphrase from the terminal only, whatever else is set: how a locked program comes back."""

    vault: Path | None = None
    password_file: Path | None = None
    password_command: str | None = None
    on: dt.date | None = None
    demo: bool = False
    ask: bool = False

    def folder(self) -> Path:
        """The vault's folder: the option, the variable, the settings file, else the user's data folder."""
        if self.vault is not None:
            return self.vault
        if named := os.environ.get(VAULT):
            return absolute(named)
        if (chosen := self.settings().vault_dir) is not None:
            return chosen
        import platformdirs

        return platformdirs.user_data_path("coordtui", appauthor=False)

    def settings(self) -> Settings:
        from coordtui.settings import load

        return load()


def of(args: Args | None = None) -> Options:
    """The options of a parsed command line, or of an empty one; for the passphrase they fall back to the environment.

    Raises:
        UsageError: a file and a command for the passphrase are given at once.
    """
    file, command = (args.password_file, args.password_command) if args else (None, None)
    if file and command:
        raise UsageError("--password-file and --password-command cannot both be given.", "Leave one of them out.")
    if not file and not command:
        file, command = os.environ.get(PASSWORD_FILE), os.environ.get(PASSWORD_COMMAND)
        if file and command:
            raise UsageError(f"{PASSWORD_FILE} and {PASSWORD_COMMAND} are both set.", "Unset one of them.")
    password_file = absolute(file) if file else None
    if args is None:
        return Options(password_file=password_file, password_command=command or None)
    return Options(
        vault=absolute(args.vault) if args.vault else None,
        password_file=password_file,
        password_command=command or None,
        on=args.on,
        demo=args.demo,
        ask=args.ask,
    )


def absolute(text: str) -> Path:
    """Raises UsageError for the home folder of nobody."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise UsageError(f"{text} names no home folder.", "Write the path from / on.") from None


def day(text: str) -> dt.date:
    """For argparse: one ISO date. The command line is for scripts, so it takes no other spelling."""
    import argparse
    import datetime as dt

    try:
        if len(text) == len("YYYY-MM-DD"):
            return dt.date.fromisoformat(text)
        reason = "wrong length"
    except ValueError as error:
        reason = str(error)
    raise argparse.ArgumentTypeError(f"a date is written YYYY-MM-DD; {text!r} is not one ({reason})")


def working_day(text: str) -> dt.date:
    """For argparse: a `day` on which one may work. From it weeks and years are counted both ways, and the calendar of
    Python ends with the years 1 and 9999.
    """
    import argparse

    found = day(text)
    if 1900 <= found.year < 3000:
        return found
    raise argparse.ArgumentTypeError(f"nobody works on {text}; the years from 1900 to 2999 will do")


def count(text: str) -> int:
    """For argparse: a whole number from 1."""
    import argparse

    if not (text.isascii() and text.isdigit() and int(text[:9]) >= 1):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text[:9])
