import TestSupport

/// A door through which bytes from outside come in, and what must hold whatever they are.
///
/// That nothing traps is half of it: what comes back is looked at too.
public struct FuzzTarget: Sendable {
  /// The name, as in `make fuzz TARGET=gguf`.
  public let name: String
  /// Inputs of the right kind, from which others are made.
  public let seeds: [[UInt8]]
  /// How many inputs a test run feeds.
  public let shortRun: Int
  /// Feeds an input, and says what became of it.
  public let outcome: @Sendable ([UInt8]) -> FuzzOutcome

  /// All targets.
  public static let all: [FuzzTarget] = [
    .gguf, .safetensors, .vocabulary, .sentencePieces, .network, .lesson, .grammar, .game, .keys,
    .table,
    .config, .state, .savedText, .comparison,
    .input, .texts, .requests,
    .explorer,
  ]

  init(
    name: String, seeds: [[UInt8]], shortRun: Int = 1_500,
    outcome: @escaping @Sendable ([UInt8]) -> FuzzOutcome
  ) {
    self.name = name
    self.seeds = seeds
    self.shortRun = shortRun
    self.outcome = outcome
  }

  /// The target of a name; nil when there is none.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

  /// Feeds so many inputs made from the seeds, the same ones for the same number, and returns the
  /// first that something is wrong with, and what.
  public func run(_ count: Int, seed: UInt64) -> (input: [UInt8], complaint: String)? {
    var mutator = Mutator(seeds, SeededGenerator(seed: seed))
    for _ in 0..<count {
      let input = mutator.next()
      if case .wrong(let complaint) = outcome(input) { return (input, complaint) }
    }
    return nil
  }
}

/// What became of an input.
public enum FuzzOutcome: Equatable, Sendable {
  /// It was refused with a sentence.
  case refused
  /// It was taken, and all that it became holds.
  case taken
  /// Something does not hold.
  case wrong(String)

  /// Taken, unless there is a complaint.
  init(complaint: String?) { self = complaint.map(Self.wrong) ?? .taken }

  /// Refused with a sentence, which must say something.
  static func refused(_ error: some CustomStringConvertible) -> Self {
    error.description.isEmpty ? .wrong("an error without words") : .refused
  }

  /// Refused with a sentence in which nothing can act on a terminal.
  static func refused(harmlessly error: some CustomStringConvertible) -> Self {
    let isHarmless = error.description.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    }
    return isHarmless
      ? refused(error) : .wrong("control characters in \(error.description.debugDescription)")
  }

  /// Refused with a sentence about a line that is there.
  static func refused(_ error: some CustomStringConvertible, line: Int, of lines: Int) -> Self {
    (1...lines).contains(line) ? refused(error) : .wrong("line \(line) of \(lines)")
  }
}
