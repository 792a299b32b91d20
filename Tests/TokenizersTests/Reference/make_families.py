#!/usr/bin/env python3
"""Tokenizes nasty texts as each family of tokenizers does, by Hugging Face's `tokenizers` and Google's
`sentencepiece`.

Independent of the program that is tested. The vocabularies are small and are trained here, on the text
below; patterns, options and kinds of tokens are those of the families. It needs Python 3.9 or newer and
`pip install tokenizers sentencepiece protobuf numpy`.

    make_families.py                 writes families/texts.json and families/NAME.json beside this file
    make_families.py GGUF NAME       tokenizes the texts with the SentencePiece vocabulary of a model file,
                                     and writes the ids alone into families/NAME.json

A byte-level vocabulary is trained without a pattern, so that its merges cross every border that a pattern
draws: a piece that is cut elsewhere has other ids.
"""

import hashlib
import io
import json
import pathlib
import random
import sys

try:
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2 as proto
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
except ImportError:
    sys.exit(
        "make_families.py needs tokenizers and sentencepiece:"
        " python3 -m pip install tokenizers sentencepiece protobuf numpy"
    )

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "families"
INFERENCE = HERE.parent.parent / "InferenceTests" / "Reference"
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(INFERENCE))
from make_reference import Model  # noqa: E402  (reads GGUF files)

PROSE = """
The seed was small and the rain came late. "It's not what they'd said," she wrote; we'll see, I'm sure you've
heard that before. In 1867 the mill ground 12,345 sacks, 3.5 times what 2024's harvest gave: 100 %, or 1 000 000.
Où est passé le garçon ? Größere Häuser stehen an der Straße. El niño comió una manzana; ¿quién lo vio?
Он читает книгу, а она пишет письмо. Το παιδί τρέχει στον δρόμο. הילד קורא ספר. الولد يقرأ الكتاب.
这个孩子在读书,那个孩子在写信。 子供が本を読んでいます。 아이가 책을 읽고 있습니다. बच्चा किताब पढ़ रहा है। เด็กกำลังอ่านหนังสือ
def area(width, height):
    return width * height  # in metres\n\tif (a[0] != b) { return -1; }\n\n\n  x = {'k': 12, "v": 340}
👩🏽‍🚀 🇫🇷🇮🇹 ☃️ ❤ ½ ¾ Ⅻ ² ٣٤ ４２ naïve café coöperate résumé
"""

