"""
Keep the catalogue of messages in step with the code.

Extracts every `_("…")` and `ngettext(…)` of `src/koppeling`, updates
`koppeling.po`, compiles `koppeling.mo` and lists what is not translated.
`--add FILE.json` first takes translations over from a file `{"English": "Dutch"}`
(for `ngettext`: `{"singular": ["enkelvoud", "meervoud"]}`); `--check` changes
nothing and exits 1 when anything is missing or out of date.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "koppeling"
PO = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "koppeling.po"
MO = PO.with_suffix(".mo")
#: click's own words, which click looks up in the domain "messages".
CLICK = ROOT / "tools" / "click_words.json"


def extracted() -> Catalog:
    """Collect the messages of the code, in order of file and line."""
    when = datetime(2026, 11, 21, tzinfo=UTC)  # fixed, so that the same words give the same bytes
    catalogue = Catalog(
        project="koppeling", locale="nl", fuzzy=False, creation_date=when, revision_date=when
    )
    found = extract_from_dir(
        SOURCE, [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2), "N_": None}
    )
    for name, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    if CLICK.exists():
        for message in json.loads(CLICK.read_text(encoding="utf-8")):
            catalogue.add(message, None, [("click", 0)])
    return catalogue


def updated(additions: dict[str, str | list[str]]) -> Catalog:
    """Merge the old translations and `additions` into what the code asks for."""
    old: Catalog | None = None
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, locale="nl")
    new = extracted()
    for message in new:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        before = old.get(key) if old is not None else None
        given = additions.get(key)
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
    PO.parent.mkdir(parents=True, exist_ok=True)
    with (Path("/tmp") / "koppeling-catalogue.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = updated(additions)
        po, mo = io.BytesIO(), io.BytesIO()
        write_po(po, catalogue, omit_header=False, include_lineno=False, width=98)
        write_mo(mo, catalogue)
        missing = [m.id for m in catalogue if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
        for identifier in missing:
            print("no Dutch for:", identifier)
        stale = not PO.exists() or not MO.exists() or MO.read_bytes() != mo.getvalue()
        if options.check:
            if stale:
                print("koppeling.mo is out of date: run tools/catalogue.py")
            return 1 if missing or stale else 0
        PO.write_bytes(po.getvalue())
        MO.write_bytes(mo.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
