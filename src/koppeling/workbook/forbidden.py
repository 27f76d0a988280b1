"""Headings that stop the run: what koppeling refuses to know (facts on privacy, GDPR)."""

from __future__ import annotations

import re

from koppeling.workbook.shapes import Words, normalise, words

#: What is refused, with the spellings by which it is recognised.
FORBIDDEN: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        words(("BSN", "BSN")),
        (
            "bsn", "bsn nummer", "bsnnr", "sofinummer", "sofi", "sofinr", "sofi nummer",
            "burgerservicenummer", "burger service nr", "citizen service number",
            "social security number", "ssn", "national insurance number",
        ),
    ),
    (
        words(("geboortedatum", "date of birth")),
        (
            "geboortedatum", "geb.datum", "geb dat", "gebdat", "geboren", "geboren op",
            "geboortedag", "geboortejaar", "leeftijd", "date of birth", "birth date",
            "birthdate", "birthday", "dob", "age", "geboorteplaats", "place of birth",
        ),
    ),
    (
        words(("adres", "address")),
        (
            "adres", "huisadres", "woonadres", "thuisadres", "privéadres", "straat", "straatnaam",
            "huisnummer", "straat en huisnummer", "postcode", "woonplaats", "address",
            "home address", "street", "zip code", "postal code", "postadres",
        ),
    ),
    (
        words(("bankrekening", "bank account")),
        (
            "iban", "bankrekening", "bankrekeningnummer", "rekeningnummer", "bank account",
            "account number", "bankrek", "iban nummer",
        ),
    ),
    (
        words(("verzuimreden", "reason for sick leave")),
        (
            "verzuimreden", "verzuimredenen", "reden verzuim", "ziektereden", "reden ziekte",
            "aard ziekte", "aard van de ziekte", "diagnose", "ziekte", "ziektebeeld", "klachten",
            "medisch", "medische gegevens", "reason for absence", "reason for sick leave",
            "sick leave reason", "diagnosis", "illness", "medical", "reden afwezigheid",
        ),
    ),
    (
        words(("bijzondere gegevens", "special categories")),
        (
            "geloof", "godsdienst", "religie", "etniciteit", "afkomst", "ras",
            "seksuele geaardheid", "strafblad", "paspoortnummer", "vakbond", "religion",
            "ethnicity", "race", "sexual orientation", "passport number", "trade union",
        ),
    ),
)  # fmt: skip

#: Words that give a heading away wherever they stand in it ("BSN medewerker").
_TELLING = ("bsn", "iban", "sofinummer", "burgerservicenummer", "geboortedatum", "verzuimreden")

_NAMES_BY_SPELLING = {
    normalise(spelling): name for name, spellings in FORBIDDEN for spelling in spellings
}


def forbidden_name(heading: str) -> Words | None:
    """Return what a heading stands for when koppeling refuses it, else None."""
    name = _NAMES_BY_SPELLING.get(normalise(heading))
    if name is not None:
        return name
    parts = (normalise(part) for part in re.split(r"[^\w]+|_", heading))
    return next((_NAMES_BY_SPELLING[part] for part in parts if part in _TELLING), None)
