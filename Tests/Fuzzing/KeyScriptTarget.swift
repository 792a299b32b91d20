import Runtime

extension FuzzTarget {
  /// A script of keys is refused with a sentence and a line of it, or says what to do on which line.
  public static let keys = FuzzTarget(name: "keys", seeds: keySeeds) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.count
    do throws(KeyScriptError) {
      return FuzzOutcome(complaint: complaint(about: try KeyScript(text), lines: lines))
    } catch {
      return .refused(error, line: error.line, of: lines)
    }
  }

  private static let keySeeds: [[UInt8]] = [
    "wait\nright 3\nup 5\n# look\nscreen warm\nresize 24 80\n",
    "type a é\\n#\npaste \\xFF\\\\\\t q\nctrl-l\nalt-x 2\nf12\nshift-left\r\nspace\nescape 10000",
    "mouse press 3 40\nmouse drag 3 41\nmouse release 3 41\nmouse wheel-down 0 0\nq",
  ].map { Array($0.utf8) }

  private static func complaint(about script: KeyScript, lines: Int) -> String? {
    let numbers = script.directives.map(\.line)
    guard zip(numbers, numbers.dropFirst()).allSatisfy(<), numbers.last ?? 1 <= lines else {
      return "the lines are \(numbers) of \(lines)"
    }
    return script.directives.lazy.compactMap { complaint(about: $0.directive) }.first
  }

  private static func complaint(about directive: KeyScript.Directive) -> String? {
    switch directive {
    case .input(let inputs): inputs.count <= 10_000 || inputs.isEmpty ? nil : "endless keys"
    case .key(_, let times): (1...10_000).contains(times) ? nil : "endless keys"
    case .resize(let rows, let columns):
      (1...500).contains(rows) && (1...1000).contains(columns)
        ? nil : "a size of \(rows)×\(columns)"
    case .wait: nil
    case .screen(let name):
      name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x2F && $0 < 0x7F } && !name.isEmpty
        ? nil : "a screen under the name “\(name)”"
    }
  }
}
