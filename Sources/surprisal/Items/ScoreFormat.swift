import ArgumentParser
import Reports

/// A form that can be asked for: of a text, of a table, or of both.
struct ScoreFormat: ExpressibleByArgument {
  let name: String

  /// The form of a text's report; nil where there is none.
  var report: ReportFormat? { ReportFormat.all.first { $0.name == name } }

  /// What it is, in a few words for the help.
  var summary: String { report?.summary ?? "" }

  init?(argument: String) {
    guard Self.allValueStrings.contains(argument) else { return nil }
    name = argument
  }

  /// The names that the help and the shell offer.
  static var allValueStrings: [String] {
    let reports = ReportFormat.all.map(\.name)
    return reports + ItemFormat.allCases.map(\.rawValue).filter { !reports.contains($0) }
  }

  /// The shell offers all names.
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
