/// What made each byte of a line: marks that derivations leave, each behind the one before it.
struct Trail: Sendable {
  /// Before the first byte.
  static let start = -1

  /// Whether more than one byte was possible, at each place of the line.
  var choices: [Bool] = []
  private var marks: [(before: Int, kind: ByteKind)] = []

  /// Leaves the mark of a reading's next byte.
  mutating func leave(_ reading: Reading) -> Int {
    marks.append((reading.mark, reading.kind))
    return marks.count - 1
  }

  /// The kinds of the bytes up to a mark: a choice where there was one, otherwise what made it. Where
  /// nothing fits the line, all were choices.
  func kinds(upTo mark: Int) -> [ByteKind] {
    var kinds = Array(repeating: ByteKind.choice, count: choices.count)
    var (mark, place) = (mark, choices.count - 1)
    while mark != Self.start, place >= 0 {
      if !choices[place] { kinds[place] = marks[mark].kind }
      (mark, place) = (marks[mark].before, place - 1)
    }
    return kinds
  }
}

/// Derivations that come to the same.
enum Readings {
  /// So many need not be compared.
  static let few = 64
  /// In rules so ambiguous that there are more, the likeliest of so many are kept.
  static let most = 4_096

  private struct Key: Hashable {
    var memory: Graph.Memory.Words
    var step: Int
    var place: Reading.Place
  }

  /// Readings that will say the same, as one with the mass of all and the trail of the likeliest. O(*n*).
  static func merged(_ readings: [Reading]) -> [Reading] {
    var places: [Key: Int] = [:]
    var result: [Reading] = []
    for reading in readings {
      let key = Key(memory: reading.memory, step: reading.step, place: reading.place)
      if let place = places[key] {
        let mass = result[place].mass + reading.mass
        if reading.mass > result[place].mass { result[place] = reading }
        result[place].mass = mass
      } else {
        places[key] = result.count
        result.append(reading)
      }
    }
    guard result.count > most else { return result }
    return Array(result.sorted { $0.mass > $1.mass }.prefix(most))
  }
}

extension WordTree {
  /// The node behind another by a byte; nil where no word begins so. O(log *n*).
  func child(of node: Int, by byte: UInt8) -> Int? {
    let children = nodes[node].children
    return children.first { nodes[$0].byte == byte }
  }
}
