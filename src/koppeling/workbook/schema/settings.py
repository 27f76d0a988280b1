"""The settings: the rows of the sheet Instellingen."""

from __future__ import annotations

from koppeling.domain.instance import DiscRule
from koppeling.workbook.schema.shapes import Extent, Field, Kind, choice, field

SETTINGS: tuple[Field, ...] = (
    field(
        "practice_name",
        ("praktijknaam", "practice name"),
        Kind.TEXT,
        ("Naam die op het resultaat staat.", "Name shown on the result."),
        synonyms=("praktijk", "organisatie", "practice"),
        example="Praktijk De Linde",
        matters=False,
    ),
    field(
        "quarter",
        ("kwartaal", "quarter"),
        Kind.QUARTER,
        (
            "Het kwartaal waarvoor u koppelt, zoals 2027-Q1.",
            "The quarter you make pairings for, such as 2027-Q1.",
        ),
        required=True,
        synonyms=("planningskwartaal", "planning quarter"),
        example="2027-Q1",
    ),
    field(
        "horizon",
        ("horizon", "horizon"),
        Kind.INTEGER,
        (
            "Aantal kwartalen dat de uren moeten passen, te beginnen met dit kwartaal.",
            "Number of quarters in which the hours must fit, this one included.",
        ),
        default=4,
        within=(1, 12),
        synonyms=("aantal kwartalen", "horizon (kwartalen)", "horizon (quarters)"),
        example="4",
    ),
    field(
        "reference_date",
        ("peildatum", "reference date"),
        Kind.DATE,
        (
            "Alleen bij een nieuwe ronde halverwege het kwartaal: vanaf deze dag wordt gepland, "
            "wat ervoor ligt is geweest.",
            "Only for a new run in mid-quarter: planning starts on this day, "
            "what lies before it is history.",
        ),
        extent=Extent.FULL,
        example="15-02-2027",
    ),
    field(
        "meeting_minutes",
        ("overlegduur", "meeting length"),
        Kind.INTEGER,
        ("Duur van een overleg in minuten.", "Length of a meeting in minutes."),
        default=30,
        within=(5, 480),
        synonyms=("overlegduur (minuten)", "meeting length (minutes)", "duur overleg"),
        example="30",
    ),
    field(
        "comfort",
        ("comfortabel tot", "comfortable up to"),
        Kind.PERMILLE,
        (
            "Tot hoever de uren van een senior gevuld mogen zijn zonder dat het telt als druk, "
            "in ‰ (850) of % (85 %).",
            "How full the hours of a senior may be without counting as pressure, "
            "in ‰ (850) or % (85 %).",
        ),
        default=850,
        within=(1, 1000),
        synonyms=("comfortabel tot (promille)", "comfort"),
        example="850",
    ),
    field(
        "running_pairings",
        ("lopende koppelingen", "running pairings"),
        Kind.CHOICE,
        (
            "Mag een lopende koppeling wijzigen als dat nodig is, of liggen ze allemaal vast?",
            "May a running pairing change when needed, or are they all locked?",
        ),
        default="movable",
        choices=choice(
            ("movable", "verplaatsbaar", "movable"),
            ("locked", "vast", "locked"),
        ),
        example="verplaatsbaar",
    ),
    field(
        "direct_norm_junior",
        ("norm direct junior", "direct norm junior"),
        Kind.PERCENT,
        ("Norm directe tijd van een junior, in %.", "Norm for direct time of a junior, in %."),
        default=70,
        within=(0, 100),
        example="70",
    ),
    field(
        "direct_norm_senior",
        ("norm direct senior", "direct norm senior"),
        Kind.PERCENT,
        ("Norm directe tijd van een senior, in %.", "Norm for direct time of a senior, in %."),
        default=60,
        within=(0, 100),
        example="60",
    ),
    field(
        "default_hours",
        ("standaard uren per kwartaal", "default hours per quarter"),
        Kind.HOURS,
        (
            "Uren per kwartaal voor een senior bij wie niets anders staat.",
            "Hours per quarter for a senior for whom nothing else is given.",
        ),
        default=12.0,
        within=(0, 1000),
        synonyms=("standaard uren",),
        example="12",
    ),
    field(
        "default_times",
        ("standaard werktijd", "default working hours"),
        Kind.TIMES,
        (
            "Werktijden van een dag waar alleen een x staat.",
            "Working hours of a day that only has an x.",
        ),
        default="08:30-12:30; 13:00-17:00",
        synonyms=("standaard werktijden", "standaardwerktijd"),
        example="08:30-12:30; 13:00-17:00",
    ),
    field(
        "day_columns",
        ("werkdagen gelezen als", "working days read as"),
        Kind.CHOICE,
        (
            "Hoe de kolommen van Werkdagen gelezen worden: weekdagen; halve dagen (kolommen als "
            "“ma ochtend”) of rooster op datum (een kolom per datum; op andere dagen werkt "
            "niemand).",
            "How the columns of Working days are read: weekdays; half days (columns such as "
            "“mon morning”) or roster by date (a column for each date; nobody works on other "
            "days).",
        ),
        default="weekdays",
        choices=choice(
            ("weekdays", "weekdagen", "weekdays"),
            ("half_days", "halve dagen", "half days"),
            ("dates", "rooster op datum", "roster by date"),
        ),
        example="weekdagen",
    ),
    field(
        "preferred_times",
        ("voorkeurstijden", "preferred times"),
        Kind.TIMES,
        (
            "Tijden waarop overleggen het liefst vallen.",
            "Times of day at which meetings are held by preference.",
        ),
        extent=Extent.FULL,
        example="09:00-12:00",
        matters=False,
    ),
    field(
        "remote_allowed",
        ("op afstand toegestaan", "remote allowed"),
        Kind.YES_NO,
        (
            "Mag een overleg op afstand (beeldbellen) als bij een van beiden "
            "“op afstand” op ja staat?",
            "May a meeting be held at a distance when one of the two may work remotely?",
        ),
        default=True,
        example="ja",
    ),
    field(
        "long_leave_days",
        ("lange afwezigheid", "long leave"),
        Kind.INTEGER,
        (
            "Vanaf hoeveel dagen afwezigheid schuift het traject mee op.",
            "From how many days of absence the trajectory moves along.",
        ),
        default=42,
        within=(1, 366),
        synonyms=("lange afwezigheid (dagen)", "long leave (days)"),
        example="42",
    ),
    field(
        "reserve",
        ("reserve", "reserve"),
        Kind.PERCENT,
        ("Reserve in de vooruitblik, in %.", "Reserve in the forecast, in %."),
        default=20,
        within=(0, 100),
        extent=Extent.FULL,
        example="20",
        matters=False,
    ),
    field(
        "holiday_region",
        ("vakantieregio", "holiday region"),
        Kind.CHOICE,
        ("Regio van de schoolvakanties.", "Region of the school holidays."),
        choices=choice(
            ("north", "noord", "north"), ("middle", "midden", "middle"), ("south", "zuid", "south")
        ),
        extent=Extent.FULL,
        example="midden",
        matters=False,
    ),
    field(
        "good_friday_working",
        ("Goede Vrijdag werkdag", "Good Friday working day"),
        Kind.YES_NO,
        (
            "Wordt er op Goede Vrijdag gewerkt?",
            "Is Good Friday a working day?",
        ),
        default=True,
        example="ja",
    ),
    field(
        "even_weeks_from",
        ("even weken vanaf", "even weeks from"),
        Kind.DATE,
        (
            "Een dag in een even week: vanaf die week wisselen even en oneven strikt af, "
            "ook rond week 53.",
            "A day in an even week: from that week on even and odd strictly alternate, "
            "week 53 included.",
        ),
        extent=Extent.FULL,
        example="04-01-2027",
    ),
    field(
        "disc_rule",
        ("DiSC-regel", "DiSC rule"),
        Kind.CHOICE,
        (
            "Hoe DiSC-stijlen meetellen: overeenkomst, aanvulling, warmte, tempo, matrix of uit.",
            "How DiSC styles count: similarity, complement, warmth, pace, matrix or off.",
        ),
        default=DiscRule.SIMILARITY,
        choices=choice(
            (DiscRule.SIMILARITY, "overeenkomst", "similarity"),
            (DiscRule.COMPLEMENT, "aanvulling", "complement"),
            (DiscRule.WARMTH, "warmte", "warmth"),
            (DiscRule.PACE, "tempo", "pace"),
            (DiscRule.MATRIX, "matrix", "matrix"),
            (DiscRule.OFF, "uit", "off"),
        ),
        synonyms=("disc", "regel disc"),
        example="overeenkomst",
    ),
    field(
        "hourly_rate",
        ("tarief per uur", "hourly rate"),
        Kind.DECIMAL,
        (
            "Tarief waarmee begeleidingsuren in euro's worden uitgedrukt.",
            "Rate at which hours of guidance are expressed in euros.",
        ),
        within=(0, 10000),
        extent=Extent.FULL,
        example="85",
        matters=False,
    ),
    field(
        "time_limit",
        ("tijdslimiet", "time limit"),
        Kind.DECIMAL,
        (
            "Hoeveel seconden het rekenen ten hoogste mag duren.",
            "For how many seconds the calculation may run at most.",
        ),
        within=(1, 86400),
        synonyms=("tijdslimiet (s)", "time limit (s)", "tijdlimiet"),
        example="60",
    ),
    field(
        "payroll_profile",
        ("loonprofiel", "payroll profile"),
        Kind.TEXT,
        ("Naam van het loonprofiel.", "Name of the payroll profile."),
        extent=Extent.FULL,
        example="",
        matters=False,
    ),
    field(
        "not_of_this_practice",
        ("niet van deze praktijk", "not of this practice"),
        Kind.TEXT,
        (
            "Personeelsnummers van vertrokken mensen en andere teams, met een ; ertussen; hun "
            "rijen worden overgeslagen.",
            "Personnel numbers of leavers and other teams, separated by ;: their rows are passed "
            "over.",
        ),
        example="9047; 9051",
    ),
    field(
        "ignore_sensitive",
        ("negeer gevoelige kolommen", "ignore sensitive columns"),
        Kind.YES_NO,
        (
            "Bij ja worden kolommen zoals BSN en adres overgeslagen in plaats van geweigerd.",
            "When yes, columns such as BSN and address are skipped instead of refused.",
        ),
        default=False,
        extent=Extent.FULL,
        example="nee",
    ),
)
