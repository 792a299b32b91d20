import InformationTheory
import Scoring

extension Board.Row {
  /// What the model would say after each layer, over all of the panels.
  static let layers = Board.Row(
    takes: .everything, rows: { _, _ in 16...44 },
    opening: Binding(
      "Show the layers: what the model would say after each of them.",
      footer: .init("layers", rank: 18), [Action("layers", .board(.layers), .letter("a"))]),
    keyMaps: [.layers])
}

extension KeyMap {
  /// While the layers are shown; the keys for reading work too.
  public static let layers = KeyMap(
    title: "In the layers (\(key: .board(.layers)))",
    bindings: [
      Binding(
        "Go to the layer above or below, whose candidates are listed.",
        footer: .init("layer", rank: 1),
        [
          Action("layer-up", .layer(-1), .letter("k")),
          Action("layer-down", .layer(1), .letter("j")),
        ]),
      leaveBoard(by: Action("layers", .board(.layers), .letter("a"))),
    ])
}

/// What the model would say after a layer.
package struct LayerLine: Equatable, Sendable {
  /// The layer, from 1; 0 for the stream before the first.
  package var layer: Int
  /// The surprisal of the token that came, and its rank.
  package var surprisal: Information
  /// Its rank, 1 for the likeliest.
  package var rank: Int
  /// The likeliest entry of the vocabulary, and ln p of it.
  package var best: (id: Int, logProbability: Double)

  package static func == (a: LayerLine, b: LayerLine) -> Bool {
    (a.layer, a.surprisal, a.rank, a.best.id, a.best.logProbability)
      == (b.layer, b.surprisal, b.rank, b.best.id, b.best.logProbability)
  }
}

extension Explorer {
  private var layered: Inspection? { inspection?.wish.subject == .layers ? inspection : nil }

  /// How many layers are known, the stream before the first among them.
  package var layerCount: Int { layered?.count ?? 0 }

  /// The layer whose candidates are listed: the last, where none was chosen.
  package var chosenLayer: Int { min(desk.chosenLayer ?? .max, layerCount - 1) }

  /// What the model would say after a layer, at the temperature; nil where that is not known.
  package func layerLine(_ layer: Int) -> LayerLine? {
    guard let layered, (0..<layered.count).contains(layer),
      let surprisal = layered.figures.surprisal(at: layer),
      let best = layered.predictions.candidates(at: layer, temperature: temperature).first
    else { return nil }
    return LayerLine(
      layer: layer, surprisal: surprisal, rank: Int(layered.predictions.actualRanks[layer]),
      best: (best.id, best.logProbability))
  }

  /// The likeliest candidates after the chosen layer, the token that came always among so many.
  package func layerCandidates(_ count: Int) -> [CandidateLine] {
    guard let layered, let line = layerLine(chosenLayer), let token = focusedToken, count > 0 else {
      return []
    }
    var lines = Array(
      expectedLines((layered.predictions, chosenLayer), actual: token.id).prefix(count))
    guard !lines.contains(where: \.isActual) else { return lines }
    if lines.count == count { lines.removeLast() }
    let value = -line.surprisal.nats
    lines.append(
      CandidateLine(
        place: lines.count, rank: line.rank, id: token.id, logProbability: value,
        bounds: value...value, isActual: true))
    return lines
  }

  /// The first layer from which on the token that came is the likeliest, the last layer's guess; nil where it is
  /// not in the end.
  package var settledLayer: Int? {
    guard let ranks = layered?.predictions.actualRanks, ranks.last == 1 else { return nil }
    return (ranks.lastIndex { $0 != 1 } ?? -1) + 1
  }

  /// Goes so many layers on.
  mutating func chooseLayer(by count: Int) {
    guard layerCount > 0 else { return }
    desk.chosenLayer = min(max(chosenLayer + count, 0), layerCount - 1)
  }

  /// Chooses the layer under the pointer.
  mutating func pressLayer(row: Int, column: Int) {
    guard let area = screen.board else { return }
    let geometry = LayersGeometry(area, count: layerCount, chosen: chosenLayer)
    if let layer = geometry.layer(atRow: row, column: column) { desk.chosenLayer = layer }
  }
}

/// Where the layers are on a board: all of them, or some evenly spaced, the first, the last and the chosen among them.
package struct LayersGeometry: Equatable, Sendable {
  /// The line above them, and the place of each.
  package let caption: Area, rows: Area
  /// The layers that are shown, in order.
  package let shown: [Int]
  /// The candidates after the chosen one; nil where there is no room beside the layers.
  package let candidates: Area?

  private static let columns = 44

  /// Divides a board.
  package init(_ area: Area, count: Int, chosen: Int) {
    let room = area.belowHeading
    let isWide = room.columns >= Self.columns + 26
    let columns = isWide ? max(Self.columns, room.columns * 45 / 100) : room.columns
    func part(_ row: Int, _ column: Int, _ rows: Int, _ columns: Int) -> Area {
      Area(
        row: room.row + row, column: room.column + column, rows: max(rows, 0), columns: columns)
    }
    caption = part(0, 0, min(room.rows, 1), columns)
    rows = part(1, 0, room.rows - 1, columns)
    candidates =
      isWide ? part(0, columns + 2, room.rows, room.columns - columns - 2) : nil
    shown = Self.spread(count, over: rows.rows, chosen: chosen)
  }

  private static func spread(_ count: Int, over rows: Int, chosen: Int) -> [Int] {
    guard count > rows, rows > 0 else { return Array(0..<max(min(count, rows), 0)) }
    guard rows > 2 else { return rows == 1 ? [chosen] : [0, count - 1] }
    var shown = (0..<rows).map { ($0 * (count - 1) + (rows - 1) / 2) / (rows - 1) }
    let nearest = shown.indices.dropFirst().dropLast().min {
      abs(shown[$0] - chosen) < abs(shown[$1] - chosen)
    }
    if let nearest, !shown.contains(chosen) { shown[nearest] = chosen }
    return shown
  }

  /// The layer at a place of the screen.
  func layer(atRow row: Int, column: Int) -> Int? {
    guard rows.contains(row: row, column: column) else { return nil }
    let index = row - rows.row
    return shown.indices.contains(index) ? shown[index] : nil
  }
}
