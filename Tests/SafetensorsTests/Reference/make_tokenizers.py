#!/usr/bin/env python3
"""Writes `tokenizer.json` of each known kind by Hugging Face's package `tokenizers`, and what it makes of nasty texts.

`tokenizers.json` keeps the vocabularies and the merges once, of each kind the rest of its document, the texts, and the
ids of each text. It shares no code with the program that is tested. It needs Python 3.11 with tokenizers.

    make_tokenizers.py    trains the vocabularies and writes tokenizers.json beside this file
"""

import json
import pathlib
import unicodedata

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent

PROSE = """
The seed was small and the rain came late. "It's not what they'd said," she wrote; we'll see, I'm sure you've
heard that before. In 1867 the mill ground 12,345 sacks, 3.5 times what 2024's harvest gave: 100 %, or 1 000 000.
Où est passé le garçon ? Größere Häuser stehen an der Straße. Он читает книгу. 这个孩子在读书。 हिन्दी
def area(width, height):
    return width * height  # in metres\n\tif (a[0] != b) { return -1; }\n\n\n  x = {'k': 12, "v": 340}
"""

TEXTS = [
    "", " ", "  ", "   ", "\n", "\n\n", " \n ", "\r\n\r\n", "\t\tx", "\u00a0x", "\u3000", "\u200b", "\ufeffx", "a  b", "a   b",
    "a\n\n b", "a \n \n b", "x\n", "!\n\n", "...\n\n...", "1", "12", "123", "1234", "1234567", " 1234", "1 2", "a1234b", "½1",
    "1,000,000", "٣٤٥٦", "it's", "IT'S", "we'Ll", "'s", "''s", "rock'n'roll", "it’s", "Hello, world!", "HelloWorld", "snake_case",
    "<|x|>", "<s>", "</s>", "<0x41>", "<b>", "# x", "a(b", "C:\\x", "```\nx\n```", "€5", "→", "ça", "cafe\u0301", "e\u0301", "Größe",
    "Привет, мир", "שָׁלוֹם", "हिन्दी", "日本語、漢字", "中文", " 中", "中1文", "🙂🙂", "👩🏽‍🚀", "🇫🇷", "☃️", "a\x00b", "\x7f", "\u202ex", "\U0010ffff",
    "\u2581", "a\u2581b", "\u2581\u2581", "0" * 40, "a" * 40, "na " * 20, " " * 33, "\n" * 12, "中" * 24, "'" * 20, "1 " * 12, PROSE.strip(),
]  # fmt: skip

# Those of all families too, on which no vocabulary is trained.
FAMILIES = HERE.parents[1] / "TokenizersTests" / "Reference" / "families" / "texts.json"
ALL = TEXTS + [text for text in json.loads(FAMILIES.read_text("utf-8")) if text not in TEXTS]

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
END = 550  # the token that is added behind those of bytes
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
SPACE = "\u2581"


def byte_level(use_regex=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)


def split(pattern):
    return pre_tokenizers.Split(Regex(pattern), "isolated")


def trained(bytes_of_their_own):
    """Tokens and merges, without a pattern, so that merges cross every border that a pattern draws."""
    tokenizer = Tokenizer(models.BPE())
    lines = PROSE.split("\n") * 4 + TEXTS
    alphabet = []
    if bytes_of_their_own:
        tokenizer.normalizer = normalizers.Replace(" ", SPACE)
    else:
        tokenizer.pre_tokenizer = byte_level()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=600, min_frequency=4, initial_alphabet=alphabet, limit_alphabet=260, max_token_length=8, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return sorted(model["vocab"], key=model["vocab"].get), [tuple(merge) for merge in model["merges"]]


