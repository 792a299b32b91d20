import CKernels
import GGUF
import Inference
import InformationTheory
import Scoring

/// The kernels of one instruction set, each timed alone: seconds of one core for a text's blocks of
/// sixteen tokens.
final class KernelParts {
  private let set: InstructionSet
  private let shape: ModelShape
  private let blocks: Int
  private let runs: Int
  private let lanes = Int(kernels_lanes)
  private let panelRows = Int(kernels_panel_rows)
  /// Rows of weights that are unpacked and multiplied at once, in a layer and at the head.
  private let (layerRows, headRows) = (32, 128)
  /// Seconds a row, by the number of columns: many matrices have the same.
  private var known: [Int: Double] = [:]

  init(_ set: InstructionSet, _ shape: ModelShape, blocks: Int, runs: Int) {
    self.set = set
    self.shape = shape
    self.blocks = blocks
    self.runs = runs
  }

  private var kernels: kernels { unsafe set.kernels.pointee }

  /// A matrix times all blocks, so many of them at once; nil for all, as in a layer.
  func product(with matrix: TensorInfo, blocksAtOnce: Int?) -> Double {
    let (columns, rows) = (matrix.dimensions[0], blocksAtOnce == nil ? layerRows : headRows)
    let key = blocksAtOnce == nil ? columns : -columns
    if let known = known[key] { return known * Double(matrix.dimensions[1]) }
    let weights = AlignedFloats(rows * columns)
    let x = AlignedFloats(blocks * columns * lanes)
    let y = AlignedFloats(blocks * rows * lanes)
    let step = blocksAtOnce ?? blocks
    let time = repeated {
      for first in stride(from: 0, to: blocks, by: step) {
        var product = unsafe kernels_product(
          weights: weights.start, panels: rows / panelRows, panel_stride: panelRows * columns,
          pieces: columns / 32, piece_stride: panelRows * 32, x: x.start + first * columns * lanes,
          blocks: min(step, blocks - first), x_stride: columns * lanes, y: y.start,
          y_stride: rows * lanes, accumulates: false)
        unsafe kernels.multiply(&product)
      }
    }
    known[key] = time / Double(rows)
    return time / Double(rows) * Double(matrix.dimensions[1])
  }

  /// Attention of all layers, heads and blocks.
  var attention: Double {
    let (width, group) = (shape.headWidth, shape.heads / shape.keyHeads)
    let keys = AlignedFloats((blocks + 2) * lanes * width)
    let values = AlignedFloats((blocks + 2) * lanes * width)
    let queries = AlignedFloats(group * width * lanes)
    let scratch = AlignedFloats(group * 128 * lanes)
    let out = AlignedFloats(group * width * lanes)
    let time = repeated {
      for block in 0..<blocks {
        var attention = unsafe kernels_attention(
          queries: queries.start, keys: keys.start, values: values.start,
          context: .init(keys: nil, values: nil, count: 0, left_out: -1), heads: group,
          key_width: width, width: width, first_position: block * lanes, scores: .init(),
          scratch: scratch.start, out: out.start)
        unsafe kernels_attend(set.kernels, &attention)
      }
    }
    return time * Double(shape.layers * shape.keyHeads)
  }

  /// Folding the whole vocabulary at all positions. The logits are spread as a model's are, since
  /// fewer and fewer of them are candidates.
  var folding: Double {
    let vocabulary = shape.head.dimensions[1]
    let fresh = AlignedFloats(vocabulary * lanes)
    let logits = AlignedFloats(headRows * lanes)
    var random = SplitMix(state: 3)
    for index in 0..<fresh.count {
      unsafe fresh.start[index] = (0..<4).reduce(0) { sum, _ in
        sum + Float.random(in: -3...3, using: &random)
      }
    }
    let targets = [Int32](repeating: 7, count: lanes)
    let firstBeta = Float(LogPartition.firstBeta)
    // The kernels read whole vectors of it, at addresses that are multiples of their size.
    let place = UnsafeMutableRawPointer.allocate(
      byteCount: unsafe MemoryLayout<kernels_fold>.stride, alignment: 64)
    defer { unsafe place.deallocate() }
    let fold = unsafe place.initializeMemory(
      as: kernels_fold.self, repeating: kernels_fold(), count: 1)
    // As in a real vocabulary, some two of three begin a word.
    let starts = (0..<vocabulary).map { UInt8($0 % 3 == 0 ? 0 : 1) }
    let time = repeated {
      unsafe starts.withUnsafeBufferPointer { starts in
        var boundaries = unsafe kernels_boundaries(starts: starts.baseAddress, ends: (2, -1))
        unsafe kernels_begin_fold(fold, targets, fresh.start, &boundaries)
      }
      for first in stride(from: 0, to: vocabulary, by: headRows) {
        let rows = min(headRows, vocabulary - first)
        // The kernel overwrites what it folds.
        unsafe logits.start.update(from: fresh.start + first * lanes, count: rows * lanes)
        unsafe kernels.fold(fold, logits.start, rows, Int32(first), firstBeta)
      }
      for lane in 0..<lanes {
        var folded = kernels_folded()
        unsafe kernels.finish(fold, lane, firstBeta, &folded)
      }
    }
    return time * Double(blocks)
  }

  /// Unpacking a matrix once; zero for a type that the engine does not unpack.
  func unpacking(_ matrix: TensorInfo) -> Double {
    guard let type = matrix.type.kernelType else { return 0 }
    let (columns, rows) = (matrix.dimensions[0], min(layerRows, matrix.dimensions[1]))
    let panels = AlignedFloats(rows * columns)
    let bytes = unsafe shape.file.bytes(of: matrix)
    guard let start = bytes.baseAddress else { return 0 }
    let rowBytes = matrix.byteCount / matrix.dimensions[1]
    let time = repeated {
      for row in 0..<rows {
        let place = row / panelRows * panelRows * columns + row % panelRows * 32
        unsafe kernels.unpack_to_panel(
          type, start + row * rowBytes, columns, panels.start + place, panelRows * 32)
      }
    }
    return time * Double(matrix.dimensions[1]) / Double(rows)
  }

  /// The middle of several runs, each of enough repetitions to be timed.
  private func repeated(_ body: () -> Void) -> Double {
    let once = seconds(runs: 1, body)[0]
    let rounds = max(Int(0.003 / max(once, 1e-9)), 1)
    return seconds(runs: runs) { for _ in 0..<rounds { body() } }.middle / Double(rounds)
  }
}
