"""The sheets about people: who they are, when they work, what they can give."""

from __future__ import annotations

from dataclasses import replace

from koppeling.workbook.schema.shapes import (
    Extent,
    Field,
    Kind,
    Role,
    Sheet,
    choice,
    field,
    is_called,
    words,
)

WEEKDAY_KEYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DISC_KEYS = ("d", "i", "s", "c")
#: Two kinds of guide (W4, B8).
GUIDE_CHOICES = choice(("senior", "senior", "senior"), ("coach", "coach", "coach"))


def number_field(
    meaning: tuple[str, str], *, required: bool = True, refers: Role | None = Role.ANYBODY
) -> Field:
    """Declare a column with a personnel number; `refers` is None where it is one's own."""
    return field(
        "number",
        ("personeelsnummer", "personnel number"),
        Kind.NUMBER_ID,
        meaning,
        required=required,
        refers=refers,
        synonyms=(
            "persnr", "pers.nr.", "personeelsnr", "personeels nr", "medewerkernummer",
            "medewerkersnummer", "nummer", "employee number", "employee id", "staff number",
        ),
        example="0012",
    )  # fmt: skip


#: Sheets about people have their names where a roster or a leave list has them.
NAMES = field(
    "name",
    ("naam", "name"),
    Kind.TEXT,
    (
        "Naam in plaats van het personeelsnummer, of ernaast.",
        "Name instead of the personnel number, or beside it.",
    ),
    synonyms=(
        "medewerker", "naam medewerker", "volledige naam", "employee", "employee name", "full name",
    ),
    name_of="number",
)  # fmt: skip
_SITE_MEANING = (
    "Vestiging; meer dan één met een ; ertussen, de eerste is de hoofdvestiging.",
    "Site; several separated by ;, the first is the main one.",
)
_COMMON: tuple[Field, ...] = (
    field(
        "in_service_from",
        ("in dienst sinds", "in service since"),
        Kind.DATE,
        ("Eerste dag in dienst.", "First day in service."),
        synonyms=("datum in dienst", "indienst", "in dienst", "in dienst per", "in service from"),
        extent=Extent.FULL,
        example="01-09-2024",
    ),
    field(
        "out_of_service_from",
        ("uit dienst per", "out of service from"),
        Kind.DATE,
        (
            "Eerste dag dat iemand niet meer in dienst is.",
            "First day on which somebody is no longer in service.",
        ),
        synonyms=("datum uit dienst", "uitdienst", "uit dienst"),
        example="01-07-2027",
    ),
    field(
        "contract_hours",
        ("contracturen", "contract hours"),
        Kind.HOURS,
        ("Contracturen per week.", "Contract hours a week."),
        within=(0, 168),
        synonyms=("contracturen per week", "uren per week"),
        example="32",
        matters=False,
    ),
    field(
        "other_indirect_hours",
        ("overige indirecte uren", "other indirect hours"),
        Kind.HOURS,
        (
            "Andere indirecte uren per kwartaal, zoals projecten en kennisdeling.",
            "Other indirect hours per quarter, such as projects and sharing knowledge.",
        ),
        within=(0, 1000),
        extent=Extent.FULL,
        example="20",
        matters=False,
    ),
    field(
        "domain",
        ("domein", "domain"),
        Kind.LIST,
        (
            "Vakgebied; meer dan één met een ; ertussen.",
            "Professional field; several separated by ;.",
        ),
        synonyms=("vakgebied", "domeinen", "domains"),
        example="jeugd; gezin",
    ),
    field(
        "remote",
        ("op afstand", "remote"),
        Kind.YES_NO,
        (
            "Mag deze persoon op afstand (beeldbellen) overleggen?",
            "May this person meet at a distance?",
        ),
        default=False,
        example="nee",
        binds=False,
    ),
    field(
        "email",
        ("e-mail", "e-mail"),
        Kind.TEXT,
        ("E-mailadres van het werk.", "E-mail address at work."),
        synonyms=("emailadres", "e-mailadres", "mail", "email address"),
        extent=Extent.FULL,
        example="anouk@voorbeeld.nl",
        matters=False,
    ),
    field(
        "cost_centre",
        ("kostenplaats", "cost centre"),
        Kind.TEXT,
        ("Kostenplaats, voor de loonexport.", "Cost centre, for the payroll export."),
        synonyms=("cost center",),
        extent=Extent.FULL,
        example="4100",
        matters=False,
    ),
    field(
        "employer_number",
        ("werkgevernummer", "employer number"),
        Kind.TEXT,
        ("Werkgevernummer, voor de loonexport.", "Employer number, for the payroll export."),
        synonyms=("werkgeversnummer", "werkgever"),
        extent=Extent.FULL,
        example="1",
        matters=False,
    ),
    field(
        "on_payroll",
        ("verlonen", "on payroll"),
        Kind.YES_NO,
        (
            "Gaan de uren van deze persoon mee in de loonexport?",
            "Do the hours of this person go into the payroll export?",
        ),
        extent=Extent.FULL,
        example="ja",
        matters=False,
    ),
    field(
        "remark",
        ("opmerking", "remark"),
        Kind.TEXT,
        ("Vrije tekst; telt niet mee.", "Free text; does not count."),
        synonyms=("opmerkingen", "notitie", "remarks", "note", "notes"),
        matters=False,
    ),
)


