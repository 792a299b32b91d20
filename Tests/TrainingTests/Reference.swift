import CKernels
import Computing
import FoundationEssentials
import Scoring
import Training

/// What the float64 implementation in Reference/ says, and the weights and bytes that it says it of.
struct Reference {
  let network: Network
  let name: String
  private(set) var loss = 0.0
  private(set) var gradients: [(tensor: String, norm: Double, entries: [(Int, Double)])] = []
  private(set) var traces: [String: [Double]] = [:]

  static let tokens = 64
  static let networks: [String: Network] = [
    "table": .table,
    "perceptron": .perceptron(lookBack: 4, embedding: 16, hidden: 64),
    "transformer": .transformer(layers: 2, width: 64, feedForward: 96),
  ]
  static let names = networks.keys.sorted()

  init(_ name: String) throws {
    self.name = name
    network = Self.networks[name] ?? .table
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Reference/reference.txt")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words[1] == name else { continue }
      let numbers = words.map { Double($0) ?? .nan }
      switch words[0] {
      case "loss": loss = numbers[2]
      case "trace": traces[words[2]] = Array(numbers[3...])
      default:
        let entries = stride(from: 4, to: words.count, by: 2).map {
          (Int(numbers[$0]), numbers[$0 + 1])
        }
        gradients.append((words[2], numbers[3], entries))
      }
    }
  }

  /// Whole numbers from 0 to 2^20 − 1 that look random, as the script makes them.
  static func noise(_ stream: Int, _ count: Int) -> [Int] {
    (0..<count).map { index in
      var x = UInt32(truncatingIfNeeded: index * 2_654_435_761 + stream * 40_503 + 12_345)
      x ^= x >> 15
      x &*= 2_246_822_519
      x ^= x >> 13
      return Int(x >> 12)
    }
  }

  /// The weights that the script makes.
  var weights: [Float] {
    let layout = network.layout
    var weights = [Float](repeating: 0, count: layout.count)
    for (index, span) in layout.spans.enumerated() {
      let (scale, offset): (Float, Float) =
        switch span.kind {
        case .vector: (0.5, 1)
        case .table: (2, 0)
        case .matrix: (0.25, 0)
        }
      for (place, noise) in Self.noise(index, span.count).enumerated() {
        weights[span.start + place] = (Float(noise) / 1_048_576 - 0.5) * scale + offset
      }
    }
    return weights
  }

  /// The batch of a step.
  static func windows(step: Int) -> [Excerpt] {
    (0..<3).map { index in
      let text = noise(1000 + step * 3 + index, tokens + 1).map { Int32($0 % 40 + 60) }
      return Excerpt(
        text.prefix(tokens), targets: text.dropFirst().prefix(index == 2 ? tokens - 5 : tokens),
        length: tokens)
    }
  }

  /// The network with these weights.
  func learner(threads: Int = 1, on set: InstructionSet) throws -> Learner {
    let learner = try Learner(network, windowLength: Self.tokens, threads: threads, set)
    learner.weights.fill(weights)
    return learner
  }
}

extension Learner {
  /// The gradient, tensor by tensor in the order of the layout.
  var gradients: [[Float]] {
    weights.layout.spans.map { span in span.range.map { unsafe gradient.start[$0] } }
  }
}
