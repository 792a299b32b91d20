#!/usr/bin/env python3
"""Scores a text with a tiny model of each architecture in float64, with the Python package transformers.

The weights come from a seeded generator that the tests repeat, so only what a file holds by name is kept,
and ln p of each token: `architectures/NAME.json`, a file a row of `architectures.py`. It shares no code with
the program that is tested. It needs Python 3.11 with torch (CPU), transformers 5 and gguf, and a minute.

    make_architectures.py [NAME...]           computes all rows, or some, and writes their files
    make_architectures.py --check [NAME...]   computes them anew and says how far the files are from it
    make_architectures.py --gguf FOLDER       also writes the models, for another program to read
"""

import json
import math
import pathlib
import sys

import gguf
import numpy as np
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from architectures import ROWS

HERE = pathlib.Path(__file__).parent / "architectures"
SEED = 1
DIGITS = 6

# transformers computes norms, angles and softmax in float32 whatever the model's type is. Names that say so are
# made to say float64.
torch.set_default_dtype(torch.float64)
torch.float32 = torch.float = torch.float64
torch.Tensor.float = torch.Tensor.double


def numbers(name, count):
    """64 bits each: SplitMix64 (Steele et al. 2014), begun with FNV-1a of seed and name."""
    state = 0xCBF29CE484222325
    for byte in f"{SEED}/{name}".encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


