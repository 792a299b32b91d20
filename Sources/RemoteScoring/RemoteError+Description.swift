import ShownText

extension RemoteError: CustomStringConvertible {
  /// A sentence for the user, on one line, in which nothing that a server said can act on a terminal.
  public var description: String {
    switch self {
    case .unreachable(let server, let fault): "\(server) \(fault.sentence)"
    case .redirected(let server, let target):
      "\(server) sends on to \(shown(withoutQuery(target))), where nothing is asked: name that address if you trust it"
    case .keyRefused(let server, let hadKey):
      hadKey
        ? "\(server) refuses the key: check what --key-env or --key-file names"
        : "\(server) wants a key: name it with --key-env NAME or --key-file FILE"
    case .keyInTheClear(let server):
      "a key would go to \(server) where all can read it: use https, or a tunnel to this machine"
    case .failing(let server, let status, let message, let pause):
      "\(server) answers with status \(status)\(quoted(message)): try again "
        + (pause.map { "in \(grouped(Int(min($0, 1e9).rounded(.up)))) seconds" } ?? "later")
    case .refused(let server, let status, let message):
      "\(server) refuses with status \(status)\(quoted(message))"
    case .malformed(let server, let what):
      "the answer of \(server) cannot be used: \(shown(what)); try a newer version, or another engine"
    case .cannot(let engine, let missing): "\(engine) cannot do this: \(missing)"
    case .wrongModel(let server, let named, let known): modelSentence(server, named, known)
    case .text(let what): what
    case .cancelled: "nobody waits for the answer any more"
    }
  }

  private func modelSentence(_ server: String, _ named: String?, _ known: [String]) -> String {
    let list = known.prefix(5).map { shown($0) }.joined(separator: ", ")
    let more = known.count > 5 ? " and \(known.count - 5) more" : ""
    let wanted =
      named.map { "\(server) has no model \(shown($0))" } ?? "\(server) has several models"
    return known.isEmpty
      ? "\(server) names no model: write one behind a #, as in \(server)#NAME"
      : "\(wanted): write one behind a #, as in \(server)#NAME; there are \(list)\(more)"
  }

  private func quoted(_ message: String) -> String {
    message.isEmpty ? "" : " and “\(shown(message))”"
  }

  /// An address without what may be a key in it.
  private func withoutQuery(_ address: String) -> String {
    let end = address.firstIndex(of: "?")
    return end.map { address[..<$0] + "?…" } ?? address
  }
}

/// What a server said, on one line and with nothing in it that acts on a terminal. What is written with a backslash is
/// left to where the sentence is printed, so that it is not written so twice.
private func shown(_ text: String, columns: Int = 200) -> String {
  var line = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { line.append(isInvisible(scalar) ? " " : scalar) }
  return line.count > columns ? String(line.prefix(columns)) + "…" : String(line)
}

extension TransportFault {
  /// What follows the name of the server.
  var sentence: String {
    switch self {
    case .noSuchHost: "has a name that no machine has: check how it is written"
    case .unreachable: "does not answer: check that the server runs, and its port"
    case .connectingTookTooLong:
      "did not take the connection in time: check address and network, or give it longer with --connect-timeout SECONDS"
    case .silent(let seconds):
      "said nothing for \(seconds) seconds: give it longer with --timeout SECONDS, or a shorter text"
    case .tookTooLong(let seconds):
      "was not done after \(seconds) seconds: give it longer with --timeout, or a shorter text"
    case .cutOff: "ended in the middle of its answer: try again"
    case .headerTooLarge: "sent a header that is too large: this is no server that is known here"
    case .bodyTooLarge(let limit):
      "sent more than \(size(ofBytes: limit)): ask for fewer candidates with --k"
    case .untrusted(let reason):
      "cannot be trusted (\(shown(reason, columns: 120))): its certificate has to hold for this name and today, by an authority that this machine or --ca-file knows"
    case .cancelled: "was not waited for"
    case .failed(let reason): "cannot be asked: \(shown(reason, columns: 120))"
    }
  }
}
