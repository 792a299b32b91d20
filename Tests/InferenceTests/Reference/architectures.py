"""The tiny models by which architectures are compared: a row each, in the words of transformers' configurations.

A row is what is said of a model here; `make_architectures.py` makes its file and its numbers.
"""

import dataclasses
import math

VOCABULARY = 256


@dataclasses.dataclass
class Row:
    """A tiny model: how its file calls the architecture, how transformers does, and its configuration."""

    name: str
    architecture: str
    family: str
    about: str  # what it holds that others do not, in a sentence
    config: dict
    tokens: int = 80  # of the text that is scored
    omitted: tuple = ()  # keys that its file leaves out, behind the architecture's name
    stated: dict = dataclasses.field(default_factory=dict)  # keys of its file that follow from no configuration
    scored: dict = dataclasses.field(default_factory=dict)  # what transformers is told besides


def sizes(width, heads, inner, layers=2, keys=None, head=None, context=512, base=10_000.0, scaling=None, **others):
    """The entries that most configurations share."""
    config = {
        "vocab_size": VOCABULARY,
        "hidden_size": width,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": keys or heads,
        "max_position_embeddings": context,
        "rms_norm_eps": 1e-5,
        "rope_parameters": {"rope_type": "default", "rope_theta": base, **(scaling or {})},
        "tie_word_embeddings": False,
    }
    if head:
        config["head_dim"] = head
    return config | others


def yarn(factor, original, **others):
    return {"rope_type": "yarn", "factor": factor, "original_max_position_embeddings": original, **others}


def windowed(local, scaling=None, base=1_000_000.0):
    """The rotary parameters of models whose layers with a window turn in another way than the others."""
    return {
        "sliding_attention": {"rope_type": "default", "rope_theta": local},
        "full_attention": {"rope_type": "default", "rope_theta": base, **(scaling or {})},
    }


def gemma3(scaling=None, width=64, heads=4, inner=96, keys=2, head=32, layers=7, **others):
    return sizes(width, heads, inner, layers, keys, head) | {
        "rope_parameters": windowed(10_000.0, scaling),
        "query_pre_attn_scalar": head,
        "sliding_window": 24,
        "tie_word_embeddings": True,
    } | others


ROWS = [
    Row("llama", "llama", "llama", "A head of its own, and query heads that share keys.",
        sizes(64, 4, 96, keys=2, head=32, context=1024), tokens=700),
    Row("llama-defaults", "llama", "llama", "As little as a file may say: heads are the width's share, the base is 10,000.",
        sizes(96, 3, 128, tie_word_embeddings=True),
        omitted=("attention.key_length", "attention.value_length", "attention.head_count_kv",
                 "rope.dimension_count", "rope.freq_base", "vocab_size")),
    Row("llama-biases", "llama", "llama", "Biases wherever there are any, and heads of 96 features.",
        sizes(72, 2, 80, keys=1, head=96, attention_bias=True, mlp_bias=True)),
    Row("llama-80", "llama", "llama", "Heads of 80 features and a width of 120.", sizes(120, 3, 200, keys=1, head=80)),
    Row("llama-odd", "llama", "llama", "Sizes that nothing divides: a width of 50, 77 inner features, heads of 10.",
        sizes(50, 5, 77, keys=1, head=10, vocab_size=259)),
    Row("llama-rope-freqs", "llama", "llama", "Rotary factors as of Llama 3, past the original context.",
        sizes(64, 2, 96, keys=1, head=128, base=500_000.0, tie_word_embeddings=True, scaling={
            "rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64}), tokens=200),
    Row("llama-linear", "llama", "llama", "Positions divided by four, past what was trained without that.",
        sizes(64, 2, 96, head=32, scaling={"rope_type": "linear", "factor": 4.0}), tokens=200),
    Row("llama-linear-old", "llama", "llama", "The same under the older key.",
        sizes(64, 2, 96, head=32, scaling={"rope_type": "linear", "factor": 2.5}), tokens=120,
        omitted=("rope.scaling.type", "rope.scaling.factor"), stated={"rope.scale_linear": 2.5}),
    Row("llama-yarn", "llama", "llama", "YaRN with a factor of four, past the original context.",
        sizes(64, 2, 96, keys=1, head=64, scaling=yarn(4.0, 64), context=256), tokens=220),
    Row("qwen2", "qwen2", "qwen2", "Biases of queries, keys and values; the two halves of a head turn.",
        sizes(64, 4, 96, keys=2, base=1_000_000.0), tokens=120),
    Row("qwen2-yarn", "qwen2", "qwen2", "The same with YaRN, past the original context, tied.",
        sizes(96, 2, 80, keys=1, base=1_000_000.0, tie_word_embeddings=True, scaling=yarn(4.0, 64), context=256),
        tokens=200),
    Row("qwen3", "qwen3", "qwen3", "Norms of queries and keys, and heads wider than their share.",
        sizes(72, 3, 96, keys=1, head=128, base=1_000_000.0), tokens=120),
    Row("qwen3-tied", "qwen3", "qwen3", "The same with the embedding as the head.",
        sizes(64, 4, 112, keys=2, head=16, base=1_000_000.0, tie_word_embeddings=True)),
    Row("gemma3", "gemma3", "gemma3_text", "Layers with a window of 24 tokens, and every sixth without; tied.",
        gemma3(), tokens=200),
    Row("gemma3-256", "gemma3", "gemma3_text", "One key head of 256 features, as the smallest have, and a width of 80.",
        gemma3(width=80, heads=4, inner=136, keys=1, head=256), tokens=60),
    Row("gemma3-linear", "gemma3", "gemma3_text", "Positions divided by eight in layers without a window.",
        gemma3(scaling={"rope_type": "linear", "factor": 8.0}), tokens=200),
    Row("gemma3-cap", "gemma3", "gemma3_text", "A final soft cap, and a window longer than the text.",
        gemma3(sliding_window=128, final_logit_softcapping=4.0)),
]
