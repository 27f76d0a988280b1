"""Compile the catalogue when the program is built, for a wheel as for an editable install."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import (  # type: ignore[import-not-found, unused-ignore]
    BuildHookInterface,
)


class CatalogueHook(BuildHookInterface):  # type: ignore[misc, unused-ignore]
    """Write `koppeling.mo` beside each `koppeling.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Do so before anything is packed."""
        for po in Path(self.root, "src", "koppeling", "locale").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source, locale=po.parts[-3]))