# Texts that tokenizers get wrong.
TEXTS = [
    "", " ", "  ", "   ", "    ", "\n", "\n\n", "\n\n\n", "\n \n", " \n", " \n ", "\r\n", "\r\n\r\n", "\r", "\n\r", "\t",
    "\t\t", "\t\tx", " \t y", "\x0b\x0c", "\x85", "a\x85b", "\u2028y\u2029", "\u00a0x", "\u00a0 x", "x\u00a0", "\u3000",
    " \u3000 x", "\u200b", "\u200bx", "\ufeffBOM", "\ufffd", "\ufffd\ufffd", "z ", "z  ", "z   ", " z", "  z", "   z",
    "a b", "a  b", "a   b", "a    b", "a \n b", "a\n b", "a \nb", "a\n\nb", "a\n \nb", "a \n \n b", "a\r\n\tb", "a\t b",
    "end  \n\n  start", "if x:\n    y\n\n\n        z", "  two\n   three\n    four", "x\n", "x\n\n", "x \n\n ", "\nx", "\n\n x",
    "!\n", "!\n\n", "!\n\n x", "!\r\n?", " !\n", "...\n\n...", "a!\nb", ")\n\n(", "; \n", "}\n}\n\n", "\n!", " \n!", "*/\r\n",
    "1", "12", "123", "1234", "12345", "123456", "1234567", " 1", " 12", " 123", " 1234", "  1234", "1 2", "1  2", "a1",
    "a12b", "a1234b", "1a", "1.5", "1,000,000", "3.14159", "-1", "+1", "$100", "100%", "1\n2", "1\n\n2", "007", "½", "½1",
    "1½2", "²³", "x²", "Ⅻ", "ⅫⅫⅫⅫ", "٣٤٥٦", "１２３４", "१२३४", "1٢３४", "𝟘𝟙𝟚𝟛", "①②③④", "1️⃣", "0x1F", "1e-9", "v2.0.1",
    "it's", "IT'S", "It'S", "we'll", "WE'LL", "we'Ll", "they'd", "I'm", "I'M", "you've", "you'Ve", "you're", "can't", "CAN'T",
    "'s", "'S", " 's", "''s", "'", "''", "'''", "'x", "'1", "' ", "'\n", "rock'n'roll", "'tis", "'d'd", "'ll've", "it’s",
    "o'", "a'b", "'re", "'r", "'v", "'l", "'ſ", "’s", "'s's", "a'ſb", "dogs'", "x's1", "1's", "!'s", "'\u0301s",
    "Hello world", "Hello, world!", "hello", "HELLO", "HelloWorld", "camelCase", "snake_case", "kebab-case", "__init__",
    " __x", "a_b", "_", "#x", " #x", "@user", "#1", "<b>", "</b>", "<a href=\"x\">", "==>> <<==", "!!??", "?!?!", "...", "…",
    "a.b", "a. b", "a.  b", "(a)", " (a)", "[a]", "{a}", "a(b", "$x", "\\n", "\\u0041", "~/x", "a/b/c", "C:\\x", "a=b", "a+=b",
    "a|b", "a^b", "a~b", "`x`", "```\nx\n```", "<|x|>", "<s>", "</s>", "<unk>", "<0x41>", "[INST]", "ftp://a.b/c?d=e&f=1#g",
    "x@y.example", "€5", "£5", "¥5", "§1", "±1", "×", "÷", "°C", "→", "∑", "«x»", "„x“", "‹x›", "x – y", "x — y", "・", "、。",
    "ça", "où", "cafe\u0301", "e\u0301", "\u0301", " \u0301", "\u0301\u0301", "a\u0301b\u0301", "Größe", "Straße", "ŒUVRE", "ﬂuﬀy", "ǅ",
    "ʰ", "ª", "ñandú", "İstanbul", "ıI", "ΑΒΓ", "ς", "Привет", "привет, мир", "שלום", "שָׁלוֹם", "السلام عليكم", "مُحَمَّد", "नमस्ते", "हिन्दी",
    "বাংলা", "தமிழ்", "สวัสดี", "ไทย ไทย", "ខ្មែរ", "မြန်မာ", "ཨོཾ", "გამარჯობა", "አማርኛ", "ᏣᎳᎩ", "서울 날씨", "한글", "ㅋㅋㅋ", "日本語、漢字", "ひらがな",
    "カタカナ", "ｶﾀｶﾅ", "ー", "々", "𠀀𠀁", "中", "中文", " 中", "中 文", "中1文", "中a文", "，中。", "读书", "𐍈", "𝒳", "𝐀𝟏", "🙂", "🙂🙂", " 🙂",
    "👩🏽‍🚀", "👨‍👩‍👧", "🇫🇷", "🇫🇷🇮🇹", "☃️", "❤️", "❤", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a🙂b", "\x00", "\x00\x01", "a\x00b", "\x1b[31m", "\x7f", "\x80", "\xad", "a\xadb", "\u200d",
    "\u202ex", "\u2066x\u2069", "\ue000", "\U000f0000", "\u0378", "\U0010ffff", "\ufdd0", "\ufffe", "\ufff9", "\u180e", "\u1680x", "\u2003x", "\u205fx",
    "0" * 40, "9" * 41, "a" * 40, "ab" * 25, "na " * 20, " " * 33, " " * 70, "\n" * 12, "\n" * 35, "\t" * 33, "\r\n" * 9, "!" * 30, "_" * 33,
    "é" * 20, "中" * 24, "🙂" * 9, "'" * 20, "= " * 12, "1 " * 12, " \n" * 9, "aA1 " * 9, "  a" * 7, "...\n" * 5,
    "the seed was small", "The harvest gave 1 000 000 sacks.", "return width * height", "这个孩子在读书", "子供が本を", "она пишет письмо",
    PROSE.strip(),
]  # fmt: skip

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
QWEN35 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def split(pattern):
    return pre_tokenizers.Split(Regex(pattern), "isolated")


def byte_level(use_regex=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)


# The families of byte-level byte-pair encoding: how each splits, which `tokenizer.json` of theirs says (the
# default, which no published tokenizer says, is llama.cpp's).
BYTE_LEVEL = {
    "gpt-2": [byte_level(use_regex=True)],
    "smollm": [pre_tokenizers.Digits(individual_digits=True), byte_level(use_regex=True)],
    "llama-bpe": [split(LLAMA3), byte_level()],
    "qwen2": [split(QWEN2), byte_level()],
    "qwen35": [split(QWEN35), byte_level()],
    "olmo": [byte_level(use_regex=True)],
    "default": [
        split(r"[\p{P}\$\+<=>\^~\|]+"), split(GPT2), split(r"\p{N}+"), split(r"[0-9][0-9][0-9]"), byte_level(),
    ],
    "falcon": [split(r"[\p{P}\$\+<=>\^~\|`]+"), split(GPT2), split(r"[0-9][0-9][0-9]"), byte_level()],
}  # fmt: skip
# Those that take a piece whole which is an entry, whatever its merges are.
IGNORE_MERGES = {"llama-bpe"}
# What GPT-NeoX, Pythia and OLMo have added to theirs: runs of spaces, which are never split.
ADDED = {"olmo": [" " * count for count in range(24, 1, -1)]}


def byte_level_vocabulary():
    """Entries and merges, a tenth of which is missing, as it is where entries are made of others."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = byte_level()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + 450, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    lines = PROSE.split("\n") + [text for text in TEXTS if len(text) < 100] * 2
    tokenizer.train_from_iterator(lines, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = [token for token, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    kept = random.Random(11)
    return tokens, [merge for merge in merges if kept.random() > 0.1]


def byte_level_family(name, tokens, merges):
    added = ADDED.get(name, [])
    tokenizer = Tokenizer(
        models.BPE(
            {token: id for id, token in enumerate(tokens)},
            [tuple(merge.split(" ")) for merge in merges],
            ignore_merges=name in IGNORE_MERGES,
        )
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(BYTE_LEVEL[name])
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in added])
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    return {"pre": name, "added": added, "ids": [encode(text) for text in TEXTS]}


# Families of SentencePiece: Llama 1 and 2 and Mistral put a space before a text, Gemma does not and has runs of
# white space and tags that are never split; one has no tokens of bytes; in one many scores are the same.
SENTENCE_PIECES = {
    "llama": dict(space=True, byte_fallback=True, added=[], ties=False),
    "gemma": dict(
        space=False, byte_fallback=True, ties=False,
        added=["<mask>", "[multimodal]"] + ["\n" * count for count in range(1, 9)]
        + [" " * count for count in range(2, 12)] + ["<b>", "</b>", "\t", "\t\t", "\t\t\t"],
    ),
    "llama-added": dict(space=True, byte_fallback=True, ties=False, added=["<|x|>", "ab", "bab", "  ", "文"]),
    "without-bytes": dict(space=True, byte_fallback=False, added=[], ties=False),
    "ties": dict(space=False, byte_fallback=True, added=[], ties=True),
}  # fmt: skip


def trained(space, byte_fallback, added, ties):
    """A model of SentencePiece as its file holds it."""
    out = io.BytesIO()
    space_character = "\u2581"
    lines = [line for text in [PROSE] + TEXTS for line in text.split("\n") if line and "\0" not in line]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 2), model_writer=out, model_type="bpe", vocab_size=900 if byte_fallback else 640,
        byte_fallback=byte_fallback, add_dummy_prefix=space, remove_extra_whitespaces=False,
        normalization_rule_name="identity", split_digits=True, allow_whitespace_only_pieces=True,
        character_coverage=0.985, minloglevel=2, num_threads=1, hard_vocab_limit=False,
        user_defined_symbols=[symbol.replace(" ", space_character) for symbol in added],
    )  # fmt: skip
    model = proto.ModelProto.FromString(out.getvalue())
    if ties:
        drawn = random.Random(12)
        for piece in model.pieces:
            if piece.type == proto.ModelProto.SentencePiece.NORMAL:
                piece.score = drawn.choice([0.0, -0.0, -1.0, -1.5, 2.0, -1e30, 1e-40])
    return model


def of_file(path):
    """The same, of the vocabulary of a GGUF file."""
    metadata = Model(path).metadata
    value = lambda key: metadata["tokenizer.ggml." + key]
    model = proto.ModelProto()
    rows = zip(value("tokens"), value("scores"), value("token_type"))
    for id, (token, score, kind) in enumerate(rows):
        text = token.decode()
        kind = 2 if id == value("unknown_token_id") else kind
        model.pieces.add(piece=text.replace(" ", "\u2581") if kind == 4 else text, score=score, type=kind)
    model.trainer_spec.model_type = proto.TrainerSpec.BPE
    model.trainer_spec.byte_fallback = True
    for name in ["unk", "bos", "eos", "pad"]:
        id = value({"unk": "unknown", "pad": "padding"}.get(name, name) + "_token_id")
        setattr(model.trainer_spec, name + "_id", id)
        setattr(model.trainer_spec, name + "_piece", value("tokens")[id].decode())
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = value("add_space_prefix")
    model.normalizer_spec.remove_extra_whitespaces = False
    return model


def piece_ids(model):
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    # Texts with U+2581 itself, which SentencePiece takes for a space, are left out.
    return [processor.encode(text) for text in TEXTS]


def sentence_piece_family(**options):
    model = trained(**options)
    gguf = lambda piece: piece.piece.replace("\u2581", " ") if piece.type == 4 else piece.piece
    return {
        "add_space_prefix": options["space"],
        "tokens": [gguf(piece) for piece in model.pieces],
        "scores": [piece.score for piece in model.pieces],
        "token_type": [piece.type for piece in model.pieces],
        "unknown_token_id": model.trainer_spec.unk_id,
        "ids": piece_ids(model),
    }


def write(name, value):
    """A line for each key, of `ids` for each text."""
    FOLDER.mkdir(exist_ok=True)
    dumped = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    lines = [
        f'"{key}":[\n' + ",\n".join(map(dumped, value)) + "\n]" if key == "ids" else f'"{key}":{dumped(value)}'
        for key, value in value.items()
    ]
    (FOLDER / f"{name}.json").write_text("{" + ",\n".join(lines) + "}\n", "utf-8")


def main(arguments):
    assert len(set(TEXTS)) == len(TEXTS) and not any("\u2581" in text for text in TEXTS)
    if arguments:
        path, name = arguments
        digest = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        write(name, {"model_sha256": digest, "ids": piece_ids(of_file(path))})
        return
    (FOLDER / "texts.json").write_text(
        "[\n" + ",\n".join(json.dumps(text, ensure_ascii=False) for text in TEXTS) + "\n]\n", "utf-8"
    )
    tokens, merges = byte_level_vocabulary()
    families = {name: byte_level_family(name, tokens, merges) for name in BYTE_LEVEL}
    write("byte-level", {"tokens": tokens, "merges": merges, "families": families})
    for name, options in SENTENCE_PIECES.items():
        write("sentencepiece-" + name, sentence_piece_family(**options))
    print(f"{len(TEXTS)} texts")


if __name__ == "__main__":
    if len(sys.argv) not in (1, 3):
        sys.exit(__doc__)
    main(sys.argv[1:])
