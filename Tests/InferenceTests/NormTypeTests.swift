import GGUFFixtures
import Inference
import Scoring
import Testing

/// Norms and biases are vectors, which files keep in full or in half precision.
@Suite struct NormTypeTests {
  /// A type, the bytes of a number in it, and the number that they stand for.
  struct Kept: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var type: UInt32
    var store: @Sendable (Float) -> (bytes: [UInt8], value: Float)

    static let all = [
      Kept(testDescription: "F16", type: 1) {
        (littleEndian(Float16($0).bitPattern), Float(Float16($0)))
      },
      Kept(testDescription: "BF16", type: 30) {
        let upper = UInt16($0.bitPattern >> 16)
        return (littleEndian(upper), Float(bitPattern: UInt32(upper) << 16))
      },
    ]
  }

  @Test(arguments: Kept.all)
  func `norms in halves are those in full precision of the same numbers`(kept: Kept) throws {
    let model = TinyModel(seed: 12)
    var (halves, whole) = (model, model)
    let norms = model.weights.filter { $0.key.hasSuffix("norm.weight") }
    #expect(norms.count == 5)
    for (name, values) in norms {
      let stored = values.map(kept.store)
      halves.edit(name) {
        $0.type = kept.type
        $0.data = stored.flatMap(\.bytes)
      }
      whole.edit(name) { $0.data = stored.flatMap { littleEndian($0.value.bitPattern) } }
    }
    let text = model.text(40)
    let predictions = try halves.engine().predictions(text)
    #expect(try predictions.isIdentical(to: whole.engine().predictions(text)))
    #expect(try !predictions.isIdentical(to: model.engine().predictions(text)))
  }
}
