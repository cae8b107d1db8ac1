"""The first act of a session, done before it is wanted and taken back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import table
from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up_views import names_of
from coordtui.casework.ranking import NOBODY, settle
from coordtui.clock import Moment
from coordtui.errors import Refused
from coordtui.models.contact import ContactDraft, Outcome
from coordtui.models.queue_row import QueueRow
from coordtui.rules.dates import is_business_day

_Q = table(QueueRow).c
_FIRST = select(_Q.person, _Q.follow_up_id).where(_Q.tier.is_not(None), _Q.person != NOBODY).order_by(_Q.sort_key)


class Rehearsed(Refused):
    """Raised at the end of a rehearsal, so that the store takes everything back."""


@act("rehearsal")
def rehearse(session: Session, moment: Moment) -> Result:
    """Log a call to whoever comes first in the queue, and do what follows every act. Nothing of it stays.

    A statement is put together when it is first used, which takes longer than to run it: the first act of a session
    would wait for all of them.

    Raises:
        Rehearsed: always.
    """
    first = session.execute(_FIRST.limit(1)).one_or_none()
    if first is not None:
        call = ContactDraft(
            patient_id=first.person, follow_up_id=first.follow_up_id, outcome=Outcome.VOICEMAIL, note="rehearsal"
        )
        log_contact(session, call, moment)
    settle(session, {NOBODY if first is None else first.person}, moment)
    names_of(session, ())
    is_business_day(moment.today)  # loads the holidays
    raise Rehearsed("This was a rehearsal; nothing was changed.")
