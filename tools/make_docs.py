"""
Write the part of the workbook's documentation that follows from the schema.

`docs/workbook.md` (English) and `docs/koppelboek.md` (Dutch) each have a part
written by hand, and after the marker a part that this script writes. `--check`
changes nothing and exits 1 when a file is out of date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from koppeling.locale import LANGUAGES, Language
from koppeling.workbook.schema.registry import (
    FORBIDDEN,
    SETTINGS,
    SHEETS,
    Field,
    Kind,
    Sheet,
    Words,
)
from koppeling.workbook.schema.results import RESULT_SHEETS, SHEETS_BY_COMMAND

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES: dict[Language, Path] = {"en": DOCS / "workbook.md", "nl": DOCS / "koppelboek.md"}
MARKER = "<!-- written by tools/make_docs.py from the schema; change nothing below -->\n"

KINDS: dict[Kind, Words] = {
    Kind.NUMBER_ID: Words(nl="personeelsnummer", en="personnel number"),
    Kind.TEXT: Words(nl="tekst", en="text"),
    Kind.LIST: Words(nl="lijst met ;", en="list with ;"),
    Kind.DATE: Words(nl="datum", en="date"),
    Kind.QUARTER: Words(nl="kwartaal (2027-Q1)", en="quarter (2027-Q1)"),
    Kind.HOURS: Words(nl="uren (1,5 of 1:30)", en="hours (1.5 or 1:30)"),
    Kind.INTEGER: Words(nl="geheel getal", en="whole number"),
    Kind.DECIMAL: Words(nl="getal", en="number"),
    Kind.PERCENT: Words(nl="percentage", en="percentage"),
    Kind.PERMILLE: Words(nl="‰ of %", en="‰ or %"),
    Kind.YES_NO: Words(nl="ja of nee", en="yes or no"),
    Kind.CHOICE: Words(nl="keuze", en="choice"),
    Kind.DAY_PATTERN: Words(nl="werktijd", en="working hours"),
    Kind.WEEKDAYS: Words(nl="weekdagen", en="weekdays"),
    Kind.TIMES: Words(nl="tijden (09:00-12:00)", en="times (09:00-12:00)"),
    Kind.TIME: Words(nl="tijd (10:00)", en="time (10:00)"),
    Kind.SLOT: Words(nl="weekmoment (di 10:00)", en="weekly moment (di 10:00)"),
    Kind.KEY: Words(nl="sleutel voor koppeling zelf", en="key for koppeling itself"),
}
TITLES = Words(nl="## De bladen die u invult", en="## The sheets that go in")
RESULT_TITLE = Words(nl="## De bladen die eruit komen", en="## The sheets that come out")
RESULT_NOTE = Words(
    nl="Deze bladen schrijft koppeling. Een blad zonder rijen ontbreekt.",
    en="koppeling writes these. A sheet without rows is left out.",
)
SETTINGS_TITLE = Words(nl="### Alle instellingen", en="### All settings")
TITLES_BY_COMMAND = {
    True: Words(nl="## Het blad van koppeling {name}", en="## The sheet of koppeling {name}"),
    False: Words(nl="## De bladen van koppeling {name}", en="## The sheets of koppeling {name}"),
}
NEEDED = Words(nl="Dit blad is nodig.", en="This sheet is needed.")
OPTIONAL = Words(nl="Dit blad mag ontbreken.", en="This sheet is optional.")
HEADER = Words(
    nl="| naam (Engels) | wat erin staat | standaard | betekenis |\n|---|---|---|---|",
    en="| name (Dutch) | what it holds | default | meaning |\n|---|---|---|---|",
)
STAR = Words(nl="\\* = verplicht.", en="\\* = required.")
YES_NO = {True: Words(nl="ja", en="yes"), False: Words(nl="nee", en="no")}
REFUSED = Words(
    nl="## Kolommen die worden geweigerd\n\nEen kolom met een van deze woorden in de kop (of "
    "een woord dat zo begint: …) stopt koppeling; zo ook een onbekende kolom met BSN's, "
    "rekeningnummers of geboortedatums. In een tabel die geen koppelboek is, slaat *negeer "
    "gevoelige kolommen* = ja hem over; overgenomen wordt hij nooit.\n",
    en="## Columns that are refused\n\nA column with one of these words in its heading (or a "
    "word that begins so: …) stops the run; so does an unknown column of BSNs, bank accounts or "
    "dates of birth. In a table that is no koppelboek, *ignore sensitive columns* = yes passes it "
    "over; it is never copied.\n",
)


def write(language: Language) -> str:
    """Write the generated part in `language`."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    yield _say(TITLES, language)
    yield ""
    yield _say(STAR, language)
    for sheet in SHEETS:
        yield from _sheet(sheet, language)
        yield f"{_say(NEEDED if sheet.needed else OPTIONAL, language)}\n"
        yield from _table(sheet.columns, language)
        if sheet.key == "settings":
            yield f"\n{_say(SETTINGS_TITLE, language)}\n"
            yield from _table(SETTINGS, language)
    yield f"\n{_say(RESULT_TITLE, language)}\n\n{_say(RESULT_NOTE, language)}"
    for sheet in RESULT_SHEETS:
        yield from _sheet(sheet, language)
        yield from _table(sheet.columns, language)
    for name, sheets in SHEETS_BY_COMMAND.items():
        title = _say(TITLES_BY_COMMAND[len(sheets) == 1], language)
        yield f"\n{title.format(name=name)}"
        for sheet in sheets:
            yield from _sheet(sheet, language)
            yield from _table(sheet.columns, language)
    yield "\n" + _say(REFUSED, language)
    for refused in FORBIDDEN:
        told = [*refused.phrases, *(f"{stem}…" for stem in refused.stems)]
        told += [" + ".join("/".join(side) for side in refused.pairs)] if all(refused.pairs) else []
        yield f"- **{_say(refused.name, language)}**: {', '.join(told)}"


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    yield f"\n### {_say(sheet.words, language)} ({_say(sheet.words, _other(language))})\n"
    yield f"{_say(sheet.meaning, language)}\n"


