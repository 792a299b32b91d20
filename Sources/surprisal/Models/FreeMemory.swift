import Computing

extension FreeMemory {
  /// The bytes that a model can take on this machine; nil where the system does not say.
  static var bytes: Int? {
    bytes { path in
      smallFile(path, limit: 1 << 16).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
