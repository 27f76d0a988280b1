"""Sites that one group has and the other has not: most often a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping

from koppeling.locale import _
from koppeling.workbook.people import site_spelling
from koppeling.workbook.register import Register
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.shapes import resembling
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
        lone = [site for site in sites if site not in known]
        guesses = {site: resembling(site, known) for site in lone}
        for site, guess in guesses.items():
            if guess:
                message = meant_too.format(site=site[:40], guess=guess)
                remarks.warn(place, "site-resembles", message, remedy)
        is_stranded = is_junior and lone and len(lone) == len(sites) and not row["remote"]
        if is_stranded and not any(guesses.values()):
            told = nowhere.format(site="; ".join(site[:40] for site in lone))
            remarks.warn(place, "site-without-senior", told, remedy)
