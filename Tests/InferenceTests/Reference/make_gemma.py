#!/usr/bin/env python3
"""Scores some of the texts in texts.json with Gemma 3 270M in float64, from the weights in a GGUF file.

Shares no code with the program that is tested: the package gguf unpacks the weights, transformers computes,
sentencepiece cuts the texts with the vocabulary of the file. It needs Python 3.11 with these, torch (CPU) and
protobuf, 8 GB of memory and a minute. The model is fetched by `Assets/setup/fetch-gemma`; its terms are its own.

    make_gemma.py MODEL.gguf            writes gemma3-270m.json
    make_gemma.py MODEL.gguf --check    computes all anew and says how far the file is from it
"""

import hashlib
import json
import pathlib
import sys

import gguf
import torch
from sentencepiece import SentencePieceProcessor, sentencepiece_model_pb2
from transformers import AutoConfig, AutoModelForCausalLM

from make_architectures import lines, score  # which also makes transformers compute in float64

HERE = pathlib.Path(__file__).parent
FILE = HERE / "gemma3-270m.json"
# The last is longer than the window of 512 tokens that most layers have.
TEXTS = {
    "prose": ["prose"],
    "emoji": ["emoji"],
    "white space": ["white space"],
    "long": ["paragraph", "languages", "chinese", "code"],
}


def keys(reader):
    return {key: field.contents() for key, field in reader.fields.items()}


def tokenizer(found):
    """sentencepiece with the pieces, scores and kinds of the file."""
    model = sentencepiece_model_pb2.ModelProto()
    for text, score, kind in zip(
        found["tokenizer.ggml.tokens"], found["tokenizer.ggml.scores"], found["tokenizer.ggml.token_type"]
    ):
        # The converter writes a space in place of the mark for one, in tokens that users defined.
        model.pieces.add(piece=text.replace(" ", "\u2581"), score=score, type=kind)
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.BPE
    model.trainer_spec.byte_fallback = True
    model.trainer_spec.unk_id = found["tokenizer.ggml.unknown_token_id"]
    model.trainer_spec.bos_id = found["tokenizer.ggml.bos_token_id"]
    model.trainer_spec.eos_id = found["tokenizer.ggml.eos_token_id"]
    model.trainer_spec.pad_id = found["tokenizer.ggml.padding_token_id"]
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = found["tokenizer.ggml.add_space_prefix"]
    model.normalizer_spec.remove_extra_whitespaces = False
    return SentencePieceProcessor(model_proto=model.SerializeToString())


def model_of(reader, found):
    """transformers' model with the file's weights; the converter added one to the norms."""
    get = lambda name: found["gemma3." + name]
    config = AutoConfig.for_model(
        "gemma3_text",
        vocab_size=len(found["tokenizer.ggml.tokens"]),
        hidden_size=get("embedding_length"),
        intermediate_size=get("feed_forward_length"),
        num_hidden_layers=get("block_count"),
        num_attention_heads=get("attention.head_count"),
        num_key_value_heads=get("attention.head_count_kv"),
        head_dim=get("attention.key_length"),
        query_pre_attn_scalar=get("attention.key_length"),
        rms_norm_eps=get("attention.layer_norm_rms_epsilon"),
        sliding_window=get("attention.sliding_window"),
        max_position_embeddings=get("context_length"),
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0},
            "full_attention": {"rope_type": "default", "rope_theta": get("rope.freq_base")},
        },
        use_cache=False,
    )
    config._attn_implementation = "eager"
    model = AutoModelForCausalLM.from_config(config).eval()
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GEMMA3, config.num_hidden_layers)
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    for parameter, values in model.named_parameters():
        tensor = tensors.pop(names.get_name(parameter, try_suffixes=(".weight",)))
        weights = torch.tensor(gguf.quants.dequantize(tensor.data, tensor.tensor_type), dtype=torch.float64)
        values.data.copy_(weights - 1 if parameter.endswith("norm.weight") else weights)
    assert not tensors
    return model


def answer(path):
    reader = gguf.GGUFReader(path)
    found = keys(reader)
    cut, model = tokenizer(found), model_of(reader, found)
    texts = json.loads((HERE / "texts.json").read_text("utf-8"))
    start = found["tokenizer.ggml.bos_token_id"]
    answers = []
    for name, parts in TEXTS.items():
        text = "\n".join(texts[part] for part in parts)
        ids = cut.encode(text)
        answers.append({"name": name, "text": text, "ids": ids, "logprob": score(model, [start, *ids])})
        print(f"{name}: {len(ids)} tokens, {-sum(answers[-1]['logprob']) / len(ids):.3f} nats each")
    return {"model_sha256": hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest(), "start": start, "texts": answers}


def main(path, option=None):
    found = answer(path)
    if option != "--check":
        FILE.write_text(lines(found, depth=3) + "\n", "utf-8")
        return
    kept = json.loads(FILE.read_text("utf-8"))
    for a, b in zip(found["texts"], kept["texts"], strict=True):
        off = max(abs(x - y) for x, y in zip(a.pop("logprob"), b.pop("logprob"), strict=True))
        print(f"{a['name']}: off by {off:.1e}")
    print("all else is equal" if found == kept else "the rest differs")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(*sys.argv[1:])
