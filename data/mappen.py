"""
The folder twin of a workbook: one file per sheet, as an HR system would export them.

All .csv as Dutch Excel makes them (semicolon, decimal comma, UTF-8 with a byte
order mark, CRLF), but for Beschikbaarheid, which is an OpenDocument sheet.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from koppeling.workbook.schema.registry import SETTINGS_SHEET
from koppeling.workbook.schema.shapes import Extent
from koppeling.workbook.write.columns import Content, plain
from koppeling.workbook.write.template import (
    Practice,
    columns_in_use,
    settings_in_use,
    sheets_in_use,
    shown,
)

Table = list[list[Content]]
AS_OPENDOCUMENT = "availability"


def files(practice: Practice) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file."""
    for sheet in sheets_in_use(practice, Extent.USED):
        rows = practice[sheet.key]
        if sheet is SETTINGS_SHEET:
            table = settings_table(practice)
        else:
            fields = columns_in_use(sheet, rows, Extent.USED)
            table = [[field.words.nl for field in fields]]
            table += [[plain(shown(f, row.get(f.key))) for f in fields] for row in rows]
        if sheet.key == AS_OPENDOCUMENT:
            yield f"{sheet.words.nl}.ods", opendocument(sheet.words.nl, table)
        else:
            yield f"{sheet.words.nl}.csv", delimited(table)


def settings_table(practice: Practice) -> Table:
    """Lay out the settings as the sheet Instellingen does."""
    given = {str(row["setting"]): row["value"] for row in practice["settings"]}
    table: Table = [[column.words.nl for column in SETTINGS_SHEET.columns]]
    for setting in settings_in_use(practice["settings"], Extent.USED):
        table.append([setting.words.nl, plain(shown(setting, given[setting.key]))])
    return table


def delimited(table: Table) -> bytes:
    """Write a table as Dutch Excel saves a .csv."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [[in_dutch(value) for value in row] for row in table]
    )
    return out.getvalue().encode("utf-8-sig")


def in_dutch(value: Content) -> str:
    """Write a value as Dutch Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def opendocument(name: str, table: Table) -> bytes:
    """Write a table as an .ods with one sheet, the same bytes every time."""
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in table)
    content = CONTENT.replace("@name@", quoteattr(name)).replace("@rows@", rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in (
            ("mimetype", MIMETYPE),
            ("META-INF/manifest.xml", MANIFEST),
            ("content.xml", content),
        ):
            stamp = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            stamp.create_system = 3
            kind = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(stamp, text, kind)
    return out.getvalue()


def cell(value: Content) -> str:
    """Write one cell in OpenDocument's own words."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        attributes = f'office:value-type="date" office:date-value="{value}" '
        attributes += 'table:style-name="datum"'
    elif isinstance(value, str):
        attributes = 'office:value-type="string"'
    else:
        attributes = f'office:value-type="float" office:value="{value}"'
    text = escape(in_dutch(value))
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2" xmlns:office="{_NAMES}office:1.0"
 xmlns:table="{_NAMES}table:1.0" xmlns:text="{_NAMES}text:1.0" xmlns:style="{_NAMES}style:1.0"
 xmlns:number="{_NAMES}datastyle:1.0">
<office:automatic-styles>
<number:date-style style:name="dmj"><number:day number:style="long"/>
<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>
<number:year number:style="long"/></number:date-style>
<style:style style:name="datum" style:family="table-cell" style:data-style-name="dmj"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name=@name@>@rows@</table:table>
</office:spreadsheet></office:body></office:document-content>
"""
