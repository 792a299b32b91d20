import GGUF
import JSON
import ShownText

/// The tensors of a safetensors file, as its header lists them: a length in eight bytes, and so many of JSON.
/// Their data follow in any order, without a gap, to the last byte.
struct TensorList {
  /// A tensor, checked against the bytes that are there.
  struct Entry {
    var name: String
    /// The name of its type; ``type`` is nil for those that ggml does not have.
    var typeName: String
    var type: TensorType?
    /// The longest stride first, as the format has it.
    var shape: [Int]
    /// The bytes of the file that hold its data.
    var bytes: Range<Int>
  }

  /// In the order of their data.
  private(set) var entries: [Entry] = []

  /// The types of the format: the bits of an element, and what ggml calls it.
  private static let types: [String: (bits: Int, type: TensorType?)] = [
    "F64": (64, .f64), "F32": (32, .f32), "F16": (16, .f16), "BF16": (16, .bf16),
    "I64": (64, .i64), "I32": (32, .i32), "I16": (16, .i16), "I8": (8, .i8),
    "U64": (64, nil), "U32": (32, nil), "U16": (16, nil), "U8": (8, nil), "BOOL": (8, nil),
    "C64": (64, nil), "F8_E4M3": (8, nil), "F8_E5M2": (8, nil), "F8_E8M0": (8, nil),
    "F8_E4M3FNUZ": (8, nil), "F8_E5M2FNUZ": (8, nil), "F6_E2M3": (6, nil), "F6_E3M2": (6, nil),
    "F4": (4, nil),
  ]
  private static let lengthBytes = 8

  /// Reads the header of a file. O(*n* log *n*) in the tensors.
  init(_ file: RawSpan) throws(SafetensorsError) {
    let (header, start) = try Self.header(file)
    let document: JSONDocument
    do throws(JSONFault) { document = try JSONDocument(header) } catch {
      throw SafetensorsError(.document(error.problem), at: Self.lengthBytes + error.position)
    }
    guard let members = document.root.members else {
      throw SafetensorsError(
        .document(.wrongKind(name: "the header", needed: "an object")), at: Self.lengthBytes)
    }
    for (name, value) in members where name.utf8 != Array("__metadata__".utf8) {
      guard entries.count < SafetensorsLimits.tensors else {
        throw SafetensorsError(
          .unreadable("more than \(SafetensorsLimits.tensors) tensors, which is the limit"))
      }
      do throws(SafetensorsError) {
        entries.append(try Self.entry(name.utf8 ?? [], value, dataFrom: start))
      } catch {
        throw SafetensorsError(error.problem, at: Self.lengthBytes + name.position)
      }
    }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    try checkPlaces(from: start, to: file.byteCount)
  }

  /// The bytes of the header, and where the data begin.
  private static func header(_ file: RawSpan) throws(SafetensorsError) -> ([UInt8], Int) {
    guard file.byteCount >= lengthBytes else {
      throw SafetensorsError(.headerLength(UInt64(lengthBytes), size: file.byteCount), at: 0)
    }
    let length = UInt64(littleEndian: unsafe file.unsafeLoadUnaligned(as: UInt64.self))
    guard let count = Int(exactly: length), count <= file.byteCount - lengthBytes,
      count <= SafetensorsLimits.headerBytes
    else { throw SafetensorsError(.headerLength(length, size: file.byteCount), at: 0) }
    let start = lengthBytes + count
    return (file.copied(lengthBytes..<start), start)
  }

  private static func entry(
    _ name: [UInt8], _ value: JSONValue, dataFrom start: Int
  ) throws(SafetensorsError) -> Entry {
    guard (1...SafetensorsLimits.nameBytes).contains(name.count),
      name.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw SafetensorsError(.invalidName(name)) }
    let name = String(decoding: name, as: UTF8.self)
    let typeName = try member("dtype", of: value, "a text") { $0.string }
    guard let (bits, type) = types[typeName] else {
      throw SafetensorsError(.unknownType(typeName, tensor: name))
    }
    let shape = try member("shape", of: value, "an array of sizes") { numbers($0) }
    let offsets = try member("data_offsets", of: value, "two offsets") { numbers($0) }
    guard shape.count <= SafetensorsLimits.dimensions, let size = byteCount(shape, bits) else {
      throw SafetensorsError(.invalidShape(tensor: name))
    }
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= Int.max - start else {
      throw SafetensorsError(.document(.wrongKind(name: "data_offsets", needed: "two offsets")))
    }
    guard offsets[1] - offsets[0] == size else {
      throw SafetensorsError(
        .wrongSize(tensor: name, needed: size, found: offsets[1] - offsets[0]))
    }
    return Entry(
      name: name, typeName: typeName, type: type, shape: shape,
      bytes: start + offsets[0]..<start + offsets[1])
  }

  private static func member<Value>(
    _ name: String, of value: JSONValue, _ kind: String, _ read: (JSONValue) -> Value?
  ) throws(SafetensorsError) -> Value {
    guard let member = value[name] else { throw SafetensorsError(.document(.missing(name))) }
    guard let found = read(member) else {
      throw SafetensorsError(.document(.wrongKind(name: name, needed: kind)))
    }
    return found
  }

  /// The numbers of an array, none of them negative; nil for other values.
  private static func numbers(_ value: JSONValue) -> [Int]? {
    guard let elements = value.elements else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard let number = element.integer, number >= 0 else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The bytes of so many elements; nil where they cannot be counted, or fill no whole bytes.
  private static func byteCount(_ shape: [Int], _ bits: Int) -> Int? {
    var total = bits
    for size in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      total = product
    }
    return total % 8 == 0 ? total / 8 : nil
  }

  /// Each tensor begins where the one before ends, and the last ends with the file.
  private func checkPlaces(from start: Int, to end: Int) throws(SafetensorsError) {
    var place = start
    for entry in entries {
      guard entry.bytes.lowerBound == place else {
        throw SafetensorsError(.misplaced(tensor: entry.name))
      }
      place = entry.bytes.upperBound
    }
    guard place == end else { throw SafetensorsError(.incomplete(needed: place, size: end)) }
  }
}

extension RawSpan {
  /// The bytes of a range, which has to lie inside.
  func copied(_ range: Range<Int>) -> [UInt8] {
    unsafe extracting(range).withUnsafeBytes { unsafe Array($0) }
  }
}
