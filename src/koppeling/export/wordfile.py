"""
A Word template filled in: text only, whole, and the same bytes every time.

Templates are data. A practice may bring its own, so they run in Jinja's
sandbox, and what is filled in is escaped: a name with `<` or `{{` in it stays
a name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.export.wording import told
from koppeling.locale import _
from koppeling.workbook.guard import RefusedError, open_package, read_bytes
from koppeling.workbook.publish import BLANK_SEAL

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

#: What an expression of the template's own can bring about; SyntaxError is also bad XML.
_AT_FAULT = (ArithmeticError, TypeError, LookupError, ValueError, RecursionError, SyntaxError)
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_STAMP = (1980, 1, 1, 0, 0, 0)
_CUSTOM = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SEAL_PART = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="koppeling">'
    f"<vt:lpwstr>{BLANK_SEAL}</vt:lpwstr></property></Properties>"
)
_TYPE = (
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
_LINK = (
    '<Relationship Id="rIdKoppelingSeal" '
    f'Type="{_OFFICE}/relationships/custom-properties" Target="docProps/custom.xml"/>'
)


class TemplateError(KoppelingError):
    """A template that cannot be filled in; names the file and what is wrong."""


def fill(template: Path, fields: Mapping[str, object]) -> bytes:
    """
    Fill in a Word template.

    Parameters
    ----------
    template : Path
        A .docx file with fields between double braces (docxtpl).
    fields : mapping
        Field → text, number, truth, or lists and mappings of those; all print words.

    Returns
    -------
    bytes
        The file, with room for the seal of `koppeling.workbook.publish`.

    Raises
    ------
    TemplateError
        When the template is no Word file, or asks for a field that is not there.
    """
    from jinja2 import StrictUndefined, pass_context
    from jinja2 import TemplateError as JinjaError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    document = _opened(template)
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        # with a context, else Jinja writes out constants by itself before
        finalize=pass_context(lambda _context, value: told(value)),
    )
    try:
        document.render(dict(fields), environment, autoescape=True)
    except (JinjaError, *_AT_FAULT) as error:
        raise TemplateError(
            _("The template {file} cannot be filled in: {reason}").format(
                file=template.name, reason=error
            )
        ) from error
    properties = document.docx.core_properties
    properties.author = properties.last_modified_by = "koppeling"
    properties.created = properties.modified = _CREATED
    properties.revision = 1
    out = io.BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _opened(template: Path) -> DocxTemplate:
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    try:
        content = read_bytes(template)
        open_package(content).close()
        document = DocxTemplate(io.BytesIO(content))
        document.init_docx()
    except (RefusedError, OpcError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TemplateError(
            _("The template {file} is no Word document (.docx).").format(file=template.name)
        ) from error
    return document


def _settled(content: bytes) -> bytes:
    """Give every member a fixed date, and the file a place for its seal."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    _add_seal(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            stamp = zipfile.ZipInfo(name, _STAMP)
            stamp.create_system = 3  # else Windows and Linux differ
            archive.writestr(stamp, member, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add_seal(members: dict[str, bytes]) -> None:
    """Put the seal where a workbook has it; a part of that name was the template's own."""
    if _CUSTOM not in members:
        for name, end, addition in (
            ("[Content_Types].xml", "</Types>", _TYPE),
            ("_rels/.rels", "</Relationships>", _LINK),
        ):
            members[name] = members[name].replace(end.encode(), (addition + end).encode())
    members[_CUSTOM] = _SEAL_PART.encode()
