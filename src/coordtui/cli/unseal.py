"""`coordtui unseal`: opens an encrypted file that left, as the age program does. It needs no vault."""

from __future__ import annotations

from pathlib import Path

from coordtui.cli.options import Args, Commands, Options, absolute
from coordtui.cli.output import note
from coordtui.errors import Exit, UsageError

_LARGEST = 1 << 30


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "unseal",
        help="open an encrypted file that left the vault",
        description="Opens a file that was encrypted on its way out (or by age with a passphrase) and writes what is "
        "in it beside it, without the .age. It needs no vault; the program age opens such a file as well.",
    )
    parser.add_argument("file", metavar="FILE", help="the encrypted file")
    parser.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase from a file (else it is asked)")
    parser.add_argument("--output", metavar="FILE", help="the file to write (else FILE without .age)")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:  # noqa: ARG001 - every command is run with the options
    from coordtui.documents.leaving import check_destination, write_file
    from coordtui.documents.sealing import check_sealed, unseal
    from coordtui.store.kdf import wipe

    source = absolute(args.file)
    data = _read(source)
    check_sealed(data)
    target = _target(args, source)
    check_destination(target, args.force)
    secret = _passphrase(args)
    try:
        write_file(target, unseal(data, secret), args.force)
    finally:
        wipe(secret)
    note(f"Wrote {target}. It is not encrypted: keep it only as long as it is needed.")
    return Exit.DONE


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path.name} is larger than 1 GB.", "The program age opens it.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def _target(args: Args, source: Path) -> Path:
    from coordtui.documents.sealing import SUFFIX

    if args.output:
        return absolute(args.output)
    if source.suffix != SUFFIX:
        raise UsageError(f"{source.name} does not end in {SUFFIX}.", "Say --output.")
    return source.with_suffix("")


def _passphrase(args: Args) -> bytearray:
    from coordtui.cli.secret import from_file
    from coordtui.cli.terminal import ask_secret, open_terminal

    if args.passphrase_file:
        return from_file(absolute(args.passphrase_file))
    with open_terminal() as terminal:
        return ask_secret(terminal, "Passphrase of the file: ")
