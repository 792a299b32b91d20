/// What is done with the text. One thing at a time: what begins ends what was going on.
public enum Activity: Sendable {
  /// It is read.
  case reading
  /// It is revealed token by token.
  case revealing(Reveal)
  /// It stands beside what it was, might have been, or is with all of its context.
  case comparing(Comparison)
  /// It is continued.
  case generating(Generation)

  /// What the header says of it, in full and in few letters; nil where it is only read.
  public var name: (full: String, short: String)? {
    switch self {
    case .reading: nil
    case .revealing: ("REVEALING", "REVEAL")
    case .comparing(let comparison): comparison.name
    case .generating(let generation):
      generation.sideBySide == nil ? ("GENERATING", "GENERATE") : ("COMPARING", "COMPARE")
    }
  }

  /// The keys that it brings.
  var keyMaps: [KeyMap] {
    switch self {
    case .reading: []
    case .revealing: [.reveal]
    case .comparing(let comparison): [comparison.limit == nil ? .whatIf : .context]
    case .generating(let generation):
      [generation.sideBySide == nil ? .generation : .sideBySide]
    }
  }
}

extension Explorer {
  /// Ends what is done with the text, so that it is only read.
  mutating func endActivity() -> [Effect] {
    switch activity {
    case .reading: return []
    case .revealing: endReveal()
    case .comparing(let comparison):
      if comparison.limit != nil { return restoreContext() }
      endComparison()
    case .generating: return endGeneration()
    }
    return []
  }

  /// What is hidden, while the text is revealed token by token.
  public internal(set) var reveal: Reveal? {
    get { if case .revealing(let reveal) = activity { reveal } else { nil } }
    _modify {
      var reveal = reveal
      if reveal != nil { activity = .reading }  // so that its arrays have one owner
      defer { if let reveal { activity = .revealing(reveal) } }
      yield &reveal
    }
  }

  /// What the text is measured against, if anything.
  public internal(set) var comparison: Comparison? {
    get { if case .comparing(let comparison) = activity { comparison } else { nil } }
    _modify {
      var comparison = comparison
      if comparison != nil { activity = .reading }
      defer { if let comparison { activity = .comparing(comparison) } }
      yield &comparison
    }
  }

  /// The text being continued; nil while it is not.
  public internal(set) var generation: Generation? {
    get { if case .generating(let generation) = activity { generation } else { nil } }
    _modify {
      var generation = generation
      if generation != nil { activity = .reading }
      defer { if let generation { activity = .generating(generation) } }
      yield &generation
    }
  }

  /// The continuations at several temperatures that lie over the text; nil while there are none.
  public internal(set) var sideBySide: SideBySide? {
    get { generation?.sideBySide }
    set { generation?.sideBySide = newValue }
  }

  /// The most tokens that the model may look back; nil for all that it can read.
  public var contextLimit: Int? { comparison?.limit }
}
