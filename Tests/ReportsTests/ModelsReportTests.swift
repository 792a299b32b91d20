import Reports
import Scoring
import Testing

@Suite struct `A list of models` {
  private func model(_ reference: String, reason: String? = nil) -> ListedModel {
    var model = ListedModel(
      reference: reference, path: "/m/x.gguf", byteCount: 98_362_432, reason: reason)
    model.architecture = "llama"
    model.quantization = "Q4_1"
    model.parameters = 134_515_008
    model.contextLength = 8_192
    return model
  }

  @Test func `is an array of objects with the members that are promised`() {
    #expect(
      ModelsReport.json([model("a:\"b\""), ListedModel(reference: "dice:6", reason: "no")]) == """
        [
          {"reference": "a:\\"b\\"", "path": "/m/x.gguf", "size_bytes": 98362432, "architecture": \
        "llama", "quantization": "Q4_1", "parameters": 134515008, "context_length": 8192, "runs": true, \
        "reason": null},
          {"reference": "dice:6", "path": null, "size_bytes": null, "architecture": null, \
        "quantization": null, "parameters": null, "context_length": null, "runs": false, "reason": "no"}
        ]

        """)
    #expect(ModelsReport.json([]) == "[]\n")
  }

  @Test func `is a table whose columns stand under each other`() {
    let lines = ModelsReport.table([
      model("ollama:smollm2:135m"), model("x", reason: "it is\nodd"),
      ListedModel(reference: "dice:6"),
    ]).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[1] == "ollama:smollm2:135m  98.4 MB  llama         Q4_1           135M     8192  yes")
    #expect(lines[2].hasSuffix("  no: it is\\nodd"))
    let column = lines[0].distance(
      from: lines[0].startIndex,
      to: lines[0].firstRange(of: "runs")?.lowerBound ?? lines[0].endIndex)
    #expect(lines[1].dropFirst(column) == "yes" && lines[3].dropFirst(column) == "yes")
  }
}
