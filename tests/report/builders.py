"""A practice and the outcome of a run, made by hand: invented people only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import (
    Component,
    DiscRule,
    Instance,
    Level,
    PairingRow,
    PairingStatus,
    Settings,
)
from koppeling.domain.people import DiscProfile, Junior, Senior
from koppeling.domain.period import Quarter, Slot
from koppeling.domain.result import (
    Code,
    Handover,
    Idle,
    LevelResult,
    Load,
    Outcome,
    Pairing,
    PairingDetail,
    PairStatus,
    Solution,
    Status,
    Unplaced,
)
from koppeling.report.result_workbook import Provenance
from koppeling.workbook.read.in_force import SettingInForce
from koppeling.workbook.read.reader import Reading, Source
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.registry import SETTINGS_SHEET, Value, find_setting, sheet_by_key

Q1 = Quarter(2027, 1)
QUARTERS = tuple(Q1.shift(n) for n in range(4))
SITES = ("Noord", "Zuid", "Centrum")
JUNIOR_NAMES = (
    "Anouk Veldman",
    "Bram Kuipers",
    "Cato Brinkman",
    "Daan Wolters",
    "Elif Sarı",
    "Femke Postma",
    "Gijs Hoekstra",
    "Hanna Zijlstra",
    "Imran Belhaj",
    "Jette Mulder",
    "Koen Terpstra",
    "Lotte Vos",
    "Milan Bos",
    "Noor Dijkman",
    "Olaf Reitsma",
    "Puck van Dam",
    "Quinten Smit",
    "Roos Hendriks",
    "Sem Vink",
    "Tess Kramer",
    "Umar Aydın",
    "Vera Schouten",
    "Wout Jonker",
    "Xanthe Blom",
    "Yara Haddad",
    "Zoë Mertens",
    "Łucja Nowak",
    "Bas van den Heuvel",
    "Charlie Engel",
    "Dewi Pratama",
)
SENIOR_NAMES = (
    "Astrid Molenaar",
    "Boris Faber",
    "Carlijn Wever",
    "Dirk-Jan Prins",
    "Esther Koster",
    "Floor Timmer",
    "Gerben Visscher",
    "Hilde Roelofs",
    "Ilse Bakker",
    "Joris Lammers",
    "Karima Ouali",
)


def make_instance() -> Instance:
    """Make up thirty juniors and eleven seniors at three sites, with twenty running pairs."""
    juniors = tuple(
        Junior(
            number=f"J{n:02d}",
            name=name,
            sites=(SITES[n % 3],),
            start=date(2026, 1 + n % 12, 1 + n % 28),
            disc=DiscProfile(style="Di"),
        )
        for n, name in enumerate(JUNIOR_NAMES, 1)
    )
    seniors = tuple(
        Senior(number=f"S{n:02d}", name=name, sites=(SITES[n % 3],), cap_minutes=720)
        for n, name in enumerate(SENIOR_NAMES, 1)
    )
    rows = tuple(
        PairingRow(junior=f"J{n:02d}", senior=_senior_of(n), status=PairingStatus.RUNNING)
        for n in range(1, 21)
    )
    return Instance(
        settings=Settings(quarter=Q1, practice_name="Praktijk De Linde"),
        juniors=juniors,
        seniors=seniors,
        pairings=rows,
    )


def _senior_of(junior: int) -> str:
    return f"S{1 + junior % 11:02d}"


def _status_of(junior: int) -> PairStatus:
    if junior == 3:
        return PairStatus.LOCKED
    if junior in (5, 12):
        return PairStatus.CHANGED
    return PairStatus.KEPT if junior <= 20 else PairStatus.NEW


def make_detail(junior: int, *, explanation: str | None = None) -> PairingDetail:
    """Pair one junior, with points that differ from junior to junior."""
    need = ((7, 6, 3, 3), (3, 3, 3, 3), (1, 1, 1, 1), (4, 6, 5, 3))[junior % 4]
    components = {part: (junior * 137 + 71 * n) % 1001 for n, part in enumerate(Component)}
    changed = _status_of(junior) is PairStatus.CHANGED
    return PairingDetail(
        pairing=Pairing(f"J{junior:02d}", _senior_of(junior), Slot(junior % 5, 17 + junior % 14)),
        status=_status_of(junior),
        previous_senior=f"S{1 + (junior + 4) % 11:02d}" if changed else None,
        need=need,
        minutes=tuple(30 * meetings for meetings in need),
        points=30 + junior * 7 % 60,
        components=components,
        runner_up=f"S{1 + (junior + 1) % 11:02d}",
        runner_up_points=25 + junior * 7 % 55,
        explanation=explanation
        or "Eerste voorkeur van de junior; zelfde vestiging; 8 gedeelde werkdagen per veertien "
        "dagen; 2 van de 3 leerdoelen passen bij de specialisaties.",
    )


def make_unplaced() -> Unplaced:
    """Make up a junior who works only on Wednesday evening."""
    return Unplaced(
        junior="J30",
        reasons={Code.NO_MOMENT: 7, Code.SITE: 3, Code.FULL: 1},
        explanation="Bij 7 van de 11 senioren is er geen gezamenlijk moment in de week, "
        "3 werken op een andere vestiging en 1 zit vol.",
        nearest="2027-Q1, S04 Dirk-Jan Prins: wo 16:30 valt 2 van de 7 keer samen, 5 is nodig.",
    )


def make_loads() -> tuple[Load, ...]:
    """Make up loads from quiet to full; the fourth senior is out in the third quarter."""
    shares = (83, 71, 96, 62, 85, 90, 44, 78, 88, 54, 0)
    return tuple(
        Load(
            senior=f"S{n:02d}",
            quarter=quarter,
            used_minutes=0 if (n, q) == (4, 2) else max(0, share * 720 // 100 - 60 * q),
            cap_minutes=0 if (n, q) == (4, 2) else 720,
            num_juniors=0 if (n, q) == (4, 2) else share // 25,
            has_talk=share > 0 and (n, q) != (4, 2),
            is_out=(n, q) == (4, 2),
        )
        for n, share in enumerate(shares, 1)
        for q, quarter in enumerate(QUARTERS)
    )


def make_levels(*, proven: bool = True) -> tuple[LevelResult, ...]:
    """Make up the seven levels; without proof the points are still open."""
    values = {
        Level.PLACED: 29,
        Level.KEPT: 18,
        Level.SERVED: 13650,
        Level.PEAK: 1000,
        Level.QUALITY: 1712,
        Level.EVEN: 6_512_331,
        Level.DRAW: 14_220_101,
    }
    levels = []
    for n, (level, value) in enumerate(values.items()):
        is_open = not proven and level in (Level.QUALITY, Level.EVEN, Level.DRAW)
        bound = {Level.QUALITY: 1738, Level.EVEN: 6_400_000}.get(level) if is_open else value
        levels.append(
            LevelResult(
                level=level, value=value, bound=bound, proven=not is_open, seconds=0.05 + n / 9
            )
        )
    return tuple(levels)


def make_findings() -> tuple[Finding, ...]:
    """Make up two remarks on the input."""
    return (
        Finding(
            severity=Severity.WARNING,
            code="unknown-column",
            sheet="Junioren",
            cell="Q1",
            message="De kolom 'lievelingskleur' kennen wij niet; zij gaat ongezien mee.",
        ),
        Finding(
            severity=Severity.WARNING,
            code="no-pattern",
            sheet="Werkdagen",
            cell="A31",
            message="J29 heeft geen rij in Werkdagen; maandag tot en met vrijdag is aangenomen.",
            remedy="Zet de werkdagen van J29 in het blad Werkdagen.",
        ),
    )


def make_outcome(
    *,
    proven: bool = True,
    robustness: Mapping[DiscRule, int] | None = None,
    details: tuple[PairingDetail, ...] | None = None,
    unplaced: tuple[Unplaced, ...] | None = None,
    handovers: tuple[Handover, ...] | None = None,
    findings: tuple[Finding, ...] | None = None,
    idle: tuple[str, ...] = ("J29",),
) -> Outcome:
    """Make up a run for the thirty juniors: 28 placed, one not, one idle, with two handovers."""
    pairs = details if details is not None else tuple(make_detail(n) for n in range(1, 29))
    away = QUARTERS[2]
    return Outcome(
        quarter=Q1,
        horizon=QUARTERS,
        solution=Solution(
            pairings=tuple(detail.pairing for detail in pairs),
            levels=make_levels(proven=proven),
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            robustness=robustness
            if robustness is not None
            else {
                DiscRule.COMPLEMENT: 26,
                DiscRule.WARMTH: 27,
                DiscRule.PACE: 27,
                DiscRule.OFF: 25,
            },
            solver="OR-Tools CP-SAT 9.15",
        ),
        pairings=pairs,
        unplaced=unplaced if unplaced is not None else (make_unplaced(),),
        idle=tuple(Idle(junior=number, explanation=f"{number} is klaar.") for number in idle),
        handovers=handovers
        if handovers is not None
        else tuple(
            Handover(junior="J03", senior="S04", quarter=away, day=day, minutes=30)
            for day in (date(2027, 7, 13), date(2027, 8, 17))
        ),
        loads=make_loads(),
        findings=findings if findings is not None else make_findings(),
    )


def make_provenance(*, minute: int = 5) -> Provenance:
    """Make up a run in November, at a minute to choose."""
    return Provenance(
        version="0.1.0",
        run_at=datetime(2026, 11, 21, 20, minute, 31, tzinfo=UTC),
        seconds=1.84 + minute,
        options={"--time-limit": "60"},
        checks=("Alle harde regels zijn nagekomen.", "Alle doelen hebben de waarde die er staat."),
    )


def make_tables() -> tuple[Table, ...]:
    """Make up the input as read: settings, juniors with a column of their own, absences."""
    settings: tuple[tuple[str, Value], ...] = (
        ("kwartaal", "2027-Q1"),
        ("horizon", 4),
        ("goede vrijdag vrij", "weet niet"),
    )
    juniors: tuple[tuple[dict[str, Value], dict[int, str]], ...] = (
        ({"number": "0012", "name": "Anouk Veldman", "site": "Noord"}, {4: "=1+1"}),
        ({"number": "J02", "name": "Bram Kuipers", "site": "Zuid"}, {}),
    )
    absence: dict[str, Value] = {
        "number": "0012",
        "kind": "absent",
        "from": date(2027, 2, 1),
        "remark": "griep",
    }
    return (
        Table(
            sheet=sheet_by_key("juniors"),
            name="Junioren",
            headings=(
                ("Nr", "number"),
                ("Naam", "name"),
                ("Vestiging", "site"),
                ("lievelingskleur", None),
            ),
            extras={4: "lievelingskleur"},
            rows=tuple(
                Row(number=n, values=values, extras=extras)
                for n, (values, extras) in enumerate(juniors, 2)
            ),
        ),
        Table(
            sheet=SETTINGS_SHEET,
            name="Instellingen",
            headings=(("instelling", "setting"), ("waarde", "value")),
            rows=tuple(
                Row(number=n, values={"setting": name, "value": value})
                for n, (name, value) in enumerate(settings, 2)
            ),
        ),
        Table(
            sheet=sheet_by_key("availability"),
            name="Beschikbaarheid",
            headings=tuple((key, key) for key in absence),
            rows=(Row(number=2, values=absence),),
        ),
        Table(sheet=sheet_by_key("groups"), name="Groepen", headings=(("groep", "group"),)),
    )


def make_reading() -> Reading:
    """Make up what came of reading one workbook."""
    given: dict[str, Value] = {"quarter": "2027-Q1", "horizon": 4}
    settings = (find_setting(name) for name in ("kwartaal", "horizon", "vakantieregio"))
    return Reading(
        instance=make_instance(),
        findings=make_findings(),
        tables=make_tables(),
        sources=(Source("voorbeeld.xlsx", "ab" * 32),),
        unknown_sheets=("Mijn lijstje",),
        settings=tuple(
            SettingInForce(field=x, value=given.get(x.key), is_from_file=x.key in given)
            for x in settings
            if x is not None
        ),
    )
