import Basics
import ModelStores
import Runtime

extension FileTree {
  /// The file system of this machine.
  static let live = FileTree { folder throws(FileFault) in
    try names(in: folder)
  } status: { path throws(FileFault) in
    try FileStatus(path)
  } bytes: { path, limit throws(FileFault) in
    guard try FileStatus(path).kind == .file else { throw .refused("it is no regular file") }
    guard let bytes = smallFile(path, limit: limit + 1) else { throw FileFault(code: errno) }
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    return bytes
  }

  private static func names(in folder: String) throws(FileFault) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw FileFault(code: errno) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}

extension FileStatus {
  /// What a path leads to on this machine.
  fileprivate init(_ path: String) throws(FileFault) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw FileFault(code: errno) }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    self.init(kind, identity: "\(status.st_dev):\(status.st_ino)")
  }
}

extension FileFault {
  /// What an error of the system says.
  fileprivate init(code: Int32) {
    self = code == ENOENT || code == ENOTDIR ? .absent : .refused(reason(code))
  }
}

extension ModelLibrary {
  /// The models of this machine.
  static let live = ModelLibrary(files: .live, environment: environmentVariable)
}
