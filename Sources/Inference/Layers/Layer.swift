import CKernels

/// One layer of a model: its weights, and what is done with them.
struct Layer: Sendable {
  let attention: Attention
  let network: FeedForward
  /// Whether the network reads what attention reads, and not what attention adds to it.
  let isParallel: Bool

  /// Carries the layer's steps out, from the stream to the stream.
  ///
  /// - Parameter index: Its place among the layers, from 0.
  func run(_ index: Int, _ steps: some Steps) {
    steps.normalize(attention.norm)
    steps.projectHeads(index, attention)
    steps.attend(index, attention)
    if isParallel { steps.normalize(network.norm) }
    steps.addAttended(attention)
    if !isParallel { steps.normalize(network.norm) }
    steps.feed(network)
  }
}

/// Heads that look back (Vaswani et al. 2017), and share keys (Ainslie et al. 2023).
struct Attention: Sendable {
  let norm: Norm?  // over [width]
  let query: Linear  // [heads * headWidth, width]
  let key: Linear, value: Linear  // [keyHeads * headWidth, width]
  /// The norms of queries and keys, over those of a head or of all.
  let queryNorm: Norm?, keyNorm: Norm?
  let normsHeadsTogether: Bool
  let output: Linear  // [width, heads * headWidth]
  let outputNorm: Norm?  // over [width]
  /// How many tokens it sees, the last one included; nil for all.
  let window: Int?
  /// Which of the model's angles its queries and keys turn by; nil for none.
  let rotary: Int?
}

/// The network that treats each token alone.
struct FeedForward: Sendable {
  let norm: Norm?  // over [width]
  /// One for every token, or some of which a router chooses.
  let experts: [Expert]
  let router: Linear?  // [experts, width]
  let activation: kernels_activation
  let outputNorm: Norm?  // over [width]

  /// The part of a network that a token runs through.
  struct Expert: Sendable {
    let gate: Linear?  // [feedForward, width]
    let up: Linear  // [feedForward, width]
    let down: Linear  // [width, feedForward]

    /// What the activation bends: the gate, or without one `up` itself.
    var bent: Linear { gate ?? up }
    /// What the gate is multiplied with; nil without one.
    var factor: Linear? { gate == nil ? nil : up }
  }
}

/// A product, and what is added to it.
struct Linear: Sendable {
  let matrix: Matrix
  let bias: [Float]?  // [matrix.rows]
}

/// What brings features to a common size.
struct Norm: Sendable {
  let weight: [Float]
  /// What is added; nil for a norm that leaves the mean as it is.
  let bias: [Float]?
  let epsilon: Float
}
