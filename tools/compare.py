"""
Compare two installations of koppeling on many practices.

    python tools/compare.py PYTHON_A PYTHON_B [--practices 200] [--seed 1]

Draws practices with every optional sheet, half of them with groups, writes each
as a workbook, runs both installations on it and tells what differs: the answer
(exit code, levels, pairs, moments, points, unplaced and idle juniors) and, apart
from it, the findings. `--whole` also decides, plans and delivers to payroll;
`--bytes` compares every file that was written, byte for byte, a workbook and a
document part by part, apart from when it was made and how long that took;
`--example` draws nothing and takes `data/*.xlsx`. Exits 1 when an answer differs,
or with `--bytes` a file; that one of the two refuses the input is told, and is no
such difference: bad input may be refused more strictly.
The same seed draws the same practices, on every machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUARTER, FIRST, LAST = "2027-Q1", date(2027, 1, 1), date(2027, 12, 31)
SITES = ("Noord", "Noord", "Noord; Zuid", "Zuid")
STYLES = ("D", "Di", "iD", "i", "iS", "Si", "S", "SC", "CS", "C", "CD", "DC")
DAYS = ("ma", "di", "wo", "do", "vr")
TOPICS = ("hechting", "autisme", "diagnostiek", "groepswerk")
#: Longest that one practice may take, in seconds; it is small.
PATIENCE = 600
#: Practices that one process goes through.
BATCH = 5
INPUT_ERRORS = 1

Sheets = dict[str, list[list[Any]]]

#: What differs from run to run: moments, durations, seals.
_TIMES = re.compile(
    rb"\d\d-\d\d-\d{4} \d\d:\d\d:\d\d [+-]\d{4}"
    rb'|"seconds": [\d.]+|koppeling-seal:[0-9a-f]{64}'
    rb"|(?<=<t>Seconden</t></si><si><t>)[\d,]+|(?<=<t>Seconds</t></si><si><t>)[\d.]+"
    rb"|(?<=DTSTAMP:)[\dTZ]+|(?<=SEQUENCE:)\d+"
)

#: Runs by an installation: commands in folders, several after another as starting takes longest;
#: the findings of what is refused come through the public face, as no JSON tells of them.
DRIVER = """
import contextlib, io, json, os, sys
import koppeling
from koppeling.cli import main

told = []
for folder, commands in json.load(sys.stdin):
    os.chdir(folder)
    exits, findings, words = {}, [], io.StringIO()
    for name, arguments in commands:
        with contextlib.redirect_stdout(words), contextlib.redirect_stderr(words):
            exits[name] = int(main(arguments))
        if exits[name]:
            break
    if not os.path.exists("uit.json"):
        found = koppeling.read("praktijk.xlsx").findings
        findings = [[str(one.severity), one.code] for one in found]
    told.append([exits, findings, words.getvalue()[-500:]])
