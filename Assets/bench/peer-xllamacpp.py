"""Times llama.cpp on this machine, through the Python package xllamacpp (prebuilt, AVX2).

    make bench PEER="python3 Assets/bench/peer-xllamacpp.py"

With lengths as arguments, prints a line `score TOKENS SECONDS` for each, then `generate TOKENS
SECONDS`. Its server computes logits for the last token of a prompt alone, so its times for scoring
leave out the head at every other position (a fifth of the work) and everything that is made of the
logits there.

With `sentence`, loads the model, scores SURPRISAL_TEXT, and prints `sentence TOKENS SECONDS`: the
time of both without that of starting Python, which nobody who links the library would pay.
"""

import os
import random
import sys
import time

import xllamacpp

RUNS = 3


def instruction_set():
    """The best of the instruction sets that the package says it was built for."""
    told = xllamacpp.get_system_info()
    known = [("AMX", "AMX_INT8 = 1"), ("AVX-512", "AVX512 = 1"), ("AVX2", "AVX2 = 1")]
    return next((name for name, mark in known if mark in told), "portable")


def parameters_for(model, context):
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = context
    parameters.verbosity = -1  # its log would lie among the figures
    parameters.n_batch = parameters.n_ubatch = 512
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = os.cpu_count()
    return parameters


def complete(engine, prompt, count):
    request = {
        "prompt": prompt,
        "n_predict": count,
        "cache_prompt": False,
        "ignore_eos": True,
        "temperature": 1.0,
    }
    return engine.handle_completions(request)["timings"]


def sentence(model):
    start = time.perf_counter()
    parameters = parameters_for(model, 512)
    parameters.warmup = False
    engine = xllamacpp.Server(parameters)
    timings = complete(engine, os.environ["SURPRISAL_TEXT"], 1)
    print("sentence", timings["prompt_n"], time.perf_counter() - start, flush=True)


def lengths(model, counts):
    print(
        "engine llama.cpp in xllamacpp",
        xllamacpp.__version__ + ",",
        instruction_set() + ", logits of the last token alone",
        flush=True,
    )
    parameters = parameters_for(model, 8192)
    parameters.warmup = True
    engine = xllamacpp.Server(parameters)
    for tokens in counts:
        for _ in range(RUNS):
            prompt = [random.randrange(100, 40000) for _ in range(tokens)]
            timings = complete(engine, prompt, 1)
            print("score", timings["prompt_n"], timings["prompt_ms"] / 1000, flush=True)
    for _ in range(RUNS):
        prompt = [random.randrange(100, 40000) for _ in range(32)]
        # The first token comes of the prompt, and its time is none of these.
        timings = complete(engine, prompt, 129)
        print("generate", timings["predicted_n"] - 1, timings["predicted_ms"] / 1000, flush=True)


if sys.argv[1:] == ["sentence"]:
    sentence(os.environ["SURPRISAL_MODEL"])
else:
    lengths(os.environ["SURPRISAL_MODEL"], map(int, sys.argv[1:]))
