"""The main line of a referral's states, in order, and what counts as going back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coordtui.models.referral import ReferralState as S

LINE: Mapping[S, int] = MappingProxyType(
    {
        S.DRAFT: 0,
        S.AWAITING_AUTH: 1,
        S.SENT: 2,
        S.RECEIVED: 3,
        S.DECLINED: 4,  # before accepted: "accepted, then declined" is the way back that real life knows best
        S.ACCEPTED: 5,
        S.SCHEDULED: 6,
        S.NO_SHOW: 6,
        S.CANCELLED_VISIT: 6,
        S.ATTENDED: 7,
        S.REPORT_RECEIVED: 8,
        S.ACKNOWLEDGED: 9,
        S.PATIENT_INFORMED: 10,
    }
)
"""Where each open state stands; a missed or cancelled visit stands beside the scheduled one. On hold stands nowhere."""

CLINICAL_ONLY = frozenset({S.AWAITING_AUTH, S.REPORT_RECEIVED, S.ACKNOWLEDGED})
"""What a social referral skips (domain sheet §1.2)."""


def before(state: S, other: S) -> bool:
    """Whether `state` stands earlier on the line; False when either stands nowhere on it."""
    return state in LINE and other in LINE and LINE[state] < LINE[other]


def is_backward(came_from: S, goes_to: S) -> bool:
    """Whether that is a move to an earlier state of the line. Closing, holding and resuming never are."""
    return before(goes_to, came_from)
