"""A practice with everything that must not leak, decided and planned."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from koppeling import practice as app
from koppeling.plan.use_case import plan
from koppeling.practice.decide import decide
from tests.workbook.koppelboek import Sheets, write_workbook

#: Words that only some may see; none of them is a word of the product.
SECRETS = ("Zwaarwegend", "Kwetsbaar", "vooruitstrevend")

SHEETS: Sheets = {
    "Instellingen": [
        ["instelling", "waarde"], ["kwartaal", "2027-Q1"], ["praktijknaam", "Praktijk de Esdoorn"]
    ],
    "Junioren": [
        ["personeelsnummer", "naam", "vestiging", "start traject", "e-mail", "leerdoelen",
         "opmerking", "schoenmaat"],
        ["0412", "Femke Berk", "Noord", dt.date(2027, 1, 4), "femke@voorbeeld.nl",
         "vooruitstrevend", "Kwetsbaar op maandag", "39"],
        ["0413", "Joris Els", "Noord", dt.date(2026, 9, 1), "joris@voorbeeld.nl", None, None, None],
        ["0414", "Lotte Wilg", "Noord", dt.date(2026, 3, 2), None, None, "zit naast Femke", None],
    ],
    "Senioren": [
        ["personeelsnummer", "naam", "vestiging", "uren per kwartaal", "e-mail", "opmerking"],
        ["9301", "Mees Linde", "Noord", 8, "mees@voorbeeld.nl", None],
        ["9302", "Puck Iep", "Noord", 8, "puck@voorbeeld.nl", "vervangt Mees Linde (9301)"],
    ],
    "Werkdagen": [
        ["personeelsnummer", "ma", "di", "wo", "do", "vr"],
        *([number, "x", "x", None, "x", None] for number in ("0412", "0413", "0414", "9301",
                                                             "9302")),
    ],
    "Koppelingen": [
        ["junior", "senior", "status", "vast moment", "sinds", "tot", "reden"],
        ["0413", "9302", "lopend", "di 10:00", dt.date(2026, 9, 1), None, None],
        ["0414", "9301", "beëindigd", None, dt.date(2026, 3, 2), dt.date(2026, 8, 31),
         "Zwaarwegend"],
    ],
    "Voorkeuren": [
        ["van", "over", "rang", "veto"],
        ["0412", "9302", None, "ja"],
        ["9302", "0414", 1, None],
        ["0413", "9301", 2, None],
    ],
    "Beschikbaarheid": [
        ["personeelsnummer", "soort", "van", "tot", "opmerking"],
        ["0412", "afwezig", dt.date(2027, 2, 15), dt.date(2027, 2, 19), None],
        ["9302", "afwezig", dt.date(2027, 3, 8), dt.date(2027, 3, 12), "Onderzoek"],
    ],
    "Looncodes": [["soort", "rol", "code"], ["begeleiding", "junior", "2100"],
                  ["begeleiding", "senior", "2200"], ["kwartaalgesprek", "senior", "geen"]],
    "DiSC": [["personeelsnummer", "stijl"], ["0412", "Di"], ["9301", "SC"], ["9302", "iS"]],
    "Overleggen": [
        ["id", "datum", "begin", "einde", "junior", "senior", "soort", "status", "reden"],
        ["oud-1", dt.date(2026, 11, 3), "10:00", "10:30", "0413", "9302", "begeleiding",
         "gehouden", None],
        ["oud-2", dt.date(2026, 11, 5), "10:00", "10:30", "0414", "9301", "begeleiding",
         "gehouden", "Zwaarwegend"],
    ],
}  # fmt: skip


def build(folder: Path) -> Path:
    """Match, decide and plan; return the planned workbook."""
    book = write_workbook(folder / "praktijk.xlsx", SHEETS)
    run = app.match([book])
    assert run.written is not None
    decided = decide(run.written, by="A. Jansen", everything=True, output=folder / "b.xlsx")
    assert decided.written is not None
    planned = plan(decided.written, output=folder / "praktijk planning 2027-Q1.xlsx")
    assert planned.written is not None
    decided.written.unlink()
    run.written.unlink()
    return planned.written
