"""Codes that more than one feature speaks: who must act, how sure, how urgent."""

from enum import StrEnum


class Ball(StrEnum):
    """Who must act next."""

    ME = "me"
    PATIENT = "patient"
    RECIPIENT = "recipient"
    REQUESTER = "requester"
    PAYER = "payer"
    OTHER = "other"


class Answer(StrEnum):
    """A three-valued fact that a person may also decline to give; "declined" is not "unknown"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class Urgency(StrEnum):
    """FHIR request-priority."""

    ROUTINE = "routine"
    URGENT = "urgent"
    ASAP = "asap"
    STAT = "stat"
