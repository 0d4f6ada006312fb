"""JPEG of twelve bits inside a DICOM file: the one syntax that GDCM decodes and pydicom does not ask it for."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import JPEGExtended12Bit

from telavis.documents.refusals import FileRefused, Refusal

EIGHT_BITS = 8


def is_needed(dataset: Dataset) -> bool:
    return dataset.file_meta.TransferSyntaxUID == JPEGExtended12Bit and int(dataset.BitsStored) > EIGHT_BITS


def frames(original: Path, dataset: Dataset) -> NDArray[Any]:
    """All of them at once: GDCM reads a whole file."""
    import gdcm

    reader = gdcm.ImageReader()
    reader.SetFileName(str(original))
    if not reader.Read():
        raise FileRefused(Refusal.DICOM_BROKEN)
    buffer = reader.GetImage().GetBuffer()
    content = buffer.encode("utf-8", "surrogateescape") if isinstance(buffer, str) else bytes(buffer)
    kind = np.int16 if int(dataset.PixelRepresentation) else np.uint16
    count = int(dataset.get("NumberOfFrames") or 1)
    return np.frombuffer(content, kind).reshape(count, int(dataset.Rows), int(dataset.Columns))
