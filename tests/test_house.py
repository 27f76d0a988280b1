"""What a module loads stands at its top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tools import SOURCE

#: Libraries that take so long to load that only who needs them may wait for it.
HEAVY = {
    *("dask", "distributed", "docx", "docxtpl", "holidays", "matplotlib", "numpy"),
    *("openpyxl", "ortools", "pandas", "xlsxwriter"),
}
#: The doors: nothing behind them may load before it is known what is asked for (`--help`,
#: `import koppeling`); see `test_help_waits_for_nothing`.
DOORS = ("koppeling", "koppeling.__main__", "koppeling.cli.*")


def module_of(path: Path) -> str:
    """Name the module in a file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = {module_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


@cache
def imports_of(module: str) -> tuple[tuple[int, str, bool], ...]:
    """List the imports of a module: line, what, and whether inside a function."""
    return tuple(imports(ast.parse(FILES[module].read_text(encoding="utf-8"))))


def imports(node: ast.AST, *, is_inner: bool = False) -> Iterator[tuple[int, str, bool]]:
    """List what is imported below a node; for types only is no import."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((child.lineno, alias.name, is_inner) for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            full = [f"{child.module}.{alias.name}" for alias in child.names]
            known = {name if name in FILES else child.module for name in full}
            yield from ((child.lineno, name, is_inner) for name in sorted(known))
        elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports(child, is_inner=is_inner or is_function)


def loaded_by(module: str) -> set[str]:
    """List all that an import of a module loads, as far as it stands at the top of modules."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        parents = [name.rpartition(".")[0]] if "." in name else []
        top = (
            [other for _line, other, is_inner in imports_of(name) if not is_inner]
            if name in FILES
            else []
        )
        new = {*parents, *top} - seen
        seen |= new
        waiting += new
    return seen


def is_door(module: str) -> bool:
    """Tell whether a module opens what lies behind it only when it is asked for."""
    return any(
        module == door or (door.endswith(".*") and module.startswith(door[:-1])) for door in DOORS
    )


def test_an_import_inside_a_function_loads_something_heavy() -> None:
    """All else stands at the top, where a reader sees what a module needs, and circles show."""
    heavy = cache(lambda name: {part.partition(".")[0] for part in loaded_by(name)} & HEAVY)
    inner = [
        (module, line, name)
        for module in FILES
        if not is_door(module)
        for line, name, is_inner in imports_of(module)
        if is_inner and name.startswith("koppeling")
    ]
    assert inner
    wrong = [
        f"{FILES[module].relative_to(SOURCE)}:{line} imports {name}"
        for module, line, name in inner
        if not heavy(name)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("module", "library"), [("koppeling.solve.levels", "ortools")])
def test_what_is_heavy_is_known_as_such(module: str, library: str) -> None:
    """The test above would find no import to be heavy if it did not follow them."""
    assert any(name.partition(".")[0] == library for name in loaded_by(module))
    assert "koppeling.model.building" in loaded_by(module)
