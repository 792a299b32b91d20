import GGUF
import GGUFFixtures
import Inference
import Scoring
import Synchronization
import TestSupport

/// A tiny model of an architecture, and what an independent implementation says of a text: a row of
/// `Reference/architectures.py`, whose weights come from the same seeded generator as there.
struct ReferenceModel: Decodable, Sendable {
  /// What it holds that others do not.
  var about: String
  var seed: UInt64
  var vocabulary: Int
  var layers: Int
  var keys: Keys
  var tensors: [Tensor]
  /// The tensors of each layer, named from behind `blk.0.` on.
  var layer: [Tensor]
  /// The tokens of the text.
  var tokens: Int
  /// ln p of each token of the text but the first.
  var logprob: [Double]

  /// The file's keys, by the types of their values.
  struct Keys: Decodable, Sendable {
    var texts: [String: String]
    var truths: [String: Bool]
    var integers: [String: UInt32]
    var numbers: [String: Float]
    var lists: [String: [Bool]]
  }

  /// A tensor: numbers that are given, or uniform ones around a mean.
  struct Tensor: Decodable, Sendable {
    var name: String
    /// As the file has them, columns first.
    var dimensions: [Int]
    var mean: Double?, reach: Double?
    var values: [Float]?
  }
}

extension ReferenceModel {
  private static let folder = "Tests/InferenceTests/Reference/architectures"

  /// The names of all.
  static var names: [String] {
    get throws {
      try TestFiles.names(in: folder).map {
        String($0.split(separator: "/").last?.dropLast(".json".count) ?? "")
      }
    }
  }

  /// The one of a name.
  init(named name: String) throws {
    self = try TestFiles.decode(
      Self.self, from: "\(TestFiles.packageFolder)/\(Self.folder)/\(name).json")
  }

  /// The text that was scored.
  var text: [Int] { numbers("text", tokens).map { Int($0 % UInt64(vocabulary)) } }

  /// The files that were made.
  private static let files = Mutex<[String: ModelFixture]>([:])

  /// The file, which is made once.
  var file: ModelFixture {
    Self.files.withLock { files in
      let file = files[about] ?? made
      files[about] = file
      return file
    }
  }

  private var made: ModelFixture {
    var fixture = ModelFixture()
    for (key, value) in keys.texts { fixture.set(key, .string(value)) }
    for (key, value) in keys.truths { fixture.set(key, .bool(value)) }
    for (key, value) in keys.integers { fixture.set(key, .uint32(value)) }
    for (key, value) in keys.numbers { fixture.set(key, .float32(value)) }
    for (key, value) in keys.lists {
      fixture.set(
        key, .array(type: 7, count: UInt64(value.count), bytes: value.map { $0 ? 1 : 0 }))
    }
    fixture.addByteVocabulary(count: vocabulary)
    let inLayers = (0..<layers).flatMap { index in layer.map { ("blk.\(index).\($0.name)", $0) } }
    for (name, tensor) in tensors.map({ ($0.name, $0) }) + inLayers {
      let values = tensor.values ?? uniform(name, tensor)
      fixture.tensors.append(.init(name, tensor.dimensions.map(UInt64.init), values))
    }
    return fixture
  }

  private func uniform(_ name: String, _ tensor: Tensor) -> [Float] {
    numbers(name, tensor.dimensions.reduce(1, *)).map {
      Float((tensor.mean ?? 0) + (tensor.reach ?? 0) * (Double($0 >> 40) * 0x1p-23 - 1))
    }
  }

  /// 64 bits each, of SplitMix64 begun with FNV-1a of seed and name.
  private func numbers(_ name: String, _ count: Int) -> [UInt64] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(seed)/\(name)".utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var generator = SeededGenerator(seed: state)
    return (0..<count).map { _ in generator.next() }
  }
}
