"""Reading Word files back, for tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document


def members(content: bytes) -> dict[str, str]:
    """Unzip a file and give every member as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def text_of(content: bytes | Path) -> str:
    """Give the text that people read: paragraphs and tables, in their order."""
    source = io.BytesIO(content if isinstance(content, bytes) else content.read_bytes())
    document = Document(source)
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
