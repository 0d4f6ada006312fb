"""DICOM files as machines write them: every syntax, grey and colour, one frame and films; nobody stands in them but a mark."""

import random
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
    SecondaryCaptureImageStorage,
    generate_uid,
)

NAME = "SECRET_PLACE"
SIDE = 64
GDCM_SYNTAXES = (
    *("JPEGLosslessProcess14", "JPEGLosslessProcess14_1", "JPEGLSLossless", "JPEGLSNearLossless"),
    "JPEGExtendedProcess2_4",
)
NATIVE = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian)
PACKED = (RLELossless, JPEG2000Lossless, JPEG2000)


def ramp(bits: int = 12, frames: int = 1, side: int = SIDE) -> NDArray[Any]:
    """Grey from left to right, over the whole range; each frame a little further."""
    kind = np.uint8 if bits == 8 else np.uint16
    line = np.linspace(0, 2**bits - 1, side).astype(kind)
    picture = np.tile(line, (side, 1))
    return (
        picture if frames == 1 else np.stack([np.roll(picture, number, axis=1) for number in range(frames)])
    )


def dataset(
    pixels: NDArray[Any], interpretation: str = "MONOCHROME2", bits: int = 12, **changes: Any
) -> Dataset:
    """What a machine would write, with a mark wherever somebody may be named."""
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID = SecondaryCaptureImageStorage
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID = generate_uid()
    made.PatientName, made.PatientID, made.InstitutionName = f"{NAME}^JEANNE", NAME, NAME
    made.BodyPartExamined, made.StudyDescription = NAME, NAME
    made.PatientBirthDate, made.Modality, made.PixelSpacing = "19540312", "CR", [0.2, 0.2]
    made.set_pixel_data(pixels, interpretation, bits)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def written(made: Dataset, syntax: UID = ExplicitVRLittleEndian) -> bytes:
    out = BytesIO()
    if syntax in PACKED:
        options = {"j2k_cr": [4]} if syntax == JPEG2000 else {}
        made.compress(syntax, **options)
    elif syntax == ExplicitVRBigEndian:
        made.PixelData = np.frombuffer(made.PixelData, "<u2").astype(">u2").tobytes()
    made.file_meta.TransferSyntaxUID = syntax
    little, implicit = syntax != ExplicitVRBigEndian, syntax == ImplicitVRLittleEndian
    if syntax in NATIVE:
        pydicom.dcmwrite(out, made, enforce_file_format=True, little_endian=little, implicit_vr=implicit)
    else:
        pydicom.dcmwrite(out, made, enforce_file_format=True)
    return out.getvalue()


def transcoded(content: bytes, syntax: str) -> bytes:
    """Packed by GDCM, which has the encoders that pydicom lacks."""
    import gdcm

    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "a.dcm", Path(name) / "b.dcm"
        source.write_bytes(content)
        reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
        reader.SetFileName(str(source))
        assert reader.Read()
        change.SetTransferSyntax(gdcm.TransferSyntax(getattr(gdcm.TransferSyntax, syntax)))
        change.SetInput(reader.GetImage())
        assert change.Change()
        writer.SetFileName(str(target))
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        assert writer.Write()
        return target.read_bytes()


def baseline_jpeg(rng: random.Random, frames: int = 1) -> bytes:
    """Colour, as ultrasound machines and endoscopes write it: JPEG pictures in a DICOM envelope."""
    colour = np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
    colour[:, : SIDE // 2] = (200, rng.randrange(30, 60), 40)
    made = dataset(colour, "RGB", 8, Modality="US")
    jpegs = []
    for _ in range(frames):
        out = BytesIO()
        Image.fromarray(colour).save(out, "JPEG", quality=92)
        jpegs.append(out.getvalue())
    made.PhotometricInterpretation = "YBR_FULL_422"
    made.NumberOfFrames = frames
    made.PixelData = encapsulate(jpegs)
    made["PixelData"].VR = "OB"
    made.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    return written(made, JPEGBaseline8Bit)


def film(frames: int = 5, side: int = SIDE) -> bytes:
    return written(dataset(ramp(8, frames, side), bits=8, FrameTime=40, Modality="XA"))
