/// How many bits a model needs for a text: what a ladder of models is made of.
///
/// Models that split a text into other tokens are compared by bits per byte, since a loss or a
/// perplexity a token means nothing without the tokens.
public struct Rung: Hashable, Sendable {
  /// What the model is, in a few words.
  public var name: String
  /// The sum of the surprisals, in bits; infinite where the model excludes what came.
  public var bits: Double
  /// The number of bytes that these surprisals are of: the same on all rungs of a ladder.
  public var bytes: Int

  /// A rung.
  public init(name: String, bits: Double, bytes: Int) {
    self.name = name
    self.bits = bits
    self.bytes = bytes
  }

  /// What models are compared by.
  public var bitsPerByte: Double { bits / Double(max(bytes, 1)) }
}
