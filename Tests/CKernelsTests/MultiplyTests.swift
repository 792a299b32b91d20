import CKernels
import TestSupport
import Testing

/// A product whose sums are known for every number of pieces: rows of weights, and blocks of tokens.
struct ProductTwin {
  static let (blocks, rows, pieces) = (7, 48, 9)
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
        [(0, false), (16, true)].map {
          Shape(blocks: blocks, panels: panels, pieces: pieces, spare: $0, accumulates: $1)
        }
      }
    }
  }
}

extension InstructionSet {
  /// Rows of weights as the panels of a product.
  func panels(_ rows: [[Float]], _ shape: Shape) -> Floats {
    let out = Floats(count: shape.panels * shape.panelStride, of: .nan)
    for row in 0..<shape.panels * panelRows {
      let place = row / panelRows * shape.panelStride + row % panelRows * piece
      unsafe table.pointee.unpack_to_panel(
        kernels_f32, rows[row], shape.pieces * piece, out.start + place, shape.pieceStride)
    }
    return out
  }

  /// Blocks of activations `[block][column][lane]`, packed.
  func packed(_ x: [[[Float]]], _ shape: Shape) -> Floats {
    let out = Floats(count: shape.blocks * shape.xStride, of: .nan)
    let columns = shape.pieces * piece
    for block in 0..<shape.blocks {
      for (column, values) in x[block].prefix(columns).enumerated() {
        for lane in 0..<lanes { out[block * shape.xStride + column * lanes + lane] = values[lane] }
      }
      unsafe table.pointee.pack(out.start + block * shape.xStride, columns)
    }
    return out
  }

  /// The sums of a product, among what stood there before.
  func product(_ weights: [[Float]], _ x: [[[Float]]], _ shape: Shape) -> Floats {
    let (weights, x) = (panels(weights, shape), packed(x, shape))
    let y = Floats(count: shape.blocks * shape.yStride, of: 0.5)
    var product = unsafe kernels_product(
      weights: weights.start, panels: shape.panels, panel_stride: shape.panelStride,
      pieces: shape.pieces, piece_stride: shape.pieceStride, x: x.start, blocks: shape.blocks,
      x_stride: shape.xStride, y: y.start, y_stride: shape.yStride, accumulates: shape.accumulates)
    unsafe table.pointee.multiply(&product)
    #expect(y.isIntact)
    return y
  }

  /// What a sum of products of absolute values of 1 in total may be off by: the rounding of floats, or
  /// three times what two halves miss, for two factors and for the product of low halves.
  var productTolerance: Double { splits ? 3 * 0x1p-16 : 1e-6 }
}

@Suite struct MultiplyTests {
  @Test(arguments: InstructionSet.all)
  func `a product has the sums of its twin, and writes nothing else`(set: InstructionSet) {
    let twin = ProductTwin.shared
    for shape in Shape.all {
      let y = set.product(twin.weights, twin.x, shape)
      var worst = Worst()
      for index in 0..<y.count {
        let (block, row) = (index / shape.yStride, index % shape.yStride / lanes)
        guard row < shape.panels * panelRows else {
          worst.note(y[index], 0.5, tolerance: 0x1p-40)
          continue
        }
        let (sum, size) = twin.sums[block][row][index % lanes][shape.pieces - 1]
        worst.note(
          y[index], sum + (shape.accumulates ? 0.5 : 0),
          tolerance: set.productTolerance * (size + 0.5))
      }
      #expect(worst.isTolerable, "\(shape): \(worst.error)")
    }
  }

  @Test(arguments: InstructionSet.all)
  func `a sum is the same, bit for bit, whatever is multiplied beside it`(set: InstructionSet) {
    let twin = ProductTwin.shared
    for pieces in 1...ProductTwin.pieces {
      let whole = Shape(blocks: ProductTwin.blocks, panels: 3, pieces: pieces)
      let all = set.product(twin.weights, twin.x, whole)
      for shape in Shape.all where shape.pieces == pieces && !shape.accumulates {
        let y = set.product(twin.weights, twin.x, shape)
        let isSame = (0..<y.count).allSatisfy {
          y[$0] == all[$0 / shape.yStride * whole.yStride + $0 % shape.yStride]
        }
        #expect(isSame, "\(shape)")
      }
    }
  }

  @Test(arguments: InstructionSet.all)
  func `a lane's result does not depend on the lanes beside it`(set: InstructionSet) {
    let twin = ProductTwin.shared
    let shape = Shape(blocks: 3, panels: 2, pieces: 5)
    let x = twin.x.map { block in
      block.map { row in row.indices.map { $0 == 5 ? row[$0] : .nan } }
    }
    let y = set.product(twin.weights, twin.x, shape)
    let disturbed = set.product(twin.weights, x, shape)
    for index in 0..<y.count where index % lanes == 5 { #expect(y[index] == disturbed[index]) }
  }

  @Test(arguments: InstructionSet.all, [Float.nan, .infinity, -.infinity])
  func `a weight that is not finite leaves no finite sum in its row`(
    set: InstructionSet, weight: Float
  ) {
    let twin = ProductTwin.shared
    let shape = Shape(blocks: 2, panels: 2, pieces: 2)
    var weights = twin.weights
    weights[17][40] = weight
    let (y, whole) = (
      set.product(weights, twin.x, shape), set.product(twin.weights, twin.x, shape)
    )
    for index in 0..<y.count {
      let isHit = index % shape.yStride / lanes == 17
      #expect(isHit ? !y[index].isFinite : y[index] == whole[index])
    }
  }
}
