import Scoring

extension ModelDescription {
  /// What headers and exports say of a measuring stick, which has no file, no weights, and reads texts
  /// of any length.
  static func stick(_ name: String, vocabularySize: Int) -> ModelDescription {
    ModelDescription(
      name: name, file: "", architecture: "measuring stick", quantization: "",
      vocabularySize: vocabularySize, contextLength: 1 << 30)
  }
}
