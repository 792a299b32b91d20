"""Times CTranslate2 with many short texts on this machine, in float32.

    pip install ctranslate2 gguf
    make bench ARGS='--only lines --lines-peer "python3 Assets/bench/peer-ctranslate2.py"'

Makes its own copy of SURPRISAL_MODEL, a GGUF file of Llama's architecture, the first time: in the folder
CT2_COPY, or one beside the temporary files. Scores the texts of SURPRISAL_TOKENS, a text a line as the ids
of its tokens, and prints `lines TEXTS TOKENS SECONDS` in seconds of processor time, without that of loading.
It gives a probability for each token but no rank, no entropy and no candidates; with SURPRISAL_SCORES it
prints these, a text a line.
"""

import os
import sys
import tempfile
import time

import ctranslate2
import numpy
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import TransformerDecoderModelSpec, common_spec
from gguf import GGUFReader, dequantize


class Source:
    """Values and weights of a GGUF file."""

    def __init__(self, path):
        self.file = GGUFReader(path)
        self.tensors = {tensor.name: tensor for tensor in self.file.tensors}

    def value(self, name, default=None):
        field = self.file.get_field("llama." + name)
        return default if field is None else field.contents()

    def weight(self, name):
        tensor = self.tensors[name + ".weight"]
        values = dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
        return values.reshape(tuple(int(size) for size in reversed(tensor.shape)))


def converted(model):
    """The model in CTranslate2's form."""
    name = os.path.basename(model) + ".ct2"
    folder = os.environ.get("CT2_COPY") or os.path.join(tempfile.gettempdir(), name)
    if os.path.exists(os.path.join(folder, "model.bin")):
        return folder
    source = Source(model)
    if source.value("block_count") is None:
        sys.exit(f"{model} is not of Llama's architecture: name such a model")
    heads = source.value("attention.head_count")
    keys = source.value("attention.head_count_kv", heads)
    spec = TransformerDecoderModelSpec.from_config(
        source.value("block_count"),
        heads,
        activation=common_spec.Activation.SWISH,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=True,  # as a GGUF file has the features of queries and keys
        rotary_base=source.value("rope.freq_base", 10_000.0),
        num_heads_kv=None if keys == heads else keys,
    )
    decoder = spec.decoder
    decoder.scale_embeddings = False
    decoder.embeddings.weight = source.weight("token_embd")
    decoder.layer_norm.gamma = source.weight("output_norm")
    output = "output" if "output.weight" in source.tensors else "token_embd"
    decoder.projection.weight = source.weight(output)
    for index, layer in enumerate(decoder.layer):
        block = f"blk.{index}."
        layer.self_attention.layer_norm.gamma = source.weight(block + "attn_norm")
        layer.ffn.layer_norm.gamma = source.weight(block + "ffn_norm")
        projections = [common_spec.LinearSpec() for _ in "qkv"]
        for projection, letter in zip(projections, "qkv"):
            projection.weight = source.weight(f"{block}attn_{letter}")
        fuse_linear(layer.self_attention.linear[0], projections)
        layer.self_attention.linear[1].weight = source.weight(block + "attn_output")
        layer.ffn.linear_0.weight = source.weight(block + "ffn_gate")
        layer.ffn.linear_0_noact.weight = source.weight(block + "ffn_up")
        layer.ffn.linear_1.weight = source.weight(block + "ffn_down")
    spec.register_vocabulary(names(len(decoder.embeddings.weight)))
    spec.config.layer_norm_epsilon = source.value("attention.layer_norm_rms_epsilon")
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = names(3)
    spec.validate()
    spec.optimize(quantization="float32")
    os.makedirs(folder, exist_ok=True)
    spec.save(folder)
    return folder


def names(count):
    """Tokens are asked for by their ids: what they spell does not matter."""
    return [f"<{token}>" for token in range(count)]


def main():
    folder = converted(os.environ["SURPRISAL_MODEL"])
    with open(os.environ["SURPRISAL_TOKENS"], encoding="utf-8") as file:
        texts = [[f"<{token}>" for token in line.split()] for line in file]
    cores = os.cpu_count()
    engine = ctranslate2.Generator(folder, device="cpu", compute_type="float32", intra_threads=cores)
    print("engine CTranslate2", ctranslate2.__version__, flush=True)
    score = lambda some: list(
        engine.score_iterable(some, max_batch_size=1024, batch_type="tokens")
    )
    score(texts[:16])
    start = time.process_time()
    results = score(texts)
    seconds = time.process_time() - start
    assert len(results) == len(texts)
    if os.environ.get("SURPRISAL_SCORES"):
        for result in results:
            print(*result.log_probs)
    print("lines", len(texts), sum(map(len, texts)), seconds, flush=True)


if __name__ == "__main__":
    sys.exit(main())
