import InformationTheory
import Scoring

/// The model that is served, and how texts are read.
public struct ServedModel: Sendable {
  let scorer: Scorer
  /// What requests may call it, first its name.
  let titles: [String]
  /// What it is called.
  public var title: String { titles[0] }
  /// What stands before a text, where a request leaves that to the model.
  let startToken: Int?
  /// Whether the name of a control token in a text stands for the token.
  let isSpecial: Bool
  let names: TokenNames

  /// A model that can be asked for all its vocabulary.
  ///
  /// - Parameter titles: What it may be called beside its name.
  public init(_ scorer: Scorer, titles: [String] = [], startToken: Int?, isSpecial: Bool) {
    self.scorer = scorer
    self.titles = [scorer.model.name] + titles
    self.startToken = startToken
    self.isSpecial = isSpecial
    names = TokenNames(scorer.vocabulary)
  }

  /// The most tokens of prompt and answer together.
  var contextLength: Int { scorer.model.contextLength }

  /// How prompts are read: whole, and as they are.
  var settings: ScoringSettings {
    ScoringSettings(startToken: nil, window: contextLength, stride: max(contextLength / 2, 1))
  }

  /// Refuses a request to another model. One that names none is to this.
  func check(_ name: String?) throws(APIError) {
    guard let name, !titles.contains(name) else { return }
    throw APIError(
      "there is no model `\(name)` here: this is `\(title)`", about: "model", status: 404,
      code: "model_not_found")
  }

  /// Refuses ids that the vocabulary does not have.
  func check(_ ids: [Int], _ name: String) throws(APIError) {
    let count = scorer.vocabulary.count
    guard let wrong = ids.first(where: { !(0..<count).contains($0) }) else { return }
    throw APIError(
      "`\(name)` has a token \(wrong), and the vocabulary's ids are 0 to \(count - 1)", about: name)
  }

  /// The bytes of a text that a token stands for: none for a control token.
  func bytes(of id: Int) -> [UInt8] {
    scorer.vocabulary.isControl(id) ? [] : scorer.vocabulary.bytes(id)
  }
}

/// A prompt as the model reads it.
struct PromptTokens {
  /// The text, without a token that was put before it.
  var text: [UInt8]
  var tokens: [Token]
  /// How many of the tokens were put before the text.
  var startCount = 0
  var ids: [Int] { tokens.map(\.id) }
}

extension ServedModel {
  /// Cuts a text into tokens.
  ///
  /// - Parameter isSpecial: Whether the name of a control token stands for it; nil for what the server was told.
  func tokens(
    of text: [UInt8], addingSpecial: Bool, isSpecial: Bool? = nil
  ) throws(APIError) -> PromptTokens {
    let start = addingSpecial ? startToken.map { [Token(id: $0, bytes: 0..<0)] } ?? [] : []
    do {
      return PromptTokens(
        text: text, tokens: start + (try scorer.tokenize(text, isSpecial ?? self.isSpecial)),
        startCount: start.count)
    } catch { throw APIError("\(error)", status: 502) }
  }

  /// The text of some tokens.
  func text(of ids: [Int]) -> PromptTokens {
    var prompt = PromptTokens(text: [], tokens: [])
    for id in ids {
      let bytes = bytes(of: id)
      let start = prompt.text.count
      prompt.tokens.append(Token(id: id, bytes: start..<start + bytes.count))
      prompt.text += bytes
    }
    return prompt
  }

  /// The prompts of a request, if the model can read them and has room for the answer.
  func prompts(of request: CompletionRequest) throws(APIError) -> [PromptTokens] {
    var prompts: [PromptTokens] = []
    for prompt in request.prompts {
      switch prompt {
      case .text(let text):
        prompts.append(try tokens(of: text, addingSpecial: request.addsSpecialTokens))
      case .tokens(let ids):
        try check(ids, "prompt")
        prompts.append(text(of: ids))
      }
    }
    for prompt in prompts { try check(prompt, room: request.maxTokens) }
    return prompts
  }

  private func check(_ prompt: PromptTokens, room: Int) throws(APIError) {
    guard !prompt.tokens.isEmpty else {
      throw APIError(
        "a prompt is empty, so that nothing can follow it: send a word", about: "prompt")
    }
    let (count, most) = (prompt.tokens.count, contextLength)
    guard count > most || room > most - count else { return }
    throw APIError(
      "this model reads at most \(most) tokens, and the prompt has \(count) with \(room) to follow: "
        + "shorten one of them",
      about: count > most ? "prompt" : "max_tokens", code: "context_length_exceeded")
  }
}
