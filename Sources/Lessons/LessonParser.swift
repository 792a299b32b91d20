import InformationTheory

extension Lesson {
  /// The largest file that is read, in bytes.
  public static let sizeLimit = 1 << 20

  /// Reads a lesson.
  ///
  /// - Parameters:
  ///   - name: What it is called by.
  ///   - bytes: The file, as `Assets/guides/lessons.md` describes it.
  /// - Throws: The first line that is wrong, and why.
  /// - Complexity: O(*n*).
  public init(name: String, bytes: [UInt8]) throws(LessonError) {
    guard bytes.count <= Self.sizeLimit else {
      throw LessonError(line: 1, cause: .tooLarge(bytes: bytes.count, limit: Self.sizeLimit))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LessonError(line: 1, cause: .notText)
    }
    var parser = LessonParser(name: name)
    for block in blocks(of: text) { try parser.take(block) }
    self = try parser.finished()
  }
}

/// Lines of a file without an empty one among them.
private struct Block {
  /// The lines with their numbers; at least one.
  var lines: [(number: Int, text: Substring)]
  var first: (number: Int, text: Substring) { lines[0] }

  /// Whether it begins as `name: value`.
  var isSettings: Bool { settingName(of: first.text) != nil }
}

/// Cuts a text at its empty lines, and around headings.
private func blocks(of text: String) -> [Block] {
  var result: [Block] = []
  var open: [(number: Int, text: Substring)] = []
  func close() {
    if !open.isEmpty { result.append(Block(lines: open)) }
    open = []
  }
  let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  for (index, line) in lines.enumerated() {
    let isHeading = line.hasPrefix("#")
    if trimmed(line).isEmpty || isHeading { close() }
    if isHeading {
      result.append(Block(lines: [(index + 1, line)]))
    } else if !trimmed(line).isEmpty {
      open.append((index + 1, line))
    }
  }
  close()
  return result
}

/// The name before the colon of `name: value`: one word of small letters.
private func settingName(of line: Substring) -> String? {
  let name = line.prefix { $0.isASCII && $0.isLowercase }
  return !name.isEmpty && line[name.endIndex...].first == ":" ? String(name) : nil
}

/// A setting as it is written, its continued lines joined.
private struct Setting {
  var name: String
  var value: String
  var line: Int
}

/// Puts a lesson together, block by block.
private struct LessonParser {
  private var lesson: Lesson
  private var hasTitle = false
  /// The names already set on this page.
  private var given: Set<String> = []
  private var task: (paragraph: Paragraph, line: Int)?
  private var condition: Condition?
  private var hints: [Paragraph] = []
  private var answer: Paragraph?
  private var solution: [SolutionStep] = []
  private var own = Scene()
  /// The bytes of the page's lines.
  private var size = 0

  init(name: String) {
    lesson = Lesson(name: name, title: "", summary: "", series: "", pages: [])
  }

  mutating func take(_ block: Block) throws(LessonError) {
    let (number, text) = block.first
    size += block.lines.reduce(0) { $0 + $1.text.utf8.count }
    try LessonLimit.bytes.check(size, line: number)
    if text.hasPrefix("## ") {
      try endPage()
      try LessonLimit.pages.check(lesson.pages.count + 1, line: number)
      lesson.pages.append(Page(title: String(trimmed(text.dropFirst(3))), line: number))
    } else if text.hasPrefix("# "), !hasTitle {
      lesson.title = String(trimmed(text.dropFirst(2)))
      hasTitle = true
    } else if !hasTitle {
      throw LessonError(line: number, cause: .noTitle)
    } else if block.isSettings {
      for setting in try settings(of: block) { try take(setting) }
    } else if lesson.pages.isEmpty {
      throw LessonError(line: number, cause: .noPage)
    } else {
      let words = block.lines.map { trimmed($0.text) }.joined(separator: " ")
      let last = lesson.pages.count - 1
      lesson.pages[last].paragraphs.append(try paragraph(words, line: number))
    }
  }

