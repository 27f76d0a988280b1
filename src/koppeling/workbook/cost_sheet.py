"""The sheet Kosten: what each kind of change costs, for comparing ways to place somebody."""

from __future__ import annotations

from koppeling.domain.fix import FixKind
from koppeling.workbook.shapes import Kind, Sheet, choice, field, words

FIX_KIND_CHOICES = choice(
    (FixKind.HOURS, "uren senior", "hours senior"),
    (FixKind.MAX_JUNIORS, "max junioren", "max juniors"),
    (FixKind.WORKING_DAY, "werkdag", "working day"),
    (FixKind.MOMENTS, "momenten", "moments"),
    (FixKind.SITE, "vestiging", "site"),
    (FixKind.RELEASE, "loslaten", "release"),
    (FixKind.REGISTRATION, "registratie", "registration"),
    (FixKind.BUDGET, "uren junior", "hours junior"),
)

COSTS = Sheet(
    key="costs",
    words=words(("Kosten", "Costs")),
    meaning=words(
        (
            "Wat een wijziging u kost, om oplossingen voor wie geen senior heeft te vergelijken.",
            "What a change costs you, to compare ways to place a junior without a senior.",
        )
    ),
    columns=(
        field("kind", ("soort", "kind"), Kind.CHOICE,
              ("Wat er verandert: per uur (uren), per junior (max junioren), anders per persoon of "
               "koppeling.",
               "What changes: per hour (hours), per junior (max juniors), else per person or "
               "pairing."),
              required=True, choices=FIX_KIND_CHOICES, example="werkdag", matters=False),
        field("hours", ("uren", "hours"), Kind.DECIMAL, ("Kosten, in uren.", "Cost, in hours."),
              within=(0, 10_000), example="8", matters=False),
        field("euros", ("euro", "euros"), Kind.DECIMAL,
              ("Kosten in euro's, in plaats van uren; het tarief per uur moet dan ingevuld zijn.",
               "Cost in euros, instead of hours; the hourly rate must then be filled in."),
              within=(0, 1_000_000), example="", matters=False),
    ),
)  # fmt: skip
