"""Times CTranslate2 with many short texts on this machine, in float32.

    pip install ctranslate2 torch transformers accelerate gguf
    make bench ARGS='--only lines --lines-peer "python3 Assets/bench/peer-ctranslate2.py"'

Makes its own copy of SURPRISAL_MODEL, a GGUF file, the first time: in the folder CT2_COPY, or one
beside the temporary files. Scores the texts of SURPRISAL_TOKENS, a text a line as the ids of its
tokens, and prints `lines TEXTS TOKENS SECONDS` in seconds of processor time, without that of
loading. It gives a probability for each token but no rank, no entropy and no candidates.
"""

import json
import os
import sys
import tempfile
import time


def converted(model):
    """The model in CTranslate2's form."""
    name = os.path.basename(model) + ".ct2"
    folder = os.environ.get("CT2_COPY") or os.path.join(tempfile.gettempdir(), name)
    if os.path.exists(os.path.join(folder, "model.bin")):
        return folder
    os.environ["HF_HUB_OFFLINE"] = "1"
    import ctranslate2
    from transformers import AutoModelForCausalLM, AutoTokenizer

    place, file = os.path.split(model)
    quantized = AutoModelForCausalLM.from_pretrained(place, gguf_file=file)
    config = quantized.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    plain = AutoModelForCausalLM.from_config(config).float()
    plain.load_state_dict({key: value.float() for key, value in quantized.state_dict().items()})
    with tempfile.TemporaryDirectory() as copy:
        plain.save_pretrained(copy)
        AutoTokenizer.from_pretrained(place, gguf_file=file).save_pretrained(copy)
        converter = ctranslate2.converters.TransformersConverter(copy)
        converter.convert(folder, quantization="float32", force=True)
    return folder


def main():
    folder = converted(os.environ["SURPRISAL_MODEL"])
    import ctranslate2

    with open(os.path.join(folder, "vocabulary.json"), encoding="utf-8") as file:
        names = json.load(file)
    with open(os.environ["SURPRISAL_TOKENS"], encoding="utf-8") as file:
        texts = [[names[int(token)] for token in line.split()] for line in file]
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
    print("lines", len(texts), sum(map(len, texts)), seconds, flush=True)


if __name__ == "__main__":
    sys.exit(main())
