"""PDFs: written anew without scripts, actions, joined files, media, or anything that reaches outside."""

import time
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel
from pikepdf.sanitize import Sanitizer
from pikepdf.settings import set_qpdf_limits
from PIL import Image

from telavis.documents.cleaning.dated import dates_in
from telavis.documents.cleaning.images import save_thumbnail
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.outcome import RENDITION, Cleaned, Page
from telavis.documents.cleaning.pieces import THUMBNAIL_QUALITY, Pieces, jpeg, smaller
from telavis.documents.limits import PAGES_WITH_THUMBNAIL, THUMBNAIL_SIDE
from telavis.documents.refusals import FileRefused, Refusal

STREAM_LIMIT = 256 * 1024**2
EXPANDED_LIMIT = 1024**3
"""Bytes that one stream, and all of them, may expand to: a file of 615 bytes can announce 300 MB."""
DEEPEST = 60
SECONDS_OF_DRAWING = 12

ACTIVE_ACTIONS = frozenset(
    Name(f"/{name}")
    for name in (
        *("JavaScript", "Launch", "URI", "GoToR", "GoToE", "Thread", "SubmitForm", "ImportData"),
        *("Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView"),
    )
)
ACTIVE_KEYS = (
    *("/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/Collection"),
    *("/RichMediaContent", "/RichMediaSettings", "/Renditions", "/3DD", "/Movie", "/Launch", "/URI"),
    *("/SpiderInfo", "/PieceInfo", "/Metadata", "/Thumb", "/OPI", "/Ref"),
)
EXTERNAL_STREAM_KEYS = ("/F", "/FFilter", "/FDecodeParms")


def clean_pdf(original: Path, folder: Path) -> Cleaned:
    """Write the rendition of a PDF and the thumbnail of its first page."""
    set_qpdf_limits(doc_max_warnings=2000, flate_max_memory=STREAM_LIMIT, run_length_max_memory=STREAM_LIMIT)
    try:
        with pikepdf.open(original) as pdf:
            _rewrite(pdf, folder / RENDITION)
        # A damaged file may have lost its root on the way: what was written is read as another reader would.
        with pikepdf.open(folder / RENDITION, attempt_recovery=False) as written:
            pages = len(written.pages)
    except pikepdf.PasswordError:
        raise FileRefused(Refusal.PDF_LOCKED) from None
    except (
        pikepdf.PdfError,
        pikepdf.ForeignObjectError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        AttributeError,
    ):
        raise FileRefused(Refusal.PDF_BROKEN) from None
    leaves = _draw_pages(folder)
    return Cleaned(
        original_type=FileKind.PDF.value,
        rendition_type=FileKind.PDF.value,
        pages=pages,
        leaves=tuple(leaves),
        measures=dates_in(folder / RENDITION),
    )


def _rewrite(pdf: Pdf, rendition: Path) -> None:
    if len(pdf.pages) == 0:
        raise FileRefused(Refusal.PDF_BROKEN)
    if pdf.Root.get(Name.NeedsRendering):
        raise FileRefused(Refusal.PDF_ANIMATED)
    _strip(pdf)
    _measure(pdf)
    pdf.save(rendition, object_stream_mode=ObjectStreamMode.generate, encryption=False)


def _strip(pdf: Pdf) -> None:
    """pikepdf's sanitizer follows the known slots; then every object is looked at, reachable or not."""
    everything = Sanitizer().remove_javascript().remove_external_access().remove_attachments()
    everything.remove_multimedia().remove_web_capture().remove_private_app_data().remove_collection().apply(
        pdf
    )
    for holder in pdf.objects:
        _strip_object(holder, depth=0)
    del pdf.docinfo


def _strip_object(holder: pikepdf.Object, depth: int) -> None:
    if depth > DEEPEST:
        raise FileRefused(Refusal.UNCHECKABLE)
    if isinstance(holder, Array):
        children: list[pikepdf.Object | None] = list(holder)
    elif isinstance(holder, Dictionary | pikepdf.Stream):
        _strip_keys(holder)
        children = [holder.get(key) for key in holder.keys()]  # noqa: SIM118 iterating would read the bytes of a stream
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _strip_object(child, depth + 1)


def _strip_keys(holder: pikepdf.Object) -> None:
    if holder.get(Name.S) in ACTIVE_ACTIONS:
        for key in list(holder.keys()):
            del holder[key]
        holder[Name.S] = Name.Named  # an action that names nothing does nothing
    for key in ACTIVE_KEYS:
        if key in holder:
            del holder[key]
    if isinstance(holder, pikepdf.Stream):
        for key in EXTERNAL_STREAM_KEYS:
            if key in holder:
                del holder[key]


def _measure(pdf: Pdf) -> None:
    """Open every stream once: what would fill a reader's memory is refused here."""
    expanded = 0
    for holder in pdf.objects:
        if isinstance(holder, pikepdf.Stream):
            expanded += _expanded_size(holder)
            if expanded > EXPANDED_LIMIT:
                raise FileRefused(Refusal.TOO_MUCH_WORK)


def _expanded_size(stream: pikepdf.Stream) -> int:
    try:
        return len(stream.get_stream_buffer(StreamDecodeLevel.generalized))
    except pikepdf.PdfError as error:
        if "limit exceeded" in str(error):  # qpdf has no class of its own for it
            raise FileRefused(Refusal.TOO_MUCH_WORK) from None
        return 0  # a damaged or unknown filter: readers show the rest


def _draw_pages(folder: Path) -> list[Page]:
    """The first pages in small. Page 1 must be drawn: what the reader of most browsers cannot draw, nobody will read."""
    leaves, began = [], time.process_time()
    try:
        with pypdfium2.PdfDocument(folder / RENDITION) as pdf, Pieces(folder) as pieces:
            for number in range(1, min(len(pdf), PAGES_WITH_THUMBNAIL) + 1):
                if number > 1 and time.process_time() - began > SECONDS_OF_DRAWING:
                    break
                picture, size = _drawn(pdf, number)
                if number == 1:
                    save_thumbnail(picture, folder)
                place = pieces.add(jpeg(picture, THUMBNAIL_QUALITY), "image/jpeg")
                leaves.append(Page(number, *size, {"thumbnail": place}))
    except pypdfium2.PdfiumError:
        if not leaves:
            raise FileRefused(Refusal.PDF_BROKEN) from None
    return leaves


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Image.Image, tuple[int, int]]:
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = 2 * THUMBNAIL_SIDE / max(width, height, 1)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    return smaller(picture, THUMBNAIL_SIDE), (round(width), round(height))
