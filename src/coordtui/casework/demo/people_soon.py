"""People whose next step comes soon, or who have waited too long on someone else."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.shapes import Care, Kin, Now, Person, Ref, Visit
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.contact import Channel
from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S

YES, NO = Answer.YES, Answer.NO

# fmt: off
SOON: Final[tuple[Person, ...]] = (
    Person(
        given="Amina", family="Warsame", story="newcomer", born="1989-01-01", sex="female", lang="so",
        interpreter=YES, race="Black or African American", city=1, added=45, last=6, review=24,
        now=(Now("education", 3, "Go over the pill calendar with an interpreter"),),
        refs=(Ref(S.ACKNOWLEDGED, 1, 1), Ref(S.CLOSED_PARTLY, 20, 0, reason="class is full on one evening")),
        kin=(Kin("Hodan Warsame", "sister", told=True, language="so"),),
        care=Care(
            Channel.PHONE, "after 10 AM", NO, interpreter="a woman, by phone", faith="Muslim; halal food",
            gender="female",
        ),
    ),
    Person(
        given="Олена", family="Коваленко", latin="Olena Kovalenko", story="newcomer", born="1985-05-23",
        sex="female", lang="uk", interpreter=YES, race="White", city=0, added=38, last=12, review=15,
        now=(Now("social_need", 2, "School papers for both children: registrar answers by mail"),),
        refs=(Ref(S.SENT, 9, 0, missed=1), Ref(S.CANCELLED, 15, 1, reason="found a dentist herself")),
        care=Care(Channel.TEXT, "evening", YES, interpreter="video"),
    ),
    Person(
        given="美玲", family="陈", latin="Meiling Chen", story="eyes", born="1948-12", sex="female", lang="zh-Hans",
        interpreter=YES, race="Asian", city=2, added=130, last=19, review=38,
        now=(Now("routine_contact", 4, "Call about the drops; speak slowly, Mandarin"),),
        refs=(Ref(S.AWAITING_AUTH, 11, 0, missed=2),),
        kin=(Kin("陈伟", "son", caregiver=True, told=True, language="zh-Hans"),),
        care=Care(Channel.PHONE, "morning", NO, "son", interpreter="phone, Mandarin", format="large print"),
    ),
    Person(
        given="Andre", family="Whitfield", story="deaf", born="1983-03-30", sex="male", pronouns="he/him",
        lang="ase", written="en", interpreter=YES, race="Black or African American", city=3, added=88, last=10,
        review=29,
        now=(Now("message", 5, "Ask the headache clinic to book the ASL interpreter; get it in writing"),),
        refs=(Ref(S.SCHEDULED, 3, 0),),
        visits=(Visit(13, 1, hour=14),),
        care=Care(Channel.VIDEO, "video relay, or text", NO, interpreter="ASL, in person"),
    ),
    Person(
        given="Ruth", family="Begaye", story="lungs", born="1950-02", sex="female", lang="nv", written="en",
        interpreter=YES, race="American Indian or Alaska Native", city=5, added=150, last=25, review=20,
        now=(Now("utilities", 3, "Wood for the stove: second truckload from the chapter house"),),
        refs=(Ref(S.CANCELLED_VISIT, 17, 1, missed=1, reason="the road was washed out",
                  failure=Failure.TRANSPORT),),
        kin=(Kin("Leon Begaye", "grandson", told=True),),
        care=Care(
            Channel.PHONE, "evening, when the signal is good", YES, "grandson Leon", interpreter="phone",
            beliefs="A healing ceremony comes before the procedure",
        ),
    ),
    Person(
        given="Siobhán", family="O'Neil", story="back", born="1975-07-12", sex="female", pronouns="she/her",
        race="White", city=1, added=77, last=16, review=17,
        now=(Now("admin", 2, "Copy of the work injury report for the file"),),
        refs=(Ref(S.ACKNOWLEDGED, 16, 1, missed=1), Ref(S.CLOSED_UNMET, 35, 0, reason="insurance said no",
              failure=Failure.NO_AUTH)),
        care=Care(Channel.EMAIL, "any time", YES),
    ),
    Person(
        given="영희", family="김", latin="Young-hee Kim", story="memory", born="1941-10-09", sex="female", lang="ko",
        interpreter=YES, race="Asian", city=4, added=230, last=13, review=31,
        now=(Now("social_need", 6, "Day center bus: ask about the early seat", Ball.OTHER, check=-2, missed=1),),
        refs=(Ref(S.ATTENDED, 4, 0),),
        kin=(Kin("박준호", "son-in-law", caregiver=True, told=True, language="ko"),),
        care=Care(
            Channel.PHONE, "call the family, not the house phone", YES, "son-in-law Junho", interpreter="phone",
            decides="Eldest daughter",
        ),
    ),
    Person(
        given="Lupe", family="Hernández-Ortiz", story="pregnancy", born="1999-12-12", sex="female",
        pronouns="she/her", lang="es", interpreter=YES, race="Hispanic or Latino", city=0, added=66, last=5,
        review=13,
        now=(Now("discharge_visit", 4, "Pregnancy check within a week of the emergency visit", limit=6),),
        refs=(Ref(S.ACCEPTED, 1, 1),),
        visits=(Visit(6, 0, hour=10, minute=30),),
        care=Care(Channel.TEXT, "after 5 PM", NO, interpreter="phone"),
    ),
    Person(
        given="Margaret", family="Lindqvist", preferred="Peggy", story="hip", born="1938-08-01", sex="female",
        pronouns="she/her", race="White", city=2, added=28, last=4, review=12,
        now=(Now("routine_contact", 1, "Grab bars: are they up, do they hold?"),),
        refs=(Ref(S.SCHEDULED, 1, 1),),
        visits=(Visit(8, 0, hour=11),),
        kin=(Kin("Anne Lindqvist", "daughter", caregiver=True, told=True),),
        care=Care(Channel.PHONE, "not at nap time, 1 to 3", YES, "daughter Anne", format="large print"),
    ),
    Person(
        given="Zofia", family="Wójcik", story="memory", born="1943", sex="female", lang="pl", interpreter=YES,
        race="White", city=5, added=190, last=18, review=-3,
        now=(Now("routine_contact", 13, "Husband: does he get any sleep?"),),
        refs=(Ref(S.PATIENT_INFORMED, 2, 1),),
        kin=(Kin("Stanisław Wójcik", "husband", caregiver=True, told=True, language="pl"),),
        care=Care(Channel.PHONE, "after lunch", YES, "husband Stanisław", interpreter="phone"),
    ),
    Person(
        given="Ahmed", family="Al-Masri", story="back", born="1980-06-06", sex="male", lang="ar", interpreter=YES,
        race="Middle Eastern or North African", city=3, added=104, last=66, review=5,
        now=(Now("social_need", 2, "Work insurance: who signs for therapy?", Ball.OTHER, check=-4, missed=2),),
        refs=(Ref(S.SENT, 19, 0, missed=2),),
        care=Care(Channel.PHONE, "after 6 PM", YES, interpreter="phone", avoid="Friday noon"),
    ),
    Person(
        given="Fatuma", family="Abdi Noor", story="pregnancy", born="1996", sex="female", lang="so", interpreter=YES,
        race="Black or African American", city=1, added=33, last=3, review=14,
        now=(Now("education", 2, "Warning signs, said back in her own words, with an interpreter"),),
        visits=(Visit(5, 1, hour=9), Visit(None, 0, AppointmentStatus.PROPOSED)),
        care=Care(Channel.PHONE, "morning", NO, interpreter="a woman, by phone", gender="female"),
    ),
    Person(
        given="Nia", family="Okafor", story="seizures", born="1997-02-14", sex="female", pronouns="she/her",
        race="Black or African American", city=4, added=72, last=11, review=6,
        now=(Now("med_access", 4, "Refill a week early: is it at the pharmacy?"),),
        refs=(Ref(S.ACCEPTED, 20, 0, missed=1),),
        care=Care(Channel.TEXT, "any time", YES),
    ),
    Person(
        given="Gabriel", family="Santos", story="asthma", born="2014-09", sex="male", lang="pt-BR", interpreter=YES,
        race="Hispanic or Latino; White", city=2, added=58, last=21, review=3,
        now=(Now("letter", 2, "Letter to the landlord about the wet wall, copy to legal aid"),),
        kin=(Kin("Patrícia Santos", "mother", caregiver=True, told=True, language="pt-BR"),),
        refs=(Ref(S.RECEIVED, 2, 1),),
        care=Care(Channel.TEXT, "after 6 PM", YES, "mother", decides="Mother", interpreter="phone"),
    ),
    Person(
        given="Crystal", family="Yazzie", story="diabetes", born="1984-04-18", sex="female", pronouns="she/her",
        race="American Indian or Alaska Native", city=5, added=125, last=101, review=2,
        now=(Now("contact_gap", 1, "Three months without a word: try another hour, then the aunt", attempts=2),),
        refs=(Ref(S.SENT, 2, 0),),
        kin=(Kin("Lorraine Yazzie", "aunt", told=True),),
    ),
    Person(
        given="Connor", family="Walsh", story="seizures", born="2001-10-31", sex="male", race="White", city=0,
        added=99, last=29, plan=False,
        now=(Now("consent_expiring", 4, "Permission to speak with his mother ends this month"),),
        kin=(Kin("Maeve Walsh", "mother", told=True),),
        care=Care(Channel.TEXT, "after 11 AM", NO),
    ),
    Person(
        given="Joss", family="Miller", preferred="Joss", story="mood", born="2000-01-20", sex="other",
        pronouns="they/them", gender="Nonbinary", race="White", city=3, added=82, last=37, plan=False,
        care=Care(Channel.TEXT, "after noon", NO, no_mail=True),
        now=(Now("no_next_step", 0, "no next step"),),
    ),
    Person(
        given="Corazon", family="Bautista", story="stroke", born="1952-11-30", sex="female", lang="fil",
        interpreter=NO, race="Asian", city=2, added=115, last=24, review=1,
        now=(Now("social_need", 5, "Night help: did the agency call?", Ball.OTHER, check=-1, missed=1),),
        refs=(Ref(S.REPORT_RECEIVED, 1, 1),),
        kin=(Kin("Jun Bautista", "son", caregiver=True, told=True),),
        care=Care(Channel.PHONE, "morning", YES, "son Jun", faith="Catholic"),
    ),
    Person(
        given="Esperance", family="Mukamana", story="newcomer", born="1991-03", sex="female", lang="sw",
        interpreter=YES, race="Black or African American", city=4, added=52, last=26, review=7,
        now=(Now("call_back", 1, "Left word with the welcome center: call at lunch"),),
        refs=(Ref(S.SCHEDULED, 40, 1, missed=1),),
        care=Care(Channel.PHONE, "lunch", YES, interpreter="phone"),
    ),
    Person(
        given="Robin", family="Ashby", preferred="Robin", story="teen", born="2009-05-15", sex="female",
        pronouns="he/him", gender="Transgender boy", race="White", city=1, added=61, last=8, review=23,
        status=PlanStatus.DRAFT,
        now=(Now("message", 3, "School plan: signed copy to the new nurse"),),
        refs=(Ref(S.SENT, 4, 0, Urgency.ASAP),),
        kin=(Kin("Dana Ashby", "parent", told=True),),
        care=Care(Channel.TEXT, "after school; to his own phone", YES),
        note="[see note] Uses he/him and Robin everywhere, also in letters.",
    ),
)
# fmt: on
