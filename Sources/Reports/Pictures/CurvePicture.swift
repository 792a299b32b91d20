import Basics
import InformationTheory
import Scoring
import ShownText

/// The loss at every temperature as a part of an SVG picture, in a box of its own.
struct CurvePicture: Sendable {
  /// The box, and what is left of it for the axes' numbers.
  static let width = 360.0, height = 170.0
  private static let (left, right, top, bottom) = (44.0, 12.0, 20.0, 30.0)

  private let temperatures: [Double]
  private let losses: [Double]
  private let unit: Unit
  private let now: Temperature
  private let loss: Double?
  private let best: (temperature: Temperature, loss: Information)?

  /// The curve of a text's losses; nil where there is none or it is infinite, or flat to the digit.
  init?(_ summary: Summary, at temperature: Temperature, in unit: Unit) {
    losses = summary.losses.map { unit.amount($0) }
    guard let least = losses.min(), let most = losses.max(), most.isFinite, most - least > 1e-6
    else { return nil }
    temperatures = Temperature.notches.map(\.value)
    self.unit = unit
    now = temperature
    loss = summary.scored.crossEntropy.map { unit.amount($0) }
    best = summary.best
  }

  /// The least and the largest loss that the box shows: what is far above the valley is cut off.
  var range: ClosedRange<Double> {
    let (least, most) = (losses.min() ?? 0, losses.max() ?? 1)
    let high = min(most, max(least * 3, losses[losses.count - 1], loss ?? 0))
    return least...max(high, least + 1e-6)
  }

  /// The same in nats.
  var nats: ClosedRange<Double> {
    let size = unit.amount(.nats(1))
    return range.lowerBound / size...range.upperBound / size
  }

  func x(_ temperature: Temperature) -> Double {
    Self.left + temperature.sliderFraction * (Self.width - Self.left - Self.right)
  }

  func y(_ loss: Double) -> Double {
    let share = (loss - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Self.height - Self.bottom - share.clamped(to: 0...1)
      * (Self.height - Self.top - Self.bottom)
  }

  /// Its elements, of the classes `axis`, `curve`, `best`, `now` and `label`.
  var elements: String {
    let points = zip(Temperature.notches, losses).filter { $1 <= range.upperBound + 1e-9 }
      .map { "\(number(x($0))) \(number(y($1)))" }
    let (low, high) = (Self.height - Self.bottom, Self.top)
    var result = """
      <path class="axis" d="M\(number(Self.left)) \(number(high))V\(number(low))\
      H\(number(Self.width - Self.right))"/>
      <path class="curve" d="M\(points.joined(separator: "L"))"/>

      """
    for value in [0.05, 0.1, 0.2, 0.5, 1, 2, 5] {
      let place = Temperature(value).map(x) ?? 0
      result += label(shortest(value), place, low + 14, "middle")
    }
    result += label("temperature", (Self.left + Self.width - Self.right) / 2, low + 27, "middle")
    for (value, name) in [(range.lowerBound, "low"), (range.upperBound, "high")] {
      result += label(decimal(value, 2), Self.left - 5, y(value) + 4, "end", name)
    }
    result += label("\(unit.rawValue) a token", Self.left, high - 5, "start", "unit")
    if let best {
      let place = (x(best.temperature), y(unit.amount(best.loss)))
      result +=
        "<circle class=\"best\" cx=\"\(number(place.0))\" cy=\"\(number(place.1))\" r=\"4\"/>\n"
    }
    guard let loss, loss.isFinite else { return result }
    return result
      + "<circle class=\"now\" cx=\"\(number(x(now)))\" cy=\"\(number(y(loss)))\" r=\"5\"/>\n"
  }

  /// What it shows, for who cannot see it.
  var description: String {
    let valley = best.map {
      "; least, \(decimal(unit.amount($0.loss), 4)), at \(decimal($0.temperature.value, 3))"
    }
    return "The loss at temperatures from 0.05 to 5, in \(unit.rawValue) a token" + (valley ?? "")
  }

  private func label(
    _ text: String, _ x: Double, _ y: Double, _ anchor: String, _ name: String = ""
  ) -> String {
    """
    <text class="\(name.isEmpty ? "label" : "label \(name)")" x="\(number(x))" y="\(number(y))" text-anchor="\(anchor)">\(text)</text>

    """
  }
}

/// A coordinate with one decimal.
func number(_ value: Double) -> String { shortest((value * 10).rounded() / 10) }
