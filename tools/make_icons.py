"""Write the one SVG sprite of the site, `telavis/static/icons.svg`, with the icons that the pages use.

    python tools/make_icons.py

The drawings are Lucide's (ISC licence). A name on the left is
ours and tells the meaning; the name on the right is Lucide's.
"""

from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

SPRITE = Path(__file__).resolve().parent.parent / "telavis/static/icons.svg"
LICENCE = (
    "Icons by Lucide (lucide.dev), ISC License, Copyright (c) Lucide Contributors; some by Feather, MIT."
)

ICONS = {
    # states of a request
    "draft": "pencil-line",
    "sent": "send",
    "taken": "user-check",
    "on_hold": "message-circle-question-mark",
    "answered": "message-square-check",
    "closed": "archive",
    "declined": "circle-x",
    "cancelled": "ban",
    "entered_in_error": "file-x",
    "discarded": "trash-2",
    # notices
    "info": "info",
    "good": "circle-check",
    "wait": "clock",
    "alert": "triangle-alert",
    # acts
    "add": "plus",
    "add-person": "user-plus",
    "archive": "archive",
    "attach": "paperclip",
    "back": "arrow-left",
    "camera": "camera",
    "check": "check",
    "close": "x",
    "copy": "copy",
    "correct": "file-pen",
    "download": "download",
    "done": "square-check",
    "edit": "pencil-line",
    "filter": "list-filter",
    "hide": "eye-off",
    "more": "ellipsis",
    "next": "chevron-right",
    "open-below": "chevron-down",
    "pdf": "file-text",
    "phone": "phone",
    "phone-camera": "smartphone",
    "print": "printer",
    "qr-code": "qr-code",
    "redirect": "corner-up-right",
    "release": "user-minus",
    "reopen": "rotate-ccw",
    "reply": "reply",
    "save": "save",
    "search": "search",
    "share": "arrow-right-left",
    "show": "eye",
    "sign": "signature",
    "sign-in": "log-in",
    "sign-out": "log-out",
    "thanks": "heart-handshake",
    "todo": "square",
    "undo": "undo-2",
    "upload": "upload",
    # things
    "account": "circle-user-round",
    "activity": "chart-column",
    "bell": "bell",
    "building": "hospital",
    "calendar": "calendar",
    "card": "id-card",
    "consent": "shield-check",
    "document": "file",
    "folder": "folder",
    "help": "circle-question-mark",
    "home": "house",
    "images": "images",
    "inbox": "inbox",
    "key": "key-round",
    "keyboard": "keyboard",
    "lock": "lock",
    "mail": "mail",
    "offline": "cloud-off",
    "patient": "user-round",
    "picture": "image",
    "saved": "cloud-check",
    "service": "stethoscope",
    "settings": "settings",
    "specialist": "users-round",
    "theme": "sun-moon",
    "timeline": "history",
    "windows": "monitor",
    # the image viewer
    "contrast": "contrast",
    "fit": "maximize",
    "invert": "circle-dot-dashed",
    "rotate": "rotate-cw",
    "side-by-side": "columns-2",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
    # order
    "down": "arrow-down",
    "up": "arrow-up",
    "minus": "minus",
}


def main() -> None:
    """Write the sprite."""
    with ZipFile(str(files("lucide") / "lucide.zip")) as drawings:
        symbols = "\n".join(
            symbol(ours, drawings.read(f"{theirs}.svg")) for ours, theirs in sorted(ICONS.items())
        )
    text = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {LICENCE} -->\n{symbols}\n</svg>\n'
    SPRITE.write_text(text, encoding="utf-8")
    print(f"{SPRITE.name}: {len(ICONS)} icons, {len(text)} bytes")


def symbol(ours: str, drawing: bytes) -> str:
    """One icon as a <symbol>, drawn with the colour of the text around it."""
    root = ElementTree.fromstring(drawing)  # noqa: S314 (a file of our own dependency)
    shapes = "".join(shape(element) for element in root)
    return (
        f'<symbol id="{ours}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


def shape(element: ElementTree.Element) -> str:
    """A path or a basic shape without its namespace."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag.rpartition('}')[2]}{attributes}/>"


if __name__ == "__main__":
    main()
