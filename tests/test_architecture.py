"""The house stands as CONTRIBUTING.md says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import ROOT, SOURCE

FILES = sorted(SOURCE.rglob("*.py"))
BANNED = {"utils", "util", "helpers", "helper", "manager", "data", "info", "common", "misc"}


def modules_after(statement: str) -> set[str]:
    """List the top-level modules that a fresh interpreter holds after `statement`."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Parse every file of the product."""
    for path in FILES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_floors_look_down_only() -> None:
    """Every contract between the floors holds."""
    code = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    assert "0 broken" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.returncode == 0


def test_the_floors_are_described_as_they_are() -> None:
    """The table in CONTRIBUTING.md has the floors that are held, the highest first."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [set(re.findall(r"`(\w+)`", rooms)) for rooms in table]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = settings["importlinter"]["contracts"][0]["layers"]
    held = [set(layer.split(" | ")) for layer in layers]
    assert told == [rooms for rooms in held if rooms != {"__main__"}]


@pytest.mark.parametrize("statement", ["import koppeling", "import koppeling.cli"])
def test_an_import_loads_nothing_heavy(statement: str) -> None:
    """Importing the package or its command line loads no solver, frame or Excel library."""
    loaded = modules_after(statement)
    assert "koppeling" in loaded
    assert not loaded & {"ortools", "pandas", "numpy", "openpyxl", "xlsxwriter", "holidays", "rich"}


def test_help_waits_for_nothing() -> None:
    """Whoever asks for help loads no use case, no rule, no frame and no solver."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "koppeling", "--help"],
        capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8",
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"click", "koppeling.cli.commands"} <= loaded
    heavy = ("practice", "domain", "rules", "workbook", "report", "solve")
    unwanted = {"ortools", "pandas", "numpy", *(f"koppeling.{room}" for room in heavy)}
    assert not loaded & unwanted


def test_the_check_takes_plain_values_of_the_domain_only() -> None:
    """Verify imports classes and constants of the domain, none of its computations."""
    seen = 0
    for path, tree in trees():
        if "verify" not in path.relative_to(SOURCE).parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "koppeling.domain"
            ):
                seen += 1
                computations = [alias.name for alias in node.names if alias.name[0].islower()]
                assert not computations, f"{path.name} imports {computations}"
    assert seen


@pytest.mark.parametrize("room", ["errors.py", "domain", "rules", "verify"])
def test_the_specification_needs_the_standard_library_only(room: str) -> None:
    """What is right or wrong hangs on no library."""
    known = sys.stdlib_module_names | {"koppeling"}
    imported = {
        name.partition(".")[0]
        for path, tree in trees()
        if path.relative_to(SOURCE).parts[0] == room
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    assert imported <= known


def test_modules_are_called_after_something() -> None:
    """No module is called after nothing."""
    names = {part.removesuffix(".py") for path in FILES for part in path.relative_to(SOURCE).parts}
    assert names
    assert not names & BANNED


def test_the_lock_knows_the_default_index_only() -> None:
    """No local index or path of some machine is in the locked versions."""
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = set(re.findall(r"\b\w+://[^/\"]*", text))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}


def test_the_constraints_are_the_locked_versions() -> None:
    """Every pinned version stands in uv.lock, and every direct dependency is pinned."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {(package["name"], package.get("version")) for package in lock["package"]}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {tuple(line.split(";")[0].strip().split("==")) for line in lines if line}
    assert pinned <= locked
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[><=\[; ]", name, maxsplit=1)[0].lower() for name in asked}
    assert names <= {name for name, _version in pinned}
