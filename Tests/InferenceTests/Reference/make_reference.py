#!/usr/bin/env python3
"""Scores the texts in texts.json with the default model in float64, from the published formulas.

Independent of the program that is tested: it reads the GGUF file, unpacks its weights, encodes the
texts and runs the transformer by itself, in plain numpy. It needs Python 3.9 or newer with numpy,
1.5 GB of memory and a minute; nothing else of this project.

    make_reference.py MODEL.gguf            writes scores/NAME.json, a file a text
    make_reference.py MODEL.gguf --check    computes all anew and says how far the files are from it
"""

import hashlib
import json
import math
import pathlib
import struct
import sys
import unicodedata

try:
    import numpy as np
except ImportError:
    sys.exit("make_reference.py needs numpy: python3 -m pip install numpy")

HERE = pathlib.Path(__file__).parent
# Both ends of what people use, and 2.11, where a tail of bytes alike is hardest to interpolate.
TEMPERATURES = ["0.3", "0.5", "0.8", "1", "1.5", "2.11", "3"]
# What stands before a text: nothing, and for these two also a token, by its id.
STARTS = {"prose": ["none", "0", "1"], "snippet": ["none", "0", "1"]}
# The tests allow 1e-4 and less for the engine's float32; these digits cost a hundredth of that.
DIGITS = 6


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
    """Rank of each token, and its ln p and the entropy before it at each temperature, in nats.

    None stands for the first token where nothing is before it. Of equally likely tokens the lower id
    ranks first.
    """
    sequence = ids if start == "none" else [int(start), *ids]
    targets = np.array(sequence[1:])
    places = np.arange(len(targets))
    logits = transformer.logits(sequence[:-1])
    missing = [None] if start == "none" else []
    actual = logits[places, targets][:, None]
    before = (logits > actual) | ((logits == actual) & (np.arange(logits.shape[1]) < targets[:, None]))
    answer = {"rank": missing + [int(x) + 1 for x in before.sum(-1)], "temperature": {}}
    for temperature in TEMPERATURES:
        logs = log_softmax(logits / float(temperature))
        entropies = -(np.exp(logs) * logs).sum(-1)
        answer["temperature"][temperature] = {
            "logprob": missing + [round(float(x), DIGITS) for x in logs[places, targets]],
            "entropy": missing + [round(float(x), DIGITS) for x in entropies],
        }
    return answer


def lines(value, indent=""):
    """JSON with a line for each list of numbers."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    inner = indent + " "
    pairs = (f"{inner}{json.dumps(key)}: {lines(item, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(pairs) + "\n" + indent + "}"


def answers(model):
    """A name and an answer for each text."""
    digest = hashlib.sha256(model.bytes).hexdigest()
    transformer, tokenizer = Transformer(model), Tokenizer(model.metadata)
    for name, text in json.loads((HERE / "texts.json").read_text("utf-8")).items():
        ids = tokenizer.encode(text)
        starts = {start: scores(transformer, ids, start) for start in STARTS.get(name, ["none"])}
        yield name, {"model_sha256": digest, "text": text, "ids": ids, "start": starts}


def path(name):
    return HERE / "scores" / (name.replace(" ", "-") + ".json")


def distance(a, b):
    """The largest difference of two numbers in the same place; infinite where anything else differs."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return max(distance(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return max(map(distance, a, b), default=0)
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b)
    return 0 if a == b else math.inf


def main(model_path, option=None):
    for name, answer in answers(Model(model_path)):
        if option == "--check":
            stored = json.loads(path(name).read_text("utf-8"))
            print(f"{name}: {len(answer['ids'])} tokens, off by {distance(answer, stored):.1e}")
        else:
            path(name).parent.mkdir(exist_ok=True)
            path(name).write_text(lines(answer) + "\n", "utf-8")
            print(f"{name}: {len(answer['ids'])} tokens")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3 or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(*sys.argv[1:])
