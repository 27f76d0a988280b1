"""
Keep the catalogue of messages in step with the code.

Extracts every `_("…")` and `ngettext(…)` of `src/koppeling`, adds click's own
sentences (`click_words.json`), updates `koppeling.po`, compiles `koppeling.mo` (as building does)
and lists what is not translated. `--add FILE.json` first takes translations
over from a file `{"English": "Dutch"}` (for `ngettext`: `{"singular":
["enkelvoud", "meervoud"]}`); `--check` changes nothing and exits 1 when
anything is missing or out of date.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "koppeling"
PO = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "koppeling.po"
MO = PO.with_suffix(".mo")
#: click's own words, which click looks up in the global domain (koppeling.cli.language).
CLICK = ROOT / "tools" / "click_words.json"
KEYWORDS = {"_": None, "ngettext": (1, 2), "N_": None}


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """The catalogue as it should be: both files, and the messages without Dutch."""

    po: bytes
    mo: bytes
    missing: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether both files in the tree say the same; the compiled one is no part of git."""
        return PO.read_bytes() == self.po and said_by(MO.read_bytes()) == said_by(self.mo)


def said_by(mo: bytes) -> list[tuple[object, object]]:
    """List the translations in a compiled catalogue; its heading names who compiled it."""
    return [(message.id, message.string) for message in read_mo(io.BytesIO(mo)) if message.id]


def compile_catalogue(additions: Mapping[str, str | list[str]]) -> Compiled:
    """Build both files from the code, the old translations and `additions`."""
    catalogue = updated(additions)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, omit_header=False, include_lineno=False, width=98)
    write_mo(mo, catalogue)
    missing = tuple(key_of(m) for m in catalogue if m.id and not is_translated(m))
    return Compiled(po=po.getvalue(), mo=mo.getvalue(), missing=missing)


def key_of(message: Message) -> str:
    """Return what a message is looked up by: the singular."""
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def is_translated(message: Message) -> bool:
    """Tell whether every form has Dutch."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def extracted() -> Catalog:
    """Collect the messages of the code, in order of file and line."""
    when = datetime(2026, 11, 21, tzinfo=UTC)  # fixed, so that the same words give the same bytes
    catalogue = Catalog(
        project="koppeling", locale="nl", fuzzy=False, creation_date=when, revision_date=when
    )
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        where = [(Path(name).as_posix(), 0)]
        catalogue.add(message, None, where, auto_comments=comments, context=context)
    for words in json.loads(CLICK.read_text(encoding="utf-8")):
        catalogue.add(tuple(words) if isinstance(words, list) else words, None, [("click", 0)])
    return catalogue


def updated(additions: Mapping[str, str | list[str]]) -> Catalog:
    """Merge the old translations and `additions` into what the code asks for."""
    with PO.open("rb") as file:
        old = read_po(file, locale="nl")
    new = extracted()
    for message in new:
        if not message.id:
            continue
        key = key_of(message)
        before, given = old.get(key), additions.get(key)
        if given is not None:
            message.string = tuple(given) if isinstance(given, list) else given
        elif before is not None and before.string:
            message.string = before.string
    return new


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--add", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    additions = json.loads(options.add.read_text(encoding="utf-8")) if options.add else {}
    compiled = compile_catalogue(additions)
    for message in compiled.missing:
        print("no Dutch for:", message)
    if options.check:
        if not compiled.is_current:
            print("the catalogue is out of date: run tools/catalogue.py")
        return 1 if compiled.missing or not compiled.is_current else 0
    PO.write_bytes(compiled.po)
    MO.write_bytes(compiled.mo)
    return 0


if __name__ == "__main__":
    sys.exit(main())
