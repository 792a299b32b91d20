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


def gemma2(width=64, heads=4, inner=96, keys=2, head=32, layers=4, **others):
    return sizes(width, heads, inner, layers, keys, head) | {
        "query_pre_attn_scalar": head,
        "sliding_window": 24,
        "attn_logit_softcapping": 3.0,
        "final_logit_softcapping": 6.0,
        "tie_word_embeddings": True,
    } | others


def gpt2(width, heads, **others):
    shared = {"vocab_size": VOCABULARY, "n_embd": width, "n_head": heads, "n_layer": 2, "n_positions": 128}
    return shared | {"layer_norm_epsilon": 1e-5, "activation_function": "gelu_new"} | others


def gptneox(width, heads, rotary=0.25, **others):
    config = sizes(width, heads, 4 * width, scaling={"partial_rotary_factor": rotary})
    del config["rms_norm_eps"], config["num_key_value_heads"]
    return config | {"layer_norm_eps": 1e-5, "hidden_act": "gelu"} | others


def phi3(width=96, heads=3, inner=96, keys=1, scaling=None, context=256, **others):
    original = (scaling or {}).get("original_max_position_embeddings", context)
    config = sizes(width, heads, inner, 2, keys, None, context, scaling=scaling)
    return config | {"original_max_position_embeddings": original} | others


def longrope(pairs, **others):
    """Rotary factors for long and short contexts, the original one being 64 tokens."""
    factors = {"long": [round(1 + 1.5 * pair, 3) for pair in range(pairs)], "short": [round(1 + pair / 16, 4) for pair in range(pairs)]}
    return {
        "rope_type": "longrope",
        "original_max_position_embeddings": 64,
        "long_factor": factors["long"],
        "short_factor": factors["short"],
    } | others


def attention(context):
    """What a file says by which cosines and sines are multiplied: √(1 + ln(context / 64) / ln 64)."""
    return {"rope.scaling.attn_factor": math.sqrt(1 + math.log(context / 64) / math.log(64))}


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
    Row("gemma2", "gemma2", "gemma2", "Every other layer with a window of 24 tokens, soft caps of scores and logits.",
        gemma2(), tokens=200, omitted=("rope.freq_base",)),
    Row("gemma2-46-layers", "gemma2", "gemma2", "As many layers as the largest has, whose queries are scaled by the width's share.",
        gemma2(width=48, layers=46, head=24, query_pre_attn_scalar=12), tokens=60),
    Row("gemma3-62-layers", "gemma3", "gemma3_text", "The same of the largest of its family.",
        gemma3(width=48, layers=62, head=24, query_pre_attn_scalar=12), tokens=60),
    Row("smollm3", "smollm3", "smollm3", "Every fourth layer without positions.",
        sizes(64, 4, 96, layers=5, keys=2, base=5_000_000.0, tie_word_embeddings=True), tokens=120,
        omitted=("attention.key_length", "attention.value_length")),
    Row("smollm3-yarn", "smollm3", "smollm3", "The same with YaRN, past the original context.",
        sizes(64, 2, 96, layers=4, keys=1, base=5_000_000.0, scaling=yarn(2.0, 64), context=128), tokens=128),
    Row("gpt2", "gpt2", "gpt2", "Positions that are learnt, norms with means and biases, a plain network; tied.",
        gpt2(64, 4), tokens=128),
    Row("gpt2-head", "gpt2", "gpt2", "The same with a head of its own, heads of 20 features and another inner width.",
        gpt2(60, 3, n_inner=100, tie_word_embeddings=False), stated={"feed_forward_length": 100}),
    Row("gptneox", "gptneox", "gpt_neox", "Attention and network beside each other, a quarter of each head turns.",
        gptneox(64, 2), tokens=120, omitted=("rope.freq_base",)),
    Row("gptneox-serial", "gptneox", "gpt_neox", "One behind the other, and all features turn.",
        gptneox(96, 4, rotary=1.0, use_parallel_residual=False), tokens=120),
    Row("olmo2", "olmo2", "olmo2", "Norms behind attention and network, and of all queries and keys at once.",
        sizes(64, 4, 96, keys=2, base=500_000.0), tokens=120),
    Row("olmo3", "olmo2", "olmo3", "The same with windows of 24 tokens but in every fourth layer, and YaRN in that one.",
        sizes(64, 2, 96, layers=5, base=500_000.0, context=256, sliding_window=24,
              layer_types=["sliding_attention"] * 3 + ["full_attention", "sliding_attention"]) | {
            "rope_parameters": windowed(500_000.0, yarn(4.0, 64), 500_000.0)}, tokens=200,
        stated={"attention.sliding_window_pattern": [True, True, True, False, True]}),
    Row("phi3", "phi3", "phi3", "Queries, keys and values in one matrix, gate and up in another.",
        phi3(), tokens=120),
    Row("phi3-window", "phi3", "phi3", "The same with a window of 24 tokens.", phi3(sliding_window=24), tokens=120),
    Row("phi3-long", "phi3", "phi3", "Long factors, since the context is longer than the original one; past that.",
        phi3(context=256, scaling=longrope(16)), tokens=200, stated=attention(256)),
    Row("phi3-long-part", "phi3", "phi3", "Long factors for a text that the original context would hold, and three quarters of each head turn.",
        phi3(context=256, scaling=longrope(12, partial_rotary_factor=0.75)), tokens=60,
        stated=attention(256),
        scored={"rope_parameters": {"rope_type": "longrope", "rope_theta": 10_000.0} | longrope(12, partial_rotary_factor=0.75)
                | {"short_factor": longrope(12)["long_factor"]}}),
    Row("phi3-short", "phi3", "phi3", "Short factors, since the context is the original one.",
        phi3(context=64, scaling=longrope(16)), tokens=64, stated=attention(64)),
    Row("mixtral", "llama", "mixtral", "Two of eight experts for each token.",
        sizes(64, 4, 48, keys=2, head=16, num_local_experts=8, num_experts_per_tok=2, sliding_window=None), tokens=120),
    Row("qwen3moe", "qwen3moe", "qwen3_moe", "Three of eight experts, whose shares are made to add to one; norms of queries and keys.",
        sizes(64, 4, 96, keys=2, head=32, base=1_000_000.0, num_experts=8, num_experts_per_tok=3,
              moe_intermediate_size=40, norm_topk_prob=True), tokens=120),
]
