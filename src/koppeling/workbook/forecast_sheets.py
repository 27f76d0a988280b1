"""The sheets of a workbook that looks ahead: their names, columns and words."""

from __future__ import annotations

from koppeling.workbook.shapes import Field, Kind, Sheet, field, words


def _text(key: str, nl: str, en: str, meaning: tuple[str, str]) -> Field:
    return field(key, (nl, en), Kind.TEXT, meaning)


def _hours(key: str, nl: str, en: str, meaning: tuple[str, str]) -> Field:
    return field(key, (nl, en), Kind.HOURS, meaning)


def _count(key: str, nl: str, en: str, meaning: tuple[str, str]) -> Field:
    return field(key, (nl, en), Kind.INTEGER, meaning)


MAIN_POINTS = Sheet(
    key="forecast_points",
    words=words(("Hoofdzaken", "Main points")),
    meaning=words(
        ("Wat u kunt doen, en hoe er geteld is.", "What you can do, and how we counted.")
    ),
    columns=(
        _text("item", "onderdeel", "item", ("Wat.", "What.")),
        _text("value", "in woorden", "in words", ("Hoe het ervoor staat.", "How it stands.")),
    ),
)

OUTLOOK = Sheet(
    key="forecast",
    words=words(("Vooruitblik", "Forecast")),
    meaning=words(
        ("Wat er nodig is en wat er is, per kwartaal.", "What is needed and what there is.")
    ),
    columns=(
        field("quarter", ("kwartaal", "quarter"), Kind.QUARTER, ("Het kwartaal.", "The quarter.")),
        _hours("need", "nodig", "needed",
               ("Uren begeleiding die de junioren nodig hebben; voor junior en senior gelijk.",
                "Hours of guidance that juniors need; the same for junior and senior.")),
        _hours("available", "beschikbaar", "available",
               ("Uren begeleiding die de senioren kunnen geven. Het kwartaalgesprek met de leiding "
                "(een half uur per senior) is er al af.",
                "Hours of guidance that seniors can give. Their quarterly talk with management "
                "(half an hour each) has been taken off.")),
        field("ratio", ("verhouding", "ratio"), Kind.PERCENT,
              ("Nodig als deel van beschikbaar.", "Needed as a share of available.")),
        _hours("reserved", "met reserve", "with reserve",
               ("Beschikbaar, als u de reserve van de instellingen achter de hand houdt.",
                "Available, when you keep the reserve of the settings in hand.")),
        _hours("served", "te plaatsen", "can be placed",
               ("Hoeveel van de nodige uren in dit kwartaal echt een senior en een moment vinden: "
                "met werkdagen, vestigingen, vaste momenten en het maximum aan junioren.",
                "How many of the needed hours find a senior and a moment in this quarter: with "
                "working days, sites, fixed slots and the limit of juniors.")),
        _count("room", "ruimte voor nieuwe junioren", "room for new juniors",
               ("Hoeveel nieuwe junioren op de eerste dag van dit kwartaal kunnen beginnen, "
                "verdeeld over de vestigingen zoals dat het beste uitkomt, terwijl ieder ander "
                "geplaatst blijft. Bewezen: één meer past niet.",
                "How many new juniors can start on the first day of this quarter, over the sites "
                "as suits best, while everyone else stays placed. Proven: one more does not fit.")),
        _hours("hiring", "nodig met aannemen", "needed with hiring",
               ("Nodig, als u elk kwartaal nieuwe junioren aanneemt; zie Hoofdzaken.",
                "Needed, when you hire new juniors every quarter; see Main points.")),
        _text("verdict", "oordeel", "verdict",
              ("Of de uren genoeg zijn.", "Whether the hours suffice.")),
        _count("juniors", "junioren", "juniors",
               ("Junioren met een overleg in dit kwartaal.",
                "Juniors with a meeting in this quarter.")),
        _count("unplaced", "zonder senior", "without a senior",
               ("Junioren voor wie er vanaf dit kwartaal geen plaats is, ook zonder aannemen.",
                "Juniors for whom there is no place from this quarter on, even without hiring.")),
        _text("starting", "beginnen", "starting",
              ("Junioren die in dit kwartaal beginnen.", "Juniors who start in this quarter.")),
        _text("ending", "ronden af", "ending",
              ("Junioren met hun laatste overleg in dit kwartaal.",
               "Juniors with their last meeting in this quarter.")),
        _count("seniors", "senioren", "seniors",
               ("Senioren die in dit kwartaal begeleiden kunnen.",
                "Seniors who can guide in this quarter.")),
        _text("changes", "wat er bij senioren verandert", "what changes for seniors",
              ("Wie komt, gaat, klaar is met de opleiding, of van wie die verloopt.",
               "Who comes, leaves, ends the course, or whose training expires.")),
        _hours("consults", "uren zonder consulten", "hours without consults",
               ("Uren die niet naar cliënten gaan: een uur begeleiding kost de junior en de senior "
                "er allebei een.",
                "Hours that do not go to clients: an hour of guidance takes one of the junior and "
                "one of the senior.")),
        field("euros", ("euro's", "euros"), Kind.DECIMAL,
              ("Die uren maal het tarief per uur van de instellingen.",
               "Those hours times the hourly rate of the settings.")),
    ),
)  # fmt: skip