  mutating func finished() throws(LessonError) -> Lesson {
    guard hasTitle else { throw LessonError(line: 1, cause: .noTitle) }
    guard !lesson.pages.isEmpty else { throw LessonError(line: 1, cause: .noPage) }
    try endPage()
    return lesson
  }

  /// Checks the page that ends here, and gives it what the pages before have set.
  private mutating func endPage() throws(LessonError) {
    guard let last = lesson.pages.indices.last else { return }
    let before = last > 0 ? lesson.pages[last - 1].scene : Scene()
    let scene = before.changed(by: own)
    let line = lesson.pages[last].line
    guard scene.text != nil || scene.hasTraining else {
      throw LessonError(line: line, cause: .noText)
    }
    if case .words(let words) = scene.focus, !scene.hasTraining, let text = scene.text,
      !contains(text, words)
    {
      throw LessonError(line: line, cause: .notInText(words.text))
    }
    lesson.pages[last].scene = scene
    lesson.pages[last].exercise = try exercise(line: line)
    try LessonLimit.quotations.check(lesson.pages[last].quotations.count, line: line)
    try LessonLimit.claims.check(lesson.pages[last].claims.count, line: line)
    (given, task, condition, hints, answer, solution) = ([], nil, nil, [], nil, [])
    (own, size) = (Scene(), 0)
  }

  private func exercise(line: Int) throws(LessonError) -> Exercise? {
    guard let task else {
      if let orphan = ["done", "hint", "answer", "solution"].first(where: given.contains) {
        throw LessonError(line: line, cause: .incompleteTask(missing: "task (for \(orphan))"))
      }
      return nil
    }
    guard let condition else {
      throw LessonError(line: task.line, cause: .incompleteTask(missing: "done"))
    }
    return Exercise(
      request: task.paragraph, condition: condition, line: task.line, hints: hints,
      answer: answer, solution: solution)
  }

  // MARK: Settings

  /// The settings of a block; a line that begins with two spaces goes on with the one before.
  private func settings(of block: Block) throws(LessonError) -> [Setting] {
    var result: [Setting] = []
    for (number, text) in block.lines {
      if let name = settingName(of: text) {
        let value = trimmed(text.dropFirst(name.count + 1))
        result.append(Setting(name: name, value: String(value), line: number))
      } else if text.hasPrefix("  "), !result.isEmpty {
        result[result.count - 1].value += " " + trimmed(text)
      } else {
        throw LessonError(line: number, cause: .notASetting(String(trimmed(text).prefix(40))))
      }
    }
    return result
  }

  private static let headSettings = ["about", "series", "note"]
  private static let repeatable: Set = ["note", "expect", "hint", "solution"]
  private static let pageSettings =
    ["text", "at", "temperature", "rate", "seed", "steps"] + Scene.Choice.allCases.map(\.rawValue)
    + ["expect", "task", "done", "hint", "answer", "solution", "note"]

  private mutating func take(_ setting: Setting) throws(LessonError) {
    let known = lesson.pages.isEmpty ? Self.headSettings : Self.pageSettings
    guard known.contains(setting.name) else {
      let isMisplaced = (Self.headSettings + Self.pageSettings).contains(setting.name)
      throw LessonError(
        line: setting.line,
        cause: isMisplaced
          ? .misplaced(setting.name, allowed: known)
          : .unknownSetting(setting.name, known: known))
    }
    guard !setting.value.isEmpty else {
      throw LessonError(line: setting.line, cause: .empty(setting.name))
    }
    guard given.insert(setting.name).inserted || Self.repeatable.contains(setting.name) else {
      throw LessonError(line: setting.line, cause: .repeated(setting.name))
    }
    if let choice = Scene.Choice(rawValue: setting.name) {
      own.choices[choice] = try word(setting, of: choice)
    } else {
      try fill(setting)
    }
  }

