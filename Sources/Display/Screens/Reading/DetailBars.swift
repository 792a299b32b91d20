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
  private typealias Line = (name: String, number: String, share: ClosedRange<Double>, role: Role)

  func draw(in area: Area, on frame: inout Frame) {
    let place = explorer.describedToken
    guard let surprisal = explorer.surprisalInterval(of: place),
      let entropy = explorer.entropyInterval(before: place)
    else { return }
    let full = Information.bits(Lens.surprise.fullHeight)
    func amount(_ name: String, _ amount: ClosedRange<Information>, _ role: Role) -> Line {
      let shares = amount.map { $0.nats / full.nats }
      return (name, between(amount, by: "…", explorer.unit.format), shares, role)
    }
    func share(_ name: String, _ share: ClosedRange<Double>, _ role: Role) -> Line {
      (name, between(share, by: "…") { percentage(logProbability: log($0)) }, share, role)
    }
    let loss =
      explorer.figures.crossEntropyInterval.map { [amount("mean of all", $0, .strong)] } ?? []
    let groups: [(String, [Line])] = [
      (
        "a full bar is \(Lens.surprise.fullBar(in: explorer.unit))",
        [amount("surprise", surprisal, .actual), amount("entropy before", entropy, .bar)] + loss
      ),
      (
        "a full bar is 100%",
        [share("this token", explorer.probabilities(surprisal), .actual)]
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
    let columns = explorer.isBounded ? 15 : 7
    frame.write(
      padded(line.number, columns), row: area.row, column: area.column + 17, as: line.role)
    let start = 18 + columns
    frame.draw(
      OpenBar(share: line.share, role: line.role),
      in: area.part(start, area.columns - 1).cut(to: 1))
  }
}

extension Explorer {
  /// The probability of the best one, five and 32 candidates together.
  var bestShares: [ClosedRange<Double>] {
    guard let (predictions, place) = scored?.predictions.local(describedToken) else { return [] }
    return [1, 5, 32].map {
      predictions.probability(ofLikeliest: $0, at: place, temperature: temperature)
    }
  }

  /// The probabilities from the surprisals that they are between.
  fileprivate func probabilities(_ surprisals: ClosedRange<Information>) -> ClosedRange<Double> {
    exp(-surprisals.upperBound.nats)...exp(-surprisals.lowerBound.nats)
  }
}
