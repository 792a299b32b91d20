/// How many bits a model needs for a text: what a ladder of models is made of.
///
/// Models that split a text into other tokens are compared by bits a byte, since a loss or a
/// perplexity a token means nothing without the tokens.
public struct Rung: Hashable, Sendable {
  /// What the model is, in a few words.
  public var name: String
  /// The sum of the surprisals of the whole text, in bits; infinite where the model excludes it.
  public var bits: Double

  /// A rung.
  public init(name: String, bits: Double) {
    self.name = name
    self.bits = bits
  }
}
