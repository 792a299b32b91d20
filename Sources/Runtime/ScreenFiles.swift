import Basics
import Display

/// Saves screens in a directory, which must exist: `NAME.txt` as text and `NAME.svg` as a picture,
/// both as the screen shows it that a frame was drawn for.
public func savingScreens(inDirectory directory: String) -> ScriptedSurface.Save {
  { name, frame, theme in
    let frame = frame.shown
    for (suffix, content) in [("txt", frame.text + "\n"), ("svg", frame.svg(theme: theme))] {
      try writeFile(Array(content.utf8), to: "\(directory)/\(name).\(suffix)")
    }
  }
}

/// Why a file could not be written, in the system's words.
private struct Unwritable: Error, CustomStringConvertible {
  let description: String

  init(code: Int32) {
    description = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

/// Writes a file; what cannot be written whole is not left.
private func writeFile(_ bytes: [UInt8], to path: String) throws(Unwritable) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw Unwritable(code: errno) }
  var (count, fault): (Int, Int32) = (0, 0)
  while count < bytes.count, fault == 0 {
    let step = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + count }, bytes.count - count)
    }
    if step >= 0 { count += step } else if errno != EINTR { fault = errno }
  }
  if close(descriptor) != 0, fault == 0 { fault = errno }
  guard fault == 0 else {
    unsafe unlink(path)
    throw Unwritable(code: fault)
  }
}
