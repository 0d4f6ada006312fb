"""From stored numbers to greys: the modality's scale, the window, the inversion, and the depth that a viewer keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut

Frame = NDArray[Any]
Floats = NDArray[np.float64]
EIGHT_BITS = 8
_NARROWEST = 1e-6
_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
_INNER = (
    *("PixelValueTransformationSequence", "FrameVOILUTSequence", "PixelMeasuresSequence"),
    *("PlaneOrientationSequence", "PlanePositionSequence"),
)


@dataclass(frozen=True)
class Deep:
    """All the levels of a frame in the red and the green of a PNG, since a browser reads only eight bits of each."""

    picture: Image.Image
    scale: dict[str, Any]
    """value = (256 × red + green) × slope + intercept, and the window that the file proposes."""


def inner_datasets(dataset: Dataset, index: int) -> list[Dataset]:
    """Where an enhanced file keeps scale, window and spacing: for all frames, or for this one."""
    found = []
    for name in _GROUPS:
        groups = dataset.get(name) or []
        rank = index if name.startswith("Per") else 0
        if rank < len(groups):
            found += [groups[rank][inner][0] for inner in _INNER if groups[rank].get(inner)]
    return found


class Greys:
    """How the frames of this file become grey; `samples` stand for all of them where no window is told."""

    def __init__(self, dataset: Dataset, samples: Sequence[Frame]) -> None:
        self.dataset = dataset
        self.is_negative = str(dataset.PhotometricInterpretation) == "MONOCHROME1"
        greys = [frame for frame in samples if frame.ndim == 2]
        self.range = (
            (min(float(each.min()) for each in greys), max(float(each.max()) for each in greys))
            if greys
            else (0.0, 1.0)
        )
        self._tables: dict[int, NDArray[np.uint8]] = {}
        self._is_enhanced = any(dataset.get(name) for name in _GROUPS)

    def drawn(self, frame: Frame, index: int) -> NDArray[np.uint8]:
        """Eight bits, by a table of all the numbers that can be stored; there are 65 536 at most."""
        if frame.dtype.itemsize > 2 or frame.dtype.kind == "f":
            return self._windowed(frame.astype(np.float64), index)
        key = index if self._is_enhanced else 0
        if key not in self._tables:
            info = np.iinfo(frame.dtype)
            stored = np.arange(info.min, info.max + 1, dtype=np.int64).astype(frame.dtype)
            self._tables = {key: self._windowed(self._scaled(stored, index), index)}
        low = np.iinfo(frame.dtype).min
        return self._tables[key][frame.astype(np.int32) - low]

    def deep(self, frame: Frame, index: int) -> Deep | None:
        """Only for greys of more than eight bits on a straight scale."""
        if frame.ndim != 2 or frame.dtype.kind == "f" or frame.dtype.itemsize != 2:
            return None
        if int(self.dataset.BitsStored) <= EIGHT_BITS or self._value(index, "ModalityLUTSequence"):
            return None
        low = int(np.iinfo(frame.dtype).min)
        stored = frame.astype(np.int32) - low
        channels = np.zeros((*frame.shape, 3), dtype=np.uint8)
        channels[..., 0], channels[..., 1] = stored >> 8, stored & 255
        slope, intercept = self._scale(index)
        center, width = self._window(index)
        scale = {
            "slope": slope,
            "intercept": intercept + slope * low,
            "center": center,
            "width": width,
            "negative": self.is_negative,
        }
        return Deep(Image.fromarray(channels), scale)

    def _value(self, index: int, name: str) -> Any:
        for source in (*inner_datasets(self.dataset, index), self.dataset):
            value = source.get(name)
            if value is not None and value != "":
                return value
        return None

    def _number(self, index: int, name: str) -> float | None:
        value = self._value(index, name)
        if value is None:
            return None
        number = float(value if isinstance(value, str | int | float) else next(iter(value)))
        return number if np.isfinite(number) else None

    def _scale(self, index: int) -> tuple[float, float]:
        slope, intercept = self._number(index, "RescaleSlope"), self._number(index, "RescaleIntercept")
        return (slope or 1.0), (intercept or 0.0)

    def _scaled(self, stored: Frame, index: int) -> Floats:
        if self._value(index, "ModalityLUTSequence"):
            return np.asarray(apply_modality_lut(stored, self.dataset), dtype=np.float64)
        slope, intercept = self._scale(index)
        return stored.astype(np.float64) * slope + intercept

    def _window(self, index: int) -> tuple[float, float]:
        """The one of the file; else from the darkest to the brightest, so that nothing is cut off."""
        center, width = self._number(index, "WindowCenter"), self._number(index, "WindowWidth")
        if center is not None and width is not None and width > _NARROWEST:
            return center, width
        slope, intercept = self._scale(index)
        low, high = sorted((self.range[0] * slope + intercept, self.range[1] * slope + intercept))
        return (low + high) / 2 + 0.5, high - low + 1

    def _windowed(self, values: Floats, index: int) -> NDArray[np.uint8]:
        center, width = self._window(index)
        if self._value(index, "VOILUTFunction") == "SIGMOID":
            share = 1 / (1 + np.exp(np.clip(-4 * (values - center) / width, -50, 50)))
        else:
            share = (values - (center - 0.5)) / max(width - 1, _NARROWEST) + 0.5
        levels = np.clip(np.rint(share * 255), 0, 255).astype(np.uint8)
        return 255 - levels if self.is_negative else levels
