import JSON

/// A field of other servers that would change what is drawn, and that this one does not have: it may say no more
/// than that nothing changes.
struct NeutralField {
  /// What changes nothing.
  enum Value {
    case number(Double)
    case no
    case nothing
    /// An object that says that the answer is plain text.
    case plainText
  }

  let name: String
  let value: Value

  /// All of them.
  static let all: [NeutralField] =
    ["n", "best_of", "repetition_penalty", "repeat_penalty", "length_penalty", "typical_p"].map {
      NeutralField(name: $0, value: .number(1))
    }
    + ["presence_penalty", "frequency_penalty", "min_tokens"].map {
      NeutralField(name: $0, value: .number(0))
    }
    + ["use_beam_search", "ignore_eos", "include_stop_str_in_output"].map {
      NeutralField(name: $0, value: .no)
    }
    + [
      "suffix", "logit_bias", "stop_token_ids", "bad_words", "allowed_token_ids",
      "logits_processors",
      "truncate_prompt_tokens", "prompt_embeds", "structured_outputs", "guided_json",
      "guided_regex",
      "guided_choice", "guided_grammar", "grammar", "logprob_token_ids",
    ].map { NeutralField(name: $0, value: .nothing) }
    + [NeutralField(name: "response_format", value: .plainText)]

  /// Refuses a request in which it says anything else.
  func check(_ fields: RequestFields) throws(APIError) {
    guard let found = fields[name] else { return }
    let (isNeutral, neutral) =
      switch value {
      case .number(let number): (found.number == number, "or send \(Int(number))")
      case .no: (found.bool == false, "or send false")
      case .nothing: (found.isEmpty, "or send it empty")
      case .plainText:
        (found["type"]?.string == "text", "or send {\"type\": \"text\"}")
      }
    if isNeutral { return }
    throw APIError(
      "`\(name)` would change the answer, and this server does not have it: leave it out, \(neutral)",
      about: name)
  }
}
