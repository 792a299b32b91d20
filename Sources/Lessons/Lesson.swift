import InformationTheory

/// A lesson: pages to read, each with a scene to look at and often something to do.
public struct Lesson: Equatable, Sendable {
  /// The name that it is called by: its file's name without the ending.
  public var name: String
  /// The title that a reader sees.
  public var title: String
  /// What it is about, in a sentence.
  public var summary: String
  /// What the lessons are called that it belongs to; empty for none.
  public var series: String
  /// The pages; at least one.
  public var pages: [Page]
  /// The file of one's own that it was read from; nil for one of the program's.
  public var file: LessonFile?

  /// Whether a page of it is about the default model, or about the tokens of that.
  public var needsDefaultModel: Bool { pages.contains(where: \.scene.needsDefaultModel) }

  /// The exercises of all pages.
  public var exerciseCount: Int { pages.count { $0.exercise != nil } }

  /// What its pages say, a paragraph a line, without what is filled in.
  public var prose: String {
    pages.flatMap(\.paragraphs).map(\.prose).joined(separator: "\n")
  }
}

/// A file that a lesson was read from.
public struct LessonFile: Hashable, Sendable {
  /// Its path, from the root.
  public var path: String
  /// The SHA-256 of its bytes, in hexadecimal digits.
  public var sha256: String

  /// A file with such bytes.
  public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}

/// A page of a lesson: a short text, the scene that belongs to it, and what there is to do.
public struct Page: Equatable, Sendable {
  /// The title.
  public var title: String
  /// The line of the file that it begins on, from 1.
  public var line: Int
  /// What the screen shows when the page is opened, the settings of the pages before included.
  public var scene = Scene()
  /// What is said.
  public var paragraphs: [Paragraph] = []
  /// What there is to do, if anything.
  public var exercise: Exercise?
  /// What has to be true of the scene for the text to be right.
  public var claims: [Claim] = []

  /// What its text, its task, its hints and its answer quote from the screen.
  public var quotations: [Quantity] { everyParagraph.flatMap(\.quotations) }

  /// The commands whose keys they name.
  public var commands: [String] {
    everyParagraph.flatMap(\.pieces).compactMap { piece in
      if case .key(let command) = piece { command } else { nil }
    }
  }

  private var everyParagraph: [Paragraph] {
    let exercise = exercise.map { [$0.request] + $0.hints + ($0.answer.map { [$0] } ?? []) } ?? []
    return paragraphs + exercise
  }
}

/// Something that a page's text relies on, to be checked with the model that is used.
public struct Claim: Equatable, Sendable {
  /// What must hold.
  public var condition: Condition
  /// How it is written, and on which line, from 1.
  public var source: String, line: Int
}

/// Something to do, ticked off as soon as the screen shows that it is done.
public struct Exercise: Equatable, Sendable {
  /// What is asked for.
  public var request: Paragraph
  /// When it is done.
  public var condition: Condition
  /// The line that it begins on, from 1.
  public var line: Int
  /// Help, from a nudge to the solution.
  public var hints: [Paragraph] = []
  /// What is said once it is done, such as the answer to what it asks.
  public var answer: Paragraph?
  /// Whether it asks something, and has no answer to it.
  public var lacksAnswer: Bool { answer == nil && request.prose.contains("?") }
  /// Directives of a script of keys that do it, each with its line: for checking, never shown.
  public var solution: [SolutionStep] = []
}

/// A directive of a script of keys, and the line that it stands on.
public struct SolutionStep: Equatable, Sendable {
  /// What is done, as in a script of keys.
  public var directive: String
  /// The line of the lesson's file, from 1.
  public var line: Int
}

/// A paragraph: pieces of text, some of which are filled in from the screen.
public struct Paragraph: Equatable, Sendable {
  /// The pieces, in order.
  public var pieces: [Piece]

  /// A paragraph.
  public init(pieces: [Piece]) { self.pieces = pieces }

  /// What it says, without what is filled in.
  var prose: String {
    pieces.map { piece in
      switch piece {
      case .text(let text), .strong(let text): text
      case .value, .key: ""
      }
    }.joined()
  }

  /// What it quotes from the screen.
  public var quotations: [Quantity] {
    pieces.compactMap { piece in
      if case .value(let quantity, _) = piece { quantity } else { nil }
    }
  }

  /// A piece of a paragraph.
  public enum Piece: Equatable, Sendable {
    /// Plain words.
    case text(String)
    /// Words with weight, such as a term that is introduced.
    case strong(String)
    /// A number or word from the screen, in a unit of its own or in the reader's.
    case value(Quantity, in: AmountUnit?)
    /// The key of a command, by its name: `next-peak`.
    case key(String)
  }
}

/// A unit of information that a lesson asks for.
public enum AmountUnit: String, Hashable, Sendable, CaseIterable {
  /// Powers of two.
  case bits
  /// Powers of e.
  case nats
}
