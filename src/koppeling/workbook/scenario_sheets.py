"""The sheet that sets scenarios beside the base; each scenario also has a page of its own."""

from __future__ import annotations

from koppeling.workbook.shapes import Field, Kind, Sheet, choice, field, words


def _count(key: str, heading: tuple[str, str], meaning: tuple[str, str]) -> Field:
    return field(key, heading, Kind.INTEGER, meaning)


def _hours(key: str, heading: tuple[str, str], meaning: tuple[str, str]) -> Field:
    return field(key, heading, Kind.HOURS, meaning)


_BESIDE = ("Verschil met nu.", "Difference with now.")

COMPARISON = Sheet(
    key="comparison",
    words=words(("Vergelijking", "Comparison")),
    meaning=words(
        (
            "Elk scenario naast de praktijk zoals die nu is; de eerste rij is nu.",
            "Each scenario beside the practice as it is now; the first row is now.",
        )
    ),
    columns=(
        field("scenario", ("scenario", "scenario"), Kind.TEXT,
              ("Naam van het scenario; het heeft een eigen blad.",
               "Name of the scenario; it has a sheet of its own.")),
        field("effect", ("wat het doet", "what it does"), Kind.TEXT,
              ("In het kort, vergeleken met nu.", "In short, compared with now.")),
        _count("placed", ("geplaatst", "placed"),
               ("Junioren met een senior.", "Juniors with a senior.")),
        _count("placed_change", ("± geplaatst", "± placed"), _BESIDE),
        _count("unplaced", ("niet geplaatst", "not placed"),
               ("Junioren zonder senior.", "Juniors without a senior.")),
        _count("kept", ("behouden", "kept"),
               ("Lopende koppelingen die blijven.", "Running pairs that stay.")),
        _count("kept_change", ("± behouden", "± kept"), _BESIDE),
        _count("moved", ("wisselt", "moves"),
               ("Junioren die een andere senior krijgen dan nu.",
                "Juniors who get another senior than now.")),
        _hours("served", ("begeleiding (uren)", "guidance (hours)"),
               ("Uren begeleiding die de senioren geven, in alle kwartalen samen; een groep telt "
                "één keer.",
                "Hours of guidance that the seniors give, in all quarters together; a group "
                "counts once.")),
        _hours("served_change", ("± begeleiding", "± guidance"), _BESIDE),
        _hours("senior_hours", ("uren senioren", "hours of seniors"),
               ("Begeleiding en kwartaalgesprekken van alle senioren samen.",
                "Guidance and quarterly talks of all seniors together.")),
        _hours("handover", ("overdracht (uren)", "handover (hours)"),
               ("Uren die een collega overneemt omdat de eigen senior er niet is.",
                "Hours that a colleague takes over since the senior is away.")),
        field("peak", ("drukste senior", "busiest senior"), Kind.PERCENT,
              ("Gebruikte uren van de drukste senior in enig kwartaal.",
               "Hours used by the busiest senior in any quarter.")),
        field("peak_change", ("± drukste", "± busiest"), Kind.PERCENT, _BESIDE),
        _count("quality", ("punten", "points"),
               ("Punten van alle koppelingen samen: hoe goed ze bij elkaar passen.",
                "Points of all pairs together: how well they match.")),
        _count("quality_change", ("± punten", "± points"), _BESIDE),
        field("even", ("verdeling", "spread"), Kind.CHOICE,
              ("Of het werk gelijkmatiger over de senioren is verdeeld dan nu.",
               "Whether the work is spread more evenly than now."),
              choices=choice(("same", "gelijk", "same"), ("better", "gelijkmatiger", "more even"),
                             ("worse", "minder gelijk", "less even"))),
        field("cost", ("kosten (€)", "cost (€)"), Kind.DECIMAL,
              ("Uren van junioren, senioren en overdracht maal het tarief per uur.",
               "Hours of juniors, seniors and handover times the hourly rate.")),
        field("cost_change", ("± kosten (€)", "± cost (€)"), Kind.DECIMAL, _BESIDE),
        field("proven", ("bewezen best", "proven best"), Kind.YES_NO,
              ("Of bewezen is dat het niet beter kan; anders staat op het eigen blad hoeveel "
               "beter het nog zou kunnen.",
               "Whether it is proven that it cannot be done better; else its own sheet says how "
               "much better it could be.")),
    ),
)  # fmt: skip

SCENARIO_SHEETS: tuple[Sheet, ...] = (COMPARISON,)
