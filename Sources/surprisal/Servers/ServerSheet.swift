import RemoteScoring
import Reports
import Scoring
import ShownText

extension ModelsCommand {
  /// Prints what a server is and gives, as it was tried.
  func showServer(_ address: String) throws {
    let connection = try server.connection(to: address)
    var output = StandardOutput()
    switch format {
    case .text: try output.write(ServerSheet(connection).text)
    case .json: try output.write(ServerSheet(connection).json.text + "\n")
    }
    try output.flush()
  }
}

/// What a server is and gives.
struct ServerSheet {
  private let connection: RemoteConnection

  init(_ connection: RemoteConnection) { self.connection = connection }

  private var server: ModelServer { connection.receipt }

  /// As text in which nothing acts on a terminal.
  var text: String {
    let candidates =
      server.candidates == 0
      ? "none: the surprise of each token alone"
      : "\(server.candidates.map(grouped) ?? "the whole vocabulary") of each position"
    let vocabulary =
      server.saysVocabularySize
      ? "\(grouped(connection.vocabularySize)) entries" : "it does not say"
    let rows = [
      ("server", server.address), ("engine", server.engine),
      ("version", server.version.isEmpty ? "it does not say" : server.version),
      ("model", server.model), ("vocabulary", vocabulary),
      ("context", "\(grouped(connection.contextLength)) tokens"),
      ("candidates", candidates),
      ("numbers", "\(server.logProbabilities), at T = 1"),
      ("tokens", "cut by the \(server.tokenizer)"),
      ("at once", "\(connection.lanes) \(plural("request", connection.lanes))"),
      ("tried", "a text whose shape is known: its numbers can be used"),
    ]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2)
        + visibleText(value.utf8, columns: 200) + "\n"
    }.joined()
  }

  /// As an object.
  var json: JSONValue {
    .object([
      ("address", .string(server.address)), ("engine", .string(server.engine)),
      ("version", .string(server.version)), ("model", .string(server.model)),
      (
        "vocabulary_size",
        .optional(
          server.saysVocabularySize ? connection.vocabularySize : nil, JSONValue.integer)
      ),
      ("context_length", .integer(connection.contextLength)),
      ("candidates", .optional(server.candidates, JSONValue.integer)),
      ("logprobs", .string(server.logProbabilities)), ("tokenizer", .string(server.tokenizer)),
      ("parallel", .integer(connection.lanes)),
    ])
  }
}
