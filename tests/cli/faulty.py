"""Commands that write, and what must be true of their words whatever happens to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

#: Of each command that writes files of its own: a command line in a folder with the practice.
BOOK, RESULT, LISTS = "praktijk.xlsx", "praktijk planning 2027-Q1.xlsx", "lijsten"
WRITING: dict[str, tuple[str, ...]] = {
    "match": (BOOK, "--json", "uit.json"),
    "template": ("nieuw.xlsx",),
    "decide": (RESULT, "--all", "--by", "A. Jansen", "--force"),
    "next": (RESULT,),
    "plan": (RESULT, "-o", "plan.xlsx"),
    "calendar": (RESULT,),
    "tick-lists": (RESULT,),
    "tick": (RESULT, LISTS),
    "share": (RESULT, "--for", "team"),
    "about": (RESULT, "0412", "-o", "over.txt"),
    "forget": (RESULT, "0412", "-o", "zonder.xlsx"),
    "pseudonymise": (BOOK, "-o", "kopie.xlsx"),
    "payroll": (RESULT, "--profile", "neutraal-csv", "--period", "2027-01", "--assume-held"),
    "pairings": (RESULT,),
    "documents": (RESULT,),
    "registers": (RESULT,),
    "what-if": (BOOK, "--hire", "1", "--workers", "1"),
    "forecast": (BOOK, "--quarters", "1", "--workers", "1", "--chart", "kaart.svg"),
    "explain": ("praktijk voorstel 2027-Q1.xlsx", "--workers", "1"),
}
#: These only read.
READING = {"check", "verify"}
_WRITTEN = re.compile(r"^(?:Geschreven: |  )(\S.*)$")
_COUNTED = re.compile(r"^Geschreven: (\d+) bestanden in (.+)$")
#: What belongs to nobody: hidden, or what SQLite keeps while it works.
ENGLISH = re.compile(
    r"Traceback|Errno|No space|denied|database|disk I/O|read-only|Broken pipe|Exception|not found"
)


@dataclass(frozen=True)
class Snapshot:
    """What stands in a folder and the folders in it."""

    files: dict[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        """Read every file; those in hidden folders too."""
        return cls(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
        )

    def changed(self, after: Snapshot) -> set[str]:
        """List what is new or different, backups and the ledger apart."""
        return {
            name
            for name, content in after.files.items()
            if self.files.get(name) != content and not name.endswith((".bak", ".sqlite"))
        }

    def lost(self, after: Snapshot) -> set[str]:
        """List what is gone."""
        return self.files.keys() - after.files.keys()


def claims(told: str, folder: Path) -> set[str]:
    """List the files that the last lines of a command that ended early say are written."""
    found: set[str] = set()
    for line in told.splitlines():
        counted = _COUNTED.match(line)
        if counted is not None:
            inside = [path for path in Path(folder, counted[2]).iterdir() if path.is_file()]
            assert len(inside) >= int(counted[1])
            found |= {path.relative_to(folder).as_posix() for path in inside}
        elif line.startswith("Geschreven: "):
            path = Path(folder, line.removeprefix("Geschreven: "))
            found.add(path.relative_to(folder).as_posix())
    return found


def assert_true(before: Snapshot, after: Snapshot, told: str, folder: Path) -> None:
    """Compare what a command that ended early said with what is on the disk."""
    changed = before.changed(after)
    assert not [name for name in after.files if ".koppeling-tmp" in name], "left behind"
    assert not before.lost(after)
    assert claims(told, folder) == changed, told
    says_nothing = "Er is niets geschreven." in told
    ledger = {name for name in after.files if name.endswith(".sqlite")}
    booked = any(before.files.get(name) != after.files[name] for name in ledger)
    assert says_nothing == (not changed and "grootboek:" not in told), told
    assert booked or "grootboek:" not in told, told
    assert not ENGLISH.search(told), told
