import JSON
import Serving
import Testing

/// Answers that come as they are made.
@Suite struct StreamTests {
  private let service = AlphabetModel.service()

  private func events(_ body: String) throws -> [JSONValue] {
    let answer = try service.answer("POST", "/v1/completions", body)
    #expect(answer.status == 200 && answer.contentType == "text/event-stream", "\(answer.text)")
    return try answer.events()
  }

  @Test func `a stream has an event for each token, and together they are the answer`() throws {
    let wanted =
      #""prompt": ["wx", "ab"], "echo": true, "logprobs": 1, "max_tokens": 4, "temperature": 0"#
    let whole = try service.complete("{\(wanted)}")
    let events = try events("{\(wanted), \"stream\": true}")
    for index in 0...1 {
      let mine = events.compactMap { $0["choices"]?[0] }.filter { $0["index"]?.integer == index }
      let choice = try #require(whole["choices"]?[index])
      #expect(mine.compactMap { $0["text"]?.string }.joined() == choice["text"]?.string)
      #expect(mine.compactMap { $0["finish_reason"]?.string } == [choice["finish_reason"]?.string])
      #expect(mine.last?["finish_reason"] != nil)
      for list in ["tokens", "token_logprobs", "text_offset"] {
        let parts = mine.flatMap { $0["logprobs"]?[list]?.list ?? [] }
        #expect(
          parts.map { written($0) } == choice["logprobs"]?[list]?.list.map { written($0) },
          "\(list)")
      }
      #expect(mine.count == (index == 0 ? 4 : 5))
    }
    #expect(events.allSatisfy { $0["usage"] == nil && $0["object"]?.string == "text_completion" })
  }

  private func written(_ value: JSONValue) -> String {
    String(decoding: value.document.bytes[value.range], as: UTF8.self)
  }

  @Test func `how many tokens there were comes last, where it is asked for`() throws {
    let events = try events(
      #"{"prompt": "ab", "max_tokens": 3, "stream": true, "stream_options": {"include_usage": true}}"#
    )
    #expect(events.last?["usage"]?["total_tokens"]?.integer == 5)
    #expect(events.last?["choices"]?.list.isEmpty == true)
    #expect(events.dropLast().allSatisfy { $0["usage"] == nil })
  }

  @Test func `a stream shows nothing of a stop, and no part of a character`() throws {
    let stopped = try events(
      #"{"prompt": "ab", "max_tokens": 9, "temperature": 0, "stop": "efg", "stream": true}"#)
    let texts = stopped.compactMap { $0["choices"]?[0]?["text"]?.string }
    #expect(texts == ["c", "d", "", "", ""])
    #expect(stopped.last?["choices"]?[0]?["finish_reason"]?.string == "stop")
    // After 0xC3 comes 0xC4: no character, so it waits until it cannot become one.
    let parts = try events(
      #"{"prompt": [194], "max_tokens": 2, "temperature": 0, "stream": true}"#)
    #expect(parts.compactMap { $0["choices"]?[0]?["text"]?.string } == ["", "\u{FFFD}\u{FFFD}"])
  }

  @Test func `an echo alone is one event that ends`() throws {
    let events = try events(
      #"{"prompt": "ab", "echo": true, "max_tokens": 0, "logprobs": 0, "stream": true}"#)
    #expect(events.count == 1)
    #expect(events[0]["choices"]?[0]?["text"]?.string == "ab")
    #expect(events[0]["choices"]?[0]?["finish_reason"]?.string == "length")
  }
}
