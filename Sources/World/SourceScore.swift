import Basics
import InformationTheory

/// A text as its source sees it: the floor of every model's loss on it.
public struct SourceScore: Sendable {
  /// −log₂ of the probability of each byte; infinite where the source can never say it.
  public private(set) var bits: [Double] = []
  /// What each byte is there for.
  public private(set) var kinds: [ByteKind] = []

  /// Some bytes together.
  public struct Share: Hashable, Sendable {
    /// How many they are.
    public var bytes = 0
    /// Their surprisal to the source.
    public var surprisal = Information.zero
    /// The mean surprisal; nil of no bytes.
    public var perByte: Information? {
      bytes == 0 ? nil : .nats(surprisal.nats / Double(bytes))
    }
  }

  /// The whole text. O(*n*).
  public var total: Share { share { _ in true } }

  /// The bytes of a kind. O(*n*).
  public func share(of kind: ByteKind) -> Share { share { $0 == kind } }

  private func share(where isMeant: (ByteKind) -> Bool) -> Share {
    var (bytes, sum) = (0, 0.0)
    for (place, kind) in kinds.enumerated() where isMeant(kind) {
      bytes += 1
      sum += bits[place]
    }
    return Share(bytes: bytes, surprisal: .bits(sum))
  }
}

extension Source {
  /// Scores a text, which begins at the beginning of a line. The last line may be unfinished.
  ///
  /// - Complexity: O(*n*); a million bytes take about a second.
  public func score(_ text: [UInt8]) -> SourceScore {
    var (reader, score) = (SourceReader(self), SourceScore())
    score.reserve(text.count)
    for byte in text {
      score.add(reader.take(byte))
      if byte == UInt8(ascii: "\n") { score.add(reader.lastLine) }
    }
    score.add(reader.openLine)
    return score
  }
}

extension SourceScore {
  fileprivate mutating func reserve(_ count: Int) {
    bits.reserveCapacity(count)
    kinds.reserveCapacity(count)
  }

  fileprivate mutating func add(_ probability: Double) {
    bits.append(probability == 1 ? 0 : -log2(probability))
  }

  fileprivate mutating func add(_ line: [ByteKind]) { kinds += line }
}
