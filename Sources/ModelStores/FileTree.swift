/// What the layouts of stores ask of a file system: as little as they need, so that a test can make one up.
public struct FileTree: Sendable {
  /// The names in a folder, without `.` and `..`, in any order.
  public var names: @Sendable (_ folder: String) throws(FileFault) -> [String]
  /// What a path leads to, links followed.
  public var status: @Sendable (_ path: String) throws(FileFault) -> FileStatus
  /// The bytes of a file that has at most so many.
  public var bytes: @Sendable (_ path: String, _ limit: Int) throws(FileFault) -> [UInt8]

  /// A file system.
  public init(
    names: @escaping @Sendable (_ folder: String) throws(FileFault) -> [String],
    status: @escaping @Sendable (_ path: String) throws(FileFault) -> FileStatus,
    bytes: @escaping @Sendable (_ path: String, _ limit: Int) throws(FileFault) -> [UInt8]
  ) {
    self.names = names
    self.status = status
    self.bytes = bytes
  }
}

/// What a path leads to.
public struct FileStatus: Hashable, Sendable {
  /// What there can be.
  public enum Kind: Sendable { case file, folder, other }
  /// What it is.
  public var kind: Kind
  /// What tells it from all others, whatever path leads to it.
  public var identity: String

  /// What a path leads to.
  public init(_ kind: Kind, identity: String) {
    self.kind = kind
    self.identity = identity
  }
}

/// Why something of a file system cannot be had.
public enum FileFault: Error, Hashable, Sendable {
  /// It is not there, or a link to it leads nowhere.
  case absent
  /// The system refuses it, in its own words.
  case refused(String)
  /// It has more bytes than it may have.
  case tooLarge(limit: Int)
}

// What the layouts are read with.
extension FileTree {
  /// The names in a folder in order; none where there is no such folder.
  func namesIfPresent(_ folder: String) throws(StoreError) -> [String] {
    do throws(FileFault) {
      return try names(folder).sorted()
    } catch {
      guard error == .absent else { throw .unreadable(path: folder, error) }
      return []
    }
  }

  /// What a path leads to; nil where there is nothing.
  func statusIfPresent(_ path: String) throws(StoreError) -> FileStatus? {
    do throws(FileFault) {
      return try status(path)
    } catch {
      guard error == .absent else { throw .unreadable(path: path, error) }
      return nil
    }
  }

  /// Why a path leads to no file; nil where it does.
  func fault(ofFile path: String) -> FileFault? {
    do throws(FileFault) {
      return try status(path).kind == .file ? nil : .refused("it is no regular file")
    } catch {
      return error
    }
  }

  /// Whether a path leads to something of a kind that can be reached.
  func has(_ kind: FileStatus.Kind, _ path: String) -> Bool { (try? status(path))?.kind == kind }
}
