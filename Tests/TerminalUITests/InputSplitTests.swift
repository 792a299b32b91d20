import Exploration
import TerminalUI
import TestSupport
import Testing

@Suite struct InputSplitTests {
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
