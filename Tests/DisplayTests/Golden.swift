import Display
import Exploration
import FoundationEssentials
import Testing

/// Compares a screen, its letters and then its roles, with the file of this name, or rewrites it
/// when `RECORD_GOLDENS` is set. A missing file fails: goldens are never born by accident.
func expectGolden(
  _ frame: Frame, _ name: String, file: String = #filePath,
  at location: SourceLocation = #_sourceLocation
) throws {
  let actual = frame.text + "\n\n" + frame.roleText + "\n"
  let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Goldens")
  let url = folder.appending(path: "\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
    try Data(actual.utf8).write(to: url)
    return
  }
  let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  #expect(
    actual == expected, "look at the change, then run with RECORD_GOLDENS=1",
    sourceLocation: location)
}

/// Draws an explorer on its own screen and compares it.
func expectGolden(
  _ explorer: Explorer, _ name: String, at location: SourceLocation = #_sourceLocation
) throws {
  try expectGolden(
    render(explorer, rows: explorer.rows, columns: explorer.columns), name, at: location)
}
