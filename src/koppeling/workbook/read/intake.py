"""From paths to raw grids: which files, and the process that reads them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from koppeling import children
from koppeling.workbook.read.grids import RawFile, grid_from_json
from koppeling.workbook.read.guard import MAX_FILE_BYTES, OLD_SUFFIXES, SUFFIXES

#: What reading may take: so long, and so much more for each million bytes.
READ_SECONDS, READ_SECONDS_A_MEGABYTE = 10.0, 30.0
_READER = "koppeling.workbook.read.reading_process"


def reading_ahead(paths: Sequence[Path]) -> contextlib.AbstractContextManager[None]:
    """Begin to read what a `reader.read` of the same paths in the with block will ask for."""
    files, _refused = input_files(paths)
    if not files:
        return contextlib.nullcontext()
    return children.ahead(_READER, *map(str, files))


def input_files(paths: Sequence[Path]) -> tuple[list[Path], list[RawFile]]:
    """
    List the files behind `paths`, folders opened, and what is wrong with them.

    A folder contributes its workbooks and .csv files in order of name; lock
    files (`~$…`) and hidden files are left alone.
    """
    files: list[Path] = []
    refused: list[RawFile] = []
    for path in paths:
        try:
            found = sorted(filter(_is_input, path.iterdir())) if path.is_dir() else [path]
        except OSError as error:
            reason = {"reason": error.errno}
            refused.append(RawFile(name=path.name, refusal="no-access", detail=reason))
            continue
        if not found:
            refused.append(RawFile(name=path.name or str(path), refusal="empty-folder"))
        files.extend(found)
    return list(dict.fromkeys(files)), refused


def _is_input(file: Path) -> bool:
    is_workbook = file.suffix.lower() in SUFFIXES + OLD_SUFFIXES
    return is_workbook and not file.name.startswith(("~$", "."))


def is_open_elsewhere(file: Path) -> bool:
    """Tell whether Excel or LibreOffice has `file` open, by the lock file beside it."""
    twins = (file.with_name("~$" + file.name), file.with_name(f".~lock.{file.name}#"))
    try:
        return any(twin.exists() for twin in twins)
    except OSError:  # a folder that may not be looked into: the reading tells of it
        return False


class Intake:
    """
    A reading under way in a process of its own.

    Starting it at once and collecting later lets the caller do other work
    meanwhile. There is one deadline for all files together: ten seconds, and
    more for large ones. A file that the process dies on costs itself only;
    one that it is still busy with when the time is up, those after it too.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._waiting = list(files)
        self._deadline = time.monotonic() + _seconds_for(files)
        self._process = self._start() if self._waiting else None

    def collect(self) -> list[RawFile]:
        """Wait for the reading and return every file, in order."""
        done: list[RawFile] = []
        while self._process is not None:
            lines, end = self._lines()
            done += [
                _raw_file(file, line) for file, line in zip(self._waiting, lines, strict=False)
            ]
            self._waiting = self._waiting[len(lines) :]
            self._process = None
            if self._waiting:  # the first one not told about is the one it died on
                done.append(RawFile(name=self._waiting.pop(0).name, refusal=end))
                if end == "too-slow":
                    done += [RawFile(name=f.name, refusal="not-reached") for f in self._waiting]
                elif self._waiting:
                    self._process = self._start()
        return done

    def _start(self) -> subprocess.Popen[bytes]:
        return children.start(_READER, *map(str, self._waiting))

    def _lines(self) -> tuple[list[bytes], str]:
        """Return the files told about whole, and how the process ended if that is not all."""
        process = self._process
        if process is None:
            return [], ""
        end = "crashed"
        try:
            output, _ = process.communicate(timeout=max(0.0, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            end = "too-slow"
            process.kill()
            output, _ = process.communicate()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode == children.OUT_OF_MEMORY:
            end = "too-much-memory"
        return [line for line in output.splitlines(keepends=True) if line.endswith(b"\n")], end


def _seconds_for(files: Sequence[Path]) -> float:
    """Give ten times what twenty thousand people, two million bytes, take a processor."""
    num_bytes = 0
    for file in files:
        with contextlib.suppress(OSError):
            num_bytes += min(file.stat().st_size, MAX_FILE_BYTES)
    return READ_SECONDS + READ_SECONDS_A_MEGABYTE * num_bytes / 1_000_000


def _raw_file(file: Path, line: bytes) -> RawFile:
    raw = json.loads(line)
    if "refusal" in raw:
        return RawFile(name=file.name, refusal=raw["refusal"], detail=raw["detail"])
    return RawFile(
        name=file.name,
        sha256=raw["sha256"],
        remarks=tuple((code, detail) for code, detail in raw["remarks"]),
        grids=tuple(grid_from_json(sheet, file.name) for sheet in raw["sheets"]),
    )
