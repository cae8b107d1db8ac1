"""Which FHIR requests are referrals, how far along they are, and why one failed, read from the codes of the source.

A referral here is a request to another party that must come back: to a specialist, a therapist, an agency. A
ServiceRequest may be many other things. These stay raw, for nobody closes a loop on them:

- orders of laboratory, imaging and other diagnostic services (SNOMED CT categories as bound by the US Core
  ServiceRequest profile, HL7 v2-0074 service sections, a LOINC code for what is ordered, a specimen): the result comes
  back by itself, to whoever ordered it;
- code status and portable medical orders (LOINC 100822-6, US Core category PMO), which are wishes and no requests;
- `intent` directive, option, reflex-order and filler-order (FHIR R4 request-intent): a standing instruction, a choice,
  a laboratory's own next step, and the receiver's copy of an order; and what is not to be done (`doNotPerform`);
- a proposal or plan that is put to nobody, such as an exercise.

A category that says referral, social service, education or counselling outweighs all but intent. Whatever is in doubt
is a referral, for nothing may vanish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType

from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import state_from_fhir

_NOT_REQUESTS = frozenset({"directive", "option", "reflex-order", "filler-order"})
_NOT_YET_ORDERED = frozenset({"proposal", "plan"})
_REFERRAL = frozenset(
    {
        "103696004",  # patient referral to specialist
        "3457005",  # patient referral
        "306206005",  # referral to service
        "57133-1",  # LOINC referral note
        "410606002",  # social service procedure
        "sdoh",
        "409063005",  # counselling
        "409073007",  # education
        "311401005",  # patient education
        "313204009",  # lifestyle education
    }
)
_DIAGNOSTIC = frozenset(
    {
        "108252007",  # laboratory procedure
        "15220000",  # laboratory test
        "363679005",  # imaging
        "103693007",  # diagnostic procedure
        "386053000",  # evaluation procedure: US Core's category for clinical tests
        "LAB", "RAD", "CT", "XRC", "HM", "CH", "MB", "SP", "CG", "GE", "IMM", "NMR", "NMS", "OUS", "RUS", "VUS", "EC",
        "laboratory", "imaging",
    }
)  # fmt: skip
_CODE_STATUS = frozenset({"PMO", "100822-6", "100821-8", "LA33471-6", "304251008", "304252001", "304253006"})
_LOINC = "http://loinc.org"


@dataclass(frozen=True, slots=True)
class Request:
    """What the rule needs of a ServiceRequest. `asked`: somebody is named to perform it, or a Task carries it out."""

    intent: str | None = None
    categories: AbstractSet[str] = frozenset()
    codes: AbstractSet[str] = frozenset()
    systems: AbstractSet[str] = frozenset()
    social: bool = False
    asked: bool = False
    forbids: bool = False
    specimen: bool = False


def is_referral(request: Request) -> bool:
    """Whether a ServiceRequest is a referral; see above."""
    if request.intent in _NOT_REQUESTS or request.forbids:
        return False
    if (request.categories | request.codes) & _CODE_STATUS:
        return False
    if request.social or (request.categories | request.codes) & _REFERRAL:
        return True
    if _is_test(request):
        return False
    return request.asked or request.intent not in _NOT_YET_ORDERED


def _is_test(request: Request) -> bool:
    if request.specimen or request.categories & (_DIAGNOSTIC - {"386053000"}):
        return True
    # a therapist's evaluation has a performer; a clinical test ordered by its LOINC code need not
    return _LOINC in request.systems or ("386053000" in request.categories and not request.asked)


def state_of(
    request_status: str | None,
    intent: str | None,
    task_status: str | None,
    business_status: str | None,
    *,
    social: bool,
    reported: bool,
) -> S:
    """The state of a ServiceRequest with the newest of its Tasks.

    `reported`: that Task has a document as its output. A clinical loop is then as far as the report; the requester has
    still to read it, and the patient to be told.
    """
    state = state_from_fhir(request_status, intent, task_status, business_status)
    return S.REPORT_RECEIVED if state is S.ATTENDED and reported and not social else state


def by_visit(state: S, appointment_status: str) -> S:
    """The state where an appointment says more than the request and its Task (FHIR R4 appointmentstatus)."""
    found = _VISITS.get(appointment_status)
    return found if found is not None and state in _BEFORE_VISIT else state


def is_draft(request_status: str | None, intent: str | None) -> bool:
    """Whether a request was not sent to anybody yet."""
    return request_status == "draft" or intent in _NOT_YET_ORDERED or intent == "option"


_BEFORE_VISIT = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED})
_VISITS: Mapping[str, S] = MappingProxyType(
    {
        "booked": S.SCHEDULED,
        "arrived": S.SCHEDULED,
        "checked-in": S.SCHEDULED,
        "fulfilled": S.ATTENDED,
        "noshow": S.NO_SHOW,
        "cancelled": S.CANCELLED_VISIT,
    }
)


# --- why it failed ---------------------------------------------------------------------------------------------------

_FAILED = frozenset({S.DECLINED, S.NO_SHOW, S.CANCELLED_VISIT, S.CLOSED_PARTLY, S.CLOSED_UNMET, S.CANCELLED})
# beginnings of words, the first that fits counts
_REASONS: tuple[tuple[Failure, tuple[str, ...]], ...] = (
    (Failure.DIED, ("deceased", r"died\b", r"death\b")),
    (Failure.HOSPITALISED, ("hospitalised", "hospitalized", "inpatient", "admitted")),
    (Failure.DUPLICATE, ("duplicate", "already referred", "already receiving")),
    (Failure.OUT_OF_NETWORK, ("out of network", "out-of-network", "not in network")),
    (Failure.NO_AUTH, ("authorization", "authorisation", "not authorized", "not approved")),
    (Failure.NOT_ELIGIBLE, ("eligib", "ineligib", "not qualif", "criteria", "out of area", "service area")),
    (Failure.NO_CAPACITY, ("capacity", "no room", r"full\b", "waitlist", "waiting list", "not accepting", "no slots")),
    (Failure.CANNOT_REACH, ("unable to contact", "unable to reach", "cannot reach", "could not reach", "no response",
                            "no answer", "not reached", "unreachable", "lost to follow")),
    (Failure.PATIENT_DECLINED, ("patient declined", "client declined", "refused", "not interested", "patient choice",
                                "opted out", "withdrew", "does not want", "patient cancel")),
    (Failure.COST, ("cost", "copay", "afford", "price", "uninsured", "no insurance")),
    (Failure.TRANSPORT, ("transport", "no ride", "too far")),
    (Failure.CHILDCARE, ("childcare", "child care")),
    (Failure.TIME_OFF_WORK, ("time off", "off work")),
    (Failure.LANGUAGE, ("language", "interpreter")),
    (Failure.DIGITAL_ACCESS, ("internet", "no phone", "digital")),
    (Failure.DISTRUST, ("distrust", "trust")),
    (Failure.MOVED, ("moved", "relocated")),
    (Failure.LOST_PAPERWORK, ("paperwork", "fax not received", "incomplete", "missing information")),
    (Failure.WRONG_SERVICE, ("wrong service", "inappropriate", "not appropriate", "not offered", "does not provide")),
    (Failure.PROVIDER_CANCELLED, ("provider cancel", "cancelled by provider", "clinic cancel")),
)  # fmt: skip
_PATTERNS = tuple((failure, re.compile(rf"\b(?:{'|'.join(parts)})")) for failure, parts in _REASONS)


def failure_of(state: S, words: str | None) -> Failure | None:
    """The countable reason in what the source says; other for words that match none, None where nothing failed."""
    if state not in _FAILED or not words:
        return None
    low = words.lower()
    return next((failure for failure, pattern in _PATTERNS if pattern.search(low)), Failure.OTHER)
