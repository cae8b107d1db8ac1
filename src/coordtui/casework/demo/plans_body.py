"""Plans of the stories of the body: heart, lungs, kidneys, sugar, senses and joints."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.plan_shapes import Lines, Measured

# fmt: off
BODY: Final[dict[str, Lines]] = {
    "diabetes": Lines(
        aims=(
            Measured("Sugar that stays high on the night shift", "To be well at the wedding", "A1c", "%", "8.0",
                     ("9.8", "9.4", "9.1", "8.6"), 10, 7, "Has kept a log for 11 days in a row"),
            Measured("Sore feet after long shifts", "A friend lost a toe", "days with a foot check in a week", "days",
                     "7", ("2", "3", "5", "5"), 7, 6, "The daughter looks at the soles on Sundays"),
        ),
        tasks=(0, 0, 0), hurdles=(0, 0),
        done=("Bring the pharmacy receipt", "Receipt is in the chart; the copay form went out"),
        scale=("A1c over 10", "A1c 9 to 10", "A1c 8 to 8.9", "A1c 7.5 to 7.9", "A1c under 7.5"), reached=0,
    ),
    "heart": Lines(
        aims=(
            Measured("Two hospital stays in one year", "To sleep at home, lying flat", "pillows at night", "pillows",
                     "1", ("4", "4", "3", "2"), 10, 6, "Knows each sign that fluid is coming back"),
            Measured("Weight that jumps overnight", "The scale warns before the shoes do", "weight", "lb", "172",
                     ("181", "178", "176", "175", "174"), 8, 9, "The grandson reads the scale and writes it down"),
        ),
        tasks=(1, 1, 0), hurdles=(0, 0),
        done=("Put the weight log by the bathroom door", "A photo of the log came on Monday"),
    ),
    "lungs": Lines(
        aims=(
            Measured("Short of breath", "Walking to the corner means seeing neighbors", "steps without a stop", "steps",
                     "200", ("60", "85", "110", "140"), 9, 6, "Uses the spacer well and teaches it to others"),
            Measured("A house that is hard to heat", "Cold air brings on the cough", "warm evenings in a week",
                     "evenings", "7", ("2", "2", "3"), 9, 4, "A neighbor has a key and looks in each evening"),
        ),
        tasks=(0, 1, 0), hurdles=(1, 0),
        done=("Ask the gas company to wait with the shut-off", "They wait 30 days; the letter came"),
        scale=("Two visits to the emergency room", "One visit", "None this winter",
               "None, and walks to the corner", "None, and walks to the store"), reached=-1,
    ),
    "kidneys": Lines(
        aims=(
            Measured("Dialysis is close", "To choose, not to be rushed", "questions on the list that have an answer",
                     "of 9", "9", ("1", "3", "5"), 10, 6, "A sister comes along and asks good questions"),
            Measured("No vein ready for treatment", "A neck line means more infections", "steps of the vein work-up",
                     "of 4", "4", ("0", "1", "1"), 7, 5, "Never misses a lab day"),
        ),
        tasks=(0, 0, 1), hurdles=(1, 0),
        done=("Visit the unit with family", "They met the nurse and saw an empty chair"),
    ),
    "eyes": Lines(
        aims=(
            Measured("Losing sight", "To read the grandchildren's names", "nights with drops in a week", "nights", "7",
                     ("4", "5", "6", "7"), 10, 8, "Counts the steps of every room by heart"),
            Measured("Steps and stove at home", "A fall would end living alone", "risky spots left at home", "spots",
                     "0", ("6", "4", "2"), 8, 7, "Keeps everything in its place"),
        ),
        tasks=(0, 1), hurdles=(0, 0),
        done=("Put rubber bands on the morning bottle", "Finds it without looking"),
    ),
    "asthma": Lines(
        aims=(
            Measured("Missed school", "To play the whole game", "school days missed in a month", "days", "1",
                     ("6", "4", "3", "2"), 9, 7, "Explains the inhaler to the whole team"),
            Measured("Mold on the bedroom wall", "Wet walls bring bad nights", "bad nights in a week", "nights", "0",
                     ("5", "4", "4"), 10, 4, "Mom keeps photos of the wall with dates"),
        ),
        tasks=(0, 0, 1), hurdles=(1, 0),
        done=("Take photos of the wet wall", "Eight photos with dates are in the chart"),
    ),
    "deaf": Lines(
        aims=(
            Measured("Blood pressure", "Headaches get worse when it is high", "upper blood pressure", "mmHg", "130",
                     ("152", "146", "141", "138"), 8, 7, "Sends a photo of the cuff without being asked"),
            Measured("Visits without an interpreter", "To be spoken with, not about", "visits with an interpreter",
                     "%", "100", ("50", "75", "90"), 10, 6, "Knows the law and says so, calmly"),
        ),
        tasks=(0, 1), hurdles=(1, 1),
        done=("Put the interpreter need on top of the chart", "Front desk read it back"),
    ),
    "joints": Lines(
        aims=(
            Measured("Hands that hurt", "To braid her girl's hair", "stiffness in the morning", "minutes", "30",
                     ("95", "80", "70", "60"), 9, 6, "Warms her hands in rice each morning"),
            Measured("A medicine that is not paid for", "Without it the joints wear out", "papers the plan still wants",
                     "papers", "0", ("4", "3", "2"), 9, 5, "Keeps every letter in one folder"),
        ),
        tasks=(0, 1, 1), hurdles=(1, 0),
        done=("Sign the release for the old records", "Signed and scanned"),
    ),
    "hip": Lines(
        aims=(
            Measured("Walking after the hip", "The roses bloom in May", "walking with the walker", "yards", "50",
                     ("8", "15", "24", "35"), 9, 8, "Does the exercises during the radio news"),
            Measured("Fear of falling again", "To shower without calling someone", "falls in a month", "falls", "0",
                     ("1", "0", "0"), 9, 6, "Says at once when something feels unsafe"),
        ),
        tasks=(0, 1, 1), hurdles=(1, 1),
        done=("Take up the loose rugs", "The nurse saw bare floors"),
    ),
    "chair": Lines(
        aims=(
            Measured("A sore that will not close", "To be back at the drawing board", "length of the sore", "cm", "0",
                     ("4.2", "3.6", "2.9", "2.1"), 9, 7, "Sends a photo every Friday"),
            Measured("A cushion that is worn through", "It made the sore", "hours sat without pain", "hours", "8",
                     ("2", "3", "4"), 8, 5, "Knows the brands better than the catalog"),
        ),
        tasks=(0, 1, 1), hurdles=(1, 1),
        done=("Set the phone to remind every 20 minutes", "It rang during the call"),
    ),
    "stroke": Lines(
        aims=(
            Measured("Words that will not come", "To say the grandson's name", "picture cards named", "of 40", "30",
                     ("8", "13", "17", "22"), 10, 7, "Sings whole songs without a mistake"),
            Measured("Blood pressure", "To keep a second stroke away", "upper blood pressure", "mmHg", "130",
                     ("148", "142", "139"), 8, 8, "Takes the pressure at the same hour each day"),
        ),
        tasks=(0, 0, 1), hurdles=(0, 0),
        done=("Hang up the card with the signs of a stroke", "It is on the refrigerator"),
        scale=("Points only", "Single words", "Short phrases", "Orders a meal with help",
               "Orders a meal alone"), reached=-1,
    ),
    "memory": Lines(
        aims=(
            Measured("Wandering", "The chair by the window is here", "times found outside in a month", "times", "0",
                     ("3", "2", "1"), 9, 6, "Music brings calm within minutes"),
            Measured("A caregiver who does not sleep", "Two people depend on one", "free afternoons a week",
                     "afternoons", "2", ("0", "0", "1"), 10, 6, "Two cousins offered Sunday mornings"),
        ),
        tasks=(1, 0, 0), hurdles=(1, 0),
        done=("Put a bell on the front door", "It rang twice and worked"),
    ),
    "comfort": Lines(
        aims=(
            Measured("Comfort", "To see the boat in the water", "days with pain under 3 of 10 in a week", "days", "7",
                     ("5", "6", "6", "7"), 10, 8, "Says what he wants with one look at his wife"),
            Measured("Wishes that nobody has on paper", "So that nobody has to guess", "wishes written down", "of 5",
                     "5", ("2", "4", "5"), 9, 9, "The family talks about it openly"),
        ),
        tasks=(0, 0), hurdles=(0, 0),
        done=("Write down the wishes and sign them", "Copies are with the hospice and the son"),
    ),
}
