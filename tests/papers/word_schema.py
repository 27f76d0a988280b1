"""
The order of children in a Word file, as ECMA-376 Part 1 (transitional) has it.

Word itself forgives most; a strict reader, and Word's own repair, do not. Only
the elements that papers use; a child that is not named here is one to look up.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(document|styles|numbering|settings|header\d*|footer\d*)\.xml")

_SETTINGS = """
writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData
embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins
alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop
hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign
attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection
autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop autoHyphenation
consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength
clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting
bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing
displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin
doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne
strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture
doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText
doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags
alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars
rsids attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary
shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator
"""
#: Element → its children in the only order that is allowed.
ORDERS = {
    parent: tuple(children.split())
    for parent, children in {
        "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
            suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
            topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
            contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
            textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
        "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
            imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs
            highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout
            specVanish oMath""",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize
            tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
            tblDescription tblPrChange""",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection
            tcFitText vAlign hideMark""",
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc
            pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection
            bidi rtlGutter docGrid printerSettings""",
        "pBdr": "top left bottom right between bar",
        "tblBorders": "top left bottom right insideH insideV",
        "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
        "tblCellMar": "top left bottom right",
        "tcMar": "top left bottom right",
        "numPr": "ilvl numId",
        "tbl": "tblPr tblGrid tr",
        "tr": "tblPrEx trPr tc",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden
            unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr
            tblPr trPr tcPr tblStylePr""",
        "tblStylePr": "pPr rPr tblPr trPr tcPr",
        "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
        "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
        "num": "abstractNumId lvlOverride",
        "lvl": """start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc
            pPr rPr""",
        "settings": _SETTINGS,
    }.items()
}
#: Element → its children, in any order (a choice that repeats).
SETS = {
    "trPr": {
        "cnfStyle", "divId", "gridBefore", "gridAfter", "wBefore", "wAfter", "cantSplit",
        "trHeight", "tblHeader", "tblCellSpacing", "jc", "hidden",
    },
}  # fmt: skip
#: What comes first in its parent, when it is there.
FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr"}
#: Switches that older readers know as 1, 0, on and off only, or without a value.
SWITCHES = {"tblHeader", "cantSplit", "keepNext", "keepLines", "b", "i"}


def disorder(content: bytes) -> list[str]:
    """List what stands where the schema does not have it, by part."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if _PART.fullmatch(name):
                for element in ET.fromstring(archive.read(name)).iter():  # noqa: S314 - our own
                    found += [f"{name}: {fault}" for fault in _faults(element)]
    return found


def _faults(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(_W)
    children = [c.tag.removeprefix(_W) for c in element if str(c.tag).startswith(_W)]
    if name in ORDERS:
        order = ORDERS[name]
        unknown = [child for child in children if child not in order]
        if unknown:
            yield f"{name} has {unknown}"
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            yield f"{name} has {children}"
    if not set(children) <= SETS.get(name, {*children}):
        yield f"{name} has {sorted(set(children) - SETS[name])}"
    if FIRST.get(name) in children[1:]:
        yield f"{name} has {FIRST[name]} not first"
    if name == "tc" and children[-1:] != ["p"]:
        yield "tc does not end with a paragraph"
    if name in SWITCHES and element.get(f"{_W}val", "1") not in ("0", "1", "on", "off"):
        yield f"{name} is {element.get(f'{_W}val')}"
