#include "CAssets.h"

static const unsigned char sample[] = {
#embed "../../Assets/sample.txt"
};

static const unsigned char score_schema[] = {
#embed "../../Assets/schemas/score.schema.json"
};

static const unsigned char generate_schema[] = {
#embed "../../Assets/schemas/generate.schema.json"
};

static const unsigned char game_schema[] = {
#embed "../../Assets/schemas/game.schema.json"
};

static const unsigned char sentences[] = {
#embed "../../Assets/games/sentences.txt"
};

surprisal_asset surprisal_asset_sample(void) {
  return (surprisal_asset){sample, sizeof sample};
}

surprisal_asset surprisal_asset_score_schema(void) {
  return (surprisal_asset){score_schema, sizeof score_schema};
}

surprisal_asset surprisal_asset_generate_schema(void) {
  return (surprisal_asset){generate_schema, sizeof generate_schema};
}

surprisal_asset surprisal_asset_game_schema(void) {
  return (surprisal_asset){game_schema, sizeof game_schema};
}

surprisal_asset surprisal_asset_sentences(void) {
  return (surprisal_asset){sentences, sizeof sentences};
}
