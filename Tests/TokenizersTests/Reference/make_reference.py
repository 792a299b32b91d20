#!/usr/bin/env python3
"""Tokenizes texts with the default model's vocabulary by Hugging Face's `tokenizers`.

Independent of the program that is tested: only the vocabulary and the merges are read from the GGUF
file. It needs Python 3.9 or newer and `pip install tokenizers numpy`.

    make_reference.py MODEL.gguf    writes cases.json beside this file

The texts are those below, and those of Tests/InferenceTests/Reference/texts.json.
"""

import hashlib
import json
import pathlib
import sys

try:
    from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers
except ImportError:
    sys.exit("make_reference.py needs tokenizers: python3 -m pip install tokenizers numpy")

HERE = pathlib.Path(__file__).parent
INFERENCE = HERE.parent.parent / "InferenceTests" / "Reference"
sys.path.insert(0, str(INFERENCE))
from make_reference import Model  # noqa: E402  (reads GGUF files)

CASES = [
    "", " ", "  ", "    ", "\n", "\n\n", "\n \n", "\r\n\r\n", "\t", "\t\tx", " \t y", "z ", "z   ",
    "Hello world", "up  and   down", "   7", "7  8", "a7b8c", "k=12;v=340", "٧٨٩", "４２", "¾ ⅞ Ⅻ ²",
    "she's we'll I'd they've I'm you're can't", "SHE'S WE'LL", "it’s", "''ll", "rock'n'roll", "'", "'d'd",
    "snake_case kebab-case camelCase", "==>> <<== !!?? ...", "ftp://a.b/c?d=e&f=1#g", "e-mail: x@y.example",
    "ça où père", "cafe\u0301", "Größe", "서울 날씨", "السلام عليكم", "สวัสดี", "नमस्ते", "שלום", "日本語、漢字",
    "👩🏽‍🚀", "🇫🇷🇮🇹", "☃️ ❄", "\u00a0x", "\u3000", "\u2028y\u2029", "\u200b", "\ufeffBOM", "\ufffd",
    "\x00\x01", "\x7f", "\x1b[31mred", "\x0b\x0c", "ﬂuﬀy", "㎏ ℃", "𝟘𝟙 𝒳",
    "<|endoftext|>", "<|im_start|>user\nHi<|im_end|>", " <|im_end|> ", "<|im_start", "<|im_end|><|im_end|>",
    "<|ENDOFTEXT|>", "<repo_name>x", "x<file_sep>y", "31415926535897932384", "0" * 40, "\n" * 12, " " * 33,
    "ab" * 25, "na " * 20, "end of line  \n\n  start", "if (a[0] != b) { return -1; }", "naïve 10% of £5",
]  # fmt: skip


def tokenizer(model):
    """Byte-level byte-pair encoding, each digit alone, as SmolLM was trained with."""
    tokens = [token.decode() for token in model.metadata["tokenizer.ggml.tokens"]]
    merges = [tuple(merge.decode().split(" ")) for merge in model.metadata["tokenizer.ggml.merges"]]
    found = Tokenizer(models.BPE({token: id for id, token in enumerate(tokens)}, merges))
    found.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    return found


def main(path):
    model = Model(path)
    plain, special = tokenizer(model), tokenizer(model)
    tokens, kinds = model.metadata["tokenizer.ggml.tokens"], model.metadata["tokenizer.ggml.token_type"]
    controls = [token.decode() for token, kind in zip(tokens, kinds) if kind == 3]
    special.add_special_tokens([AddedToken(name, normalized=False) for name in controls])
    texts = CASES + list(json.loads((INFERENCE / "texts.json").read_text("utf-8")).values())
    ids = lambda found, text: found.encode(text, add_special_tokens=False).ids
    cases = [{"text": text, "ids": ids(plain, text), "special": ids(special, text)} for text in texts]
    answer = {
        "model_sha256": hashlib.sha256(model.bytes).hexdigest(),
        "merge_count": len(model.metadata["tokenizer.ggml.merges"]),
        "controls": controls,
    }
    head = "".join(f' {json.dumps(key)}: {json.dumps(value)},\n' for key, value in answer.items())
    rows = ",\n".join("  " + json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    (HERE / "cases.json").write_text("{\n" + head + ' "cases": [\n' + rows + "\n ]\n}\n", "utf-8")
    print(f"{len(cases)} texts")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
