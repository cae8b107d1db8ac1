"""How the made-up caseload is written down: stories of health and life, and people who live them.

Every number of days counts from the day on which the caseload is built: negative is past. `None` is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coordtui.models.acuity import Level
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.contact import Channel
from coordtui.models.referral import Failure, ReferralState


@dataclass(frozen=True, slots=True)
class Condition:
    """`code` is ICD-10-CM; `years` how long ago it began."""

    text: str
    code: str
    years: int


@dataclass(frozen=True, slots=True)
class Medicine:
    text: str
    dosage: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal: as recorded, in the patient's words, and how far it is (FHIR goal-achievement)."""

    text: str
    words: str | None
    progress: str = "in-progress"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a plan says to do, in whose hands, and by when."""

    text: str
    owner: Ball = Ball.PATIENT
    name: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Hurdle:
    category: str
    text: str
    severity: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: what was talked about, and what was agreed."""

    note: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Order:
    """Something to refer for, and where to."""

    what: str
    to: str
    reason: str
    social: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A visit that this story leads to."""

    what: str
    whom: str
    place: str
    bring: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit or stay elsewhere; `kind` is the FHIR class (IMP, EMER, AMB), `days` how long it lasted."""

    kind: str
    text: str
    reason: str
    place: str
    days: int = 0
    disposition: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A screening result; `code` is LOINC where there is one."""

    text: str
    code: str | None
    value: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What several people may share. `factors` are the five of the acuity rubric, `doctor` a key of the clinic's staff.

    `talks` are told oldest first. `matters` is what the person says matters most.
    """

    conditions: tuple[Condition, ...]
    medicines: tuple[Medicine, ...]
    allergy: tuple[str, str | None]
    plan: str
    aims: tuple[Aim, ...]
    tasks: tuple[Task, ...]
    hurdles: tuple[Hurdle, ...]
    talks: tuple[Talk, ...]
    orders: tuple[Order, ...]
    places: tuple[Place, ...]
    stay: Stay
    scores: tuple[Score, ...]
    paper: str
    factors: tuple[int, ...]
    doctor: str
    matters: str


@dataclass(frozen=True, slots=True)
class Now:
    """An open follow-up by hand. Due dates move to a business day, away from today.

    `check`: when to look again where another has the ball. `limit`: the day of the limit, at the hour `at` (local) or
    its end. `snooze`: deferred until that day.
    """

    kind: str
    due: int
    text: str
    ball: Ball = Ball.ME
    check: int | None = None
    limit: int | None = None
    at: int | None = None
    attempts: int = 0
    missed: int = 0
    snooze: int | None = None
    why: str = "planned"


@dataclass(frozen=True, slots=True)
class Ref:
    """A referral for the story's order number `n`, or for `order`, in `state` for `since` days.

    `part_of` and `after` are numbers of this person's referrals before it: of which it is a part, which it replaces.
    """

    state: ReferralState
    since: int
    n: int = 0
    urgency: Urgency = Urgency.ROUTINE
    missed: int = 0
    reason: str | None = None
    failure: Failure | None = None
    order: Order | None = None
    part_of: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment at the story's place number `n`; `days` None while no day is set."""

    days: int | None
    n: int = 0
    status: AppointmentStatus = AppointmentStatus.BOOKED
    hour: int = 10
    minute: int = 0


@dataclass(frozen=True, slots=True)
class Kin:
    """Family or another caregiver. `told`: the patient allowed sharing with them."""

    name: str
    relationship: str
    caregiver: bool = False
    told: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """How a person wants to be reached and cared for; the fields of models.patient.CarePreference."""

    channel: Channel | None = None
    time: str | None = None
    voicemail: Answer = Answer.UNKNOWN
    answers: str | None = None
    code_word: str | None = None
    no_mail: bool = False
    safety: str | None = None
    interpreter: str | None = None
    format: str | None = None
    faith: str | None = None
    diet: str | None = None
    decides: str | None = None
    beliefs: str | None = None
    gender: str | None = None
    avoid: str | None = None
    trauma: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the caseload. Names stand as the person writes them; `latin` is the same in Latin letters.

    `added`, `last`: days since they came and since they were last spoken with (None: never); `latest` tells of that
    time in place of the story. `review`: the plan's next review. `dead`: days since death. `assessed` False leaves
    acuity unknown; `factors` replace the story's.
    """

    given: str | None
    family: str | None
    story: str
    born: str
    sex: str
    latin: str | None = None
    preferred: str | None = None
    pronouns: str | None = None
    gender: str | None = None
    lang: str = "en"
    written: str | None = None
    interpreter: Answer = Answer.NO
    race: str | None = None
    city: int = 0
    added: int = 90
    last: int | None = 12
    latest: Talk | None = None
    now: tuple[Now, ...] = ()
    refs: tuple[Ref, ...] = ()
    visits: tuple[Visit, ...] = ()
    review: int | None = 21
    status: PlanStatus = PlanStatus.ACTIVE
    plan: bool = True
    kin: tuple[Kin, ...] = ()
    care: Care = field(default_factory=Care)
    alerts: tuple[tuple[str, str], ...] = ()
    assessed: bool = True
    factors: tuple[int, ...] | None = None
    override: tuple[Level, str, int] | None = None
    phone: str = "ok"
    dead: int | None = None
    death_known: str = "day"
    closed: bool = False
    note: str | None = None
