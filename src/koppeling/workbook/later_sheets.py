"""The sheets that are read and kept for what comes after pairing."""

from __future__ import annotations

from koppeling.workbook.people_sheets import NAMES, number_field
from koppeling.workbook.shapes import Kind, Role, Sheet, choice, field, words

SCENARIOS = Sheet(
    key="scenarios",
    words=words(("Scenario's", "Scenarios")),
    meaning=words(
        (
            "Wat-als-vragen voor `koppeling what-if`, één wijziging per rij; rijen met dezelfde "
            "naam vormen samen één scenario, in hun volgorde. Wat een wijziging niet gebruikt, "
            "laat u leeg.",
            "What-ifs for `koppeling what-if`, one change per row; rows of the same name are one "
            "scenario together, in their order. Leave empty what a change does not use.",
        )
    ),
    synonyms=("scenario",),
    columns=(
        field("scenario", ("scenario", "scenario"), Kind.TEXT, ("Naam van het scenario.",
              "Name of the scenario."), required=True, example="Twee nieuwe junioren",
              matters=False),
        field("change", ("wijziging", "change"), Kind.CHOICE,
              ("Wat er verandert. Nodig is daarbij: bij vertrek en promotie: wie; bij uren en "
               "max junioren: wie en waarde; bij werkdagen: wie en dagen; bij escalatie: wie; bij "
               "vestiging: wie en vestiging; bij afwezig: wie, of niets als de hele praktijk "
               "dicht is. Aannemen kan zonder meer.",
               "What changes. It needs: leave and promotion: who; hours and max juniors: who and "
               "value; working days: who and days; escalation: who; site: who and site; absent: "
               "who, or nothing when the whole practice is closed. Hiring needs nothing more."),
              required=True, choices=choice(
                  ("hire_junior", "aannemen junior", "hire junior"),
                  ("hire_senior", "aannemen senior", "hire senior"),
                  ("leave", "vertrek", "leave"),
                  ("hours", "uren", "hours"),
                  ("max_juniors", "max junioren", "max juniors"),
                  ("working_days", "werkdagen", "working days"),
                  ("absent", "afwezig", "absent"),
                  ("escalation", "escalatie", "escalation"),
                  ("promotion", "promotie", "promotion"),
                  ("site", "vestiging", "site"),
              ), example="aannemen junior", matters=False),
        field("who", ("wie", "who"), Kind.NUMBER_ID,
              ("Personeelsnummer van wie het gaat. Wie eerder in het scenario is aangenomen, "
               "heet nieuw-01, nieuw-02 enzovoort.",
               "Personnel number of whom it is about. Whoever was hired earlier in the scenario "
               "is called nieuw-01, nieuw-02 and so on."),
              refers=Role.ANYBODY, example="", matters=False),
        field("value", ("waarde", "value"), Kind.TEXT,
              ("Aannemen: hoeveel mensen. Uren: uren per kwartaal (16), of 4 meer, 2 minder; zo "
               "ook max junioren. Afwezig: tot en met welke dag, of 6 weken; leeg is voorgoed. "
               "Escalatie: elke hoeveel weken. Vestiging: ook, als het er een bij is.",
               "Hiring: how many people. Hours: a quarter (16), or 4 more, 2 less; max juniors "
               "likewise. Absent: up to which day, or 6 weeks; empty is for good. Escalation: "
               "every how many weeks. Site: also, when it is one more."),
              example="2", matters=False),
        field("from", ("vanaf", "from"), Kind.DATE,
              ("Vanaf welke dag; leeg is de eerste dag van het kwartaal. Vertrek: de eerste dag "
               "niet meer in dienst. Promotie: de laatste dag met begeleiding. Uren: het hele "
               "kwartaal waarin de dag valt, en verder.",
               "From which day; empty is the first day of the quarter. Leave: the first day out "
               "of service. Promotion: the last day of guidance. Hours: the whole quarter of "
               "that day, and on."),
              example="01-04-2027", matters=False),
        field("days", ("dagen", "days"), Kind.WEEKDAYS,
              ("Werkdagen, in de standaard werktijd; bij aannemen is leeg maandag tot en met "
               "vrijdag.",
               "Working days, in the default working hours; with hiring, empty is Monday to "
               "Friday."),
              example="ma di do", matters=False),
        field("site", ("vestiging", "site"), Kind.TEXT,
              ("Vestiging, of meer met een ; ertussen; bij aannemen is leeg de vestiging waar de "
               "meesten werken, bij werkdagen elke vestiging van die persoon.",
               "Site, or several separated by ;; with hiring, empty is the one where most "
               "people work, with working days any site of that person."),
              example="Noord", matters=False),
    ),
)  # fmt: skip