def _common(*keys: str) -> tuple[Field, ...]:
    by_key = {column.key: column for column in _COMMON}
    return tuple(by_key[key] for key in keys)


JUNIORS = Sheet(
    key="juniors",
    lists_people=True,
    own_rows=True,
    words=words(("Junioren", "Juniors")),
    meaning=words(("Iedereen in een traject, één rij per junior.", "One row for each junior.")),
    needed=True,
    basic=True,
    synonyms=("junior", "juniors"),
    columns=(
        number_field(
            ("Personeelsnummer van de junior.", "Personnel number of the junior."), refers=None
        ),
        field(
            "name", ("naam", "name"), Kind.TEXT, ("Naam.", "Name."), required=True,
            synonyms=("naam junior", "medewerker", "volledige naam", "full name"), example="Bram",
            binds=False, name_of="number",
        ),
        field(
            "site", ("vestiging", "site"), Kind.LIST, _SITE_MEANING, required=True,
            synonyms=("vestigingen", "locatie", "sites", "location"), example="Noord",
        ),
        field(
            "start", ("start traject", "trajectory start"), Kind.DATE,
            ("Eerste dag van het begeleidingstraject.", "First day of the trajectory."),
            required=True,
            synonyms=("startdatum", "startdatum traject", "start", "start date"),
            example="01-02-2027",
        ),
        field(
            "trajectory", ("traject", "trajectory"), Kind.TEXT,
            (
                "Soort traject, uit het blad Trajecttypen; leeg is junior.",
                "Kind of trajectory, from the sheet Trajectory types; empty is junior.",
            ),
            default="junior", synonyms=("trajecttype", "type traject", "trajectory type"),
            example="junior",
        ),
        field(
            "guided_from", ("begeleiding vanaf", "guided from"), Kind.DATE,
            (
                "Voor wie later instapt: overleggen vóór deze dag vervallen.",
                "For whoever joins late: meetings before this day fall away.",
            ),
            synonyms=("guidance from",), example="01-04-2027",
        ),
        field(
            "trajectory_end", ("einde traject", "trajectory end"), Kind.DATE,
            (
                "Laatste dag van het traject, als dat eerder stopt.",
                "Last day of the trajectory, when it stops early.",
            ),
            synonyms=("einddatum traject", "eind traject", "end of trajectory"),
            example="31-12-2028",
        ),
        *_common("contract_hours", "other_indirect_hours"),
        field(
            "budget_hours", ("budget uren per kwartaal", "budget hours per quarter"), Kind.HOURS,
            (
                "Uren per kwartaal die de junior voor begeleiding heeft; leeg is geen grens.",
                "Hours per quarter the junior has for guidance; empty is no limit.",
            ),
            within=(0, 1000), synonyms=("budget uren", "uren per kwartaal", "budget hours"),
            extent=Extent.FULL, example="4",
        ),
        *_common("domain"),
        field(
            "goals", ("leerdoelen", "learning goals"), Kind.LIST,
            (
                "Leerdoelen, met een ; ertussen; worden vergeleken met de specialisaties.",
                "Learning goals separated by ;, compared with the specialisations.",
            ),
            synonyms=("leerdoel", "goals"), example="dossiervoering; systeemgericht werken",
            binds=False,
        ),
        field(
            "group", ("groep", "group"), Kind.TEXT,
            ("Naam van de groep, uit het blad Groepen.", "Name of the group, from Groups."),
            extent=Extent.FULL, example="",
        ),
        field(
            "already_held", ("al gehouden", "already held"), Kind.INTEGER,
            (
                "Aantal overleggen dat al gehouden is vóór u met koppeling begon.",
                "Number of meetings held before you started with koppeling.",
            ),
            within=(0, 1000), extent=Extent.FULL, example="6", matters=False,
        ),
        field(
            "specialised", ("specialistische opleiding", "specialist training"), Kind.TEXT,
            ("Specialistische opleiding: ja, of de naam ervan.", "Yes, or the name of it."),
            synonyms=("specialistische opleidingen",), extent=Extent.FULL, example="ja",
            matters=False,
        ),
        field(
            "course_days", ("cursusdagen", "course days"), Kind.DECIMAL,
            ("Cursusdagen in een deelgebied.", "Course days in one sub-field."),
            within=(0, 1000), extent=Extent.FULL, example="6", matters=False,
        ),
        field(
            "reregistration_date", ("herregistratie per", "re-registration date"), Kind.DATE,
            ("Datum van herregistratie.", "Date of re-registration."),
            synonyms=("herregistratie",), extent=Extent.FULL, example="01-01-2029", matters=False,
        ),
        *_common("in_service_from", "out_of_service_from"),
        field(
            "promoted_from", ("promotie per", "promoted from"), Kind.DATE,
            (
                "Dag waarop de junior senior wordt; die dag telt nog mee.",
                "Day on which the junior becomes a senior; that day still counts.",
            ),
            synonyms=("promotie", "promotiedatum"), example="01-01-2028",
        ),
        *_common(
            "remote", "email", "cost_centre", "employer_number", "on_payroll", "remark"
        ),
        field(
            "new_in", ("nieuw in", "new in"), Kind.QUARTER,
            ("Kwartaal van het eerste overleg; `koppeling next` vult het in voor wie begint.",
             "Quarter of the first meeting; `koppeling next` fills it in for who starts."),
            extent=Extent.USED, example="2027-Q2", matters=False,
        ),
    ),
)  # fmt: skip

