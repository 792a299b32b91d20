import Basics

/// The bytes of a file, at most so many of them; nil where there is no file that can be read at once.
func smallFile(_ path: String, limit: Int) -> [UInt8]? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    return nil
  }
  var bytes = [UInt8](repeating: 0, count: limit)
  var count = 0
  while count < limit {
    let step = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress.map { unsafe $0 + count }, limit - count)
    }
    guard step > 0 else { break }
    count += step
  }
  return Array(bytes.prefix(count))
}

/// Whether two names lead to the same file.
func isSameFile(_ a: String, _ b: String) -> Bool {
  var (first, second) = (stat(), stat())
  return unsafe stat(a, &first) == 0 && stat(b, &second) == 0
    && (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)
}

/// What a file holds that nobody but its owner may read, without white space around it.
func secret(inFile path: String) throws(CommandError) -> String {
  var status = stat()
  guard unsafe stat(path, &status) == 0, let bytes = smallFile(path, limit: 1 << 14) else {
    throw CommandError(.noInput, "cannot open \(path): check its name, and that it may be read")
  }
  guard status.st_mode & 0o077 == 0 else {
    throw CommandError(
      .noPermission, "\(path) can be read by others: make it yours alone with chmod 600 \(path)")
  }
  return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    .joined(separator: " ")
}

/// The SHA-256 of a file, in hexadecimal digits; nil where there is none that can be read. O(*n*).
func digest(ofFile path: String) -> String? { hash(ofFile: path)?.hash.hexadecimal }

/// The SHA-256 of a file, or of its first bytes, and how many these are; nil where there is none that can be
/// read. O(*n*).
func hash(ofFile path: String, first limit: Int = .max) -> (hash: SHA256, count: Int)? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var (hash, done, piece) = (SHA256(), 0, [UInt8](repeating: 0, count: 1 << 20))
  while true {
    let count = unsafe piece.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, min($0.count, limit - done))
    }
    if count == 0 { return (hash, done) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return nil }
    hash.update(count == piece.count ? piece : Array(piece[..<count]))
    done += count
  }
}

/// Makes the folders on the way to a path, readable by their owner alone.
func makeFolders(to path: String) {
  for place in path.indices.dropFirst() where path[place] == "/" {
    unsafe mkdir(String(path[..<place]), 0o700)
  }
}
