/// Why a server does not score a text.
public enum RemoteError: Error, Hashable, Sendable {
  /// It cannot be reached, or its answer did not arrive.
  case unreachable(server: String, TransportFault)
  /// It sends elsewhere, where nothing is asked.
  case redirected(server: String, to: String)
  /// It does not take the key, or wants one.
  case keyRefused(server: String, hadKey: Bool)
  /// A key would go over a network in the clear.
  case keyInTheClear(server: String)
  /// It is busy or broken, and was so each time; and the seconds after which it wants to be asked again, where it says.
  case failing(server: String, status: Int, message: String, retryAfter: Double? = nil)
  /// It refuses what it was asked.
  case refused(server: String, status: Int, message: String)
  /// What it says is not what its engine says.
  case malformed(server: String, what: String)
  /// Its engine cannot do what was asked: what is missing, and what to do.
  case cannot(engine: String, missing: String)
  /// It has several models, or not the one that was named.
  case wrongModel(server: String, named: String?, known: [String])
  /// The text cannot be sent: what is wrong with it, and where.
  case text(String)
  /// Nobody wants an answer any more.
  case cancelled

  /// The kinds of faults, as exit statuses tell them apart.
  public enum Kind: Hashable, Sendable { case unavailable, protocolFault, permission, usage, data }

  /// Whether an answer is none of the engine's that was asked.
  var isForeign: Bool {
    switch self {
    case .refused, .malformed: true
    default: false
    }
  }

  /// Its kind.
  public var kind: Kind {
    switch self {
    case .unreachable(_, .headerTooLarge): .protocolFault
    case .unreachable, .failing, .cancelled: .unavailable
    case .redirected, .refused, .malformed, .cannot: .protocolFault
    case .keyRefused, .keyInTheClear: .permission
    case .wrongModel: .usage
    case .text: .data
    }
  }
}
