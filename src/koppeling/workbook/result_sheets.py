"""
The sheets of a result: their names, columns and words, in both languages.

What a run writes, a check of a result reads: both go by this declaration.
`hours` in Koppelvoorstel stands for a column for each quarter of the horizon
(`uren 2027-Q1`); the columns that follow `reason` in Niet geplaatst are there
for the codes that occur.
"""

from __future__ import annotations

from koppeling.workbook.forecast_sheets import FORECAST_SHEETS
from koppeling.workbook.pairing_sheets import COMPONENT_CHOICES, LEVEL_CHOICES
from koppeling.workbook.register_sheets import REGISTER_SHEETS
from koppeling.workbook.scenario_sheets import SCENARIO_SHEETS
from koppeling.workbook.shapes import Field, Kind, Role, Sheet, choice, field, words

STATUS_CHOICES = choice(
    ("new", "nieuw", "new"),
    ("kept", "behouden", "kept"),
    ("changed", "gewijzigd", "changed"),
    ("locked", "vast", "locked"),
    ("unplaced", "niet geplaatst", "not placed"),
)
DECISION_CHOICES = choice(
    ("agreed", "akkoord", "agreed"),
    ("other", "anders", "other"),
    ("none", "niet koppelen", "do not pair"),
    ("later", "later", "later"),
)
#: The columns with ways to place somebody.
FIX_COLUMNS = ("fix_1", "fix_2", "fix_3")

#: Why a pair may not exist (domain.md §4), as headings of Niet geplaatst.
CODE_CHOICES = choice(
    ("zelfde_persoon", "zelfde persoon", "same person"),
    ("verboden", "mag niet samen", "may not be paired"),
    ("dienst", "senior is er niet", "senior away"),
    ("geen_moment", "geen gezamenlijk moment", "no moment together"),
    ("vestiging", "andere vestiging", "other site"),
    ("coach", "senior coacht niet", "senior does not coach"),
    ("registratie", "registratie ontbreekt", "registration missing"),
    ("domein", "ander vakgebied", "other field of work"),
    ("tijd_junior", "junior heeft te weinig tijd", "junior has too little time"),
    ("tijd_senior", "senior heeft te weinig uren", "senior has too few hours"),
    ("vol", "senior zit vol", "senior is full"),
)


def _number(key: str, heading: tuple[str, str], meaning: tuple[str, str], refers: Role) -> Field:
    return field(key, heading, Kind.NUMBER_ID, meaning, refers=refers)


def _junior() -> Field:
    told = ("Nummer van de junior.", "Junior's number.")
    return _number("junior", ("junior", "junior"), told, Role.JUNIOR)


def _senior() -> Field:
    told = ("Nummer van de senior.", "Senior's number.")
    return _number("senior", ("senior", "senior"), told, Role.SENIOR)


def _quarter() -> Field:
    return field(
        "quarter", ("kwartaal", "quarter"), Kind.QUARTER, ("Het kwartaal.", "The quarter.")
    )


PROPOSAL = Sheet(
    key="proposal",
    words=words(("Koppelvoorstel", "Proposal")),
    meaning=words(
        (
            "Wie wie begeleidt, waarom, en uw besluit.",
            "Who guides whom, why, and your decision.",
        )
    ),
    columns=(
        _junior(),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT, ("Naam.", "Name.")),
        _senior(),
        field("senior_name", ("naam senior", "senior's name"), Kind.TEXT, ("Naam.", "Name.")),
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
              choices=DECISION_CHOICES),
        _number("chosen_senior", ("gekozen senior", "chosen senior"),
                ("Alleen bij 'anders': het nummer of de naam van de senior die u kiest.",
                 "With 'other' only: the number or name of the senior you choose."),
                Role.SENIOR),
        field("chosen_slot", ("gekozen moment", "chosen slot"), Kind.SLOT,
              ("Als u een ander moment wilt, zoals di 10:00.",
               "If you want another moment, such as di 10:00.")),
        field("decided_by", ("door", "by"), Kind.TEXT, ("Wie besliste.", "Who decided.")),
        field("decided_on", ("op", "on"), Kind.DATE, ("Wanneer.", "When.")),
    ),
)  # fmt: skip

UNPLACED = Sheet(
    key="unplaced",
    words=words(("Niet geplaatst", "Not placed")),
    meaning=words(
        ("Wie geen senior heeft, en waarom.", "Who has no senior, and why."),
    ),
    columns=(
        _junior(),
        field("name", ("naam", "name"), Kind.TEXT, ("Naam.", "Name.")),
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
    ),
)  # fmt: skip

LOAD = Sheet(
    key="load",
    words=words(("Belasting", "Load")),
    meaning=words(("Wie hoeveel uren geeft.", "Who gives how many hours.")),
    columns=(
        _senior(),
        field("name", ("naam", "name"), Kind.TEXT, ("Naam.", "Name.")),
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
    words=words(("Overdracht", "Handover")),
    meaning=words(
        (
            "Overleggen uit het voorstel waarvoor een collega het overneemt.",
            "Meetings of the proposal that a colleague takes over.",
        )
    ),
    columns=(
        _junior(),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT, ("Naam.", "Name.")),
        _senior(),
        field("senior_name", ("naam senior", "senior's name"), Kind.TEXT, ("Naam.", "Name.")),
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
    words=words(("Doelen en bewijs", "Goals and proof")),
    meaning=words(
        (
            "Wat van elk doel gehaald is, en of het beter kan.",
            "What was reached of each goal, and whether better is possible.",
        )
    ),
    columns=(
        field("level", ("niveau", "level"), Kind.CHOICE,
              ("De doelen, in volgorde van belang.", "The goals, in order of importance."),
              choices=LEVEL_CHOICES),
        field("goal", ("doel", "goal"), Kind.TEXT, ("In woorden.", "In words.")),
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
    words=words(("Gevolg van besluiten", "Effect of decisions")),
    meaning=words(
        (
            "Wat uw besluiten per doel kosten of opleveren, naast het voorstel.",
            "What your decisions cost or bring at each goal, beside the proposal.",
        )
    ),
    columns=(
        field("level", ("niveau", "level"), Kind.CHOICE,
              ("De doelen, in volgorde van belang.", "The goals, in order of importance."),
              choices=LEVEL_CHOICES),
        field("goal", ("doel", "goal"), Kind.TEXT, ("In woorden.", "In words.")),
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
    words=words(("Herkomst", "Provenance")),
    meaning=words(("Waar dit voorstel vandaan komt.", "Where this proposal comes from.")),
    columns=(
        field("item", ("onderdeel", "item"), Kind.TEXT, ("Wat.", "What.")),
        field("value", ("waarde", "value"), Kind.TEXT, ("Waarde.", "Value.")),
    ),
)

#: Rows of Herkomst that travel from workbook to workbook: the ledger of payroll and what
#: it closed, so that no hour is paid twice. What follows the word may differ.
TRAVELLING_ITEMS = (
    words(("Grootboek", "Ledger")),
    words(("Afgesloten loonperiode", "Closed payroll period")),
)

TURN = Sheet(
    key="turn",
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


def result_sheet(key: str) -> Sheet:
    """Return the result or register sheet with this key; raise KeyError when there is none."""
    for sheet in (*RESULT_SHEETS, *REGISTER_SHEETS, *SCENARIO_SHEETS, *FORECAST_SHEETS):
        if sheet.key == key:
            return sheet
    raise KeyError(key)
