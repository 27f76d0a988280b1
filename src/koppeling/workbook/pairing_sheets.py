"""The sheets about pairings, trajectories and goals; and those of later steps."""

from __future__ import annotations

from dataclasses import replace

from koppeling.workbook.people_sheets import GUIDE_CHOICES, NAMES, number_field
from koppeling.workbook.shapes import Field, Kind, Role, Sheet, choice, field, words

LEVEL_CHOICES = choice(
    ("placed", "geplaatst", "placed"),
    ("kept", "behouden", "kept"),
    ("served", "begeleid", "served"),
    ("peak", "piek", "peak"),
    ("quality", "kwaliteit", "quality"),
    ("even", "gelijkmatig", "even"),
    ("draw", "loting", "draw"),
)
COMPONENT_CHOICES = choice(
    ("preference_junior", "voorkeur junior", "preference junior"),
    ("preference_senior", "voorkeur senior", "preference senior"),
    ("disc", "DiSC", "DiSC"),
    ("shared_days", "gedeelde werkdagen", "shared working days"),
    ("site", "vestiging", "site"),
    ("goals", "leerdoelen", "learning goals"),
    ("registration", "registratie", "registration"),
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
                ("lopend", "lopend", "running"), ("vast", "vast", "locked"),
                ("verboden", "verboden", "forbidden"), ("beëindigd", "beëindigd", "ended"),
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
    ),
)  # fmt: skip

PREFERENCES = Sheet(
    key="preferences",
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
