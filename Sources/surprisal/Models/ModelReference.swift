import GGUF
import MeasuringSticks
import ModelStores
import RemoteScoring
import Reports
import Scoring
import World

/// What `--model` and `SURPRISAL_MODEL` can name.
enum ModelReference: Hashable {
  /// A model file, by a path, by its name in the models' folder or by that of a store; nil for the default
  /// model.
  case file(String?)
  /// `uniform`: all tokens of the default model alike.
  case uniform
  /// `dice:10`: a fair die of so many faces.
  case dice(faces: Int)
  /// `ngram:FILE` or `ngram:3:FILE`: n-grams of bytes, counted in a text.
  case ngram(order: Int, file: String)
  /// `source`: what texts of the world are drawn from, exactly; `source:FILE`: the same of rules of one's
  /// own.
  case source(rules: String?)
  /// A model on a server: its address, which may say which engine runs there.
  case server(String)
  /// `world`: the model that has learnt that world, which the program carries.
  case world

  /// The order of n-grams when none is given.
  static let usualOrder = 5
  /// The longest training text in bytes.
  static let longestTraining = 64 << 20

  /// Reads a reference.
  init(_ reference: String?) throws(CommandError) {
    let parts = (reference ?? "").split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts.first, parts.count > 1 ? String(parts[1]) : nil) {
    case (_, nil) where reference == ModelListing.world: self = .world
    case ("uniform", nil): self = .uniform
    case ("dice", let faces?): self = .dice(faces: try Self.faces(faces))
    case ("ngram", let text?): self = try Self.ngram(text)
    case ("source", let file): self = try Self.source(file)
    default:
      let isServer = reference.map { ServerReference.isMeant(by: $0) } ?? false
      self = isServer ? .server(reference ?? "") : .file(reference)
    }
  }

  private static func faces(_ text: String) throws(CommandError) -> Int {
    guard let faces = Int(text), Die.faces.contains(faces) else {
      throw CommandError(
        .usage,
        "dice:\(text) is no die: write its number of faces, 1 to \(Die.faces.upperBound), as in dice:10"
      )
    }
    return faces
  }

  private static func ngram(_ text: String) throws(CommandError) -> ModelReference {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, let order = Int(parts[0]) {
      guard Ngrams.orders.contains(order), !parts[1].isEmpty else {
        throw CommandError(
          .usage,
          "ngram:\(text) names no model: write ngram:FILE, or an order of 1 to \(Ngrams.orders.upperBound) before it, as in ngram:3:FILE"
        )
      }
      return .ngram(order: order, file: String(parts[1]))
    }
    guard !text.isEmpty else {
      throw CommandError(.usage, "ngram: names no text to count in: write ngram:FILE")
    }
    return .ngram(order: usualOrder, file: text)
  }
}

extension ModelReference {
  private static func source(_ file: String?) throws(CommandError) -> ModelReference {
    guard file != "" else {
      throw CommandError(
        .usage, "source: names no rules to draw by: write source:FILE, or source for the world")
    }
    return .source(rules: file)
  }

  /// A source by the rules of a file, or that of the world.
  static func source(by file: String?) throws(CommandError) -> Source {
    let rules = try file.map { path throws(CommandError) in try readFile(path) } ?? Assets.world
    let name = file.map { "the source of \(lastComponent(of: $0))" } ?? "the source of the world"
    do {
      return try Source(name: name, rules: rules)
    } catch {
      throw CommandError(.badData, "\(file ?? "the world"): \(error)")
    }
  }
}

/// The name of a file without its folders.
func lastComponent(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

extension ModelReference {
  /// The model, ready to score. May take a moment.
  ///
  /// - Parameters:
  ///   - context: The most tokens that its context is to hold; nil for all that it reads.
  ///   - server: How a server is asked.
  func scorer(
    threads: Int?, context: Int? = nil, server: ServerOptions? = nil
  ) throws -> Scorer {
    switch self {
    case .server(let reference):
      var scorer = try (server ?? ServerOptions()).connection(to: reference).scorer
      scorer.model.contextLength = min(scorer.model.contextLength, context ?? .max)
      return scorer
    case .file, .world: return try load(threads, context)
    case .uniform: return uniformScorer(over: try Self.file(nil).load(threads, context))
    case .dice(let faces): return dieScorer(faces: faces)
    case .source(let file): return sourceScorer(try Self.source(by: file))
    case .ngram(let order, let file):
      let text = try readFile(file)
      guard text.count <= Self.longestTraining else {
        throw CommandError(
          .badData,
          "\(file) is too long to count in: \(text.count) bytes, where \(Self.longestTraining) are the most; give a part of it"
        )
      }
      let name = "\(order)-grams of \(lastComponent(of: file))"
      return ngramScorer(Ngrams(of: text, order: order), name: name)
    }
  }

  /// Its file, open, and where that lies: nowhere but in the program for the world's.
  func file() throws -> (file: ModelFile, model: StoredModel) {
    switch self {
    case .file(let reference):
      let model = try ModelFiles.model(reference)
      // A file of a store is called by a digest, which says nothing.
      let name = model.nickname.map { "the model \($0) in " } ?? ""
      return (try Self.opened(name) { try ModelFile.opened(model) }, model)
    case .world:
      return (
        try Self.opened { try Assets.worldModel() },
        StoredModel(reference: ModelListing.world, paths: [""])
      )
    case .server:
      throw CommandError(
        .usage, "a server shows no file: `surprisal models show` says what it is and gives")
    case .uniform, .dice, .source, .ngram:
      throw CommandError(
        .usage,
        "a measuring stick is computed and has no file to show: name a model, such as world")
    }
  }

  /// The model of its file.
  private func load(_ threads: Int?, _ context: Int?) throws -> Scorer {
    let (file, model) = try file()
    return try loadScorer(file, of: model, threads: threads, context: context)
  }

  private static func opened(
    _ name: String = "", _ open: () throws -> ModelFile
  ) throws -> ModelFile {
    do { return try open() } catch { throw CommandError(.badData, "\(name)\(error)") }
  }
}