PROGRESS = Sheet(
    key="progress",
    words=words(("Voortgang", "Progress")),
    meaning=words(
        ("Cijfers per persoon en kwartaal.", "Figures for each person and quarter.")
    ),
    names=NAMES,
    columns=(
        number_field(("Van wie.", "Whose.")),
        field("quarter", ("kwartaal", "quarter"), Kind.QUARTER, ("Over welk kwartaal.",
              "About which quarter."), required=True, example="2026-Q4", matters=False),
        field("satisfaction", ("klanttevredenheid", "client satisfaction"), Kind.DECIMAL,
              ("Cijfer van 0 tot 10.", "Mark from 0 to 10."), within=(0, 10), example="8,7",
              matters=False),
        field("quality_check", ("qc", "qc"), Kind.PERCENT, ("Kwaliteitscontrole, in %.",
              "Quality check, in %."), within=(0, 100), example="80", matters=False),
        field("direct_time", ("directe tijd", "direct time"), Kind.PERCENT,
              ("Directe tijd, in %.", "Direct time, in %."), within=(0, 100), example="71",
              matters=False),
        field("accreditation_until", ("accreditatie geldig tot", "accreditation valid until"),
              Kind.DATE, ("Laatste dag van de accreditatie.", "Last day of the accreditation."),
              synonyms=("accreditatie",), example="31-12-2028", matters=False),
        field("review_date", ("jaargesprek", "yearly review"), Kind.DATE,
              ("Datum van het jaargesprek.", "Date of the yearly review."),
              example="15-01-2027", matters=False),
        field("review_positive", ("jaargesprek positief", "yearly review positive"), Kind.YES_NO,
              ("Was het jaargesprek positief?", "Was the yearly review positive?"),
              example="ja", matters=False),
    ),
)  # fmt: skip

#: What a meeting is, in the words of the column soort; the keys are those of `MeetingKind`.
MEETING_KIND_CHOICES = choice(
    ("begeleiding", "begeleiding", "guidance"),
    ("extra begeleiding", "extra begeleiding", "extra guidance"),
    ("groepsbegeleiding", "groepsbegeleiding", "group guidance"),
    ("kwartaalgesprek", "kwartaalgesprek", "quarterly talk"),
    ("jaargesprek", "jaargesprek", "yearly review"),
    ("cockpitoverleg", "cockpitoverleg", "cockpit meeting"),
    ("evaluatie", "evaluatie", "evaluation"),
    ("intervisie", "intervisie", "peer supervision"),
)
MEETINGS = Sheet(
    key="meetings",
    words=words(("Overleggen", "Meetings")),
    meaning=words(
        (
            "Overleggen: gehouden (feiten) en gepland.",
            "Meetings: held (facts) and planned.",
        )
    ),
    synonyms=("overleg",),
    columns=(
        field("id", ("id", "id"), Kind.TEXT, ("Kenmerk van het overleg.",
              "Identity of the meeting."), example="0012-0101-1", matters=False),
        field("date", ("datum", "date"), Kind.DATE, ("Dag.", "Day."), required=True,
              example="12-01-2027"),
        field("begin", ("begin", "begin"), Kind.TIME, ("Begintijd.", "Time of beginning."),
              synonyms=("start", "van", "from"), example="10:00"),
        field("end", ("einde", "end"), Kind.TIME, ("Eindtijd.", "Time of ending."),
              synonyms=("eind", "tot", "to"), example="10:30"),
        field("junior", ("junior", "junior"), Kind.LIST,
              ("Nummer van de junior; van een groep alle nummers, met een ; ertussen.",
               "The junior's number; of a group all numbers, separated by ;."),
              refers=Role.JUNIOR, example="0012"),
        field("senior", ("senior", "senior"), Kind.NUMBER_ID, ("Nummer van de senior.",
              "The senior's number."), refers=Role.SENIOR, example="0101"),
        field("kind", ("soort", "kind"), Kind.TEXT, ("Soort overleg; leeg is begeleiding.",
              "Kind of meeting; empty is guidance."), example="begeleiding", matters=False),
        field("shift_days", ("verschoven (dagen)", "shifted (days)"), Kind.INTEGER,
              ("Dagen verschoven ten opzichte van de nominale dag.",
               "Days moved from the nominal day."), example="0", matters=False),
        field("status", ("status", "status"), Kind.CHOICE,
              ("gepland, gehouden, vervallen, of niet te plannen.",
               "planned, held, dropped, or impossible to plan."), required=True,
              choices=choice(("planned", "gepland", "planned"), ("held", "gehouden", "held"),
                             ("dropped", "vervallen", "dropped"),
                             ("unplannable", "niet te plannen", "impossible to plan")),
              example="gehouden"),
        field("reason", ("reden", "reason"), Kind.TEXT, ("Reden, als iets niet ging.",
              "Reason, where something failed."), example="", matters=False),
        field("number", ("nummer", "number"), Kind.INTEGER,
              ("Het hoeveelste overleg van de reeks.", "Place of the meeting in its series."),
              within=(0, 10_000), example="1", matters=False),
        field("nominal", ("bedoelde dag", "intended day"), Kind.DATE,
              ("De dag waarop het traject dit overleg vraagt.",
               "The day on which the trajectory asks for this meeting."),
              example="12-01-2027", matters=False),
        field("sequence", ("versie", "version"), Kind.INTEGER,
              ("Hoe vaak het moment is veranderd; voor agenda's.",
               "How often the moment has changed; for calendars."),
              within=(0, 10_000), example="0", matters=False),
    ),
)  # fmt: skip

WAGE_CODES = Sheet(
    key="wage_codes",
    words=words(("Looncodes", "Wage codes")),
    meaning=words(
        ("Looncodes voor de loonexport.", "Wage codes for the payroll export.")
    ),
    columns=(
        field("kind", ("soort", "kind"), Kind.TEXT, ("Soort uren.", "Kind of hours."),
              example="begeleiding", matters=False),
        field("role", ("rol", "role"), Kind.TEXT, ("junior of senior.", "junior or senior."),
              example="senior", matters=False),
        field("code", ("code", "code"), Kind.TEXT, ("Looncode.", "Wage code."), example="2100",
              matters=False),
        field("cost_centre", ("kostenplaats", "cost centre"), Kind.TEXT, ("Kostenplaats.",
              "Cost centre."), synonyms=("cost center",), example="4100", matters=False),
    ),
)  # fmt: skip
