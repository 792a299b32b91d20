import GGUF
import Inference
import TestSupport
import Testing

/// Which types of weights are understood, and what people are told of it.
@Suite struct UnderstoodTypeTests {
  private let understood = TensorType.allCases.filter { $0.kernelType != nil }.map(\.name)

  @Test func `README and the refusal of a type list what is understood, and nothing else`() throws {
    let line = try #require(
      try TestFiles.text("README.md").split(separator: "\n").first { $0.hasPrefix("| weights | ") })
    let listed = line.dropFirst("| weights | ".count).dropLast(2)
    #expect(listed == understood.joined(separator: ", "))
    let refusal = InferenceError.unsupportedType(tensor: "a", type: "IQ1_S").description
    #expect(refusal.hasSuffix(" " + listed))
  }
}
