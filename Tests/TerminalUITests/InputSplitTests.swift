import Exploration
import TerminalUI
import TestSupport
import Testing

@Suite struct InputSplitTests {
  private static let pieces: [[UInt8]] =
    [
      "\u{1B}", "\u{1B}[", "\u{1B}O", "[", "O", "A", "~", "1;5", "200~", "201~", "\u{1B}[200~",
      "\u{1B}[201~", "\u{1B}[<0;10;5M", "\u{1B}[<32;11;5M", "\u{1B}[<0;11;5m", "\u{1B}[M", "<",
      "0;1;1", "M", "m", "q", "é", "你", "👩", "\u{1B}]11;", "\u{07}", "\u{1B}\\", "\u{1B}P1",
      "\r\n", "\u{1B}[I", "paste", "\u{1B}[[", "\u{7F}", "\u{1B}[97;5u",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE4, 0xBD], [0x80], [0xF0, 0x9F], [0x9B], [0]]

  private func bytes(using random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 1...30, using: &random)).flatMap { _ in
      Self.pieces.randomElement(using: &random) ?? []
    }
  }

  @Test(arguments: 0..<20)
  func `however bytes are split, the same events come`(block: Int) {
    for seed in block * 100..<(block + 1) * 100 {
      var random = SeededGenerator(seed: UInt64(seed))
      let bytes = bytes(using: &random)
      var whole = InputDecoder()
      let expected = whole.decode(bytes) + whole.flush()
      var split = InputDecoder()
      var events: [Input] = []
      var start = 0
      while start < bytes.count {
        let end = min(start + Int.random(in: 1...4, using: &random), bytes.count)
        events += split.decode(Array(bytes[start..<end]))
        start = end
      }
      events += split.flush()
      #expect(events == expected, "seed \(seed): \(bytes)")
    }
  }

  @Test func `no byte outside of escape sequences is lost`() {
    for seed in 0..<500 {
      var random = SeededGenerator(seed: UInt64(seed))
      let bytes = (0..<40).map { _ in UInt8.random(in: 0x20...0xFF, using: &random) }
      var decoder = InputDecoder()
      let events = decoder.decode(bytes) + decoder.flush()
      let seen = events.flatMap { event -> [UInt8] in
        switch event {
        case .key(.character(let character), []): Array(String(character).utf8)
        case .key(.backspace, []): [0x7F]
        case .invalid(let bytes): bytes
        default: []
        }
      }
      #expect(seen == bytes, "seed \(seed)")
    }
  }
}
