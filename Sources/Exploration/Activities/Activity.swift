/// What is done with the text. One thing at a time: what begins ends what was going on.
///
/// A new activity is a file, its case and its row here, the line of its commands in `Command` and in
/// `perform`, and a file and a line in `Display` that draw it.
public enum Activity: Sendable {
  /// It is read.
  case reading
  /// It is revealed token by token.
  case revealing(Reveal)
  /// It stands beside what it was, might have been, or is with all of its context.
  case comparing(Comparison)
  /// It is measured against what another model says of it.
  case comparingModels(ModelComparison)
  /// It is continued.
  case generating(Generation)

  /// What is to be known of it; nil where the text is only read.
  var row: Row? {
    switch self {
    case .reading: nil
    case .revealing: .reveal
    case .comparing(let comparison): comparison.limit == nil ? .whatIf : .context
    case .comparingModels: .models
    case .generating(let generation): generation.sideBySide == nil ? .generation : .sideBySide
    }
  }

  /// What is to be known of an activity, said in its own file.
  struct Row: Sendable {
    /// What the header says of it, in full and in few letters.
    let name: @Sendable (Explorer) -> (full: String, short: String)?
    /// The key that begins it, where that is one of those for reading.
    let opening: Binding?
    /// The keys that it brings.
    let keys: KeyMap
    /// The keys in the candidates, where they are not the usual ones.
    let candidateKeys: KeyMap?
    /// Whether it has all keys to itself, as no panel and no board is seen.
    let takesAll: Bool
    /// What cannot be done with it, or beside it.
    let refusals: [Refusal]
    /// Ends it, so that the text is only read.
    let end: @Sendable (inout Explorer) -> [Explorer.Effect]
    /// What Esc does: it ends it, unless there is something to be stopped first.
    let leave: @Sendable (inout Explorer) -> [Explorer.Effect]

    init(
      name: @escaping @Sendable (Explorer) -> (full: String, short: String)?,
      opening: Binding? = nil, keys: KeyMap, candidateKeys: KeyMap? = nil, takesAll: Bool = false,
      refusals: [Refusal] = [],
      end: @escaping @Sendable (inout Explorer) -> [Explorer.Effect],
      leave: (@Sendable (inout Explorer) -> [Explorer.Effect])? = nil
    ) {
      self.name = name
      self.opening = opening
      self.keys = keys
      self.candidateKeys = candidateKeys
      self.takesAll = takesAll
      self.refusals = refusals
      self.end = end
      self.leave = leave ?? end
    }

    /// All of its keys, in the order of the help.
    var keyMaps: [KeyMap] { [keys] + (candidateKeys.map { [$0] } ?? []) }

    /// Every activity, in the order of the help.
    static let all = [reveal, whatIf, context, models, generation, sideBySide]
  }
}

extension Explorer {
  /// What the header says of what is done with the text, in full and in few letters; nil where it is
  /// only read.
  public var activityName: (full: String, short: String)? { activity.row?.name(self) }

  /// Ends what is done with the text, so that it is only read.
  mutating func endActivity() -> [Effect] { activity.row?.end(&self) ?? [] }

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
