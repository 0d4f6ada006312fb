"""The INS datamatrix of the first page: its modules, and their picture as one path, so that no line parts two of them."""

from itertools import groupby

from zxingcpp import BarcodeFormat, create_barcode

QUIET_ZONE = 2
"""Modules of white around the symbol; the standard asks for one."""


MODULE = 0.5
"""Millimetres: what a hand scanner reads on any printer, however many modules the names take."""


def modules(text: str) -> list[list[bool]]:
    """The square symbol (ISO/IEC 16022, ECC 200), row by row; dark is true."""
    symbol = create_barcode(text, BarcodeFormat.DataMatrix, force_square=True)
    # Its type stubs forget that the picture is a buffer of rows, 0 where it is dark.
    picture = memoryview(symbol.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    rows: list[list[int]] = picture.tolist()  # type: ignore[assignment]
    return [[not light for light in row] for row in rows]


def width(text: str) -> float:
    """Of the picture, in millimetres."""
    return (len(modules(text)) + 2 * QUIET_ZONE) * MODULE


def svg(text: str) -> str:
    """A picture without colours but black and white: dark themes and printers leave it alone."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET_ZONE
    path = "".join(_runs(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>'
    )


def _runs(rows: list[list[bool]]) -> list[str]:
    drawn = []
    for down, row in enumerate(rows, QUIET_ZONE):
        across = QUIET_ZONE
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                drawn.append(f"M{across} {down}h{length}v1h-{length}z")
            across += length
    return drawn