class Tensor:
    """A tensor of a file: uniform numbers around a mean, or given ones."""

    def __init__(self, name, shape, mean=0.0, reach=0.0, values=None):
        self.name, self.shape, self.mean, self.reach, self.given = name, list(shape), mean, reach, values

    def values(self):
        if self.given is not None:
            return np.array(self.given, np.float32)
        parts = (numbers(self.name, math.prod(self.shape)) >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1
        return (self.mean + self.reach * parts).astype(np.float32).reshape(self.shape)

    def description(self, name):
        answer = {"name": name, "dimensions": self.shape[::-1]}
        return answer | ({"mean": self.mean, "reach": self.reach} if self.given is None else {"values": self.given})


def tensor(row, config, name, shape):
    """A tensor with numbers of a size by which its part in the model is felt."""
    if name.endswith("norm.weight"):
        return Tensor(name, shape, 1.0, 0.5)
    if name.endswith(".bias"):
        return Tensor(name, shape, 0.0, 0.3)
    scaled = config.tie_word_embeddings or row.architecture.startswith("gemma")
    gains = {"token_embd": 1.5 if scaled else math.sqrt(shape[-1] / 3), "output": 2.0, "attn_q": 1.6, "attn_k": 1.6,
             "attn_qkv": 1.4, "ffn_gate_inp": 3.0}
    gain = gains.get(name.split(".")[-2], 1.0)
    return Tensor(name, shape, 0.0, round(gain * math.sqrt(3 / shape[-1]), 6))


def stored(row, config, model):
    """The file's tensors, and how each parameter of transformers' model is made of them, as llama.cpp's converter does
    the opposite."""
    names = gguf.get_tensor_name_map(next(k for k, v in gguf.MODEL_ARCH_NAMES.items() if v == row.architecture), config.num_hidden_layers)
    for parameter, values in model.named_parameters():
        shape = list(values.shape)
        if parameter.endswith("gate_up_proj") and len(shape) == 3:
            parts = [f"blk.{parameter.split('.')[2]}.ffn_{which}_exps.weight" for which in ("gate", "up")]
            made = [tensor(row, config, part, [shape[0], shape[1] // 2, shape[2]]) for part in parts]
            yield made, values, np.concatenate([part.values() for part in made], 1)
            continue
        name = names.get_name(parameter, try_suffixes=(".weight", ".bias"))
        name += "" if name.endswith((".weight", ".bias")) else ".weight"
        if row.family == "gpt2" and name.split(".")[2:3] in (["attn_qkv"], ["attn_output"], ["ffn_up"], ["ffn_down"]):
            made = tensor(row, config, name, shape[::-1])
            yield [made], values, made.values().T
        else:
            made = tensor(row, config, name, shape)
            yield [made], values, converted(row, config, name, made.values())


def converted(row, config, name, values):
    values = values.astype(np.float64)
    part = name.split(".")[-2]
    if row.architecture in ("llama", "smollm3") and part in ("attn_q", "attn_k"):
        heads = config.num_attention_heads if part == "attn_q" else config.num_key_value_heads
        return values.reshape(heads, len(values) // heads // 2, 2, -1).swapaxes(1, 2).reshape(values.shape)
    if row.architecture.startswith("gemma") and name.endswith("norm.weight"):
        return values - 1
    if row.architecture == "gptneox" and part == "attn_qkv":
        heads = config.num_attention_heads
        return values.reshape(3, heads, len(values) // heads // 3, -1).swapaxes(0, 1).reshape(values.shape)
    return values


def metadata(row, config):
    """What the file says, key by key behind the architecture's name, as llama.cpp's converter writes it."""
    get = lambda name: getattr(config, name, None)
    rotary = get("rope_parameters") or {}
    local = rotary.get("sliding_attention", {})
    rotary = rotary.get("full_attention", rotary)
    head = get("head_dim")
    plain = row.architecture not in ("gpt2", "gptneox")
    keys = {
        "block_count": config.num_hidden_layers,
        "context_length": config.max_position_embeddings,
        "embedding_length": config.hidden_size,
        "feed_forward_length": get("intermediate_size") or 4 * config.hidden_size,
        "attention.head_count": config.num_attention_heads,
        "attention.head_count_kv": get("num_key_value_heads") if plain else None,
        "attention.key_length": head,
        "attention.value_length": head,
        "attention.sliding_window": get("sliding_window"),
        "attention.layer_norm_rms_epsilon": get("rms_norm_eps"),
        "attention.layer_norm_epsilon": get("layer_norm_eps") or get("layer_norm_epsilon"),
        "attn_logit_softcapping": get("attn_logit_softcapping"),
        "final_logit_softcapping": get("final_logit_softcapping"),
        "rope.freq_base": rotary.get("rope_theta"),
        "rope.freq_base_swa": local.get("rope_theta"),
        "expert_count": get("num_local_experts") or get("num_experts"),
        "expert_used_count": get("num_experts_per_tok"),
        "expert_feed_forward_length": get("moe_intermediate_size"),
        "use_parallel_residual": get("use_parallel_residual"),
    }
    if rotary.get("rope_type") in ("linear", "yarn"):
        keys["rope.scaling.type"] = rotary["rope_type"]
        keys["rope.scaling.factor"] = rotary.get("factor")
        keys["rope.scaling.original_context_length"] = rotary.get("original_max_position_embeddings")
    turning = rotary.get("partial_rotary_factor", 1) * config.hidden_size / config.num_attention_heads
    if row.architecture in ("llama", "smollm3"):
        keys |= {"vocab_size": config.vocab_size, "rope.dimension_count": head or int(turning)}
    if row.architecture in ("phi3", "gptneox"):
        keys |= {"rope.dimension_count": int(turning)}
    if row.architecture == "phi3":
        keys |= {"attention.sliding_window": config.sliding_window or 0}
        keys |= {"rope.scaling.original_context_length": config.original_max_position_embeddings}
    keys |= row.stated
    kept = {key: value for key, value in keys.items() if value is not None and key not in row.omitted}
    return {"general.architecture": row.architecture} | {f"{row.architecture}.{key}": value for key, value in kept.items()}


def factors(config):
    """The rotary factors of Llama 3, by which a file says its scaling."""
    rotary = config.rope_parameters
    low, high = rotary["low_freq_factor"], rotary["high_freq_factor"]
    for index in range(0, config.head_dim, 2):
        turns = rotary["original_max_position_embeddings"] / (2 * math.pi * rotary["rope_theta"] ** (index / config.head_dim))
        smooth = min(max((turns - low) / (high - low), 0), 1)
        yield round(1 / ((1 - smooth) / rotary["factor"] + smooth), 9)


def special(config):
    rotary = getattr(config, "rope_parameters", None) or {}
    if rotary.get("rope_type") == "llama3":
        values = list(factors(config))
        yield Tensor("rope_freqs.weight", [len(values)], values=values)
    if rotary.get("rope_type") == "longrope":
        for which in ("long", "short"):
            yield Tensor(f"rope_factors_{which}.weight", [len(rotary["long_factor"])], values=rotary[f"{which}_factor"])


def in_single(value):
    """Numbers as a file of float32 has them."""
    if isinstance(value, dict):
        return {key: in_single(entry) for key, entry in value.items()}
    return float(np.float32(value)) if isinstance(value, float) else value


def score(model, ids):
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0]
    assert logits.dtype == torch.float64
    logs = torch.log_softmax(logits, -1)
    return [round(float(logs[place, token]), DIGITS) for place, token in enumerate(ids[1:])]


def model_of(row):
    """transformers' model of a row, the file's tensors, and its configuration as the file has it."""
    unused = {"use_cache": False, "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
    config = AutoConfig.for_model(row.family, **unused, **in_single(row.config))
    told = AutoConfig.for_model(row.family, **unused, **in_single(row.config | row.scored))
    told._attn_implementation = told._experts_implementation = "eager"
    model = AutoModelForCausalLM.from_config(told).to(torch.float64).eval()
    tensors = list(special(config))
    for made, parameter, values in stored(row, config, model):
        assert tuple(values.shape) == tuple(parameter.shape), made[0].name
        parameter.data.copy_(torch.from_numpy(np.ascontiguousarray(values)))
        tensors += made
    return model, tensors, config


def answer(row):
    model, tensors, config = model_of(row)
    layers = [one for one in tensors if one.name.startswith("blk.0.")]
    rest = [one for one in tensors if not one.name.startswith("blk.")]
    assert len(tensors) == len(rest) + config.num_hidden_layers * len(layers)
    ids = [int(number % config.vocab_size) for number in numbers("text", row.tokens)]
    return tensors, {
        "about": row.about,
        "seed": SEED,
        "vocabulary": config.vocab_size,
        "layers": config.num_hidden_layers,
        "keys": typed(metadata(row, config)),
        "tensors": [one.description(one.name) for one in rest],
        "layer": [one.description(one.name[len("blk.0.") :]) for one in layers],
        "tokens": row.tokens,
        "logprob": score(model, ids),
    }


def typed(keys):
    """The keys by the types that files have."""
    kinds = {str: "texts", bool: "truths", int: "integers", float: "numbers", list: "lists"}
    answer = {kind: {} for kind in kinds.values()}
    for key, value in keys.items():
        answer[kinds[type(value)]][key] = value
    return answer


def lines(value, indent="", depth=2):
    """JSON with a line for each entry of the first levels."""
    if depth == 0 or not isinstance(value, (dict, list)) or (isinstance(value, list) and not isinstance(value[0], dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    inner = indent + " "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + lines(entry, inner, depth - 1) for entry in value) + "\n" + indent + "]"
    pairs = (f"{inner}{json.dumps(key)}: {lines(entry, inner, depth - 1)}" for key, entry in value.items())
    return "{\n" + ",\n".join(pairs) + "\n" + indent + "}"


def write_file(folder, row, tensors, keys, vocabulary):
    """The model as a file, with a vocabulary of bytes."""
    writer = gguf.GGUFWriter(pathlib.Path(folder) / (row.name + ".gguf"), row.architecture)
    for key, value in keys["integers"].items():
        writer.add_uint32(key, value)
    for key, value in keys["numbers"].items():
        writer.add_float32(key, value)
    for key, value in keys["texts"].items():
        if key != "general.architecture":
            writer.add_string(key, value)
    for key, value in keys["truths"].items():
        writer.add_bool(key, value)
    for key, value in keys["lists"].items():
        writer.add_array(key, value)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    characters = {byte: chr(byte) for byte in printable} | {byte: chr(256 + k) for k, byte in enumerate(others)}
    writer.add_token_list([characters.get(token, f"<|{token}|>") for token in range(vocabulary)])
    writer.add_token_types([1 if token < 256 else 3 for token in range(vocabulary)])
    writer.add_token_merges(["! !"])  # of none, another program makes an error
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    for one in tensors:
        writer.add_tensor(one.name, one.values())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(arguments):
    folder = arguments[arguments.index("--gguf") + 1] if "--gguf" in arguments else None
    names = [name for name in arguments if not name.startswith("--") and name != folder]
    HERE.mkdir(exist_ok=True)
    for row in ROWS:
        if names and row.name not in names:
            continue
        path = HERE / (row.name + ".json")
        tensors, found = answer(row)
        logs = found["logprob"]
        if "--check" in arguments:
            kept = json.loads(path.read_text("utf-8"))
            off = max(abs(a - b) for a, b in zip(logs, kept.pop("logprob"), strict=True))
            same = kept == {key: value for key, value in found.items() if key != "logprob"}
            print(f"{row.name}: off by {off:.1e}" + ("" if same else ", and the file differs"))
        else:
            path.write_text(lines(found) + "\n", "utf-8")
            print(f"{row.name}: {len(logs)} tokens, mean {np.mean(logs):.3f}, deviation {np.std(logs):.3f}")
        if folder:
            write_file(folder, row, tensors, found["keys"], found["vocabulary"])


if __name__ == "__main__":
    main(sys.argv[1:])
