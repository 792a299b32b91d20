import ShownText

/// How far a run over many texts is, told once a second: a value that is given the time.
public struct LinePace: Sendable {
  /// The texts that are done and those that have no score, and the tokens that were read.
  public var texts = 0, failed = 0, tokens = 0
  private var told = Duration.zero

  /// Nothing is done yet, and no time has passed.
  public init() {}

  /// A line of JSON, where a second has passed since the last; nil where none has. Lines stand at whole seconds,
  /// so that one that comes late makes no other late.
  ///
  /// - Parameter time: Since the run began.
  public mutating func line(at time: Duration) -> String? {
    guard time - told >= .seconds(1) else { return nil }
    told = .seconds(time.components.seconds)
    let members: [(name: String, value: JSONValue)] = [
      ("texts", .integer(texts)), ("failed", .integer(failed)), ("tokens", .integer(tokens)),
      ("seconds", Self.decimal(time / .seconds(1))),
      ("tokens_per_second", Self.decimal(rate(at: time))),
    ]
    return JSONValue.object(members).text + "\n"
  }

  /// Tokens a second; 0 as long as no time has passed.
  public func rate(at time: Duration) -> Double {
    time > .zero ? Double(tokens) / (time / .seconds(1)) : 0
  }

  private static func decimal(_ number: Double) -> JSONValue {
    .number((number * 10).rounded() / 10)
  }
}
