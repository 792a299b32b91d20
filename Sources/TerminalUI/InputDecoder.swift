import ShownText
import Exploration

/// Turns the bytes that a terminal sends into what a person did: keys, mouse, pastes, focus.
///
/// A pure value: however the bytes are split into calls, the same events come out. Time is data:
/// the owner waits `patience` milliseconds for more bytes and then calls `flush`, since only a pause
/// tells the Escape key from the start of an escape sequence.
///
///     var decoder = InputDecoder()
///     decoder.decode(Array("\u{1B}[1;5A".utf8))  // [.key(.up, .control)]
public struct InputDecoder: Sendable {
  /// The most bytes that are kept of one paste: one more than are taken, which tells that it was cut.
  public static let pasteLimit = Input.longestPaste + 1
  /// The most bytes of one escape sequence; a longer one is no key.
  static let sequenceLimit = 256

  /// What the bytes held so far may become.
  enum State: Sendable {
    /// Nothing is held.
    case ground
    /// A character of UTF-8 that needs more bytes; with Alt when an escape came before.
    case character(needs: Int, alt: Bool)
    /// ESC; with Alt when there were two.
    case escape(alt: Bool)
    /// `ESC [`, or `ESC O` for `isSS3`, and its parameters.
    case sequence(isSS3: Bool, alt: Bool)
    /// `ESC [ M` and up to three bytes: the oldest mouse report.
    case oldMouse
    /// `ESC [ [`: the next byte is a function key of the Linux console.
    case consoleKey
    /// `ESC ]` or `ESC P`: Alt with a key, or an answer to a question that somebody else asked.
    case answerOrKey
    /// Such an answer, up to BEL or `ESC \`.
    case answer(afterEscape: Bool)
    /// Between the brackets of a paste.
    case paste
  }

  var state = State.ground
  /// The bytes of the sequence in progress; in a paste, those of its possible end.
  var held: [UInt8] = []
  var pasted: [UInt8] = []
  var leftButtonIsDown = false
  var events: [Input] = []

  /// A decoder that has seen nothing.
  public init() {}

  /// How many milliseconds to wait for more bytes before `flush`; nil when nothing is held.
  public var patience: Int? {
    switch state {
    case .ground: nil
    case .escape, .answerOrKey: 40
    case .character, .sequence, .oldMouse, .consoleKey, .answer: 500
    case .paste: 5_000
    }
  }

  /// Takes the next bytes and returns what they complete. O(*n*).
  public mutating func decode(_ bytes: [UInt8]) -> [Input] {
    var position = 0
    while position < bytes.count {
      if case .paste = state {
        position = takePasted(bytes, from: position)
      } else {
        take(bytes[position])
        position += 1
      }
    }
    return takeEvents()
  }

  /// Settles what is held, after nothing came for as long as `patience` said.
  public mutating func flush() -> [Input] {
    switch state {
    case .ground: break
    case .escape(let alt): for _ in 0..<(alt ? 2 : 1) { emit(.key(.escape, [])) }
    case .answerOrKey: emitAlt(held[1])
    case .sequence(_, let alt) where held.count == (alt ? 3 : 2):
      if alt { emit(.key(.escape, [])) }
      emitAlt(held[held.count - 1])
    case .paste: finishPaste(keeping: held)
    case .character, .sequence, .oldMouse, .consoleKey, .answer: emit(.invalid(held))
    }
    reset()
    return takeEvents()
  }

