#!/usr/bin/env python3
"""Scores the texts in texts.json with the default model in float64, from the published formulas.

Independent of the program that is tested: it reads the GGUF file, unpacks its weights, encodes the
texts and runs the transformer by itself, in plain numpy.

    make_reference.py MODEL.gguf            writes scores.json beside this file
    make_reference.py MODEL.gguf FOLDER     compares with other references, one JSON file a text
"""

import json
import math
import pathlib
import struct
import sys
import unicodedata

import numpy as np

HERE = pathlib.Path(__file__).parent
TEMPERATURES = [0.5, 1.0, 2.0]
START_TOKENS = [None, 0, 1]


class Model:
    """A GGUF file: metadata, and tensors unpacked to float64."""

    FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}

    def __init__(self, path):
        self.bytes = pathlib.Path(path).read_bytes()
        self.place = 4
        _, tensors, keys = self.number("I"), self.number("Q"), self.number("Q")
        self.metadata = {}
        for _ in range(keys):
            key = self.string().decode()
            self.metadata[key] = self.value(self.number("I"))
        self.tensors = {}
        for _ in range(tensors):
            name = self.string().decode()
            shape = [self.number("Q") for _ in range(self.number("I"))]
            self.tensors[name] = (shape[::-1], self.number("I"), self.number("Q"))
        alignment = self.metadata.get("general.alignment", 32)
        self.data = -(-self.place // alignment) * alignment

    def number(self, code):
        (value,) = struct.unpack_from("<" + code, self.bytes, self.place)
        self.place += struct.calcsize("<" + code)
        return value

    def string(self):
        size = self.number("Q")
        self.place += size
        return self.bytes[self.place - size : self.place]

    def value(self, kind):
        if kind == 8:
            return self.string()
        if kind == 9:
            kind, count = self.number("I"), self.number("Q")
            return [self.value(kind) for _ in range(count)]
        return self.number(self.FORMATS[kind])

    def tensor(self, name):
        shape, kind, offset = self.tensors[name]
        count = math.prod(shape)
        start = self.data + offset
        if kind == 0:
            values = np.frombuffer(self.bytes, "<f4", count, start).astype(np.float64)
        elif kind == 1:
            values = np.frombuffer(self.bytes, "<f2", count, start).astype(np.float64)
        elif kind == 3:  # Q4_1: a scale, an offset, and 32 quants of four bits, low halves first
            block = np.dtype([("d", "<f2"), ("m", "<f2"), ("q", "u1", 16)])
            blocks = np.frombuffer(self.bytes, block, count // 32, start)
            quants = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], axis=1)
            values = blocks["d"].astype(float)[:, None] * quants + blocks["m"].astype(float)[:, None]
        elif kind == 8:  # Q8_0: a scale, and 32 signed quants
            block = np.dtype([("d", "<f2"), ("q", "i1", 32)])
            blocks = np.frombuffer(self.bytes, block, count // 32, start)
            values = blocks["d"].astype(float)[:, None] * blocks["q"]
        else:
            raise ValueError(f"{name} is of type {kind}")
        return values.reshape(shape)


class Tokenizer:
    """Byte-level byte-pair encoding with the splitting rules of SmolLM: every digit alone, then GPT-2's."""

    def __init__(self, metadata):
        printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
        others = [byte for byte in range(256) if byte not in printable]
        self.alphabet = {byte: chr(byte) for byte in printable}
        self.alphabet |= {byte: chr(256 + index) for index, byte in enumerate(others)}
        tokens = [token.decode() for token in metadata["tokenizer.ggml.tokens"]]
        self.ids = {token: index for index, token in enumerate(tokens)}
        merges = metadata["tokenizer.ggml.merges"]
        self.ranks = {tuple(merge.decode().split(" ")): rank for rank, merge in enumerate(merges)}

    def encode(self, text):
        ids = []
        for piece in self.pieces(text):
            parts = [self.alphabet[byte] for byte in piece.encode()]
            while len(parts) > 1:
                ranks = [self.ranks.get(pair, math.inf) for pair in zip(parts, parts[1:])]
                best = min(range(len(ranks)), key=ranks.__getitem__)
                if ranks[best] == math.inf:
                    break
                parts[best : best + 2] = [parts[best] + parts[best + 1]]
            ids += [self.ids[part] for part in parts]
        return ids

    @staticmethod
    def kind(character):
        if character.isspace():
            return "space"
        return {"L": "letter", "N": "number"}.get(unicodedata.category(character)[0], "other")

    def pieces(self, text):
        start = 0
        for index, character in enumerate(text):
            if self.kind(character) == "number":
                yield from self.words(text[start:index])
                yield character
                start = index + 1
        yield from self.words(text[start:])

    def words(self, text):
        place = 0
        while place < len(text):
            end = self.word_end(text, place)
            yield text[place:end]
            place = end

    def word_end(self, text, place):
        for ending in ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]:
            if text.startswith(ending, place):
                return place + len(ending)
        first = place + (text[place] == " " and place + 1 < len(text))
        kind = self.kind(text[first])
        if kind == "space":
            end = place
            while end < len(text) and self.kind(text[end]) == "space":
                end += 1
            # White space before a word leaves its last character to the word.
            return end - 1 if end < len(text) and end - place > 1 else end
        end = first
        while end < len(text) and self.kind(text[end]) == kind:
            end += 1
        return end


