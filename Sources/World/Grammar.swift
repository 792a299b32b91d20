/// The rules of a world as they were written, with names resolved to places: what a ``Source`` is made
/// from. `Assets/world.grammar` says how they are written.
struct Grammar: Sendable {
  /// The rules; the first makes a line.
  var rules: [Rule] = []
  /// What is known of words.
  var tables: [Table] = []
  /// What a line can remember.
  var memories: [Memory] = []

  /// `NAME = 3: one thing | another`.
  struct Rule: Sendable {
    var name: String
    var line: Int
    var alternatives: [Alternative]

    /// Whether it makes plain words, which can be remembered.
    var isWords: Bool { alternatives.allSatisfy(\.isText) }
    /// The sum of its weights.
    var totalWeight: Int { alternatives.reduce(0) { $0 + $1.weight } }
  }

  /// One of the things that a rule can make.
  struct Alternative: Sendable {
    var line: Int
    var weight: Int
    var parts: [Part]

    /// Its text when it has no part in brackets; nil when it has.
    var text: [UInt8]? {
      switch (parts.first, parts.count) {
      case (nil, _): []
      case (.text(let bytes), 1): bytes
      default: nil
      }
    }
    var isText: Bool { text != nil }
  }

  /// A piece of an alternative.
  enum Part: Sendable {
    /// Text as it stands.
    case text([UInt8])
    /// `[RULE]` or `[RULE as memory]`.
    case rule(Int, memory: Int?)
    /// `[memory]`.
    case copy(Int)
    /// `[TABLE of memory]` or `[TABLE for memory]`.
    case lookUp(table: Int, memory: Int)
    /// `[memory + memory]`.
    case sum(Int, Int)
  }

  /// `NAME of RULE = word > what is known of it | …`.
  struct Table: Sendable {
    var name: String
    var line: Int
    var relation: Relation
    /// The rule whose words it knows.
    var domain: Int
    /// What it says of each word, in the order of the rule's.
    var values: [[UInt8]]
  }

  /// How a table's word hangs on the other, and by which word that is written.
  enum Relation: String, Sendable {
    case fact = "of"
    case agreement = "for"
  }

  /// A name under which a line remembers a word.
  struct Memory: Sendable {
    var name: String
    /// The rule whose words it remembers; nil until one is.
    var rule: Int?
  }
}

extension Grammar {
  /// What of rules is read at all: files come from anywhere, and everything has to end.
  enum Limit {
    /// The size of the file in bytes.
    static let bytes = 1 << 16
    /// Rules and tables together.
    static let declarations = 500
    /// Names that a line remembers words under.
    static let memories = 15
    /// The alternatives of a rule, or entries of a table.
    static let alternatives = 4_096
    /// The weight of an alternative.
    static let weight = 1_000_000
    /// The steps of all ways through a line.
    static let steps = 1 << 16
    /// The bytes of the longest line.
    static let line = 4_096
    /// Pairs of numbers that are added.
    static let sums = 1 << 14
    /// The largest number that is added.
    static let number = 999_999
  }
}
