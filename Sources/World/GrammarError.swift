/// What is wrong with the rules of a world, and where.
public struct GrammarError: Error, Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var cause: Cause

  /// What can be wrong.
  public enum Cause: Hashable, Sendable {
    /// It is not UTF-8.
    case notText
    /// There is more of something than is read.
    case tooMany(String, limit: Int)
    /// There is no rule.
    case noRule
    /// A line that declares nothing.
    case notADeclaration(String)
    /// A name was given twice; it was given first in this line.
    case repeated(String, firstLine: Int)
    /// Nothing stands between two bars.
    case emptyAlternative
    /// A weight that cannot be one.
    case badWeight(String)
    /// A bracket without its other half.
    case unclosed
    /// Brackets with something in them that means nothing.
    case notAPart(String)
    /// A character that cannot be shown.
    case control(UInt32)
    /// There is no rule of this name.
    case unknownRule(String)
    /// There is no table of this name.
    case unknownTable(String)
    /// Something is used that is not certain to be remembered there.
    case notRemembered(String)
    /// A rule that makes more than plain words is to be remembered, or to have a table.
    case notWords(String)
    /// A name remembers words of one rule, and here of another.
    case otherRule(memory: String, of: String, here: String)
    /// A table knows other words than those that are remembered.
    case otherDomain(table: String, of: String, memory: String, remembers: String)
    /// `of` where the table says `for`, or the reverse.
    case otherRelation(table: String, written: String)
    /// A rule whose words cannot be added.
    case notNumbers(String)
    /// A table's entry that is none.
    case notAnEntry(String)
    /// A table says nothing of a word.
    case missingEntry(table: String, word: String)
    /// A table speaks of a word that its rule does not have.
    case unknownWord(String, table: String, domain: String)
    /// The same twice in a rule or table.
    case repeatedWord(String)
    /// A rule that leads back to itself.
    case recursive(String)
  }
}

extension GrammarError: CustomStringConvertible {
  /// The sentence for the user.
  public var description: String { "line \(line): \(cause)" }
}

extension GrammarError.Cause: CustomStringConvertible {
  /// The sentence for the user, without the line.
  public var description: String {
    switch self {
    case .notText: "the rules are not UTF-8 text: save them as that"
    case .tooMany(let what, let limit): "\(what): at most \(limit) are read, so take some away"
    case .noRule:
      "there is no rule: begin with one that makes a line, such as `LINE = [WHO] sings.`"
    case .notADeclaration(let text):
      "“\(text)” is no rule: write `NAME = …` with a name in capitals, or begin with a space to go on "
        + "with the rule above"
    case .repeated(let name, let line):
      "\(name) is already in line \(line): give one of the two another name"
    case .emptyAlternative: "nothing stands between two bars: write - for an empty text"
    case .badWeight(let text):
      "“\(text)” is no weight: write a whole number from 1 to \(Grammar.Limit.weight) before the colon"
    case .unclosed: "a bracket has no other half: write [ and ] in pairs, and none inside another"
    case .notAPart(let text):
      "[\(text)] means nothing: write [RULE], [RULE as word], [word], [TABLE of word] or [one + other]"
    case .control(let scalar):
      "the character of number \(scalar) cannot be shown: take it away"
    case .unknownRule(let name): "there is no rule \(name): write one, or correct the name"
    case .unknownTable(let name):
      "there is no table \(name): write `\(name) of RULE = word > what is known of it | …`"
    case .notRemembered(let name):
      "nothing is certain to be remembered as \(name) here: write [RULE as \(name)] before, on every way"
    case .notWords(let name):
      "\(name) makes more than plain words: only a rule without brackets can be remembered or have a "
        + "table"
    case .otherRule(let memory, let first, let here):
      "\(memory) remembers a \(first), and a \(here) here: take another name for one of the two"
    case .otherDomain(let table, let domain, let memory, let rule):
      "\(table) knows words of \(domain), but \(memory) remembers one of \(rule)"
    case .otherRelation(let table, let word):
      "\(table) is a table with `\(word == "of" ? "for" : "of")`: write that instead of `\(word)`"
    case .notNumbers(let name):
      "\(name) cannot be added: each of its words must be a number from 0 to \(Grammar.Limit.number)"
    case .notAnEntry(let text):
      "“\(text)” is no entry of a table: write `word > what is known of it`"
    case .missingEntry(let table, let word):
      "\(table) says nothing of “\(word)”: add `| \(word) > …`"
    case .unknownWord(let word, let table, let domain):
      "\(table) speaks of “\(word)”, which \(domain) does not have: correct or remove it"
    case .repeatedWord(let word):
      "“\(word)” stands here twice: keep one, with the sum of the weights"
    case .recursive(let name):
      "\(name) leads back to itself, so that a line might never end: break the circle"
    }
  }
}
