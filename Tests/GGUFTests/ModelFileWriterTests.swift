import GGUF
import Testing

@Suite struct ModelFileWriterTests {
  private var writer: ModelFileWriter {
    var writer = ModelFileWriter()
    writer.add("general.name", .string("Ein Modell"))
    writer.add("a.count", .unsigned(7))
    writer.add("a.number", .float(0.1))
    writer.add("a.flag", .bool(true))
    writer.add("a.texts", .strings([[0x61], [], [0xFF, 0x00]]))
    writer.add("a.numbers", .integers([-1, 2]))
    return writer
  }

  @Test func `what is written is what is read`() throws {
    var writer = writer
    writer.add(tensor: "odd", [3], [1, -2, 0.5])
    writer.add(tensor: "matrix", [2, 2], [1, 2, 3, 4])
    let file = try ModelFile(bytes: writer.bytes)
    #expect(try file.metadata.string("general.name") == "Ein Modell")
    #expect(try file.metadata.unsigned("a.count") == 7)
    #expect(try file.metadata.float("a.number") == Double(0.1 as Float))
    #expect(try file.metadata.bool("a.flag") == true)
    #expect(file.metadata.keys.count == 6)
    #expect(file.unclaimedByteCount == 0)
    let tensors = file.tensors.map { tensor in
      (0..<tensor.elementCount).map {
        unsafe file.bytes(of: tensor).loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
      }
    }
    #expect(tensors == [[1, -2, 0.5], [1, 2, 3, 4]])
    #expect(file.tensors.map(\.dimensions) == [[3], [2, 2]])
  }

  @Test func `a number in Q8_0 is off by half a step, and the largest by a half's rounding`() throws
  {
    let values: [Float] = (0..<96).map { index in
      let whole = Float(index * 37 % 64 - 31)
      return index < 32 ? 0 : whole / (index < 64 ? 8 : 1_000)
    }
    var writer = writer
    writer.add(tensor: "t", [96], values, as: .q8Zero)
    let file = try ModelFile(bytes: writer.bytes)
    let tensor = try #require(file.tensor("t"))
    #expect(tensor.type == .q8_0 && tensor.byteCount == 3 * 34)
    let bytes = unsafe Array(file.bytes(of: tensor))
    for (index, value) in values.enumerated() {
      let block = index / 32 * 34
      let half = UInt16(bytes[block]) | UInt16(bytes[block + 1]) << 8
      let scale = Float(Float16(bitPattern: half))
      let found: Float = scale * Float(Int8(bitPattern: bytes[block + 2 + index % 32]))
      let error: Float = abs(found - value)
      #expect(error <= 0.57 * scale)
    }
  }
}
