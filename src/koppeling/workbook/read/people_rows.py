"""From the rows of Junioren and Senioren to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from koppeling.domain.people import DiscProfile, Junior, Senior
from koppeling.domain.trajectory import JUNIOR_TRAJECTORY
from koppeling.locale import _
from koppeling.workbook.read.in_force import Options
from koppeling.workbook.read.parsed import clean
from koppeling.workbook.read.patterns import Absences, WorkingWeeks
from koppeling.workbook.read.register import Register
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.registry import DISC_KEYS
from koppeling.workbook.schema.shapes import normalise, resembling

_NO = ("nee", "n", "no", "0", "-")


@lru_cache(maxsize=4096)
def split_list(text: str) -> tuple[str, ...]:
    """
    Split a list in a cell, blanks and repetitions left out.

    Examples
    --------
    >>> split_list("Noord;  Zuid; noord;")
    ('Noord', 'Zuid')
    """
    words: dict[str, str] = {}
    for part in text.split(";"):
        word = clean(part)
        if word:
            words.setdefault(word.casefold(), word)
    return tuple(words.values())


class Spelling:
    """One way to write each word that differs in case only, whatever the order of rows."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in split_list(text))
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        self._by_folded = {word.casefold(): word for word in reversed(ranked)}

    def of(self, text: str) -> tuple[str, ...]:
        """Split a list and write each word in the one way."""
        return tuple(self._by_folded.get(word.casefold(), word) for word in split_list(text))


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What people need from the other sheets."""

    weeks: WorkingWeeks
    absences: Absences
    discs: Mapping[str, DiscProfile]
    options: Options
    trajectories: Mapping[str, str]  # name as declared, by its folded form
    groups: Mapping[str, str]


def site_spelling(register: Register) -> Spelling:
    """Collect how sites are spelled."""
    rows = [*register.juniors.values(), *register.seniors.values()]
    return Spelling(row.text("site") for row in rows)


def list_sites(register: Register) -> dict[str, tuple[str, ...]]:
    """Map every personnel number to its sites; someone in both sheets has those of both."""
    spelling = site_spelling(register)
    return {
        number: tuple(
            dict.fromkeys(
                site
                for rows in (register.juniors, register.seniors)
                if number in rows
                for site in spelling.of(rows[number].text("site"))
            )
        )
        for number in sorted({*register.juniors, *register.seniors})
    }


def read_discs(table: Table | None, remarks: Remarks) -> dict[str, DiscProfile]:
    """Read the sheet DiSC; no message repeats a style or a score."""
    discs: dict[str, DiscProfile] = {}
    for row in table.rows if table is not None else ():
        if table is None:
            continue
        number, place = row.text("number"), table.place(row, "number")
        if number and number in discs:
            remarks.error(
                place,
                "duplicate-disc",
                _("{number} has two rows here.").format(number=number),
                _("Keep one of the two."),
            )
            continue
        given = [row[key] for key in DISC_KEYS if row[key] is not None]
        is_read = not row.unread.keys() & {"style", *DISC_KEYS}
        if given and len(given) < len(DISC_KEYS) and is_read:
            remarks.error(
                table.place(row, next(key for key in DISC_KEYS if row[key] is None)),
                "disc-incomplete",
                _("Scores need all four letters: D, i, S and C."),
                _("Fill in all four, or only the style."),
            )
        scores = tuple(float(value) for value in given if isinstance(value, int | float))
        style = row.text("style") or None
        if style is None and not given and is_read and not row.silent:
            remarks.warn(
                place,
                "disc-empty",
                _("This row has neither a style nor scores."),
                _("Fill in one of the two, or remove the row."),
            )
        discs[number] = DiscProfile(
            style=style,
            scores=(scores[0], scores[1], scores[2], scores[3]) if len(scores) == 4 else None,
        )
    return discs


def _common(
    number: str, row: Row, sites: tuple[str, ...], table: Table, around: Surroundings
) -> dict[str, Any]:
    place = table.place(row, "number")
    return {
        "where": f"{place.sheet}!{place.cell}",
        "number": number,
        "name": row.text("name"),
        "sites": sites,
        "hours": around.weeks.hours[number],
        "absences": around.absences.of(number),
        "windows": around.absences.windows_of(number),
        "in_service_from": row.day("in_service_from"),
        "out_of_service_from": row.day("out_of_service_from"),
        "disc": around.discs.get(number),
        "is_remote": bool(row["remote"]) and bool(around.options["remote_allowed"]),
        "contract_hours": row.amount("contract_hours"),
        "other_indirect_hours": row.amount("other_indirect_hours"),
    }


def build_juniors(
    table: Table, register: Register, around: Surroundings, remarks: Remarks
) -> tuple[Junior, ...]:
    """Make the juniors, in order of number; to be called only without errors so far."""
    sites, domains = site_spelling(register), _domain_spelling(register)
    goals = _goal_spelling(register)
    juniors = []
    for number, row in sorted(register.juniors.items()):
        start = row["start"]
        if not isinstance(start, date):
            continue  # reported as an error when the cell was read
        _report_order(row, table, remarks, "in_service_from", "out_of_service_from")
        for key in ("trajectory_end", "promoted_from"):
            _report_order(row, table, remarks, "start", key)
        juniors.append(
            Junior(
                **_common(number, row, sites.of(row.text("site")), table, around),
                domains=domains.of(row.text("domain")),
                start=start,
                trajectory=_declared(row, "trajectory", around.trajectories, table, remarks)
                or JUNIOR_TRAJECTORY.name,
                guided_from=row.day("guided_from"),
                trajectory_end=row.day("trajectory_end"),
                promoted_from=row.day("promoted_from"),
                budget_minutes=row.minutes("budget_hours"),
                goals=goals.of(row.text("goals")),
                group=_declared(row, "group", around.groups, table, remarks) or None,
            )
        )
    return tuple(juniors)


def _declared(row: Row, key: str, known: Mapping[str, str], table: Table, remarks: Remarks) -> str:
    text = row.text(key)
    if not text:
        return ""
    if text.casefold() not in known:
        remarks.error(
            table.place(row, key),
            f"unknown-{key}",
            _("“{value}” is unknown; known are: {known}.").format(
                value=text[:40], known=", ".join(sorted(known.values())) or "–"
            ),
            _("Correct the name, or add it to the sheet where these are declared."),
        )
    return known.get(text.casefold(), text)


def _report_order(row: Row, table: Table, remarks: Remarks, first: str, last: str) -> None:
    begin, end = row[first], row[last]
    if isinstance(begin, date) and isinstance(end, date) and end < begin:
        remarks.warn(
            table.place(row, last),
            "ends-before-it-begins",
            _("“{last}” lies before “{first}”.").format(
                first=table.sheet.column(first).words.local,
                last=table.sheet.column(last).words.local,
            ),
            _("Check both dates."),
        )


def build_seniors(
    table: Table, register: Register, around: Surroundings, remarks: Remarks
) -> tuple[Senior, ...]:
    """Make the seniors, in order of number."""
    sites, domains = site_spelling(register), _domain_spelling(register)
    goals = _goal_spelling(register)
    everyone_coaches = "coaches" not in table.columns
    seniors = []
    for number, row in sorted(register.seniors.items()):
        _report_order(row, table, remarks, "in_service_from", "out_of_service_from")
        motivation = row.text("motivation")
        seniors.append(
            Senior(
                **_common(number, row, sites.of(row.text("site")), table, around),
                domains=domains.of(row.text("domain")),
                coaches=everyone_coaches or bool(row["coaches"]),
                role=row.text("role") or "senior",
                cap_minutes=row.minutes("hours_per_quarter"),
                max_juniors=row.whole("max_juniors"),
                trained_until=row.day("trained_until"),
                last_active=row.day("last_active"),
                registrations=split_list(row.text("registrations")),
                academic_years=row.amount("academic_years"),
                has_motivation=bool(motivation) and motivation.casefold() not in _NO,
                specialisations=goals.of(row.text("specialisations")),
            )
        )
    if seniors and not any(senior.coaches for senior in seniors):
        remarks.warn(
            table.place(),
            "nobody-coaches",
            _("No senior has “{heading}” set to yes, so nobody can be placed.").format(
                heading=table.sheet.column("coaches").words.local
            ),
            _("Fill in the column, or remove it: then everyone coaches."),
        )
    return tuple(seniors)


def _domain_spelling(register: Register) -> Spelling:
    rows = [*register.juniors.values(), *register.seniors.values()]
    return Spelling(row.text("domain") for row in rows)


def _goal_spelling(register: Register) -> Spelling:
    goals = [row.text("goals") for row in register.juniors.values()]
    return Spelling([*goals, *(row.text("specialisations") for row in register.seniors.values())])


def report_sites(
    juniors: Table | None, seniors: Table | None, register: Register, remarks: Remarks
) -> None:
    """
    Tell of sites that nobody of the other group has, when that looks like a mistake.

    That is when the name resembles one that the other group does have; and for
    a junior who is never at a distance and has no site with any senior at all.
    """
    spelling = site_spelling(register)
    sites_of = {
        key: {number: spelling.of(row.text("site")) for number, row in rows.items()}
        for key, rows in (("juniors", register.juniors), ("seniors", register.seniors))
    }
    known = {
        key: {site for sites in by_number.values() for site in sites}
        for key, by_number in sites_of.items()
    }
    if not known["juniors"] or not known["seniors"]:
        return
    for table, key, other, rows in (
        (juniors, "juniors", "seniors", register.juniors),
        (seniors, "seniors", "juniors", register.seniors),
    ):
        if table is not None:
            _report_group(table, rows, sites_of[key], known[other], remarks)


def _report_group(
    table: Table,
    rows: Mapping[str, Row],
    sites_of: Mapping[str, tuple[str, ...]],
    known: set[str],
    remarks: Remarks,
) -> None:
    is_junior = table.sheet.key == "juniors"
    nowhere = _("{site} is at no senior.") if is_junior else _("{site} is at no junior.")
    meant_too = (
        _("{site} is at no senior; is {guess} meant?")
        if is_junior
        else _("{site} is at no junior; is {guess} meant?")
    )
    remedy = _("Write every site in one way; separate several by a semicolon.")
    for number, sites in sites_of.items():
        row = rows[number]
        place = table.place(row, "site")
        # a comma between sites is told of already
        lone = [site for site in sites if site not in known and "," not in site]
        guesses = {site: resembling(site, known) for site in lone}
        for site, guess in guesses.items():
            if guess:
                message = meant_too.format(site=site[:40], guess=guess)
                remarks.warn(place, "site-resembles", message, remedy)
        is_stranded = is_junior and lone and len(lone) == len(sites) and not row["remote"]
        if is_stranded and not any(guesses.values()):
            told = nowhere.format(site="; ".join(site[:40] for site in lone))
            remarks.warn(place, "site-without-senior", told, remedy)


#: Columns of juniors and of seniors that are compared with each other.
_COMPARED = (("domain", "domain"), ("goals", "specialisations"))
#: The five registrations as people write them.
REGISTRATIONS = ("NVO-OG", "OG-SKJ", "KJ-NIP", "KJ-SKJ", "GZ-BIG")


def report_words(
    juniors: Table | None, seniors: Table | None, register: Register, remarks: Remarks
) -> None:
    """Tell of a domain, goal or specialisation that stands there once and resembles another."""
    tables = [(juniors, register.juniors), (seniors, register.seniors)]
    for keys in _COMPARED:
        written = [
            (word, place)
            for (table, rows), key in zip(tables, keys, strict=True)
            if table is not None
            for word, place in _words(table, rows, key)
        ]
        counts = Counter(normalise(word) for word, _place in written)
        known = {word for word, _place in written}
        told: set[str] = set()
        for word, place in written:
            others = {other for other in known if normalise(other) != normalise(word)}
            guess = resembling(word, others - told) if counts[normalise(word)] == 1 else ""
            if guess:
                told.add(word)
                remarks.warn(
                    place,
                    f"{keys[0]}-resembles",
                    _("“{word}” stands there once; is “{guess}” meant?").format(
                        word=word[:40], guess=guess[:40]
                    ),
                    _("Write the same thing in one way; separate several by a semicolon."),
                )
    if seniors is not None:
        _report_registrations(seniors, register.seniors, remarks)


def _words(table: Table, rows: Mapping[str, Row], key: str) -> Iterator[tuple[str, Place]]:
    for row in rows.values():
        for word in split_list(row.text(key)):
            yield word, table.place(row, key)


def _report_registrations(table: Table, rows: Mapping[str, Row], remarks: Remarks) -> None:
    """Tell of a registration that is none of the five: it counts for nothing."""
    for word, place in _words(table, rows, "registrations"):
        if normalise(word) not in map(normalise, REGISTRATIONS):
            guess = resembling(word, REGISTRATIONS)
            remarks.warn(
                place,
                "unknown-registration",
                _("This registration is not known and does not count: {value}."),
                _("Is “{guess}” meant?").format(guess=guess)
                if guess
                else _("Known are {known}.").format(known=", ".join(REGISTRATIONS)),
                value=f"“{word[:40]}”",
            )
