/// The steps that layers are made of. A batch of tokens and one token alone carry them out in ways of
/// their own; which steps there are, and in what order, is said once.
protocol Steps {
  /// stream = E[token], for each token, and what is learnt of its position.
  func embed()
  /// normed = stream / √(mean stream² + ε) · weight (Zhang and Sennrich 2019), or less the mean before
  /// that; the stream itself without a norm.
  func normalize(_ norm: Norm?)
  /// queries, keys, values = W · normed. Pairs of features of queries and keys are turned by the token's
  /// position (Su et al. 2021); keys and values are kept for the tokens that follow.
  func projectHeads(_ layer: Int, _ attention: Attention)
  /// attended = softmax(q·Kᵀ/√d)·V, by heads that share keys (Ainslie et al. 2023).
  func attend(_ layer: Int, _ attention: Attention)
  /// stream += W · attended, or the norm of that.
  func addAttended(_ attention: Attention)
  /// stream += W₂ · (activation(W₁ · normed) * (W₃ · normed)) (Shazeer 2020), or without W₃, or the norm of
  /// that; of several such networks by the shares that a router gives (Shazeer et al. 2017).
  func feed(_ network: FeedForward)
}
