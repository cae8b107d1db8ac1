"""`coordtui backup`, `restore` and `drill`: copies of the vault, and whether they hold."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coordtui.cli import secret
from coordtui.cli.founding import this_machine
from coordtui.cli.options import Args, Commands, Options, absolute
from coordtui.cli.output import note, say
from coordtui.cli.passphrases import ask_until, either
from coordtui.cli.progress import going
from coordtui.cli.terminal import open_terminal
from coordtui.cli.work import Work, opened
from coordtui.errors import CoordError, Exit, NotFound, Refused, WrongSecret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coordtui.settings import Settings
    from coordtui.store.backup import Restored
    from coordtui.store.backups import Rehearsed
    from coordtui.store.keydoc import Kind

T = TypeVar("T")
_NO_BACKUP = "The backup was stopped. No file was written; the vault is as it was."
_NOT_FAR_ENOUGH = "It opens with the passphrase and the recovery code of now. Keep it on another machine or disk."


def add(commands: Commands) -> None:
    backup = commands.add_parser(
        "backup",
        help="write an encrypted copy",
        description="Write an encrypted copy, opened and checked. Without FILE it goes into the folder of backups "
        "(setting backup_dir), of which the newest few are kept; that is done on leaving the app too, once a day.",
    )
    backup.add_argument("file", metavar="FILE", nargs="?", help="where to; an existing file is never overwritten")
    backup.set_defaults(run=run_backup)

    restore = commands.add_parser(
        "restore",
        help="bring a backup back",
        description="Bring a backup back as the vault; a vault that is there is kept beside it.",
    )
    restore.add_argument("file", metavar="FILE", help="a backup made by coordtui")
    restore.add_argument("--dry-run", action="store_true", help="open and check it, and change nothing")
    restore.set_defaults(run=run_restore, offers=False)

    drill = commands.add_parser(
        "drill",
        help="prove that the newest backup restores",
        description="Restore the newest backup into a place of its own, check all of it, and remove that again.",
    )
    drill.set_defaults(run=run_drill, offers=False)


def folder_of(settings: Settings, vault: Path) -> Path:
    """Where backups go: as set, else beside the vault's folder."""
    return settings.backup_dir or vault.with_name(f"{vault.name}-backups")


def run_backup(options: Options, args: Args) -> Exit:
    from coordtui.clock import utc_now

    refuse_demo(options)
    file = absolute(args.file) if args.file else None
    settings = options.settings()
    with opened(options) as work:
        from coordtui.store import backups
        from coordtui.store.backup import backup

        vault = work.ledger.vault
        with going(_NO_BACKUP) as tell:
            if file is None:
                folder = folder_of(settings, vault.folder)
                file, manifest = backups.make(vault, folder, utc_now(), settings.backup_keep, tell)
            else:
                manifest = backup(vault, file, tell=tell)
        work.ledger.record("vault.backup", f"Backed up to {file.name}")
        _tell_astray(work)
    say(f"Backed up to {file}: {manifest.acts} acts, opened and checked.")
    note(_NOT_FAR_ENOUGH)
    return Exit.DONE


def on_leaving(work: Work, settings: Settings) -> None:
    """The backup of the day, when it is due. That it failed is said and keeps nobody from leaving."""
    from coordtui.clock import utc_now
    from coordtui.store import backups

    vault, now = work.ledger.vault, utc_now()
    folder = folder_of(settings, vault.folder)
    every = dt.timedelta(hours=settings.backup_hours)
    try:
        if not every or not backups.is_due(folder, vault.id, now, every):
            return
        with going("ctrl+c stopped it") as tell:
            file, _ = backups.make(vault, folder, now, settings.backup_keep, tell)
        work.ledger.record("vault.backup", f"Backed up to {file.name} on leaving")
        _tell_astray(work)
    except (CoordError, OSError) as error:  # a disk that was unplugged fails in many ways
        note(f"The backup of the day was not made: {getattr(error, 'strerror', None) or error}")


