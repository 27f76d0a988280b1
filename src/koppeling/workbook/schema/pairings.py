"""The sheets about pairings, trajectories and goals; and those of later steps."""

from __future__ import annotations

from dataclasses import replace

from koppeling.domain.fix import FixKind
from koppeling.domain.instance import Component, Level, PairingStatus
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.workbook.schema.people import GUIDE_CHOICES, NAMES, number_field
from koppeling.workbook.schema.shapes import (
    Field,
    Kind,
    Role,
    Sheet,
    choice,
    field,
    key_field,
    words,
)

LEVEL_CHOICES = choice(
    (Level.PLACED, "geplaatst", "placed"),
    (Level.KEPT, "behouden", "kept"),
    (Level.SERVED, "begeleid", "served"),
    (Level.PEAK, "piek", "peak"),
    (Level.QUALITY, "kwaliteit", "quality"),
    (Level.EVEN, "gelijkmatig", "even"),
    (Level.DRAW, "loting", "draw"),
)
COMPONENT_CHOICES = choice(
    (Component.PREFERENCE_JUNIOR, "voorkeur junior", "preference junior"),
    (Component.PREFERENCE_SENIOR, "voorkeur senior", "preference senior"),
    (Component.DISC, "DiSC", "DiSC"),
    (Component.SHARED_DAYS, "gedeelde werkdagen", "shared working days"),
    (Component.SITE, "vestiging", "site"),
    (Component.GOALS, "leerdoelen", "learning goals"),
    (Component.REGISTRATION, "registratie", "registration"),
)


def _person(
    key: str, heading: tuple[str, str], meaning: tuple[str, str], refers: Role = Role.ANYBODY
) -> Field:
    return field(
        key, heading, Kind.NUMBER_ID, meaning, required=True, example="0012", refers=refers
    )


PAIRINGS = Sheet(
    key="pairings",
    words=words(("Koppelingen", "Pairings")),
    meaning=words(
        (
            "Wie nu aan wie gekoppeld is, wat vastligt en wat niet mag.",
            "Who is paired with whom, what is locked and what is forbidden.",
        )
    ),
    basic=True,
    columns=(
        _person("junior", ("junior", "junior"), ("Nummer van de junior.", "The junior's number."),
                Role.JUNIOR),
        _person("senior", ("senior", "senior"), ("Nummer van de senior.", "The senior's number."),
                Role.SENIOR),
        field(
            "status", ("status", "status"), Kind.CHOICE,
            (
                "lopend, vast (besluit van de leiding), verboden of beëindigd.",
                "running, locked (decided by management), forbidden or ended.",
            ),
            required=True,
            choices=choice(
                (PairingStatus.RUNNING, "lopend", "running"),
                (PairingStatus.LOCKED, "vast", "locked"),
                (PairingStatus.FORBIDDEN, "verboden", "forbidden"),
                (PairingStatus.ENDED, "beëindigd", "ended"),
            ),
            example="lopend",
        ),
        field(
            "slot", ("vast moment", "fixed slot"), Kind.SLOT,
            ("Wekelijks moment, zoals di 10:00.", "Weekly moment, such as di 10:00."),
            synonyms=("moment", "slot"), example="di 10:00",
        ),
        field(
            "since", ("sinds", "since"), Kind.DATE, ("Eerste dag.", "First day."),
            synonyms=("vanaf", "from"), example="01-02-2026", matters=False,
        ),
        field(
            "until", ("tot", "until"), Kind.DATE,
            ("Laatste dag; leeg is nog lopend.", "Last day; empty is still running."),
            synonyms=("t/m", "to", "tot en met"), example="",
        ),
        field(
            "reason", ("reden", "reason"), Kind.TEXT,
            ("Vrije tekst; telt niet mee.", "Free text; does not count."), matters=False,
        ),
        key_field(
            "decision: staat hier door een besluit, voor dit kwartaal; decision_on_lock: was "
            "daarvoor al vast.",
            "decision: stands here by a decision, for this quarter; decision_on_lock: was locked "
            "before.",
        ),
    ),
)  # fmt: skip

PREFERENCES = Sheet(
    key="preferences",
    own_rows=True,
    words=words(("Voorkeuren", "Preferences")),
    meaning=words(
        (
            "Wie graag (rang) of liever niet (veto) met wie; van beide kanten.",
            "Who would like (rank) or rather not (veto) whom; either way round.",
        )
    ),
    basic=True,
    columns=(
        _person("source", ("van", "from"), ("Wie de voorkeur heeft.", "Whose preference it is.")),
        replace(
            _person("target", ("over", "about"), ("Over wie het gaat.", "Whom it is about.")),
            binds=False,
        ),
        field(
            "rank", ("rang", "rank"), Kind.INTEGER,
            ("1 is eerste keus, dan 2 en 3.", "1 is first choice, then 2 and 3."),
            within=(1, 1000), synonyms=("voorkeur", "keus"), example="1", binds=False,
        ),
        field(
            "veto", ("veto", "veto"), Kind.YES_NO,
            ("ja: deze twee worden niet gekoppeld.", "yes: these two are not paired."),
            example="",
        ),
    ),
)  # fmt: skip

