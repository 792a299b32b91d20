public import Basics

/// Where a file of some name is written, and what stands there. The one rule for links: a name under which a link
/// stands is taken, wherever that leads; who may write over it writes over what it leads to, and the link stays.
public struct WritingPlace: Sendable {
  /// What can stand under a name, at the end of its links.
  public enum Kind: Equatable, Sendable {
    /// A file with bytes, and who may read it.
    case regular(mode: mode_t)
    /// A folder, a pipe, a device, links in a ring: nothing takes their place.
    case other
  }

  /// The path at the end of the links.
  public let path: String
  /// What stands there; nil for nothing.
  public let kind: Kind?
  /// Whether anything stands under the name itself, a link included.
  public let isTaken: Bool

  /// The most links that lead to a file, as for the system.
  private static let mostLinks = 40

  /// Looks at a name.
  public init(_ name: String) {
    var status = stat()
    isTaken = unsafe lstat(name, &status) == 0
    kind =
      unsafe stat(name, &status) != 0
      ? errno == ELOOP ? .other : nil
      : status.st_mode & S_IFMT == S_IFREG ? .regular(mode: status.st_mode & 0o777) : .other
    var path = name
    var links = 0
    while kind != .other, links < Self.mostLinks, let next = Self.target(ofLink: path) {
      (path, links) = (next, links + 1)
    }
    self.path = path
  }

  private static func target(ofLink path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let target = String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return target.hasPrefix("/") ? target : folder + target
  }
}
