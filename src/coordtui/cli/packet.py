"""`coordtui packet`: what the receiver of a referral needs, and no more."""

from __future__ import annotations

from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.paper import GATE, add_file_options, leave, tell
from coordtui.cli.work import opened
from coordtui.errors import Exit


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "packet",
        help="the packet of a referral for its receiver",
        description=f"What the receiver of a referral needs, and no more. {GATE}",
    )
    parser.add_argument("referral", metavar="REFERRAL", type=count, help="the referral's id (see coordtui referrals)")
    parser.add_argument(
        "--health",
        choices=("related", "all", "none"),
        help="which health problems go in (else those that belong to it; none for social help)",
    )
    add_file_options(parser)
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    from coordtui.documents.packet import WHAT, packet

    with opened(options) as work:
        view = work.ledger.read(packet, args.referral, work.today, include=args.health or "")
        target = leave(work, options, args, view, WHAT, "packet", view.referral_id)
    return tell(view, target)
