import Reports
import Scoring
import Testing

@Suite struct TableReportTests {
  /// Reads CSV as RFC 4180 says: a quote inside a quoted field is doubled.
  private func rows(_ text: String) -> [[String]] {
    var (rows, row, field): ([[String]], [String], String) = ([], [], "")
    var (isQuoted, hasClosed) = (false, false)
    for character in text {
      switch character {
      case "\"" where hasClosed:
        field.append("\"")
        (isQuoted, hasClosed) = (true, false)
      case "\"": (isQuoted, hasClosed) = (!isQuoted, isQuoted)
      case "," where !isQuoted:
        row.append(field)
        (field, hasClosed) = ("", false)
      case "\n" where !isQuoted:
        rows.append(row + [field])
        (row, field, hasClosed) = ([], "", false)
      default: field.append(character)
      }
    }
    return rows
  }

  @Test func `there is a header and a row for each token`() throws {
    let rows = rows(try Fixture.plain.report(.csv))
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { $0.count == 22 })
    #expect(
      rows[0] == [
        "index", "id", "text", "bytes", "offset", "unknown", "logprob", "surprisal_bits",
        "probability", "rank", "entropy_bits", "model", "model_file", "model_sha256",
        "quantization", "tokenizer", "temperature", "start_token", "window", "stride",
        "instruction_set", "version",
      ])
    #expect(
      rows[1] == [
        "0", "0", "A", "41", "0", "false", "", "", "", "", "", #"Tiny, "quoted""#,
        "/models/tiny.gguf", "5eed", "Q4_1", "gpt2/tiny", "1", "", "64", "32", "avx512", "1.2.3",
      ])
    #expect(rows[2][2] == #" "b"#)
    #expect(abs((Double(rows[2][7]) ?? 0) - 1) < 1e-6)
    #expect(rows[3][2] == "⟨C3⟩")
  }

  @Test func `a byte that no token stands for is unknown`() throws {
    let rows = rows(try Fixture.unknown.report(.csv))
    #expect(rows.map { $0[5] } == ["unknown", "false", "true", "false"])
    #expect(rows[2][1...3] == ["0", "\\u{4}", "04"])
  }

  @Test func `quotes, commas and outer spaces are quoted`() throws {
    let lines = try Fixture.plain.report(.csv).split(separator: "\n")
    #expect(lines[2].hasPrefix(#"1,1," ""b","#))
    #expect(
      lines[1].hasSuffix(
        #""Tiny, ""quoted""",/models/tiny.gguf,5eed,Q4_1,gpt2/tiny,1,,64,32,avx512,1.2.3"#))
  }

  /// The rows of a text of one token, which a model of this name has read.
  private func lines(_ word: String, model name: String = "m") throws -> [Substring] {
    let bytes = Array(word.utf8)
    let model = ModelDescription(
      name: name, file: "", architecture: "none", quantization: "none", vocabularySize: 2,
      contextLength: 8)
    let header = ReportHeader(
      model: model, vocabulary: Vocabulary(count: 2) { _ in bytes },
      settings: ScoringSettings(startToken: nil, window: 8, stride: 4), temperature: .one,
      topCount: 0)
    var text = ""
    var report = ScoreReport(
      of: bytes, tokens: [Token(id: 0, bytes: bytes.indices)], header, as: .csv)
    var predictions = Predictions(vocabularySize: 2)
    predictions.append(.unscored)
    report.begin { text += $0 }
    report.add(predictions) { text += $0 }
    report.end { text += $0 }
    return text.split(separator: "\n")
  }

  @Test func `a space at either end is quoted, since some readers trim it`() throws {
    for word in [" cat", "cat ", " "] {
      #expect(try lines(word)[1].hasPrefix("0,0,\"\(word)\","), "\(word)")
    }
    #expect(try lines("c at")[1].hasPrefix("0,0,c at,"))
  }

  @Test func `a token that a spreadsheet would compute has an apostrophe before it`() throws {
    for word in ["=1+1", "+1", "-2", "@SUM", "=", "-"] {
      #expect(try lines(word)[1].hasPrefix("0,0,'\(word),"), "\(word)")
    }
    for word in ["1-1", "'", "a=b"] {
      #expect(try lines(word)[1].hasPrefix("0,0,\(word),"), "\(word)")
    }
  }

  @Test func `a model's name acts neither on a terminal nor on a spreadsheet`() throws {
    let row = try lines("a", model: "=x\u{1B}[2J\u{9B}31m\0\u{202E}\u{7}")[1]
    #expect(row.contains(#",'=x\u{1b}[2J\u{9b}31m\u{0}\u{202e}\u{7},,,none,,1,"#))
  }

  @Test func `candidates are columns, empty where there are none`() throws {
    let rows = rows(try Fixture.plain.report(.csv, topCount: 5, start: 2))
    #expect(rows.allSatisfy { $0.count == 22 + 25 })
    #expect(
      rows[0][22...26] == [
        "top1_id", "top1_text", "top1_bytes", "top1_logprob",
        "top1_probability",
      ])
    #expect(rows[1][22...].allSatisfy { $0.isEmpty })
    #expect(rows[2][22...24] == ["1", #" "b"#, "202262"])
    // A vocabulary of four, one of them impossible here, has no fourth or fifth candidate.
    #expect(rows[2][37...].allSatisfy { $0.isEmpty })
    #expect(rows[2][17] == "2")
  }

  @Test func `infinities are words`() throws {
    let rows = rows(try Fixture.impossible.report(.csv))
    #expect(rows[2][6] == "-inf")
    #expect(rows[2][7] == "inf")
    #expect(rows[2][8] == "0")
  }

  @Test func `with tabs between fields it is the same table`() throws {
    let fields = try Fixture.plain.report(.tsv, topCount: 2).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    let plain = rows(try Fixture.plain.report(.csv, topCount: 2))
    // A quote is all that needs quoting here.
    let unquoted = fields.map { row in
      row.map { field in
        field.hasPrefix("\"")
          ? String(field.dropFirst().dropLast()).replacing("\"\"", with: "\"") : field
      }
    }
    #expect(unquoted == plain)
  }
}
