#include "CAssets.h"

static const unsigned char version[] = {
#embed "../../VERSION"
};

static const unsigned char sample[] = {
#embed "../../Assets/sample.txt"
};

static const unsigned char score_schema[] = {
#embed "../../Assets/schemas/score.schema.json"
};

static const unsigned char parts_schema[] = {
#embed "../../Assets/schemas/parts.schema.json"
};

static const unsigned char generate_schema[] = {
#embed "../../Assets/schemas/generate.schema.json"
};

static const unsigned char compare_schema[] = {
#embed "../../Assets/schemas/compare.schema.json"
};

static const unsigned char game_schema[] = {
#embed "../../Assets/schemas/game.schema.json"
};

static const unsigned char sentences[] = {
#embed "../../Assets/games/sentences.txt"
};

static const unsigned char complete_colons[] = {
#embed "../../Assets/setup/complete-colons.bash"
};

static const unsigned char fetch_model[] = {
#embed "../../Assets/setup/fetch-model"
};

static const unsigned char page_style[] = {
#embed "../../Assets/page/style.css"
};

static const unsigned char page_model[] = {
#embed "../../Assets/page/model.js"
};

static const unsigned char page_reader[] = {
#embed "../../Assets/page/reader.js"
};

static const unsigned char page_score[] = {
#embed "../../Assets/page/score.js"
};

static const unsigned char page_comparison[] = {
#embed "../../Assets/page/comparison.js"
};

static const unsigned char world[] = {
#embed "../../Assets/world.grammar"
};

static const unsigned char world_sample[] = {
#embed "../../Assets/world-sample.txt"
};

// Read where it lies: its tensors begin at multiples of 32 bytes.
static _Alignas(64) const unsigned char world_model[] = {
#embed "../../Assets/world.gguf"
};

static const unsigned char surprise_lesson[] = {
#embed "../../Assets/lessons/surprise.lesson"
};

static const unsigned char loss_lesson[] = {
#embed "../../Assets/lessons/loss.lesson"
};

static const unsigned char perplexity_lesson[] = {
#embed "../../Assets/lessons/perplexity.lesson"
};

static const unsigned char temperature_lesson[] = {
#embed "../../Assets/lessons/temperature.lesson"
};

static const unsigned char confident_lesson[] = {
#embed "../../Assets/lessons/confident.lesson"
};

static const unsigned char quality_lesson[] = {
#embed "../../Assets/lessons/quality.lesson"
};

static const unsigned char layers_lesson[] = {
#embed "../../Assets/lessons/layers.lesson"
};

static const unsigned char bought_lesson[] = {
#embed "../../Assets/lessons/bought.lesson"
};

static const unsigned char tokens_lesson[] = {
#embed "../../Assets/lessons/tokens.lesson"
};

static const unsigned char training_lesson[] = {
#embed "../../Assets/lessons/training.lesson"
};

static const unsigned char world_surprise_lesson[] = {
#embed "../../Assets/lessons/world-surprise.lesson"
};

static const unsigned char world_loss_lesson[] = {
#embed "../../Assets/lessons/world-loss.lesson"
};

static const unsigned char world_temperature_lesson[] = {
#embed "../../Assets/lessons/world-temperature.lesson"
};

static const unsigned char world_confident_lesson[] = {
#embed "../../Assets/lessons/world-confident.lesson"
};

static const unsigned char world_learnt_lesson[] = {
#embed "../../Assets/lessons/world-learnt.lesson"
};

static const unsigned char learning_lesson[] = {
#embed "../../Assets/lessons/learning.lesson"
};

static const unsigned char overfitting_lesson[] = {
#embed "../../Assets/lessons/overfitting.lesson"
};

static const unsigned char rate_lesson[] = {
#embed "../../Assets/lessons/rate.lesson"
};

static const unsigned char average_lesson[] = {
#embed "../../Assets/lessons/average.lesson"
};

static const unsigned char bigger_lesson[] = {
#embed "../../Assets/lessons/bigger.lesson"
};

#define LESSON(name) {#name, {name##_lesson, sizeof name##_lesson}}
#define WORLD_LESSON(name)                                                     \
  {"world-" #name, {world_##name##_lesson, sizeof world_##name##_lesson}}

static const surprisal_lesson lessons[] = {
    LESSON(surprise),
    LESSON(loss),
    LESSON(perplexity),
    LESSON(temperature),
    LESSON(confident),
    LESSON(quality),
    LESSON(layers),
    LESSON(bought),
    LESSON(tokens),
    LESSON(training),
    WORLD_LESSON(surprise),
    WORLD_LESSON(loss),
    WORLD_LESSON(temperature),
    WORLD_LESSON(confident),
    WORLD_LESSON(learnt),
    LESSON(learning),
    LESSON(overfitting),
    LESSON(rate),
    LESSON(average),
    LESSON(bigger),
};

const surprisal_lesson *surprisal_lessons(size_t *count) {
  *count = sizeof lessons / sizeof lessons[0];
  return lessons;
}

surprisal_asset surprisal_asset_version(void) {
  return (surprisal_asset){version, sizeof version};
}

surprisal_asset surprisal_asset_sample(void) {
  return (surprisal_asset){sample, sizeof sample};
}

surprisal_asset surprisal_asset_score_schema(void) {
  return (surprisal_asset){score_schema, sizeof score_schema};
}

surprisal_asset surprisal_asset_parts_schema(void) {
  return (surprisal_asset){parts_schema, sizeof parts_schema};
}

surprisal_asset surprisal_asset_generate_schema(void) {
  return (surprisal_asset){generate_schema, sizeof generate_schema};
}

surprisal_asset surprisal_asset_compare_schema(void) {
  return (surprisal_asset){compare_schema, sizeof compare_schema};
}

surprisal_asset surprisal_asset_game_schema(void) {
  return (surprisal_asset){game_schema, sizeof game_schema};
}

surprisal_asset surprisal_asset_sentences(void) {
  return (surprisal_asset){sentences, sizeof sentences};
}

surprisal_asset surprisal_asset_complete_colons(void) {
  return (surprisal_asset){complete_colons, sizeof complete_colons};
}

surprisal_asset surprisal_asset_fetch_model(void) {
  return (surprisal_asset){fetch_model, sizeof fetch_model};
}

surprisal_asset surprisal_asset_page_style(void) {
  return (surprisal_asset){page_style, sizeof page_style};
}

surprisal_asset surprisal_asset_page_model(void) {
  return (surprisal_asset){page_model, sizeof page_model};
}

surprisal_asset surprisal_asset_page_reader(void) {
  return (surprisal_asset){page_reader, sizeof page_reader};
}

surprisal_asset surprisal_asset_page_score(void) {
  return (surprisal_asset){page_score, sizeof page_score};
}

surprisal_asset surprisal_asset_page_comparison(void) {
  return (surprisal_asset){page_comparison, sizeof page_comparison};
}

surprisal_asset surprisal_asset_world(void) {
  return (surprisal_asset){world, sizeof world};
}

surprisal_asset surprisal_asset_world_sample(void) {
  return (surprisal_asset){world_sample, sizeof world_sample};
}

surprisal_asset surprisal_asset_world_model(void) {
  return (surprisal_asset){world_model, sizeof world_model};
}
