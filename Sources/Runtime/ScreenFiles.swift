import Display
import FoundationEssentials

/// Saves screens in a directory, which must exist: `NAME.txt` as text and `NAME.svg` as a picture,
/// both as the screen shows it that a frame was drawn for.
public func savingScreens(inDirectory directory: String) -> ScriptedSurface.Save {
  { name, frame, theme in
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    let frame = frame.shown
    for (suffix, content) in [("txt", frame.text + "\n"), ("svg", frame.svg(theme: theme))] {
      try Data(content.utf8).write(
        to: folder.appending(path: "\(name).\(suffix)"), options: .atomic)
    }
  }
}
