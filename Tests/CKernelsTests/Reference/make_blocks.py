#!/usr/bin/env python3
"""Writes blocks.json: a few blocks of each format of weights, and what they hold.

The values are computed by the Python package `gguf` of llama.cpp's authors, which shares no code with
the program that is tested. It needs Python 3.9 or newer with numpy and gguf (0.19 or newer).

    make_blocks.py            writes blocks.json
    make_blocks.py --check    computes it anew and says whether it is the same
"""

import json
import pathlib
import sys

try:
    import numpy as np
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, quants
except ImportError:
    sys.exit("make_blocks.py needs numpy and gguf: python3 -m pip install numpy gguf")

FILE = pathlib.Path(__file__).parent / "blocks.json"
WEIGHTS = 512  # of each kind of data
# Where in a block numbers in half precision begin; random ones are kept finite.
HALVES = {
    "F16": range(0, 64, 2), "Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
    "IQ4_NL": [0], "IQ4_XS": [0], "MXFP4": [],
}


def random_blocks(name, count, size, random):
    """Blocks of any bytes."""
    blocks = random.integers(0, 256, (count, size), dtype=np.uint8)
    for place in HALVES[name]:
        infinite = blocks[:, place + 1] & 0x7C == 0x7C
        blocks[infinite, place + 1] &= 0xBF
    if name == "MXFP4":
        # Of the scales the smallest, and no larger one than 12 times which is finite.
        blocks[:, 0] = np.minimum(blocks[:, 0], 251)
        blocks[:4, 0] = [0, 1, 2, 251]
    return blocks


def normal_blocks(kind, size, random):
    """Numbers like those of a trained matrix, quantized; none where the package only reads the format."""
    values = random.normal(0, 0.05, (1, WEIGHTS)).astype(np.float32)
    try:
        return quants.quantize(values, kind).reshape(-1, size)
    except NotImplementedError:
        return np.empty((0, size), np.uint8)


def samples():
    random = np.random.default_rng(20)
    for name in HALVES:
        kind = GGMLQuantizationType[name]
        weights, size = (32, 64) if name == "F16" else GGML_QUANT_SIZES[kind]
        blocks = random_blocks(name, WEIGHTS // weights, size, random)
        if name == "F16":
            values = blocks.view(np.float16).astype(np.float32).reshape(-1)
        else:
            blocks = np.concatenate([blocks, normal_blocks(kind, size, random)])
            values = quants.dequantize(blocks, kind).reshape(-1)
        assert np.isfinite(values).all()
        # Nine digits give back each float32.
        numbers = [float(f"{value:.9g}") for value in values]
        yield {"name": name, "number": int(kind), "blocks": blocks.tobytes().hex(), "values": numbers}


def main(option=None):
    rows = ",\n".join(json.dumps(sample, separators=(",", ":")) for sample in samples())
    text = f"[\n{rows}\n]\n"
    if option == "--check":
        same = FILE.read_text("utf-8") == text
        print("blocks.json is the same" if same else "blocks.json differs")
    else:
        FILE.write_text(text, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(*sys.argv[1:])
