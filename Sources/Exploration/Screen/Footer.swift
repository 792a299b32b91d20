import ShownText

/// Keys of the footer and what they do, where that is written.
public struct FooterItem: Sendable {
  /// The columns of all of it.
  public var columns: Range<Int>
  /// The keys, and what they do in a word or two.
  public var label: String, text: String
  /// Each key on its own: its columns, and what a click on it asks for.
  var keys: [(columns: Range<Int>, command: Command)]
  /// What a click beside the keys asks for: what the second of two does, the first of more.
  var whole: Command?

  /// What a click asks for.
  func command(atColumn column: Int) -> Command? {
    keys.first { $0.columns.contains(column) }?.command ?? whole
  }
}

extension Explorer {
  /// The keys that do something now and for which the footer has room, the most useful first to
  /// stay. O(*n* log *n*) in them.
  package var footerItems: [FooterItem] {
    var taken: Set<Chord> = []
    let all = tables.flatMap(\.bindings).compactMap { binding in
      defer { taken.formUnion(binding.actions.flatMap(\.chords)) }
      return FooterEntry(binding, of: self, without: taken)
    }
    var room = columns  // one before the first, and no gap behind the last
    var kept: Set<Int> = []
    let order = all.indices.sorted { (all[$0].rank, $0) < (all[$1].rank, $1) }
    for index in order where all[index].width + 2 <= room {
      room -= all[index].width + 2
      kept.insert(index)
    }
    var column = 1
    return all.indices.filter(kept.contains).map { index in
      defer { column += all[index].width + 2 }
      return all[index].item(atColumn: column)
    }
  }
}

/// What the footer says of a binding, before it has its place.
private struct FooterEntry {
  let label: String, text: String
  let rank: Int
  private let actions: [Action]

  /// - Parameter taken: The keys that ask for something else, as another binding has them first.
  init?(_ binding: Binding, of explorer: Explorer, without taken: Set<Chord>) {
    guard let footer = binding.footer else { return nil }
    actions = binding.actionsInFooter.compactMap { action in
      var action = action
      action.chords.removeAll(where: taken.contains)
      return action.chords.isEmpty || explorer.refusal(of: action.command) != nil ? nil : action
    }
    guard !actions.isEmpty else { return nil }
    label = Chord.shortLabel(of: actions.compactMap(\.chords.first))
    text = footer.textNow?(explorer) ?? footer.text
    rank = explorer.isInMode ? footer.rankInModes : footer.rank
  }

  var width: Int { columnWidth(of: label) + 1 + columnWidth(of: text) }

  func item(atColumn column: Int) -> FooterItem {
    FooterItem(
      columns: column..<column + width, label: label, text: text, keys: keys(from: column),
      whole: (actions.count > 2 ? actions.first : actions.last)?.command)
  }

  /// The keys, each where its own label is found in that of all of them.
  private func keys(from column: Int) -> [(columns: Range<Int>, command: Command)] {
    var place = label.startIndex
    return actions.compactMap { action in
      guard let chord = action.chords.first,
        let range = label[place...].firstRange(of: chord.shortLabel)
      else { return nil }
      place = range.upperBound
      let start = column + columnWidth(of: String(label[..<range.lowerBound]))
      return (start..<start + columnWidth(of: chord.shortLabel), action.command)
    }
  }
}