def all_merges(tokens, merges):
    """Every way in which a token is made of two others, as the converter of SentencePiece's files lists them."""
    rank = {left + right: place for place, (left, right) in reversed(list(enumerate(merges)))}
    known = set(tokens)
    found = []
    for made in sorted(rank, key=rank.get):
        parts = [(made[:cut], made[cut:]) for cut in range(1, len(made))]
        found += [pair for pair in parts if pair[0] in known and pair[1] in known]
    return found


def vocabularies():
    tokens, merges = trained(bytes_of_their_own=False)
    yield "bytes", tokens, merges
    tokens, merges = trained(bytes_of_their_own=True)
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + tokens
    yield "pieces", tokens, all_merges(tokens, merges)


def template(first, number):
    return processors.TemplateProcessing(single=f"{first} $A", special_tokens=[(first, number)])


# Each kind: its vocabulary, options of the model, what it does before and after, and tokens that were added.
KINDS = {
    "gpt-2": ("bytes", {}, dict(pre_tokenizer=byte_level(True), post_processor=processors.ByteLevel()), ["<|end|>"]),
    "nfc": ("bytes", {}, dict(pre_tokenizer=byte_level(True), normalizer=normalizers.NFC()), ["<|end|>"]),
    "smollm": ("bytes", {}, dict(pre_tokenizer=pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), byte_level(True)])), ["<|end|>"]),
    "llama-bpe": ("bytes", dict(ignore_merges=True), dict(
        pre_tokenizer=pre_tokenizers.Sequence([split(LLAMA3), byte_level()]),
        post_processor=processors.Sequence([processors.ByteLevel(), template("<|end|>", END)])), ["<|end|>"]),
    "dbrx": ("bytes", {}, dict(pre_tokenizer=pre_tokenizers.Sequence([split(LLAMA3), byte_level()])), ["<|end|>"]),
    "qwen2": ("bytes", {}, dict(
        normalizer=normalizers.NFC(), pre_tokenizer=pre_tokenizers.Sequence([split(QWEN2), byte_level()])), ["<|end|>"]),
    "llama": ("pieces", dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), dict(
        normalizer=normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)]),
        post_processor=template("<s>", 1)), ["<unk>", "<s>", "</s>"]),
    "metaspace": ("pieces", dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), dict(
        pre_tokenizer=pre_tokenizers.Metaspace(SPACE, prepend_scheme="always", split=False),
        post_processor=template("<s>", 1)), ["<unk>", "<s>", "</s>"]),
    "gemma": ("pieces", dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), dict(
        normalizer=normalizers.Replace(" ", SPACE),
        pre_tokenizer=pre_tokenizers.Split(" ", "merged_with_previous"), post_processor=template("<s>", 1)), ["<unk>", "<s>", "</s>"]),
}  # fmt: skip


def main():
    known = {name: (tokens, merges) for name, tokens, merges in vocabularies()}
    kinds = {}
    for name, (vocabulary, options, parts, added) in KINDS.items():
        tokens, merges = known[vocabulary]
        tokenizer = Tokenizer(models.BPE({token: place for place, token in enumerate(tokens)}, merges, **options))
        for part, value in parts.items():
            setattr(tokenizer, part, value)
        tokenizer.add_special_tokens([AddedToken(token) for token in added])
        document = json.loads(tokenizer.to_str())
        del document["model"]["vocab"], document["model"]["merges"]
        ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in ALL]
        kinds[name] = {"vocabulary": vocabulary, "document": document, "ids": ids}
        print(f"{name}: {len(tokens)} tokens, {len(merges)} merges, {sum(map(len, ids))} ids")
    composed = [int(unicodedata.is_normalized("NFC", text)) for text in ALL]
    answer = {"texts": ALL, "composed": composed, "vocabularies": {name: {"tokens": t, "merges": m} for name, (t, m) in known.items()}, "kinds": kinds}
    text = json.dumps(answer, ensure_ascii=True, separators=(",", ":"))
    (HERE / "tokenizers.json").write_text(text.replace('},"', '},\n"') + "\n", "utf-8")


if __name__ == "__main__":
    main()