class Transformer:
    """The forward pass of the llama architecture, all positions at once."""

    def __init__(self, model):
        self.model = model
        keys = model.metadata
        self.layers = keys["llama.block_count"]
        self.heads = keys["llama.attention.head_count"]
        self.key_heads = keys["llama.attention.head_count_kv"]
        self.width = keys["llama.embedding_length"] // self.heads
        self.epsilon = np.float64(np.float32(keys["llama.attention.layer_norm_rms_epsilon"]))
        self.base = keys.get("llama.rope.freq_base", 10000.0)
        self.weights = {}

    def weight(self, name):
        if name not in self.weights:
            self.weights[name] = self.model.tensor(name + ".weight")
        return self.weights[name]

    def norm(self, x, name):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + self.epsilon) * self.weight(name)

    def rotate(self, x):
        """Turns neighbouring pairs of features by position * base^(-2i/d); x is [position, head, feature]."""
        frequencies = self.base ** (-np.arange(0, self.width, 2) / self.width)
        angles = (np.arange(len(x))[:, None] * frequencies)[:, None, :]
        pairs = x[..., 0::2] + 1j * x[..., 1::2]
        pairs = pairs * np.exp(1j * angles)
        return np.stack([pairs.real, pairs.imag], -1).reshape(x.shape)

    def attend(self, x, name):
        split = lambda which: (x @ self.weight(name + which).T).reshape(len(x), -1, self.width)
        queries, keys, values = self.rotate(split("attn_q")), self.rotate(split("attn_k")), split("attn_v")
        future = np.triu(np.full((len(x), len(x)), -np.inf), 1)
        heads = []
        for head in range(self.heads):
            shared = head * self.key_heads // self.heads
            scores = queries[:, head] @ keys[:, shared].T / math.sqrt(self.width) + future
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            heads.append(weights / weights.sum(-1, keepdims=True) @ values[:, shared])
        return np.concatenate(heads, -1) @ self.weight(name + "attn_output").T

    def logits(self, ids):
        stream = self.weight("token_embd")[ids]
        for layer in range(self.layers):
            name = f"blk.{layer}."
            stream = stream + self.attend(self.norm(stream, name + "attn_norm"), name)
            x = self.norm(stream, name + "ffn_norm")
            gate = x @ self.weight(name + "ffn_gate").T
            inner = gate / (1 + np.exp(-gate)) * (x @ self.weight(name + "ffn_up").T)
            stream = stream + inner @ self.weight(name + "ffn_down").T
        tied = "output.weight" not in self.model.tensors
        return self.norm(stream, "output_norm") @ self.weight("token_embd" if tied else "output").T


def log_softmax(logits):
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def scores(transformer, ids, start):
    """ln p and rank of each token, the mean loss and the mean entropy at each temperature, in nats."""
    sequence = ids if start is None else [start, *ids]
    targets = np.array(sequence[1:])
    logits = transformer.logits(sequence[:-1])
    actual = logits[np.arange(len(targets)), targets]
    missing = [None] if start is None else []
    answer = {
        "logprob_float64": missing + [float(x) for x in log_softmax(logits)[np.arange(len(targets)), targets]],
        "rank": missing + [int(x) + 1 for x in (logits > actual[:, None]).sum(-1)],
        "temperature": {},
    }
    for temperature in TEMPERATURES:
        logs = log_softmax(logits / temperature)
        entropies = -(np.exp(logs) * logs).sum(-1)
        tokens = logs[np.arange(len(targets)), targets]
        answer["temperature"][str(temperature)] = {
            "cross_entropy_nats": -float(tokens.mean()),
            "mean_entropy_nats": float(entropies.mean()),
            "logprob": missing + [round(float(x), 9) for x in tokens],
            "entropy_nats": missing + [round(float(x), 9) for x in entropies],
        }
    return answer


def make(transformer, tokenizer):
    answers = []
    for text in json.loads((HERE / "texts.json").read_text()):
        ids = tokenizer.encode(text)
        starts = {str(start).lower(): scores(transformer, ids, start) for start in START_TOKENS}
        for answer in starts.values():  # the means are enough to keep
            for figures in answer["temperature"].values():
                del figures["logprob"], figures["entropy_nats"]
        answers.append({"text": text, "tokens": [{"id": id} for id in ids], "start_token": starts})
    (HERE / "scores.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n")


def compare(transformer, tokenizer, folder):
    """Prints how far another reference is away, file by file."""
    for path in sorted(pathlib.Path(folder).glob("[0-9]*.json")):
        other = json.loads(path.read_text())
        ids = tokenizer.encode(other["text"])
        same = ids == [token["id"] for token in other["tokens"]]
        for start, expected in other["start_token"].items():
            found = scores(transformer, ids, None if start == "none" else int(start))
            pairs = zip(found["logprob_float64"], expected["logprob_float64"])
            worst = max(abs(a - b) for a, b in pairs if b is not None)
            ranks = sum(a != b for a, b in zip(found["rank"], expected["rank"]))
            entropies = {
                key: max(
                    abs(a - b)
                    for a, b in zip(value["entropy_nats"], expected["temperature"][key]["entropy_nats"])
                    if b is not None
                )
                for key, value in found["temperature"].items()
                if key in expected["temperature"]
            }
            print(path.name, start, "same ids" if same else "OTHER IDS", f"ln p {worst:.1e}", ranks, "ranks", entropies)


if __name__ == "__main__":
    model = Model(sys.argv[1])
    tokenizer = Tokenizer(model.metadata)
    if len(sys.argv) > 2:
        compare(Transformer(model), tokenizer, sys.argv[2])
    else:
        make(Transformer(model), tokenizer)
