import CKernels

// The three forms of one product.
extension Pass {
  /// y = W x, with a sum that it is added to.
  func multiply(
    _ matrix: Span, _ x: Activation, addedTo sum: Activation? = nil, into y: Activation
  ) {
    if let sum { unsafe y.value.update(from: sum.value, count: sum.features * tokens) }
    unsafe multiply(
      weights.panels + matrix.start, rows: matrix.rows, columns: matrix.columns,
      x.value, to: y.value, adds: sum != nil)
  }

  /// dx = Σ Wᵀ dy, and dW += dy xᵀ, for all that was made of x.
  func multiplyBack(_ products: [(matrix: Span, y: Activation)], _ x: Activation) {
    turn(x)
    for (index, product) in products.enumerated() {
      addGradient(of: product.matrix, from: product.y, x)
      unsafe multiply(
        weights.turnedPanels + product.matrix.start, rows: product.matrix.columns,
        columns: product.matrix.rows, product.y.gradient, to: x.gradient, adds: index > 0)
    }
  }

  /// y = W x, or y += W x, for all blocks of the window: `[blocks][columns][16]` to `[blocks][rows][16]`.
  private func multiply(
    _ panels: UnsafePointer<Float>, rows: Int, columns: Int, _ x: UnsafePointer<Float>,
    to y: UnsafeMutablePointer<Float>, adds: Bool
  ) {
    var product = unsafe kernels_product(
      weights: panels, panels: rows / 16, panel_stride: 16 * columns, pieces: columns / 32,
      piece_stride: 16 * 32, x: x, blocks: blocks, x_stride: columns * lanes, y: y,
      y_stride: rows * lanes, accumulates: adds)
    unsafe kernels.multiply(&product)
  }

  /// dW += dy xᵀ, a sum over the bytes of the window: rows are features of y, and the lanes of a block
  /// are features of x.
  private func addGradient(of matrix: Span, from y: Activation, _ x: Activation) {
    for block in 0..<blocks {
      unsafe kernels.keep_values(
        y.gradient + place(block, y), y.features, 0, lanes, block * lanes, room.columns)
    }
    var product = unsafe kernels_product(
      weights: room.columns, panels: y.features / 16, panel_stride: 16 * 32, pieces: tokens / 32,
      piece_stride: y.features * 32, x: room.turned, blocks: x.features / lanes,
      x_stride: tokens * lanes, y: gradients + matrix.gradientStart, y_stride: y.features * lanes,
      accumulates: true)
    unsafe kernels.multiply(&product)
  }

  /// Turns `[blocks][features][16 bytes]` into `[features / 16][bytes][16 features]`.
  private func turn(_ x: Activation) {
    for block in 0..<blocks {
      for feature in stride(from: 0, to: x.features, by: lanes) {
        unsafe kernels.learning.transpose(
          x.value + place(block, x) + feature * lanes, lanes,
          room.turned + (feature * tokens + block * lanes * lanes), lanes)
      }
    }
  }
}

// Attention.
extension Pass {
  /// Turns each pair of neighbouring features of each head by the position (Su et al. 2021).
  func turn(_ x: Activation, scale: Float = 1) { unsafe rotate(x, x.value, room.sines, scale) }

  /// The same by the opposite angle.
  func turnBack(_ x: Activation, scale: Float = 1) {
    unsafe rotate(x, x.gradient, room.negativeSines, scale)
  }

  private func rotate(
    _ x: Activation, _ values: UnsafeMutablePointer<Float>, _ sines: UnsafePointer<Float>,
    _ scale: Float
  ) {
    let pairs = Network.headWidth / 2
    for block in 0..<blocks {
      let angles = block * pairs * lanes
      for head in stride(from: 0, to: x.features, by: Network.headWidth) {
        unsafe kernels.rotate(
          values + place(block, x) + head * lanes, room.cosines + angles, sines + angles, pairs,
          scale)
      }
    }
  }

  func attend(
    _ attention: Attention, _ queries: Activation, _ keys: Activation, _ values: Activation,
    into out: Activation
  ) {
    for head in 0..<attention.heads {
      var attention = unsafe describe(attention, head, queries, keys, values, out)
      unsafe kernels_attend_window(instructions.kernels, &attention)
    }
  }

  func attendBack(
    _ attention: Attention, _ queries: Activation, _ keys: Activation, _ values: Activation,
    from out: Activation
  ) {
    for head in 0..<attention.heads {
      var attention = unsafe describe(attention, head, queries, keys, values, out)
      unsafe kernels_attend_window_back(instructions.kernels, &attention)
    }
  }

  private func describe(
    _ attention: Attention, _ head: Int, _ queries: Activation, _ keys: Activation,
    _ values: Activation, _ out: Activation
  ) -> kernels_window_attention {
    let start = head * Network.headWidth * lanes
    return unsafe kernels_window_attention(
      queries: queries.value + start, keys: keys.value + start, values: values.value + start,
      tokens: tokens, width: Network.headWidth, stride: queries.features * lanes,
      weights: attention.weights + head * tokens * tokens, out: out.value + start,
      d_out: out.gradient + start, d_queries: queries.gradient + start,
      d_keys: keys.gradient + start, d_values: values.gradient + start, scratch: room.attention)
  }
}

// The loss.
extension Pass {
  /// −ln p of each byte that comes, with p = softmax z; z becomes dz = (p − 1 where it came) · scale.
  func crossEntropy(_ logits: Activation, scale: Float) -> [Float] {
    var losses = [Float](repeating: 0, count: tokens)
    unsafe losses.withUnsafeMutableBufferPointer { losses in
      guard let start = losses.baseAddress else { return }
      for block in 0..<blocks {
        unsafe kernels.learning.cross_entropy(
          logits.value + place(block, logits), logits.features, window.targets(block), scale,
          start + block * lanes)
      }
    }
    return losses
  }
}
