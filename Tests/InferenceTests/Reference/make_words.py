#!/usr/bin/env python3
"""Computes the surprisal of words in float64 at several temperatures, from all logits of the default model.

Needs what make_reference.py needs, whose model and tokenizer it uses. For each of the first ten items of
words/stimuli.csv, with no start token and behind token 1, and each temperature: a list of words, of each the
surprisal in bits as it is, and corrected as minicons and as Pimentel and Meister (2024) do.

    make_words.py MODEL.gguf    writes words/temperatures.json
"""

import csv
import json
import math
import pathlib
import sys

import numpy as np

from make_reference import Model, Tokenizer, Transformer, log_softmax

HERE = pathlib.Path(__file__).parent / "words"
TEMPERATURES = ["0.1", "0.3", "0.5", "2", "5"]


def words(tokens, surprisal, mass_of, start):
    """The words that begin at tokens with a space, of which each gives the three numbers."""
    first = [i for i, token in enumerate(tokens) if i == 0 or token.startswith("Ġ")]
    answer = []
    for begin, end in zip(first, first[1:] + [len(tokens)]):
        parts = surprisal[begin:end]
        if any(part is None for part in parts):
            answer.append([None, None, None])
            continue
        plain = sum(parts)
        corrected = []
        for kind in ["minicons", "pimentel"]:
            before = mass_of(begin, "outside" if kind == "pimentel" else "nothing") if begin == 0 else mass_of(begin, kind)
            corrected.append(plain - before + mass_of(end, kind))
        answer.append([plain, *corrected])
    return [[None if x is None else round(float(x), 5) for x in word] for word in answer]


def main(path):
    model = Model(path)
    transformer, tokenizer = Transformer(model), Tokenizer(model.metadata)
    names = [name.decode() for name in model.metadata["tokenizer.ggml.tokens"]]
    kinds = model.metadata["tokenizer.ggml.token_type"]
    starts = np.array([name.startswith("Ġ") and kind == 1 for name, kind in zip(names, kinds)])
    ends = starts.copy()
    ends[model.metadata["tokenizer.ggml.eos_token_id"]] = True
    rows = [row for row in csv.DictReader((HERE / "stimuli.csv").open()) if int(row["item"]) <= 10]
    result = []
    for row in rows:
        ids = tokenizer.encode(row["sentence"].replace("|", " "))
        for start in ["none", "1"]:
            sequence = ids if start == "none" else [1, *ids]
            logits = transformer.logits(sequence)
            shift = len(sequence) - len(ids) - 1
            entry = {"item": row["item"], "condition": row["condition"], "start": start, "temperature": {}}
            for temperature in TEMPERATURES:
                logs = log_softmax(logits / float(temperature)) / math.log(2)

                def mass(place, kind):
                    if kind == "nothing":
                        return 0
                    chosen = {"minicons": starts, "pimentel": ends, "outside": ~starts}[kind]
                    inside = logs[place + shift][chosen]
                    top = inside.max()
                    return -(top + math.log2(np.exp2(inside - top).sum()))

                surprisal = [-logs[i + shift][id] if i + shift >= 0 else None for i, id in enumerate(ids)]
                entry["temperature"][temperature] = words([names[id] for id in ids], surprisal, mass, start)
            result.append(entry)
    text = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in result)
    (HERE / "temperatures.json").write_text("[\n" + text + "\n]\n", "utf-8")
    print(f"{len(result)} texts")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
