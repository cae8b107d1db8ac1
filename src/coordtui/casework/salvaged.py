"""After a salvage: whatever lost its follow-up gets one again, and what is found by words can be found."""

from __future__ import annotations

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.promises import mend, nowhere
from coordtui.casework.upkeep import catch_up
from coordtui.clock import Moment


@act("salvage.settle", undoable=False)
def settle(session: Session, moment: Moment) -> Result:
    """Ask for the next step of every open object that no follow-up serves any more."""
    catch_up(session, moment)
    lost = {one.patient_id for one in nowhere(session) if one.patient_id is not None}
    mend(session, lost, moment)
    return Result(label="Asked for the next step of what lost its own", value=len(lost))
