"""
One declaration of the workbook: every sheet, column and setting.

Template, reader, documentation and Herkomst are all fed from here. Headings
and words are in both languages since the reader must know both at once. This
module is the face; the declarations stand in the modules it imports.
"""

from __future__ import annotations

from koppeling.workbook.schema.forbidden import FORBIDDEN, forbidden_name
from koppeling.workbook.schema.pairings import (
    COMPONENT_CHOICES,
    COSTS,
    ESCALATIONS,
    GOALS,
    GROUPS,
    LEVEL_CHOICES,
    MEETINGS,
    PAIRINGS,
    PREFERENCES,
    PROGRESS,
    SCENARIOS,
    TRAJECTORY_TYPES,
    WAGE_CODES,
    WEIGHTS,
)
from koppeling.workbook.schema.people import (
    AVAILABILITY,
    CAPACITY,
    DISC,
    DISC_KEYS,
    DISC_MATRIX,
    JUNIORS,
    SENIORS,
    STYLES,
    WEEKDAY_KEYS,
    WORKING_DAYS,
)
from koppeling.workbook.schema.results import OUTPUT_SHEETS
from koppeling.workbook.schema.settings import SETTINGS
from koppeling.workbook.schema.shapes import (
    Field,
    Kind,
    Sheet,
    Value,
    Words,
    field,
    find_name,
    index_names,
    normalise,
    spellings,
    words,
)

__all__ = [
    "COMPONENT_CHOICES",
    "DISC_KEYS",
    "FORBIDDEN",
    "LEVEL_CHOICES",
    "MEANING",
    "OUTPUT_SHEETS",
    "SETTINGS",
    "SETTINGS_SHEET",
    "SHEETS",
    "STYLES",
    "WEEKDAY_KEYS",
    "Field",
    "Kind",
    "Sheet",
    "Value",
    "Words",
    "find_choice",
    "find_column",
    "find_setting",
    "find_sheet",
    "forbidden_name",
    "is_silent",
    "normalise",
    "sheet_by_key",
    "spellings",
]

#: The two columns of Instellingen; what may stand in them is in `SETTINGS`.
SETTINGS_SHEET = Sheet(
    key="settings",
    words=words(("Instellingen", "Settings")),
    meaning=words(
        (
            "Instellingen; wat u leeg laat, krijgt de standaardwaarde.",
            "Settings; what you leave empty gets its default.",
        )
    ),
    needed=True,
    basic=True,
    synonyms=("instelling", "setting"),
    columns=(
        field(
            "setting",
            ("instelling", "setting"),
            Kind.TEXT,
            ("Naam van de instelling.", "Name of the setting."),
            required=True,
            synonyms=("naam", "name"),
        ),
        field(
            "value",
            ("waarde", "value"),
            Kind.TEXT,
            ("Waarde.", "Value."),
            required=True,
        ),
    ),
)

#: A third column of Instellingen, for people: what each setting means.
MEANING = words(("betekenis", "meaning"))

#: Every input sheet, in the order of the template and of the copy in a result.
SHEETS: tuple[Sheet, ...] = (
    SETTINGS_SHEET,
    JUNIORS,
    SENIORS,
    WORKING_DAYS,
    PAIRINGS,
    PREFERENCES,
    AVAILABILITY,
    CAPACITY,
    DISC,
    DISC_MATRIX,
    ESCALATIONS,
    TRAJECTORY_TYPES,
    GROUPS,
    GOALS,
    WEIGHTS,
    COSTS,
    SCENARIOS,
    PROGRESS,
    MEETINGS,
    WAGE_CODES,
)


_SHEETS_BY_SPELLING = index_names(SHEETS)
_SETTINGS_BY_SPELLING = index_names(SETTINGS)
_SILENT_SPELLINGS = {
    key
    for sheet in OUTPUT_SHEETS
    if sheet.is_silent
    for name in (sheet.words.nl, sheet.words.en)
    for key in spellings(name)
}


def sheet_by_key(key: str) -> Sheet:
    """Return the input sheet with this key; raise KeyError when there is none."""
    for sheet in SHEETS:
        if sheet.key == key:
            return sheet
    raise KeyError(key)


def find_sheet(name: str) -> Sheet | None:
    """Return the input sheet called `name`, in either language, else None."""
    return find_name(_SHEETS_BY_SPELLING, name)


def is_silent(name: str) -> bool:
    """Tell whether a sheet is one of ours without input."""
    return any(key in _SILENT_SPELLINGS for key in spellings(name))


def find_column(sheet: Sheet, heading: str) -> Field | None:
    """Return the column of `sheet` with this heading, in either language, else None."""
    return find_name(sheet.columns_by_spelling, heading)


def find_setting(name: str) -> Field | None:
    """Return the setting called `name`, in either language, else None."""
    return find_name(_SETTINGS_BY_SPELLING, name)


#: Units are declared as people count them; “elke 1 week” is as natural.
_PLURALS = {"dag": "dagen", "day": "days", "week": "weken", "maand": "maanden", "month": "months"}


def find_choice(column: Field, text: str) -> str | None:
    """Return the canonical value that `text` stands for in a choice, else None."""
    wanted = normalise(text)
    wanted = _PLURALS.get(wanted, wanted)
    for canonical, names in column.choices:
        if wanted in (normalise(names.nl), normalise(names.en), normalise(canonical)):
            return canonical
    return None
