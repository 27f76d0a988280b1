"""What koppeling refuses to know, by the words of a heading and by what stands under it."""

from __future__ import annotations

from dataclasses import dataclass

from koppeling.workbook.schema.shapes import Words, heading_words, normalise, words


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


BSN = words(("BSN", "BSN"))
BIRTH = words(("geboortedatum", "date of birth"))
BANK = words(("bankrekening", "bank account"))
_CONTACT = (
    "telefoon", "telefoonnummer", "tel", "mobiel", "gsm", "mail", "email", "emailadres",
    "mailadres", "phone", "mobile", "telephone", "adres", "address",
)  # fmt: skip

FORBIDDEN: tuple[Refused, ...] = (
    Refused(
        name=BSN,
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
        name=BIRTH,
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
        name=BANK,
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