print(json.dumps(told))
"""


# --- practices -----------------------------------------------------------------------------------


class Practice:
    """One practice, drawn: tight in hours and moments, so that there is something to choose."""

    def __init__(self, seed: int, number: int) -> None:
        self._rng = random.Random(f"{seed}/{number}")
        rng = self._rng
        self._juniors = [f"{n:04d}" for n in range(11, 11 + rng.randint(3, 7))]
        self._seniors = [f"9{n:03d}" for n in range(1, 1 + rng.randint(2, 4))]
        self._has_group = number % 2 == 1
        self.sheets = self._draw()

    def _maybe(self, share: float, value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
        return value if self._rng.random() < share else None

    def _day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self._rng.randrange((last - first).days + 1))

    def _draw(self) -> Sheets:
        sheets: Sheets = {
            "Instellingen": self._settings(),
            "Junioren": self._people_juniors(),
            "Senioren": self._people_seniors(),
            "Werkdagen": self._working_days(),
            "Beschikbaarheid": self._absences(),
            "DiSC": self._styles(),
            "Capaciteit": self._capacities(),
            "Koppelingen": self._pairings(),
            "Voorkeuren": self._wishes(),
            "Escalaties": self._escalations(),
            "Trajecttypen": self._types(),
            "Groepen": self._groups(),
            "Doelen": self._goals(),
            "Weging": [["onderdeel", "gewicht"], ["DiSC", 10], ["vestiging", 20]],
            "Overleggen": self._held(),
            "Looncodes": [
                ["soort", "rol", "code", "kostenplaats"],
                ["begeleiding", "junior", "2100", None],
                ["begeleiding", "senior", "2200", "4100"],
                ["kwartaalgesprek", "senior", "geen", None],
            ],
        }
        # now and then a sheet is not there at all, as in life; the needed ones always are
        optional = list(sheets)[4:]
        left_out = {name for name in optional if self._rng.random() < 0.1}
        if self._has_group:
            left_out -= {"Groepen", "Trajecttypen"}
        return {name: rows for name, rows in sheets.items() if name not in left_out or
                name in ("Trajecttypen", "Looncodes")}  # fmt: skip

    def _settings(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [
            ["instelling", "waarde"],
            ["kwartaal", QUARTER],
            ["horizon", rng.choice((1, 2, 4, 4))],
            ["overlegduur", rng.choice((30, 30, 45))],
            ["lopende koppelingen", rng.choice((*["verplaatsbaar"] * 7, "vast"))],
            ["standaard uren per kwartaal", rng.choice((8, 12))],
            ["standaard werktijd", "09:00-12:00"],
            ["DiSC-regel", rng.choice(("overeenkomst", "aanvulling", "uit"))],
        ]
        if rng.random() < 0.2:
            rows.append(["peildatum", self._day(date(2027, 1, 20), date(2027, 2, 20))])
        if rng.random() < 0.3:
            rows.append(["even weken vanaf", date(2027, 1, 4)])
        return rows

    def _sites(self) -> str:
        return self._rng.choice(SITES)

    def _people_juniors(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [
            ["personeelsnummer", "naam", "vestiging", "start traject", "traject",
             "begeleiding vanaf", "einde traject", "budget uren per kwartaal", "domein",
             "leerdoelen", "groep", "in dienst sinds", "uit dienst per", "promotie per",
             "op afstand"]
        ]  # fmt: skip
        for n, number in enumerate(self._juniors):
            start = date(2027, 3, 1) - timedelta(days=rng.randrange(1000))
            is_member = self._has_group and n < 2 + self._seniors_more()
            rows.append([
                number, f"Junior {number}", self._sites(), start,
                "samen" if is_member else rng.choice(("junior", "junior", "junior", "skj")),
                self._maybe(0.05, self._day()), self._maybe(0.1, self._day(date(2027, 4, 1))),
                self._maybe(0.2, rng.choice((4, 6))),
                self._maybe(0.2, rng.choice(("jeugd", "gezin", "jeugd; gezin"))),
                "; ".join(rng.sample(TOPICS, rng.randrange(3))) or None,
                "Groep A" if is_member else None,
                self._maybe(0.05, self._day(last=date(2027, 3, 1))),
                self._maybe(0.05, self._day(date(2027, 3, 1))),
                self._maybe(0.05, self._day(date(2027, 3, 1))),
                self._maybe(0.1, "ja"),
            ])  # fmt: skip
        return rows

    def _seniors_more(self) -> int:
        return len(self._seniors) % 2  # a group of two, or of three

    def _people_seniors(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [
            ["personeelsnummer", "naam", "vestiging", "coacht junioren", "uren per kwartaal",
             "max junioren", "rol", "uit dienst per", "opleiding geldig tot", "laatst actief",
             "registraties", "domein", "specialisaties", "op afstand"]
        ]  # fmt: skip
        rows += [
            [
                number, f"Senior {number}", self._sites(), rng.choice((*["ja"] * 7, "nee")),
                self._maybe(0.8, rng.choice((4, 6, 8, 10))),
                self._maybe(0.4, rng.choice((1, 2, 3))),
                rng.choice(("senior", "senior", "coach")),
                self._maybe(0.1, self._day(date(2027, 3, 1))),
                self._maybe(0.6, self._day(date(2026, 11, 1), date(2029, 12, 31))),
                self._maybe(0.5, self._day(date(2024, 1, 1), date(2026, 12, 1))),
                self._maybe(0.4, rng.choice(("NVO-OG", "KJ-NIP; SKJ", "cursus"))),
                self._maybe(0.2, rng.choice(("jeugd", "gezin", "jeugd; gezin"))),
                "; ".join(rng.sample(TOPICS, rng.randrange(3))) or None,
                self._maybe(0.1, "ja"),
            ]
            for number in self._seniors
        ]  # fmt: skip
        return rows

    def _working_days(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [["personeelsnummer", *DAYS, "vestiging", "vanaf", "tot"]]
        for number in (*self._juniors, *self._seniors):
            days = rng.sample(range(5), rng.choice((3, 3, 4)))
            cells = [
                rng.choice((*["x"] * 6, "ochtend", "even x", "oneven x", "09:30-15:00"))
                if n in days else None
                for n in range(5)
            ]  # fmt: skip
            if rng.random() < 0.15:  # another pattern from half-way the year
                rows.append([number, *cells, None, None, date(2027, 6, 30)])
                rng.shuffle(cells)
                rows.append([number, *cells, None, date(2027, 7, 1), None])
            else:
                rows.append([number, *cells, None, None, None])
        return rows

    def _absences(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [["personeelsnummer", "soort", "van", "tot", "dag", "tijd"]]
        for number in (*self._juniors, *self._seniors):
            if rng.random() < 0.35:
                first = self._day()
                last = first + timedelta(days=rng.choice((4, 18, 30, 50)))
                rows.append([number, "afwezig", first, last, None, None])
        if rng.random() < 0.3:
            number = rng.choice(self._seniors)
            rows += [[number, "overleg", None, None, day, "09:00-11:30"] for day in DAYS[:3]]
        return rows

    def _styles(self) -> list[list[Any]]:
        people = [n for n in (*self._juniors, *self._seniors) if self._rng.random() < 0.6]
        return [
            ["personeelsnummer", "stijl", "D", "i", "S", "C"],
            *([number, self._rng.choice(STYLES), None, None, None, None] for number in people),
        ]

    def _capacities(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [["personeelsnummer", "kwartaal", "uren", "max junioren"]]
        rows += [
            [number, rng.choice(("2027-Q1", "2027-Q2", "2027-Q3", None)),
             rng.choice((3, 5, 7.5)), self._maybe(0.3, 2)]
            for number in self._seniors if rng.random() < 0.4
        ]  # fmt: skip
        return rows

    def _pairings(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [["junior", "senior", "status", "vast moment", "sinds", "tot"]]
        for number in self._juniors:
            senior, other = rng.choice(self._seniors), rng.choice(self._seniors)
            if rng.random() < 0.45:
                slot = self._maybe(0.5, f"{rng.choice(DAYS)} {rng.choice(('09:00', '10:00'))}")
                rows.append([number, senior, "lopend", slot, date(2026, 10, 1), None])
            if rng.random() < 0.1 and other != senior:
                rows.append([number, other, "verboden", None, None, None])
        return rows

    def _wishes(self) -> list[list[Any]]:
        rng = self._rng
        rows: list[list[Any]] = [["van", "over", "rang", "veto"]]
        for junior in self._juniors:
            ranked = rng.sample(self._seniors, min(2, len(self._seniors)))
            rows += [[junior, senior, n, None] for n, senior in enumerate(ranked, 1)
                     if rng.random() < 0.5]  # fmt: skip
        for senior in self._seniors:
            if rng.random() < 0.3:
                rows.append([senior, rng.choice(self._juniors), None, "ja"])
        return rows

    def _escalations(self) -> list[list[Any]]:
        first = date(2027, 3, 1)
        rows = [[number, first, date(2027, 4, 30), self._rng.choice((1, 2))]
                for number in self._juniors if self._rng.random() < 0.1]  # fmt: skip
        return [["personeelsnummer", "van", "tot", "elke (weken)"], *rows]

    def _types(self) -> list[list[Any]]:
        return [
            ["type", "fase", "vanaf maand", "aantal", "elke", "eenheid", "minuten", "eis"],
            ["skj", "jaar 1", 0, 12, 1, "maanden", 60, "skj"],
            ["skj", "jaar 2", 12, 6, 2, "maanden", 60, "skj"],
            ["samen", "een", 0, 12, 2, "weken", 45, None],
        ]

    def _groups(self) -> list[list[Any]]:
        rows: list[list[Any]] = [["groep", "type", "start", "senior"]]
        if self._has_group:
            start = self._day(date(2026, 10, 1), date(2027, 2, 15))
            senior = self._maybe(0.2, self._rng.choice(self._seniors))
            rows.append(["Groep A", "samen", start, senior])
        return rows

    def _goals(self) -> list[list[Any]]:
        kept, served = self._rng.choice(((2, 3), (2, 3), (3, 2)))
        return [["doel", "volgorde", "aan"], ["behouden", kept, "ja"], ["begeleid", served, "ja"]]

    def _held(self) -> list[list[Any]]:
        rows: list[list[Any]] = [
            ["id", "datum", "begin", "einde", "junior", "senior", "soort", "status"]
        ]
        for n, junior in enumerate(self._juniors):
            if self._rng.random() < 0.2:
                day = date(2026, 11, 2) + timedelta(days=7 * n)
                rows.append(
                    [
                        f"h{n}",
                        day,
                        "10:00",
                        "10:30",
                        junior,
                        self._rng.choice(self._seniors),
                        "begeleiding",
                        "gehouden",
                    ]
                )
        return rows  # fmt: skip


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write sheets with more than headings to a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        if len(rows) > 1:
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
    book.save(path)
    return path


# --- one side ------------------------------------------------------------------------------------


@dataclass
class Side:
    """What one installation made of one practice."""

    exits: dict[str, int] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    findings: Counter[tuple[str, ...]] = field(default_factory=Counter)
    files: dict[str, bytes] = field(default_factory=dict)
    words: str = ""

    @property
    def refuses(self) -> bool:
        """Whether the input is refused."""
        return self.exits["match"] == INPUT_ERRORS


def run(
    python: str, sources: Sequence[Path], home: Path, *, whole: bool, keeps_files: bool
) -> list[Side]:
    """Run one installation on some workbooks, each in a folder of its own under `home`."""
    folders = [home / source.stem for source in sources]
    for source, folder in zip(sources, folders, strict=True):
        folder.mkdir(parents=True)
        (folder / "praktijk.xlsx").write_bytes(source.read_bytes())
    asked = json.dumps([[str(folder), list(_commands(whole=whole))] for folder in folders])
    state = str(home / "state")
    surroundings = {**os.environ, "COLUMNS": "100", "PYTHONHASHSEED": "0",
                    "XDG_STATE_HOME": state, "LOCALAPPDATA": state}  # fmt: skip
    done = subprocess.run(
        [python, "-c", DRIVER], input=asked, env=surroundings, cwd=home, capture_output=True,
        text=True, encoding="utf-8", timeout=PATIENCE * len(sources), check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{python} could not be run:\n{done.stderr[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return [
        _side(folder, *one, keeps_files=keeps_files)
        for folder, one in zip(folders, told, strict=True)
    ]


def _side(
    folder: Path,
    exits: dict[str, int],
    findings: list[list[str]],
    words: str,
    *,
    keeps_files: bool,
) -> Side:
    side = Side(exits=exits, words=words)
    document = folder / "uit.json"
    if document.is_file():
        result = json.loads(document.read_text(encoding="utf-8"))
        side.answer = answer_of(result)
        side.findings = Counter((f["severity"], f["code"]) for f in result["findings"])
    else:
        side.findings = Counter((severity, code) for severity, code in findings)
    if keeps_files:
        side.files = dict(_parts(folder))
    return side


def _commands(*, whole: bool) -> Iterator[tuple[str, list[str]]]:
    yield "match", ["match", "praktijk.xlsx", "-o", "uit.xlsx", "--json", "uit.json",
                    "--workers", "1"]  # fmt: skip
    if whole:
        yield "decide", ["decide", "uit.xlsx", "--all", "--by", "M. Test", "-o", "besloten.xlsx"]
        yield "plan", ["plan", "besloten.xlsx", "-o", "plan.xlsx"]
        yield "calendar", ["calendar", "plan.xlsx", "-o", "agenda"]
        yield "documents", ["documents", "plan.xlsx", "-o", "documenten"]
        yield "payroll", ["payroll", "plan.xlsx", "--profile", "neutraal-csv", "--period",
                          QUARTER, "--planned", "-o", "loon"]  # fmt: skip


def answer_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a JSON result what must be the same: no times, no words."""
    return {
        "status": document["status"],
        "levels": {level["id"]: level["value"] for level in document["levels"]},
        "pairs": {p["junior"]: p["senior"] for p in document["pairings"]},
        "slots": {p["junior"]: p["slot"] for p in document["pairings"]},
        "points": {p["junior"]: p["points"] for p in document["pairings"]},
        "unplaced": {u["junior"]: u["reasons"] for u in document["unplaced"]},
        "idle": document["idle"],
    }


