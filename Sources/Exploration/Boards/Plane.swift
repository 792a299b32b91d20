import InformationTheory
import Scoring

extension Board.Row {
  /// Surprise against entropy, a point for each token, in the place of the curve.
  static let plane = Board.Row(
    takes: .curve,
    opening: Binding(
      "Show the plane of surprise and entropy: where the model was sure and wrong.",
      footer: .init("plane", rank: 5), [Action("plane", .board(.plane), .letter("p"))]),
    keyMaps: [.plane])
}

extension KeyMap {
  /// While the plane is shown; the keys for reading work too.
  public static let plane = KeyMap(
    title: "In the plane (\(key: .board(.plane)))",
    bindings: [
      Binding(
        "Go to the next or the previous token in the same corner.",
        footer: .init("same corner", rank: 1),
        [
          Action("next-in-corner", .withinCorner(1), .letter("n")),
          Action("previous-in-corner", .withinCorner(-1), .letter("N")),
        ]),
      Binding(
        "Go to a token in the next corner.", footer: .init("next corner", rank: 1),
        [Action("next-corner", .nextCorner, .letter("C"))]),
      leaveBoard(by: Action("plane", .board(.plane), .letter("p"))),
    ])
}

/// A corner of the plane of entropy and surprise: how sure the model was, and whether it was right.
public enum Corner: String, Hashable, Sendable, CaseIterable {
  /// It expected something else, and was wrong.
  case sureAndWrong = "sure and wrong"
  /// It did not know, and the token was as surprising as that.
  case honestlyUnsure = "honestly unsure"
  /// It did not know, and yet gave the token a good share.
  case unsureAndLucky = "unsure and lucky"
  /// It knew.
  case sureAndRight = "sure and right"

  /// Where sure ends and wrong begins: as among eight equally likely tokens, and less than one chance
  /// in eight. The same for both and for every text, so that the corners meet where a token is just as
  /// surprising as the model expected, and a warmer temperature is seen to make it unsure.
  public static let threshold = Information.bits(3)

  /// The corner of a token that was so surprising, after the model was so unsure.
  public init(surprisal: Information, entropy: Information) {
    self =
      switch (entropy < Self.threshold, surprisal < Self.threshold) {
      case (true, true): .sureAndRight
      case (true, false): .sureAndWrong
      case (false, true): .unsureAndLucky
      case (false, false): .honestlyUnsure
      }
  }

  /// What a reader sees, where there is room for it.
  public var name: String { rawValue }

  /// The name where there is little room.
  public var shortName: String {
    switch self {
    case .sureAndWrong: "sure, wrong"
    case .honestlyUnsure: "unsure"
    case .unsureAndLucky: "lucky"
    case .sureAndRight: "sure, right"
    }
  }
}

/// A scored token as a point of the plane.
package struct PlanePoint: Sendable {
  /// Its place among the tokens.
  package var token: Int
  /// How surprising it was.
  package var surprisal: Information
  /// How unsure the model was before it.
  package var entropy: Information

  /// The corner that it lies in.
  package var corner: Corner { Corner(surprisal: surprisal, entropy: entropy) }
}

extension Explorer {
  /// The point of a token; nil where unscored.
  package func planePoint(of token: Int) -> PlanePoint? {
    guard let surprisal = surprisal(of: token), let entropy = entropy(before: token) else {
      return nil
    }
    return PlanePoint(token: token, surprisal: surprisal, entropy: entropy)
  }

  /// The points of all scored tokens. O(*n*).
  package var planePoints: [PlanePoint] {
    var points: [PlanePoint] = []
    points.reserveCapacity(figures.scoredCount)
    figures.forEachScored { token, surprisal, entropy in
      guard token < validTokens else { return }
      points.append(PlanePoint(token: token, surprisal: surprisal, entropy: entropy))
    }
    return points
  }

  /// Moves to the next token, forward or backward, in the corner of the focused one. O(*n*).
  mutating func moveWithinCorner(_ direction: Int) {
    guard let corner = planePoint(of: focus)?.corner else { return moveToNextCorner() }
    var place = focus + direction
    while tokens.indices.contains(place) {
      if planePoint(of: place)?.corner == corner { return focus(on: place) }
      place += direction
    }
    say("no \(direction > 0 ? "further" : "earlier") token that is \(corner.name)")
  }

  /// Moves to the next corner, clockwise, that holds a token. O(*n*).
  mutating func moveToNextCorner() {
    let points = planePoints
    let corners = Corner.allCases
    let next = planePoint(of: focus).flatMap { corners.firstIndex(of: $0.corner) }.map { $0 + 1 }
    for step in corners.indices {
      let corner = corners[((next ?? 0) + step) % corners.count]
      if focus(onNextOf: points.filter { $0.corner == corner }) { return }
    }
  }

  /// Focuses the first of some points behind the focused token, or else the first of them.
  @discardableResult
  mutating func focus(onNextOf points: [PlanePoint]) -> Bool {
    guard let next = points.first(where: { $0.token > focus }) ?? points.first else { return false }
    focus(on: next.token)
    return true
  }

  /// Focuses what is drawn at a place of the plane: the nearest point, the next in the text where
  /// several lie there; or the next token of a corner, at its name. O(*n*).
  mutating func pointAtPlane(_ plane: PlaneGeometry, row: Int, column: Int) {
    if let corner = plane.cornerName(atRow: row, column: column) {
      focus(onNextOf: planePoints.filter { $0.corner == corner })
    } else if let plot = plane.plot, plot.contains(row: row, column: column) {
      let points = planePoints.map { (point: $0, distance: plane.distance(to: $0, row, column)) }
      let least = points.map(\.distance).min()
      focus(onNextOf: points.filter { $0.distance == least }.map(\.point))
    }
  }
}
