import Exploration
import Games
import Scoring

/// What a setting can be, as a file says it.
public protocol SettingValue: Sendable, Equatable {
  /// What can be written, for messages and the manual: `dark, light, contrast or mono`.
  static var expectation: String { get }
  /// The value that is written so; nil where there is no such value.
  init?(_ toml: TOMLValue)
  /// How it is written.
  var toml: TOMLValue { get }
}

/// A setting that is one of a few words.
public protocol SettingWord: SettingValue, CaseIterable {
  /// The word, as files and the command line have it.
  var word: String { get }
}

extension SettingWord where Self: RawRepresentable<String> {
  /// The word, as files and the command line have it.
  public var word: String { rawValue }
}

extension SettingWord {
  /// The value of a word; nil where there is none.
  public init?(word: String) {
    guard let value = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = value
  }

  /// The value that is written so.
  public init?(_ toml: TOMLValue) {
    guard case .string(let word) = toml else { return nil }
    self.init(word: word)
  }

  /// How it is written.
  public var toml: TOMLValue { .string(word) }

  /// What can be written.
  public static var expectation: String {
    let words = allCases.map(\.toml.text)
    return words.dropLast().joined(separator: ", ") + " or " + words.suffix(1).joined()
  }
}

extension ThemeName: SettingWord {
  /// The name in one short word.
  public var word: String {
    switch self {
    case .highContrast: "contrast"
    case .monochrome: "mono"
    case .dark, .light: rawValue
    }
  }
}

extension Unit: SettingWord {}

extension GameRules.Kind: SettingWord {}

extension GameRules.Step: SettingWord {}

extension TextView: SettingWord {}

extension BigFigures: SettingWord {}

extension StartToken: SettingValue {
  /// What can be written.
  public static var expectation: String { "\"auto\", \"none\", \"bos\", \"eos\" or a token's id" }

  /// The start token of a word of the command line; nil where there is none.
  public init?(word: String) {
    switch word {
    case "auto": self = .automatic
    case "none": self = .none
    case "bos": self = .beginning
    case "eos": self = .end
    default:
      guard let id = Int(word), id >= 0 else { return nil }
      self = .id(id)
    }
  }

  /// The value that is written so.
  public init?(_ toml: TOMLValue) {
    switch toml {
    case .string(let word): self.init(word: word)
    case .integer(let id) where id >= 0: self = .id(id)
    default: return nil
    }
  }

  /// How it is written.
  public var toml: TOMLValue {
    switch self {
    case .automatic: .string("auto")
    case .none: .string("none")
    case .beginning: .string("bos")
    case .end: .string("eos")
    case .id(let id): .integer(id)
    }
  }
}

/// What `--model` takes.
public struct ModelWish: SettingValue {
  /// A GGUF file, the name of one in the models' folder, or a measuring stick.
  public var reference: String

  /// What can be written.
  public static var expectation: String { "a model in quotes, as --model takes it" }

  /// The value that is written so.
  public init?(_ toml: TOMLValue) {
    guard case .string(let reference) = toml, !reference.isEmpty, !reference.contains("\0") else {
      return nil
    }
    self.init(reference)
  }

  /// A wish for a model.
  public init(_ reference: String) { self.reference = reference }

  /// How it is written.
  public var toml: TOMLValue { .string(reference) }
}
