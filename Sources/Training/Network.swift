/// What learns: one of three networks, each of which sees more than the one before.
///
/// All predict the next byte from the bytes before it, and all begin by expecting every byte alike, so
/// that the first loss is exactly 8 bits. The usual sizes are those for a classroom: 65,536, 53,248 and
/// 139,584 weights.
public enum Network: Hashable, Sendable {
  /// A table with a logit for each byte after each byte. It arrives where counting pairs arrives.
  case table
  /// A perceptron over the last bytes (Bengio et al. 2003).
  case perceptron(lookBack: Int = 8, embedding: Int = 16, hidden: Int = 128)
  /// A transformer of the llama architecture (Touvron et al. 2023), with heads of 32.
  case transformer(layers: Int = 2, width: Int = 64, feedForward: Int = 192)

  /// The bytes there are.
  static let vocabulary = 256
  /// Features of a head.
  static let headWidth = 32

  /// What people call it.
  public var name: String {
    switch self {
    case .table: "table"
    case .perceptron: "perceptron"
    case .transformer: "transformer"
    }
  }

  /// The number of its weights.
  public var weightCount: Int { layout.spans.map(\.count).reduce(0, +) }

  /// What is wrong with its sizes, as a sentence; nil for nothing.
  package var fault: String? {
    switch self {
    case .table: nil
    case .perceptron(let lookBack, let embedding, let hidden):
      lookBack < 1 || embedding < 16 || embedding % 16 > 0 || lookBack * embedding % 32 > 0
        || hidden < 32 || hidden % 32 > 0
        ? "a perceptron has an embedding in multiples of 16, and inputs and hidden features of 32"
        : nil
    case .transformer(let layers, let width, let feedForward):
      layers < 1 || width < 32 || width % 32 > 0 || feedForward < 32 || feedForward % 32 > 0
        ? "a transformer has one layer or more, and its width and inner features are multiples of 32"
        : nil
    }
  }

  /// Where its weights lie in the block of all.
  package var layout: Layout {
    var layout = Layout()
    switch self {
    case .table: _ = TableWeights(&layout)
    case .perceptron(let lookBack, let embedding, let hidden):
      _ = PerceptronWeights(&layout, lookBack: lookBack, embedding: embedding, hidden: hidden)
    case .transformer(let layers, let width, let feedForward):
      _ = TransformerWeights(&layout, layers: layers, width: width, feedForward: feedForward)
    }
    return layout
  }
}
