import CKernels
import TestSupport
import Testing

/// A product whose sums are known for every number of pieces: rows of weights, and blocks of tokens.
struct ProductTwin {
  static let (blocks, rows, pieces) = (7, 24, 9)
  static let shared = ProductTwin()

  let weights: [[Float]]  // [row][column]
  let x: [[[Float]]]  // [block][column][lane]
  /// The sums over the first pieces and those of their absolute values, to which rounding errors
  /// are proportional. `[block][row][lane][pieces - 1]`
  let sums: [[[[(sum: Double, size: Double)]]]]

  private init() {
    var random = SeededGenerator(seed: 1)
    let columns = Self.pieces * piece
    let weights = (0..<Self.rows).map { _ in random.normals(columns) }
    let x = (0..<Self.blocks).map { _ in (0..<columns).map { _ in random.normals(lanes) } }
    sums = x.map { block in
      weights.map { row in (0..<lanes).map { Self.runningSums(row, block, $0) } }
    }
    self.weights = weights
    self.x = x
  }

  private static func runningSums(
    _ row: [Float], _ block: [[Float]], _ lane: Int
  ) -> [(sum: Double, size: Double)] {
    var running: [(sum: Double, size: Double)] = []
    var (sum, size) = (0.0, 0.0)
    for column in row.indices {
      let product = Double(row[column]) * Double(block[column][lane])
      sum += product
      size += abs(product)
      if column % piece == piece - 1 { running.append((sum, size)) }
    }
    return running
  }
}

/// One call of multiply: how much, and how much room is left between panels, pieces and blocks.
struct Shape {
  var (blocks, panels, pieces) = (1, 1, 1)
  var spare = 0
  var accumulates = false

  var pieceStride: Int { panelRows * piece + spare }
  var panelStride: Int { pieces * pieceStride + spare }
  var xStride: Int { (pieces * piece + spare) * lanes }
  var yStride: Int { (panels * panelRows + spare) * lanes }

  static let all: [Shape] = (1...ProductTwin.blocks).flatMap { blocks in
    (1...3).flatMap { panels in
      (1...ProductTwin.pieces).flatMap { pieces in
        [(0, false), (8, true)].map {
          Shape(blocks: blocks, panels: panels, pieces: pieces, spare: $0, accumulates: $1)
        }
      }
    }
  }

  func weights(_ rows: [[Float]]) -> Floats {
    let out = Floats(count: panels * panelStride, of: .nan)
    for row in 0..<panels * panelRows {
      let place = row / panelRows * panelStride + row % panelRows * piece
      for column in 0..<pieces * piece {
        out[place + column / piece * pieceStride + column % piece] = rows[row][column]
      }
    }
    return out
  }

  func blocks(_ x: [[[Float]]]) -> Floats {
    let out = Floats(count: blocks * xStride, of: .nan)
    for block in 0..<blocks {
      for column in 0..<pieces * piece {
        for lane in 0..<lanes {
          out[block * xStride + column * lanes + lane] = x[block][column][lane]
        }
      }
    }
    return out
  }
}

extension InstructionSet {
  func multiply(_ weights: Floats, _ x: Floats, to y: Floats, _ shape: Shape) {
    var product = unsafe kernels_product(
      weights: weights.start, panels: shape.panels, panel_stride: shape.panelStride,
      pieces: shape.pieces, piece_stride: shape.pieceStride, x: x.start, blocks: shape.blocks,
      x_stride: shape.xStride, y: y.start, y_stride: shape.yStride, accumulates: shape.accumulates)
    unsafe table.pointee.multiply(&product)
  }
}

@Suite struct MultiplyTests {
  @Test(arguments: InstructionSet.available)
  func `a product has the sums of its twin, and writes nothing else`(set: InstructionSet) {
    let twin = ProductTwin.shared
    for shape in Shape.all {
      let y = Floats(count: shape.blocks * shape.yStride, of: 0.5)
      set.multiply(shape.weights(twin.weights), shape.blocks(twin.x), to: y, shape)
      var worst = Worst()
      for index in 0..<y.count {
        let (block, row) = (index / shape.yStride, index % shape.yStride / lanes)
        guard row < shape.panels * panelRows else {
          worst.note(y[index], 0.5, tolerance: 0x1p-40)
          continue
        }
        let (sum, size) = twin.sums[block][row][index % lanes][shape.pieces - 1]
        worst.note(y[index], sum + (shape.accumulates ? 0.5 : 0), tolerance: 1e-6 * (size + 0.5))
      }
      #expect(worst.isTolerable && y.isIntact, "\(shape): \(worst.error)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `a dot product is bit for bit what multiply makes, whatever the tile`(set: InstructionSet) {
    let twin = ProductTwin.shared
    for shape in Shape.all where !shape.accumulates {
      let y = Floats(count: shape.blocks * shape.yStride)
      let x = shape.blocks(twin.x)
      set.multiply(shape.weights(twin.weights), x, to: y, shape)
      let features = shape.pieces * piece
      let row = (shape.blocks + shape.pieces) % (shape.panels * panelRows)
      let block = shape.blocks - 1
      let w = Floats((0..<features * lanes).map { twin.weights[row][$0 / lanes] })
      let out = Floats(count: lanes)
      unsafe set.table.pointee.dot(w.start, x.start + block * shape.xStride, features, out.start)
      let same = (0..<lanes).map { y[block * shape.yStride + row * lanes + $0] }
      #expect(out.array == same, "\(shape)")
      #expect(out.isIntact)
    }
  }

  @Test(arguments: InstructionSet.available)
  func `a lane's result does not depend on the lanes beside it`(set: InstructionSet) {
    let twin = ProductTwin.shared
    let shape = Shape(blocks: 3, panels: 2, pieces: 5)
    let x = shape.blocks(twin.x)
    let (y, disturbed) = (Floats(count: 3 * shape.yStride), Floats(count: 3 * shape.yStride))
    set.multiply(shape.weights(twin.weights), x, to: y, shape)
    for index in 0..<x.count where index % lanes != 5 { x[index] = .nan }
    set.multiply(shape.weights(twin.weights), x, to: disturbed, shape)
    for index in 0..<y.count where index % lanes == 5 { #expect(y[index] == disturbed[index]) }
  }
}
