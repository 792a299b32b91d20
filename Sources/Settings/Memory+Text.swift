import Exploration
import ShownText

extension Memory {
  /// The bytes of the file, which `init(_:)` reads: what does not fit into one is left out.
  public var text: String {
    var text = "# What surprisal remembers. It can be deleted at any time.\n"
    for setting in Setting.all {
      if let value = choices[setting] { text += "\(setting.name) = \(value.text)\n" }
    }
    let left = [
      ("lesson", lesson), ("lesson_file", lessonFile?.path), ("lesson_sha256", lessonFile?.sha256),
    ]
    for case (let key, let value?) in left {
      text += "\(key) = \(TOMLValue.string(value).text)\n"
    }
    for (name, mark) in bookmarks.sorted(by: { $0.key < $1.key }) {
      let entry = "\n[lessons.\(TOMLValue.key(name))]\n" + mark.text
      if text.utf8.count + entry.utf8.count <= largestSettings { text += entry }
    }
    return text
  }
}

extension Bookmark {
  /// A bookmark from its table; nil where that is none.
  init?(_ toml: TOMLValue) {
    guard case .table(let entries) = toml else { return nil }
    let values = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    guard case .integer(let page) = values["page"], page >= 1,
      case .array(let done) = values["done"],
      case .boolean(let isFinished) = values["finished"],
      case .string(let outline) = values["outline"], let outline = UInt64(outline, radix: 16)
    else { return nil }
    let pages = done.compactMap {
      if case .integer(let page) = $0, page >= 1 { page - 1 } else { nil }
    }
    self.init(page: page - 1, done: Set(pages), isFinished: isFinished, outline: outline)
  }

  /// As it is written, pages counted from 1.
  fileprivate var text: String {
    let done = TOMLValue.array(done.sorted().map { .integer($0 + 1) })
    return """
      page = \(page + 1)
      done = \(done.text)
      finished = \(isFinished)
      outline = "\(hexadecimal(outline, digits: 16))"

      """
  }
}
