"""Modules have names of their own, and what they load stands at their top."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tools import ROOT, SOURCE

#: Libraries that take so long to load that only who needs them may wait for it.
HEAVY = {
    *("dask", "distributed", "docx", "docxtpl", "holidays", "matplotlib", "numpy"),
    *("openpyxl", "ortools", "pandas", "xlsxwriter"),
}
#: The doors: nothing behind them may load before it is known what is asked for (`--help`,
#: `import koppeling`); see `test_help_waits_for_nothing`.
DOORS = ("koppeling", "koppeling.__main__", "koppeling.cli.*")
#: The parts that rooms have in common.
PARTS = {"use_case", "use_cases", "study", "answer", "words", "sheets"}
#: The check names its modules after those of `rules` and `model` that each one checks; the
#: schema after what the sheets hold that it declares.
MIRRORS = ("koppeling.verify.", "koppeling.workbook.schema.")


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


@pytest.mark.parametrize(("module", "library"), [("koppeling.solve.level_search", "ortools")])
def test_what_is_heavy_is_known_as_such(module: str, library: str) -> None:
    """The test above would find no import to be heavy if it did not follow them."""
    assert any(name.partition(".")[0] == library for name in loaded_by(module))
    assert "koppeling.model.building" in loaded_by(module)


def test_no_two_modules_have_one_name() -> None:
    """Unless they are the same part of two rooms: a name says where to look."""
    of_name: dict[str, list[str]] = defaultdict(list)
    for module, path in FILES.items():
        if path.stem not in {"__init__", *PARTS} and not module.startswith(MIRRORS):
            of_name[path.stem].append(module)
    assert of_name
    assert not {name: modules for name, modules in of_name.items() if len(modules) > 1}


def test_a_public_class_name_means_one_thing() -> None:
    """In the whole house; the check has its own of what it reconstructs by itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, path in FILES.items():
        if not module.startswith("koppeling.verify."):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(module)
    assert len(found) > 200
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def worked_example(number: int) -> set[str]:
    """List the places that a worked example in CONTRIBUTING.md names."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Two worked examples")[2].partition("## Habits")[0]
    return set(re.findall(r"`((?:src|tests)/[\w/.]+)`", section.split("\nA new ")[number]))


def mentioning(pattern: str, *files: str) -> set[str]:
    """List the files below some folders in which a pattern stands."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in files
        for path in (ROOT / folder).rglob("*.p[yo]")
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_a_new_code_stands_where_contributing_says() -> None:
    """The eight places of the worked example are where the code is, and no other."""
    named = worked_example(1)
    words = r"(?m)Code\.DOMAIN\b|DOMAIN = |^msgid \"other field of work"
    assert mentioning(words, "src") == {place for place in named if place.startswith("src")}
    assert named & mentioning(words, "tests/rules") == {"tests/rules/test_eligibility.py"}
    assert len(named) == 8


def test_a_new_command_stands_where_contributing_says() -> None:
    """The room, and the four places outside it that had to know of it."""
    named = worked_example(2)
    assert {place for place in named if not (ROOT / place).exists()} == set()
    outside = {place for place in named if place.startswith("src") and place[-3:] in (".py", ".po")}
    words = r"registers\.use_case|REGISTERS\b|REGISTER_SHEETS|Write the registers"
    assert mentioning(words, "src/koppeling/cli", "src/koppeling/practice", "src/koppeling/locale",
                      "src/koppeling/workbook") == outside  # fmt: skip


SECTION = re.compile(
    r"^(?:Parameters|Attributes)\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", re.MULTILINE | re.DOTALL
)


def listed(doc: str) -> set[str]:
    """List the parameters and attributes that a numpydoc text tells of."""
    heads = re.findall(r"^(\S.*?)(?: : .*)?$", "\n".join(SECTION.findall(doc)), re.MULTILINE)
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


def named_in(node: ast.FunctionDef | ast.ClassDef) -> set[str]:
    """List what a function takes, or what a class takes and holds."""
    if isinstance(node, ast.FunctionDef):
        own = node.args
        taken = [*own.posonlyargs, *own.args, *own.kwonlyargs, own.vararg, own.kwarg]
        return {part.arg for part in taken if part} - {"self", "cls"}
    inside = list(ast.walk(node))
    targets = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
    return (
        {part.arg for part in inside if isinstance(part, ast.arg)}
        | {part.attr for part in inside if isinstance(part, ast.Attribute)}
        | {target.id for target in targets if isinstance(target, ast.Name)}
    )


@pytest.mark.parametrize("folder", ["src", "benchmarks"])
def test_a_docstring_lists_the_parameters_that_there_are(folder: str) -> None:
    """Whoever lists parameters lists each of them, under its name, and no other."""
    seen, wrong = 0, []
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            told = listed(ast.get_docstring(node) or "")
            there = named_in(node)
            seen += bool(told)
            is_whole = isinstance(node, ast.ClassDef) or not told or told == there
            if told - there or not is_whole:
                wrong.append(f"{path.name}:{node.lineno} {node.name}: {sorted(told ^ there)}")
    assert seen > 10
    assert not wrong, "\n".join(wrong)
