"""The human figure on which places are shown: its regions from the front and from behind, and those that an answer marks.

Drawn for this program. Each side is drawn once, on the side where x grows, and mirrored.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from telavis.questionnaires.definition import Item

MIDDLE = 100
"""The axis of the figure."""

_CHEST = (
    "M84 75C89 78 94 79.5 100 79.5C106 79.5 111 78 116 75C120 78 125 80 130 82C128.5 92 128 104 129.5 116"
    "C129.5 126 128.5 134 127.3 141C118 147 109 149 100 149C91 149 82 147 72.7 141C71.5 134 70.5 126 70.5 116"
    "C72 104 71.5 92 70 82C75 80 80 78 84 75Z"
)
_SHOULDER = (
    "M130 82C138 84.5 145 89 147.5 97C148.8 101 149.3 105 149.6 109C143 112.5 136 114.5 129.5 116"
    "C128 104 128.5 92 130 82Z"
)
_UPPER_ARM = (
    "M149.6 109C150.6 120 152.5 133 154 145C149.5 148 143 149.5 137.5 149.5C135 140 131.5 128 129.5 116"
    "C136 114.5 143 112.5 149.6 109Z"
)
_ELBOW = (
    "M154 145C155.3 151 156.8 157 158.2 163C153.5 166.5 147.5 168 142 168C140.5 162 139 155.5 137.5 149.5"
    "C143 149.5 149.5 148 154 145Z"
)
_FOREARM = (
    "M158.2 163C161.8 175 165.2 192 167.5 206C164.5 208.5 160.5 209.8 156.8 210C152 197 145.5 182 142 168"
    "C147.5 168 153.5 166.5 158.2 163Z"
)
_HAND = (
    "M167.5 206C170.5 209 174 213 176.5 218C177.8 221 176.5 223 174.5 221.8C173 220.8 171.8 219.5 170.8 218.8"
    "C171.6 225 172 233 171 239C170.3 243 166.5 244.5 163 243.5C159.5 242.3 157.5 237 156.5 230"
    "C155.7 223 155.8 216 156.8 210C160.5 209.8 164.5 208.5 167.5 206Z"
)
_KNEE = (
    "M127 282C126.4 290 126 298 126 305C120 308.5 113 308.5 107.3 306C107 298.5 106.6 291 106 283.5"
    "C112.5 286 120.5 285.5 127 282Z"
)
_LEG = (
    "M126 305C128.4 318 128 334 125.2 350C123.4 361 121.2 371 120 381C116.4 383 112.4 383 109 381.5"
    "C108 370 106.4 358 105.8 346C105.2 331 106.2 318 107.3 306C113 308.5 120 308.5 126 305Z"
)
_EAR = "M120.6 30C123.5 27.5 126 29.5 125.4 34C125 38.5 122.8 42 120 41.5C120.6 38 121 34 120.6 30Z"

_FRONT = {
    "skull": "M80.2 24C81 13 89 6 100 6C111 6 119 13 119.8 24C113 20 107 18.5 100 18.5C93 18.5 87 20 80.2 24Z",
    "face": "M80.2 24C87 20 93 18.5 100 18.5C107 18.5 113 20 119.8 24C120.6 27 120.8 33 119.6 39"
    "C118 47 114 54 109 58.5C106 61.5 103 63 100 63C97 63 94 61.5 91 58.5C86 54 82 47 80.4 39"
    "C79.2 33 79.4 27 80.2 24Z",
    "neck": "M91 58.5C94 61.5 97 63 100 63C103 63 106 61.5 109 58.5C109 65 109.5 70 116 75"
    "C111 78 106 79.5 100 79.5C94 79.5 89 78 84 75C90.5 70 91 65 91 58.5Z",
    "chest": _CHEST,
    "abdomen": "M72.7 141C82 147 91 149 100 149C109 149 118 147 127.3 141C125.8 152 124.6 160 125.2 168"
    "C125.8 178 128.5 187 130.2 196C121 205 112 213 108 218L92 218C88 213 79 205 69.8 196"
    "C71.5 187 74.2 178 74.8 168C75.4 160 74.2 152 72.7 141Z",
    "genitals": "M92 218L108 218C107 224 104 229.5 100 231C96 229.5 93 224 92 218Z",
}
_FRONT_SIDES = {
    "ear": _EAR,
    "shoulder": _SHOULDER,
    "upper-arm": _UPPER_ARM,
    "elbow": _ELBOW,
    "forearm": _FOREARM,
    "hand": _HAND,
    "thigh": "M108 218C110 215.5 114.5 211 121.5 204.5C121 209 120 213 119.5 217C123 220 128 221 133.4 220"
    "C133.6 240 130.5 262 127 282C120.5 285.5 112.5 286 106 283.5C104 266 102.2 248 100.6 231"
    "C104 229 107 224 108 218Z",
    "hip": "M121.5 204.5L130.2 196C132 203 133.2 211 133.4 220C128 221 123 220 119.5 217"
    "C120 213 121 209 121.5 204.5Z",
    "knee": _KNEE,
    "leg": _LEG,
    "foot": "M109 381.5C112.4 383 116.4 383 120 381C120.6 387 122.5 392 125.5 398C126.5 400 127 401.5 127.2 403"
    "C121 406.5 113 406.5 106.8 404C106.6 396 108.2 389 109 381.5Z",
    "toes": "M127.2 403C128.6 407 128.4 411 125.5 412.5C119 415 111.5 414.5 107.5 412.5C105.6 410.5 106 407 106.8 404"
    "C113 406.5 121 406.5 127.2 403Z",
    "outer-ankle": "M125.5 385C125.5 387.5 123.5 389.5 121 389.5C118.5 389.5 116.5 387.5 116.5 385"
    "C116.5 382.5 118.5 380.5 121 380.5C123.5 380.5 125.5 382.5 125.5 385Z",
    "inner-ankle": "M112.5 386C112.5 388.5 110.5 390.5 108 390.5C105.5 390.5 103.5 388.5 103.5 386"
    "C103.5 383.5 105.5 381.5 108 381.5C110.5 381.5 112.5 383.5 112.5 386Z",
}
_BACK = {
    "scalp": "M100 6C112 6 120.5 15 120.5 29C120.5 38 118 46 113 51C109 53.5 104.5 54.5 100 54.5"
    "C95.5 54.5 91 53.5 87 51C82 46 79.5 38 79.5 29C79.5 15 88 6 100 6Z",
    "nape": "M87 51C91 53.5 95.5 54.5 100 54.5C104.5 54.5 109 53.5 113 51C110 57 109 62 109.3 66"
    "C110 70 112 73 116 75C111 78 106 79.5 100 79.5C94 79.5 89 78 84 75C88 73 90 70 90.7 66"
    "C91 62 90 57 87 51Z",
    "upper-back": _CHEST,
    "lower-back": "M72.7 141C82 147 91 149 100 149C109 149 118 147 127.3 141C125.8 152 124.6 160 125.2 168"
    "C125.5 175 127 182 128.5 188C122 185 117 184 112 184C108 182.5 104 182 100 182C96 182 92 182.5 88 184"
    "C83 184 78 185 71.5 188C73 182 74.5 175 74.8 168C75.4 160 74.2 152 72.7 141Z",
    "sacrum": "M88 184C92 182.5 96 182 100 182C104 182 108 182.5 112 184C109.5 193 105.5 201 100 207"
    "C94.5 201 90.5 193 88 184Z",
}
_BACK_SIDES = {
    "ear": _EAR,
    "shoulder": _SHOULDER,
    "upper-arm": _UPPER_ARM,
    "elbow": _ELBOW,
    "forearm": _FOREARM,
    "hand": _HAND,
    "buttock": "M112 184C117 184 122 185 128.5 188C131.5 198 133.4 209 133.4 220C133.4 226 131 231 124 232.5"
    "C117 236 106 235 100.6 231C100.2 223 100 214 100 207C105.5 201 109.5 193 112 184Z",
    "ischium": "M118 224C118 227.9 114.9 231 111 231C107.1 231 104 227.9 104 224C104 220.1 107.1 217 111 217"
    "C114.9 217 118 220.1 118 224Z",
    "thigh": "M100.6 231C106 235 117 236 124 232.5C131 231 133.4 226 133.4 220C133.6 240 130.5 262 127 282"
    "C120.5 285.5 112.5 286 106 283.5C104 266 102.2 248 100.6 231Z",
    "knee": _KNEE,
    "leg": _LEG,
    "heel": "M109 381.5C112.4 383 116.4 383 120 381C121.8 385 122.6 390 121.5 395C117.5 398 111.5 398 108 395.5"
    "C107.2 390.5 108 386 109 381.5Z",
    "sole": "M108 395.5C111.5 398 117.5 398 121.5 395C124 402 127 411 126.5 419C126 425 121 428 115.5 428"
    "C110 428 106.5 424.5 106.4 418C106.4 410 107.4 402.5 108 395.5Z",
}
SMALL = {"ear", "outer-ankle", "inner-ankle", "toes", "heel", "ischium", "hip", "genitals", "skull", "hand"}
"""What a finger would miss: it is drawn last, with a wider edge that takes the press."""

_X_AND_Y = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def _mirrored(path: str) -> str:
    return _X_AND_Y.sub(lambda point: f"{2 * MIDDLE - float(point[1]):g} {point[2]}", path)


def _regions(view: str, middle: Mapping[str, str], sides: Mapping[str, str], growing: str) -> dict[str, str]:
    """`growing`: the side of the patient on which x grows; seen from the front it is the left one."""
    other = "left" if growing == "right" else "right"
    return {
        **{f"{view}-{name}": path for name, path in middle.items()},
        **{f"{view}-{name}-{growing}": path for name, path in sides.items()},
        **{f"{view}-{name}-{other}": _mirrored(path) for name, path in sides.items()},
    }


REGIONS = {
    **_regions("front", _FRONT, _FRONT_SIDES, "left"),
    **_regions("back", _BACK, _BACK_SIDES, "right"),
}
"""Code → outline, on a ground of 200 × 436."""


@dataclass(frozen=True)
class Shape:
    """One region as it is drawn."""

    path: str
    name: str = ""
    """Of the option that it stands for; empty where the question proposes none."""
    choice: str = ""
    """The id of the box on the page, where there is one."""
    is_marked: bool = False
    is_small: bool = False


@dataclass(frozen=True)
class Place:
    """An option of a question, and the regions that it covers."""

    label: str
    regions: tuple[str, ...]
    is_marked: bool
    choice: str = ""


@dataclass(frozen=True)
class BodyMap:
    """The figure from both sides, with what an answer marks."""

    places: tuple[Place, ...]

    caption = ""
    template = "figures/body.svg"
    width = 36

    @property
    def alt(self) -> str:
        return ", ".join(place.label for place in self.places if place.is_marked)

    @property
    def is_marked(self) -> bool:
        return any(place.is_marked and place.regions for place in self.places)

    @property
    def front(self) -> list[Shape]:
        return self._shapes("front-")

    @property
    def back(self) -> list[Shape]:
        return self._shapes("back-")

    def _shapes(self, view: str) -> list[Shape]:
        of_region = {region: place for place in self.places for region in place.regions}
        shapes = [
            _shape(code, path, of_region.get(code)) for code, path in REGIONS.items() if code.startswith(view)
        ]
        return sorted(shapes, key=lambda shape: shape.is_small)


def _shape(code: str, path: str, place: Place | None) -> Shape:
    is_small = any(f"-{name}" in code for name in SMALL)
    if place is None:
        return Shape(path, is_small=is_small)
    return Shape(path, place.label, place.choice, place.is_marked, is_small)


def body_map(item: Item, ticked: Container[str], boxes: Mapping[str, str] | None = None) -> BodyMap | None:
    """The figure of a question that asks for a place; `boxes`: code → id of its box on the page."""
    places = [
        Place(option.label, option.regions, option.code in ticked, (boxes or {}).get(option.code, ""))
        for option in item.options
    ]
    return BodyMap(tuple(places)) if any(place.regions for place in places) else None


def unknown_regions(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes) - REGIONS.keys())
