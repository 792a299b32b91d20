#!/usr/bin/env python3
"""Computes the surprisal of words and regions in float64, from all logits of the default model.

Needs what make_reference.py needs, whose model and tokenizer it uses. Of the first ten items of
words/stimuli.csv, with no start token and behind token 1, it writes

    words/expected-words.csv, words/expected-regions.csv    at temperature 1, a row each
    words/temperatures.json    at other temperatures: a list of words, each with its surprisal in bits as it
                               is, and corrected as minicons and as Pimentel and Meister (2024) do

    make_words.py MODEL.gguf            writes them
    make_words.py MODEL.gguf --check    computes all anew and says how far the tables are from it
"""

import csv
import io
import json
import math
import pathlib
import sys

import numpy as np

from make_reference import Model, Tokenizer, Transformer, log_softmax

HERE = pathlib.Path(__file__).parent / "words"
TEMPERATURES = ["0.05", "0.1", "0.3", "0.5", "1", "2", "5", "10", "20"]
STARTS = {"none": "", "1": "1"}
KINDS = ["minicons", "pimentel"]


class Text:
    """A sentence behind a start token, and all logits of it."""

    def __init__(self, world, sentence, start):
        regions = sentence.split("|")
        self.world, self.start = world, start
        self.ids = world.tokenizer.encode(" ".join(regions))
        names = [world.names[id] for id in self.ids]
        sequence = self.ids if start == "none" else [1, *self.ids]
        self.shift = len(sequence) - len(self.ids) - 1
        self.logits = world.transformer.logits(sequence)
        first = [i for i, name in enumerate(names) if i == 0 or name.startswith("Ġ")]
        self.words = list(zip(first, first[1:] + [len(names)]))
        self.spellings = " ".join(regions).split(" ")
        assert len(self.spellings) == len(self.words)
        self.region_of_word = [i for i, region in enumerate(regions) for _ in region.split(" ")]

    def at(self, temperature):
        return Scores(self, log_softmax(self.logits / temperature) / math.log(2))


class Scores:
    """What a text costs at a temperature, in bits."""

    def __init__(self, text, logs):
        self.text, self.logs = text, logs

    def surprisal(self, token):
        place = token + self.text.shift
        return -self.logs[place][self.text.ids[token]] if place >= 0 else None

    def entropy(self, token):
        place = token + self.text.shift
        if place < 0:
            return None
        return -float((np.exp2(self.logs[place]) * self.logs[place]).sum())

    def mass(self, token, chosen):
        """-log2 of the probability, before a token, of some entries of the vocabulary."""
        inside = self.logs[token + self.text.shift][chosen]
        top = inside.max()
        return -(top + math.log2(np.exp2(inside - top).sum()))

    def plain(self, begin, end):
        parts = [self.surprisal(token) for token in range(begin, end)]
        return None if None in parts else sum(parts)

    def corrected(self, begin, end, kind):
        plain = self.plain(begin, end)
        if plain is None:
            return None
        ends = self.text.world.ends[kind]
        if begin > 0:
            before = self.mass(begin, ends)
        else:
            before = self.mass(0, ~self.text.world.ends["minicons"]) if kind == "pimentel" else 0
        return plain - before + self.mass(end, ends)

    def row(self, begin, end):
        return [self.plain(begin, end), *(self.corrected(begin, end, kind) for kind in KINDS)]


class World:
    """The model, and which of its tokens end a word."""

    def __init__(self, path):
        model = Model(path)
        self.transformer, self.tokenizer = Transformer(model), Tokenizer(model.metadata)
        self.names = [name.decode() for name in model.metadata["tokenizer.ggml.tokens"]]
        kinds = model.metadata["tokenizer.ggml.token_type"]
        starts = np.array([name.startswith("Ġ") and kind == 1 for name, kind in zip(self.names, kinds)])
        both = starts.copy()
        both[model.metadata["tokenizer.ggml.eos_token_id"]] = True
        self.ends = {"minicons": starts, "pimentel": both}


def digits(numbers, count):
    return ["" if x is None else f"{x:.{count}f}" for x in numbers]


def word_rows(row, text):
    scores = text.at(1)
    for index, (begin, end) in enumerate(text.words):
        yield [
            row["item"], row["condition"], STARTS[text.start], text.region_of_word[index] + 1, index,
            text.spellings[index], end - begin, *digits(scores.row(begin, end), 9),
            *digits([scores.entropy(begin)], 9),
        ]


def region_rows(row, text):
    scores = text.at(1)
    for index, spelling in enumerate(row["sentence"].split("|")):
        own = [word for word, region in zip(text.words, text.region_of_word) if region == index]
        begin, end = own[0][0], own[-1][1]
        yield [
            row["item"], row["condition"], STARTS[text.start], index + 1, spelling, end - begin, len(own),
            *digits(scores.row(begin, end), 9),
        ]


def table(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def documents(path):
    """The name and the text of each file."""
    world = World(path)
    rows = [row for row in csv.DictReader((HERE / "stimuli.csv").open()) if int(row["item"]) <= 10]
    texts = [(row, Text(world, row["sentence"], start)) for start in STARTS for row in rows]
    texts.sort(key=lambda pair: (rows.index(pair[0]), pair[1].start != "none"))
    head = ["item", "condition", "start_token", "region"]
    bits = ["surprisal_bits", "bow_minicons_bits", "bow_pimentel_bits"]
    words = [row for pair in texts for row in word_rows(*pair)]
    regions = [row for pair in texts for row in region_rows(*pair)]
    entries = []
    for row, text in texts:
        entry = {"item": row["item"], "condition": row["condition"], "start": text.start, "temperature": {}}
        for temperature in TEMPERATURES:
            scores = text.at(float(temperature))
            entry["temperature"][temperature] = [
                [None if x is None else round(float(x), 5) for x in scores.row(*word)] for word in text.words
            ]
        entries.append(entry)
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    return {
        "expected-words.csv": table([*head, "word_index", "word", "tokens", *bits, "entropy_bits"], words),
        "expected-regions.csv": table([*head, "region_text", "tokens", "words", *bits], regions),
        "temperatures.json": "[\n" + lines + "\n]\n",
    }


def distance(found, expected):
    """The largest difference of two numbers in tables whose other fields are alike."""
    worst = 0.0
    for a, b in zip(csv.reader(io.StringIO(found)), csv.reader(io.StringIO(expected)), strict=True):
        for x, y in zip(a, b, strict=True):
            if x != y:
                worst = max(worst, abs(float(x) - float(y)))
    return worst


def main(arguments):
    check = arguments[1:] == ["--check"]
    if len(arguments) != 1 + check:
        sys.exit(__doc__)
    for name, text in documents(arguments[0]).items():
        if not check:
            (HERE / name).write_text(text, "utf-8")
        elif name.endswith(".csv"):
            print(f"{name}: off by {distance((HERE / name).read_text('utf-8'), text):.1e} bits at most")
        else:
            print(f"{name}: {'the same' if (HERE / name).read_text('utf-8') == text else 'another one'}")


if __name__ == "__main__":
    main(sys.argv[1:])
