"""
Make the Word templates of `koppeling documents`, in both languages.

Their texts stand here, so that a change can be reviewed; the .docx files in
`src/koppeling/papers/templates` are what the program fills in. A practice may
put its own versions in a folder *sjablonen* beside its workbook: any Word file
of the same name with the same fields between double braces. `--check` changes
nothing and exits 1 when a template is out of date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from template_paper import Paper

FOLDER = Path(__file__).resolve().parent.parent / "src" / "koppeling" / "export" / "templates"

JUNIOR = ("junior", "junior", "{{ junior.name }} ({{ junior.number }})")
SENIOR = ("senior", "senior", "{{ senior.name }} ({{ senior.number }})")
SIGN_JUNIOR = ("Junior", "Junior", "{{ junior.name }}")
SIGN_SENIOR = ("Senior", "Senior", "{{ senior.name }}")
SIGN_EMPLOYER = ("Namens de praktijk", "For the practice", "")


def plan(language: str) -> Paper:
    """Plan of guidance, with the four parts that a plan must have (K9)."""
    paper = Paper(language, ("Plan van begeleiding", "Plan of guidance"), "junior.number")
    paper.facts(
        JUNIOR, SENIOR,
        ("traject", "trajectory", "{{ trajectory }}"),
        ("looptijd", "period", "{{ first }} – {{ last }}"),
    )  # fmt: skip
    paper.head("1  Vorm", "1  Form")
    paper.text("{{ form }}", "{{ form }}")
    paper.text(
        "De senior neemt het initiatief en plant de overleggen een jaar vooruit. De junior vertelt "
        "wat hij of zij doet en hoe; de senior kijkt ook zelf mee in het werk, en geeft "
        "richtlijnen, advies en steun.",
        "The senior takes the initiative and plans the meetings a year ahead. The junior tells "
        "what he or she does and how; the senior also watches the work, and gives guidelines, "
        "advice and support.",
    )
    paper.ask("Zo past deze vorm bij onze organisatie:", "How this form suits our organisation:", 1)
    paper.head("2  Inhoud", "2  Content")
    paper.text(
        "Junior en senior bepalen samen waarover het gaat. Het teamhandboek is de leidraad:",
        "Junior and senior decide together what it is about. The team handbook is the guide:",
    )
    paper.loop("themes", "{{ item }}")
    paper.when("goals", lambda: _goals(paper))
    paper.text("Ook het persoonlijk opleidingsplan (POP) komt aan bod.",
               "The personal development plan is discussed too.")  # fmt: skip
    paper.head("3  Intensiteit, frequentie en getraptheid", "3  Intensity, frequency and steps")
    paper.table(
        (("fase", "phase"), ("vanaf", "from"), ("tot en met", "until"), ("overleggen", "meetings"),
         ("ritme", "rhythm"), ("minuten", "minutes"), ("uren", "hours")),
        ("phases", ("name", "first", "last", "count", "rhythm", "minutes", "hours")),
        (3.9, 2.3, 2.3, 2.2, 2.9, 1.7, 1.7),
    )  # fmt: skip
    paper.text("{{ total }}", "{{ total }}")
    paper.text("{{ tapering }}", "{{ tapering }}")
    paper.when("escalations", lambda: _escalations(paper))
    paper.head("4  Evaluatiemomenten", "4  Evaluation moments")
    paper.loop("evaluations", "{{ item.date }}: {{ item.what }}")
    paper.when("meetings", lambda: _meetings(paper))
    paper.sign(SIGN_JUNIOR, SIGN_SENIOR, SIGN_EMPLOYER)
    return paper


def _goals(paper: Paper) -> None:
    paper.text("Leerdoelen van de junior:", "Learning goals of the junior:")
    paper.loop("goals", "{{ item }}")


def _escalations(paper: Paper) -> None:
    paper.text(
        "Tijdelijk extra begeleiding; die staat los van de afbouw hierboven:",
        "Extra guidance for a time, apart from the steps above:",
    )
    paper.loop("escalations", "{{ item }}")


def _meetings(paper: Paper) -> None:
    paper.head("Geplande overleggen", "Meetings planned")
    paper.table(
        (("datum", "date"), ("tijd", "time"), ("soort", "kind")),
        ("meetings", ("date", "time", "kind")),
        (5.0, 4.0, 8.0),
    )


def statement_before(language: str) -> Paper:
    """Statement before guidance starts (K12)."""
    title = ("Verklaring plan werkbegeleiding", "Statement on the plan of guidance")
    paper = Paper(language, title, "junior.number")
    paper.text("Vóór aanvang van de werkbegeleiding", "Before guidance starts")
    paper.facts(
        ("professional", "professional", JUNIOR[2]),
        ("werkbegeleider", "guide", SENIOR[2]),
        ("registratie werkbegeleider", "guide's registration", "{{ registration }}"),
        ("domein", "field of work", "{{ domain }}"),
        ("start", "start", "{{ first }}"),
        ("herregistratie per", "re-registration on", "{{ reregistration }}"),
    )
    paper.text(
        "Ondergetekenden verklaren dat er een werkbegeleider is en een plan van werkbegeleiding, "
        "en dat het plan deze onderdelen beschrijft:",
        "The undersigned state that there is a guide and a plan of guidance, and that the plan "
        "describes these parts:",
    )
    paper.points(
        ("vorm van de werkbegeleiding", "form of the guidance"),
        ("inhoud van de werkbegeleiding", "content of the guidance"),
        ("intensiteit, frequentie en getraptheid", "intensity, frequency and steps"),
        ("evaluatiemomenten", "evaluation moments"),
        box=True,
    )
    paper.text(
        "Afgesproken zijn {{ count }} overleggen, {{ hours }} uur voor ieder van beiden, van "
        "{{ first }} tot en met {{ last }}. Het plan is bijgevoegd.",
        "Agreed are {{ count }} meetings, {{ hours }} hours for each of both, from {{ first }} to "
        "{{ last }}. The plan is attached.",
    )
    paper.when("needs_motivation", lambda: paper.text(
        "De werkbegeleider heeft geen van de vijf registraties; een motivatie is bijgevoegd.",
        "The guide holds none of the five registrations; a motivation is attached."))  # fmt: skip
    paper.sign(("Professional", "Professional", "{{ junior.name }}"),
               ("Werkbegeleider", "Guide", "{{ senior.name }}"),
               ("Werkgever", "Employer", ""))  # fmt: skip
    return paper


def statement_after(language: str) -> Paper:
    """Statement after guidance, with what went otherwise than planned (K14)."""
    title = ("Verklaring gevolgde werkbegeleiding", "Statement on guidance received")
    paper = Paper(language, title, "junior.number")
    paper.text(
        "Na afloop van de werkbegeleiding, in te leveren vóór de datum van herregistratie",
        "After the guidance, to be handed in before the date of re-registration",
    )
    paper.facts(
        ("professional", "professional", JUNIOR[2]),
        ("werkbegeleider", "guide", SENIOR[2]),
        ("registratie werkbegeleider", "guide's registration", "{{ registration }}"),
        ("periode", "period", "{{ first }} – {{ last }}"),
        ("stand op", "state on", "{{ on }}"),
        ("herregistratie per", "re-registration on", "{{ reregistration }}"),
        ("volgens plan", "on plan", "{{ planned }}"),
        ("gehouden", "held", "{{ held }}"),
    )
    paper.text(
        "Ondergetekenden verklaren dat de werkbegeleiding is gevolgd volgens het plan, op de "
        "afwijkingen na die hieronder staan.",
        "The undersigned state that guidance was received as planned, but for the deviations "
        "below.",
    )
    paper.head("Plan en praktijk", "Plan and practice")
    paper.text("{{ conclusion }}", "{{ conclusion }}")
    paper.when("deviations", lambda: _deviations(paper))
    paper.sign(("Professional", "Professional", "{{ junior.name }}"),
               ("Werkbegeleider", "Guide", "{{ senior.name }}"),
               ("Werkgever", "Employer", ""))  # fmt: skip
    return paper


def _deviations(paper: Paper) -> None:
    paper.table(
        (("kwartaal", "quarter"), ("volgens plan", "on plan"), ("gehouden", "held"),
         ("verschil", "difference")),
        ("deviations", ("quarter", "planned", "held", "difference")),
        (5.0, 4.0, 4.0, 4.0),
    )  # fmt: skip
    paper.ask("Waarom van het plan is afgeweken (in te vullen door u beiden):",
              "Why it differs from the plan (to be filled in by you both):", 4)  # fmt: skip


def motivation(language: str) -> Paper:
    """Request to let an experienced professional guide (K5, K13)."""
    paper = Paper(language, ("Gemotiveerd verzoek werkbegeleider", "Motivated request for a guide"),
                  "senior.number")  # fmt: skip
    paper.facts(
        ("voorgestelde werkbegeleider", "proposed guide", SENIOR[2]),
        ("voor", "for", JUNIOR[2]),
        ("domein", "field of work", "{{ domain }}"),
        ("ervaring op academisch niveau", "experience at academic level", "{{ years }}"),
    )
    paper.text(
        "De voorgestelde werkbegeleider heeft geen van deze registraties: NVO "
        "orthopedagoog-generalist, postmaster orthopedagoog SKJ, kinder- en jeugdpsycholoog NIP, "
        "kinder- en jeugdpsycholoog SKJ, gezondheidszorgpsycholoog BIG. Wij verzoeken deze ervaren "
        "professional toch als werkbegeleider te aanvaarden.",
        "The proposed guide holds none of these registrations: NVO remedial educationalist "
        "(generalist), postmaster remedial educationalist SKJ, child and youth psychologist NIP, "
        "child and youth psychologist SKJ, health care psychologist BIG. We ask to accept this "
        "experienced professional as a guide all the same.",
    )
    paper.text("{{ experience }}", "{{ experience }}")
    paper.head("Niveau (Dreyfus en Dreyfus)", "Level (Dreyfus and Dreyfus)")
    paper.points(
        ("niveau 4, vakbekwaam: ziet wat het belangrijkst is en merkt afwijkingen op",
         "level 4, proficient: sees what matters most and notices what deviates"),
        ("niveau 5, expert: overziet direct situatie, doelen en manieren om die te bereiken",
         "level 5, expert: sees situation, goals and ways to reach them at once"),
        box=True,
    )  # fmt: skip
    paper.head("Motivatie", "Motivation")
    paper.ask("Waaruit blijkt de ervaring?", "What shows the experience?", 3)
    paper.ask("Welke competenties en vaardigheden maken deze collega geschikt als werkbegeleider?",
              "Which competences and skills make this colleague fit to guide?", 3)  # fmt: skip
    paper.sign(("Professional", "Professional", "{{ junior.name }}"),
               ("Voorgestelde werkbegeleider", "Proposed guide", "{{ senior.name }}"),
               ("Werkgever", "Employer", ""))  # fmt: skip
    return paper


def handover(language: str) -> Paper:
    """Sheet for when a pair changes or a senior is away (B11)."""
    paper = Paper(language, ("Overdracht", "Handover"), "junior.number")
    paper.facts(
        JUNIOR,
        ("van", "from", "{{ giver.name }} ({{ giver.number }})"),
        ("aan", "to", "{{ taker }}"),
        ("traject", "trajectory", "{{ trajectory }}, {{ phase }}"),
        ("gehouden tot nu toe", "held so far", "{{ held }}"),
    )
    paper.text("{{ occasion }}", "{{ occasion }}")
    paper.when("dates", lambda: paper.table(
        (("datum", "date"), ("minuten", "minutes")), ("dates", ("date", "minutes")),
        (8.5, 8.5)))  # fmt: skip
    paper.when("goals", lambda: _goals(paper))
    paper.ask("Waar staan we? (werkwijze, dossiers, agenda, samenwerken)",
              "Where do we stand? (way of working, files, agenda, working together)")  # fmt: skip
    paper.ask("Welke afspraken lopen er, en tot wanneer?", "Which agreements run, and until when?")
    paper.ask("Wat werkt goed in de begeleiding?", "What works well in the guidance?")
    paper.ask("Wat heeft de junior als eerste nodig?", "What does the junior need first?")
    paper.text(
        "Wat in vertrouwen is besproken, blijft tussen junior en senior, tenzij de junior het zelf "
        "wil delen.",
        "What was said in confidence stays between junior and senior, unless the junior wishes to "
        "share it.",
    )
    paper.sign(SIGN_JUNIOR, ("Senior die overdraagt", "Senior who hands over", "{{ giver.name }}"),
               ("Senior die overneemt", "Senior who takes over", "{{ taker_name }}"))  # fmt: skip
    return paper


def agenda(language: str) -> Paper:
    """Agenda that junior and senior fill in together (P27, P28)."""
    paper = Paper(language, ("Agenda overleg", "Agenda for a meeting"), "junior.number")
    paper.facts(JUNIOR, SENIOR, ("datum", "date", "{{ date }}"), ("tijd", "time", "{{ time }}"))
    paper.text(
        "Samen bepalen jullie waarover het gaat; kruis aan wat vandaag aan bod komt.",
        "You decide together what it is about; tick what you discuss today.",
    )
    paper.document.add_paragraph("{%p for item in themes %}")
    paper.document.add_paragraph("☐  {{ item }}")
    paper.document.add_paragraph("{%p endfor %}")
    paper.points(("persoonlijk opleidingsplan (POP)", "personal development plan"), box=True)
    paper.when("goals", lambda: _goals(paper))
    paper.when("is_review_near", lambda: paper.points(
        ("jaargesprek: voorbereiding en POP", "yearly review: preparation and development plan"),
        box=True))  # fmt: skip
    paper.ask("Afspraken van de vorige keer", "Agreements of last time")
    paper.ask("Punten van de junior", "Points of the junior")
    paper.ask("Punten van de senior", "Points of the senior")
    paper.when("is_cockpit", lambda: _cockpit(paper))
    paper.ask("Nieuwe afspraken: wie, wat, wanneer", "New agreements: who, what, when", 3)
    paper.text(
        "Dit blad is van jullie beiden; het gaat niet naar de leiding.",
        "This sheet is for the two of you; it does not go to management.",
    )
    return paper


def _cockpit(paper: Paper) -> None:
    paper.ask("Wat is er tot nu toe gedaan?", "What was done so far?", 1)
    paper.ask("Wat gaat er goed?", "What goes well?", 1)
    paper.ask("Wat kan beter?", "What could be better?", 1)
    paper.ask("Wat is er de komende tien weken nodig?", "What is needed in the next ten weeks?", 1)


def quarter_talk(language: str) -> Paper:
    """Sheet for the talk of a senior with management (P24, P25, P34)."""
    paper = Paper(language, ("Kwartaalgesprek", "Quarterly talk"), "senior.number")
    paper.facts(
        SENIOR,
        ("kwartaal", "quarter", "{{ quarter }}"),
        ("datum", "date", "{{ date }}"),
        ("uren voor begeleiding", "hours for guidance", "{{ hours }}"),
    )
    paper.head("Uw junioren", "Your juniors")
    paper.table(
        (("junior", "junior"), ("fase", "phase"),
         ("overleggen dit kwartaal", "meetings this quarter"), ("tot nu toe", "so far")),
        ("juniors", ("who", "phase", "quarter", "so_far")),
        (5.0, 4.0, 4.0, 4.0),
    )  # fmt: skip
    paper.head("Voortgang naast de normen", "Progress beside the norms")
    paper.table(
        (("wie", "who"), ("kwartaal", "quarter"), ("klanttevredenheid", "client satisfaction"),
         ("QC", "QC"), ("directe tijd", "direct time"), ("accreditatie tot", "accredited until"),
         ("jaargesprek", "yearly review")),
        ("norms", ("who", "quarter", "satisfaction", "quality_check", "direct_time",
                   "accreditation", "review")),
        (3.0, 1.7, 3.2, 2.0, 2.2, 2.6, 2.3),
    )  # fmt: skip
    paper.text("{{ norms_junior }}", "{{ norms_junior }}")
    paper.text("{{ norms_senior }}", "{{ norms_senior }}")
    paper.head("Gesprek", "Talk")
    paper.ask("Hoe gaat het met de junioren, en wat laten zij zien?",
              "How are the juniors doing, and what do they show?")  # fmt: skip
    paper.ask("Wat gaat goed in uw begeleiding, en wat kan beter?",
              "What goes well in your guidance, and what could be better?")  # fmt: skip
    paper.ask(
        "Wat heeft u van ons nodig om te coachen, te stimuleren en scherp te houden?",
        "What do you need from us to coach, to encourage and to keep them sharp?",
    )
    paper.ask("Is er meer of minder begeleiding nodig?", "Is more or less guidance needed?", 1)
    paper.ask("Afspraken", "Agreements", 2)
    paper.text(
        "Wat junior en senior in vertrouwen bespreken, komt hier niet aan de orde.",
        "What junior and senior discuss in confidence is no subject here.",
    )
    paper.sign(SIGN_SENIOR, ("Leiding", "Management", ""))
    return paper


def final_evaluation(language: str) -> Paper:
    """Evaluate a trajectory at its end (P37)."""
    paper = Paper(language, ("Eindevaluatie", "Final evaluation"), "junior.number")
    paper.facts(
        JUNIOR, SENIOR,
        ("traject", "trajectory", "{{ trajectory }}, {{ first }} – {{ last }}"),
        ("volgens plan", "on plan", "{{ planned }}"),
        ("gehouden", "held", "{{ held }}"),
        ("tijd van beiden samen", "time of both together", "{{ both }}"),
    )  # fmt: skip
    paper.text("Geef bij elk punt aan wat u ziet, met een voorbeeld uit het werk.",
               "Say for each point what you see, with an example from work.")  # fmt: skip
    paper.ask("1  Onze manier van werken is eigen geworden.",
              "1  Our way of working has become second nature.")  # fmt: skip
    paper.ask("2  De dossiers voldoen aan wet- en regelgeving.",
              "2  The files comply with laws and regulations.")  # fmt: skip
    paper.ask("3  Klanten zijn tevreden.", "3  Clients are satisfied.")
    paper.ask("4  De agenda is efficiënt gepland.", "4  The agenda is planned efficiently.")
    paper.when("figures", lambda: paper.table(
        (("kwartaal", "quarter"), ("klanttevredenheid", "client satisfaction"),
         ("QC", "QC"), ("directe tijd", "direct time")),
        ("figures", ("quarter", "satisfaction", "quality", "direct")),
        (4.2, 4.6, 4.1, 4.1)))  # fmt: skip
    paper.ask("Wat wil de junior nog leren? (POP)", "What does the junior still want to learn?")
    paper.head("Vervolg", "What follows")
    paper.points(
        ("het traject is afgerond", "the trajectory is completed"),
        ("verlengen met een overleg per kwartaal", "prolong with one meeting a quarter"),
        ("de leiding besluit over de rol van senior", "management decides on the role of senior"),
        box=True,
    )
    paper.sign(SIGN_JUNIOR, SIGN_SENIOR, ("Leiding", "Management", ""))
    return paper


TEMPLATES: dict[str, Callable[[str], Paper]] = {
    "plan": plan,
    "verklaring-voor": statement_before,
    "verklaring-na": statement_after,
    "motivatie": motivation,
    "overdracht": handover,
    "agenda": agenda,
    "kwartaalgesprek": quarter_talk,
    "eindevaluatie": final_evaluation,
}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = 0
    for language in ("nl", "en"):
        for name, make in TEMPLATES.items():
            path = FOLDER / language / f"{name}.docx"
            content = make(language).to_bytes()
            if path.exists() and path.read_bytes() == content:
                continue
            stale += 1
            print(path.relative_to(FOLDER.parent))
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
