"""Times llama.cpp on this machine, through the Python package xllamacpp (prebuilt, AVX2).

    make bench PEER="python3 Assets/bench/peer-xllamacpp.py"

Prints a line `score TOKENS SECONDS` for each length, and `generate TOKENS SECONDS`. Its server
computes logits for the last token of a prompt alone, so its times for scoring leave out the head at
every other position (a fifth of the work) and everything that is made of the logits there.
"""

import json
import os
import random
import sys

import xllamacpp

RUNS = 3


def server(model):
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = 8192
    parameters.n_batch = parameters.n_ubatch = 512
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = os.cpu_count()
    parameters.warmup = True
    return xllamacpp.Server(parameters)


def complete(engine, tokens, count):
    request = {
        "prompt": [random.randrange(100, 40000) for _ in range(tokens)],
        "n_predict": count,
        "cache_prompt": False,
        "ignore_eos": True,
        "temperature": 1.0,
    }
    return engine.handle_completions(request)["timings"]


def main():
    engine = server(os.environ["SURPRISAL_MODEL"])
    for tokens in map(int, sys.argv[1:]):
        for _ in range(RUNS):
            timings = complete(engine, tokens, 1)
            print("score", timings["prompt_n"], timings["prompt_ms"] / 1000, flush=True)
    for _ in range(RUNS):
        timings = complete(engine, 32, 128)
        print("generate", timings["predicted_n"], timings["predicted_ms"] / 1000, flush=True)


main()
