import Scoring
import ShownText

extension ModelDescription {
  /// The name with the quantization, as reports show them: nothing in it acts on a terminal.
  var shownName: String {
    [name, quantization].filter { !$0.isEmpty }.map { visibleText($0) }.joined(separator: " ")
  }
}