ESCALATIONS = Sheet(
    key="escalations",
    own_rows=True,
    words=words(("Escalaties", "Escalations")),
    meaning=words(
        ("Tijdelijk vaker overleg voor een junior.", "More meetings for a junior for a while.")
    ),
    names=NAMES,
    columns=(
        number_field(("Van welke junior.", "Of which junior."), refers=Role.JUNIOR),
        field("from", ("van", "from"), Kind.DATE, ("Eerste dag.", "First day."), required=True,
              synonyms=("vanaf",), example="01-03-2027"),
        field("to", ("tot", "to"), Kind.DATE, ("Laatste dag; leeg is open einde.",
              "Last day; empty is open-ended."), synonyms=("t/m", "until"), example="31-05-2027"),
        field(
            "every_weeks", ("elke (weken)", "every (weeks)"), Kind.INTEGER,
            ("Om de hoeveel weken een overleg.", "A meeting once every so many weeks."),
            required=True, within=(1, 52), synonyms=("om de weken", "interval"), example="1",
        ),
    ),
)  # fmt: skip

TRAJECTORY_TYPES = Sheet(
    key="trajectory_types",
    words=words(("Trajecttypen", "Trajectory types")),
    meaning=words(
        (
            "Soorten trajecten, één rij per fase; junior is ingebouwd.",
            "Kinds of trajectory, a row for each phase; junior is built in.",
        )
    ),
    columns=(
        field("type", ("type", "type"), Kind.TEXT, ("Naam van het traject.",
              "Name of the trajectory."), required=True, synonyms=("traject",), example="skj"),
        field("phase", ("fase", "phase"), Kind.TEXT, ("Naam van de fase.", "Name of the phase."),
              required=True, example="jaar 1"),
        field("from_month", ("vanaf maand", "from month"), Kind.INTEGER,
              ("Maanden na de start; 0 is de start zelf.",
               "Months after the start; 0 is the start itself."),
              required=True, within=(0, 240), example="0"),
        field("count", ("aantal", "count"), Kind.INTEGER, ("Aantal overleggen in de fase.",
              "Number of meetings in the phase."), required=True, within=(1, 1000), example="12"),
        field("every", ("elke", "every"), Kind.INTEGER, ("Om de hoeveel (zie eenheid).",
              "Once every so many (see unit)."), required=True, within=(1, 365), example="1"),
        field("unit", ("eenheid", "unit"), Kind.CHOICE, ("dagen, weken of maanden.",
              "days, weeks or months."), required=True,
              choices=choice(("days", "dagen", "days"), ("weeks", "weken", "weeks"),
                             ("months", "maanden", "months")),
              example="maanden"),
        field("minutes", ("minuten", "minutes"), Kind.INTEGER, ("Duur; leeg is de overlegduur.",
              "Length; empty is the setting."), within=(5, 480), example="60"),
        field("demand", ("eis", "demand"), Kind.CHOICE, ("Registratie die de senior moet hebben.",
              "Registration the senior must hold."),
              choices=choice(("skj", "skj", "skj"), ("postmaster", "postmaster", "postmaster")),
              example="skj"),
        field("guide", ("begeleider", "guide"), Kind.CHOICE,
              ("Wie dit traject begeleidt: senior of coach (rol in Senioren); leeg is beide.",
               "Who guides this trajectory: senior or coach (role in Seniors); empty is both."),
              choices=GUIDE_CHOICES, example="coach"),
        field("cockpit_weeks", ("cockpit (weken)", "cockpit (weeks)"), Kind.INTEGER,
              ("Om de hoeveel weken een cockpitoverleg.", "A cockpit meeting every so many weeks."),
              within=(1, 104), example="10", matters=False),
    ),
)  # fmt: skip

GROUPS = Sheet(
    key="groups",
    words=words(("Groepen", "Groups")),
    meaning=words(("Begeleiding in een groep.", "Guidance in a group.")),
    columns=(
        field("group", ("groep", "group"), Kind.TEXT, ("Naam van de groep.",
              "Name of the group."), required=True, synonyms=("naam", "name"), example="Groep A"),
        field("type", ("type", "type"), Kind.TEXT, ("Soort traject.", "Kind of trajectory."),
              required=True, synonyms=("traject",), example="junior"),
        field("start", ("start", "start"), Kind.DATE, ("Eerste dag.", "First day."),
              required=True, synonyms=("start traject",), example="01-02-2027"),
        field("senior", ("senior", "senior"), Kind.NUMBER_ID, ("Nummer van de senior, als die "
              "vaststaat.", "Number of the senior, when decided."), refers=Role.SENIOR, example=""),
    ),
)  # fmt: skip

