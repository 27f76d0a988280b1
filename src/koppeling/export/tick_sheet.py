"""The one sheet of a tick list, declared like every other sheet."""

from __future__ import annotations

from koppeling.domain.meeting import MeetingStatus
from koppeling.workbook.shapes import Kind, Sheet, choice, field, words

#: Canonical value → what it says of the meeting.
STATUS_BY_KEY = {
    "planned": MeetingStatus.PLANNED,
    "held": MeetingStatus.HELD,
    "dropped": MeetingStatus.CANCELLED,
}

TICK_SHEET = Sheet(
    key="tick_list",
    words=words(("Mijn kwartaal", "My quarter")),
    meaning=words(
        (
            "Uw overleggen van dit kwartaal; kies bij elk de status.",
            "Your meetings of this quarter; choose the status of each.",
        )
    ),
    columns=(
        field("date", ("datum", "date"), Kind.DATE,
              ("Dag van het overleg. Verandert u die, geef het dan door: de lijst verzet niets.",
               "Day of the meeting. If you change it, tell management: the list moves nothing.")),
        field("begin", ("begin", "begin"), Kind.TIME, ("Begintijd.", "Time of beginning.")),
        field("end", ("einde", "end"), Kind.TIME, ("Eindtijd.", "Time of ending.")),
        field("junior_name", ("naam junior", "junior's name"), Kind.TEXT,
              ("Met wie; bij een groep allemaal.", "With whom; all of them in a group."),
              matters=False),
        field("phase", ("fase", "phase"), Kind.TEXT,
              ("Waar de junior in het traject is.", "Where the junior is in the trajectory."),
              matters=False),
        field("kind", ("soort", "kind"), Kind.TEXT, ("Soort overleg.", "Kind of meeting."),
              matters=False),
        field("status", ("status", "status"), Kind.CHOICE,
              ("gehouden, vervallen, of nog gepland.", "held, dropped, or still planned."),
              required=True,
              choices=choice(("planned", "gepland", "planned"), ("held", "gehouden", "held"),
                             ("dropped", "vervallen", "dropped"))),
        field("agenda", ("volgende agenda", "next agenda"), Kind.TEXT,
              ("Een onderwerp om mee te beginnen; wat u bespreekt, bepaalt u samen.",
               "A subject to start with; what you discuss is up to the two of you."),
              matters=False),
        field("id", ("kenmerk", "identity"), Kind.TEXT,
              ("Hieraan herkent koppeling het overleg: laat dit staan.",
               "By this koppeling recognises the meeting: leave it as it is."),
              required=True, synonyms=("id",)),
    ),
)  # fmt: skip
