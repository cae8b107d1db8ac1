"""The journal's word that a document leaves the vault."""

from __future__ import annotations

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.clock import Moment
from coordtui.documents import gather
from coordtui.documents.render import check_format
from coordtui.documents.text import one_line


@act("document.export", undoable=False)
def record_export(
    session: Session,
    patient_id: int,
    document: str,
    format: str,
    destination_name: str,
    moment: Moment,  # noqa: ARG001
) -> Result:
    """Write down that a document about a patient leaves the vault; call it before the file is written.

    `document` is in words ("visit summary"), `destination_name` the bare file name.
    """
    check_format(format)
    gather.facts(session, patient_id)
    name = one_line(destination_name.replace("\\", "/").rsplit("/", 1)[-1])
    return Result(label=f"Exported: {document} ({format}) to {name}", patient_id=patient_id)
