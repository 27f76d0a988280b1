"""What koppeling refuses to know, by the words of a heading and by what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from koppeling.workbook.dates import typed_date
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.shapes import Words, heading_words, normalise, words


@dataclass(frozen=True, kw_only=True)
class Refused:
    """
    A kind of fact about people that is refused (GDPR; facts on privacy).

    `phrases` are whole words, alone or in a row; of `stems` a word of the heading begins with
    one. Of both `pairs` a heading has a word, in any order.
    """

    name: Words
    phrases: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ((),)


_BSN = words(("BSN", "BSN"))
_BIRTH = words(("geboortedatum", "date of birth"))
_BANK = words(("bankrekening", "bank account"))
_CONTACT = (
    "telefoon", "telefoonnummer", "tel", "mobiel", "gsm", "mail", "email", "emailadres",
    "mailadres", "phone", "mobile", "telephone", "adres", "address",
)  # fmt: skip

FORBIDDEN: tuple[Refused, ...] = (
    Refused(
        name=_BSN,
        phrases=("bsn", "ssn", "insz", "citizen service number", "social security",
                 "national insurance", "burger service"),
        stems=("bsn", "sofi", "insz", "burgerservice", "rijksregister"),
    ),
    Refused(
        name=words(("identiteitsbewijs", "identity document")),
        phrases=("id nummer", "id nr", "id number", "id bewijs", "id kaart", "id card", "id type",
                 "idnummer", "idnr", "idkaart", "idbewijs", "driving licence"),
        stems=("paspoort", "passport", "identiteits", "rijbewijs"),
    ),
    Refused(
        name=_BIRTH,
        phrases=("geb datum", "geb dat", "leeftijd", "dob", "age"),
        stems=("geboorte", "geboren", "gebdat", "birth"),
    ),
    Refused(
        name=words(("adres", "address")),
        phrases=("adres", "address", "street", "zip", "zip code", "zipcode", "postal code",
                 "residence", "place of residence"),
        stems=("straat", "huisn", "huisadres", "woonadres", "thuisadres", "postadres",
               "priveadres", "postcode", "woonplaats"),
    ),
    Refused(
        name=_BANK,
        phrases=("rekening", "bank account", "account number"),
        stems=("iban", "rekeningn", "bankrek"),
    ),
    Refused(
        name=words(("privételefoon en privémail", "private phone and mail")),
        stems=("prive",),
        pairs=(("private", "personal", "home", "thuis"), _CONTACT),
    ),
    Refused(
        name=words(("gezin en noodcontact", "family and emergency contact")),
        phrases=("partner", "kind", "kinderen", "child", "children", "spouse", "emergency",
                 "next of kin", "nood"),
        stems=("echtgeno", "noodcontact", "noodnaam", "noodtel", "noodnummer", "noodrelatie"),
    ),
    Refused(
        name=words(("herkomst en burgerlijke staat", "origin and marital status")),
        phrases=("ras", "race", "marital", "civil status", "land van herkomst"),
        stems=("nationalit", "burgerlijk", "afkomst", "etnic", "ethnic"),
    ),
    Refused(
        name=words(("geslacht en geaardheid", "gender and orientation")),
        phrases=("sex", "sexual"),
        stems=("geslacht", "gender", "geaard", "seks"),
    ),
    Refused(
        name=words(("overtuiging", "conviction")),
        phrases=("trade union", "strafblad", "geloof"),
        stems=("religi", "godsdienst", "geloofs", "vakbond"),
    ),
    Refused(
        name=words(("gezondheid en verzuim", "health and sick leave")),
        phrases=("ziek", "wia", "wao", "wajong", "klachten", "sick", "illness", "health",
                 "reason for absence", "reden afwezigheid"),
        stems=("ziekte", "ziekmeld", "ziekver", "verzuim", "zwanger", "pregnan", "diagnos",
               "medisch", "medical", "sickness", "arbeidsongeschikt", "disabilit", "gezondheid"),
    ),
    Refused(
        name=words(("salaris", "salary")),
        phrases=("loon", "schaal", "wage", "wages", "pay scale", "pay grade", "functieschaal"),
        stems=("salari", "salary", "loonsch", "brutoloon", "uurloon"),
    ),
)  # fmt: skip

#: An e-mail address is no address, and the number of a member of staff no identity document.
_EXCUSES = {
    "address": ("mail", "email", "web", "internet"),
    "identity document": ("employee", "medewerker", "personeel", "staff", "werknemer"),
}
#: The English heading for *soort*; as a word among others it is a child.
_OURS = ("kind",)
#: Work begins on such days too, and training ends long ago.
_OF_WORK = (
    "dienst", "contract", "functie", "start", "begin", "registr", "diploma", "service",
    "aanstelling", "opleiding", "actief", "active", "trained",
)  # fmt: skip
_BIRTH_YEARS = range(1930, 2010)
_MOST = 0.8  # of a column, the rest being slips


def forbidden_name(heading: str) -> Words | None:
    """
    Return what a heading stands for when koppeling refuses it, else None.

    Examples
    --------
    >>> [bool(forbidden_name(text)) for text in ("TelefoonPrive", "e-mailadres", "loonprofiel")]
    [True, False, False]
    """
    if normalise(heading) in _OURS:
        return None
    found = (*heading_words(heading), normalise(heading))  # “B.S.N.” is one word too
    return next((refused.name for refused in FORBIDDEN if _matches(refused, found)), None)


def _matches(refused: Refused, found: tuple[str, ...]) -> bool:
    if set(found) & set(_EXCUSES.get(refused.name.en, ())):
        return False
    in_a_row = f" {' '.join(found)} "
    return (
        any(f" {phrase} " in in_a_row for phrase in refused.phrases)
        or any(word.startswith(refused.stems) for word in found)
        or all(set(found) & set(side) for side in refused.pairs)
    )


def forbidden_content(heading: str, texts: Sequence[str]) -> Words | None:
    """
    Return what a column holds when most of it can only be refused, else None.

    That is: numbers that pass the 11-test of a BSN, bank accounts by their check
    digits, and dates on which people who work were born (not where the heading
    speaks of work).
    """
    if not texts:
        return None
    speaks_of_work = any(word.startswith(_OF_WORK) for word in heading_words(heading))
    tests = [(_BSN, _is_any_bsn), (_BANK, is_iban)]
    if not speaks_of_work:
        tests.append((_BIRTH, _is_birthday))
    enough = _MOST * len(texts)
    return next((name for name, test in tests if sum(map(test, texts)) >= enough), None)


def _is_any_bsn(text: str) -> bool:
    """
    Tell a BSN also without its leading zero, which a number loses, and with points in it.

    A date is none: one in eleven would pass.
    """
    digits = re.sub(r"[ .-]", "", text)
    return len(digits) in (8, 9) and is_bsn(digits.zfill(9)) and _day_of(text) is None


def _is_birthday(text: str) -> bool:
    day = _day_of(text)
    return day is not None and day.year in _BIRTH_YEARS


def _day_of(text: str) -> date | None:
    try:
        day = typed_date(text).value
    except UnfitError:
        return None
    return day if isinstance(day, date) else None


def is_iban(text: str) -> bool:
    """
    Tell whether a text is a bank account, by its check digits.

    Examples
    --------
    >>> is_iban("NL91 ABNA 0417 1643 00"), is_iban("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    account = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", account):
        return False
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1


def is_bsn(number: str) -> bool:
    """
    Tell whether a personnel number passes the 11-test of a Dutch BSN.

    Examples
    --------
    >>> is_bsn("111222333"), is_bsn("111222334")
    (True, False)
    """
    if len(number) != 9 or not (number.isascii() and number.isdigit()) or not int(number):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(digit) for w, digit in zip(weights, number, strict=True)) % 11 == 0
