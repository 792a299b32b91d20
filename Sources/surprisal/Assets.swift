import CAssets
import GGUF
import Lessons

/// Files of the project that travel inside the program.
enum Assets {
  /// The program's version, such as `1.2.3`: the one place where it is written is the file `VERSION`.
  static var version: String {
    unsafe String(decoding: bytes(surprisal_asset_version()).prefix { $0 != 0x0A }, as: UTF8.self)
  }

  /// The text that the explorer opens with when it is given none.
  static var sample: [UInt8] { unsafe bytes(surprisal_asset_sample()) }

  /// English prose to count n-grams in: what the lessons say, without the texts that they look
  /// at, which would else be known by heart.
  static var training: [UInt8] {
    let prose = (try? lessons())?.map(\.prose).joined(separator: "\n") ?? ""
    return Array(prose.utf8)
  }

  /// The JSON Schema of `score --format json`.
  static var scoreSchema: [UInt8] { unsafe bytes(surprisal_asset_score_schema()) }

  /// The JSON Schema of `score --unit word --format json`.
  static var partsSchema: [UInt8] { unsafe bytes(surprisal_asset_parts_schema()) }

  /// The JSON Schema of `generate --format json`.
  static var generateSchema: [UInt8] { unsafe bytes(surprisal_asset_generate_schema()) }

  /// The JSON Schema of `compare --format json`.
  static var compareSchema: [UInt8] { unsafe bytes(surprisal_asset_compare_schema()) }

  /// The JSON Schema of a saved game.
  static var gameSchema: [UInt8] { unsafe bytes(surprisal_asset_game_schema()) }

  /// Sentences to play on that nobody has seen.
  static var sentences: [[UInt8]] {
    unsafe bytes(surprisal_asset_sentences()).split(separator: 0x0A).map(Array.init)
  }

  /// What completes words with colons in bash.
  static var completeColons: [UInt8] { unsafe bytes(surprisal_asset_complete_colons()) }

  /// The script that fetches the default model.
  static var fetchModel: [UInt8] { unsafe bytes(surprisal_asset_fetch_model()) }

  /// The style of a page.
  static var pageStyle: String {
    unsafe String(decoding: bytes(surprisal_asset_page_style()), as: UTF8.self)
  }

  /// The script of the page of a scored text.
  static var pageScript: String { unsafe script(surprisal_asset_page_score()) }

  /// The script of the page of a comparison.
  static var comparisonScript: String { unsafe script(surprisal_asset_page_comparison()) }

  /// What every page does, and what one of them does, in a block of its own.
  private static func script(_ page: surprisal_asset) -> String {
    let parts = unsafe bytes(surprisal_asset_page_model()) + bytes(surprisal_asset_page_reader())
    let own = unsafe bytes(page)
    return "\"use strict\";\n{\n\(String(decoding: parts + own, as: UTF8.self))}\n"
  }

  /// The rules of the world that texts are drawn from.
  static var world: [UInt8] { unsafe bytes(surprisal_asset_world()) }

  /// The text that the explorer opens with where the model of the world reads it.
  static var worldSample: [UInt8] { unsafe bytes(surprisal_asset_world_sample()) }

  /// The model of the world, read where it lies in the program.
  static func worldModel() throws(GGUFError) -> ModelFile {
    let asset = unsafe surprisal_asset_world_model()
    return try unsafe ModelFile(
      lasting: UnsafeRawBufferPointer(start: asset.bytes, count: asset.count))
  }

  /// The lessons, in the order in which they are best read.
  ///
  /// - Throws: What is wrong with one; the tests read them all.
  static func lessons() throws(LessonError) -> [Lesson] {
    var count = 0
    guard let first = unsafe surprisal_lessons(&count) else { return [] }
    var lessons: [Lesson] = []
    for place in 0..<count {
      let name = unsafe String(cString: first[place].name)
      lessons.append(try Lesson(name: name, bytes: unsafe bytes(first[place].file)))
    }
    return lessons
  }

  private static func bytes(_ asset: surprisal_asset) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
  }
}
