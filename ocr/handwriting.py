"""The only module that runs the line recogniser for handwriting, where its model is installed."""

import json
import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ctc import Frames, greedy
from ocr.handwriting_model import model_files
from ocr.pixels import GREY_DIMENSIONS, Pixels, darkest

HEIGHT = 32
"""Pixels; the model was trained on lines of this height, RGB from -1 to 1."""
WIDEST = 32 * HEIGHT
"""The model has places for 256 frames of four pixels and fails on a longer line."""
FRAME_PIXELS = 4
INPUT = "images"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandwritingFailedError(Exception):
    """The recogniser could not work on a line: the page goes without its proposals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    session: Any
    characters: tuple[str, ...]
    failures: tuple[type[Exception], ...]


def characters() -> tuple[str, ...]:
    """The model's characters by index; the first stands for the blank."""
    return _engine().characters


def read_line(pixels: Pixels) -> tuple[str, tuple[float, ...]]:
    """The likeliest text of one line, and the chance of each of its characters, 0 to 1.

    ``pixels`` as in ``ocr.pixels``. Only where ``identify_handwriting`` tells a model.
    """
    glyphs = greedy(read_frames(pixels))
    known = characters()
    return "".join(known[glyph.index] for glyph in glyphs), tuple(glyph.chance for glyph in glyphs)


def read_frames(pixels: Pixels) -> Frames:
    """What the model says of each four pixels of a line brought to its height of 32.

    Raises:
        HandwritingFailedError: the runtime refused.
    """
    told = [_told(piece) for piece in cut_wide(pixels)]
    return np.concatenate(told).astype(np.float32)


def cut_wide(pixels: Pixels) -> tuple[Pixels, ...]:
    """The line in pieces of at most 32 times its height, cut in the widest gap near the middle."""
    height, width = pixels.shape[:2]
    if width <= WIDEST // HEIGHT * height:
        return (pixels,)
    third = width // 3
    grey = darkest(pixels)[:, third : width - third]
    ink: NDArray[np.bool_] = np.asarray((grey < np.median(grey) / 2).any(axis=0))
    at = third + _middle_of_gap(ink)
    return (*cut_wide(pixels[:, :at]), *cut_wide(pixels[:, at:]))


def _told(piece: Pixels) -> Frames:
    engine = _engine()
    prepared = _prepared(piece)
    try:
        (answer,) = engine.session.run(None, {INPUT: prepared})
    except engine.failures as error:
        raise HandwritingFailedError(str(error)) from error
    return np.asarray(answer[:, 0], dtype=np.float32)


def _middle_of_gap(ink: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([True], ink, [True])).astype(np.int8)))
    if edges.size == 0:
        return ink.size // 2
    starts, ends = edges[::2], edges[1::2]
    widest = int((ends - starts).argmax())
    return int(starts[widest] + ends[widest]) // 2


def _prepared(pixels: Pixels) -> NDArray[np.float32]:
    """``(1, 3, 32, width)`` from -1 to 1, width a multiple of four."""
    colour = np.stack([pixels] * 3, axis=2) if pixels.ndim == GREY_DIMENSIONS else pixels
    height, width = colour.shape[:2]
    frames = max(8, round(width * HEIGHT / height / FRAME_PIXELS))
    size = (min(WIDEST, frames * FRAME_PIXELS), HEIGHT)
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    small = cv2.resize(np.ascontiguousarray(colour), size, interpolation=how)
    return (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]


@cache
def _engine() -> _Engine:
    files = model_files()
    if files is None:
        raise RuntimeError("no handwriting model is installed")
    # Read when the library is loaded; its own call below comes after it has begun.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    # A slow and optional library: loaded only where it is used.
    onnxruntime = import_module("onnxruntime")
    failures = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    onnxruntime.disable_telemetry_events()
    session = onnxruntime.InferenceSession(
        files[0].read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    told = json.loads(files[1].read_text(encoding="utf-8"))["chars"]
    return _Engine(
        session=session,
        characters=("", *told[1:]),
        failures=(failures.Fail, failures.RuntimeException, failures.InvalidArgument),
    )
