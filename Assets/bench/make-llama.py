"""Writes a llama of a billion random weights, to measure a size that people use.

    python3 Assets/bench/make-llama.py q4_k_m llama-1b.gguf
    make bench MODEL=$PWD/llama-1b.gguf PEER="python3 Assets/bench/peer-xllamacpp.py"

Its shape is that of Llama 3.2 1B, its vocabulary is made up, its weights are blocks of random bits whose
scales keep every number finite: how fast it runs does not depend on what it says. The same bytes come out in
every run. It needs numpy and gguf, and writes q4_k_m (as llama.cpp mixes it), q6_k, q8_0 or f16.
"""

import itertools
import math
import string
import sys

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

WIDTH, LAYERS, HEADS, KEY_HEADS, HEAD, INNER = 2048, 16, 32, 8, 64, 8192
VOCABULARY, CONTROLS = 128_256, 256
DEVIATION = 1 / math.sqrt(WIDTH)


def halves(count, value):
    return np.full((count, 1), value, "<f2").view(np.uint8)


def q4_k(random, count):
    """Scale and offset, eight pairs of these in six bits each, and quants of four bits, all 0 on average."""
    scale = DEVIATION / 250
    return np.concatenate(
        [halves(count, scale), halves(count, 7.5 * scale), random.integers(0, 256, (count, 140), np.uint8)], 1
    )


def q6_k(random, count):
    """Quants of six bits, a scale of eight for 16 of them, and one of all."""
    scales = random.integers(1, 17, (count, 16), np.uint8)
    return np.concatenate([random.integers(0, 256, (count, 192), np.uint8), scales, halves(count, DEVIATION / 180)], 1)


def q8_0(random, count):
    return np.concatenate([halves(count, DEVIATION / 74), random.integers(0, 256, (count, 32), np.uint8)], 1)


def f16(random, count):
    spread = DEVIATION * math.sqrt(3)
    return random.uniform(-spread, spread, (count, 1)).astype("<f2").view(np.uint8)


BLOCKS = {Type.Q4_K: q4_k, Type.Q6_K: q6_k, Type.Q8_0: q8_0, Type.F16: f16}
FILES = {
    "q4_k_m": (gguf.LlamaFileType.MOSTLY_Q4_K_M, Type.Q4_K),
    "q6_k": (gguf.LlamaFileType.MOSTLY_Q6_K, Type.Q6_K),
    "q8_0": (gguf.LlamaFileType.MOSTLY_Q8_0, Type.Q8_0),
    "f16": (gguf.LlamaFileType.MOSTLY_F16, Type.F16),
}


def gets_more_bits(layer):
    """The layers whose values and last matrix llama.cpp stores in six bits."""
    return layer < LAYERS // 8 or layer >= 7 * LAYERS // 8 or (layer - LAYERS // 8) % 3 == 2


def tensors(kind):
    """Name, rows, columns and type of each; vectors have one row."""
    mixed = kind == Type.Q4_K
    yield "token_embd.weight", VOCABULARY, WIDTH, Type.Q6_K if mixed else kind
    yield "output_norm.weight", 1, WIDTH, Type.F32
    yield "rope_freqs.weight", 1, HEAD // 2, Type.F32
    for layer in range(LAYERS):
        more = Type.Q6_K if mixed and gets_more_bits(layer) else kind
        for name, rows, columns, stored in [
            ("attn_norm", 1, WIDTH, Type.F32),
            ("attn_q", HEADS * HEAD, WIDTH, kind),
            ("attn_k", KEY_HEADS * HEAD, WIDTH, kind),
            ("attn_v", KEY_HEADS * HEAD, WIDTH, more),
            ("attn_output", WIDTH, HEADS * HEAD, kind),
            ("ffn_norm", 1, WIDTH, Type.F32),
            ("ffn_gate", INNER, WIDTH, kind),
            ("ffn_up", INNER, WIDTH, kind),
            ("ffn_down", WIDTH, INNER, more),
        ]:
            yield f"blk.{layer}.{name}.weight", rows, columns, stored


def data(seed, rows, columns, kind):
    if kind == Type.F32:
        return np.ones(columns, np.float32)
    count = rows * columns // gguf.GGML_QUANT_SIZES[kind][0]
    return BLOCKS[kind](np.random.default_rng(seed), count)


def vocabulary():
    """Bytes, then all words of two and three letters and enough of four, each made of two that are before it."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    alphabet = {byte: chr(byte) for byte in printable} | {byte: chr(256 + k) for k, byte in enumerate(others)}
    letters = string.ascii_lowercase
    pairs = [a + b for a, b in itertools.product(letters, repeat=2)]
    parts = itertools.chain(
        itertools.product(letters, repeat=2), itertools.product(pairs, letters), itertools.product(pairs, repeat=2)
    )
    merges = list(itertools.islice(parts, VOCABULARY - CONTROLS - 256))
    tokens = [alphabet[byte] for byte in range(256)] + [a + b for a, b in merges]
    return tokens + [f"<|control_{index}|>" for index in range(CONTROLS)], [f"{a} {b}" for a, b in merges]


def add_metadata(writer, file_type):
    writer.add_name("Random llama 1B")
    writer.add_file_type(file_type)
    writer.add_block_count(LAYERS)
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_rope_dimension_count(HEAD)
    writer.add_rope_freq_base(500_000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(VOCABULARY)
    tokens, merges = vocabulary()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * (VOCABULARY - CONTROLS) + [3] * CONTROLS)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(VOCABULARY - CONTROLS)
    writer.add_eos_token_id(VOCABULARY - CONTROLS + 1)
    writer.add_add_bos_token(True)


def main(name, path):
    file_type, kind = FILES[name]
    writer = gguf.GGUFWriter(path, "llama")
    add_metadata(writer, file_type)
    found = list(tensors(kind))
    for tensor, rows, columns, stored in found:
        block, size = gguf.GGML_QUANT_SIZES[stored]
        shape = [columns] if rows == 1 else [rows, columns // block * size]
        plain = {Type.F32: np.float32, Type.F16: np.float16}.get(stored)
        shape = shape if plain is None or rows == 1 else [rows, columns]
        writer.add_tensor_info(
            tensor, shape, np.dtype(plain or np.uint8), rows * columns // block * size, None if plain else stored
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for seed, (_, rows, columns, stored) in enumerate(found):
        writer.write_tensor_data(data(seed, rows, columns, stored))
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in FILES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
