"""Words of juniors and seniors that are compared, and where a slip of the pen parts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from koppeling.locale import _
from koppeling.workbook.people import site_spelling, split_list
from koppeling.workbook.register import Register
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.shapes import normalise, resembling
from koppeling.workbook.tables import Row, Table


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
