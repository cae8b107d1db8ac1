"""People who wait, are scheduled or snoozed; and those whose record is to be closed, or is."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.shapes import Care, Kin, Now, Order, Person, Ref, Visit
from coordtui.models.acuity import Level
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Answer, Ball
from coordtui.models.contact import Channel
from coordtui.models.referral import ReferralState as S

YES, NO = Answer.YES, Answer.NO

# fmt: off
LATER: Final[tuple[Person, ...]] = (
    Person(
        given="رضا", family="کریمی", latin="Reza Karimi", story="heart", born="1956-03-21", sex="male", lang="fa",
        interpreter=YES, race="Middle Eastern or North African", city=0, added=170, last=9, review=34,
        now=(Now("routine_contact", 12, "Two-week call: weight log, salt, sleep"),),
        refs=(Ref(S.ATTENDED, 2, 0),),
        kin=(Kin("شیرین کریمی", "wife", caregiver=True, told=True, language="fa"),),
        care=Care(Channel.PHONE, "afternoon", YES, "wife", interpreter="phone"),
    ),
    Person(
        given="Denise", family="Thompson", story="heart", born="1960-10-17", sex="female", pronouns="she/her",
        race="Black or African American", city=1, added=240, last=14, review=40,
        now=(Now("routine_contact", -1, "Monthly call", snooze=4, why="in Atlanta with her sister until then"),),
        refs=(Ref(S.CLOSED_MET, 80, 0),),
        visits=(Visit(22, 1, hour=8),),
        care=Care(Channel.PHONE, "morning", YES),
    ),
    Person(
        given="मीना", family="श्रेष्ठ", latin="Meena Shrestha", story="diabetes", born="1966-09", sex="female",
        lang="ne", interpreter=YES, race="Asian", city=2, added=84, last=7, review=27,
        now=(Now("social_need", 12, "Food card: the state decides", Ball.PAYER, check=13),),
        refs=(Ref(S.SCHEDULED, 1, 1),),
        visits=(Visit(24, 1, hour=13),),
        care=Care(Channel.PHONE, "after 4 PM", YES, interpreter="phone", diet="No beef", faith="Hindu"),
    ),
    Person(
        given="恵子", family="田中", latin="Keiko Tanaka", story="memory", born="1946-04-02", sex="female", lang="ja",
        interpreter=YES, race="Asian", city=3, added=145, last=10, review=32,
        now=(Now("social_need", 10, "Waiting list of the day center: place 4", Ball.OTHER, check=14),),
        refs=(Ref(S.ACCEPTED, 1, 1),),
        kin=(Kin("田中誠", "husband", caregiver=True, told=True, language="ja"),),
        care=Care(Channel.PHONE, "not at dinner", YES, "husband", interpreter="phone"),
    ),
    Person(
        given="Tavita", family="Leota", story="kidneys", born="1964-06-01", sex="male", lang="sm", interpreter=NO,
        race="Native Hawaiian or Pacific Islander", city=4, added=205, last=15, review=24,
        now=(
            Now("routine_contact", 9, "After the class: what did he think of home dialysis?", Ball.PATIENT, check=11),
        ),
        refs=(Ref(S.ATTENDED, 3, 0),),
        kin=(Kin("Sina Leota", "wife", told=True),),
        care=Care(Channel.PHONE, "evening", YES, decides="Family meeting", faith="Sunday is for church"),
    ),
    Person(
        given="Keoni", family="Kahale", story="diabetes", born="1971-01-30", sex="male", pronouns="he/him",
        race="Native Hawaiian or Pacific Islander", city=5, added=93, last=6, review=26,
        now=(Now("education", -2, "Foot care, with pictures", snooze=2, why="works double shifts this week"),),
        care=Care(Channel.TEXT, "any time", YES),
    ),
    Person(
        given="Aïssatou", family="Diallo", story="cancer", born="1978-08-08", sex="female", lang="fr",
        interpreter=YES, race="Black or African American", city=0, added=108, last=5, review=21,
        now=(Now("routine_contact", 10, "Day three after treatment five"),),
        refs=(Ref(S.ACKNOWLEDGED, 0, 0),),
        visits=(Visit(11, 0, hour=8, minute=30),),
        kin=(Kin("Mariama Diallo", "sister", told=True, language="fr"),),
        care=Care(Channel.PHONE, "noon", YES, interpreter="phone", faith="Muslim"),
    ),
    Person(
        given="João", family="Batista Silva", story="back", born="1987-12-01", sex="male", lang="pt-BR",
        interpreter=YES, race="Hispanic or Latino", city=1, added=64, last=13, review=18,
        now=(Now("admin", 15, "Work insurance: answer to the therapy request", Ball.PAYER, check=12),),
        refs=(Ref(S.ON_HOLD, 1, 0, reason="the insurance decides first"),),
        care=Care(Channel.TEXT, "evening", YES, interpreter="phone"),
    ),
    Person(
        given="Selam", family="Tesfay", story="asthma", born="2019-02", sex="female", lang="ti", interpreter=YES,
        race="Black or African American", city=2, added=47, last=12, review=25,
        now=(Now("message", 9, "School nurse: inhaler form signed by the clinic"),),
        kin=(Kin("Yordanos Tesfay", "mother", caregiver=True, told=True, language="ti"),),
        refs=(Ref(S.SCHEDULED, 0, 0),),
        visits=(Visit(18, 1, hour=15),),
        care=Care(Channel.PHONE, "morning", YES, "mother", decides="Mother", interpreter="a woman, by phone"),
    ),
    Person(
        given="Miriam", family="Goldfarb", story="heart", born="1945-12-25", sex="female", pronouns="she/her",
        race="White", city=3, added=260, last=11, review=60,
        now=(Now("routine_contact", 14, "Monthly call"),),
        care=Care(
            Channel.PHONE, "not from Friday evening to Saturday night", YES, faith="Keeps Shabbat and kosher",
            avoid="Jewish holidays",
        ),
        override=(Level.RISING, "Knows her heart well and calls early", 45),
    ),
    Person(
        given="Անահիտ", family="Պետրոսյան", latin="Anahit Petrosyan", story="joints", born="1968-07", sex="female",
        lang="hy", interpreter=YES, race="White", city=4, added=91, last=16, review=29,
        now=(Now("expedited_auth", 12, "New pen: the plan asks for two more notes", Ball.RECIPIENT, check=12),),
        refs=(Ref(S.ACCEPTED, 0, 0),),
        care=Care(Channel.PHONE, "afternoon", YES, interpreter="phone"),
    ),
    Person(
        given="Paloma", family="Ruiz", story="deaf", born="1993-05-05", sex="female", lang="ase", written="es",
        interpreter=YES, race="Hispanic or Latino", city=5, added=53, last=9, review=30,
        now=(Now("social_need", 11, "Flashing smoke alarm: the installer calls by video", Ball.REQUESTER, check=13),),
        refs=(Ref(S.CLOSED_PARTLY, 25, 1, reason="one room is done"),),
        care=Care(Channel.VIDEO, "evening", NO, interpreter="ASL, by video"),
    ),
    Person(
        given="Brianna", family="Cole", story="chair", born="1995-11-19", sex="female", pronouns="she/her",
        race="White", city=0, added=112, last=18, review=36,
        now=(
            Now(
                "call_back", 0, "Cushion: call when the new one is in use for a week", snooze=6,
                why="the cushion comes that week",
            ),
        ),
        refs=(
            Ref(S.PATIENT_INFORMED, 1, 1),
            Ref(S.CLOSED_UNMET, 13, reason="no capacity for nine weeks",
                order=Order("Seating clinic", "Mercy Lake Hospital", "cushion is worn through, sore on the hip")),
            Ref(S.ACCEPTED, 3, 0, after=1),
        ),
        care=Care(Channel.PORTAL, "any time", YES),
    ),
    Person(
        given="Theodore", family="Grant", preferred="Ted", story="comfort", born="1957-06-30", sex="male",
        pronouns="he/him", race="White", city=1, added=135, last=3, review=8,
        now=(
            Now("social_need", 9, "Nights: answer from Stillwater about a nurse twice a week", Ball.OTHER, check=9),
            Now("routine_contact", 6, "Sunny afternoon visit, bring the photo of the boat"),
        ),
        refs=(Ref(S.RECEIVED, 1, 0),),
        kin=(Kin("June Grant", "wife", caregiver=True, told=True),),
        alerts=(
            ("[POLST] on file at the clinic: comfort measures", "clinical"),
            ("[DNR] paper hangs by the bed", "clinical"),
        ),
        care=Care(Channel.VISIT, "sunny afternoons", YES, "wife June", decides="Ted decides; June if he cannot"),
    ),
    Person(
        given="Eleanor", family="Marsh", story="hip", born="1940-02-29", sex="female", pronouns="she/her",
        race="White", city=2, added=73, last=20, review=19,
        now=(Now("food", -1, "Meals brought home", snooze=3, why="a friend cooks until then"),),
        visits=(Visit(26, 1, hour=14),),
        kin=(Kin("Philip Marsh", "son", told=True),),
        care=Care(Channel.PHONE, "morning", YES, format="large print"),
    ),
    Person(
        given=None, family="Mohibullah", story="newcomer", born="1982", sex="male", lang="ps", interpreter=YES,
        race="Middle Eastern or North African", city=3, added=2, last=None, plan=False, assessed=False,
        phone="wrong",
        now=(Now("find_number", 2, "Number on the form is wrong: ask the welcome center"),),
        care=Care(interpreter="phone, Pashto"),
        note="One name only. Papers may show it twice.",
    ),
    Person(
        given="Girl", family="Ramirez", preferred=None, story="newborn", born="@-24", sex="female", lang="es",
        interpreter=YES, race="Hispanic or Latino", city=4, added=8, last=2, review=15,
        now=(Now("routine_contact", 3, "Weight at home: what did the nurse find?"),),
        visits=(Visit(6, 0, hour=9),),
        refs=(Ref(S.RECEIVED, 0, 0), Ref(S.ENTERED_IN_ERROR, 3, 1)),
        kin=(Kin("Yesenia Ramirez", "mother", caregiver=True, told=True, language="es"),),
        care=Care(Channel.PHONE, "any time", YES, "mother or father", decides="Both parents", interpreter="phone"),
    ),
    Person(
        given="Vernon", family="Hale", story="lungs", born="1939-09-09", sex="male", race="White", city=5, added=310,
        last=40, dead=9, plan=True,
        refs=(Ref(S.CANCELLED, 9, 1, reason="the patient died"),),
        kin=(Kin("Gloria Hale", "wife", caregiver=True, told=True),),
    ),
    Person(
        given="Beatrice", family="Nowak", story="cancer", born="1937", sex="female", race="White", city=0, added=400,
        last=150, dead=120, death_known="month", closed=True,
        visits=(Visit(-160, 0, AppointmentStatus.FULFILLED),),
    ),
    Person(
        given="Greg", family="Danielson", story="back", born="1970-03-03", sex="male", race="White", city=1,
        added=280, last=95, closed=True, status=PlanStatus.COMPLETED,
        refs=(Ref(S.CLOSED_MET, 100, 0),),
        note="Case closed: back at work, goals met.",
    ),
)
# fmt: on
