"""The sheets about time: working days, absence, hours per quarter; and DiSC."""

from __future__ import annotations

from koppeling.workbook.people_sheets import DISC_KEYS, NAMES, WEEKDAY_KEYS, number_field
from koppeling.workbook.shapes import Field, Kind, Role, Sheet, choice, field, is_called, words

_DAYS = (
    ("ma", "mon", "maandag", "monday"),
    ("di", "tue", "dinsdag", "tuesday"),
    ("wo", "wed", "woensdag", "wednesday"),
    ("do", "thu", "donderdag", "thursday"),
    ("vr", "fri", "vrijdag", "friday"),
    ("za", "sat", "zaterdag", "saturday"),
    ("zo", "sun", "zondag", "sunday"),
)


def _day_column(key: str, day: tuple[str, str, str, str]) -> Field:
    return field(
        key,
        (day[0], day[1]),
        Kind.DAY_PATTERN,
        (
            f"Werktijd op {day[2]}: leeg is vrij, x is de standaard werktijd, of 08:30-17:00, "
            "ochtend, middag, even 08:30-17:00, oneven x, Noord 08:30-17:00; "
            "meer delen met een ; ertussen.",
            f"Working hours on {day[3].capitalize()}: empty is off, x is the default, or "
            "08:30-17:00, morning, afternoon, even 08:30-17:00, odd x, Noord 08:30-17:00; "
            "several parts separated by ;.",
        ),
        synonyms=(day[2], day[3]),
        example="x",
        binds=False,  # empty is a day off
    )


WORKING_DAYS = Sheet(
    key="working_days",
    words=words(("Werkdagen", "Working days")),
    meaning=words(
        (
            "Wie wanneer en waar werkt; meer rijen per persoon mag.",
            "Who works when and where; several rows per person are fine.",
        )
    ),
    needed=True,
    basic=True,
    synonyms=("werktijden", "rooster", "werkpatroon", "workdays", "working pattern"),
    names=NAMES,
    columns=(
        number_field(("Van wie deze rij is.", "Whose row this is.")),
        *(_day_column(key, day) for key, day in zip(WEEKDAY_KEYS, _DAYS, strict=True)),
        field(
            "site",
            ("vestiging", "site"),
            Kind.TEXT,
            (
                "Vestiging van de hele rij; leeg is elke vestiging van de persoon.",
                "Site of the whole row; empty is any site of the person.",
            ),
            synonyms=("locatie", "location"),
            example="Noord",
        ),
        field(
            "from",
            ("vanaf", "from"),
            Kind.DATE,
            ("Eerste dag dat deze rij geldt.", "First day on which this row holds."),
            synonyms=("geldig vanaf", "valid from", "van"),
            example="01-03-2027",
        ),
        field(
            "to",
            ("tot", "to"),
            Kind.DATE,
            ("Laatste dag dat deze rij geldt.", "Last day on which this row holds."),
            synonyms=("geldig tot", "t/m", "tot en met", "valid to", "until"),
            example="31-08-2027",
        ),
    ),
)

#: Parts of the words for which people are away; only that they are is kept.
REASONS = (
    "ziek", "verlof", "vakantie", "verzuim", "vrij", "sick", "leave", "holiday", "vacation",
    "illness", "dayoff",
)  # fmt: skip

AVAILABILITY = Sheet(
    key="availability",
    words=words(("Beschikbaarheid", "Availability")),
    meaning=words(
        (
            "Afwezigheid (van–tot) en vaste overlegmomenten (dag en tijd). "
            "Een afwezigheid van iedereen is een sluiting.",
            "Absences (from–to) and fixed meeting windows (day and time). "
            "An absence of everyone is a closure.",
        )
    ),
    synonyms=("afwezigheid", "verlof", "absence", "absences"),
    names=NAMES,
    columns=(
        number_field(
            (
                "Van wie, of iedereen. Leeg is ook iedereen, behalve in een blad met namen.",
                "Whose, or everyone. Empty is everyone too, except in a sheet with names.",
            ),
            required=False,
        ),
        field(
            "kind",
            ("soort", "kind"),
            Kind.CHOICE,
            (
                "afwezig (met van en tot) of overleg (met dag en tijd); geen reden.",
                "absent (with from and to) or meeting (with day and time); no reason.",
            ),
            required=True,
            choices=choice(("absent", "afwezig", "absent"), ("meeting", "overleg", "meeting")),
            also=(("absent", REASONS),),
            synonyms=("type",),
            example="afwezig",
        ),
        field(
            "from",
            ("van", "from"),
            Kind.DATE,
            ("Eerste dag.", "First day."),
            synonyms=("vanaf", "begin", "start", "begindatum", "startdatum", "start date"),
            example="12-07-2027",
        ),
        field(
            "to",
            ("tot", "to"),
            Kind.DATE,
            ("Laatste dag; leeg is open einde.", "Last day; empty is open-ended."),
            synonyms=("t/m", "tot en met", "until", "einde", "einddatum", "end date"),
            example="30-07-2027",
        ),
        field(
            "day",
            ("dag", "day"),
            Kind.WEEKDAYS,
            ("Weekdag van het overlegmoment.", "Weekday of the meeting window."),
            synonyms=("dagen", "days", "weekdag"),
            example="",
            binds=False,  # without it a window is refused, and an absence has none
        ),
        field(
            "time",
            ("tijd", "time"),
            Kind.TIMES,
            ("Tijd van het overlegmoment.", "Time of the meeting window."),
            synonyms=("tijden", "times", "uur"),
            example="",
            binds=False,
        ),
        field(
            "remark",
            ("opmerking", "remark"),
            Kind.TEXT,
            (
                "Vrije tekst; wordt niet gekopieerd. Schrijf hier geen reden van ziekte.",
                "Free text; is not copied. Do not write a reason of illness here.",
            ),
            synonyms=("opmerkingen", "remarks", "notitie", "note"),
            matters=False,
        ),
    ),
)