  // MARK: One byte

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: begin(byte, alt: false)
    case .character(let needs, let alt): continueCharacter(byte, needs: needs, alt: alt)
    case .escape(let alt): continueEscape(byte, alt: alt)
    case .sequence(let isSS3, let alt): continueSequence(byte, isSS3: isSS3, alt: alt)
    case .oldMouse: continueOldMouse(byte)
    case .consoleKey: continueConsoleKey(byte)
    case .answerOrKey: continueAnswerOrKey(byte)
    case .answer(let afterEscape): continueAnswer(byte, afterEscape: afterEscape)
    case .paste: _ = takePasted([byte], from: 0)
    }
  }

  /// The first byte of something; `held` has an ESC when `alt`.
  private mutating func begin(_ byte: UInt8, alt: Bool) {
    if byte == 0x1B {
      held = [byte]
      state = .escape(alt: false)
    } else if byte < 0x80 {
      emit(.key(control: byte, alt: alt))
      reset()
    } else if let length = UTF8Lead(byte)?.length {
      held.append(byte)
      state = .character(needs: length - 1, alt: alt)
    } else {
      emit(.invalid(held + [byte]))
      reset()
    }
  }

  private mutating func continueCharacter(_ byte: UInt8, needs: Int, alt: Bool) {
    let lead = held[alt ? 1 : 0]
    let place = held.count - (alt ? 1 : 0)
    guard UTF8Lead(lead)?.allows(byte, at: place) == true else { return refuse(before: byte) }
    held.append(byte)
    guard needs == 1 else { return state = .character(needs: needs - 1, alt: alt) }
    let text = String(decoding: held.drop { $0 == 0x1B }, as: UTF8.self)
    let isPrintable = !(lead == 0xC2 && byte < 0xA0)  // C1 controls
    emit(isPrintable ? .key(.character(Character(text)), alt ? .alt : []) : .invalid(held))
    reset()
  }

  private mutating func continueEscape(_ byte: UInt8, alt: Bool) {
    switch byte {
    case 0x1B where alt:  // a third: the first was the key
      emit(.key(.escape, []))
    case 0x1B:
      held.append(byte)
      state = .escape(alt: true)
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      held.append(byte)
      state = .sequence(isSS3: byte == UInt8(ascii: "O"), alt: alt)
    default:
      if alt {
        emit(.key(.escape, []))
        held.removeLast()
      }
      guard byte != UInt8(ascii: "]"), byte != UInt8(ascii: "P") else {
        held.append(byte)
        return state = .answerOrKey
      }
      begin(byte, alt: true)
    }
  }

  private mutating func continueSequence(_ byte: UInt8, isSS3: Bool, alt: Bool) {
    let start = alt ? 3 : 2
    switch byte {
    case UInt8(ascii: "[") where !isSS3 && held.count == start:
      held.append(byte)
      state = .consoleKey
    case 0x20...0x3F where held.count < Self.sequenceLimit:
      held.append(byte)
    case UInt8(ascii: "M") where !isSS3 && held.count == start:
      held.append(byte)
      state = .oldMouse
    case 0x40...0x7E:
      let parameters = Array(held[start...])
      held.append(byte)
      finishSequence(parameters, final: byte, isSS3: isSS3, alt: alt)
    default:
      refuse(before: byte)
    }
  }

  private mutating func finishSequence(
    _ parameters: [UInt8], final: UInt8, isSS3: Bool, alt: Bool
  ) {
    if !isSS3, final == UInt8(ascii: "~"), parameters == Array("200".utf8) {
      reset()
      return state = .paste
    }
    let sequence = KeySequence(parameters: parameters, final: final, isSS3: isSS3)
    if let report = sequence.mouseReport {
      emit(report)
    } else {
      emit(sequence.input(alt: alt) ?? .invalid(held))
    }
    reset()
  }

  private mutating func continueOldMouse(_ byte: UInt8) {
    held.append(byte)
    let report = held.suffix(3).map(Int.init)
    guard held.count >= 6, held[held.count - 4] == UInt8(ascii: "M") else { return }
    emit(MouseReport(old: report[0], column: report[1], row: report[2]))
    reset()
  }

  private mutating func continueConsoleKey(_ byte: UInt8) {
    guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) else {
      return refuse(before: byte)
    }
    emit(.key(.function(Int(byte - UInt8(ascii: "A")) + 1), []))
    reset()
  }

  private mutating func continueAnswerOrKey(_ byte: UInt8) {
    let isAnswer =
      held[1] == UInt8(ascii: "]")
      ? (0x30...0x39).contains(byte) : (0x20...0x3F).contains(byte)
    guard isAnswer else {
      emitAlt(held[1])
      reset()
      return take(byte)
    }
    held.append(byte)
    state = .answer(afterEscape: false)
  }

  private mutating func continueAnswer(_ byte: UInt8, afterEscape: Bool) {
    if held.count < Self.sequenceLimit { held.append(byte) }
    let ends = byte == 0x07 || (byte == UInt8(ascii: "\\") && afterEscape)
    guard ends else { return state = .answer(afterEscape: byte == 0x1B) }
    emit(.invalid(held))
    reset()
  }

  // MARK: Emitting

  /// Gives up what is held, and looks at a byte that does not belong to it afresh.
  private mutating func refuse(before byte: UInt8) {
    emit(.invalid(held))
    reset()
    take(byte)
  }

  private mutating func emitAlt(_ byte: UInt8) { emit(.key(control: byte, alt: true)) }

  mutating func emit(_ event: Input) { events.append(event) }

  mutating func reset() {
    state = .ground
    held = []
  }

  private mutating func takeEvents() -> [Input] {
    defer { events = [] }
    return events
  }
}
