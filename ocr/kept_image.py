"""Makes an image of a delivered PDF anew as PDF/A-1b allows it, with its data untouched.

Its dictionary is written from what was understood, never copied. Anything else is not kept.
"""

import io
from typing import Any

import pikepdf
from PIL import Image

from ocr.annotations import UNEXTRACTABLE

NUMBERS: dict[str, tuple[str, ...]] = {
    "/DCTDecode": ("/ColorTransform",),
    "/FlateDecode": ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns"),
    "/CCITTFaxDecode": (
        "/K", "/Columns", "/Rows", "/BlackIs1", "/EncodedByteAlign", "/EndOfLine", "/EndOfBlock",
        "/DamagedRowsBeforeError",
    ),
    "/JBIG2Decode": (),
}  # fmt: skip
"""The filters that are kept, with those of their parameters that are numbers or truths. LZW and
encryption are forbidden (ISO 19005-1, 6.1.10), JPEG 2000 came after PDF 1.4."""
TOLD = frozenset(
    ("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/ImageMask",
     "/Mask", "/Decode", "/Filter", "/DecodeParms", "/Length")
)  # fmt: skip
UNTOLD = frozenset(("/Interpolate", "/Intent", "/Name", "/Metadata", "/StructParent", "/ID"))
"""Left out: they change no pixel. Any other key is not understood; /F would lead to another file.
``/Interpolate`` smooths on the screen only, and PDF/A forbids it (6.2.4)."""
UNFILTERED = ""
DEPTHS = {
    UNFILTERED: (1, 2, 4, 8), "/FlateDecode": (1, 2, 4, 8), "/DCTDecode": (8,),
    "/CCITTFaxDecode": (1,), "/JBIG2Decode": (1,),
}  # fmt: skip
"""Bits of a value, by filter; PDF 1.4 has no 16."""
DEVICE_COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3}
PROFILE_KINDS = {1: b"GRAY", 3: b"RGB "}
PROFILE_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
LATEST_PROFILE = 2
"""PDF 1.4 knows ICC profiles of version 2; PDF/A-1 checkers refuse later ones."""


class NotKeptError(Exception):
    """The image is not plainly one that may be kept."""


def kept_image(target: pikepdf.Pdf, stream: pikepdf.Stream) -> pikepdf.Stream:
    """``stream``, an image or stencil mask, as a stream of ``target`` with the same pixels.

    Raises:
        NotKeptError: PDF/A-1b forbids it, or it is not understood.
    """
    try:
        return _kept(target, stream)
    except UNEXTRACTABLE as error:
        raise NotKeptError(str(error)) from error


def colour_profile(target: pikepdf.Pdf, profile: bytes, components: int) -> pikepdf.Array:
    """The colour space of an ICC profile of the version that PDF 1.4 knows.

    Raises:
        NotKeptError: it is no such profile, or one for other colours.
    """
    _require(
        profile[36:40] == b"acsp"
        and profile[8] <= LATEST_PROFILE
        and profile[12:16] in PROFILE_CLASSES
        and profile[16:20] == PROFILE_KINDS.get(components)
    )
    return pikepdf.Array([pikepdf.Name.ICCBased, target.make_stream(profile, N=components)])


def _kept(target: pikepdf.Pdf, stream: pikepdf.Stream) -> pikepdf.Stream:
    _require(set(stream.keys()) <= TOLD | UNTOLD)
    width, height = int(stream.Width), int(stream.Height)
    _require(width > 0 and height > 0)
    made: dict[str, Any] = {"Width": width, "Height": height}
    data = stream.read_raw_bytes()
    name, parameters = _filter(target, stream)
    if stream.get("/ImageMask", False):
        _require(stream.get("/BitsPerComponent", 1) == 1 and "/Mask" not in stream)
        _require(name != "/DCTDecode")
        made |= {"ImageMask": True, "BitsPerComponent": 1}
    else:
        components, space = _colour_space(target, stream.ColorSpace)
        _require(stream.BitsPerComponent in DEPTHS[name])
        made |= {"ColorSpace": space, "BitsPerComponent": stream.BitsPerComponent}
        _require(name != "/DCTDecode" or _is_jpeg(data, width, height, components))
    if "/Decode" in stream:
        made["Decode"] = pikepdf.Array([_number(each) for each in stream.Decode])
    if "/Mask" in stream:
        mask = stream.Mask
        if not isinstance(mask, pikepdf.Stream) or not mask.ImageMask:
            raise NotKeptError("/Mask")
        made["Mask"] = _kept(target, mask)
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image}
    return target.make_stream(data, **kind, **made, **parameters)


def _filter(target: pikepdf.Pdf, stream: pikepdf.Stream) -> tuple[str, dict[str, Any]]:
    """The name of the filter, and what the new dictionary says of it."""
    names, told = (_listed(stream.get(key)) for key in ("/Filter", "/DecodeParms"))
    _require(len(names) <= 1 and len(told) <= 1)
    if not names:
        return UNFILTERED, {}
    name, parameters = str(names[0]), pikepdf.Dictionary()
    _require(name in NUMBERS)
    for key, value in (told[0] if told and told[0] is not None else {}).items():
        if key == "/JBIG2Globals" and name == "/JBIG2Decode":
            parameters[key] = target.make_stream(value.read_bytes())
        else:
            _require(key in NUMBERS[name])
            parameters[key] = _number(value)
    made: dict[str, Any] = {"Filter": pikepdf.Name(name)}
    return name, made | ({"DecodeParms": parameters} if len(parameters) else {})


def _listed(value: pikepdf.Object | None) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _colour_space(target: pikepdf.Pdf, told: pikepdf.Object) -> tuple[int, pikepdf.Object]:
    """How many values a pixel has, and the space made anew."""
    if isinstance(told, pikepdf.Name):
        _require(str(told) in DEVICE_COMPONENTS)
        return DEVICE_COMPONENTS[str(told)], pikepdf.Name(str(told))
    if told[0] == "/ICCBased":
        components = int(told[1].N)
        return components, colour_profile(target, told[1].read_bytes(), components)
    name, base, highest, lookup = told
    # A table of colours within another would be a way to go on for ever.
    _require(name == "/Indexed" and (isinstance(base, pikepdf.Name) or base[0] == "/ICCBased"))
    colours = lookup.read_bytes() if isinstance(lookup, pikepdf.Stream) else bytes(lookup)
    _, space = _colour_space(target, base)
    return 1, pikepdf.Array([name, space, int(highest), pikepdf.String(colours)])


def _is_jpeg(data: bytes, width: int, height: int, components: int) -> bool:
    """Whether the file within says what the dictionary says: viewers disagree where it does not."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        fitting = {1: "L", 3: "RGB"}.get(components)
        return image.size == (width, height) and image.mode == fitting


def _number(value: Any) -> Any:
    _require(not isinstance(value, pikepdf.Object))
    return value


def _require(condition: bool) -> None:  # noqa: FBT001 - an assertion that always runs
    if not condition:
        raise NotKeptError("not understood")
