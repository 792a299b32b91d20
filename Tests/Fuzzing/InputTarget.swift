import Exploration
import TerminalUI
import TestSupport

extension FuzzTarget {
  /// What a terminal sends means the same however it is split, and after a pause nothing is held.
  public static let input = FuzzTarget(name: "input", seeds: inputSeeds) { bytes in
    var whole = InputDecoder()
    let expected = whole.decode(bytes) + whole.flush()
    guard whole.patience == nil else { return .wrong("something is held after a flush") }
    var random = SeededGenerator(seed: UInt64(bytes.count))
    var split = InputDecoder()
    var events: [Input] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...4, using: &random)
      events += split.decode(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    events += split.flush()
    return events == expected ? .taken : .wrong("split: \(events), whole: \(expected)")
  }

  private static let inputSeeds: [[UInt8]] = [
    Array("q\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}\u{1B}[D\u{1B}x\u{1B}[[A\u{1B}[97;5u\u{1B}".utf8),
    Array("\u{1B}[200~paste\r\n\u{1B}[A\u{1B}[201~é你👩\u{1B}[I\u{1B}[O\u{7F}\t".utf8),
    Array("\u{1B}[<0;10;5M\u{1B}[<32;11;5M\u{1B}[<0;11;5m\u{1B}[M !!\u{1B}[<64;1;1M".utf8),
    Array("\u{1B}]11;rgb:0/0/0\u{07}\u{1B}]10;\u{1B}\\\u{1B}P1$r\u{1B}\\\u{1B}]".utf8),
    [0xFF, 0xC3, 0x28, 0x9B, 0x1B, 0x5B, 0x3F, 0x39, 0x63, 0xED, 0xA0, 0x80, 0xF0, 0x9F],
  ]
}
