"""How a person can be reached: their contact points, the best phone, and the rules to see before dialling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, fetch, table
from coordtui.models.codes import Answer
from coordtui.models.patient import CarePreference, ContactPoint

_C, _W = table(ContactPoint).c, table(CarePreference).c
PHONES = ("phone", "sms", "mobile")
_USES = {"mobile": 0, "home": 1, "work": 2, "temp": 3}


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach a patient. `state` is ok, wrong or disconnected; `use` "old" is no longer theirs."""

    contact_point_id: int
    patient_id: int
    system: str
    value: str
    use: str | None
    rank: int | None
    state: str
    ended: bool

    @property
    def good(self) -> bool:
        return self.state == "ok" and self.use != "old" and not self.ended


_COLUMNS = (
    *(_C.id, _C.patient_id, _C.system, _C.value, _C.use, _C.rank, _C.state),
    _C.period_end.is_not(None).label("ended"),
)


_REACHES = Keyed(lambda within: select(*_COLUMNS).where(within(_C.patient_id)))


def reaches(session: Session, patients: Iterable[int] | None) -> tuple[Reach, ...]:
    """Every contact point of these patients, each patient's best ones first."""
    return tuple(sorted((Reach(*row) for row in _REACHES.rows(session, patients)), key=_order))


def _order(one: Reach) -> tuple[int, bool, int, int, int]:
    return one.patient_id, not one.good, one.rank or 99, _USES.get(one.use or "", 4), one.contact_point_id


def best_phones(session: Session, patients: Iterable[int] | None) -> dict[int, str]:
    """By patient, the phone to dial; a number known to be bad is never among them."""
    best: dict[int, str] = {}
    for one in reaches(session, patients):
        if one.good and one.system in PHONES:
            best.setdefault(one.patient_id, one.value)
    return best


@dataclass(frozen=True, slots=True)
class Preferences:
    """How this person wants to be reached and cared for; None and "unknown" are not asked yet."""

    preferred_channel: str | None = None
    preferred_time: str | None = None
    voicemail: Answer = Answer.UNKNOWN
    who_may_answer: str | None = None
    code_word: str | None = None
    do_not_mail: bool = False
    safety_note: str | None = None
    interpreter_modality: str | None = None
    format: str | None = None
    faith: str | None = None
    diet: str | None = None
    decision_maker: str | None = None
    health_beliefs: str | None = None
    provider_gender: str | None = None
    days_to_avoid: str | None = None
    trauma_note: str | None = None
    what_matters: str | None = None


_PREFERENCES = select(*(_W[name] for name in Preferences.__dataclass_fields__)).where(
    _W.patient_id == bindparam("patient")
)


def preferences(session: Session, patient_id: int) -> Preferences:
    """A patient's preferences, all unknown where none were recorded."""
    found = fetch(session, _PREFERENCES, Preferences, {"patient": patient_id})
    return found[0] if found else Preferences()


_VOICEMAIL = {
    Answer.YES: "Voicemail is fine",
    Answer.NO: "No voicemail",
    Answer.UNKNOWN: "Voicemail: not asked yet, leave no details",
    Answer.DECLINED: "Voicemail: declined to say, leave no details",
}


def safe_contact(wishes: Preferences) -> tuple[str, ...]:
    """What to know before dialling, the safety note first (45 CFR 164.522(b))."""
    lines = [
        wishes.safety_note,
        _VOICEMAIL[wishes.voicemail],
        _said("May answer", wishes.who_may_answer),
        _said("Code word", wishes.code_word),
        _said("Prefers", ", ".join(filter(None, (wishes.preferred_channel, wishes.preferred_time)))),
        "Do not send mail" if wishes.do_not_mail else None,
        _said("Days to avoid", wishes.days_to_avoid),
    ]
    return tuple(line for line in lines if line)


def _said(label: str, words: str | None) -> str | None:
    return f"{label}: {words}" if words else None
