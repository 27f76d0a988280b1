"""
The sheets of a workbook with registers: their names, columns and words.

They stand apart from the result, since they are for management only and are
made again whenever somebody asks.
"""

from __future__ import annotations

from koppeling.workbook.people_sheets import GUIDE_CHOICES
from koppeling.workbook.shapes import Field, Kind, Sheet, choice, field, words

VERDICT_CHOICES = choice(
    ("fits", "past", "fits"),
    ("exceeds", "past niet", "does not fit"),
    ("unknown", "niet te zeggen", "cannot tell"),
)
ROLE_CHOICES = choice(("junior", "junior", "junior"), ("senior", "senior", "senior"))


def _person(key: str, heading: tuple[str, str], whose: tuple[str, str]) -> Field:
    return field(key, heading, Kind.NUMBER_ID, whose)


def _junior() -> Field:
    return _person("junior", ("junior", "junior"), ("Nummer van de junior.", "Junior's number."))


def _senior() -> Field:
    return _person("senior", ("senior", "senior"), ("Nummer van de senior.", "Senior's number."))


def _number() -> Field:
    return _person("number", ("personeelsnummer", "personnel number"), ("Van wie.", "Whose."))


def _name() -> Field:
    return field("name", ("naam", "name"), Kind.TEXT, ("Naam.", "Name."))


def _role() -> Field:
    return field("role", ("rol", "role"), Kind.CHOICE, ("junior of senior.", "junior or senior."),
                 choices=ROLE_CHOICES)  # fmt: skip


def _quarter() -> Field:
    return field("quarter", ("kwartaal", "quarter"), Kind.QUARTER, ("Het kwartaal.", "Quarter."))


def _hours(key: str, nl: str, en: str, meaning: tuple[str, str]) -> Field:
    return field(key, (nl, en), Kind.HOURS, meaning)


def _count(key: str, nl: str, en: str, meaning: tuple[str, str]) -> Field:
    return field(key, (nl, en), Kind.INTEGER, meaning)


OVERVIEW = Sheet(
    key="overview",
    words=words(("Overzicht", "Overview")),
    meaning=words(("De hoofdzaken, en hoe er geteld is.", "The main points, and how we counted.")),
    columns=(
        field("item", ("onderdeel", "item"), Kind.TEXT, ("Wat.", "What.")),
        field("value", ("stand", "state"), Kind.TEXT, ("Hoe het ervoor staat.", "How it stands.")),
    ),
)  # fmt: skip

GUIDES = Sheet(
    key="register",
    words=words(("Register", "Register")),
    meaning=words(("Wie begeleidt, en wie aandacht vraagt.", "Who guides, and who needs a look.")),
    columns=(
        _senior(),
        _name(),
        field("role", ("rol", "role"), Kind.CHOICE,
              ("senior of coach.", "senior or coach."),
              choices=GUIDE_CHOICES),
        field("trained_until", ("opgeleid tot", "trained until"), Kind.DATE,
              ("Tot wanneer de opleiding geldt.", "Until when the training is valid.")),
        field("last_active", ("laatst actief", "last active"), Kind.DATE,
              ("Laatste dag waarvan bekend is dat iemand begeleidde.",
               "Last day on which somebody is known to have guided.")),
        _hours("hours", "uren", "hours",
               ("Uren begeleiding in dit kwartaal.", "Hours of guidance in this quarter.")),
        _count("juniors", "junioren", "juniors",
               ("Junioren met een overleg in dit kwartaal.",
                "Juniors with a meeting in this quarter.")),
        field("flag", ("vlag", "flag"), Kind.TEXT, ("Wat aandacht vraagt.", "What needs a look.")),
    ),
)  # fmt: skip