SENIORS = Sheet(
    key="seniors",
    lists_people=True,
    own_rows=True,
    words=words(("Senioren", "Seniors")),
    meaning=words(("Iedereen die kan begeleiden.", "Everybody who can guide.")),
    needed=True,
    basic=True,
    synonyms=("senior", "werkbegeleiders"),
    columns=(
        number_field(
            ("Personeelsnummer van de senior.", "Personnel number of the senior."), refers=None
        ),
        field(
            "name", ("naam", "name"), Kind.TEXT, ("Naam.", "Name."), required=True,
            synonyms=("naam senior", "medewerker", "volledige naam", "full name"), example="Cato",
            binds=False, name_of="number",
        ),
        field(
            "site", ("vestiging", "site"), Kind.LIST, _SITE_MEANING, required=True,
            synonyms=("vestigingen", "locatie", "sites", "location"), example="Noord; Zuid",
        ),
        field(
            "coaches", ("coacht junioren", "coaches juniors"), Kind.YES_NO,
            (
                "Begeleidt deze senior junioren? Zonder deze kolom doet iedereen dat; "
                "staat de kolom er wel, dan is leeg nee.",
                "Does this senior guide juniors? Without this column everybody does; "
                "when the column is there, empty means no.",
            ),
            # Once the column is there an empty cell means no: whoever filled in the other
            # columns of a template that had it would find nobody placed.
            default=True, synonyms=("coacht", "begeleidt junioren", "coaches"),
            extent=Extent.USED, example="ja",
        ),
        field(
            "hours_per_quarter", ("uren per kwartaal", "hours per quarter"), Kind.HOURS,
            (
                "Uren per kwartaal voor begeleiding; leeg is de standaard uit Instellingen.",
                "Hours per quarter for guidance; empty is the default from Settings.",
            ),
            within=(0, 1000), synonyms=("begeleidingsuren per kwartaal", "uren/kwartaal"),
            example="12",
        ),
        field(
            "max_juniors", ("max junioren", "max juniors"), Kind.INTEGER,
            (
                "Hoogste aantal junioren tegelijk; leeg is geen grens.",
                "Most juniors at a time; empty is no limit.",
            ),
            within=(0, 1000), synonyms=("maximum junioren", "maximum aantal junioren",
                                        "max aantal junioren", "maximum juniors"), example="3",
        ),
        field(
            "role", ("rol", "role"), Kind.CHOICE,
            ("senior of coach; in Trajecttypen staat wie welk traject begeleidt.",
             "senior or coach; Trajectory types says who guides which trajectory."),
            default="senior",
            choices=GUIDE_CHOICES, extent=Extent.FULL, example="senior",
        ),
        *_common("in_service_from", "out_of_service_from"),
        field(
            "trained_until", ("opleiding geldig tot", "training valid until"), Kind.DATE,
            (
                "Laatste dag dat de opleiding tot begeleider geldig is; leeg is geen grens.",
                "Last day on which the training as a guide is valid; empty is no limit.",
            ),
            synonyms=("opgeleid tot", "trained until"), example="31-12-2028",
        ),
        field(
            "last_active", ("laatst actief", "last active"), Kind.DATE,
            ("Wanneer de senior voor het laatst begeleidde.", "When the senior last guided."),
            extent=Extent.FULL, example="15-11-2026", matters=False,
        ),
        field(
            "registrations", ("registraties", "registrations"), Kind.LIST,
            (
                "NVO-OG, OG-SKJ, KJ-NIP, KJ-SKJ, GZ-BIG; met een ; ertussen.",
                "NVO-OG, OG-SKJ, KJ-NIP, KJ-SKJ, GZ-BIG; separated by ;.",
            ),
            synonyms=("registratie", "registration"), example="KJ-NIP", binds=False,
        ),
        field(
            "academic_years", ("ervaring academisch (jaren)", "academic experience (years)"),
            Kind.DECIMAL,
            ("Jaren ervaring op academisch niveau.", "Years of experience at academic level."),
            within=(0, 80), synonyms=("academische ervaring", "jaren ervaring academisch"),
            extent=Extent.FULL, example="8", binds=False,
        ),
        field(
            "motivation", ("motivatie", "motivation"), Kind.TEXT,
            (
                "Is er een motivatie in het dossier (bij begeleiden zonder registratie)? "
                "ja, of waar die te vinden is.",
                "Is a motivation on file (when guiding without registration)? "
                "yes, or where to find it.",
            ),
            extent=Extent.FULL, example="ja", binds=False,
        ),
        *_common("domain"),
        field(
            "specialisations", ("specialisaties", "specialisations"), Kind.LIST,
            (
                "Specialisaties, met een ; ertussen; worden vergeleken met leerdoelen.",
                "Specialisations separated by ;, compared with learning goals.",
            ),
            synonyms=("specialisatie", "specialisation", "specializations"),
            example="dossiervoering", binds=False,
        ),
        *(replace(column, extent=Extent.FULL) for column in _common("contract_hours")),
        *_common(
            "other_indirect_hours", "remote", "email", "cost_centre", "employer_number",
            "on_payroll", "remark",
        ),
    ),
)  # fmt: skip


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


#: Half days, as a cell of Werkdagen says them.
HALF_DAYS = words(("ochtend", "morning")), words(("middag", "afternoon"))
#: What stands before the mark of somebody who was forgotten, in place of the number.
FORGOTTEN = words(("verwijderd", "removed"))

WORKING_DAYS = Sheet(
    key="working_days",
    own_rows=True,
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
    own_rows=True,
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
    own_rows=True,
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
    own_rows=True,
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
