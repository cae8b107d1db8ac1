"""Referrals here, as one door: writing one, moving it on, noting what was said, and reading them.

The acts stand by what they do in `referral_write`, `referral_move`, `referral_marks` and `referral_limits`; what each
step asks for stands in rules/referral_moves.py.
"""

from __future__ import annotations

from coordtui.casework.referral_limits import clear_limit, set_limit
from coordtui.casework.referral_marks import check, note, nudged
from coordtui.casework.referral_move import move, offered, open_parts, sort_moves
from coordtui.casework.referral_steps import overrides, raise_steps
from coordtui.casework.referral_write import create, draft_of, edit, refer_part

__all__ = [
    "check",
    "clear_limit",
    "create",
    "draft_of",
    "edit",
    "move",
    "note",
    "nudged",
    "offered",
    "open_parts",
    "overrides",
    "raise_steps",
    "refer_part",
    "set_limit",
    "sort_moves",
]
