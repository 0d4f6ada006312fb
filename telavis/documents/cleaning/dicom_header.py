"""The header of a DICOM file without anybody in it: a list of what is kept, and of the words that it may say.

An allowed field with free words could still hold a name: coded fields keep a known word only, the others numbers only.
"""

from collections.abc import Iterable
from typing import Any

from pydicom.dataset import Dataset

NUMBERS = (
    *("Rows", "Columns", "BitsStored", "NumberOfFrames", "PixelSpacing", "ImagerPixelSpacing"),
    *("NominalScannedPixelSpacing", "PixelAspectRatio", "SliceThickness", "SpacingBetweenSlices"),
    *("ImageOrientationPatient", "ImagePositionPatient", "WindowCenter", "WindowWidth", "RescaleSlope"),
    *("RescaleIntercept", "FrameTime", "FrameTimeVector", "CineRate", "RecommendedDisplayFrameRate"),
    *("KVP", "EchoTime", "RepetitionTime", "InstanceNumber"),
)
_MODALITIES = (
    "AU BI BMD CR CT DG DX ECG EPS ES GM HD IO IVOCT IVUS LS MG MR NM OAM OCT OP OPM OPT OPV OT PT PX RF SC SM TG US"
    " VA XA XC"
)
_BODY_PARTS = (
    "ABDOMEN ANKLE ARM BACK BRAIN BREAST BUTTOCK CALF CHEST CLAVICLE COCCYX CSPINE EAR ELBOW EXTREMITY EYE FACE FEMUR"
    " FINGER FOOT FOREARM HAND HEAD HEART HIP HUMERUS JAW KIDNEY KNEE LEG LIVER LSPINE MANDIBLE NECK NOSE PELVIS RIB"
    " SACRUM SCALP SHOULDER SKIN SKULL SPINE SSPINE STERNUM THIGH THORAX THUMB THYROID TOE TSPINE WRIST"
)
CODES = {
    "Modality": frozenset(_MODALITIES.split()),
    "BodyPartExamined": frozenset(_BODY_PARTS.split()),
    "Laterality": frozenset("LRBU"),
    "ImageLaterality": frozenset("LRBU"),
    "ViewPosition": frozenset(
        ["AP", "PA", "LL", "RL", "RLD", "LLD", "RLO", "LLO", "CC", "MLO", "ML", "LM", "LMO", "XCCL", "XCCM"]
    ),
    "PatientPosition": frozenset(["HFP", "HFS", "HFDR", "HFDL", "FFDR", "FFDL", "FFP", "FFS"]),
    "PatientOrientation": frozenset(
        ["A", "P", "R", "L", "H", "F", "AR", "AL", "PR", "PL", "AH", "AF", "PH", "PF", "RH", "RF", "LH", "LF"]
    ),
    "PhotometricInterpretation": frozenset(("MONOCHROME1", "MONOCHROME2", "RGB", "PALETTE COLOR")),
    "VOILUTFunction": frozenset(("LINEAR", "LINEAR_EXACT", "SIGMOID")),
    "RescaleType": frozenset(("HU", "US", "OD")),
    "LossyImageCompression": frozenset(("00", "01")),
    "BurnedInAnnotation": frozenset(("YES", "NO")),
}
_REGION_NUMBERS = (
    *("RegionLocationMinX0", "RegionLocationMinY0", "RegionLocationMaxX1", "RegionLocationMaxY1"),
    *("PhysicalUnitsXDirection", "PhysicalUnitsYDirection", "PhysicalDeltaX", "PhysicalDeltaY"),
)
MOST_VALUES = 700
_MOST_REGIONS = 20
_OFTEN_WRITTEN_UPON = frozenset(("US", "SC", "XA", "RF", "ES", "OT", "XC", "OP"))
"""Machines that draw the patient's name into the picture itself, unless their file says that it does not."""


def header_of(dataset: Dataset, *inner: Dataset) -> dict[str, Any]:
    """What the allow-list keeps; `inner` are the parts of an enhanced file that hold the same fields deeper."""
    kept: dict[str, Any] = {}
    for source in (*inner, dataset):
        kept |= _numbers(source, NUMBERS) | _codes(source)
    regions = getattr(dataset, "SequenceOfUltrasoundRegions", None) or ()
    if regions:
        kept["SequenceOfUltrasoundRegions"] = [
            _numbers(region, _REGION_NUMBERS) for region in list(regions)[:_MOST_REGIONS]
        ]
    kept["mayBeWrittenUpon"] = _may_be_written_upon(kept)
    return kept


def _may_be_written_upon(kept: dict[str, Any]) -> bool:
    said = kept.get("BurnedInAnnotation")
    return said == "YES" or (said is None and kept.get("Modality") in _OFTEN_WRITTEN_UPON)


def _numbers(source: Dataset, names: Iterable[str]) -> dict[str, Any]:
    found = {name: _finite(source.get(name)) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _finite(value: Any) -> float | list[float] | None:
    """A number, or a list of them; anything else is not kept."""
    values = list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]
    if not values or len(values) > MOST_VALUES:
        return None
    try:
        numbers = [float(each) for each in values]
    except (TypeError, ValueError, OverflowError):
        return None
    if any(number != number or abs(number) > 1e12 for number in numbers):
        return None
    return numbers[0] if len(numbers) == 1 else numbers


def _codes(source: Dataset) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, known in CODES.items():
        value = source.get(name)
        words = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
        words = [str(word).strip().upper() for word in words[:3]]
        if words and all(word in known for word in words):
            kept[name] = words[0] if len(words) == 1 else words
    return kept
