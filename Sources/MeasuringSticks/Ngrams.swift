import Basics
import InformationTheory

/// How often byte follows byte in a training text, for every length up to an order: a language model
/// by interpolated Kneser–Ney smoothing (Kneser and Ney 1995; Chen and Goodman 1998, §4.1).
///
/// The longest n-grams count how often they occurred. Shorter ones count how many different bytes
/// they occurred behind: what follows many different things is likely to follow a new one too. A
/// discount D is taken off each count, and what that frees is shared out by the next shorter
/// n-grams, and in the end evenly over all 256 bytes, so that nothing is impossible:
///
///     pₙ(w | c) = max(count(cw) − D, 0) / count(c·) + D · kinds(c·) / count(c·) · pₙ₋₁(w | c′)
///     D = n₁ / (n₁ + 2 n₂)        n₁, n₂: the n-grams counted once and twice (Ney et al. 1994)
public struct Ngrams: Sendable {
  /// The orders that there can be: an n-gram is packed into one word.
  public static let orders = 1...7

  /// The longest n-grams, in bytes.
  public var order: Int { tables.count }

  /// One table for each length, the shortest first.
  private var tables: [Table]

  /// Counts a text.
  ///
  /// - Parameters:
  ///   - text: The training text, of any bytes.
  ///   - order: The longest n-grams, one of `orders`.
  /// - Complexity: O(order · *n* log *n*) time, 8 bytes · *n* of working memory.
  public init(of text: [UInt8], order: Int) {
    precondition(Self.orders.contains(order), "an n-gram fits a word")
    var longer = Table(counting: packed(text, length: order))
    tables = [longer]
    for length in stride(from: order - 1, to: 0, by: -1) {
      // The first byte of each different longer n-gram falls away: how many did is the count.
      let mask = (1 as UInt64) << (8 * UInt64(length)) - 1
      longer = Table(counting: longer.ngrams.map { $0 & mask })
      tables.insert(longer, at: 0)
    }
  }

  /// p of each of the 256 bytes after a context, of which the last `order` − 1 bytes count; they sum
  /// to one.
  ///
  /// - Complexity: O(order · (256 + log *n*)), where *n* is the number of different n-grams.
  public func probabilities(after context: some BidirectionalCollection<UInt8>) -> [Double] {
    var result = Array(repeating: 1.0 / 256, count: 256)
    forEachTable(after: context) { table, history in
      table.interpolate(after: history, into: &result)
    }
    return result
  }

  /// p of one byte after a context, that of all of them to the last bit.
  ///
  /// - Complexity: O(order · (256 + log *n*)), some twenty times as fast as all of them.
  func probability(
    of byte: UInt8, after context: some BidirectionalCollection<UInt8>
  ) -> Double {
    var result = 1.0 / 256
    forEachTable(after: context) { table, history in
      table.interpolate(after: history, byte, into: &result)
    }
    return result
  }

  /// Goes from the shortest n-grams to the longest, each with what they have to follow.
  private func forEachTable(
    after context: some BidirectionalCollection<UInt8>, _ body: (Table, UInt64) -> Void
  ) {
    var history: UInt64 = 0
    var length = 0
    body(tables[0], history)
    for byte in context.reversed().prefix(order - 1) {
      history |= UInt64(byte) << (8 * UInt64(length))
      length += 1
      body(tables[length], history)
    }
  }

  /// The sum of the surprisals of some bytes of a text, each after those before it, in bits.
  /// O(*n* · order · 256).
  public func bits(of part: Range<Int>, in text: [UInt8]) -> Double {
    part.reduce(0) { sum, place in
      let context = text[max(place - order + 1, 0)..<place]
      return sum - log2(probability(of: text[place], after: context))
    }
  }
}

/// The n-grams of one length and their counts.
private struct Table: Sendable {
  /// The different n-grams in ascending order, the first byte in the highest place: those with the
  /// same context stand together.
  let ngrams: [UInt64]
  let counts: [UInt32]
  /// What is taken off each count, 0 … 1.
  let discount: Double

  init(counting all: [UInt64]) {
    var ngrams: [UInt64] = []
    var counts: [UInt32] = []
    for ngram in all.sorted() {
      if ngram == ngrams.last {
        counts[counts.count - 1] += 1
      } else {
        ngrams.append(ngram)
        counts.append(1)
      }
    }
    let (once, twice) = (counts.count { $0 == 1 }, counts.count { $0 == 2 })
    discount = once == 0 ? 0.5 : Double(once) / Double(once + 2 * twice)
    self.ngrams = ngrams
    self.counts = counts
  }

  /// Turns the distribution of the next shorter n-grams into that of these.
  func interpolate(after context: UInt64, into shorter: inout [Double]) {
    guard let (followers, total, share) = followers(of: context) else { return }
    for byte in shorter.indices { shorter[byte] *= share }
    for place in followers { shorter[Int(ngrams[place] & 0xFF)] += part(place, of: total) }
  }

  /// Does the same for one byte.
  func interpolate(after context: UInt64, _ byte: UInt8, into shorter: inout Double) {
    guard let (followers, total, share) = followers(of: context) else { return }
    shorter *= share
    let ngram = context << 8 | UInt64(byte)
    let place = ngrams[followers].partitioningIndex { $0 >= ngram }
    if followers.contains(place), ngrams[place] == ngram { shorter += part(place, of: total) }
  }

  /// The n-grams that begin with a context, how often they occurred together, and what is left to the next shorter
  /// ones; nil where there is none.
  private func followers(of context: UInt64) -> (Range<Int>, total: Double, share: Double)? {
    let start = ngrams.partitioningIndex { $0 >= context << 8 }
    let end = ngrams[start...].partitioningIndex { $0 >= (context + 1) << 8 }
    guard start < end else { return nil }
    let total = (start..<end).reduce(0) { $0 + Double(counts[$1]) }
    return (start..<end, total, discount * Double(end - start) / total)
  }

  /// What an n-gram itself has of its context.
  private func part(_ place: Int, of total: Double) -> Double {
    max(Double(counts[place]) - discount, 0) / total
  }
}

/// Every run of so many bytes in one word each. O(*n*).
private func packed(_ text: [UInt8], length: Int) -> [UInt64] {
  guard text.count >= length else { return [] }
  let mask = (1 as UInt64) << (8 * UInt64(length)) - 1
  var word: UInt64 = 0
  var result: [UInt64] = []
  result.reserveCapacity(text.count - length + 1)
  for (place, byte) in text.enumerated() {
    word = (word << 8 | UInt64(byte)) & mask
    if place >= length - 1 { result.append(word) }
  }
  return result
}
