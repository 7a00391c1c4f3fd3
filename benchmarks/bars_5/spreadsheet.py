"""LibreOffice without a screen: works a workbook out anew, so that its formulas can be held against our own figures."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

MISSING = (
    "LibreOffice is not installed: no soffice on the path; "
    "`apt-get install --no-install-recommends libreoffice-calc-nogui` brings it"
)
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value>
</prop></item></oor:items>
"""
"""Work out every formula when a file is opened, whatever results it came with."""

Cells = Mapping[str, Mapping[str, object]]
"""Sheet -> address -> value."""


def office() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def worked_out(book: bytes, /, *, changed: Mapping[tuple[str, str], float] | None = None) -> Cells:
    """The values of all cells after LibreOffice has worked the formulas out; the results that the file came with are
    taken out before, so that none of them can be what is read.

    Args:
        changed: (sheet, address) -> a number to put there first.
    Raises:
        RuntimeError: LibreOffice is not there, or does not open the file.
    """
    from openpyxl import load_workbook

    program = office()
    if program is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory(prefix="dragoman-office-") as folder:
        work = Path(folder)
        opened = load_workbook(io.BytesIO(book))
        for (sheet, address), number in (changed or {}).items():
            opened[sheet][address] = number
        opened.save(work / "in.xlsx")  # openpyxl keeps formulas and drops their results
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(work / "out"),
                str(work / "in.xlsx"),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if not (work / "out" / "in.xlsx").exists():
            raise RuntimeError(f"LibreOffice opened nothing: {done.stdout[-500:]} {done.stderr[-500:]}")
        result = load_workbook(work / "out" / "in.xlsx", data_only=True)
        return {
            sheet.title: {
                cell.coordinate: cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in result
        }