def _table(fields: tuple[Field, ...], language: Language) -> Iterator[str]:
    yield _say(HEADER, language)
    for field in fields:
        star = "\\*" if field.required else ""
        other = _say(field.words, _other(language))
        name = f"**{_say(field.words, language)}**{star} ({other})"
        cells = (name, _holds(field, language), _default(field, language))
        yield f"| {' | '.join(cells)} | {_say(field.meaning, language)} |".replace("  ", " ")


def _holds(field: Field, language: Language) -> str:
    """Say what a cell holds, with its range or its choices."""
    if field.choices:
        return ", ".join(f"`{_say(names, language)}`" for _canonical, names in field.choices)
    bounds = (field.minimum, field.maximum)
    shown = " – ".join("…" if bound is None else f"{bound:g}" for bound in bounds)
    has_range = any(bound is not None for bound in bounds)
    return _say(KINDS[field.kind], language) + (f", {shown}" if has_range else "")


def _default(field: Field, language: Language) -> str:
    """Say what holds when the cell is empty."""
    if field.default is None:
        return ""
    if isinstance(field.default, bool):
        return _say(YES_NO[field.default], language)
    for canonical, names in field.choices:
        if canonical == field.default:
            return _say(names, language)
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)


def _say(words: Words, language: Language) -> str:
    """Pick the language; a bar would end the cell of a table."""
    text = words.nl if language == "nl" else words.en
    return text if text.startswith("|") else text.replace("|", "\\|")


def _other(language: Language) -> Language:
    return "en" if language == "nl" else "nl"


def renewed(language: Language) -> str:
    """Return a whole file as it should be."""
    by_hand, _marker, _old = FILES[language].read_text(encoding="utf-8").partition(MARKER)
    return by_hand + MARKER + "\n" + write(language)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = [x for x in LANGUAGES if FILES[x].read_text(encoding="utf-8") != renewed(x)]
    for language in stale:
        if options.check:
            print(f"{FILES[language].name} is out of date: run tools/make_docs.py")
        else:
            FILES[language].write_text(renewed(language), encoding="utf-8", newline="\n")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