def _parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """List every file that was written, a zip part by part."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".xlsx", ".docx") and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = {part: archive.read(part) for part in archive.namelist()}
            column = _column_of_seconds(parts)
            for part, content in parts.items():
                is_sheet = column and part.startswith("xl/worksheets/")
                seconds = rb'(?<=<c r="%b)\d+"[^>]*><v>[\d.]+' % column
                kept = re.sub(seconds, b"", content) if is_sheet else content
                yield f"{name}:{part}", _timeless(kept)
        else:
            yield name, _timeless(path.read_bytes())


def _timeless(content: bytes) -> bytes:
    """Leave out when something was made and how long it took, and the seal that covers both."""
    return _TIMES.sub(b"", content)


def _column_of_seconds(parts: Mapping[str, bytes]) -> bytes:
    """Find the column of a workbook that says how long each level took."""
    texts = re.findall(rb"<si>.*?</si>", parts.get("xl/sharedStrings.xml", b""), re.DOTALL)
    for number, text in enumerate(texts):
        if text in (b"<si><t>seconden</t></si>", b"<si><t>seconds</t></si>"):
            heading = rb'<c r="([A-Z]+)\d+"[^>]*t="s"[^>]*><v>%d</v>' % number
            for content in parts.values():
                if found := re.search(heading, content):
                    return found[1]
    return b""


# --- two sides -----------------------------------------------------------------------------------


def differences(a: Side, b: Side) -> list[str]:
    """Say in what two answers differ, a line each."""
    told = [
        f"exit of {name}: {a.exits.get(name, '-')} | {b.exits.get(name, '-')}"
        for name in dict.fromkeys([*a.exits, *b.exits])
        if a.exits.get(name) != b.exits.get(name)
    ]
    if a.refuses or b.refuses:
        return told
    for key in dict.fromkeys([*a.answer, *b.answer]):
        ours, theirs = a.answer.get(key), b.answer.get(key)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            told += [
                f"{key} {name}: {ours.get(name, '-')} | {theirs.get(name, '-')}"
                for name in dict.fromkeys([*ours, *theirs])
                if ours.get(name) != theirs.get(name)
            ]
        elif ours != theirs:
            told.append(f"{key}: {ours} | {theirs}")
    return told


def other_files(a: Side, b: Side) -> list[str]:
    """List the parts of files that differ, or that only one of the two wrote."""
    names = dict.fromkeys([*a.files, *b.files])
    return [name for name in names if a.files.get(name) != b.files.get(name)]


def other_findings(a: Side, b: Side) -> Iterator[str]:
    """List codes with severity that only one has, or has more often: `+` is new in B."""
    yield from (f"- {' '.join(key)}" for key in sorted(a.findings - b.findings))
    yield from (f"+ {' '.join(key)}" for key in sorted(b.findings - a.findings))


def list_practices(arguments: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path]]:
    """Name and write each practice."""
    if arguments.example:
        yield from ((path.stem, path) for path in sorted((ROOT / "data").glob("*.xlsx")))
        return
    for number in range(arguments.practices):
        kind = "group" if number % 2 else "plain"
        sheets = Practice(arguments.seed, number).sheets
        yield f"{number:03d} ({kind})", write_workbook(folder / f"{number:03d}.xlsx", sheets)


def main() -> int:
    """Compare, tell, and exit 1 when an answer differs that neither side refuses."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument(
        "python",
        nargs=2,
        metavar="PYTHON",
        # not resolved: the link in bin/ is what makes it that environment
        type=lambda path: str(Path(path).absolute()),
        help="interpreter of an installation",
    )
    parser.add_argument("--practices", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--example", action="store_true", help="take data/*.xlsx")
    parser.add_argument("--whole", action="store_true", help="also decide, plan, deliver")
    parser.add_argument("--bytes", action="store_true", help="compare the files byte for byte")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
        home = Path(place)
        practices = list(list_practices(arguments, home))
        batches = [practices[n : n + BATCH] for n in range(0, len(practices), BATCH)]
        asked = [
            [
                pool.submit(run, python, [path for _name, path in batch], home / f"{n}-{letter}",
                            whole=arguments.whole, keeps_files=arguments.bytes)
                for letter, python in zip("AB", arguments.python, strict=True)
            ]
            for n, batch in enumerate(batches)
        ]  # fmt: skip
        done = 0
        for batch, (first, second) in zip(batches, asked, strict=True):
            for (name, _path), a, b in zip(batch, first.result(), second.result(), strict=True):
                told, files = differences(a, b), other_files(a, b)
                counts[fate := _fate(a, b, told)] += 1
                counts["other files"] += bool(files)
                counts["juniors placed by A"] += len(a.answer.get("pairs", ()))
                codes.update(found := list(other_findings(a, b)))
                parts.update(files)
                if told or found:
                    print(f"{name}: {fate}", *told, *found, sep="\n    ")
                if a.exits != b.exits:
                    for letter, side in (("A", a), ("B", b)):
                        print(f"    {letter}: {' '.join(side.words.split())[-200:]}")
            done += len(batch)
            print(f"{done} of {len(practices)}", file=sys.stderr, flush=True)
    _summarise(counts, codes, parts, len(practices))
    return int(bool(counts["differs"] or (arguments.bytes and counts["other files"])))


def _fate(a: Side, b: Side, told: list[str]) -> str:
    if a.refuses and b.refuses:
        return "refused by both"
    if a.refuses or b.refuses:
        return f"refused by {'A' if a.refuses else 'B'} only"
    return "differs" if told else "same"


def _summarise(counts: Counter[str], codes: Counter[str], parts: Counter[str], number: int) -> None:
    print(f"\n{number} practices")
    for what, count in sorted(counts.items()):
        print(f"  {count:5d}  {what}")
    for heading, found in (("findings (- only in A, + only in B)", codes), ("files", parts)):
        if found:
            print(f"{heading}, with the number of practices:")
            print("".join(f"  {count:5d}  {what}\n" for what, count in found.most_common()), end="")


if __name__ == "__main__":
    sys.exit(main())
