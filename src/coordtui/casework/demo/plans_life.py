"""Plans of the other stories: birth and youth, mind and safety, work and home."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.plan_shapes import Lines, Measured

# fmt: off
LIFE: Final[dict[str, Lines]] = {
    "pregnancy": Lines(
        aims=(
            Measured("Blood pressure in pregnancy", "To hold the baby right away", "upper blood pressure", "mmHg",
                     "140", ("146", "142", "138", "136"), 10, 8, "Writes each number on the calendar"),
            Measured("Sugar in pregnancy", "So that the baby does not grow too big", "morning sugar", "mg/dL", "95",
                     ("112", "104", "99", "97"), 9, 7, "Cooks at home and likes lentils"),
        ),
        tasks=(0, 0, 0), hurdles=(0, 1),
        done=("Learn how the home cuff works", "Showed it back without help"),
    ),
    "newborn": Lines(
        aims=(
            Measured("Slow weight gain", "To stop counting grams", "weight", "g", "2800",
                     ("2310", "2395", "2470", "2560"), 10, 7, "Both parents wake up for the night feed"),
        ),
        tasks=(0, 0), hurdles=(0,),
        done=("Rent the pump for mother's milk", "It came by taxi on the first day"),
    ),
    "teen": Lines(
        aims=(
            Measured("Sugar up and down", "The class trip is in June", "time in range", "%", "60",
                     ("38", "44", "51", "55"), 8, 6, "Reads the sensor curve like a map"),
            Measured("Alarms at night", "Lows are worst when asleep", "alarms answered in a week", "of 7", "6",
                     ("1", "1", "2"), 6, 4, "Has one friend who gets it"),
        ),
        tasks=(1, 0, 0), hurdles=(1, 0),
        done=("Choose who may see the sensor", "Two names, both asked first"),
    ),
    "sickle": Lines(
        aims=(
            Measured("Not believed in the emergency room", "Waiting makes the pain worse", "hours to the first relief",
                     "hours", "1", ("5", "4", "3"), 10, 5, "Speaks for himself, clearly and early"),
            Measured("From children's care to adult care", "No gap, no missed medicine", "steps of the move", "of 6",
                     "6", ("1", "2", "3"), 8, 5, "The children's nurse still answers his texts"),
        ),
        tasks=(0, 0, 1), hurdles=(0, 1),
        done=("Write the pain plan with the doctor", "Signed; a photo is in his phone"),
    ),
    "mood": Lines(
        aims=(
            Measured("Low mood", "To laugh with my brother", "PHQ-9", "points", "9", ("19", "16", "14", "12"), 9, 6,
                     "Answers every text, even with one word"),
            Measured("Days without leaving the house", "Getting out is half of it", "days outside in a week", "days",
                     "4", ("1", "2", "2", "3"), 7, 6, "The dog next door needs a walk"),
        ),
        tasks=(1, 0, 0), hurdles=(0, 0),
        done=("Write the number 988 on the refrigerator", "It hangs there, and in the wallet"),
    ),
    "recovery": Lines(
        aims=(
            Measured("Staying in treatment", "Weekends with my son", "fills on time in a row", "fills", "26",
                     ("4", "8", "12", "16"), 10, 8, "Goes to the meeting on Saturdays, whatever happens"),
            Measured("Teeth that hurt", "To smile at a job interview", "teeth still to treat", "teeth", "0",
                     ("5", "5", "4"), 7, 4, "Keeps a list of dentists who said no"),
        ),
        tasks=(0, 1), hurdles=(0, 1),
        done=("Find a pharmacy that fills it without trouble", "Lakeview Pharmacy, asks no questions"),
    ),
    "unsafe": Lines(
        aims=(
            Measured("Blood pressure", "One quiet hour a day", "upper blood pressure", "mmHg", "130",
                     ("148", "144", "141"), 6, 6, "Comes to each noon visit"),
            Measured("Nobody to talk to", "To hear that it is not her fault", "talks with the advocate", "talks", "6",
                     ("1", "2"), 10, 5, "A friend at work keeps her bag ready"),
        ),
        tasks=(0, 1), hurdles=(1, 1),
        done=("Agree on a word that means stop calling", "The word is in the chart, not in the phone"),
    ),
    "street": Lines(
        aims=(
            Measured("No door to lock", "A door, then a dog", "papers for the room", "of 5", "5", ("1", "2", "4"), 10,
                     5, "Knows every outreach worker by name"),
            Measured("A wound on the foot", "To keep the foot", "width of the wound", "cm", "0",
                     ("3.1", "2.6", "2.0", "1.7"), 8, 7, "Has not missed the van in three weeks"),
        ),
        tasks=(1, 0, 0), hurdles=(0, 0, 0),
        done=("Get a copy of the birth certificate", "It is in the clinic's safe"),
    ),
    "cancer": Lines(
        aims=(
            Measured("Six treatments to get through", "Tomatoes in May", "treatments done", "of 6", "6",
                     ("1", "2", "3"), 10, 8, "Her sister sits with her each time"),
            Measured("Losing weight", "Strength for the next round", "weight", "lb", "130",
                     ("141", "138", "136", "135"), 8, 6, "Soup stays down, and she has six kinds"),
        ),
        tasks=(0, 0, 0), hurdles=(0, 0),
        done=("Put a thermometer by the bed", "She read me the number"),
    ),
    "back": Lines(
        aims=(
            Measured("Off work", "To earn, and to lift my son", "hours of light work a day", "hours", "4",
                     ("0", "1", "2"), 9, 5, "The foreman keeps the place open"),
            Measured("Pain when walking", "Walking is the therapy", "walking in a day", "minutes", "20",
                     ("5", "8", "12", "15"), 8, 7, "Walks to school with the child"),
        ),
        tasks=(1, 0), hurdles=(0, 0),
        done=("Tell the work insurance about the numb foot", "The letter went out; number on file"),
        scale=("No work", "One hour", "Four hours", "Six hours", "Full days"), reached=-1,
    ),
    "newcomer": Lines(
        aims=(
            Measured("Four months of pills", "Healthy children, no fear", "weeks of treatment done", "of 16", "16",
                     ("2", "4", "7", "9"), 9, 8, "The calendar by the door has no empty day"),
            Measured("No doctor who knows the family", "To ask without shame", "family members with a doctor", "of 5",
                     "5", ("1", "3", "5"), 8, 8, "The oldest child learns fast and helps"),
        ),
        tasks=(0, 1, 1), hurdles=(1, 1),
        done=("Show the way to the clinic by bus", "Came alone the second time"),
    ),
    "veteran": Lines(
        aims=(
            Measured("Food runs out", "Not to skip meals", "days without a full meal in a month", "days", "0",
                     ("8", "6", "4"), 9, 6, "Fixes the neighbors' engines and gets eggs for it"),
            Measured("Blood pressure", "To stay on the land", "upper blood pressure", "mmHg", "140",
                     ("158", "152", "147", "144"), 7, 7, "Takes the pressure with the morning coffee"),
        ),
        tasks=(0, 0), hurdles=(0, 0),
        done=("Count what is in the pantry together", "The list is on the pantry door"),
    ),
    "seizures": Lines(
        aims=(
            Measured("Seizures", "To drive to work again", "days since the last seizure", "days", "180",
                     ("12", "26", "40", "61"), 10, 7, "Tells coworkers what to do"),
            Measured("Pills at odd hours", "One late pill is enough", "pills on time", "%", "95", ("82", "91", "97"),
                     9, 9, "Has an alarm with a favorite song"),
        ),
        tasks=(1, 1), hurdles=(0, 1),
        done=("Put the emergency card in the wallet", "Showed it on video"),
    ),
}
