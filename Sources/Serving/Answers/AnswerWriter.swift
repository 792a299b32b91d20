/// Gathers an answer into large parts, and sends them while it is still being made.
public final class AnswerWriter {
  /// The bytes from which on a part is sent.
  private static let partSize = 1 << 16

  private var gathered: [UInt8] = []
  private let send: ([UInt8]) -> Bool
  private let asks: () -> Bool
  private var isLost = false
  /// Whether something was sent, so that the answer can no longer become another one.
  public private(set) var hasBegun = false
  /// Whether somebody still waits for it.
  public var isAwaited: Bool { !isLost && asks() }

  /// An answer that is sent by a function, which returns false where nobody takes it any more.
  ///
  /// - Parameter isAwaited: Whether somebody waits, asked where nothing is sent yet.
  public init(
    isAwaited: @escaping () -> Bool = { true }, _ send: @escaping ([UInt8]) -> Bool
  ) {
    self.send = send
    asks = isAwaited
  }

  /// Takes bytes.
  public func write(_ bytes: some Collection<UInt8>) {
    gathered += bytes
    if gathered.count >= Self.partSize { flush() }
  }

  /// Takes text.
  public func write(_ text: String) { write(text.utf8) }

  /// Sends what there is.
  public func flush() {
    guard !isLost, !gathered.isEmpty else { return gathered.removeAll() }
    hasBegun = true
    isLost = !send(gathered)
    gathered.removeAll(keepingCapacity: true)
  }

  /// What was not sent, which is no longer here.
  public func takeRest() -> [UInt8] {
    defer { gathered = [] }
    return gathered
  }
}
