"""
Word documents for the people in a trajectory, and for the talks about it.

Which paper is for whom is decided here; what stands in it in `document_fields`,
`plan_fields` and `talk_fields`; how it looks in the templates, which a practice may replace.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from koppeling.domain.people import Junior, Senior
from koppeling.domain.trajectory import Registration
from koppeling.errors import KoppelingError
from koppeling.locale import _, current
from koppeling.papers import fields
from koppeling.papers import fields as plan_fields
from koppeling.papers import fields as talk_fields
from koppeling.papers.casefile import Casefile
from koppeling.papers.kinds import DocumentKind
from koppeling.report.wording import told
from koppeling.workbook.read.guard import RefusedError, open_package, read_bytes
from koppeling.workbook.write.publish import BLANK_SEAL

if TYPE_CHECKING:
    from docxtpl import DocxTemplate


TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper to write: its kind, whose it is (a personnel number), and its fields."""

    kind: DocumentKind
    number: str
    fields: fields.Fields
    suffix: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file: numbers only, so that a folder listing tells no names."""
        return f"{' '.join(part for part in (self.kind, self.number, self.suffix) if part)}.docx"


def choose_papers(
    casefile: Casefile, *, kind: DocumentKind | None = None, junior: str | None = None
) -> Iterator[Paper]:
    """
    Choose the papers to write, in order of kind and number.

    Parameters
    ----------
    casefile : Casefile
        The practice.
    kind : DocumentKind, optional
        Only this kind, for every pair. Without it: what applies now. A
        statement before is for trajectories that demand a registration (K12),
        one after and a final evaluation for those whose last meeting falls in
        the planning quarter or earlier. A motivation is only ever written
        where a registration is lacking and experience may take its place (K4,
        K13); a handover only where a pair changes or a senior is out (B11).
    junior : str, optional
        Only for this junior; the quarterly talk then is the senior's of this junior.

    Raises
    ------
    KoppelingError
        When the junior is not known or has no pair in force.
    """
    juniors = _juniors(casefile, junior)
    for each in [kind] if kind is not None else DocumentKind:
        if each is DocumentKind.TALK:
            yield from _talks(casefile, juniors)
            continue
        for someone in juniors:
            if kind is not None or _APPLIES[each](casefile, someone):
                yield from _papers(casefile, each, someone)


def render(paper: Paper, own: Path | None = None) -> bytes:
    """
    Write a paper: the practice's own template wins over ours.

    Parameters
    ----------
    paper : Paper
        As chosen.
    own : Path, optional
        Folder with the practice's templates (`plan.docx`, ...).
    """
    return fill(template_for(paper.kind, own), paper.fields)


def template_for(kind: DocumentKind, own: Path | None = None) -> Path:
    """Return the template of a kind: the practice's own, else ours in the language in use."""
    if own is not None and (own / f"{kind}.docx").is_file():
        return own / f"{kind}.docx"
    return TEMPLATES / current() / f"{kind}.docx"


def _juniors(casefile: Casefile, number: str | None) -> Sequence[Junior]:
    standing = casefile.standing
    if number is None:
        return [j for j in standing.instance.juniors if casefile.senior_of(j) is not None]
    someone = standing.junior_by_number.get(number)
    if someone is None:
        raise KoppelingError(_("There is no junior {number}.").format(number=number))
    if casefile.senior_of(someone) is None:
        raise KoppelingError(
            _(
                "Junior {number} has no senior yet: decide first, or use --concept to count "
                "undecided proposals."
            ).format(number=number)
        )
    return [someone]


def _talks(casefile: Casefile, juniors: Sequence[Junior]) -> Iterator[Paper]:
    seniors: dict[str, Senior] = {}
    for someone in juniors:
        senior = casefile.senior_of(someone)
        if senior is not None:
            seniors[senior.number] = senior
    for number, senior in sorted(seniors.items()):
        told = talk_fields.quarter_talk(casefile, senior)
        yield Paper(kind=DocumentKind.TALK, number=number, fields=told)


def _papers(casefile: Casefile, kind: DocumentKind, junior: Junior) -> Iterator[Paper]:
    if kind is DocumentKind.HANDOVER:
        yield from _handovers(casefile, junior)
    elif kind is not DocumentKind.MOTIVATION or _may_motivate(casefile, junior):
        yield Paper(kind=kind, number=junior.number, fields=_FIELDS[kind](casefile, junior))


def _handovers(casefile: Casefile, junior: Junior) -> Iterator[Paper]:
    number, giver = junior.number, casefile.previous.get(junior.number)
    if giver is not None:
        told = fields.change(casefile, junior, giver)
        yield Paper(kind=DocumentKind.HANDOVER, number=number, fields=told)
    if casefile.taken_over(junior):
        told = fields.stand_in(casefile, junior)
        away = _("departure") if casefile.is_left_by_senior(junior) else _("stand-in")
        yield Paper(kind=DocumentKind.HANDOVER, number=number, fields=told, suffix=away)


def _may_motivate(casefile: Casefile, junior: Junior) -> bool:
    """Tell whether a motivation makes sense: a postmaster trajectory knows no exception (K6)."""
    demand = casefile.kind_of(junior).demand
    return demand is not Registration.POSTMASTER and casefile.needs_motivation(junior)


_FIELDS: MappingProxyType[DocumentKind, Callable[[Casefile, Junior], fields.Fields]] = (
    MappingProxyType(
        {
            DocumentKind.PLAN: plan_fields.plan,
            DocumentKind.BEFORE: fields.statement_before,
            DocumentKind.AFTER: fields.statement_after,
            DocumentKind.MOTIVATION: fields.motivation,
            DocumentKind.AGENDA: fields.agenda,
            DocumentKind.FINAL: talk_fields.final_evaluation,
        }
    )
)


def _always(_casefile: Casefile, _junior: Junior) -> bool:
    return True


def _demands(casefile: Casefile, junior: Junior) -> bool:
    return casefile.kind_of(junior).demand is not None


def _ends(casefile: Casefile, junior: Junior) -> bool:
    return casefile.ends_in_quarter(junior)


#: Whether a paper is due now, when nobody asked for its kind.
_APPLIES: MappingProxyType[DocumentKind, Callable[[Casefile, Junior], bool]] = MappingProxyType(
    {
        DocumentKind.PLAN: _always,
        DocumentKind.BEFORE: _demands,
        DocumentKind.AFTER: lambda casefile, junior: (
            _demands(casefile, junior) and _ends(casefile, junior)
        ),
        DocumentKind.MOTIVATION: _always,
        DocumentKind.HANDOVER: _always,
        DocumentKind.AGENDA: _always,
        DocumentKind.FINAL: _ends,
    }
)


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
        The file, with room for the seal of `koppeling.workbook.write.publish`.

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
