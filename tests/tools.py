"""Where things stand in the repository; loads the scripts of `tools/`, which are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "koppeling"
DATA = ROOT / "data"
TOOLS = ROOT / "tools"


def load_tool(name: str) -> ModuleType:
    """Load `tools/<name>.py` as a module of its own."""
    if str(TOOLS) not in sys.path:
        sys.path.append(str(TOOLS))  # where a script finds what it is made of
    spec = importlib.util.spec_from_file_location(f"tool_{name}", TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
