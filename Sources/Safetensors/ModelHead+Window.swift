// Which layers see only the last tokens.
extension ModelHead {
  /// Adds the window of the layers that have one.
  ///
  /// - Parameter usual: Whether a layer has a window where the configuration does not say it layer by layer.
  mutating func addWindow(
    _ configuration: Configuration, usual: (_ layer: Int) -> Bool = { _ in true }
  ) throws(SafetensorsError) {
    guard let window = try configuration.size("sliding_window"),
      try configuration.flag("use_sliding_window") ?? true
    else { return }
    let windowed = try layersWithWindow(configuration, usual: usual)
    guard windowed.contains(true) else { return }
    add("attention.sliding_window", .unsigned(window))
    if windowed.contains(false) { add("attention.sliding_window_pattern", .flags(windowed)) }
  }

  /// Whether each layer has a window.
  func layersWithWindow(
    _ configuration: Configuration, usual: (_ layer: Int) -> Bool
  ) throws(SafetensorsError) -> [Bool] {
    let layers = Int(try configuration.required("num_hidden_layers", configuration.size))
    guard let types = configuration["layer_types"]?.elements else {
      return (0..<min(layers, 1 << 16)).map(usual)
    }
    var windowed: [Bool] = []
    for type in types {
      switch type.string {
      case "sliding_attention"?: windowed.append(true)
      case "full_attention"?: windowed.append(false)
      case let other:
        throw SafetensorsError(
          .unsupported(
            what: "the kind of layer", value: other ?? "that is no text",
            known: "full_attention, sliding_attention"), at: type.position)
      }
    }
    guard windowed.count == layers else {
      throw SafetensorsError(
        .document(.wrongKind(name: "layer_types", needed: "a list of all \(layers) layers")))
    }
    return windowed
  }
}
