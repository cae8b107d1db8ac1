"""`coordtui packet`: what the receiver of a referral needs, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.paper import GATE, add_file_options, leave, tell
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from sqlmodel import Session

    from coordtui.documents.packet import PacketView
    from coordtui.documents.scope import Scope


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
    add_file_options(parser, "the receiver of the referral")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.documents.gate import for_packet
        from coordtui.documents.packet import packet

        proposal = work.ledger.read(for_packet, args.referral)

        def make(session: Session, scope: Scope) -> PacketView:
            return packet(session, args.referral, work.today, scope, include=args.health or "")

        left = leave(work, options, args, "packet", args.referral, proposal, make)
    return tell(left)
