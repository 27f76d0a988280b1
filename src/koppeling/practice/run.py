"""A finished run: the answer as a frame, as JSON and as a workbook."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koppeling.domain.instance import Component
from koppeling.domain.result import Outcome, PairingDetail, Status
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.practice.outputs import practice_of_all, refuse_places
from koppeling.report.document import to_document
from koppeling.workbook.write.publish import BLANK_SEAL, publish_all

if TYPE_CHECKING:
    import pandas as pd

    from koppeling.domain.decision import DecidedPairing
    from koppeling.report.result_workbook import Provenance
    from koppeling.workbook.read.reader import Reading
    from koppeling.workbook.write.publish import Published


@dataclass(frozen=True, kw_only=True)
class ProposalRun:
    """
    A finished run of `match`.

    `outcome` is None when the input has errors. `published` has what was
    written, the workbook first; it is empty when there was no answer to
    write, or writing was not asked for. `reading` carries every finding, those
    of the rules included. `was_stopped` tells that there is no answer because
    somebody stopped the search. `decisions` are those kept from an earlier
    result for the quarter.
    """

    reading: Reading
    outcome: Outcome | None
    seconds: float
    provenance: Provenance | None = None
    published: tuple[Published, ...] = ()
    was_stopped: bool = False
    decisions: tuple[DecidedPairing, ...] = ()

    @property
    def written(self) -> Path | None:
        """The workbook that was written, None when there is none."""
        return self.published[0].path if self.published else None

    @property
    def status(self) -> Status:
        """Status of the answer; NO_SOLUTION when there is none."""
        return Status.NO_SOLUTION if self.outcome is None else self.outcome.solution.status

    @property
    def pairings(self) -> pd.DataFrame:
        """
        The pairings as a data frame, a row each, in order of junior number.

        Columns junior, senior, status, slot, points, need and minutes per
        quarter (`need 2027-Q1`, `minutes 2027-Q1`), and the components.

        Raises
        ------
        KoppelingError
            When there is no answer.
        """
        import pandas as pd

        outcome = self._answer()
        quarters = outcome.horizon
        columns = ["junior", "senior", "status", "slot", "points"]
        columns += [f"{what} {quarter}" for what in ("need", "minutes") for quarter in quarters]
        columns += [component.value for component in Component]
        rows = [_frame_row(detail) for detail in outcome.pairings]
        return pd.DataFrame(rows, columns=columns)

    def to_json(self, path: str | Path | None = None, *, force: bool = False) -> str:
        """
        Return the result as JSON (docs/workbook.md), writing it to `path` when given.

        The file has a seal at its end; one that somebody changed, or made, is
        replaced by `force` only.
        """
        text = to_json(self._answer())
        if path is not None:
            self.publish(None, Path(path), force=force)
        return text

    def to_excel(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the result workbook; return where it went (beside `path` when that is open)."""
        (published,) = self.publish(Path(path), None, force=force)
        return published.path

    def publish(
        self, output: Path | None, json: Path | None, *, force: bool = False
    ) -> tuple[Published, ...]:
        """
        Write workbook and JSON, both made before either is written.

        Raises
        ------
        WriteError
            When a place is an input, or cannot be written.
        KoppelingError
            When there is no answer.
        """
        practice = practice_of_all(self.reading.paths)
        refuse_places(output, json, self.reading.paths, practice=practice, force=force)
        contents = [] if output is None else [(output, self._workbook())]
        if json is not None:
            contents.append((json, self._sealed_json()))
        return publish_all(contents, practice=practice, force=force)

    def _workbook(self) -> bytes:
        from koppeling.report.result_workbook import to_bytes

        outcome = self._answer()
        if self.reading.instance is None or self.provenance is None:
            raise KoppelingError(_("There is no result to write."))
        return to_bytes(
            outcome, self.reading.instance, self.reading, self.provenance, self.decisions
        )

    def _sealed_json(self) -> bytes:
        return _dump(to_document(self._answer()) | {"seal": BLANK_SEAL}).encode()

    def _answer(self) -> Outcome:
        if self.outcome is None or self.status is Status.NO_SOLUTION:
            raise KoppelingError(_("There is no result to write."))
        return self.outcome


def _frame_row(detail: PairingDetail) -> list[str | int]:
    pairing = detail.pairing
    return [
        pairing.junior,
        pairing.senior,
        detail.status.value,
        str(pairing.slot),
        detail.points,
        *detail.need,
        *detail.minutes,
        *(detail.components[component] for component in Component),
    ]


def to_json(outcome: Outcome) -> str:
    """Return a result as JSON text, keys in a fixed order, ending in a newline."""
    return _dump(to_document(outcome))


def _dump(document: Mapping[str, Any]) -> str:
    return json_format.dumps(document, ensure_ascii=False, indent=1) + "\n"
