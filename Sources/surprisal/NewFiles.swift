import Basics
import Runtime

/// Complains about a file that cannot be made, before anybody has worked for nothing.
///
/// - Parameter option: The option that names it.
func checkNewFile(_ path: String, option: String) throws(CommandError) {
  close(try newFile(path, option: option))
  unsafe unlink(path)
}

/// Makes a file that is not there yet, and returns its descriptor.
///
/// - Parameter option: The option that names it.
func newFile(_ path: String, option: String) throws(CommandError) -> Int32 {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard descriptor < 0 else { return descriptor }
  let fault = errno
  throw CommandError(
    .outputFailed,
    fault == EEXIST
      ? "\(path) exists already: name another file with \(option), or remove it"
      : "cannot write into the folder of \(path): \(reason(fault)); name another file with \(option)"
  )
}

/// Writes a file that is not there yet; what cannot be written whole is not left.
func writeNewFile(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
  do throws(WritingFault) {
    try createFile(path, bytes)
  } catch {
    throw CommandError(
      .outputFailed, "cannot write \(path): \(error); name another file, or make room there")
  }
}

/// The first of some names, numbered from 1, that no file has.
func firstFreeName(_ name: (_ number: Int) -> String) -> String {
  var number = 1
  while WritingPlace(name(number)).isTaken { number += 1 }
  return name(number)
}
