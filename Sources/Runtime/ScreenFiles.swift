import Display

/// Saves screens in a directory, which must exist: `NAME.txt` as text and `NAME.svg` as a picture,
/// both as the screen shows it that a frame was drawn for.
public func savingScreens(inDirectory directory: String) -> ScriptedSurface.Save {
  { name, frame, theme in
    let frame = frame.shown
    for (suffix, content) in [("txt", frame.text + "\n"), ("svg", frame.svg(theme: theme))] {
      try replaceFile("\(directory)/\(name).\(suffix)", Array(content.utf8))
    }
  }
}
