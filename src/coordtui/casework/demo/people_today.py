"""People with something to do today: safety, running clocks, what is overdue or due."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.shapes import Care, Kin, Now, Order, Person, Ref, Talk, Visit
from coordtui.models.acuity import Level
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.contact import Channel
from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

# fmt: off
TODAY: Final[tuple[Person, ...]] = (
    Person(
        given="Rosa", family="Lopez", story="diabetes", born="1969-03-14", sex="female", pronouns="she/her",
        lang="es-MX", written="es", interpreter=YES, race="Hispanic or Latino", city=0, added=140, last=9, review=18,
        now=(
            Now("med_access", -1, "Insulin pens: finish the copay form with the pharmacy", attempts=1),
            Now("education", 8, "Practice low blood sugar: what to eat, what to carry"),
        ),
        refs=(Ref(S.SCHEDULED, 4, 1), Ref(S.CLOSED_MET, 60, 0)),
        visits=(Visit(12, 0, hour=15, minute=30),),
        kin=(Kin("Maribel Lopez", "daughter", told=True, language="en"),),
        care=Care(Channel.PHONE, "after 3 PM, never mornings", YES, "daughter Maribel", interpreter="phone"),
    ),
    Person(
        given="Owen", family="Gallagher", story="mood", born="1981-11-02", sex="male", pronouns="he/him",
        race="White", city=1, added=75, last=1, review=9,
        latest=Talk(
            "Called at dusk and said that he cannot go on. His brother came. Lee Hart spoke with both.",
            "His brother stays. I call again in the morning.",
        ),
        now=(
            Now(
                "crisis", 0,
                "Said today he cannot go on. With his brother now; counselor Lee Hart called. Stay with it.",
            ),
            Now("routine_contact", 3, "Monday text, one word back"),
        ),
        refs=(Ref(S.ACCEPTED, 3, 0, Urgency.URGENT),),
        kin=(Kin("Declan Gallagher", "brother", told=True),),
        alerts=(("Crisis plan on file with Open Door Counseling", "clinical"),),
        care=Care(Channel.TEXT, "after 10 AM", NO, "brother Declan", no_mail=True),
    ),
    Person(
        given="Hannah", family="Brooks", story="unsafe", born="1990-07-21", sex="female", pronouns="she/her",
        race="White", city=2, added=40, last=6, review=20,
        now=(
            Now("abuse_disclosure", 0, "Told us about home. Meet at the clinic at noon, alone, with the advocate"),
            Now("routine_contact", 4, "Blood pressure at the clinic, noon"),
        ),
        refs=(Ref(S.ACCEPTED, 5, 0, Urgency.URGENT),),
        visits=(Visit(4, 0, hour=12),),
        alerts=(("Not safe at home. Call only at work, noon to one.", "safety"),),
        care=Care(
            Channel.VISIT, "noon to one, at work only", NO, "nobody else", code_word="library book", no_mail=True,
            safety="Partner reads phone and mail. Never leave a message. If anyone else answers: wrong number.",
            trauma="Sit near the door. Ask before closing it.",
        ),
    ),
    Person(
        given="Elena", family="Petrova", latin="Elena Petrova", story="mood", born="1958", sex="female", lang="ru",
        interpreter=YES, race="White", city=3, added=60, last=2, review=25,
        latest=Talk(
            "Went over the questions about mood. Said yes to the last one. Lee Hart saw her within the hour.",
            "Her son stays at night. I call in three days.",
        ),
        now=(Now("safety_follow_up", 0, "72-hour check after a yes to question 9; Lee Hart has seen her"),),
        kin=(Kin("Pavel Petrov", "son", told=True, language="en"),),
        care=Care(Channel.PHONE, "afternoon", NO, "son Pavel", interpreter="phone, a woman if possible"),
    ),
    Person(
        given="Thị Mai", family="Nguyễn", story="kidneys", factors=(3, 4, 2, 3, 3), born="1951-01-01", sex="female",
        lang="vi", interpreter=YES, race="Asian", city=4, added=200, last=5, review=30,
        now=(
            Now("critical_result", 0, "Potassium 6.1 from yesterday: hand over to Dr. Farrow and hear it said back"),
            Now("social_need", 12, "Rides for three visits a week: answer of the ride service", Ball.OTHER, check=12),
        ),
        refs=(Ref(S.AWAITING_AUTH, 3, 0, Urgency.URGENT),),
        kin=(Kin("Minh Nguyễn", "son", caregiver=True, told=True, language="vi"),),
        care=Care(Channel.PHONE, "morning", YES, "son Minh", interpreter="phone", decides="Decides with her son"),
    ),
    Person(
        given="Jean-Baptiste", family="Désir", story="heart", born="1949-08-30", sex="male", pronouns="he/him",
        lang="ht", interpreter=YES, race="Black or African American", city=0, added=120, last=11, review=12,
        now=(
            Now(
                "discharge_contact", 0, "Call after the stay for heart failure: pills, weight, who is at home",
                limit=0, at=17, attempts=1,
            ),
            Now("discharge_visit", 5, "Heart clinic within 7 days of coming home", limit=6),
        ),
        refs=(Ref(S.SENT, 1, 0, Urgency.URGENT),),
        kin=(Kin("Nadège Désir", "wife", caregiver=True, told=True, language="ht"),),
        care=Care(
            Channel.PHONE, "evening", YES, "wife Nadège", interpreter="phone", diet="Low salt, no pork",
            faith="Church on Sundays and Wednesdays",
        ),
    ),
    Person(
        given="Harold", family="Jensen", story="lungs", factors=(3, 4, 1, 3, 2), born="1944-05", sex="male",
        race="White", city=5, added=300, last=20, review=16,
        now=(
            Now(
                "discharge_contact", -1, "Call after the emergency stay: oxygen, inhalers, heat in the house",
                limit=-1, attempts=2,
            ),
            Now("utilities", 0, "Gas shut-off notice: get the pledge from the energy fund"),
        ),
        refs=(Ref(S.SENT, 12, 0, missed=1),),
        care=Care(Channel.PHONE, "after lunch", YES, format="large print"),
        override=(Level.COMPLEX, "Lives alone with oxygen and no heat", 21),
    ),
    Person(
        given="Carmen", family="Delgado", story="joints", born="1976-12-09", sex="female", pronouns="she/her",
        lang="es", interpreter=NO, race="Hispanic or Latino", city=1, added=95, last=8, review=40,
        now=(
            Now(
                "expedited_auth", 1, "Adalimumab: health plan must answer within 72 hours", Ball.PAYER, check=1,
                limit=1, at=14,
            ),
        ),
        refs=(Ref(S.SCHEDULED, 2, 0),),
        visits=(Visit(9, 0, hour=9),),
        kin=(Kin("Lucía Delgado", "daughter"),),
    ),
    Person(
        given="ليلى", family="حداد", latin="Layla Haddad", story="cancer", born="1972-02-17", sex="female",
        lang="ar", interpreter=YES, race="Middle Eastern or North African", city=2, added=85, last=7, review=26,
        now=(
            Now("appeal_deadline", 1, "Appeal for the scan: add Dr. Osei's letter and send it with proof", limit=2),
            Now("message", 6, "Tell the care team about the ride for treatment four"),
        ),
        refs=(Ref(S.ON_HOLD, 6, 0), Ref(S.CLOSED_MET, 50, 1)),
        visits=(Visit(9, 0, hour=8), Visit(7, 1, hour=11)),
        kin=(Kin("Rima Haddad", "sister", caregiver=True, told=True, language="ar"),),
        care=Care(
            Channel.PHONE, "not at prayer times", YES, "sister Rima", interpreter="a woman, by phone or video",
            faith="Muslim; Ramadan matters for pill times", gender="female", avoid="Eid days",
        ),
    ),
    Person(
        given="Luis", family="Ortega", story="chair", born="1988-09-25", sex="male", pronouns="he/him",
        race="Hispanic or Latino", city=3, added=180, last=13, review=33,
        now=(
            Now("auth_expiring", 2, "Catheter supplies: approval ends, box lasts 12 days. Send the renewal", limit=9),
        ),
        refs=(Ref(S.ACCEPTED, 9, 0),),
        care=Care(Channel.PORTAL, "any time", YES),
    ),
    Person(
        given="Sokha", family="Chea", story="eyes", born="1955", sex="female", lang="km", interpreter=YES,
        race="Asian", city=4, added=70, last=14, review=28,
        visits=(Visit(1, 1, hour=9, minute=15),),
        refs=(Ref(S.SCHEDULED, 6, 0, Urgency.URGENT),),
        now=(Now("routine_contact", 9, "Call in the evening after the visit: drops, patch, who stays the night"),),
        care=Care(Channel.PHONE, "late afternoon", NO, interpreter="phone", format="audio"),
    ),
    Person(
        given="Walter", family="Kowalski", story="veteran", born="1946-11-11", sex="male", race="White", city=5,
        added=210, last=17, review=45,
        now=(Now("food", 0, "Shelf is empty by the weekend: box from Table for All, low salt"),),
        refs=(Ref(S.ATTENDED, 1, 1),),
        care=Care(Channel.PHONE, "before 8 AM or at noon; let it ring, hard of hearing", YES),
    ),
    Person(
        given="Darnell", family="Washington", story="street", factors=(4, 3, 2, 4, 3), born="1979-06-19", sex="male",
        pronouns="he/him", race="Black or African American", city=0, added=50, last=10, review=10,
        phone="disconnected",
        now=(
            Now("housing", -2, "Room at Union Street: ID is back, hand in the form before the sweep"),
            Now("find_number", 0, "Phone is off again: ask at the van and at the kitchen"),
        ),
        refs=(
            Ref(S.RECEIVED, 3, 0, Urgency.URGENT),
            Ref(S.CLOSED_MET, 8, part_of=0,
                order=Order("Photo ID for the room", "Fairground Legal Aid", "the wallet was stolen", social=True)),
            Ref(S.SENT, 2, part_of=0,
                order=Order("Free phone, to be reached about the room", "New Roots Welcome Center", "stolen twice",
                      social=True)),
        ),
        care=Care(Channel.VISIT, "Tuesday and Friday at the van", UNKNOWN),
    ),
    Person(
        given="Lily", family="Trần", story="asthma", born="2017-06-03", sex="female", lang="en", race="Asian",
        city=1, added=100, last=15, review=35,
        now=(
            Now("pending_result", 0, "Allergy panel, drawn last week: find the result, tell Dr. Gray and the mother"),
        ),
        visits=(Visit(-4, 0, hour=14),),
        refs=(Ref(S.ATTENDED, 12, 0), Ref(S.ACCEPTED, 2, 1)),
        kin=(Kin("Hoa Trần", "mother", caregiver=True, told=True, language="vi"),),
        care=Care(Channel.TEXT, "after school", YES, "mother Hoa", decides="Mother"),
        alerts=(("Severe peanut allergy: pen in the school bag", "clinical"),),
    ),
    Person(
        given="Marcus", family="Bell", story="sickle", born="2005-04-27", sex="male", pronouns="he/him",
        race="Black or African American", city=2, added=65, last=22, review=22,
        now=(
            Now("call_back", 0, "Asked for a call at 4, after his shift: the letter for the employer"),
            Now("message", -1, "Send the changed pain plan to Dr. Osei; ask for a word back"),
        ),
        refs=(Ref(S.SCHEDULED, 8, 0),),
        visits=(Visit(20, 0, hour=13),),
        care=Care(Channel.TEXT, "after 4 PM", YES),
    ),
    Person(
        given="አበበ", family="በቀለ", latin="Abebe Bekele", story="stroke", born="1953-09", sex="male", lang="am",
        interpreter=YES, race="Black or African American", city=3, added=110, last=31, review=14,
        now=(Now("routine_contact", -3, "Weekly call, in the morning, with yes and no cards", attempts=2),),
        refs=(Ref(S.REPORT_RECEIVED, 13, 1),),
        visits=(Visit(15, 0, hour=10),),
        kin=(Kin("Hirut Tadesse", "wife", caregiver=True, told=True, language="am"),),
        care=Care(
            Channel.PHONE, "morning only", YES, "wife Hirut", interpreter="phone", faith="Orthodox; fasting days",
        ),
    ),
    Person(
        given="Priya", family="Raman", story="pregnancy", born="1994-10-05", sex="female", pronouns="she/her",
        lang="en", race="Asian", city=4, added=55, last=4, review=11,
        now=(
            Now("pending_result", 2, "24-hour urine: result to Dr. Rosen"),
            Now("food", 3, "Food card ran out: emergency box and the form for mothers"),
        ),
        refs=(Ref(S.DECLINED, 4, 0, reason="no capacity this month"),),
        visits=(Visit(3, 0, hour=11), Visit(17, 1, hour=9)),
        kin=(Kin("Karthik Raman", "husband", told=True),),
        care=Care(Channel.TEXT, "evening", YES, diet="Vegetarian"),
    ),
    Person(
        given="Tyler", family="Boone", story="recovery", born="1986-02-08", sex="male", race="White", city=5,
        added=160, last=12, review=19,
        now=(Now("med_access", 1, "Call the pharmacy before the next fill; they refused once"),),
        refs=(Ref(S.NO_SHOW, 4, 0, missed=1, reason="bus was late", failure=Failure.TRANSPORT),),
        visits=(Visit(-4, 1, AppointmentStatus.NOSHOW, 9),),
        alerts=(("42 CFR Part 2: ask before sharing anything", "privacy"),),
        care=Care(Channel.PHONE, "any time", NO, no_mail=True),
    ),
    Person(
        given="Pa Houa", family="Vang", story="diabetes", born="1962-04-04", sex="female", lang="hmn",
        interpreter=YES, race="Asian", city=0, added=4, last=None, plan=False, assessed=False,
        care=Care(
            interpreter="phone", decides="Asks the clan elder for big decisions",
            beliefs="Soul calling before surgery",
        ),
        kin=(Kin("Tou Vang", "son", told=None, language="en"),),
        now=(),
    ),
    Person(
        given="Mateo", family="Cruz", story="back", born="1992-08-16", sex="male", pronouns="he/him", lang="es",
        interpreter=YES, race="Hispanic or Latino", city=1, added=9, last=None, plan=False, assessed=False,
        now=(Now("letter", 0, "Letter in Spanish: who I am and how to reach me"),),
        refs=(Ref(S.DRAFT, 1, 0),),
        care=Care(Channel.TEXT, "evening", YES, interpreter="phone"),
    ),
)
# fmt: on
