import Basics
import GGUF
import Inference
import RemoteScoring
import Reports

/// Why a command ends without its result: a sentence for the user and an exit status.
struct CommandError: Error, Hashable {
  /// Exit statuses of sysexits.h.
  enum Status: Int32, CaseIterable {
    case beyondLimit = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case internalError = 70
    case cannotCreate = 73
    case outputFailed = 74
    case protocolFault = 76
    case noPermission = 77
    case configuration = 78
    case interrupted = 130
    case terminated = 143

    /// What it tells, for help and manual.
    var meaning: String {
      switch self {
      case .beyondLimit: "a text is above --fail-above or --fail-above-perplexity"
      case .usage: "wrong usage"
      case .badData:
        "bad data, a lesson's claim that does not hold, or a text of --items or --lines that has no score"
      case .noInput: "no such input"
      case .unavailable:
        "no model, no memory for it, no answer of its server, no terminal to draw on, or no port to listen on"
      case .internalError: "internal error"
      case .cannotCreate: "a file cannot be made, or is there already"
      case .outputFailed: "the result could not be written"
      case .protocolFault: "a server that cannot do what was asked"
      case .noPermission: "a server refuses the key, or a key would be read by others"
      case .interrupted:
        "ended by Ctrl-C; what there was of a training, or of the rows of --items or --lines, is kept"
      case .terminated: "ended by SIGTERM; the rows of --items or --lines that there were are kept"
      case .configuration: "a fault in the configuration"
      }
    }
  }

  /// Nil when there is nothing to say: nobody reads the result any more.
  var status: Status?
  /// What is wrong, where, and what to do.
  var sentence: String

  init(_ status: Status, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  /// Standard output was closed by its reader, as by `head`: not a fault.
  static let outputClosed = CommandError()

  /// A model that failed while it was running: its file was changed or holds what is no number, or its server does not
  /// answer.
  static func failedModel(_ error: any Error) -> CommandError {
    if let error = error as? RemoteError { return CommandError(error) }
    let isFile = error is GGUFError || error is InferenceError
    return CommandError(isFile ? .badData : .internalError, "\(error)")
  }

  /// Somebody pressed Ctrl-C, and what there was is written.
  static func interrupted(afterStep step: Int) -> CommandError {
    CommandError(.interrupted, "ended after step \(step), as Ctrl-C wanted")
  }

  private init() {
    status = nil
    sentence = ""
  }

  /// Says the sentence and ends the process. Nothing in it can act on a terminal.
  func leave() -> Never {
    guard let status else { exit(0) }
    noteOnStandardError(sentence)
    exit(status.rawValue)
  }
}

extension CommandError: CustomStringConvertible {
  /// The sentence, as the explorer shows it when a model cannot be loaded.
  var description: String { sentence }
}
