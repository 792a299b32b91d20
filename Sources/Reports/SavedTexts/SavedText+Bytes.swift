import Basics
import InformationTheory
import Scoring

// How a text is written: `Assets/guides/saved-texts.md` says it for other programs.
extension SavedText {
  /// What every file begins with; the number is that of the version.
  static let magic = Array("surprisal text 1".utf8)

  /// The file. O(*n*): some 490 bytes a token, and the names.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.bytes = Self.magic
    writer.section("HEAD") { body in
      for (name, value) in head {
        body.text(name)
        body.text(value)
      }
    }
    writer.section("TEXT") { $0.bytes += text }
    writer.section("TOKN") { body in
      for token in tokens {
        body.number(UInt32(token.id))
        body.number(
          UInt32(token.bytes.count) << 2 | (token.isSpaceAdded ? 2 : 0) | (token.isUnknown ? 1 : 0))
      }
    }
    writer.section("NAME") { body in
      for (id, name) in names.sorted(by: { $0.key < $1.key }) {
        body.number(UInt32(id))
        body.number(UInt32(name.bytes.count) << 1 | (name.isControl ? 1 : 0))
        body.bytes += name.bytes
      }
    }
    writer.section("PRED") { body in
      body.bytes.reserveCapacity(predictions.count * 480)
      for place in 0..<predictions.count { body.prediction(predictions[place]) }
    }
    return Self.sealed(writer.bytes)
  }

  /// Sections with the hash of all that stands before it.
  package static func sealed(_ sections: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes = sections
    let digest = SHA256(of: sections).hexadecimal
    writer.section("DONE") { $0.bytes += digest.utf8 }
    return writer.bytes
  }

  /// What is said once, by name.
  private var head: [(String, String)] {
    func optional(_ value: Int?) -> String { value.map { String($0) } ?? "none" }
    let startCount = (0..<predictions.count).lazy.compactMap {
      predictions.boundaries(at: $0)?.startCount
    }
    return [
      ("model", model.name), ("file", model.file), ("sha256", receipt.modelDigest ?? "none"),
      ("architecture", model.architecture), ("quantization", model.quantization),
      ("tokenizer", model.tokenizer), ("vocabulary_size", String(model.vocabularySize)),
      ("context_length", String(model.contextLength)),
      ("beginning_token", optional(boundaries.beginning)), ("end_token", optional(boundaries.end)),
      ("beginning_added", String(boundaries.isBeginningAdded)),
      ("start_token", optional(settings.startToken)), ("window", String(settings.window)),
      ("stride", String(settings.stride)), ("special", String(readsControlTokens)),
      ("word_starts", String(startCount.first ?? 0)),
      ("version", receipt.version), ("instruction_set", receipt.instructionSet),
      ("temperature", "\(view.temperature.value)"), ("lens", view.lens.rawValue),
      ("unit", view.unit.rawValue), ("text_unit", view.textUnit.rawValue),
      ("token", String(view.token)), ("source", view.source), ("reference", view.reference),
    ] + (model.server.map(head) ?? [])
  }

  /// What is said of the server that ran the model.
  private func head(_ server: ModelServer) -> [(String, String)] {
    [
      ("server", server.address), ("server_engine", server.engine),
      ("server_version", server.version), ("server_model", server.model),
      ("server_candidates", server.candidates.map { String($0) } ?? "none"),
      ("server_logprobs", server.logProbabilities), ("server_tokenizer", server.tokenizer),
    ]
  }
}

/// Writes numbers, little-endian, and sections.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func section(_ tag: String, _ body: (inout ByteWriter) -> Void) {
    var inner = ByteWriter()
    body(&inner)
    bytes += tag.utf8
    number(UInt64(inner.bytes.count))
    bytes += inner.bytes
  }

  mutating func number(_ value: some FixedWidthInteger) {
    for place in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place)))
    }
  }

  mutating func number(_ value: Float) { number(value.bitPattern) }

  mutating func text(_ text: String) {
    number(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  mutating func prediction(_ prediction: Prediction) {
    number(prediction.actualRank)
    number(prediction.actualLogit)
    number(prediction.logRestMass)
    for lane in 0..<LogPartition.candidateCount { number(prediction.ids[lane]) }
    for lane in 0..<LogPartition.candidateCount { number(prediction.logits[lane]) }
    for node in 0..<LogPartition.nodeCount { number(prediction.rest[node]) }
    guard let mass = prediction.boundaries else { return number(UInt8(0)) }
    number(UInt8(1))
    number(mass.starts)
    number(mass.ends[0])
    number(mass.ends[1])
    number(mass.part.largest)
    number(mass.part.first)
    for node in 1..<LogPartition.nodeCount { number(mass.part.falls[node]) }
  }
}
