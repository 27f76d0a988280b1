"""The sheets that `koppeling explain` adds: words and columns."""

from __future__ import annotations

from koppeling.workbook.shapes import Field, Kind, Sheet, field, words


def _difference(key: str, heading: tuple[str, str], unit: tuple[str, str]) -> Field:
    return field(
        key, heading, Kind.INTEGER,
        (
            f"Met de tweede keus in plaats van deze senior: zoveel {unit[0]} erbij of eraf in het "
            "beste voorstel dat er dan nog is.",
            f"With the second choice in place of this senior: so many {unit[1]} more or fewer in "
            "the best proposal there then is.",
        ),
    )  # fmt: skip


EXPLANATION = Sheet(
    key="explanation",
    words=words(("Uitleg", "Explanation")),
    meaning=words(
        (
            "Waarom deze twee, en wat een ander zou kosten.",
            "Why these two, and what another would cost.",
        )
    ),
    columns=(
        field("junior", ("junior", "junior"), Kind.NUMBER_ID,
              ("Nummer van de junior.", "Junior's number.")),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT, ("Naam.", "Name.")),
        field("senior", ("senior", "senior"), Kind.NUMBER_ID,
              ("Nummer van de senior; leeg als er geen is.",
               "Senior's number; empty when there is none.")),
        field("senior_name", ("naam senior", "senior's name"), Kind.TEXT, ("Naam.", "Name.")),
        field("points", ("punten", "points"), Kind.INTEGER,
              ("Hoe goed zij bij elkaar passen.", "How well they match.")),
        field("why", ("waar dat vandaan komt", "where that comes from"), Kind.TEXT,
              ("De punten per onderdeel, samen precies het totaal; of waarom er niemand is.",
               "The points part by part, together exactly the total; or why there is nobody.")),
        field("runner_up", ("tweede keus", "second choice"), Kind.NUMBER_ID,
              ("De senior die hierna het beste past.", "The senior who matches best after this.")),
        field("runner_up_name", ("naam tweede keus", "second choice's name"), Kind.TEXT,
              ("Naam.", "Name.")),
        field("runner_up_points", ("punten tweede keus", "second choice's points"), Kind.INTEGER,
              ("Hoe goed die past.", "How well they match.")),
        _difference("placed", ("± geplaatst", "± placed"), ("junioren", "juniors")),
        _difference("kept", ("± behouden", "± kept"), ("lopende koppelingen", "running pairs")),
        field("served", ("± uren begeleiding", "± hours of guidance"), Kind.HOURS,
              ("Met de tweede keus: zoveel uren begeleiding erbij of eraf.",
               "With the second choice: so many hours of guidance more or fewer.")),
        _difference("peak", ("± piek in %", "± peak in %"), ("procent drukte", "percent of load")),
        _difference("quality", ("± punten", "± points"), ("punten", "points")),
        field("price", ("wat de tweede keus kost", "what the second choice costs"), Kind.TEXT,
              ("Hetzelfde in woorden; eerst wat het zwaarst weegt.",
               "The same in words; what weighs most comes first.")),
        field("moves", ("wie er dan schuift", "who moves then"), Kind.TEXT,
              ("Junioren die dan een andere senior krijgen.",
               "Juniors who then get another senior.")),
        field("newcomer", ("wat de komst anderen kost", "what coming costs others"), Kind.TEXT,
              ("Voor wie nog geen senior had: welke lopende koppelingen ervoor wisselen, en wat er "
               "gebeurt als u die vasthoudt.",
               "For whoever had no senior yet: which running pairs change for it, and what happens "
               "when you hold on to those.")),
    ),
)  # fmt: skip

GOAL_PRICES = Sheet(
    key="goal_prices",
    words=words(("Prijs van de doelen", "Price of the goals")),
    meaning=words(
        (
            "De meeste punten bij zoveel behouden koppelingen en zo'n piek; een kolom per piek.",
            "The most points with so many pairs kept and such a peak; a column for each peak.",
        )
    ),
    columns=(
        field("kept", ("minstens behouden", "at least kept"), Kind.INTEGER,
              ("Zoveel lopende koppelingen blijven minstens.",
               "At least so many running pairs stay.")),
        field("remark", ("in woorden", "in words"), Kind.TEXT,
              ("Wat deze regel zegt, naast het voorstel.",
               "What this row says, beside the proposal.")),
    ),
)  # fmt: skip

OTHER_WEIGHTS = Sheet(
    key="other_weights",
    words=words(("Andere weging", "Other weights")),
    meaning=words(
        (
            "Hoeveel koppelingen kunnen blijven als een onderdeel anders telt.",
            "How many pairs can stay when a part counts otherwise.",
        )
    ),
    columns=(
        field("component", ("onderdeel", "component"), Kind.TEXT, ("Onderdeel van de punten.",
              "Part of the points.")),
        field("now", ("weegt nu", "weighs now"), Kind.INTEGER, ("Gewicht op het blad Weging.",
              "Weight on the sheet Weights.")),
        field("other", ("weegt dan", "weighs then"), Kind.INTEGER,
              ("Het gewicht dat is geprobeerd.", "The weight that was tried.")),
        field("same", ("blijft gelijk", "stays the same"), Kind.INTEGER,
              ("Zoveel koppelingen van het voorstel kunnen dan blijven in een beste antwoord.",
               "So many pairs of the proposal can then stay in a best answer.")),
        field("total", ("van de", "of"), Kind.INTEGER, ("Koppelingen in het voorstel.",
              "Pairs in the proposal.")),
    ),
)  # fmt: skip

SMALL_STEPS = Sheet(
    key="small_steps",
    words=words(("Kleine stappen", "Small steps")),
    meaning=words(
        (
            "Wat een uur, een dag, een vestiging of een junior meer zou opleveren.",
            "What an hour, a day, a site or a junior more would bring.",
        )
    ),
    columns=(
        field("change", ("als", "if"), Kind.TEXT, ("De verandering.", "The change.")),
        field("gain", ("dan", "then"), Kind.TEXT, ("Wat het voorstel erop vooruitgaat.",
              "How the proposal gets better.")),
    ),
)  # fmt: skip

#: All of them.
PRICE_SHEETS = (EXPLANATION, GOAL_PRICES, OTHER_WEIGHTS, SMALL_STEPS)
