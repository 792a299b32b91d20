import CKernels
import InformationTheory
import Scoring
import Testing

/// Logits of a vocabulary for sixteen positions, and the tokens that came there.
struct FoldCase {
  var logits: [[Float]]  // [lane][id]
  var targets: [Int]
  /// Two of three entries begin a word, and two end a text.
  var boundaries: WordBoundaries {
    WordBoundaries(
      starts: (0..<vocabulary).map { $0 % 3 != 1 }, ends: [vocabulary / 2, vocabulary - 1])
  }

  var vocabulary: Int { logits[0].count }

  /// The same logits in every lane, and targets spread over the vocabulary.
  init(repeating logits: [Float]) {
    self.init(logits: Array(repeating: logits, count: lanes))
  }

  init(logits: [[Float]]) {
    self.logits = logits
    let count = logits[0].count
    targets = (0..<lanes).map { $0 * 7_919 % count }
  }

  /// Rows of ids in the layout of a block, as a product leaves them.
  func rows(_ ids: Range<Int>) -> Floats {
    let out = Floats(count: ids.count * lanes)
    for (row, id) in ids.enumerated() {
      for lane in 0..<lanes { out[row * lanes + lane] = logits[lane][id] }
    }
    return out
  }

  /// Chunks of ids, whose sizes follow each other over and over.
  func chunks(_ sizes: [Int]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    while (chunks.last?.upperBound ?? 0) < vocabulary {
      let start = chunks.last?.upperBound ?? 0
      chunks.append(start..<min(start + sizes[chunks.count % sizes.count], vocabulary))
    }
    return chunks
  }
}

/// A fold in aligned memory.
@safe final class Fold {
  let set: InstructionSet
  private let memory: UnsafeMutablePointer<kernels_fold>
  private let starts: UnsafeMutableBufferPointer<UInt8>
  private let startCount: Int
  private static let firstBeta = Float(LogPartition.firstBeta)

  init(_ set: InstructionSet, _ fixture: FoldCase) {
    self.set = set
    unsafe memory = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<kernels_fold>.stride, alignment: 64
    ).initializeMemory(as: kernels_fold.self, repeating: kernels_fold(), count: 1)
    let actual = fixture.targets.enumerated().map { fixture.logits[$0][$1] }
    let boundaries = fixture.boundaries
    startCount = boundaries.startCount
    unsafe starts = .allocate(capacity: boundaries.starts.count)
    _ = unsafe starts.initialize(from: boundaries.starts)
    let ends = boundaries.ends.map(Int32.init) + [-1]
    var table = unsafe kernels_boundaries(starts: starts.baseAddress, ends: (ends[0], ends[1]))
    unsafe kernels_begin_fold(memory, fixture.targets.map(Int32.init), actual, &table)
  }

  deinit {
    unsafe memory.deallocate()
    unsafe starts.deallocate()
  }

  /// Takes chunks of the vocabulary.
  func take(_ chunks: [Range<Int>], of fixture: FoldCase) {
    for chunk in chunks {
      let rows = fixture.rows(chunk)
      unsafe set.table.pointee.fold(
        memory, rows.start, chunk.count, Int32(chunk.lowerBound), Self.firstBeta)
      #expect(rows.isIntact)
    }
  }

  /// Takes chunks of lane 0's logits, side by side as those of one token are.
  func takeOne(_ chunks: [Range<Int>], of fixture: FoldCase) {
    for chunk in chunks {
      let room = (chunk.count + lanes - 1) / lanes * lanes
      let logits = Floats(count: room, of: .nan)
      for (place, id) in chunk.enumerated() { logits[place] = fixture.logits[0][id] }
      unsafe set.table.pointee.fold_one(
        memory, logits.start, chunk.count, Int32(chunk.lowerBound), Self.firstBeta)
      #expect(logits.isIntact)
    }
  }

  func merge(_ other: Fold) {
    unsafe set.table.pointee.merge(memory, other.memory, Self.firstBeta)
  }

  /// What each lane comes to.
  func finish() -> [Prediction] {
    (0..<lanes).map { lane in
      var folded = kernels_folded()
      unsafe set.table.pointee.finish(memory, lane, Self.firstBeta, &folded)
      return Prediction(folded, startCount: startCount)
    }
  }
}

extension Prediction {
  /// How the engine finds logits that are not finite numbers.
  var isFinite: Bool { logits[0] == 0 && actualLogit.isFinite && rest[0].isFinite }
}