#: Stands in place of a number: the absence is a closure.
EVERYONE = words(("iedereen", "everyone"))
_EVERYONE_TOO = (
    "allen",
    "alle",
    "allemaal",
    "alle medewerkers",
    "hele praktijk",
    "all",
    "everybody",
)


def is_everyone(text: str) -> bool:
    """Tell whether a cell says that all are meant."""
    return is_called(text, EVERYONE, _EVERYONE_TOO)


STYLES = ("D", "Di", "iD", "i", "iS", "Si", "S", "SC", "CS", "C", "CD", "DC")


def _score_columns(meaning: tuple[str, str], *, required: bool) -> tuple[Field, ...]:
    return tuple(
        field(
            key,
            (letter, letter),
            Kind.DECIMAL,
            meaning,
            required=required,
            within=(0, 100),
            example=example,
            binds=False,
        )
        for key, letter, example in zip(
            DISC_KEYS, ("D", "i", "S", "C"), ("30", "70", "60", "40"), strict=True
        )
    )


DISC = Sheet(
    key="disc",
    words=words(("DiSC", "DiSC")),
    meaning=words(
        (
            "Communicatiestijl, vrijwillig: een stijl of vier scores.",
            "Communication style, voluntary: a style or four scores.",
        )
    ),
    names=NAMES,
    columns=(
        number_field(("Van wie.", "Whose.")),
        field(
            "style",
            ("stijl", "style"),
            Kind.CHOICE,
            (
                "Een van de twaalf stijlen: " + ", ".join(STYLES) + ". Geen kleuren.",
                "One of the twelve styles: " + ", ".join(STYLES) + ". No colours.",
            ),
            choices=choice(*((style, style, style) for style in STYLES)),
            synonyms=("disc stijl", "disc-stijl", "disc style"),
            example="Di",
            binds=False,
        ),
        *_score_columns(("Score van 0 tot 100.", "Score from 0 to 100."), required=False),
    ),
)

DISC_MATRIX = Sheet(
    key="disc_matrix",
    words=words(("DiSC-matrix", "DiSC matrix")),
    meaning=words(
        (
            "Alleen bij DiSC-regel matrix: hoe goed een senior (rij) past bij een junior (kolom).",
            "Only with DiSC rule matrix: how well a senior (row) suits a junior (column).",
        )
    ),
    columns=(
        field(
            "senior",
            ("senior", "senior"),
            Kind.CHOICE,
            ("Letter van de senior.", "Letter of the senior."),
            required=True,
            choices=choice(*((letter, letter, letter) for letter in ("D", "i", "S", "C"))),
            example="D",
        ),
        *_score_columns(
            ("Hoe goed het past, van 0 tot 100.", "How well it suits, from 0 to 100."),
            required=True,
        ),
    ),
)

CAPACITY = Sheet(
    key="capacity",
    words=words(("Capaciteit", "Capacity")),
    meaning=words(
        (
            "Uren van een senior per kwartaal, als die verschillen.",
            "Hours of a senior per quarter, where these differ.",
        )
    ),
    names=NAMES,
    columns=(
        number_field(("Van welke senior.", "Of which senior."), refers=Role.SENIOR),
        field(
            "quarter",
            ("kwartaal", "quarter"),
            Kind.QUARTER,
            (
                "Vanaf welk kwartaal; leeg is alle kwartalen.",
                "From which quarter; empty is all quarters.",
            ),
            example="2027-Q3",
        ),
        field(
            "hours",
            ("uren", "hours"),
            Kind.HOURS,
            ("Uren voor begeleiding in dat kwartaal.", "Hours for guidance in that quarter."),
            required=True,
            within=(0, 1000),
            synonyms=("uren per kwartaal", "hours per quarter"),
            example="8",
        ),
        field(
            "max_juniors",
            ("max junioren", "max juniors"),
            Kind.INTEGER,
            ("Hoogste aantal junioren in dat kwartaal.", "Most juniors in that quarter."),
            within=(0, 1000),
            synonyms=("maximum junioren", "maximum juniors"),
            example="2",
        ),
    ),
)
