import Basics
import InformationTheory
import JSON
import Scoring
import Serving
import Testing

/// What completions say of a model whose probabilities can be worked out.
@Suite struct CompletionTests {
  private let service = AlphabetModel.service()

  private func logprob(_ token: Character, after other: Character) -> Double {
    AlphabetModel.logprob(
      of: Int(token.asciiValue ?? 0), after: Int(other.asciiValue ?? 0))
  }

  private func isNear(_ value: JSONValue?, _ expected: Double) -> Bool {
    value?.number.map { abs($0 - expected) < 2e-6 } ?? false
  }

  @Test func `a text is scored in the shape of OpenAI's completions`() throws {
    let choice = try service.choice(
      #"{"prompt": "abd", "echo": true, "logprobs": 2, "max_tokens": 0}"#)
    #expect(choice["text"]?.string == "abd" && choice["finish_reason"]?.string == "length")
    let told = try #require(choice["logprobs"])
    #expect(told["tokens"]?.list.map(\.string) == ["a", "b", "d"])
    #expect(told["text_offset"]?.list.map(\.integer) == [0, 1, 2])
    let logprobs = try #require(told["token_logprobs"]?.list)
    #expect(logprobs.count == 3 && logprobs[0].isNull)
    #expect(isNear(logprobs[1], logprob("b", after: "a")))
    #expect(isNear(logprobs[2], logprob("d", after: "b")))
    let tops = try #require(told["top_logprobs"]?.list)
    #expect(tops.count == 3 && tops[0].isNull)
    // The likeliest two, and the token that came where it is neither: first of all.
    #expect(tops[1].members?.map(\.name.string) == ["b", "a"])
    #expect(tops[2].members?.map(\.name.string) == ["d", "c", "b"])
    #expect(isNear(tops[2]["c"], logprob("c", after: "b")))
    #expect(tops[2]["d"]?.number == logprobs[2].number)
  }

  @Test func `without candidates the token that came is told alone`() throws {
    let choice = try service.choice(
      #"{"prompt": "abd", "echo": true, "logprobs": 0, "max_tokens": 0, "prompt_logprobs": 0}"#)
    let names = choice["logprobs"]?["top_logprobs"]?.list.dropFirst().map {
      $0.members?.map(\.name.string) ?? []
    }
    #expect(names == [["b"], ["d"]])
    #expect(
      choice["prompt_logprobs"]?.list.dropFirst().map { $0.members?.map(\.name.string) } == [
        ["98"], ["100"],
      ])
  }

  @Test(arguments: [1, 3, 32, 33, 200])
  func `so many of the likeliest are told of each token of a prompt, with their ranks`(
    count: Int
  ) throws {
    let choice = try service.choice(
      #"{"prompt": [97, 98, 0], "max_tokens": 0, "prompt_logprobs": \#(count)}"#)
    let places = try #require(choice["prompt_logprobs"]?.list)
    #expect(places.count == 3 && places[0].isNull)
    let entries = places[2].members.map { Array($0) } ?? []
    let logits = AlphabetModel.logits(after: 98)
    let isAmongThem = rank(of: 0, in: logits) <= count
    #expect(entries.count == count + (isAmongThem ? 0 : 1))
    #expect(entries[0].name.string == "0")
    #expect(entries[0].value["rank"]?.integer == rank(of: 0, in: logits))
    for (index, entry) in entries.dropFirst().enumerated() {
      let id = try #require(entry.name.string.flatMap { Int($0) })
      #expect(isNear(entry.value["logprob"], AlphabetModel.logprob(of: id, after: 98)))
      let isBehind = isAmongThem && index + 1 >= rank(of: 0, in: logits)
      #expect(entry.value["rank"]?.integer == index + (isBehind ? 2 : 1))
      let name = String(decoding: AlphabetModel.vocabulary.bytes(id), as: UTF8.self)
      #expect(entry.value["decoded_token"]?.string == name)
    }
  }

  @Test func `a whole vocabulary is every entry once, and a distribution`() throws {
    let choice = try service.choice(
      #"{"prompt": "hello", "max_tokens": 0, "prompt_logprobs": -1}"#)
    let places = try #require(choice["prompt_logprobs"]?.list)
    #expect(places.count == 5)
    for (place, (token, other)) in zip("ello", "hell").enumerated() {
      let entries = places[place + 1].members.map { Array($0) } ?? []
      #expect(entries.count == AlphabetModel.count)
      #expect(entries[0].name.string == "\(token.asciiValue ?? 0)")
      let ids = Set(entries.compactMap { $0.name.string.flatMap { Int($0) } })
      #expect(ids == Set(0..<AlphabetModel.count))
      var sum = 0.0
      for entry in entries {
        let id = try #require(entry.name.string.flatMap { Int($0) })
        let expected = AlphabetModel.logprob(of: id, after: Int(other.asciiValue ?? 0))
        #expect(isNear(entry.value["logprob"], expected))
        sum += exp(entry.value["logprob"]?.number ?? 0)
      }
      #expect(abs(sum - 1) < 1e-5)
      let others = entries.dropFirst().compactMap { $0.value["rank"]?.integer }
      #expect(others == others.sorted() && Set(others).count == others.count)
    }
  }

  @Test func `every prompt of a list has its choice, and all tokens are counted`() throws {
    let texts = try service.complete(
      #"{"prompt": ["abc", "x"], "max_tokens": 2, "temperature": 0}"#)
    let ids = try service.complete(
      #"{"prompt": [[97, 98, 99], [120]], "max_tokens": 2, "temperature": 0}"#)
    for answer in [texts, ids] {
      #expect(answer["choices"]?.list.map { $0["index"]?.integer } == [0, 1])
      #expect(answer["choices"]?.list.map { $0["text"]?.string } == ["de", "yz"])
      #expect(answer["usage"]?["prompt_tokens"]?.integer == 4)
      #expect(answer["usage"]?["completion_tokens"]?.integer == 4)
      #expect(answer["usage"]?["total_tokens"]?.integer == 8)
      #expect(
        answer["object"]?.string == "text_completion" && answer["model"]?.string == "alphabet")
      #expect(answer["id"]?.string == "cmpl-1" && answer["created"]?.integer == 1_700_000_000)
    }
  }

  @Test func `the likeliest tokens follow when it is cold, up to a control token`() throws {
    let choice = try service.choice(
      #"{"prompt": "wx", "echo": true, "temperature": 0, "logprobs": 1, "return_token_ids": true}"#)
    #expect(choice["text"]?.string == "wxyz" && choice["finish_reason"]?.string == "stop")
    #expect(choice["prompt_token_ids"]?.ids == [119, 120])
    #expect(choice["token_ids"]?.ids == [121, 122, 256])
    #expect(choice["logprobs"]?["tokens"]?.list.map(\.string) == ["w", "x", "y", "z", "<|end|>"])
    #expect(choice["logprobs"]?["text_offset"]?.list.map(\.integer) == [0, 1, 2, 3, 4])
    #expect(
      isNear(choice["logprobs"]?["token_logprobs"]?[3], logprob("z", after: "y")))
  }

  @Test func `probabilities are those at a temperature of 1, whatever is drawn at`() throws {
    for temperature in ["0", "0.5", "1", "3"] {
      let choice = try service.choice(
        #"{"prompt": "a", "temperature": \#(temperature), "logprobs": 400, "max_tokens": 5, "seed": 3, "return_token_ids": true}"#
      )
      var other = 97
      let drawn = try #require(choice["token_ids"]?.ids)
      for (place, id) in drawn.enumerated() {
        let told = choice["logprobs"]?["token_logprobs"]?[place]
        #expect(isNear(told, AlphabetModel.logprob(of: id, after: other)))
        let tops = choice["logprobs"]?["top_logprobs"]?[place]?.members.map { Array($0) } ?? []
        #expect(tops.count == AlphabetModel.count)
        other = id
      }
    }
  }

  @Test func `the draw is that of the sampler, its seed and its truncation`() throws {
    let sampler = Sampler(
      temperature: Temperature(1.5) ?? .one, truncation: Truncation(topK: 9, topP: 0.8, minP: 0.01),
      seed: 77)
    var ids = [97]
    for _ in 0..<12 {
      let logits = AlphabetModel.logits(after: ids[ids.count - 1]).map { Float($0) }
      ids.append(sampler.draw(from: logits, at: ids.count).entry)
    }
    let body =
      #"{"prompt": "a", "max_tokens": 12, "temperature": 1.5, "top_k": 9, "top_p": 0.8, "min_p": 0.01, "seed": 77, "return_token_ids": true}"#
    #expect(try service.choice(body)["token_ids"]?.ids == Array(ids.dropFirst()))
    // What was put before the text is none of it, as in `surprisal generate`.
    let begun = AlphabetModel.service(startToken: AlphabetModel.beginning)
    #expect(try begun.choice(body)["token_ids"]?.ids == Array(ids.dropFirst()))
    // Without a seed, what the outside world drew decides.
    let free = try service.choice(#"{"prompt": "a", "max_tokens": 9}"#)["text"]?.string
    let fifth = try service.choice(#"{"prompt": "a", "max_tokens": 9, "seed": 5}"#)["text"]?.string
    #expect(free == fifth)
  }

  @Test func `a text ends before a stop, which is said`() throws {
    for stop in [#""ef""#, #"["q", "gh", "ef"]"#] {
      let choice = try service.choice(
        #"{"prompt": "ab", "temperature": 0, "stop": \#(stop), "max_tokens": 20}"#)
      #expect(choice["text"]?.string == "cd" && choice["stop_reason"]?.string == "ef")
      #expect(choice["finish_reason"]?.string == "stop")
    }
    let none = try service.choice(
      #"{"prompt": "ab", "temperature": 0, "stop": "dx", "max_tokens": 2}"#)
    #expect(none["text"]?.string == "cd" && none["finish_reason"]?.string == "length")
    #expect(none["stop_reason"] == nil)
  }

  @Test func `tokens can be called by their ids`() throws {
    let choice = try service.choice(
      #"{"prompt": "ab", "echo": true, "max_tokens": 0, "logprobs": 1, "return_tokens_as_token_ids": true}"#
    )
    #expect(choice["logprobs"]?["tokens"]?.list.map(\.string) == ["token_id:97", "token_id:98"])
    let tops = choice["logprobs"]?["top_logprobs"]?[1]?.members?.map(\.name.string)
    #expect(tops == ["token_id:98"])
  }

  @Test func `parts of a character have names of their own, and the text is whole`() throws {
    let choice = try service.choice(
      #"{"prompt": "é", "echo": true, "max_tokens": 0, "logprobs": 0, "prompt_logprobs": 0}"#)
    #expect(choice["text"]?.string == "é")
    #expect(choice["logprobs"]?["tokens"]?.list.map(\.string) == [#"bytes:\xc3"#, #"bytes:\xa9"#])
    let entry = try #require(choice["prompt_logprobs"]?[1]?["169"])
    #expect(entry["decoded_token"]?.string == "\u{FFFD}" && entry["bytes"]?.ids == [169])
    let whole = try service.choice(#"{"prompt": "ab", "max_tokens": 0, "prompt_logprobs": 0}"#)
    #expect(whole["prompt_logprobs"]?[1]?["98"]?["bytes"] == nil)
  }

  @Test(arguments: ["4", "-1"])
  func `a prompt can be asked for in slices`(count: String) throws {
    func places(from first: Int) throws -> [String] {
      let choice = try service.choice(
        #"{"prompt": "hello", "max_tokens": 0, "prompt_logprobs": \#(count), "prompt_logprobs_from": \#(first)}"#
      )
      return choice["prompt_logprobs"]?.list.map {
        String(decoding: $0.document.bytes[$0.range], as: UTF8.self)
      } ?? []
    }
    let whole = try places(from: 0)
    #expect(whole.count == 5 && whole.dropFirst().allSatisfy { $0 != "null" })
    for first in 1...6 {
      let nulls = Array(repeating: "null", count: min(first, 5))
      #expect(try places(from: first) == nulls + whole.dropFirst(first))
    }
  }

  @Test func `a token that begins texts stands before a text, and not before ids`() throws {
    let service = AlphabetModel.service(startToken: AlphabetModel.beginning)
    func ids(_ prompt: String, _ more: String = "") throws -> [Int]? {
      try service.choice(
        #"{"prompt": \#(prompt), "max_tokens": 0, "echo": true, "return_token_ids": true, "logprobs": 0\#(more)}"#
      )["prompt_token_ids"]?.ids
    }
    #expect(try ids(#""ab""#) == [257, 97, 98])
    #expect(try ids(#""""#) == [257])
    #expect(try ids(#""ab""#, #", "add_special_tokens": false"#) == [97, 98])
    #expect(try ids("[97, 98]") == [97, 98])
    let choice = try service.choice(
      #"{"prompt": "ab", "max_tokens": 0, "echo": true, "logprobs": 0}"#)
    #expect(choice["text"]?.string == "ab")
    #expect(choice["logprobs"]?["text_offset"]?.list.map(\.integer) == [0, 0, 1])
    #expect(choice["logprobs"]?["token_logprobs"]?.list.map(\.isNull) == [true, false, false])
  }
}
