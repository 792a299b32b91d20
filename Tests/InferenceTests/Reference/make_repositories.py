#!/usr/bin/env python3
"""Says how the tiny models of `architectures.py` are stored in Hugging Face's layout, by the Python package transformers.

`repositories/NAME.json` keeps `config.json` as transformers writes it, and of each parameter that it stores its name, its
shape and how its numbers come from those of the GGUF file, which the tests make anew. It shares no code with the program
that is tested. It needs what `make_architectures.py` needs, and safetensors.

    make_repositories.py [NAME...]            writes the files of all rows, or of some
    make_repositories.py --models FOLDER      also writes the models, for the program to read
"""

import json
import pathlib
import sys
import tempfile

import numpy as np
from safetensors.torch import load_file

import make_architectures as reference
from architectures import ROWS

HERE = pathlib.Path(__file__).parent / "repositories"


def halves(values, heads):
    """Neighbouring rows of a head become its two halves."""
    return values.reshape(heads, -1, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def by_head(values, heads):
    """All queries, all keys, all values become those of one head after the other."""
    return values.reshape(3, heads, -1, *values.shape[1:]).swapaxes(0, 1).reshape(values.shape)


def ways(config):
    heads = config.num_attention_heads
    keys = getattr(config, "num_key_value_heads", heads)
    return {
        "same": lambda values: values,
        "less one": lambda values: values - 1,
        "transposed": lambda values: values.T,
        "halves of queries": lambda values: halves(values, heads),
        "halves of keys": lambda values: halves(values, keys),
        "by head": lambda values: by_head(values, heads),
    }


def parameters(stored, tensors, config):
    """Of each stored parameter, of which tensor its numbers are, or of which expert in it, and in which way."""
    for name, values in stored.items():
        values = values.numpy()
        for tensor in tensors:
            if tensor.given is None and len(tensor.shape) == 3 and tensor.shape[1:] == list(values.shape):
                same = [number for number, one in enumerate(tensor.values()) if np.array_equal(one, values)]
                if same:
                    yield {"name": name, "shape": list(values.shape), "tensor": tensor.name, "way": "same", "expert": same[0]}
                    break
            if tensor.given is not None or np.prod(tensor.shape) != values.size:
                continue
            for way, change in ways(config).items():
                try:
                    made = change(tensor.values().astype(np.float64))
                except ValueError:
                    continue
                if made.shape == values.shape and np.array_equal(made, values):
                    yield {"name": name, "shape": list(values.shape), "tensor": tensor.name, "way": way}
                    break
            else:
                continue
            break
        else:
            raise AssertionError(f"{name} is of no tensor")


def first_layer(found):
    """The parameters without those of later layers, which are like those of the first."""
    layers = lambda entry: entry["tensor"].startswith("blk.")
    kept = [entry for entry in found if not layers(entry) or entry["tensor"].startswith("blk.0.")]
    assert all(".layers.0." in "." + entry["name"] or ".h.0." in "." + entry["name"] for entry in kept if layers(entry))
    return kept


def main(arguments):
    folder = arguments[arguments.index("--models") + 1] if "--models" in arguments else None
    names = [name for name in arguments if not name.startswith("--") and name != folder]
    HERE.mkdir(exist_ok=True)
    for row in ROWS:
        if names and row.name not in names:
            continue
        model, tensors, config = reference.model_of(row)
        with tempfile.TemporaryDirectory() as place:
            model.save_pretrained(folder and f"{folder}/{row.name}" or place)
            place = folder and f"{folder}/{row.name}" or place
            stored = load_file(f"{place}/model.safetensors")
            settings = json.loads(pathlib.Path(f"{place}/config.json").read_text())
        if row.scored:
            # What transformers was told besides is no part of the model.
            settings |= {key: value for key, value in json.loads(config.to_json_string()).items() if key in row.scored}
        found = first_layer(list(parameters(stored, tensors, config)))
        answer = {"config": settings, "parameters": found}
        (HERE / (row.name + ".json")).write_text(reference.lines(answer) + "\n", "utf-8")
        print(f"{row.name}: {len(stored)} parameters")


if __name__ == "__main__":
    main(sys.argv[1:])
