import Basics
import FoundationEssentials
import InformationTheory
import Scoring
import TestSupport
import Testing

/// Numbers that numpy made: `Reference/make_comparison.py`.
struct ComparisonReference: Decodable {
  struct Expected: Decodable {
    var temperature: Double
    var ppl: [Double], ppl_base: [Double], cor_ln_ppl: Double
    var ln_ppl_ratio: [Double], ppl_ratio: [Double], ppl_difference: [Double]
    var kld: [Double], kld_quantiles: [Double], kld_reverse: [Double]
    var delta_p: [Double], delta_p_quantiles: [Double], rms: [Double], same_top: [Double]
    var kl: [Double], reverse: [Double]
  }

  var ids: [Int], base: [[Float]], other: [[Float]], shares: [Double]
  var expected: [Expected]

  static func read() throws -> Self {
    try TestFiles.decode(
      Self.self, from: TestFiles.packageFolder + "/Tests/ScoringTests/Reference/comparison.json")
  }

  /// The text, behind so many tokens that are not compared.
  func tokens(behind count: Int = 1) -> [Token] {
    Token.each(byteOf: Array(repeating: 3, count: count) + ids.map { UInt8($0) })
  }

  static let settings = ScoringSettings(startToken: nil, window: 999, stride: 99)

  func contender(_ table: TableScorer, isWhole: Bool = true, from first: Int = 0) -> Contender {
    Contender(
      table.scorer(isWhole: isWhole), Self.settings, tokens(behind: table.start), from: first)
  }
}

/// Two models side by side.
@Suite struct ContenderTests {
  private let reference: ComparisonReference
  private let base: TableScorer, other: TableScorer

  init() throws {
    reference = try .read()
    base = TableScorer(rows: reference.base)
    other = TableScorer(rows: reference.other, block: 4)
  }

  private func places(
    _ base: Contender, _ other: Contender, _ temperature: Double = 1
  ) throws -> [PlaceComparison] {
    var places: [PlaceComparison] = []
    try base.compare(with: other, at: try #require(Temperature(temperature))) {
      places += $0
      return true
    }
    return places
  }

  @Test func `each place has the divergences that numpy sums over the whole vocabulary`() throws {
    for expected in reference.expected {
      let found = try places(
        reference.contender(base), reference.contender(other), expected.temperature)
      #expect(found.count == 31 && found[0].both == nil && found[0].divergences == nil)
      for (place, expected) in zip(found.dropFirst(), zip(expected.kl, expected.reverse)) {
        let divergences = try #require(place.divergences)
        #expect(abs(divergences.forward.nats - expected.0) < 1e-12)
        #expect(abs(divergences.reverse.nats - expected.1) < 1e-12)
      }
    }
  }

  @Test func `scores, entropies, ranks and the likeliest are those of each model alone`() throws {
    let (base, other) = (reference.contender(base), reference.contender(other))
    let found = try places(base, other)
    #expect(try found.map(\.base) == base.scores(at: .one))
    #expect(try found.map(\.other) == other.scores(at: .one))
    let score = try #require(found[5].other)
    #expect(
      score.likeliest
        == reference.other[4].indices.max { reference.other[4][$0] < reference.other[4][$1] })
    #expect(found[5].delta == found[5].both.map { $0.other.surprisal - $0.base.surprisal })
  }

  @Test func `the same model twice diverges by nothing, and never by less`() throws {
    for temperature in [0, 0.05, 1, 5, Double.infinity] {
      let same = try places(reference.contender(base), reference.contender(base), temperature)
      #expect(
        same.dropFirst().allSatisfy {
          $0.divergences?.forward.nats == 0 && ($0.delta?.nats ?? 0) == 0
        })
      let pair = try places(reference.contender(base), reference.contender(other), temperature)
      #expect(pair.dropFirst().allSatisfy { ($0.divergences?.forward.nats ?? -1) >= -1e-12 })
    }
  }

  @Test func `the same tokens are compared behind contexts of different lengths`() throws {
    var long = other
    long.start = 6
    let found = try places(
      reference.contender(base, from: 1), reference.contender(long, from: 6))
    let plain = try places(reference.contender(base), reference.contender(other))
    #expect(found == Array(plain.dropFirst()))
  }

  @Test func `a reader can stop, and what goes wrong in either model is thrown`() throws {
    var count = 0
    try reference.contender(base).compare(with: reference.contender(other), at: .one) {
      count += $0.count
      return count < 6
    }
    #expect(count == 7)  // blocks of seven, in which the other has four and three
    for isBase in [true, false] {
      var broken = isBase ? base : other
      broken.fault = (12, "the disk is gone")
      let fault = #expect(throws: TableScorer.Fault.self) {
        try places(
          reference.contender(isBase ? broken : base), reference.contender(isBase ? other : broken))
      }
      #expect(fault?.description == "the disk is gone")
    }
  }

  @Test func `a model that gives only its likeliest tokens is refused for divergences`() throws {
    for isBase in [true, false] {
      #expect(throws: Scorer.NoWholeVocabulary(model: "table")) {
        try places(
          reference.contender(base, isWhole: !isBase), reference.contender(other, isWhole: isBase))
      }
    }
  }

  @Test func `no tokens are compared without a question`() throws {
    let none = Contender(base.scorer(), ComparisonReference.settings, [])
    #expect(try places(none, none).isEmpty && none.scores(at: .one).isEmpty)
  }

  @Test func `vocabularies are the same where every id stands for the same bytes`() {
    let plain = Vocabulary(count: 9) { [UInt8($0)] }
    #expect(plain.isIdentical(to: plain))
    #expect(!plain.isIdentical(to: Vocabulary(count: 8) { [UInt8($0)] }))
    #expect(!plain.isIdentical(to: Vocabulary(count: 9) { [$0 == 8 ? 0 : UInt8($0)] }))
    #expect(
      !plain.isIdentical(
        to: Vocabulary(count: 9) {
          [UInt8($0)]
        } isControl: {
          $0 == 3
        }))
  }

  @Test
  func `vocabularies of which a server has said nearly all are the same where nothing differs`() {
    let whole = Vocabulary(count: 200, bytes: { [UInt8($0)] }, isControl: { $0 < 9 })
    func said(_ count: Int, but wrong: Int? = nil) -> Vocabulary {
      Vocabulary(
        count: 200, bytes: { $0 >= count ? [] : [UInt8($0 == wrong ? 0 : $0)] },
        isSaid: { $0 < count })
    }
    #expect(whole.isIdentical(to: said(180)) && said(180).isIdentical(to: whole))
    #expect(said(190).isIdentical(to: said(185)))
    #expect(!whole.isIdentical(to: said(179)) && !said(12).isIdentical(to: said(12)))
    #expect(!whole.isIdentical(to: said(190, but: 70)))
  }

  @Test func `two read alike the same tokens after the same token`() {
    func contender(_ ids: [Int], after start: Int?, window: Int = 9) -> Contender {
      Contender(
        base.scorer(), ScoringSettings(startToken: start, window: window, stride: 1),
        ids.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) })
    }
    let one = contender([3, 4], after: nil)
    #expect(one.readsAlike(contender([3, 4], after: nil, window: 5)))
    #expect(!one.readsAlike(contender([3, 5], after: nil)))
    #expect(!one.readsAlike(contender([3, 4], after: 0)))
  }
}
