import Basics
import Computing
import GGUF

/// How queries and keys turn by the token's position.
struct Rotary: Equatable {
  /// Features that turn, of which there are two a pair.
  var turned: Int
  var base: Double
  var scaling: RotaryScaling
}

/// What makes positions beyond those that a model was first trained with fit.
enum RotaryScaling: Equatable {
  case none
  /// Positions are divided by a factor (Chen et al. 2023).
  case linear(Double)
  /// Slow pairs are divided by a factor, quick ones are not (Peng et al. 2023).
  case yarn(YaRN)
  /// Each pair has a factor of its own, one for short contexts and one for long ones (Ding et al. 2024).
  case each(isLong: Bool, magnitude: Double)

  /// The numbers of YaRN.
  struct YaRN: Equatable {
    var factor: Double
    /// Tokens of the context that was trained first.
    var original: Double
    /// Turns within that context, from which on a pair is quick, and up to which it is slow.
    var quick = 32.0, slow = 1.0
    var magnitude: Double
  }

  /// The tensors of factors for long contexts and for short ones.
  static let longNames = ["rope_factors_long.weight", "rope_factors_short.weight"]

  /// The tensors of factors that a file may have with it.
  var factorNames: [String] {
    if case .each = self { Self.longNames } else { ["rope_freqs.weight"] }
  }

  /// The one of them by which frequencies are divided.
  var factorName: String {
    if case .each(isLong: false, _) = self { return factorNames[1] }
    return factorNames[0]
  }
}

extension Rotary {
  /// The angles.
  ///
  /// - Parameter factors: What each frequency is divided by; nil for nothing. `[turned / 2]`
  func embedding(factors: [Float]?) -> RotaryEmbedding {
    var embedding = RotaryEmbedding(headWidth: turned, base: base, factors: factors)
    switch scaling {
    case .none: break
    case .linear(let factor): embedding.frequencies = embedding.frequencies.map { $0 / factor }
    case .each(_, let magnitude): embedding.magnitude = magnitude
    case .yarn(let yarn):
      let shares = quickShares(yarn)
      embedding.frequencies = zip(embedding.frequencies, shares).map {
        $0 / yarn.factor * (1 - $1) + $0 * $1
      }
      embedding.magnitude = yarn.magnitude
    }
    return embedding
  }

  /// How far each pair counts as a quick one, from 1 down to 0.
  private func quickShares(_ yarn: RotaryScaling.YaRN) -> [Double] {
    // The pair that turns so often within the original context.
    func pair(turning turns: Double) -> Double {
      Double(turned) * log(yarn.original / (turns * 2 * .pi)) / (2 * log(base))
    }
    let first = max(pair(turning: yarn.quick).rounded(.down), 0)
    let last = min(pair(turning: yarn.slow).rounded(.up), Double(turned - 1))
    return (0..<turned / 2).map {
      1 - min(max((Double($0) - first) / max(last - first, 0.001), 0), 1)
    }
  }
}

extension SizeReader {
  /// How queries and keys turn in layers without a window and, where it is another way, in those with one.
  func rotaries(
    _ architecture: Architecture, headWidth: Int, trained: Int, context: Int, hasWindows: Bool
  ) throws -> [Rotary] {
    let turned = try size("rope.dimension_count", in: 1...1024, default: headWidth)
    guard turned <= headWidth, turned.isMultiple(of: 2) else {
      throw invalid(
        "rope.dimension_count", turned, "it must be even and at most a head (\(headWidth))")
    }
    let base = try number("rope.freq_base", in: 1...1e12, default: 10_000)
    let whole = Rotary(
      turned: turned, base: base, scaling: try scaling(trained: trained, context: context))
    guard hasWindows, let windowedBase = architecture.windowedBase else { return [whole] }
    let ownBase = try number("rope.freq_base_swa", in: 1...1e12, default: windowedBase ?? base)
    return [whole, Rotary(turned: turned, base: ownBase, scaling: .none)]
  }

  private func scaling(trained: Int, context: Int) throws -> RotaryScaling {
    let older = try number("rope.scale_linear", in: 0...1e6, default: 0)
    var factor = try number("rope.scaling.factor", in: 0...1e6, default: older)
    if factor == 0 { factor = 1 }
    let original = try size(
      "rope.scaling.original_context_length", in: 1...(1 << 24), default: trained)
    let magnitude = try number("rope.scaling.attn_factor", in: 0...1e6, default: 1)
    let usual = hasLongFactors ? "longrope" : "linear"
    let type = try metadata.string("\(prefix).rope.scaling.type") ?? usual
    switch type {
    case "none", "linear":
      guard magnitude == 1 else {
        throw InferenceError.unsupportedFeature(
          "rotary scaling of type “\(type)” with a factor of \(magnitude) on attention")
      }
      return type == "none" || factor == 1 ? .none : .linear(factor)
    case "longrope": return .each(isLong: context > original, magnitude: magnitude)
    case "yarn":
      let growth = (1 + 0.1 * log(max(factor, 1))) * magnitude
      return .yarn(
        RotaryScaling.YaRN(
          factor: factor, original: Double(original),
          quick: try number("rope.scaling.yarn_beta_fast", in: 1e-3...1e6, default: 32),
          slow: try number("rope.scaling.yarn_beta_slow", in: 1e-3...1e6, default: 1),
          magnitude: try number("rope.scaling.yarn_attn_factor", in: 0...1e6, default: growth)))
    default: throw InferenceError.unsupportedFeature("rotary scaling of type “\(type.prefix(64))”")
    }
  }
}
