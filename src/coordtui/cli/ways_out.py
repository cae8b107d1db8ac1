"""At a damaged vault: its newest good backup, and a salvage of what is readable, as choices or as commands."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from coordtui.cli import secret
from coordtui.cli.backups import folder_of, put_back
from coordtui.cli.options import Options
from coordtui.cli.output import note, tell
from coordtui.cli.terminal import Terminal, ask, is_terminal, open_terminal
from coordtui.errors import CoordError, Exit, VaultDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordtui.store.rescue import Good, Search

_NONE = "There is no good backup of this vault in {}."


def offer(options: Options, error: VaultDamaged) -> Exit:
    """Say what is wrong and which ways lead out; at a terminal let a person choose one.

    Returns Exit.DAMAGED, or DONE once the chosen way was gone.
    """
    tell(error)
    search = found(options)
    for line in words(options, search):
        note(line)
    if secret.is_given(options) or not is_terminal():
        return Exit.DAMAGED
    with open_terminal() as terminal:
        return _choose(options, search.good, terminal)


def found(options: Options) -> Search:
    """The newest good backup, looked for where backups go and beside the vault's files."""
    from coordtui.store.rescue import newest_good

    folder = options.folder()
    return newest_good(folder, (folder_of(options.settings(), folder),))


def words(options: Options, search: Search) -> Iterator[str]:
    """The two ways out as commands, for a person and for a script."""
    if search.good is not None:
        yield f"The newest good backup is of {_moment(search.good)}, with {search.good.acts} acts. To put it back:"
        yield f"  {command(options, 'restore', str(search.good.path))}"
    else:
        yield _NONE.format(folder_of(options.settings(), options.folder()))
    for path, why in search.bad:
        yield f"Not good: {path.name}. {why}"
    if _something_left(options):
        yield "To save what is readable into a new vault, with the acts since the backup:"
        yield f"  {command(options, 'salvage', '--into', str(_beside(options.folder())))}"


def _something_left(options: Options) -> bool:
    from coordtui.store.folder import first_bytes

    return bool(first_bytes(options.folder()))


def command(options: Options, *rest: str) -> str:
    """A command line on the same vault, to be typed as it stands."""
    vault = ["--vault", str(options.vault)] if options.vault is not None else []
    return shlex.join(["coordtui", *vault, *rest])


def _beside(folder: Path) -> Path:
    """A name for the salvaged vault that nothing bears."""
    names = (folder.with_name(f"{folder.name}-salvaged{end}") for end in ("", *(f"-{n}" for n in range(2, 100))))
    return next((path for path in names if not path.exists()), folder.with_name(f"{folder.name}-salvaged-again"))


def _moment(good: Good) -> str:
    return f"{good.at[:10]} {good.at[11:16]} UTC"


def _choose(options: Options, good: Good | None, terminal: Terminal) -> Exit:
    choices = {"q": "leave everything as it is"}
    if _something_left(options):
        choices = {"s": "save what is readable"} | choices
    if good is not None:
        choices = {"r": f"put back the backup of {_moment(good)}"} | choices
    while True:
        terminal.say("".join(f"  {letter}  {what}\n" for letter, what in choices.items()))
        chosen = ask(terminal, "Your choice", "q").lower()[:1]
        if chosen == "q":
            return Exit.DAMAGED
        try:
            if chosen == "r" and good is not None:
                return put_back(options, good.path)
            if chosen == "s" and "s" in choices:
                from coordtui.cli.salvage import tell_salvaged

                return tell_salvaged(options, _beside(options.folder()))
        except CoordError as error:  # the other way may still lead out
            terminal.say(f"{error}\n")