GOALS = Sheet(
    key="goals",
    words=words(("Doelen", "Goals")),
    meaning=words(
        (
            "Volgorde van de doelen; geplaatst is altijd het eerste, loting het laatste.",
            "Order of the goals; placed always comes first, draw last.",
        )
    ),
    columns=(
        field("goal", ("doel", "goal"), Kind.CHOICE, ("Naam van het doel.", "Name of the goal."),
              required=True, choices=LEVEL_CHOICES, example="behouden"),
        field("order", ("volgorde", "order"), Kind.INTEGER, ("Plaats in de rij; leeg is de "
              "gewone plaats.", "Place in the row; empty is the usual one."),
              within=(1, 99), example="2"),
        field("on", ("aan", "on"), Kind.YES_NO, ("Doet het doel mee?", "Does the goal count?"),
              default=True, example="ja"),
    ),
)  # fmt: skip

WEIGHTS = Sheet(
    key="weights",
    words=words(("Weging", "Weights")),
    meaning=words(
        (
            "Hoe zwaar elk onderdeel telt in de punten van een koppeling; samen 100.",
            "How much each component counts in the points of a pairing; 100 in all.",
        )
    ),
    columns=(
        field("component", ("onderdeel", "component"), Kind.CHOICE, ("Onderdeel van de punten.",
              "Component of the points."), required=True, choices=COMPONENT_CHOICES,
              example="voorkeur junior", binds=False,
        ),
        field("weight", ("gewicht", "weight"), Kind.INTEGER, ("Gewicht.", "Weight."),
              required=True, within=(0, 1000), synonyms=("weging",), example="25", binds=False,
        ),
    ),
)  # fmt: skip


FIX_KIND_CHOICES = choice(
    (FixKind.HOURS, "uren senior", "hours senior"),
    (FixKind.MAX_JUNIORS, "max junioren", "max juniors"),
    (FixKind.WORKING_DAY, "werkdag", "working day"),
    (FixKind.MOMENTS, "momenten", "moments"),
    (FixKind.SITE, "vestiging", "site"),
    (FixKind.RELEASE, "loslaten", "release"),
    (FixKind.REGISTRATION, "registratie", "registration"),
    (FixKind.BUDGET, "uren junior", "hours junior"),
)

COSTS = Sheet(
    key="costs",
    words=words(("Kosten", "Costs")),
    meaning=words(
        (
            "Wat een wijziging u kost, om oplossingen voor wie geen senior heeft te vergelijken.",
            "What a change costs you, to compare ways to place a junior without a senior.",
        )
    ),
    columns=(
        field("kind", ("soort", "kind"), Kind.CHOICE,
              ("Wat er verandert: per uur (uren), per junior (max junioren), anders per persoon of "
               "koppeling.",
               "What changes: per hour (hours), per junior (max juniors), else per person or "
               "pairing."),
              required=True, choices=FIX_KIND_CHOICES, example="werkdag", matters=False),
        field("hours", ("uren", "hours"), Kind.DECIMAL, ("Kosten, in uren.", "Cost, in hours."),
              within=(0, 10_000), example="8", matters=False),
        field("euros", ("euro", "euros"), Kind.DECIMAL,
              ("Kosten in euro's, in plaats van uren; het tarief per uur moet dan ingevuld zijn.",
               "Cost in euros, instead of hours; the hourly rate must then be filled in."),
              within=(0, 1_000_000), example="", matters=False),
    ),
)  # fmt: skip


SCENARIOS = Sheet(
    key="scenarios",
    own_rows=True,
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
    own_rows=True,
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

#: What a meeting is, in the words of the column soort.
MEETING_KIND_CHOICES = choice(
    (MeetingKind.GUIDANCE, "begeleiding", "guidance"),
    (MeetingKind.EXTRA, "extra begeleiding", "extra guidance"),
    (MeetingKind.GROUP, "groepsbegeleiding", "group guidance"),
    (MeetingKind.TALK, "kwartaalgesprek", "quarterly talk"),
    (MeetingKind.REVIEW, "jaargesprek", "yearly review"),
    (MeetingKind.COCKPIT, "cockpitoverleg", "cockpit meeting"),
    (MeetingKind.EVALUATION, "evaluatie", "evaluation"),
    (MeetingKind.PEER, "intervisie", "peer supervision"),
)
#: What is guidance too: nothing, and what practices call it.
GUIDANCE_SYNONYMS = ("", "werkbegeleiding")
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
               "Days moved from the nominal day."), example="0", matters=False,
              within=(-366, 366)),
        field("status", ("status", "status"), Kind.CHOICE,
              ("gepland, gehouden, vervallen, of niet te plannen.",
               "planned, held, dropped, or impossible to plan."), required=True,
              choices=choice((MeetingStatus.PLANNED, "gepland", "planned"),
                             (MeetingStatus.HELD, "gehouden", "held"),
                             (MeetingStatus.DROPPED, "vervallen", "dropped"),
                             (MeetingStatus.UNPLANNABLE, "niet te plannen",
                              "impossible to plan")),
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
        key_field("needless: vervallen omdat het niet meer nodig was; dan komt het zo nodig terug.",
                  "needless: dropped since it was no longer needed; it comes back when it is."),
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
