"""Four files in five are hostile: each is refused or made harmless. The fifth is honest: none is refused."""

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pikepdf
import psutil
from PIL import Image

from telavis.documents.cleaning.outcome import PIECES, RENDITION, THUMBNAIL
from telavis.documents.cleaning.sandbox import CleaningInterrupted, clean
from telavis.documents.names import clean_file_name
from telavis.documents.refusals import FileRefused
from tests.documents import dicoms
from tests.documents.test_cleaning import uncompressed
from tests.trials import honest_files, hostile_files
from tests.trials.plugin import Trial

AT_ONCE = 2
CHILD = "telavis.documents.cleaning"
HONEST_EVERY = 5
MARKS = (hostile_files.MARK, dicoms.NAME.encode())
FORBIDDEN = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/OpenAction",
    b"/URI ",
    b"/SubmitForm",
    b"/GoToR",
)
NAMES = (
    "../../etc/passwd",
    "photo\u202egpj.exe",
    "a\0b.png",
    "C:\\x\\y.jpg",
    "é" * 400,
    "\ud800.pdf",
    "<img>.tif",
    "",
)
MOST_GROWTH = 200 * 1024**2
"""Bytes by which the worker's own process may grow over the whole trial."""


def test_hostile_files_hurt_nobody_and_honest_ones_pass(trial: Trial):
    before = psutil.Process().memory_info().rss
    wanted = [number for number in range(trial.count) if str(number) not in trial.kept]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, said in zip(
            wanted, pool.map(lambda number: verdict(trial.seed, number), wanted), strict=True
        ):
            trial.keep(str(number), said)
    said = Counter(trial.kept.values())
    wrong = {what: count for what, count in said.items() if what.startswith("WRONG")}
    grown = psutil.Process().memory_info().rss - before
    trial.note(**figures(said), wrong=wrong, grown_megabytes=round(grown / 1024**2))
    assert wrong == {}
    assert [each.pid for each in psutil.Process().children() if CHILD in each.cmdline()] == []
    assert grown < MOST_GROWTH


def figures(said: Counter[str]) -> dict[str, object]:
    """How many were hostile, and what became of each kind."""
    outcomes: dict[str, dict[str, int]] = {}
    for what, count in sorted(said.items()):
        kind, _, outcome = what.partition(": ")
        outcomes.setdefault(kind, {})[outcome] = count
    hostile = sum(count for what, count in said.items() if not what.startswith("honest"))
    return {"hostile": hostile, "honest": said.total() - hostile, **outcomes}


def verdict(seed: int, number: int) -> str:
    """What became of one file, in words; WRONG when it should not have."""
    rng = Random(f"{seed} {number}")
    is_honest = number % HONEST_EVERY == 0
    table = honest_files.HONEST if is_honest else hostile_files.HOSTILE
    kind, content = honest_files.chosen(rng, table)
    kind = f"honest {kind}" if is_honest else kind
    fault = fault_of_name(rng.choice(NAMES))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "original").write_bytes(content)
        try:
            clean(folder / "original", folder)
        except FileRefused as refused:
            outcome = f"refused ({refused.refusal.value})"
            fault = fault or (f"an honest file was {outcome}" if is_honest else "")
        except CleaningInterrupted as interrupted:
            fault = f"the child was ended from outside, {interrupted}"
        else:
            outcome = "shown"
            fault = fault or unreadable(folder) or fault_in(folder)
    return f"WRONG {kind} {number}: {fault}" if fault else f"{kind}: {outcome}"


def fault_of_name(name: str) -> str:
    """A name is one line of visible characters, and no path."""
    kept = clean_file_name(name)
    is_plain = kept and kept.isprintable() and "/" not in kept and "\\" not in kept
    return "" if is_plain and kept.encode() else f"the name {name!r} became {kept!r}"


def unreadable(folder: Path) -> str:
    """What another reader says of the rendition."""
    rendition = folder / RENDITION
    try:
        if rendition.read_bytes()[:5] == b"%PDF-":
            uncompressed(rendition)
        else:
            with Image.open(rendition) as image:
                image.load()
    except (pikepdf.PdfError, OSError, SyntaxError, ValueError) as error:
        return f"the rendition cannot be read: {error}"
    return ""


def fault_in(folder: Path) -> str:
    """What is shown must be readable, and hold nothing of what was hidden."""
    rendition = folder / RENDITION
    if rendition.read_bytes()[:5] == b"%PDF-":
        content = uncompressed(rendition)
        with pikepdf.open(rendition) as pdf:
            problems = "" if len(pdf.pages) else "a PDF without pages"
        problems = problems or next((f"it keeps {key.decode()}" for key in FORBIDDEN if key in content), "")
    else:
        content, problems = rendition.read_bytes(), ""
        with Image.open(rendition) as image:
            problems = "it keeps EXIF" if image.getexif() else ""
    everything = content + (folder / THUMBNAIL).read_bytes() + (folder / PIECES).read_bytes()
    return problems or next((f"it keeps {mark!r}" for mark in MARKS if mark in everything), "")