ROOM = Sheet(
    key="forecast_room",
    words=words(("Ruimte", "Room")),
    meaning=words(
        ("Hoeveel nieuwe junioren passen, waar en op welke dagen.",
         "How many new juniors fit, where and on which days."),
    ),
    columns=(
        _text("site", "vestiging", "site", ("Waar zij werken.", "Where they work.")),
        _text("days", "werkdagen", "working days",
              ("Dagen waarop zij werken, op de standaard werktijd.",
               "Days on which they work, at the default hours.")),
        _count("number", "nieuwe junioren", "new juniors",
               ("Hoeveel zulke junioren op de eerste dag van dit kwartaal kunnen beginnen, "
                "als u alleen op deze vestiging en deze dagen aanneemt en niemand eerder of later. "
                "Bewezen: één meer past niet.",
                "How many juniors of this kind can start on the first day of this quarter, if you "
                "hire only at this site and on these days, and nobody before or after. Proven: "
                "one more does not fit.")),
    ),
)  # fmt: skip

GAINS = Sheet(
    key="forecast_gains",
    words=words(("Wat één meer oplevert", "What one more brings")),
    meaning=words(
        ("Wat een uur, een dag, een junior of een senior meer oplevert.",
         "What one more hour, day, junior or senior brings."),
    ),
    columns=(
        field("quarter", ("kwartaal", "quarter"), Kind.QUARTER,
              ("Het kwartaal waarin nieuwe junioren beginnen: waar het het meest knelt.",
               "The quarter in which newcomers start: where it pinches most.")),
        _text("who", "wie", "who", ("Om wie het gaat.", "Whom it is about.")),
        _text("change", "wat er verandert", "what changes",
              ("Alleen dit verandert; al het andere blijft gelijk.",
               "Only this changes; all else stays the same.")),
        _count("before", "ruimte nu", "room now",
               ("Nieuwe junioren die passen als er niets verandert.",
                "New juniors who fit when nothing changes.")),
        _count("room", "ruimte dan", "room then",
               ("Nieuwe junioren die dan passen.", "New juniors who then fit.")),
        _count("more", "meer nieuwe junioren", "more new juniors",
               ("Hoeveel nieuwe junioren er daardoor meer passen.",
                "How many more new juniors fit because of it.")),
        _count("fewer", "minder zonder senior", "fewer without a senior",
               ("Hoeveel van uw eigen junioren er daardoor wel een senior krijgen.",
                "How many of your own juniors get a senior because of it.")),
    ),
)  # fmt: skip

DEPENDENCE = Sheet(
    key="dependence",
    words=words(("Wie we niet kunnen missen", "Whom we cannot miss")),
    meaning=words(
        ("Wat er gebeurt als één senior wegvalt.", "What happens when one senior is gone."),
    ),
    columns=(
        field("senior", ("senior", "senior"), Kind.NUMBER_ID,
              ("Nummer van de senior.", "Senior's number.")),
        _text("name", "naam", "name", ("Naam.", "Name.")),
        _count("orphans", "raken hun senior kwijt", "lose their senior",
               ("Junioren die in het voorstel bij deze senior horen.",
                "Juniors whom the proposal gives to this senior.")),
        _count("again", "opnieuw te plaatsen", "can be placed again",
               ("Voor hoeveel van hen er een plaats is, als iedereen opnieuw wordt gekoppeld.",
                "For how many of them there is a place, everybody being paired again.")),
        _count("lost", "meer zonder senior", "more without a senior",
               ("Hoeveel junioren er meer zonder senior zijn dan nu; dat kan ook een ander zijn.",
                "How many more juniors are without a senior than now; it may be somebody else.")),
        _text("who", "wie", "who",
              ("Nummers van de junioren.", "Numbers of the juniors.")),
    ),
)  # fmt: skip

#: In the order of the workbook.
FORECAST_SHEETS: tuple[Sheet, ...] = (MAIN_POINTS, OUTLOOK, ROOM, GAINS, DEPENDENCE)
