#!/usr/bin/env python3
"""Looks into a tiny model of each architecture in float64, with the Python package transformers.

Of the last of the first tokens of the text of each row of `architectures.py`: ln p and rank by the head applied to the stream
before the first layer and after each (the logit lens, nostalgebraist 2020); and ln p with each earlier token left out,
its key hidden from all that follow at every layer, the others at their positions. Without the token just before it, it
is what the model says behind the one before that. The numbers are kept in `lenses.json`. It shares no code with the
program that is tested, and needs what `make_architectures.py` needs.

    make_lenses.py [NAME...]            computes all rows, or some, and writes the file
    make_lenses.py --check [NAME...]    computes them anew and says how far the file is from it
"""

import json
import pathlib
import sys

import torch

from architectures import ROWS
from make_architectures import DIGITS, model_of, numbers

TOKENS = 41  # of the text: more than the windows of those that have one
LONGER = {"phi3-long": 81}  # more than the original context
FILE = pathlib.Path(__file__).parent / "lenses.json"


def part(model, *names):
    """The part of a model that is called one of these, wherever it lies."""
    return next(module for name, module in model.named_modules() if name.split(".")[-1] in names)


def streams(model, ids):
    """What the last token's stream is before the first layer and after each."""
    found = []
    layers = part(model, "layers", "h")
    first = lambda value: value[0] if isinstance(value, tuple) else value
    keep = lambda value: found.append(first(value)[0, -1])
    hooks = [layers[0].register_forward_pre_hook(lambda _, args, kwargs: keep(args or kwargs["hidden_states"]), with_kwargs=True)]
    hooks += [layer.register_forward_hook(lambda _, __, out: keep(out)) for layer in layers]
    model(torch.tensor([ids]))
    for hook in hooks:
        hook.remove()
    return found


def by_layer(model, ids):
    norm = part(model, "norm", "ln_f", "final_layer_norm")
    for stream in streams(model, ids[:-1]):
        logits = model.get_output_embeddings()(norm(stream[None, None]))[0, 0]
        if cap := getattr(model.config, "final_logit_softcapping", None):
            logits = cap * torch.tanh(logits / cap)
        logs = torch.log_softmax(logits, -1)
        yield [round(float(logs[ids[-1]]), DIGITS), 1 + int((logits > logits[ids[-1]]).sum())]


def without_each(model, ids):
    read, target = ids[:-1], ids[-1]
    count = len(read)
    places = torch.arange(count).expand(count, -1)
    # A row for each token that is left out.
    logits = model(torch.tensor([read] * count), attention_mask=1 - torch.eye(count, dtype=torch.long), position_ids=places).logits
    logs = torch.log_softmax(logits, -1)[:, :, target]
    for left_out in range(count):
        yield round(float(logs[left_out, count - 1 - (left_out == count - 1)]), DIGITS)


def answer(row):
    model, _, config = model_of(row)
    ids = [int(number % config.vocab_size) for number in numbers("text", LONGER.get(row.name, TOKENS))]
    print(row.name, file=sys.stderr, flush=True)
    with torch.no_grad():
        return {"layers": list(by_layer(model, ids)), "without": list(without_each(model, ids))}


def main(arguments):
    names = [name for name in arguments if not name.startswith("--")]
    found = {row.name: answer(row) for row in ROWS if not names or row.name in names}
    if "--check" in arguments:
        kept = json.loads(FILE.read_text("utf-8"))
        for name, one in found.items():
            off = max(abs(a - b) for a, b in zip(one["without"], kept[name]["without"], strict=True))
            far = max(abs(a[0] - b[0]) for a, b in zip(one["layers"], kept[name]["layers"], strict=True))
            print(f"{name}: off by {max(off, far):.1e}")
    else:
        found = (json.loads(FILE.read_text("utf-8")) if names else {}) | found
        rows = (f' "{name}": {json.dumps(one, separators=(",", ":"))}' for name, one in found.items())
        FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
        print(f"{len(found)} models, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
