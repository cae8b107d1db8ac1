"""The words a person may type after `coordtui`. Each noun adds its own; none loads what only its work needs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from coordtui import __version__
from coordtui.cli import (
    access,
    app,
    backups,
    caseload,
    deidentified,
    disclosures,
    export,
    imports,
    index,
    journal,
    keys,
    packet,
    password,
    patient,
    plan,
    referrals,
    salvage,
    summary,
    today,
    unseal,
    vault,
    views,
)
from coordtui.cli.options import Args, working_day

NOUNS = (
    app,
    vault,
    backups,
    salvage,
    index,
    today,
    caseload,
    referrals,
    views,
    patient,
    summary,
    plan,
    packet,
    export,
    deidentified,
    unseal,
    access,
    disclosures,
    imports,
    journal,
    password,
    keys,
)

_EPILOG = """\
At the passphrase prompt the recovery code is accepted too; a new passphrase is then set.
PATIENT is an id, an identifier or an unambiguous name.

exit codes: 0 done, 1 failed, 2 wrong usage, 3 wrong passphrase or code, 4 damaged vault,
            5 vault in use, 6 partly done (some inputs refused, the rest kept), 130 stopped with ctrl+c
"""


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="coordtui",
        description="The workbench of a health coordinator, over an encrypted vault. Without a command it opens.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"coordtui {__version__}")
    parser.add_argument("--vault", metavar="DIR", help="the vault's folder (variable COORDTUI_VAULT)")
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument(
        "--password-file", metavar="FILE", help="read the passphrase from a file (variable COORDTUI_PASSWORD_FILE)"
    )
    secret.add_argument(
        "--password-command",
        metavar="CMD",
        help="take the passphrase from what a command prints (variable COORDTUI_PASSWORD_COMMAND)",
    )
    secret.add_argument("--ask", action="store_true", help="ask for the passphrase at the terminal only")
    parser.add_argument("--on", metavar="YYYY-MM-DD", type=working_day, help="let this day be today")
    parser.add_argument("--demo", action="store_true", help="run the command on a made-up caseload")
    parser.set_defaults(run=app.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for noun in NOUNS:
        noun.add(commands)
    return parser


def parse(argv: Sequence[str]) -> Args:
    """Parse a command line; exits with code 2 and words where it is wrong.

    A filter may hold words that begin with a dash (`-lang:es`), which argparse would take for options.
    """
    parser = build()
    args, rest = parser.parse_known_args(argv)
    words = getattr(args, "filter", None)
    if rest and (words is None or any(word.startswith("--") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if words is not None:
        args.filter = " ".join([*words, *rest])
    return args
