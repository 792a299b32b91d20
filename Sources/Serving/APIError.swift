import Reports

/// Why a request is refused: a sentence for whoever wrote it, in the shape that clients of OpenAI read.
public struct APIError: Error, Hashable {
  /// The status of HTTP.
  public var status: Int
  /// What is wrong, where, and what to do.
  public var message: String
  /// The field that it is about.
  public var parameter: String?
  /// A word for programs.
  public var code: String?
  /// The methods that there are, where the request's is none of them.
  var allowedMethods = ""

  /// A refusal; by default the request's own fault.
  init(_ message: String, about parameter: String? = nil, status: Int = 400, code: String? = nil) {
    self.status = status
    self.message = message
    self.parameter = parameter
    self.code = code
  }

  /// The answer.
  var json: JSONValue {
    .object([
      (
        "error",
        .object([
          ("message", .string(message)),
          ("type", .string(status < 500 ? "invalid_request_error" : "server_error")),
          ("param", .optional(parameter) { .string($0) }),
          ("code", .optional(code) { .string($0) }),
        ])
      )
    ])
  }
}
