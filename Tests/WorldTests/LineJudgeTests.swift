import Testing
import World

@Suite struct `What a model of the world wrote` {
  @Test(arguments: [1, 5] as [UInt64])
  func `is possible where the world says it`(seed: UInt64) throws {
    let source = try SmallWorld.source()
    let judge = LineJudge(source)
    for line in source.draw(bytes: 10_000, seed: seed).text.split(separator: 0x0A) {
      #expect(judge.verdict(of: Array(line)) == .possible)
    }
  }

  @Test(arguments: [
    ("The camel of Rita lives in the pond and eats thorns.", "pond", "desert"),
    ("The old cat of Max comes from the kitchen and eats figs.", nil, nil),
    ("The old cat of Max comes from the kitchen and eats grain.", "grain", "fish"),
    ("Eva finds 6 plums. Max finds 7. Together they find 15 plums.", "15", "13"),
    ("Eva finds 2 plums. Max finds 7. Together they find 10 plums.", "10", "9"),
    ("Eva finds 6 plums. Max finds 7. Together they find 13 pears.", "pears", "plums"),
    ("The cats near the red ball waits at night.", "waits", "wait"),
    ("The cat near the red balls wait at night.", "wait", "waits"),
    ("On Monday Max rests, on Friday Eva rests.", "Friday", "Tuesday"),
    ("Who is at home? Max is at school with a friend.", "school", "home"),
    ("Max owns a red ball and a blue coat. The ball is blue.", "blue", "red"),
    // Ball or coat: either would be true.
    ("Max owns a red ball and a blue coat. The kite is red.", "kite", nil),
    ("Max owns a red bal and a blue coat. The bal is red.", nil, nil),
    ("", nil, nil),
  ])
  func `is false where one word is wrong, and no sentence elsewhere`(
    line: String, wrong: String?, truth: String?
  ) throws {
    let bytes = Array(line.utf8)
    let verdict = LineJudge(try SmallWorld.source()).verdict(of: bytes)
    guard let wrong else {
      #expect(verdict == .impossible)
      return
    }
    guard case .falsehood(let word, let found) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(String(decoding: bytes[word], as: UTF8.self) == wrong)
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == truth)
  }
}

@Suite struct `Words of a text` {
  private let known = KnownWords(
    Array("The cat sat on the mat.\nA dog ran to the door of the old mill and back.\n".utf8))

  @Test func `are found in other lines, whole ones alone`() {
    let line = "the dogs sat on the cat, not at"
    let found = known.words(of: Array(line.utf8)).map { range in
      String(decoding: Array(line.utf8)[range], as: UTF8.self)
    }
    #expect(found == ["the", "sat", "on", "the", "cat"])
  }

  @Test func `are known as lines, and within a line where they are many`() {
    func holds(_ line: String) -> Bool { known.holds(Array(line.utf8)) }
    #expect(holds("The cat sat on the mat."))
    #expect(holds("ran to the door of the old mill"))
    #expect(!holds("The cat sat on the"), "so few words are found anywhere")
    #expect(!holds("ran to the door of the old mat"))
    #expect(!holds(""))
  }
}
