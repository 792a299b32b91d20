/// Something that the program says, with places for keys: a key is named by what it does, so that the
/// sentence names the one in force: `"\(key: .edit) edits the text"`.
public struct Sentence: Hashable, Sendable {
  /// A part of it.
  package enum Piece: Hashable, Sendable {
    /// Words as they are.
    case words(String)
    /// The key of a command.
    case key(Command)
    /// The key that leads out of something, and how often it is pressed for that.
    case wayOut(Goal)
  }

  /// What a way leads out of.
  public enum Goal: Hashable, Sendable {
    /// What is done with the text: whatever was opened over it is left before.
    case activity
    /// Another model that is on its way to the text.
    case change
  }

  /// Its parts, in order.
  package let pieces: [Piece]

  /// Words that name no key: a reason that came from elsewhere.
  public init(_ words: String) { pieces = [.words(words)] }

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  /// One sentence behind another.
  public static func + (a: Sentence, b: Sentence) -> Sentence { Sentence(a.pieces + b.pieces) }
}

extension Sentence: ExpressibleByStringInterpolation {
  /// Words that name no key.
  public init(stringLiteral words: String) { self.init(words) }
  /// Words and keys.
  public init(stringInterpolation parts: StringInterpolation) { self.init(parts.pieces) }

  /// The parts of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []
    /// No parts yet.
    public init(literalCapacity: Int, interpolationCount: Int) {}
    /// Adds words.
    public mutating func appendLiteral(_ words: String) {
      if !words.isEmpty { pieces.append(.words(words)) }
    }
    /// Adds words that are known only now.
    public mutating func appendInterpolation(_ words: String) { appendLiteral(words) }
    /// Adds the key of a command.
    public mutating func appendInterpolation(key command: Command) {
      pieces.append(.key(command))
    }
    /// Adds the key that leads out of something.
    public mutating func appendInterpolation(leaving goal: Goal) { pieces.append(.wayOut(goal)) }
  }
}

// MARK: Writing it

extension Explorer {
  /// Says a sentence until the next key; nil to say nothing.
  mutating func say(_ sentence: Sentence?) { said = sentence }

  /// A sentence for the user, until the next key.
  public var notice: String? { said.map(written) }

  /// A sentence with the keys that do now what it says.
  package func written(_ sentence: Sentence) -> String {
    sentence.pieces.map { piece in
      switch piece {
      case .words(let words): words
      case .key(let command): tables.name(of: command)
      case .wayOut(let goal): tables.name(of: .leave) + times(presses(toLeave: goal) ?? 1)
      }
    }.joined()
  }

  private func times(_ count: Int) -> String {
    switch count {
    case 1: ""
    case 2: " twice"
    default: " \(count) times"
    }
  }
}

extension KeyTable {
  /// A sentence of the help or the manual, with the keys that do what it says where that applies.
  public func written(_ sentence: Sentence) -> String {
    let all = all
    return sentence.pieces.map { piece in
      switch piece {
      case .words(let words): words
      case .key(let command): all.anyName(of: command)
      case .wayOut: all.anyName(of: .leave)
      }
    }.joined()
  }
}

extension KeyTable {
  /// How a lesson names the command of this name, as sentences do; nil where there is none.
  package func label(ofCommandNamed name: String) -> String? {
    let all = all
    return all.flatMap(\.bindings).flatMap(\.actions).first { $0.name == name }
      .map { all.anyName(of: $0.command) }
  }
}

extension [KeyMap] {
  /// How sentences name a command where these tables apply: by its key, or where it has none, by the
  /// name under which the palette has it.
  func name(of command: Command) -> String {
    chord(for: command)?.label ?? nameInPalette(of: command)
  }

  /// How they name it wherever it applies.
  fileprivate func anyName(of command: Command) -> String {
    first(of: command) { $0.chords.first }?.label ?? nameInPalette(of: command)
  }

  private func nameInPalette(of command: Command) -> String {
    guard let name = first(of: command, { $0.name }) else { return "the palette" }
    return "“\(name.replacing("-", with: " "))” in the palette"
  }
}
