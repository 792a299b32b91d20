import Basics
import FoundationEssentials
import TestSupport
import Testing

/// The built program as it serves a model, asked over sockets.
struct ServedProgram {
  let port: Int
  let process: pid_t

  /// Runs `surprisal serve`, asks it things, and ends it by a signal.
  @discardableResult
  static func run(
    _ arguments: [String], environment: [String: String] = [:], endedBy signal: Int32 = SIGTERM,
    _ body: (ServedProgram) throws -> Void
  ) throws -> ProgramRun {
    let port = try freePort()
    var failure: (any Error)?
    let run = try ProgramRun(
      ["serve", "--port", "\(port)"] + arguments, environment: environment
    ) { process in
      defer { kill(process, signal) }
      do { try body(ServedProgram(port: port, process: process)) } catch { failure = error }
    }
    if let failure { throw failure }
    return run
  }

  /// A port that nobody listens on.
  static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size) + getsockname(descriptor, $0, &size)
      }
    }
    try #require(result == 0)
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// A connection, as soon as the program listens.
  func client() throws -> LoopbackClient {
    while kill(process, 0) == 0 {
      if let client = LoopbackClient(port: port) { return client }
      usleep(20_000)
    }
    throw NotServing()
  }

  struct NotServing: Error {}

  /// The answer to a request.
  func ask(_ method: String, _ path: String, _ body: String = "") throws -> LoopbackAnswer {
    let client = try client()
    client.send(method, path, body)
    return try #require(client.answer())
  }

  /// What a prompt is answered with.
  func complete(_ text: String, _ more: String) throws -> ServedChoice {
    let prompt = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    let answer = try ask("POST", "/v1/completions", "{\"prompt\": \(prompt), \(more)}")
    try #require(answer.status == 200 && answer.isComplete, "\(answer.text.prefix(300))")
    let document = try JSONDecoder().decode(ServedCompletion.self, from: Data(answer.body))
    return try #require(document.choices.first)
  }
}

/// An answer to `/v1/completions`.
struct ServedCompletion: Decodable {
  var choices: [ServedChoice]
}

// swift-format-ignore: AlwaysUseLowerCamelCase
struct ServedChoice: Decodable {
  struct Logprobs: Decodable {
    var tokens: [String], token_logprobs: [Float?], top_logprobs: [[String: Float]?]
    var text_offset: [Int]
  }
  struct Entry: Decodable {
    var logprob: Float, rank: Int, decoded_token: String
  }
  var text: String
  var finish_reason: String
  var logprobs: Logprobs?
  var prompt_logprobs: [[String: Entry]?]?
  var prompt_token_ids: [Int]?, token_ids: [Int]?
}
