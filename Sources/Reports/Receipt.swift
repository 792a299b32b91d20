import InformationTheory
import Scoring
import ShownText

/// What made the numbers of an export, beside the model and the settings: who has both can make them again.
public struct Receipt: Hashable, Sendable {
  /// The version of the program; empty where nobody said.
  public var version = ""
  /// The SHA-256 of the model's file, in hexadecimal digits; of several files that of the list of theirs, as
  /// `sha256sum` prints it; nil for a model that was read from no file.
  public var modelDigest: String?
  /// The kernels that computed, such as `avx512`.
  public var instructionSet = ""

  /// A receipt.
  public init(version: String = "", modelDigest: String? = nil, instructionSet: String = "") {
    self.version = version
    self.modelDigest = modelDigest
    self.instructionSet = instructionSet
  }
}

extension ReportHeader {
  /// All that the numbers depend on, in words: what each is called, and what it is. Nothing in it acts on a
  /// terminal.
  var receiptLines: [(name: String, value: String)] {
    [
      ("model", visibleText(model.name)),
      ("file", model.file.isEmpty ? "none" : visibleText(model.file)),
      ("SHA-256", receipt.modelDigest ?? "none"),
      ("quantization", visibleText(model.quantization)),
      ("tokenizer", visibleText(model.tokenizer)),
      ("temperature", shortest(temperature.value)),
      ("start token", startTokenText),
      ("window", "\(settings.window) tokens, stride \(settings.stride)"),
      ("made by", visibleText("surprisal \(receipt.version), \(receipt.instructionSet)")),
    ] + (model.server.map { [("server", visibleText($0.sentence))] } ?? [])
  }

  /// The start token's id and its name, or that there is none.
  var startTokenText: String {
    settings.startToken.map { "\($0) \(quoted(vocabulary.bytes($0)))" } ?? "none"
  }
}

/// Bytes between quotation marks, as `visibleText` shows them.
func quoted(_ bytes: some Sequence<UInt8>) -> String {
  "\"" + visibleText(bytes).replacing("\"", with: "\\\"") + "\""
}
