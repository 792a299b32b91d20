import InformationTheory

/// Reads quantities and conditions.
///
///     condition  = comparison { "and" comparison }
///     comparison = quantity relation ( value | quantity )
///     quantity   = measure [ ("of" | "before") subject ] [ "at" number ]
///     subject    = words | "candidate" number [ "before" words ]
///     words      = "text" [ "#" number ]
///     value      = number [ "bits" | "nats" | "%" ] | word | "text"
struct ExpressionParser {
  private var rest: ArraySlice<Lexeme>
  private let line: Int

  init(_ text: some StringProtocol, line: Int) throws(LessonError) {
    rest = try lexemes(of: text, line: line)[...]
    self.line = line
  }

  // MARK: Wholes

  mutating func takeCondition() throws(LessonError) -> Condition {
    var comparisons = [try takeComparison()]
    while takeWord("and") {
      comparisons.append(try takeComparison())
      try LessonLimit.comparisons.check(comparisons.count, line: line)
    }
    try takeEnd()
    return Condition(comparisons: comparisons)
  }

  /// A quantity, and the unit that it is wanted in.
  mutating func takeQuantityInUnit() throws(LessonError) -> (Quantity, AmountUnit?) {
    let quantity = try takeQuantity()
    var unit: AmountUnit?
    if takeWord("in") {
      guard quantity.measure.kind == .information, let found = takeUnit() else {
        throw expected("`bits` or `nats` of an amount of information")
      }
      unit = found
    }
    try takeEnd()
    return (quantity, unit)
  }

  /// A place for the cursor.
  mutating func takePlace() throws(LessonError) -> Scene.Place {
    let place: Scene.Place
    if takeWord("first") {
      place = .first
    } else if takeWord("last") {
      place = .last
    } else if case .quoted(let text) = rest.first {
      place = .words(try takeWords(text))
    } else {
      throw expected("`first`, `last`, or words in quotation marks")
    }
    try takeEnd()
    return place
  }

  // MARK: Parts

  private mutating func takeComparison() throws(LessonError) -> Comparison {
    let quantity = try takeQuantity()
    let relation = try takeRelation()
    let kind = quantity.measure.kind
    guard relation.isOfWords == (kind == .word) else {
      throw expected(kind == .word ? "`is`, `is not` or `contains`" : "a sign such as `<`")
    }
    let other = try takeOperand(for: kind)
    let found =
      switch other {
      case .value(let value): value.kind
      case .quantity(let quantity): quantity.measure.kind
      }
    guard found == kind else {
      throw failure(.mismatch(quantity.measure.rawValue, is: kind, found: found))
    }
    return Comparison(quantity: quantity, relation: relation, other: other)
  }

  private mutating func takeQuantity() throws(LessonError) -> Quantity {
    guard let measure = takeMeasure() else {
      throw expected("a quantity (\(list(Measure.allCases.map(\.rawValue), with: "or")))")
    }
    var quantity = Quantity(measure)
    if measure.isOfToken, takeWord("of") || takeWord("before") {
      quantity.subject = try takeSubject()
    }
    if measure.isOfKind {
      guard takeWord("of"), case .quoted(let kind) = rest.first else {
        throw expected("`of` and a kind of bytes in quotation marks")
      }
      quantity.subject = .words(try takeWords(kind))
    }
    if measure.isOfTemperature, takeWord("at") {
      guard case .number(let value) = rest.first, let temperature = Temperature(value) else {
        throw expected("a temperature")
      }
      rest.removeFirst()
      quantity.temperature = temperature
    }
    return quantity
  }

  /// The measure with the longest name that stands here.
  private mutating func takeMeasure() -> Measure? {
    let found = Self.measures.first { name in
      rest.count >= name.words.count && zip(rest, name.words).allSatisfy { $0 == .word($1) }
    }
    if let found { rest.removeFirst(found.words.count) }
    return found?.measure
  }

  /// Every measure by the words of its name, the longest first.
  private static let measures = Measure.allCases.map {
    (measure: $0, words: $0.rawValue.split(separator: " ").map(String.init))
  }.sorted { $0.words.count > $1.words.count }

  private mutating func takeSubject() throws(LessonError) -> Quantity.Subject {
    if case .quoted(let text) = rest.first { return .words(try takeWords(text)) }
    guard takeWord("candidate") else {
      throw expected("words in quotation marks or `candidate 1`")
    }
    let place = try takeCount(1...32)
    guard takeWord("before") else { return .candidate(place) }
    guard case .quoted(let text) = rest.first else { throw expected("words in quotation marks") }
    return .candidate(place, before: try takeWords(text))
  }

  private mutating func takeWords(_ text: String) throws(LessonError) -> Words {
    rest.removeFirst()
    guard !text.isEmpty else { throw failure(.expected("a word", found: "\"\"")) }
    try LessonLimit.words.check(text.utf8.count, line: line)
    guard rest.first == .sign("#") else { return Words(text) }
    rest.removeFirst()
    return Words(text, occurrence: try takeCount(1...1_000))
  }

  private mutating func takeCount(_ range: ClosedRange<Int>) throws(LessonError) -> Int {
    guard case .number(let value) = rest.first, let count = Int(exactly: value),
      range.contains(count)
    else { throw expected("a whole number from \(range.lowerBound) to \(range.upperBound)") }
    rest.removeFirst()
    return count
  }

  private mutating func takeRelation() throws(LessonError) -> Relation {
    if takeWord("is") { return takeWord("not") ? .different : .same }
    for relation in Relation.allCases {
      if rest.first == .sign(relation.rawValue) || rest.first == .word(relation.rawValue) {
        rest.removeFirst()
        return relation
      }
    }
    throw expected("`<`, `<=`, `>`, `>=`, `=`, `near`, `is`, `is not` or `contains`")
  }

  /// What a quantity is compared with: a word for a word, else a number or another quantity.
  private mutating func takeOperand(
    for kind: Value.Kind
  ) throws(LessonError) -> Comparison.Operand {
    switch rest.first {
    case .quoted(let text):
      rest.removeFirst()
      return .value(.word(text))
    case .word(let word) where kind == .word:
      rest.removeFirst()
      return .value(.word(word))
    case .number(let value):
      rest.removeFirst()
      return .value(takeValue(of: value))
    case .word: return .quantity(try takeQuantity())
    case .sign, nil: throw expected("a value")
    }
  }

  private mutating func takeValue(of number: Double) -> Value {
    if rest.first == .sign("%") {
      rest.removeFirst()
      return .share(number / 100)
    }
    switch takeUnit() {
    case .bits: return .information(.bits(number))
    case .nats: return .information(.nats(number))
    case nil: return .number(number)
    }
  }

  private mutating func takeUnit() -> AmountUnit? {
    AmountUnit.allCases.first { takeWord($0.rawValue) }
  }

  // MARK: Words

  private mutating func takeWord(_ word: String) -> Bool {
    guard rest.first == .word(word) else { return false }
    rest.removeFirst()
    return true
  }

  private func takeEnd() throws(LessonError) {
    guard rest.isEmpty else { throw expected("the end of the line") }
  }

  private func expected(_ what: String) -> LessonError {
    failure(.expected(what, found: rest.first?.description ?? ""))
  }

  private func failure(_ cause: LessonError.Cause) -> LessonError {
    LessonError(line: line, cause: cause)
  }
}