  private mutating func fill(_ setting: Setting) throws(LessonError) {
    let (value, line) = (setting.value, setting.line)
    switch setting.name {
    case "about": lesson.summary = value
    case "series": lesson.series = value
    case "text": own.text = lines(in: value)
    case "at":
      own.focus = try parsed(setting) { (parser) throws(LessonError) in
        try parser.takePlace()
      }
    case "temperature": own.temperature = try heat(setting)
    case "rate": own.rate = try rate(setting)
    case "seed": own.seed = UInt64(try count(setting, Scene.seeds))
    case "steps": own.steps = try count(setting, Scene.stepCounts)
    case "expect":
      let claim = try parsedCondition(setting)
      let last = lesson.pages.count - 1
      lesson.pages[last].claims.append(Claim(condition: claim, source: value, line: line))
    case "task": task = (try paragraph(value, line: line), line)
    case "done": condition = try parsedCondition(setting)
    case "hint": hints.append(try paragraph(value, line: line))
    case "answer": answer = try paragraph(value, line: line)
    case "solution": solution.append(SolutionStep(directive: value, line: line))
    default: break  // a note is for whoever reads the file
    }
  }

  private func parsedCondition(_ setting: Setting) throws(LessonError) -> Condition {
    try parsed(setting) { (parser) throws(LessonError) in try parser.takeCondition() }
  }

  private func parsed<Result>(
    _ setting: Setting, _ take: (inout ExpressionParser) throws(LessonError) -> Result
  ) throws(LessonError) -> Result {
    var parser = try ExpressionParser(setting.value, line: setting.line)
    return try take(&parser)
  }

  private func heat(_ setting: Setting) throws(LessonError) -> Scene.Heat {
    if setting.value == "best" { return .best }
    guard let value = Double(setting.value), let temperature = Temperature(value) else {
      throw LessonError(
        line: setting.line,
        cause: .expected("a temperature such as `0.7`, or `best`,", found: setting.value))
    }
    return .value(temperature)
  }

  private func rate(_ setting: Setting) throws(LessonError) -> Scene.Rate {
    if setting.value == "usual" { return .usual }
    guard let value = Double(setting.value), value > 0, value <= 1_000 else {
      throw LessonError(
        line: setting.line,
        cause: .expected("a learning rate such as `0.002`, or `usual`,", found: setting.value))
    }
    return .value(value)
  }

  private func count(_ setting: Setting, _ range: ClosedRange<Int>) throws(LessonError) -> Int {
    guard let value = Int(setting.value), range.contains(value) else {
      throw LessonError(
        line: setting.line,
        cause: .expected(
          "a whole number from \(range.lowerBound) to \(range.upperBound)", found: setting.value))
    }
    return value
  }

  private func word(_ setting: Setting, of choice: Scene.Choice) throws(LessonError) -> String {
    guard let words = choice.words, !words.contains(setting.value) else { return setting.value }
    throw LessonError(
      line: setting.line,
      cause: .notAChoice(setting.value, for: choice.rawValue, choices: words))
  }

  /// A text in which `\n` stands for a line's end.
  private func lines(in value: String) -> String {
    var result = ""
    var rest = value[...]
    while let first = rest.first {
      let isBreak = rest.hasPrefix("\\n")
      result.append(isBreak ? "\n" : first)
      rest = rest.dropFirst(isBreak ? 2 : 1)
    }
    return result
  }

  private func contains(_ text: String, _ words: Words) -> Bool {
    firstByte(of: words, in: Array(text.utf8)) != nil
  }
}

/// Where an occurrence of some words begins in a text, as an offset in bytes; nil where there is
/// none. O(*n* *m*) in the lengths of both.
public func firstByte(of words: Words, in text: [UInt8]) -> Int? {
  let wanted = Array(words.text.utf8)
  guard !wanted.isEmpty, wanted.count <= text.count else { return nil }
  var left = words.occurrence
  for start in 0...text.count - wanted.count where text[start...].starts(with: wanted) {
    left -= 1
    if left == 0 { return start }
  }
  return nil
}