def _tell_astray(work: Work) -> None:
    """What was backed up although it does not hold: the backup restores, and holds it too."""
    from coordtui.store.verify import check_records

    check = check_records(work.ledger)
    if not check.ok:
        note(f"In the vault, and in this backup: {check.detail.rstrip('.')}. coordtui verify says more.")


def run_restore(options: Options, args: Args) -> Exit:
    refuse_demo(options)
    file = absolute(args.file)
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    return _rehearse(options, file) if args.dry_run else put_back(options, file)


def put_back(options: Options, file: Path) -> Exit:
    """Restore a backup in the place of the vault, which is kept beside it."""
    from coordtui.store.backup import restore

    folder = options.folder()
    actor = this_machine().name

    def attempt(typed: bytearray, kind: Kind) -> Restored:
        with going("The restore was stopped. Nothing was changed.") as tell:
            return restore(file, folder, typed, kind, actor=actor, tell=tell)

    restored = with_its_secret(options, attempt)
    say(f"Restored the backup of {restored.at} to {folder}: {restored.acts} acts, opened and checked.")
    _tell_wrong(restored.wrong)
    if restored.kept is not None:
        note(f"The vault that was there is kept in {restored.kept}.")
    return Exit.DONE


def run_drill(options: Options, _: Args) -> Exit:
    from coordtui.store import backups, keys

    refuse_demo(options)
    folder = folder_of(options.settings(), options.folder())
    newest = next(iter(backups.kept(folder, keys.vault_id(options.folder()))), None)
    if newest is None:
        raise NotFound(f"There is no backup of this vault in {folder}.", "coordtui backup makes one.")
    try:
        return _rehearse(options, newest.path)
    except WrongSecret as error:
        raise WrongSecret(
            f"This does not open the newest backup, {newest.path.name}.",
            "It opens with what opened the vault when it was made; coordtui backup makes a new one.",
        ) from error


def _rehearse(options: Options, file: Path) -> Exit:
    from coordtui.store.backups import rehearse

    def attempt(typed: bytearray, kind: Kind) -> Rehearsed:
        with going("Stopped. Nothing was changed, and whether it restores is not known.") as tell:
            return rehearse(file, typed, kind, tell)

    found = with_its_secret(options, attempt)
    say(f"{found.path.name} restores: {found.acts} acts up to {found.at}, every page and entry checked.")
    _tell_wrong(found.wrong)
    note("Nothing was changed.")
    return Exit.DONE


def _tell_wrong(wrong: tuple[str, ...]) -> None:
    for sentence in wrong:
        note(f"One thing does not hold in it, though it can be worked with. {sentence}")


def with_its_secret(options: Options, attempt: Callable[[bytearray, Kind], T]) -> T:
    """Ask until the backup opens, by its passphrase or its recovery code; guessing is as slow as at the vault."""
    from coordtui.cli.unlock import wait_out

    vault = options.folder()
    wait_out(vault)

    def noted(typed: bytearray, kind: Kind) -> T:
        with _noting(vault):
            return attempt(typed, kind)

    if secret.is_given(options):
        return either(secret.given(options), noted)
    with open_terminal() as terminal:
        return ask_until(terminal, "Passphrase of the backup: ", noted)


@contextmanager
def _noting(vault: Path) -> Iterator[None]:
    """A secret that is wrong is noted at the vault: what the attempt noted went with its scratch folder."""
    from coordtui.store import failures
    from coordtui.store.folder import found

    before = failures.times(vault)
    try:
        yield
    except WrongSecret:
        # a folder without a vault stays empty, for it is to be restored to
        if found(vault) and failures.times(vault) == before:
            failures.note(vault)
        raise


def refuse_demo(options: Options) -> None:
    if options.demo:
        raise Refused("The demo makes its own vault and throws it away.", "Leave --demo out.")
