import CKernels
import Computing

/// A network at work on one window at a time, on one thread.
protocol Worker {
  /// What comes out for each byte: 256 logits, and their gradient in the same place.
  var logits: Activation { get }
  /// From the bytes of the window to the logits.
  func forward(_ pass: Pass)
  /// From the gradient by the logits to those by the weights, which are added.
  func backward(_ pass: Pass)
}

extension Network {
  /// The network at work, with room for its windows.
  func worker(_ room: WindowRoom) throws -> any Worker {
    var layout = Layout()
    switch self {
    case .table: return try Table(TableWeights(&layout), room)
    case .perceptron(let lookBack, let embedding, let hidden):
      let weights = PerceptronWeights(
        &layout, lookBack: lookBack, embedding: embedding, hidden: hidden)
      return try Perceptron(weights, room)
    case .transformer(let layers, let width, let feedForward):
      let weights = TransformerWeights(
        &layout, layers: layers, width: width, feedForward: feedForward)
      return try Transformer(weights, room)
    }
  }
}

/// What a network makes of a window at one place, and the gradient of the loss by it: both
/// `[blocks][features][16]`.
@safe struct Activation {
  let features: Int
  let value: UnsafeMutablePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
}

/// The attention of all heads of a layer: the softmax, kept for the way back.
@safe struct Attention {
  let heads: Int
  let weights: UnsafeMutablePointer<Float>  // [heads][blocks][tokens][16]

  /// 1/√d of a head.
  static let scale = 1 / Float(Network.headWidth).squareRoot()
}

/// Room for what one thread computes of a window.
final class WindowRoom {
  /// Tokens in a window: a multiple of 32.
  let tokens: Int
  private var chunks: [(buffer: Buffer, used: Int)] = []

  init(tokens: Int) { self.tokens = tokens }

  /// So many floats, zero at first, that stay as long as the room does.
  func floats(_ count: Int) throws -> UnsafeMutablePointer<Float> {
    let count = (count + 15) / 16 * 16
    if chunks.last.map({ $0.used + count > $0.buffer.count }) ?? true {
      chunks.append((try Buffer(count: max(count, 1 << 20)), 0))
    }
    let last = chunks.count - 1
    defer { chunks[last].used += count }
    return unsafe chunks[last].buffer.start + chunks[last].used
  }

  /// A place with so many features, and a gradient of its own.
  func activation(_ features: Int) throws -> Activation {
    unsafe Activation(
      features: features, value: try floats(features * tokens),
      gradient: try floats(features * tokens))
  }

  /// A place of the residual stream, whose gradient is that of another.
  func activation(sharingGradientOf other: Activation) throws -> Activation {
    unsafe Activation(
      features: other.features, value: try floats(other.features * tokens),
      gradient: other.gradient)
  }

  /// The logits, which become their gradient in place.
  func logits() throws -> Activation {
    let values = unsafe try floats(Network.vocabulary * tokens)
    return unsafe Activation(features: Network.vocabulary, value: values, gradient: values)
  }

  /// The softmax of so many heads.
  func attention(heads: Int) throws -> Attention {
    unsafe Attention(heads: heads, weights: try floats(heads * tokens * tokens))
  }
}
