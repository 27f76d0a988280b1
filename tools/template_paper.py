"""What a template of `make_templates.py` is built of: headings, tables, loops, lines to sign."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

DARK, LIGHT, GREY = "1F4E5F", "EEF4F6", "5F6E74"
WIDTH_CM = 17.0
STYLES = ("Normal", "Title", "Heading 1", "List Bullet", "Table Grid", "Footer")
#: A loop over rows of a table: the name of the list, then the fields of its columns.
Loop = tuple[str, Sequence[str]]


class Paper:
    """A template in the making, in one language."""

    def __init__(self, language: str, title: tuple[str, str], who: str) -> None:
        self.at = 0 if language == "nl" else 1
        self.document = Document()
        self._set_up()
        self.document.core_properties.title = f"{self.say(title)} · {{{{ {who} }}}}"
        heading = self.document.add_paragraph(self.say(title), style="Title")
        heading.paragraph_format.space_after = Pt(2)
        self.subtitle("{{ practice }}")
        undecided = ("CONCEPT: nog niet besloten", "CONCEPT: not decided yet")
        self.when("concept", lambda: self.subtitle(self.say(undecided)))
        self.gap()

    def say(self, pair: tuple[str, str]) -> str:
        """Choose the language."""
        return pair[self.at]

    def subtitle(self, text: str) -> None:
        """Add a quiet line under the title; it disappears where it stays empty."""
        paragraph = self.document.add_paragraph(text)
        paragraph.paragraph_format.space_after = Pt(0)
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor.from_string(GREY)

    def gap(self) -> None:
        """Add a little air."""
        shape = self.document.add_paragraph().paragraph_format
        shape.line_spacing, shape.space_after = Pt(6), Pt(0)

    def head(self, nl: str, en: str) -> None:
        """Add a heading."""
        self.document.add_heading(self.say((nl, en)), level=1)

    def text(self, nl: str, en: str) -> None:
        """Add a paragraph."""
        self.document.add_paragraph(self.say((nl, en)))

    def points(self, *pairs: tuple[str, str], box: bool = False) -> None:
        """Add a list, each line with a box to tick when asked."""
        for pair in pairs:
            text = self.say(pair)
            style = None if box else "List Bullet"
            paragraph = self.document.add_paragraph(f"☐  {text}" if box else text, style=style)
            paragraph.paragraph_format.space_after = Pt(2)

    def loop(self, items: str, text: str) -> None:
        """Add a list of a line for each item; `{%p` takes its own paragraph away."""
        self.document.add_paragraph(f"{{%p for item in {items} %}}")
        self.document.add_paragraph(text, style="List Bullet")
        self.document.add_paragraph("{%p endfor %}")

    def when(self, condition: str, inside: Callable[[], None]) -> None:
        """Keep what `inside` adds only where the condition holds."""
        self.document.add_paragraph(f"{{%p if {condition} %}}")
        inside()
        self.document.add_paragraph("{%p endif %}")

    def facts(self, *rows: tuple[str, str, str]) -> None:
        """Add a table of facts: (Dutch, English, value)."""
        table = self.document.add_table(rows=0, cols=2)
        for nl, en, value in rows:
            cells = table.add_row().cells
            _write(cells[0], self.say((nl, en)), is_bold=True)
            _write(cells[1], value)
        self._line_up(table, (5.0, WIDTH_CM - 5.0))

    def table(self, heads: Sequence[tuple[str, str]], loop: Loop, widths: Sequence[float]) -> None:
        """Add a table with a row for each item of a list."""
        items, fields = loop
        table = self.document.add_table(rows=4, cols=len(heads))
        for cell, pair in zip(table.rows[0].cells, heads, strict=True):
            _write(cell, self.say(pair), is_bold=True, colour="FFFFFF")
            _shade(cell, DARK)
        table.rows[1].cells[0].text = f"{{%tr for item in {items} %}}"
        for cell, name in zip(table.rows[2].cells, fields, strict=True):
            _write(cell, f"{{{{ item.{name} }}}}")
        table.rows[3].cells[0].text = "{%tr endfor %}"
        _repeat(table.rows[0]._tr)  # noqa: SLF001 - python-docx has no public way
        _keep(table.rows[2]._tr)  # noqa: SLF001
        self._line_up(table, widths)

    def lines(self, count: int) -> None:
        """Add lines to write on."""
        for _number in range(count):
            paragraph = self.document.add_paragraph()
            _rule(paragraph)  # first: the schema has borders before spacing
            paragraph.paragraph_format.line_spacing = Pt(20)
            paragraph.paragraph_format.space_after = Pt(0)
        self.gap()

    def ask(self, nl: str, en: str, count: int = 2) -> None:
        """Ask something, with room to answer."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(self.say((nl, en))).bold = True
        paragraph.paragraph_format.keep_with_next = True
        self.lines(count)

    def sign(self, *people: tuple[str, str, str]) -> None:
        """Add room for signatures: (Dutch, English, name)."""
        self.head("Ondertekening", "Signatures")
        table = self.document.add_table(rows=4, cols=len(people))
        labels = ("", ("Plaats en datum", "Place and date"), ("Handtekening", "Signature"))
        for at, (nl, en, name) in enumerate(people):
            _write(table.rows[0].cells[at], self.say((nl, en)), is_bold=True)
            _write(table.rows[1].cells[at], name or " ")
            for row, label in zip(table.rows[2:], labels[1:], strict=True):
                _write(row.cells[at], f"{self.say(label)}:", colour=GREY)
        table.rows[2].height = Cm(1.1)
        table.rows[3].height = Cm(2.0)
        for row in table.rows:
            _keep(row._tr)  # noqa: SLF001
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        self._line_up(table, [WIDTH_CM / len(people)] * len(people))

    def to_bytes(self) -> bytes:
        """Return the file; the same texts give the same bytes."""
        out = io.BytesIO()
        self.document.save(out)
        fixed = io.BytesIO()
        with zipfile.ZipFile(out) as made, zipfile.ZipFile(fixed, "w") as archive:
            for name in made.namelist():
                stamp = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                stamp.create_system = 3
                archive.writestr(stamp, made.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    def _set_up(self) -> None:
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = "koppeling"
        properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
        properties.comments = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin = section.bottom_margin = Cm(1.8)
        footer = section.footer.paragraphs[0]
        footer.text = "{{ practice }} · {{ on }}"
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in footer.runs:
            run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(GREY)
        for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 12), ("List Bullet", 10)):
            style = self.document.styles[name]
            style.font.name, style.font.size = "Arial", Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if key.endswith("Theme"):
                    del fonts.attrib[key]
            for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(key), "Arial")
            if name in ("Title", "Heading 1"):
                style.font.color.rgb = RGBColor.from_string(DARK)
        self.document.styles["Normal"].paragraph_format.space_after = Pt(5)
        self.document.styles["Heading 1"].paragraph_format.space_before = Pt(10)
        self._lighten()
        border = self.document.styles["Title"].element.find(".//" + qn("w:pBdr"))
        if border is not None:
            border.getparent().remove(border)

    def _lighten(self) -> None:
        """Take out what no paper of ours uses; it would be parsed and written every time."""
        for style in list(self.document.styles):
            if style.name not in STYLES and not style.element.get(qn("w:default")):
                style.element.getparent().remove(style.element)
                continue
            for link in style.element.findall(qn("w:link")):  # to a style that is gone
                style.element.remove(link)
        for owner in (self.document.part, self.document.part.package):
            for key, relation in list(owner.rels.items()):
                if relation.reltype.endswith(("stylesWithEffects", "thumbnail", "customXml")):
                    del owner.rels[key]

    def _line_up(self, table: Table, widths: Sequence[float]) -> None:
        """Give a table fixed widths, thin lines and a little air after it."""
        table.style = self.document.styles["Table Grid"]
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("color", "C9D5D9")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        table._tbl.tblPr.insert_element_before(  # noqa: SLF001
            borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
        )
        self.gap()


def _write(cell: _Cell, text: str, *, is_bold: bool = False, colour: str = "") -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = is_bold
    run.font.size = Pt(9)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _repeat(row: object) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]


def _keep(row: object) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _rule(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):  # Word joins neighbours with the same borders
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "C9D5D9")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001