PROTECTED = Sheet(
    key="protected",
    words=words(("Beschermde uren", "Protected hours")),
    meaning=words(
        ("Tijd die een senior mag vrijhouden om te begeleiden.",
         "Time that a senior may keep free for guidance."),
    ),
    columns=(
        _senior(),
        _name(),
        _quarter(),
        _hours("agreed", "afgesproken", "agreed",
               ("Uren die voor begeleiding zijn afgesproken.", "Hours agreed for guidance.")),
        _hours("guidance", "begeleiding", "guidance",
               ("Uren begeleiding volgens plan.", "Hours of guidance on plan.")),
        _hours("talk", "kwartaalgesprek", "quarterly talk",
               ("Gesprek met de leiding.", "Talk with management.")),
        _hours("left", "over", "left",
               ("Wat van de afgesproken uren overblijft.", "What is left of the agreed hours.")),
        _hours("held", "gehouden", "held",
               ("Uren begeleiding die al gehouden zijn.", "Hours of guidance held so far.")),
        _count("juniors", "junioren", "juniors",
               ("Junioren met een overleg in dit kwartaal.",
                "Juniors with a meeting in this quarter.")),
        field("remark", ("let op", "note"), Kind.TEXT, ("Wat opvalt.", "What stands out.")),
    ),
)  # fmt: skip

TRAJECTORIES = Sheet(
    key="trajectories",
    words=words(("Uren per traject", "Trajectory hours")),
    meaning=words(
        ("Tijd van beiden, volgens plan en gehouden.", "Time of both, on plan and as held."),
    ),
    columns=(
        _junior(),
        _name(),
        _senior(),
        field("trajectory", ("traject", "trajectory"), Kind.TEXT, ("Soort traject.", "Kind.")),
        _count("planned", "overleggen plan", "meetings on plan",
               ("Overleggen in het hele traject.", "Meetings in the whole trajectory.")),
        _hours("planned_junior", "plan junior", "plan junior",
               ("Uren van de junior.", "Hours of the junior.")),
        _hours("planned_senior", "plan senior", "plan senior",
               ("Uren van de senior; in een groep het deel van deze junior.",
                "Hours of the senior; in a group this junior's share.")),
        _hours("planned_both", "plan samen", "plan together",
               ("Uren van beiden samen.", "Hours of both together.")),
        _count("before", "al gehouden", "already held",
               ("Gehouden vóór u met koppeling begon.", "Held before you used koppeling.")),
        _count("held", "gehouden", "held",
               ("Gehouden sindsdien.", "Held since then.")),
        _hours("held_junior", "gehouden junior", "held junior",
               ("Uren van de junior tot nu toe.", "Hours of the junior so far.")),
        _hours("held_senior", "gehouden senior", "held senior",
               ("Uren van de senior tot nu toe.", "Hours of the senior so far.")),
        _hours("held_both", "gehouden samen", "held together",
               ("Uren van beiden samen tot nu toe.", "Hours of both so far.")),
        _count("due", "had gemoeten", "due",
               ("Overleggen tot de peildatum.", "Meetings before the day of reckoning.")),
        field("coverage", ("dekking", "coverage"), Kind.PERCENT,
              ("Gehouden als deel van wat had gemoeten; het streven is 100%.",
               "Held as a share of what was due; the aim is 100%.")),
        _count("extra", "extra", "extra",
               ("Extra overleggen, apart van het traject.", "Extra meetings, apart from it.")),
        field("remark", ("let op", "note"), Kind.TEXT, ("Wat opvalt.", "What stands out.")),
    ),
)  # fmt: skip

DIRECT_TIME = Sheet(
    key="direct",
    words=words(("Directe tijd", "Direct time")),
    meaning=words(
        ("Past de begeleiding bij de norm voor directe tijd?",
         "Does guidance fit the norm for direct time?"),
    ),
    columns=(
        _number(),
        _name(),
        _role(),
        field("norm", ("norm direct %", "direct norm %"), Kind.PERCENT,
              ("Deel van de tijd dat direct moet zijn.", "Share of time that must be direct.")),
        _hours("contract", "contracturen", "contract hours",
               ("In dit kwartaal: uren per week × dagen ÷ 7.",
                "In this quarter: hours a week × days ÷ 7.")),
        _hours("allowed", "ruimte indirect", "room for indirect",
               ("Uren die indirect mogen zijn.", "Hours that may be indirect.")),
        _hours("guidance", "begeleiding", "guidance",
               ("Uren begeleiding, bij een senior met het kwartaalgesprek.",
                "Hours of guidance; for a senior the quarterly talk included.")),
        _hours("other", "overig indirect", "other indirect",
               ("Andere indirecte uren; leeg is niet opgegeven.",
                "Other indirect hours; empty is not given.")),
        _hours("left", "over", "left", ("Ruimte die overblijft.", "Room that is left.")),
        field("verdict", ("oordeel", "verdict"), Kind.CHOICE,
              ("Past het?", "Does it fit?"), choices=VERDICT_CHOICES),
    ),
)  # fmt: skip

