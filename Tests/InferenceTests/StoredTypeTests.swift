import CKernels
import GGUF
import GGUFFixtures
import Inference
import Scoring
import Synchronization
import TestSupport
import Testing

/// Every type of weights, through the whole model: the embedding, all products, and the head.
@Suite struct StoredTypeTests {
  /// A type, where in its blocks numbers in half precision stand, and how large they are so that weights
  /// are about as large as those of a model.
  struct Stored: Sendable, CustomTestStringConvertible {
    var type: TensorType
    var halves: [Int] = []
    var size: Float = 0

    var testDescription: String { type.name }

    static let all = [
      Stored(type: .q8_0, halves: [0], size: 1e-3), Stored(type: .q4_0, halves: [0], size: 2e-2),
      Stored(type: .q4_1, halves: [0, 2], size: 1e-2), Stored(type: .q5_0, halves: [0], size: 1e-2),
      Stored(type: .q5_1, halves: [0, 2], size: 5e-3),
      Stored(type: .q2_K, halves: [80, 82], size: 5e-3),
      Stored(type: .q3_K, halves: [108], size: 2e-3),
      Stored(type: .q4_K, halves: [0, 2], size: 3e-4),
      Stored(type: .q5_K, halves: [0, 2], size: 2e-4),
      Stored(type: .q6_K, halves: [208], size: 1e-4),
      Stored(type: .iq4_nl, halves: [0], size: 2e-3),
      Stored(type: .iq4_xs, halves: [0], size: 1e-4),
      Stored(type: .mxfp4), Stored(type: .f16, halves: [0], size: 0.1),
      Stored(type: .bf16),
    ]

    /// Random blocks.
    func bytes(weights count: Int, using random: inout SeededGenerator) -> [UInt8] {
      let (elements, size) = type.block
      return (0..<count / elements).flatMap { _ in
        var block = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        for place in halves {
          let number = Float16(self.size * Float(random.normal()))
          block.replaceSubrange(place..<place + 2, with: littleEndian(number.bitPattern))
        }
        if type == .mxfp4 { block[0] = UInt8.random(in: 121...124, using: &random) }
        if type == .bf16 {
          let bits = Float(random.normal() / 10).bitPattern
          block = littleEndian(UInt16(bits >> 16))
        }
        return block
      }
    }

    /// What blocks hold, by the plainest kernels, which have tests of their own.
    func values(_ bytes: [UInt8], count: Int) -> [Float] {
      unsafe [Float](unsafeUninitializedCapacity: count) { out, filled in
        guard let kernels = unsafe InstructionSet.available.last?.kernels,
          let start = out.baseAddress
        else { return }
        unsafe kernels.pointee.unpack(kernels_type(type.rawValue), bytes, count, start, 32)
        filled = count
      }
    }
  }

  private typealias Pair = (stored: TinyModel, plain: TinyModel)
  private static let pairs = Mutex<[TensorType: Pair]>([:])

  /// A model with matrices in a type, and the same with the numbers of those in F32; made once.
  private func models(_ stored: Stored) -> Pair {
    Self.pairs.withLock { pairs in
      let pair = pairs[stored.type] ?? make(stored)
      pairs[stored.type] = pair
      return pair
    }
  }

  private func make(_ stored: Stored) -> Pair {
    let model = TinyModel(isTied: false, isWide: true, seed: 41)
    var (packed, plain) = (model, model)
    var random = SeededGenerator(seed: 42)
    for (name, weights) in model.weights.sorted(by: { $0.key < $1.key })
    where !name.hasSuffix("norm.weight") {
      let bytes = stored.bytes(weights: weights.count, using: &random)
      packed.edit(name) { ($0.type, $0.data) = (stored.type.rawValue, bytes) }
      let values = stored.values(bytes, count: weights.count)
      plain.edit(name) { $0.data = values.flatMap { littleEndian($0.bitPattern) } }
    }
    return (packed, plain)
  }

  @Test(arguments: Stored.all)
  func `a model in any type is, bit for bit, the model of the numbers that it holds`(
    type: Stored
  ) throws {
    let (packed, plain) = models(type)
    let text = packed.text(40)
    let found = try packed.engine(threads: 2).predictions(text)
    #expect(try found.isIdentical(to: plain.engine().predictions(text)))
    #expect(Set(found.ids.map { $0[0] }).count > 5)
  }

  @Test(arguments: Stored.all)
  func `what comes next is the same by weights as they are stored`(type: Stored) throws {
    let (packed, plain) = models(type)
    let (one, other) = (try packed.engine(), try plain.engine())
    let ids = packed.text(20).map(\.id)
    for length in [1, 2, 3, 17, 20] {
      let context = Context(Array(ids.prefix(length)), given: 10)
      let found = try one.scorer.expectation(context).logits
      let expected = try other.scorer.expectation(context).logits
      let size = expected.map(abs).max() ?? 0
      #expect(size > 0.01)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-4 * max(size, 1) })
    }
  }

  @Test(arguments: Stored.all.filter { !$0.halves.isEmpty })
  func `a scale that is no number is refused, and ends nothing else`(type: Stored) throws {
    var (model, _) = models(type)
    model.edit("blk.1.ffn_down.weight") { tensor in
      for place in type.halves {
        tensor.data.replaceSubrange(place..<place + 2, with: littleEndian(UInt16(0x7e00)))
      }
    }
    let engine = try model.engine()
    #expect(throws: InferenceError.self) { try engine.predictions(model.text(20)) }
    let context = Context(model.text(5).map(\.id), given: 2)
    #expect(throws: InferenceError.self) { try engine.scorer.expectation(context) }
  }

  @Test func `every type that is understood is tested here`() {
    let understood = TensorType.allCases.filter { $0.kernelType != nil && $0 != .f32 }
    #expect(Set(Stored.all.map(\.type)) == Set(understood))
  }
}
