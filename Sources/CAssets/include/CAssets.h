// The bytes of Assets/ inside the binary, so that one file can be copied anywhere.
#pragma once
#include <stddef.h>

/// A file of Assets/, kept for the life of the process.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} surprisal_asset;

/// The program's version and a line feed: VERSION.
surprisal_asset surprisal_asset_version(void);

/// The text that the explorer opens with when it is given none: Assets/sample.txt.
surprisal_asset surprisal_asset_sample(void);

/// A lesson of Assets/lessons: its name and its file.
typedef struct {
  const char *name;
  surprisal_asset file;
} surprisal_lesson;

/// The lessons, in the order in which they are best read, and how many there are.
const surprisal_lesson *surprisal_lessons(size_t *count);

/// The JSON Schema of `surprisal score --format json`: Assets/schemas/score.schema.json.
surprisal_asset surprisal_asset_score_schema(void);

/// The JSON Schema of `surprisal score --unit word --format json`: Assets/schemas/parts.schema.json.
surprisal_asset surprisal_asset_parts_schema(void);

/// The JSON Schema of `surprisal generate --format json`: Assets/schemas/generate.schema.json.
surprisal_asset surprisal_asset_generate_schema(void);

/// The JSON Schema of `surprisal compare --format json`: Assets/schemas/compare.schema.json.
surprisal_asset surprisal_asset_compare_schema(void);

/// The JSON Schema of a saved game: Assets/schemas/game.schema.json.
surprisal_asset surprisal_asset_game_schema(void);

/// The style of `surprisal score --format html`: Assets/page/style.css.
surprisal_asset surprisal_asset_page_style(void);

/// The scripts of pages, of Assets/page/: what a model expected, what every page does, and the page of a scored text and
/// of a comparison.
surprisal_asset surprisal_asset_page_model(void);
surprisal_asset surprisal_asset_page_reader(void);
surprisal_asset surprisal_asset_page_score(void);
surprisal_asset surprisal_asset_page_comparison(void);

/// The rules of the world that texts are drawn from: Assets/world.grammar.
surprisal_asset surprisal_asset_world(void);

/// The text that the explorer opens with where that model reads it: Assets/world-sample.txt.
surprisal_asset surprisal_asset_world_sample(void);

/// A model that has learnt that world, as a GGUF file: Assets/world.gguf, which `make world` makes.
surprisal_asset surprisal_asset_world_model(void);

/// Sentences to play on that nobody has seen, one a line: Assets/games/sentences.txt.
surprisal_asset surprisal_asset_sentences(void);

/// What completes words with colons in bash: Assets/setup/complete-colons.bash.
surprisal_asset surprisal_asset_complete_colons(void);

/// The script that fetches the default model: Assets/setup/fetch-model.
surprisal_asset surprisal_asset_fetch_model(void);
