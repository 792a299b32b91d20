/// What is served: which request gets which answer. It knows no sockets and no clock.
public struct Service: Sendable {
  let model: ServedModel
  let version: String
  /// The hosts that requests may be for; nil for any. A page in a browser can have its own name lead to this
  /// machine, and must not read along.
  let hosts: [String]?

  /// A service.
  ///
  /// - Parameters:
  ///   - version: The program's.
  ///   - hosts: The names by which a server that only this machine reaches may be called.
  public init(_ model: ServedModel, version: String, hosts: [String]?) {
    self.model = model
    self.version = version
    self.hosts = hosts
  }

  private struct Route {
    var method: String, path: String
    var answer: @Sendable (Service, ServedRequest, AnswerStamp) throws(APIError) -> ServedReply
  }

  private static let routes = [
    Route(method: "GET", path: "/health") { _, _, _ in .answer(.empty) },
    Route(method: "GET", path: "/version") { service, _, _ in .answer(service.versions) },
    Route(method: "GET", path: "/v1/models") { service, _, stamp in
      .answer(service.models(at: stamp.created))
    },
    Route(method: "GET", path: "/tokenizer_info") { service, _, _ in
      .answer(service.tokenizer)
    },
    Route(method: "POST", path: "/tokenize") { service, request, _ throws(APIError) in
      .answer(try service.tokenized(request))
    },
    Route(method: "POST", path: "/detokenize") { service, request, _ throws(APIError) in
      .answer(try service.detokenized(request))
    },
    Route(method: "POST", path: "/v1/completions") { service, request, stamp throws(APIError) in
      .work(try service.completion(request, stamp))
    },
  ]

  /// What to do about a request.
  public func reply(to request: ServedRequest, _ stamp: AnswerStamp) -> ServedReply {
    do throws(APIError) {
      let route = try route(of: request)
      return try route.answer(self, request, stamp)
    } catch {
      return .answer(ServedAnswer(error))
    }
  }

  private func route(of request: ServedRequest) throws(APIError) -> Route {
    guard isForThis(request.host) else {
      throw APIError("this server is not called `\(request.host)`", status: 403)
    }
    let here = Self.routes.filter { $0.path == request.path }
    guard !here.isEmpty else {
      let known = Self.routes.map { "\($0.method) \($0.path)" }.joined(separator: ", ")
      throw APIError("there is nothing at \(request.path): there are \(known)", status: 404)
    }
    guard let route = here.first(where: { $0.method == request.method }) else {
      var error = APIError("\(request.path) answers \(here[0].method) alone", status: 405)
      error.allowedMethods = here[0].method
      throw error
    }
    if route.method == "POST" { try checkBody(of: request) }
    return route
  }

  private func checkBody(of request: ServedRequest) throws(APIError) {
    if request.isTooLarge {
      throw APIError("the body is too long: send fewer prompts at once", status: 413)
    }
    let type = request.contentType.prefix { $0 != ";" && $0 != " " }
    guard type.lowercased() == "application/json" else {
      throw APIError(
        "the body is not called JSON: send `Content-Type: application/json`", status: 415)
    }
  }

  /// The host without its port, which may stand in brackets.
  private func isForThis(_ host: String) -> Bool {
    guard let hosts, !host.isEmpty else { return true }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return hosts.contains(name.lowercased())
  }
}
