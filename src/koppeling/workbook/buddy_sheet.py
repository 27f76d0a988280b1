"""The sheet Buddy's: who stands by a junior on which day (B20)."""

from __future__ import annotations

from koppeling.workbook.shapes import Kind, Sheet, field, words

BUDDIES = Sheet(
    key="buddies",
    words=words(("Buddy's", "Buddies")),
    meaning=words(
        (
            "Wie er op elke werkdag voor een junior is; telt niet mee in de begeleiding.",
            "Who is there for a junior on every working day; no part of the guidance.",
        )
    ),
    columns=(
        field("date", ("datum", "date"), Kind.DATE, ("Werkdag van de junior.",
              "Working day of the junior.")),
        field("junior", ("junior", "junior"), Kind.NUMBER_ID, ("Nummer van de junior.",
              "Junior's number.")),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT, ("Naam.", "Name.")),
        field("buddy", ("buddy", "buddy"), Kind.NUMBER_ID,
              ("Nummer van de collega die er die dag ook is; leeg als er niemand is.",
               "Number of the colleague who is there that day too; empty when nobody is.")),
        field("buddy_name", ("naam buddy", "buddy's name"), Kind.TEXT, ("Naam.", "Name.")),
        field("site", ("vestiging", "site"), Kind.TEXT, ("Waar zij die dag zijn.",
              "Where they are that day.")),
    ),
)  # fmt: skip
