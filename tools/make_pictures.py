"""
Render pages of the example and its proposal to `docs/pictures/*.png`.

Needs LibreOffice (`soffice`) and poppler (`pdftotext`, `pdftoppm`); run it when
the look of a workbook has changed, and look at what it made.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "data" / "voorbeeld.xlsx"
PICTURES = ROOT / "docs" / "pictures"
DOTS_PER_INCH = 90
#: Sheet → picture; the sheet's name is in the header of each page.
OF_EXAMPLE = {"Werkdagen": "werkdagen.png"}
OF_PROPOSAL = {
    "Koppelvoorstel": "koppelvoorstel.png",
    "Belasting": "belasting.png",
}
OF_FORECAST = {"Vooruitblik": "vooruitblik.png"}
#: A profile that writes numbers and dates the Dutch way.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nl-NL</value></prop></item>
</oor:items>
"""


def main() -> int:
    """Make every picture anew."""
    tools = {name: shutil.which(name) for name in ("soffice", "pdftotext", "pdftoppm")}
    missing = [name for name, path in tools.items() if path is None]
    if missing:
        print("needed and not found:", ", ".join(missing))
        return 2
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        render(EXAMPLE, OF_EXAMPLE, folder)
        for command, of_sheets in (("match", OF_PROPOSAL), ("forecast", OF_FORECAST)):
            made = folder / f"{command}.xlsx"
            koppeling = [sys.executable, "-m", "koppeling"]
            subprocess.run([*koppeling, command, str(EXAMPLE), "-o", str(made)], check=True)
            render(made, of_sheets, folder)
    return 0


def render(workbook: Path, pictures: dict[str, str], folder: Path) -> None:
    """Make a picture of the first page of each sheet named."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    run(
        "soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), str(workbook),
    )  # fmt: skip
    pdf = folder / f"{workbook.stem}.pdf"
    pages = [page.splitlines() for page in run("pdftotext", str(pdf), "-").split("\f")]
    for sheet, picture in pictures.items():
        # other pages may mention the sheet, none so near the top as its own first page
        heights = {n: lines.index(sheet) for n, lines in enumerate(pages, 1) if sheet in lines}
        page = min(heights, key=lambda n: (heights[n], n))
        run(
            "pdftoppm", "-singlefile", "-png", "-r", str(DOTS_PER_INCH), "-f", str(page),
            str(pdf), str((PICTURES / picture).with_suffix("")),
        )  # fmt: skip
        print(picture)


def run(*command: str) -> str:
    """Run a tool and return what it prints."""
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    sys.exit(main())
