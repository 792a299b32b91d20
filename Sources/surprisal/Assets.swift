import CAssets

/// Files of the project that travel inside the program.
enum Assets {
  /// The text that the explorer opens with when it is given none.
  static var sample: [UInt8] { unsafe bytes(surprisal_asset_sample()) }

  /// What the ladder's n-grams are counted in.
  static var training: [UInt8] { sample }

  /// The JSON Schema of `score --format json`.
  static var scoreSchema: [UInt8] { unsafe bytes(surprisal_asset_score_schema()) }

  /// The JSON Schema of `generate --format json`.
  static var generateSchema: [UInt8] { unsafe bytes(surprisal_asset_generate_schema()) }

  /// The JSON Schema of a saved game.
  static var gameSchema: [UInt8] { unsafe bytes(surprisal_asset_game_schema()) }

  /// Sentences to play on that nobody has seen.
  static var sentences: [[UInt8]] {
    unsafe bytes(surprisal_asset_sentences()).split(separator: 0x0A).map(Array.init)
  }

  private static func bytes(_ asset: surprisal_asset) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
  }
}