NORMS = Sheet(
    key="norms",
    words=words(("Normen", "Norms")),
    meaning=words(("Voortgang naast de normen.", "Progress beside the norms.")),
    columns=(
        _number(),
        _name(),
        _role(),
        _quarter(),
        field("satisfaction", ("klanttevredenheid", "client satisfaction"), Kind.DECIMAL,
              ("Junior: 8,6 of hoger. Senior: hoger dan 8,8.",
               "Junior: 8.6 or more. Senior: more than 8.8.")),
        field("quality_check", ("qc %", "qc %"), Kind.PERCENT,
              ("Junior: 75% of meer. Senior: 90% of meer.",
               "Junior: 75% or more. Senior: 90% or more.")),
        field("direct_time", ("directe tijd %", "direct time %"), Kind.PERCENT,
              ("De norm staat op het blad Instellingen.", "The norm stands in Settings.")),
        field("accreditation", ("accreditatie tot", "accredited until"), Kind.DATE,
              ("Moet gelden tot het eind van het kwartaal.",
               "Must be valid to the end of the quarter.")),
        field("review", ("jaargesprek positief", "review positive"), Kind.YES_NO,
              ("Van de laatste twaalf maanden.", "Of the last twelve months.")),
        field("missed", ("niet gehaald", "not met"), Kind.TEXT,
              ("Normen die niet gehaald zijn.", "Norms that were not met.")),
        field("unknown", ("niet bekend", "not known"), Kind.TEXT,
              ("Normen waarvoor een cijfer ontbreekt.", "Norms without a figure.")),
    ),
)  # fmt: skip

CANDIDATES = Sheet(
    key="candidates",
    words=words(("Promotiekandidaten", "Promotion candidates")),
    meaning=words(
        ("Wie senior kan worden; u beslist.", "Who may become a senior; you decide."),
    ),
    columns=(
        _junior(),
        _name(),
        field("since", ("hier sinds", "here since"), Kind.DATE,
              ("In dienst sinds; anders de start van het traject.",
               "In service since; else the start of the trajectory.")),
        _count("years", "hele jaren", "whole years", ("Hier werkzaam.", "Working here.")),
        field("course_days", ("cursusdagen", "course days"), Kind.DECIMAL,
              ("In een deelgebied; tien is genoeg.", "In one sub-field; ten is enough.")),
        field("fitness", ("oordeel", "verdict"), Kind.CHOICE,
              ("voldoet, of voldoet deels.", "meets, or meets in part."),
              choices=choice(("fully", "voldoet", "meets"),
                             ("partly", "voldoet deels", "meets in part"))),
        field("reason", ("waarom", "why"), Kind.TEXT, ("De reden.", "The reason.")),
    ),
)  # fmt: skip

GROUP_HOURS = Sheet(
    key="group_hours",
    words=words(("Uren met groepen", "Group hours")),
    meaning=words(
        ("Wat begeleiden in een groep bespaart.", "What guiding in a group saves."),
    ),
    columns=(
        field("group", ("groep", "group"), Kind.TEXT, ("De groep.", "The group.")),
        _senior(),
        _count("members", "deelnemers", "members", ("Junioren.", "Juniors.")),
        _hours("apart", "apart", "apart",
               ("Uren van de senior als ieder apart begeleid werd.",
                "Hours of the senior were each guided alone.")),
        _hours("together", "samen", "together",
               ("Uren van de senior in de groep.", "Hours of the senior in the group.")),
        _hours("saved", "bespaard plan", "saved on plan",
               ("Over het hele traject.", "Over the whole trajectory.")),
        _hours("saved_held", "al bespaard", "saved so far",
               ("Door overleggen die gehouden zijn.", "By meetings that were held.")),
    ),
)  # fmt: skip

#: In the order of the workbook; a sheet without rows is left out.
REGISTER_SHEETS: tuple[Sheet, ...] = (
    OVERVIEW,
    GUIDES,
    PROTECTED,
    TRAJECTORIES,
    DIRECT_TIME,
    NORMS,
    CANDIDATES,
    GROUP_HOURS,
)
