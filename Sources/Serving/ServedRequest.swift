import Reports

/// A request as the server hands it on.
public struct ServedRequest: Sendable {
  /// Its method and path.
  public var method: String, path: String
  /// What its fields say of the host that it is for, and of its body; empty where they are silent.
  public var host: String, contentType: String
  /// What it sends along.
  public var body: [UInt8]
  /// Whether the body was longer than the server takes.
  public var isTooLarge: Bool

  /// A request.
  public init(
    method: String, path: String, host: String = "", contentType: String = "application/json",
    body: [UInt8] = [], isTooLarge: Bool = false
  ) {
    self.method = method
    self.path = path
    self.host = host
    self.contentType = contentType
    self.body = body
    self.isTooLarge = isTooLarge
  }
}

/// An answer that is there at once.
public struct ServedAnswer: Equatable, Sendable {
  /// The status of HTTP.
  public var status = 200
  /// What its body is.
  public var contentType = "application/json"
  /// What is sent.
  public var body: [UInt8] = []
  /// The methods that there are, where the request's is none of them.
  public var allowedMethods = ""

  init(_ value: JSONValue) { body = Array(value.text.utf8) }

  init(_ error: APIError) {
    self.init(error.json)
    status = error.status
    allowedMethods = error.allowedMethods
  }

  /// Nothing to read: all is well.
  static let empty: ServedAnswer = {
    var answer = ServedAnswer(.null)
    (answer.body, answer.contentType) = ([], "")
    return answer
  }()
}

/// An answer that the model has to work for: one at a time.
public struct ServedWork: Sendable {
  /// What it is, once it has begun.
  public var contentType: String
  /// Writes it.
  public var write: @Sendable (AnswerWriter) throws -> TokenUsage
  /// Puts a failure into an answer that has begun; nil where only the end of the connection can say it.
  public var writeFailure: (@Sendable (String, AnswerWriter) -> Void)?
}

/// What to do about a request.
public enum ServedReply: Sendable {
  /// This is the answer.
  case answer(ServedAnswer)
  /// The model has to work for it.
  case work(ServedWork)
}
