"""Make the web font: the Latin subset of Source Sans 3 that the pages need, in one small variable WOFF2.

    cd /tmp && npm pack source-sans && tar xzf source-sans-*.tgz
    python tools/make_font.py /tmp/package

The font's licence (OFL 1.1) reserves the name «Source» for unmodified files, so the subset is named
«Telavis Sans». The static files for the PDF are copied as they are and keep their name.
"""

import argparse
import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "telavis/static/fonts"
PDF = ROOT / "telavis/reports/fonts"
FAMILY = "Telavis Sans"
LARGEST = 45_000
PDF_FACES = ("Regular", "It", "Semibold")

FRENCH_AND_NEIGHBOURS = [
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: names from all of Western and Central Europe
    *(0x218, 0x219, 0x21A, 0x21B, 0x1E9E),  # Romanian commas below, German capital sharp s
    *(0x300, 0x301, 0x302, 0x308, 0x327),  # accents typed apart from their letter (NFD)
]
SIGNS = "\u2009\u2011\u202f–—‘’‚“”„†•…‰′″‹›⁄€№™←↑→↓−≈≠≤≥½¼¾×÷°±µαβγ▲●○✓✗"
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "case", "pnum", "sups", "ordn"]


def main() -> None:
    """Write the subset and copy the files for the PDF, each with the licence."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, help="the unpacked npm package `source-sans`")
    package: Path = parser.parse_args().package
    target = write_subset(package / "VF/SourceSans3VF-Upright.ttf")
    copy_for_pdf(package / "TTF")
    for folder in (WEB, PDF):
        shutil.copyfile(package / "LICENSE.md", folder / "SourceSans3-LICENSE.md")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


def write_subset(source: Path) -> Path:
    """Keep the letters, signs and the two weights that the pages use."""
    font = TTFont(source)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.drop_tables += ["DSIG", "STAT"]
    options.name_IDs = [1, 2, 4, 6, 13, 14]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=FRENCH_AND_NEIGHBOURS, text=SIGNS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 400, 600)})
    rename(font)
    font.flavor = "woff2"
    target = WEB / "telavis-sans.woff2"
    font.save(target)
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target.name} weighs {target.stat().st_size} bytes, more than {LARGEST}.")
    return target


def rename(font: TTFont) -> None:
    """Give the modified font a name of its own, as its licence asks."""
    names = {1: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def copy_for_pdf(source: Path) -> None:
    """The PDF takes the static faces, unmodified."""
    for face in PDF_FACES:
        shutil.copyfile(source / f"SourceSans3-{face}.ttf", PDF / f"SourceSans3-{face}.ttf")


if __name__ == "__main__":
    main()
