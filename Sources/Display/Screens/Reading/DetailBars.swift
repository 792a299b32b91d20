import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText

/// What the details say in numbers, as bars below one another, so that it is seen which is more.
struct DetailBars: Widget {
  let explorer: Explorer

  /// The narrowest details that have room for bars beside them.
  static let leastColumns = 84

  /// A bar with its name and number.
  private typealias Line = (name: String, number: String, share: Double, role: Role)

  func draw(in area: Area, on frame: inout Frame) {
    let place = explorer.describedToken
    guard let surprisal = explorer.surprisal(of: place),
      let entropy = explorer.entropy(before: place)
    else { return }
    let full = Information.bits(Lens.surprise.fullHeight)
    func amount(_ name: String, _ amount: Information, _ role: Role) -> Line {
      (name, explorer.unit.format(amount), amount.nats / full.nats, role)
    }
    func share(_ name: String, _ share: Double, _ role: Role) -> Line {
      (name, percentage(logProbability: log(share)), share, role)
    }
    let loss = explorer.figures.crossEntropy.map { [amount("mean of all", $0, .strong)] } ?? []
    let groups: [(String, [Line])] = [
      (
        "a full bar is \(Lens.surprise.fullBar(in: explorer.unit))",
        [amount("surprise", surprisal, .actual), amount("entropy before", entropy, .bar)] + loss
      ),
      (
        "a full bar is 100%",
        [share("this token", exp(-surprisal.nats), .actual)]
          + zip(["the likeliest", "the 5 likeliest", "the 32 likeliest"], explorer.bestShares).map {
            share($0, $1, .bar)
          }
      ),
    ]
    var row = area.row
    for (title, lines) in groups where row + lines.count < area.row + area.rows {
      frame.write(title, row: row, column: area.column, as: .faint, limit: area.columns)
      for (index, line) in lines.enumerated() {
        draw(line, in: area.dropping(rows: row + 1 + index - area.row), on: &frame)
      }
      row += lines.count + 2
    }
  }

  private func draw(_ line: Line, in area: Area, on frame: inout Frame) {
    frame.write(line.name, row: area.row, column: area.column, as: .faint)
    frame.write(padded(line.number, 7), row: area.row, column: area.column + 17, as: line.role)
    let bar = lyingBar(line.share, width: area.columns - 26)
    frame.write(bar, row: area.row, column: area.column + 25, as: line.role)
  }
}

extension Explorer {
  /// The probability of the best one, five and 32 candidates together.
  var bestShares: [Double] {
    guard let predictions = scored?.predictions else { return [] }
    let shares = predictions.candidates(at: describedToken, temperature: temperature)
      .map { exp($0.logProbability) }
    return [1, 5, 32].map { min(shares.prefix($0).reduce(0, +), 1) }
  }
}
