"""
The sheets of a result: their names, columns and words, in both languages.

What a run writes, a check of a result reads: both go by this declaration.
`hours` in Koppelvoorstel stands for a column for each quarter of the horizon
(`uren 2027-Q1`); the columns that follow `reason` in Niet geplaatst are there
for the codes that occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from koppeling.domain.decision import Decision
from koppeling.domain.meeting import MeetingStatus
from koppeling.domain.result import Code, PairStatus
from koppeling.workbook.schema.pairings import COMPONENT_CHOICES, LEVEL_CHOICES
from koppeling.workbook.schema.people import GUIDE_CHOICES
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

STATUS_CHOICES = choice(
    (PairStatus.NEW, "nieuw", "new"),
    (PairStatus.KEPT, "behouden", "kept"),
    (PairStatus.CHANGED, "gewijzigd", "changed"),
    (PairStatus.LOCKED, "vast", "locked"),
    ("unplaced", "niet geplaatst", "not placed"),
)
DECISION_CHOICES = choice(
    (Decision.AGREED, "akkoord", "agreed"),
    (Decision.OTHERWISE, "anders", "other"),
    (Decision.NOT, "niet koppelen", "do not pair"),
    (Decision.LATER, "later", "later"),
)
#: The columns with ways to place somebody.
FIX_COLUMNS = ("fix_1", "fix_2", "fix_3")

_SOUGHT = "sought"


def fixes_key(language: str | None) -> str:
    """Make the key of a row of Niet geplaatst: the language of its ways out; None: not sought."""
    return "not_sought" if language is None else f"{_SOUGHT} {language}"


def language_of_fixes(key: str) -> str | None:
    """Return what `fixes_key` was made of; without a key nothing counts as sought."""
    word, _space, language = key.partition(" ")
    return language if word == _SOUGHT else None


#: Why a pair may not exist (domain.md §4), as headings of Niet geplaatst.
CODE_CHOICES = choice(
    (Code.SAME_PERSON, "zelfde persoon", "same person"),
    (Code.FORBIDDEN, "mag niet samen", "may not be paired"),
    (Code.OUT, "senior is er niet", "senior away"),
    (Code.NO_MOMENT, "geen gezamenlijk moment", "no moment together"),
    (Code.SITE, "andere vestiging", "other site"),
    (Code.COACH, "senior coacht niet", "senior does not coach"),
    (Code.REGISTRATION, "registratie ontbreekt", "registration missing"),
    (Code.DOMAIN, "ander vakgebied", "other field of work"),
    (Code.TIME_JUNIOR, "junior heeft te weinig tijd", "junior has too little time"),
    (Code.TIME_SENIOR, "senior heeft te weinig uren", "senior has too few hours"),
    (Code.FULL, "senior zit vol", "senior is full"),
)


def _number(
    key: str,
    heading: tuple[str, str],
    meaning: tuple[str, str],
    refers: Role,
    *,
    decides: bool = False,
) -> Field:
    return field(key, heading, Kind.NUMBER_ID, meaning, refers=refers, decides=decides)


def _junior() -> Field:
    told = ("Nummer van de junior.", "Junior's number.")
    return _number("junior", ("junior", "junior"), told, Role.JUNIOR)


def _senior() -> Field:
    told = ("Nummer van de senior.", "Senior's number.")
    return _number("senior", ("senior", "senior"), told, Role.SENIOR)


def _name(key: str, heading: tuple[str, str], number: str) -> Field:
    return field(key, heading, Kind.TEXT, ("Naam.", "Name."), name_of=number)


def _name_of(number: str) -> Field:
    return _name("name", ("naam", "name"), number)


def _quarter() -> Field:
    return field(
        "quarter", ("kwartaal", "quarter"), Kind.QUARTER, ("Het kwartaal.", "The quarter.")
    )


def _whose() -> Field:
    return _number(
        "number", ("personeelsnummer", "personnel number"), ("Van wie.", "Whose."), Role.ANYBODY
    )


def _goal() -> tuple[Field, Field]:
    return (
        field(
            "level", ("niveau", "level"), Kind.CHOICE,
            ("De doelen, in volgorde van belang.", "The goals, in order of importance."),
            choices=LEVEL_CHOICES,
        ),
        field("goal", ("doel", "goal"), Kind.TEXT, ("In woorden.", "In words.")),
    )  # fmt: skip


PROPOSAL = Sheet(
    key="proposal",
    is_silent=True,
    words=words(("Koppelvoorstel", "Proposal")),
    meaning=words(
        (
            "Wie wie begeleidt, waarom, en uw besluit.",
            "Who guides whom, why, and your decision.",
        )
    ),
    columns=(
        _junior(),
        _name("junior_name", ("naam junior", "junior's name"), "junior"),
        _senior(),
        _name("senior_name", ("naam senior", "senior's name"), "senior"),
        field(
            "status", ("status", "status"), Kind.CHOICE,
            (
                "nieuw; behouden: liep al; gewijzigd: liep al, met een ander; vast: door u "
                "vastgelegd; niet geplaatst: zie het blad Niet geplaatst.",
                "new; kept: was running; changed: was running with someone else; locked: fixed "
                "by you; not placed: see the sheet Not placed.",
            ),
            choices=STATUS_CHOICES,
        ),
        field("slot", ("vast moment", "fixed slot"), Kind.SLOT,
              ("Het vaste moment in de week.", "The fixed moment in the week.")),
        field("hours", ("uren", "hours"), Kind.HOURS,
              ("Uren begeleiding in dit kwartaal; voor beiden gelijk.",
               "Hours of guidance in this quarter; the same for both.")),
        field("points", ("punten", "points"), Kind.INTEGER,
              ("Hoe goed zij bij elkaar passen, van 0 tot 100. De onderdelen staan in de kolommen "
               "hiernaast: klik op [+] boven de kolommen.",
               "How well they match, from 0 to 100. The parts are in the columns beside this one: "
               "click [+] above the columns.")),
        *(
            Field(key=key, words=names, kind=Kind.INTEGER, meaning=words(
                ("Deel van de punten, van 0 tot 1000; het blad Weging zegt hoe zwaar het telt.",
                 "Part of the points, from 0 to 1000; the sheet Weights says how much it counts."),
            ))
            for key, names in COMPONENT_CHOICES
        ),
        field("runner_up", ("tweede keus", "second choice"), Kind.TEXT,
              ("De senior die hierna het beste past, als die nog ruimte had.",
               "The senior who matches best after this one, had there been room.")),
        field("explanation", ("uitleg", "explanation"), Kind.TEXT,
              ("Waarom deze twee, of waarom niemand.", "Why these two, or why nobody.")),
        field("decision", ("besluit", "decision"), Kind.CHOICE,
              ("U beslist: akkoord; anders: vul hiernaast in met wie; niet koppelen; of later.",
               "You decide: agreed; other: say with whom beside this; do not pair; or later."),
              choices=DECISION_CHOICES, decides=True),
        _number("chosen_senior", ("gekozen senior", "chosen senior"),
                ("Alleen bij 'anders': het nummer of de naam van de senior die u kiest.",
                 "With 'other' only: the number or name of the senior you choose."),
                Role.SENIOR, decides=True),
        field("chosen_slot", ("gekozen moment", "chosen slot"), Kind.SLOT,
              ("Als u een ander moment wilt, zoals di 10:00.",
               "If you want another moment, such as di 10:00."), decides=True),
        field("decided_by", ("door", "by"), Kind.TEXT, ("Wie besliste.", "Who decided."),
              decides=True),
        field("decided_on", ("op", "on"), Kind.DATE, ("Wanneer.", "When."), decides=True),
    ),
)  # fmt: skip

UNPLACED = Sheet(
    key="unplaced",
    own_rows=True,
    is_silent=True,
    words=words(("Niet geplaatst", "Not placed")),
    meaning=words(
        ("Wie geen senior heeft, en waarom.", "Who has no senior, and why."),
    ),
    columns=(
        _junior(),
        _name_of("junior"),
        field("reason", ("reden", "reason"), Kind.TEXT,
              ("Waarom er geen senior is.", "Why there is no senior.")),
        *(
            Field(key=key, words=names, kind=Kind.INTEGER, meaning=words(
                ("Bij hoeveel senioren dit in de weg staat; bij een senior kan meer dan een reden "
                 "tellen.",
                 "At how many seniors this stands in the way; more than one reason may count at "
                 "a senior."),
            ))
            for key, names in CODE_CHOICES
        ),
        field("nearest", ("dichtst bij", "nearest"), Kind.TEXT,
              ("Het eerste kwartaal dat knelt, en wat het minst tekortkomt.",
               "The first quarter that fails, and what falls short the least.")),
        *(
            field(key, (f"goedkoopste oplossing {n}", f"cheapest way out {n}"), Kind.TEXT,
                  ("Wat er minstens moet veranderen om deze junior te plaatsen terwijl evenveel "
                   "anderen een plek houden; opnieuw doorgerekend.",
                   "What has to change at least to place this junior while as many others keep a "
                   "place; worked out again."))
            for n, key in enumerate(FIX_COLUMNS, 1)
        ),
        key_field("Waaraan koppeling ziet of er oplossingen gezocht zijn, en in welke taal.",
                  "By which koppeling knows whether ways out were sought, and in which language."),
    ),
)  # fmt: skip

LOAD = Sheet(
    key="load",
    is_silent=True,
    words=words(("Belasting", "Load")),
    meaning=words(("Wie hoeveel uren geeft.", "Who gives how many hours.")),
    columns=(
        _senior(),
        _name_of("senior"),
        _quarter(),
        field("hours", ("uren", "hours"), Kind.HOURS,
              ("Uren begeleiding, met het kwartaalgesprek.",
               "Hours of guidance, the quarterly talk included.")),
        field("capacity", ("capaciteit", "capacity"), Kind.HOURS,
              ("Uren die deze senior kan geven.", "Hours this senior can give.")),
        field("utilisation", ("benutting %", "utilisation %"), Kind.PERCENT,
              ("Uren als deel van de capaciteit.", "Hours as a share of the capacity.")),
        field("juniors", ("junioren", "juniors"), Kind.INTEGER,
              ("Junioren met een overleg in dit kwartaal.",
               "Juniors with a meeting in this quarter.")),
        field("talk", ("kwartaalgesprek", "quarterly talk"), Kind.CHOICE,
              ("Gesprek met de leiding van een half uur; afwezig: dit kwartaal telt niet mee.",
               "Talk of half an hour with management; away: this quarter does not count."),
              choices=choice(("yes", "ja", "yes"), ("no", "nee", "no"),
                             ("out", "afwezig", "away"))),
    ),
)  # fmt: skip

HANDOVER = Sheet(
    key="handover",
    is_silent=True,
    words=words(("Overdracht", "Handover")),
    meaning=words(
        (
            "Overleggen uit het voorstel waarvoor een collega het overneemt.",
            "Meetings of the proposal that a colleague takes over.",
        )
    ),
    columns=(
        _junior(),
        _name("junior_name", ("naam junior", "junior's name"), "junior"),
        _senior(),
        _name("senior_name", ("naam senior", "senior's name"), "senior"),
        _quarter(),
        field("date", ("bedoelde dag", "intended day"), Kind.DATE,
              ("De dag waarop het traject om dit overleg vraagt. Het heeft geen tijd: die spreekt "
               "u met de collega af. Na plan staat het ook in Overleggen.",
               "The day on which the trajectory asks for this meeting. It has no time: that is "
               "for you and the colleague to agree. After plan it is in Meetings too.")),
        field("minutes", ("minuten", "minutes"), Kind.INTEGER, ("Duur.", "Length.")),
        field("reason", ("reden", "reason"), Kind.TEXT,
              ("Waarom een collega nodig is.", "Why a colleague is needed.")),
    ),
)  # fmt: skip

PROOF = Sheet(
    key="proof",
    is_silent=True,
    words=words(("Doelen en bewijs", "Goals and proof")),
    meaning=words(
        (
            "Wat van elk doel gehaald is, en of het beter kan.",
            "What was reached of each goal, and whether better is possible.",
        )
    ),
    columns=(
        *_goal(),
        field("value", ("waarde", "value"), Kind.INTEGER,
              ("Wat het voorstel haalt, in de eenheid die bij het doel staat.",
               "What the proposal reaches, in the unit that stands with the goal.")),
        field("bound", ("grens", "bound"), Kind.INTEGER,
              ("Het beste dat welk voorstel ook kan halen.",
               "The best that any proposal can reach.")),
        field("gap", ("gap", "gap"), Kind.DECIMAL,
              ("Het gat: hoeveel beter het hooguit nog kan, als deel van de waarde. Leeg: bewezen, "
               "of daarover valt niets te zeggen.",
               "How much better it could be at most, as a share of the value. Empty: proven, or "
               "nothing can be said of it.")),
        field("proven", ("bewezen", "proven"), Kind.YES_NO,
              ("ja: het kan niet beter.", "yes: it cannot be done better.")),
        field("seconds", ("seconden", "seconds"), Kind.DECIMAL,
              ("Rekentijd.", "Time it took.")),
    ),
)  # fmt: skip

EFFECT = Sheet(
    key="effect",
    is_silent=True,
    words=words(("Gevolg van besluiten", "Effect of decisions")),
    meaning=words(
        (
            "Wat uw besluiten per doel kosten of opleveren, naast het voorstel.",
            "What your decisions cost or bring at each goal, beside the proposal.",
        )
    ),
    columns=(
        *_goal(),
        field("proposed", ("voorstel", "proposal"), Kind.INTEGER,
              ("Wat het voorstel haalt.", "What the proposal reaches.")),
        field("decided", ("besluit", "decision"), Kind.INTEGER,
              ("Wat de besluiten halen; wie nog geen besluit heeft, telt als voorgesteld, en wat "
               "een regel breekt, telt niet mee.",
               "What the decisions reach; whoever has no decision counts as proposed, and what "
               "breaks a rule does not count.")),
        field("difference", ("verschil", "difference"), Kind.INTEGER,
              ("Besluit min voorstel.", "Decision less proposal.")),
        field("judgement", ("oordeel", "judgement"), Kind.CHOICE,
              ("Of het besluit op dit doel iets kost.", "Whether the decision costs anything."),
              choices=choice(("same", "gelijk", "same"), ("better", "beter", "better"),
                             ("worse", "minder goed", "worse"))),
    ),
)  # fmt: skip

FINDINGS = Sheet(
    key="findings",
    is_silent=True,
    words=words(("Bevindingen", "Findings")),
    meaning=words(("Wat opviel aan uw invoer.", "What stood out in your input.")),
    columns=(
        field("severity", ("ernst", "severity"), Kind.CHOICE,
              ("fout of let op.", "error or note."),
              choices=choice(("error", "fout", "error"), ("warning", "let op", "note"))),
        field("sheet", ("blad", "sheet"), Kind.TEXT,
              ("Blad van uw invoer.", "Sheet of your input.")),
        field("cell", ("cel", "cell"), Kind.TEXT, ("Cel op dat blad.", "Cell on that sheet.")),
        field("message", ("wat", "what"), Kind.TEXT,
              ("Wat er staat en wat verwacht werd.", "What was read and what was expected.")),
        field("remedy", ("hoe te herstellen", "how to mend it"), Kind.TEXT,
              ("Wat u kunt doen.", "What you can do.")),
    ),
)  # fmt: skip

PROVENANCE = Sheet(
    key="provenance",
    is_silent=True,
    words=words(("Herkomst", "Provenance")),
    meaning=words(("Waar dit voorstel vandaan komt.", "Where this proposal comes from.")),
    columns=(
        field("item", ("onderdeel", "item"), Kind.TEXT, ("Wat.", "What.")),
        field("value", ("waarde", "value"), Kind.TEXT, ("Waarde.", "Value.")),
        key_field(
            "Waaraan koppeling de regel herkent; daarachter wat zij leest waar de waarde een zin "
            "is, zoals “status optimal”.",
            "By which koppeling knows the row; behind it what it reads where the value is a "
            "sentence, such as “status optimal”.",
        ),
    ),
)


class Origin(NamedTuple):
    """
    A row of Herkomst.

    Parameters
    ----------
    item, value : str
        For people.
    key : str
        For programs, where one reads the row back: one of `OriginKey`, and behind a blank
        what the value says in a sentence, or which of several rows this is.
    """

    item: str
    value: object
    key: str = ""


class OriginKey(StrEnum):
    """What programs read back from Herkomst."""

    QUARTER = "quarter"
    STATUS = "status"  # and a `Status`
    IDLE = "idle"  # and the numbers of juniors without meetings
    INPUT_DIGEST = "input_sha256"
    LAST_WRITTEN = "last_written"
    PLANNED_FROM = "planned_from"
    PLANNED_BY = "planned_by"
    PLAN_IS_PROVEN = "plan_is_proven"
    LEDGER = "ledger"
    CLOSED = "closed"  # and the payroll period


#: Rows of Herkomst that travel from workbook to workbook: the ledger of payroll and what
#: it closed, so that no hour is paid twice. By these names version 0.1 knew them.
TRAVELLING_ITEMS = {
    OriginKey.LEDGER: words(("Grootboek", "Ledger")),
    OriginKey.CLOSED: words(("Afgesloten loonperiode", "Closed payroll period")),
}


def travelling_key(row: Origin) -> OriginKey | None:
    """Tell which of the rows that travel this is, if any, by its key or by its name."""
    for key, names in TRAVELLING_ITEMS.items():
        is_named = row.item.startswith((names.nl, names.en))  # no key yet, or one typed over
        if is_named or row.key.partition(" ")[0] == key:
            return key
    return None


TURN = Sheet(
    key="turn",
    is_silent=True,
    words=words(("Kwartaalwissel", "Change of quarter")),
    meaning=words(
        (
            "Wat er veranderde toen dit koppelboek uit het vorige werd gemaakt.",
            "What changed when this workbook was made from the one before.",
        )
    ),
    columns=(
        field("what", ("soort", "kind"), Kind.TEXT, ("Wat er gebeurde.", "What happened.")),
        field("who", ("wie", "who"), Kind.TEXT, ("Om wie het gaat.", "Whom it is about.")),
        field("told", ("toelichting", "explanation"), Kind.TEXT, ("In woorden.", "In words.")),
    ),
)

#: Every result sheet, in the order of the workbook.
RESULT_SHEETS: tuple[Sheet, ...] = (
    PROPOSAL,
    UNPLACED,
    LOAD,
    HANDOVER,
    PROOF,
    EFFECT,
    FINDINGS,
    PROVENANCE,
    TURN,
)


BUDDIES = Sheet(
    key="buddies",
    is_silent=True,
    words=words(("Buddy's", "Buddies")),
    meaning=words(
        (
            "Wie er op elke werkdag voor een junior is; telt niet mee in de begeleiding.",
            "Who is there for a junior on every working day; no part of the guidance.",
        )
    ),
    columns=(
        field("date", ("datum", "date"), Kind.DATE, ("Werkdag van de junior.",
              "Working day of the junior.")),
        _junior(),
        _name("junior_name", ("naam junior", "junior's name"), "junior"),
        field("buddy", ("buddy", "buddy"), Kind.NUMBER_ID,
              ("Nummer van de collega die er die dag ook is; leeg als er niemand is.",
               "Number of the colleague who is there that day too; empty when nobody is.")),
        _name("buddy_name", ("naam buddy", "buddy's name"), "buddy"),
        field("site", ("vestiging", "site"), Kind.TEXT, ("Waar zij die dag zijn.",
              "Where they are that day.")),
    ),
)  # fmt: skip


MAIN_POINTS = Sheet(
    key="forecast_points",
    is_silent=True,
    words=words(("Hoofdzaken", "Main points")),
    meaning=words(
        ("Wat u kunt doen, en hoe er geteld is.", "What you can do, and how we counted.")
    ),
    columns=(
        field("item", ("onderdeel", "item"), Kind.TEXT, ("Wat.", "What.")),
        field("value", ("in woorden", "in words"), Kind.TEXT,
              ("Hoe het ervoor staat.", "How it stands.")),
    ),
)  # fmt: skip

OUTLOOK = Sheet(
    key="forecast",
    is_silent=True,
    words=words(("Vooruitblik", "Forecast")),
    meaning=words(
        ("Wat er nodig is en wat er is, per kwartaal.", "What is needed and what there is.")
    ),
    columns=(
        _quarter(),
        field("need", ("nodig", "needed"), Kind.HOURS,
              ("Uren begeleiding die de junioren nodig hebben; voor junior en senior gelijk.",
               "Hours of guidance that juniors need; the same for junior and senior.")),
        field("available", ("beschikbaar", "available"), Kind.HOURS,
              ("Uren begeleiding die de senioren kunnen geven. Het kwartaalgesprek met de leiding "
               "(een half uur per senior) is er al af.",
               "Hours of guidance that seniors can give. Their quarterly talk with management "
               "(half an hour each) has been taken off.")),
        field("ratio", ("verhouding", "ratio"), Kind.PERCENT,
              ("Nodig als deel van beschikbaar.", "Needed as a share of available.")),
        field("reserved", ("met reserve", "with reserve"), Kind.HOURS,
              ("Beschikbaar, als u de reserve van de instellingen achter de hand houdt.",
               "Available, when you keep the reserve of the settings in hand.")),
        field("served", ("te plaatsen", "can be placed"), Kind.HOURS,
              ("Hoeveel van de nodige uren in dit kwartaal echt een senior en een moment vinden: "
               "met werkdagen, vestigingen, vaste momenten en het maximum aan junioren.",
               "How many of the needed hours find a senior and a moment in this quarter: with "
               "working days, sites, fixed slots and the limit of juniors.")),
        field("room", ("ruimte voor nieuwe junioren", "room for new juniors"), Kind.INTEGER,
              ("Hoeveel nieuwe junioren op de eerste dag van dit kwartaal kunnen beginnen, "
               "verdeeld over de vestigingen zoals dat het beste uitkomt, terwijl ieder ander "
               "geplaatst blijft. Bewezen: één meer past niet.",
               "How many new juniors can start on the first day of this quarter, over the sites "
               "as suits best, while everyone else stays placed. Proven: one more does not fit.")),
        field("hiring", ("nodig met aannemen", "needed with hiring"), Kind.HOURS,
              ("Nodig, als u elk kwartaal nieuwe junioren aanneemt; zie Hoofdzaken.",
               "Needed, when you hire new juniors every quarter; see Main points.")),
        field("verdict", ("oordeel", "verdict"), Kind.TEXT,
              ("Of de uren genoeg zijn.", "Whether the hours suffice.")),
        field("juniors", ("junioren", "juniors"), Kind.INTEGER,
              ("Junioren met een overleg in dit kwartaal.",
               "Juniors with a meeting in this quarter.")),
        field("unplaced", ("zonder senior", "without a senior"), Kind.INTEGER,
              ("Junioren voor wie er vanaf dit kwartaal geen plaats is, ook zonder aannemen.",
               "Juniors for whom there is no place from this quarter on, even without hiring.")),
        field("starting", ("beginnen", "starting"), Kind.TEXT,
              ("Junioren die in dit kwartaal beginnen.", "Juniors who start in this quarter."),
              refers=Role.JUNIOR),
        field("ending", ("ronden af", "ending"), Kind.TEXT,
              ("Junioren met hun laatste overleg in dit kwartaal.",
               "Juniors with their last meeting in this quarter."),
              refers=Role.JUNIOR),
        field("seniors", ("senioren", "seniors"), Kind.INTEGER,
              ("Senioren die in dit kwartaal begeleiden kunnen.",
               "Seniors who can guide in this quarter.")),
        field("changes", ("wat er bij senioren verandert", "what changes for seniors"), Kind.TEXT,
              ("Wie komt, gaat, klaar is met de opleiding, of van wie die verloopt.",
               "Who comes, leaves, ends the course, or whose training expires.")),
        field("consults", ("uren zonder consulten", "hours without consults"), Kind.HOURS,
              ("Uren die niet naar cliënten gaan: een uur begeleiding kost de junior en de senior "
               "er allebei een.",
               "Hours that do not go to clients: an hour of guidance takes one of the junior and "
               "one of the senior.")),
        field("euros", ("euro's", "euros"), Kind.DECIMAL,
              ("Die uren maal het tarief per uur van de instellingen.",
               "Those hours times the hourly rate of the settings.")),
    ),
)  # fmt: skip

ROOM = Sheet(
    key="forecast_room",
    is_silent=True,
    words=words(("Ruimte", "Room")),
    meaning=words(
        ("Hoeveel nieuwe junioren passen, waar en op welke dagen.",
         "How many new juniors fit, where and on which days."),
    ),
    columns=(
        field("site", ("vestiging", "site"), Kind.TEXT, ("Waar zij werken.", "Where they work.")),
        field("days", ("werkdagen", "working days"), Kind.TEXT,
              ("Dagen waarop zij werken, op de standaard werktijd.",
               "Days on which they work, at the default hours.")),
        field("number", ("nieuwe junioren", "new juniors"), Kind.INTEGER,
              ("Hoeveel zulke junioren op de eerste dag van dit kwartaal kunnen beginnen, "
               "als u alleen op deze vestiging en deze dagen aanneemt en niemand eerder of later. "
               "Bewezen: één meer past niet.",
               "How many juniors of this kind can start on the first day of this quarter, if you "
               "hire only at this site and on these days, and nobody before or after. Proven: "
               "one more does not fit.")),
    ),
)  # fmt: skip

GAINS = Sheet(
    key="forecast_gains",
    is_silent=True,
    words=words(("Wat één meer oplevert", "What one more brings")),
    meaning=words(
        ("Wat een uur, een dag, een junior of een senior meer oplevert.",
         "What one more hour, day, junior or senior brings."),
    ),
    columns=(
        field("quarter", ("kwartaal", "quarter"), Kind.QUARTER,
              ("Het kwartaal waarin nieuwe junioren beginnen: waar het het meest knelt.",
               "The quarter in which newcomers start: where it pinches most.")),
        field("who", ("wie", "who"), Kind.TEXT, ("Om wie het gaat.", "Whom it is about.")),
        field("change", ("wat er verandert", "what changes"), Kind.TEXT,
              ("Alleen dit verandert; al het andere blijft gelijk.",
               "Only this changes; all else stays the same.")),
        field("before", ("ruimte nu", "room now"), Kind.INTEGER,
              ("Nieuwe junioren die passen als er niets verandert.",
               "New juniors who fit when nothing changes.")),
        field("room", ("ruimte dan", "room then"), Kind.INTEGER,
              ("Nieuwe junioren die dan passen.", "New juniors who then fit.")),
        field("more", ("meer nieuwe junioren", "more new juniors"), Kind.INTEGER,
              ("Hoeveel nieuwe junioren er daardoor meer passen.",
               "How many more new juniors fit because of it.")),
        field("fewer", ("minder zonder senior", "fewer without a senior"), Kind.INTEGER,
              ("Hoeveel van uw eigen junioren er daardoor wel een senior krijgen.",
               "How many of your own juniors get a senior because of it.")),
    ),
)  # fmt: skip

DEPENDENCE = Sheet(
    key="dependence",
    is_silent=True,
    words=words(("Wie we niet kunnen missen", "Whom we cannot miss")),
    meaning=words(
        ("Wat er gebeurt als één senior wegvalt.", "What happens when one senior is gone."),
    ),
    columns=(
        _senior(),
        _name_of("senior"),
        field("orphans", ("raken hun senior kwijt", "lose their senior"), Kind.INTEGER,
              ("Junioren die in het voorstel bij deze senior horen.",
               "Juniors whom the proposal gives to this senior.")),
        field("again", ("opnieuw te plaatsen", "can be placed again"), Kind.INTEGER,
              ("Voor hoeveel van hen er een plaats is, als iedereen opnieuw wordt gekoppeld.",
               "For how many of them there is a place, everybody being paired again.")),
        field("lost", ("meer zonder senior", "more without a senior"), Kind.INTEGER,
              ("Hoeveel junioren er meer zonder senior zijn dan nu; dat kan ook een ander zijn.",
               "How many more juniors are without a senior than now; it may be somebody else.")),
        field("who", ("wie", "who"), Kind.TEXT,
              ("Nummers van de junioren.", "Numbers of the juniors."), refers=Role.JUNIOR),
    ),
)  # fmt: skip

#: In the order of the workbook.
FORECAST_SHEETS: tuple[Sheet, ...] = (MAIN_POINTS, OUTLOOK, ROOM, GAINS, DEPENDENCE)


def _difference(key: str, heading: tuple[str, str], unit: tuple[str, str]) -> Field:
    return field(
        key, heading, Kind.INTEGER,
        (
            f"Met de tweede keus in plaats van deze senior: zoveel {unit[0]} erbij of eraf in het "
            "beste voorstel dat er dan nog is.",
            f"With the second choice in place of this senior: so many {unit[1]} more or fewer in "
            "the best proposal there then is.",
        ),
    )  # fmt: skip


EXPLANATION = Sheet(
    key="explanation",
    is_silent=True,
    words=words(("Uitleg", "Explanation")),
    meaning=words(
        (
            "Waarom deze twee, en wat een ander zou kosten.",
            "Why these two, and what another would cost.",
        )
    ),
    columns=(
        _junior(),
        _name("junior_name", ("naam junior", "junior's name"), "junior"),
        field("senior", ("senior", "senior"), Kind.NUMBER_ID,
              ("Nummer van de senior; leeg als er geen is.",
               "Senior's number; empty when there is none.")),
        _name("senior_name", ("naam senior", "senior's name"), "senior"),
        field("points", ("punten", "points"), Kind.INTEGER,
              ("Hoe goed zij bij elkaar passen.", "How well they match.")),
        field("why", ("waar dat vandaan komt", "where that comes from"), Kind.TEXT,
              ("De punten per onderdeel, samen precies het totaal; of waarom er niemand is.",
               "The points part by part, together exactly the total; or why there is nobody.")),
        field("runner_up", ("tweede keus", "second choice"), Kind.NUMBER_ID,
              ("De senior die hierna het beste past.", "The senior who matches best after this.")),
        _name("runner_up_name", ("naam tweede keus", "second choice's name"), "runner_up"),
        field("runner_up_points", ("punten tweede keus", "second choice's points"), Kind.INTEGER,
              ("Hoe goed die past.", "How well they match.")),
        _difference("placed", ("± geplaatst", "± placed"), ("junioren", "juniors")),
        _difference("kept", ("± behouden", "± kept"), ("lopende koppelingen", "running pairs")),
        field("served", ("± uren begeleiding", "± hours of guidance"), Kind.HOURS,
              ("Met de tweede keus: zoveel uren begeleiding erbij of eraf.",
               "With the second choice: so many hours of guidance more or fewer.")),
        _difference("peak", ("± piek in %", "± peak in %"), ("procent drukte", "percent of load")),
        _difference("quality", ("± punten", "± points"), ("punten", "points")),
        field("price", ("wat de tweede keus kost", "what the second choice costs"), Kind.TEXT,
              ("Hetzelfde in woorden; eerst wat het zwaarst weegt.",
               "The same in words; what weighs most comes first.")),
        field("moves", ("wie er dan schuift", "who moves then"), Kind.TEXT,
              ("Junioren die dan een andere senior krijgen.",
               "Juniors who then get another senior.")),
        field("newcomer", ("wat de komst anderen kost", "what coming costs others"), Kind.TEXT,
              ("Voor wie nog geen senior had: welke lopende koppelingen ervoor wisselen, en wat er "
               "gebeurt als u die vasthoudt.",
               "For whoever had no senior yet: which running pairs change for it, and what happens "
               "when you hold on to those.")),
    ),
)  # fmt: skip

GOAL_PRICES = Sheet(
    key="goal_prices",
    is_silent=True,
    words=words(("Prijs van de doelen", "Price of the goals")),
    meaning=words(
        (
            "De meeste punten bij zoveel behouden koppelingen en zo'n piek; een kolom per piek.",
            "The most points with so many pairs kept and such a peak; a column for each peak.",
        )
    ),
    columns=(
        field("kept", ("minstens behouden", "at least kept"), Kind.INTEGER,
              ("Zoveel lopende koppelingen blijven minstens.",
               "At least so many running pairs stay.")),
        field("remark", ("in woorden", "in words"), Kind.TEXT,
              ("Wat deze regel zegt, naast het voorstel.",
               "What this row says, beside the proposal.")),
    ),
)  # fmt: skip

OTHER_WEIGHTS = Sheet(
    key="other_weights",
    is_silent=True,
    words=words(("Andere weging", "Other weights")),
    meaning=words(
        (
            "Hoeveel koppelingen kunnen blijven als een onderdeel anders telt.",
            "How many pairs can stay when a part counts otherwise.",
        )
    ),
    columns=(
        field("component", ("onderdeel", "component"), Kind.TEXT, ("Onderdeel van de punten.",
              "Part of the points.")),
        field("now", ("weegt nu", "weighs now"), Kind.INTEGER, ("Gewicht op het blad Weging.",
              "Weight on the sheet Weights.")),
        field("other", ("weegt dan", "weighs then"), Kind.INTEGER,
              ("Het gewicht dat is geprobeerd.", "The weight that was tried.")),
        field("same", ("blijft gelijk", "stays the same"), Kind.INTEGER,
              ("Zoveel koppelingen van het voorstel kunnen dan blijven in een beste antwoord.",
               "So many pairs of the proposal can then stay in a best answer.")),
        field("total", ("van de", "of"), Kind.INTEGER, ("Koppelingen in het voorstel.",
              "Pairs in the proposal.")),
    ),
)  # fmt: skip

SMALL_STEPS = Sheet(
    key="small_steps",
    is_silent=True,
    words=words(("Kleine stappen", "Small steps")),
    meaning=words(
        (
            "Wat een uur, een dag, een vestiging of een junior meer zou opleveren.",
            "What an hour, a day, a site or a junior more would bring.",
        )
    ),
    columns=(
        field("change", ("als", "if"), Kind.TEXT, ("De verandering.", "The change.")),
        field("gain", ("dan", "then"), Kind.TEXT, ("Wat het voorstel erop vooruitgaat.",
              "How the proposal gets better.")),
    ),
)  # fmt: skip

#: All of them.
PRICE_SHEETS = (EXPLANATION, GOAL_PRICES, OTHER_WEIGHTS, SMALL_STEPS)


VERDICT_CHOICES = choice(
    ("fits", "past", "fits"),
    ("exceeds", "past niet", "does not fit"),
    ("unknown", "niet te zeggen", "cannot tell"),
)
ROLE_CHOICES = choice(("junior", "junior", "junior"), ("senior", "senior", "senior"))


def _role() -> Field:
    return field("role", ("rol", "role"), Kind.CHOICE, ("junior of senior.", "junior or senior."),
                 choices=ROLE_CHOICES)  # fmt: skip


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
    is_silent=True,
    words=words(("Register", "Register")),
    meaning=words(("Wie begeleidt, en wie aandacht vraagt.", "Who guides, and who needs a look.")),
    columns=(
        _senior(),
        _name_of("senior"),
        field("role", ("rol", "role"), Kind.CHOICE,
              ("senior of coach.", "senior or coach."),
              choices=GUIDE_CHOICES),
        field("trained_until", ("opgeleid tot", "trained until"), Kind.DATE,
              ("Tot wanneer de opleiding geldt.", "Until when the training is valid.")),
        field("last_active", ("laatst actief", "last active"), Kind.DATE,
              ("Laatste dag waarvan bekend is dat iemand begeleidde.",
               "Last day on which somebody is known to have guided.")),
        field("hours", ("uren", "hours"), Kind.HOURS,
              ("Uren begeleiding in dit kwartaal.", "Hours of guidance in this quarter.")),
        field("juniors", ("junioren", "juniors"), Kind.INTEGER,
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
        _name_of("senior"),
        _quarter(),
        field("agreed", ("afgesproken", "agreed"), Kind.HOURS,
              ("Uren die voor begeleiding zijn afgesproken.", "Hours agreed for guidance.")),
        field("guidance", ("begeleiding", "guidance"), Kind.HOURS,
              ("Uren begeleiding volgens plan.", "Hours of guidance on plan.")),
        field("talk", ("kwartaalgesprek", "quarterly talk"), Kind.HOURS,
              ("Gesprek met de leiding.", "Talk with management.")),
        field("left", ("over", "left"), Kind.HOURS,
              ("Wat van de afgesproken uren overblijft.", "What is left of the agreed hours.")),
        field("held", ("gehouden", "held"), Kind.HOURS,
              ("Uren begeleiding die al gehouden zijn.", "Hours of guidance held so far.")),
        field("juniors", ("junioren", "juniors"), Kind.INTEGER,
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
        _name_of("junior"),
        _senior(),
        field("trajectory", ("traject", "trajectory"), Kind.TEXT, ("Soort traject.", "Kind.")),
        field("planned", ("overleggen plan", "meetings on plan"), Kind.INTEGER,
              ("Overleggen in het hele traject.", "Meetings in the whole trajectory.")),
        field("planned_junior", ("plan junior", "plan junior"), Kind.HOURS,
              ("Uren van de junior.", "Hours of the junior.")),
        field("planned_senior", ("plan senior", "plan senior"), Kind.HOURS,
              ("Uren van de senior; in een groep het deel van deze junior.",
               "Hours of the senior; in a group this junior's share.")),
        field("planned_both", ("plan samen", "plan together"), Kind.HOURS,
              ("Uren van beiden samen.", "Hours of both together.")),
        field("before", ("al gehouden", "already held"), Kind.INTEGER,
              ("Gehouden vóór u met koppeling begon.", "Held before you used koppeling.")),
        field("held", ("gehouden", "held"), Kind.INTEGER,
              ("Gehouden sindsdien.", "Held since then.")),
        field("held_junior", ("gehouden junior", "held junior"), Kind.HOURS,
              ("Uren van de junior tot nu toe.", "Hours of the junior so far.")),
        field("held_senior", ("gehouden senior", "held senior"), Kind.HOURS,
              ("Uren van de senior tot nu toe.", "Hours of the senior so far.")),
        field("held_both", ("gehouden samen", "held together"), Kind.HOURS,
              ("Uren van beiden samen tot nu toe.", "Hours of both so far.")),
        field("due", ("had gemoeten", "due"), Kind.INTEGER,
              ("Overleggen tot de peildatum.", "Meetings before the day of reckoning.")),
        field("coverage", ("dekking", "coverage"), Kind.PERCENT,
              ("Gehouden als deel van wat had gemoeten; het streven is 100%.",
               "Held as a share of what was due; the aim is 100%.")),
        field("extra", ("extra", "extra"), Kind.INTEGER,
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
        _whose(),
        _name_of("number"),
        _role(),
        field("norm", ("norm direct %", "direct norm %"), Kind.PERCENT,
              ("Deel van de tijd dat direct moet zijn.", "Share of time that must be direct.")),
        field("contract", ("contracturen", "contract hours"), Kind.HOURS,
              ("In dit kwartaal: uren per week × dagen ÷ 7.",
               "In this quarter: hours a week × days ÷ 7.")),
        field("allowed", ("ruimte indirect", "room for indirect"), Kind.HOURS,
              ("Uren die indirect mogen zijn.", "Hours that may be indirect.")),
        field("guidance", ("begeleiding", "guidance"), Kind.HOURS,
              ("Uren begeleiding, bij een senior met het kwartaalgesprek.",
               "Hours of guidance; for a senior the quarterly talk included.")),
        field("other", ("overig indirect", "other indirect"), Kind.HOURS,
              ("Andere indirecte uren; leeg is niet opgegeven.",
               "Other indirect hours; empty is not given.")),
        field("left", ("over", "left"), Kind.HOURS,
              ("Ruimte die overblijft.", "Room that is left.")),
        field("verdict", ("oordeel", "verdict"), Kind.CHOICE,
              ("Past het?", "Does it fit?"), choices=VERDICT_CHOICES),
    ),
)  # fmt: skip

NORMS = Sheet(
    key="norms",
    words=words(("Normen", "Norms")),
    meaning=words(("Voortgang naast de normen.", "Progress beside the norms.")),
    columns=(
        _whose(),
        _name_of("number"),
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
        _name_of("junior"),
        field("since", ("hier sinds", "here since"), Kind.DATE,
              ("In dienst sinds; anders de start van het traject.",
               "In service since; else the start of the trajectory.")),
        field("years", ("hele jaren", "whole years"), Kind.INTEGER,
              ("Hier werkzaam.", "Working here.")),
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
        field("members", ("deelnemers", "members"), Kind.INTEGER, ("Junioren.", "Juniors.")),
        field("apart", ("apart", "apart"), Kind.HOURS,
              ("Uren van de senior als ieder apart begeleid werd.",
               "Hours of the senior were each guided alone.")),
        field("together", ("samen", "together"), Kind.HOURS,
              ("Uren van de senior in de groep.", "Hours of the senior in the group.")),
        field("saved", ("bespaard plan", "saved on plan"), Kind.HOURS,
              ("Over het hele traject.", "Over the whole trajectory.")),
        field("saved_held", ("al bespaard", "saved so far"), Kind.HOURS,
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


_BESIDE = ("Verschil met nu.", "Difference with now.")

COMPARISON = Sheet(
    key="comparison",
    has_pages=True,
    words=words(("Vergelijking", "Comparison")),
    meaning=words(
        (
            "Elk scenario naast de praktijk zoals die nu is; de eerste rij is nu.",
            "Each scenario beside the practice as it is now; the first row is now.",
        )
    ),
    columns=(
        field("scenario", ("scenario", "scenario"), Kind.TEXT,
              ("Naam van het scenario; het heeft een eigen blad.",
               "Name of the scenario; it has a sheet of its own.")),
        field("effect", ("wat het doet", "what it does"), Kind.TEXT,
              ("In het kort, vergeleken met nu.", "In short, compared with now.")),
        field("placed", ("geplaatst", "placed"), Kind.INTEGER,
              ("Junioren met een senior.", "Juniors with a senior.")),
        field("placed_change", ("± geplaatst", "± placed"), Kind.INTEGER, _BESIDE),
        field("unplaced", ("niet geplaatst", "not placed"), Kind.INTEGER,
              ("Junioren zonder senior.", "Juniors without a senior.")),
        field("kept", ("behouden", "kept"), Kind.INTEGER,
              ("Lopende koppelingen die blijven.", "Running pairs that stay.")),
        field("kept_change", ("± behouden", "± kept"), Kind.INTEGER, _BESIDE),
        field("moved", ("wisselt", "moves"), Kind.INTEGER,
              ("Junioren die een andere senior krijgen dan nu.",
               "Juniors who get another senior than now.")),
        field("served", ("begeleiding (uren)", "guidance (hours)"), Kind.HOURS,
              ("Uren begeleiding die de senioren geven, in alle kwartalen samen; een groep telt "
               "één keer.",
               "Hours of guidance that the seniors give, in all quarters together; a group "
               "counts once.")),
        field("served_change", ("± begeleiding", "± guidance"), Kind.HOURS, _BESIDE),
        field("senior_hours", ("uren senioren", "hours of seniors"), Kind.HOURS,
              ("Begeleiding en kwartaalgesprekken van alle senioren samen.",
               "Guidance and quarterly talks of all seniors together.")),
        field("handover", ("overdracht (uren)", "handover (hours)"), Kind.HOURS,
              ("Uren die een collega overneemt omdat de eigen senior er niet is.",
               "Hours that a colleague takes over since the senior is away.")),
        field("peak", ("drukste senior", "busiest senior"), Kind.PERCENT,
              ("Gebruikte uren van de drukste senior in enig kwartaal.",
               "Hours used by the busiest senior in any quarter.")),
        field("peak_change", ("± drukste", "± busiest"), Kind.PERCENT, _BESIDE),
        field("quality", ("punten", "points"), Kind.INTEGER,
              ("Punten van alle koppelingen samen: hoe goed ze bij elkaar passen.",
               "Points of all pairs together: how well they match.")),
        field("quality_change", ("± punten", "± points"), Kind.INTEGER, _BESIDE),
        field("even", ("verdeling", "spread"), Kind.CHOICE,
              ("Of het werk gelijkmatiger over de senioren is verdeeld dan nu.",
               "Whether the work is spread more evenly than now."),
              choices=choice(("same", "gelijk", "same"), ("better", "gelijkmatiger", "more even"),
                             ("worse", "minder gelijk", "less even"))),
        field("cost", ("kosten (€)", "cost (€)"), Kind.DECIMAL,
              ("Uren van junioren, senioren en overdracht maal het tarief per uur.",
               "Hours of juniors, seniors and handover times the hourly rate.")),
        field("cost_change", ("± kosten (€)", "± cost (€)"), Kind.DECIMAL, _BESIDE),
        field("proven", ("bewezen best", "proven best"), Kind.YES_NO,
              ("Of bewezen is dat het niet beter kan; anders staat op het eigen blad hoeveel "
               "beter het nog zou kunnen.",
               "Whether it is proven that it cannot be done better; else its own sheet says how "
               "much better it could be.")),
    ),
)  # fmt: skip

SCENARIO_SHEETS: tuple[Sheet, ...] = (COMPARISON,)

TICK_SHEET = Sheet(
    key="tick_list",
    words=words(("Mijn kwartaal", "My quarter")),
    meaning=words(
        (
            "Uw overleggen van dit kwartaal; kies bij elk de status.",
            "Your meetings of this quarter; choose the status of each.",
        )
    ),
    columns=(
        field("date", ("datum", "date"), Kind.DATE,
              ("Dag van het overleg. Verandert u die, geef het dan door: de lijst verzet niets.",
               "Day of the meeting. If you change it, tell management: the list moves nothing.")),
        field("begin", ("begin", "begin"), Kind.TIME, ("Begintijd.", "Time of beginning.")),
        field("end", ("einde", "end"), Kind.TIME, ("Eindtijd.", "Time of ending.")),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT,
              ("Met wie; bij een groep allemaal.", "With whom; all of them in a group."),
              matters=False),
        field("phase", ("fase", "phase"), Kind.TEXT,
              ("Waar de junior in het traject is.", "Where the junior is in the trajectory."),
              matters=False),
        field("kind", ("soort", "kind"), Kind.TEXT, ("Soort overleg.", "Kind of meeting."),
              matters=False),
        field("status", ("status", "status"), Kind.CHOICE,
              ("gehouden, vervallen, of nog gepland.", "held, dropped, or still planned."),
              required=True,
              choices=choice((MeetingStatus.PLANNED, "gepland", "planned"),
                             (MeetingStatus.HELD, "gehouden", "held"),
                             (MeetingStatus.DROPPED, "vervallen", "dropped")),
              decides=True),
        field("agenda", ("volgende agenda", "next agenda"), Kind.TEXT,
              ("Een onderwerp om mee te beginnen; wat u bespreekt, bepaalt u samen.",
               "A subject to start with; what you discuss is up to the two of you."),
              matters=False),
        field("id", ("kenmerk", "identity"), Kind.TEXT,
              ("Hieraan herkent koppeling het overleg: laat dit staan.",
               "By this koppeling recognises the meeting: leave it as it is."),
              required=True, synonyms=("id",)),
    ),
)  # fmt: skip

#: The first sheet of a workbook to fill in; `koppeling explain` calls one of its own the same.
HELP_SHEET = Sheet(
    key="help",
    words=EXPLANATION.words,
    meaning=words(("Hoe u dit koppelboek invult.", "How to fill in this workbook.")),
    is_silent=True,
    is_help=True,
    columns=(),
)
#: Made by people for their drop-downs.
LISTS = Sheet(
    key="lists",
    words=words(("Lijsten", "Lists")),
    meaning=words(("Lijsten om uit te kiezen.", "Lists to choose from.")),
    is_silent=True,
    columns=(),
)

#: What each command writes that has sheets of its own, as the command is typed.
SHEETS_BY_COMMAND: Mapping[str, tuple[Sheet, ...]] = {
    "plan --buddies": (BUDDIES,),
    "explain": PRICE_SHEETS,
    "forecast": FORECAST_SHEETS,
    "registers": REGISTER_SHEETS,
    "what-if": SCENARIO_SHEETS,
    "tick-lists": (TICK_SHEET,),
}
#: Every sheet that koppeling writes beside the input; of two of one name the first that fits.
OUTPUT_SHEETS: tuple[Sheet, ...] = (
    *RESULT_SHEETS,
    *chain.from_iterable(SHEETS_BY_COMMAND.values()),
    HELP_SHEET,
    LISTS,
)


def result_sheet(key: str) -> Sheet:
    """Return the sheet of an answer with this key; raise KeyError when there is none."""
    for sheet in OUTPUT_SHEETS:
        if sheet.key == key:
            return sheet
    raise KeyError(key)
