import Basics

/// A model file to be written: a value that becomes bytes, which ``ModelFile`` reads.
///
/// The format is GGUF 3, little-endian, with data aligned to 32 bytes. Equal values give equal bytes.
public struct ModelFileWriter: Sendable {
  /// A value of the metadata.
  public enum Value: Sendable {
    case string(String)
    case unsigned(UInt32)
    case float(Float)
    case bool(Bool)
    case flags([Bool])
    /// Texts of any bytes.
    case strings([[UInt8]])
    /// The same, which somebody has written one by one.
    case writtenStrings(Strings)
    case integers([Int32])
    case floats([Float])
  }

  /// How the numbers of a tensor are stored.
  public enum Storage: String, Sendable, CaseIterable {
    case f32
    /// Rows must be multiples of 32.
    case q8Zero = "q8_0"
  }

  private struct Tensor {
    let name: String
    let dimensions: [Int]
    let type: TensorType
    let data: [UInt8]
  }

  private var pairs: [(key: String, value: Value)] = []
  private var tensors: [Tensor] = []
  private static let alignment = 32

  /// A file of nothing.
  public init() {}

  /// Adds a key and its value behind the others.
  public mutating func add(_ key: String, _ value: Value) { pairs.append((key, value)) }

  /// Adds a tensor behind the others. O(*n*).
  ///
  /// - Parameter dimensions: The length of a row first.
  public mutating func add(
    tensor name: String, _ dimensions: [Int], _ values: some Collection<Float>,
    as storage: Storage = .f32
  ) {
    precondition(values.count == dimensions.reduce(1, *), "\(name) has other dimensions")
    switch storage {
    case .f32:
      let data = values.flatMap { littleEndian($0.bitPattern) }
      tensors.append(Tensor(name: name, dimensions: dimensions, type: .f32, data: data))
    case .q8Zero:
      precondition(dimensions[0] % 32 == 0, "rows of \(name) are no multiples of 32")
      tensors.append(
        Tensor(name: name, dimensions: dimensions, type: .q8_0, data: quantized(Array(values))))
    }
  }

  /// The file. O(*n*).
  public var bytes: [UInt8] {
    var file = Header.magic + littleEndian(3 as UInt32)
    file.reserveCapacity(pairs.reduce(64) { $0 + $1.key.utf8.count + 32 + $1.value.size })
    file += littleEndian(UInt64(tensors.count)) + littleEndian(UInt64(pairs.count))
    for (key, value) in pairs {
      file += text(Array(key.utf8))
      value.append(to: &file)
    }
    var data: [UInt8] = []
    for tensor in tensors {
      pad(&data)
      file += text(Array(tensor.name.utf8)) + littleEndian(UInt32(tensor.dimensions.count))
      file += tensor.dimensions.flatMap { littleEndian(UInt64($0)) }
      file += littleEndian(tensor.type.rawValue) + littleEndian(UInt64(data.count))
      data += tensor.data
    }
    pad(&file)
    file += data
    return file
  }

  private func pad(_ bytes: inout [UInt8]) {
    while bytes.count % Self.alignment != 0 { bytes.append(0) }
  }
}

extension ModelFileWriter.Value {
  /// Puts the number of the type and the value behind others. There may be as many as a vocabulary has entries.
  fileprivate func append(to file: inout [UInt8]) {
    switch self {
    case .string(let value): file += typed(.string, text(Array(value.utf8)))
    case .unsigned(let value): file += typed(.uint32, littleEndian(value))
    case .float(let value): file += typed(.float32, littleEndian(value.bitPattern))
    case .bool(let value): file += typed(.bool, [value ? 1 : 0])
    case .flags(let values):
      file += array(.bool, values.count)
      file += values.lazy.map { $0 ? 1 : 0 }
    case .strings(let values):
      file += array(.string, values.count)
      for value in values { file += text(value) }
    case .writtenStrings(let strings):
      file += array(.string, strings.count)
      file += strings.bytes
    case .integers(let values):
      file += array(.int32, values.count)
      appendWords(values.map(UInt32.init(bitPattern:)), to: &file)
    case .floats(let values):
      file += array(.float32, values.count)
      appendWords(values.map(\.bitPattern), to: &file)
    }
  }

  /// About how many bytes the value takes: of large ones at least as many.
  fileprivate var size: Int {
    switch self {
    case .string(let value): value.utf8.count
    case .unsigned, .float, .bool: 8
    case .flags(let values): values.count
    case .strings(let values): values.reduce(0) { $0 + 8 + $1.count }
    case .writtenStrings(let strings): strings.bytes.count
    case .integers(let values): 4 * values.count
    case .floats(let values): 4 * values.count
    }
  }

  private func typed(_ type: ValueType, _ bytes: [UInt8]) -> [UInt8] {
    littleEndian(type.rawValue) + bytes
  }

  /// What stands before the elements of an array.
  private func array(_ type: ValueType, _ count: Int) -> [UInt8] {
    typed(.array, typed(type, littleEndian(UInt64(count))))
  }
}

extension ModelFileWriter {
  /// Strings one behind the other, as a file holds them: each with its length in eight bytes before it.
  public struct Strings: Sendable {
    fileprivate private(set) var bytes: [UInt8] = []
    /// How many there are.
    public private(set) var count = 0

    /// No strings, or so many empty ones.
    public init(emptyOnes count: Int = 0) {
      self.count = count
      bytes = Array(repeating: 0, count: 8 * count)
    }

    /// Adds the string that is put behind the bytes.
    public mutating func append(_ put: (inout [UInt8]) -> Void) {
      let start = bytes.count + 8
      bytes += repeatElement(0, count: 8)
      put(&bytes)
      let length = UInt64(bytes.count - start)
      for place in 0..<8 {
        bytes[start - 8 + place] = UInt8(truncatingIfNeeded: length >> (8 * place))
      }
      count += 1
    }
  }
}

/// A length and so many bytes.
private func text(_ bytes: [UInt8]) -> [UInt8] {
  var text = ModelFileWriter.Strings()
  text.append { $0 += bytes }
  return text.bytes
}

private func appendWords(_ numbers: [UInt32], to file: inout [UInt8]) {
  unsafe numbers.map(\.littleEndian).withUnsafeBytes { unsafe file.append(contentsOf: $0) }
}

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// Blocks of 32 numbers as signed bytes on one scale, a half: the largest of them is 127.
private func quantized(_ values: [Float]) -> [UInt8] {
  stride(from: 0, to: values.count, by: 32).flatMap { start -> [UInt8] in
    let block = values[start..<start + 32]
    let largest = block.map(abs).max() ?? 0
    let perUnit = largest > 0 ? 127 / largest : 0
    return littleEndian(Float16(largest / 127).bitPattern)
      + block.map { UInt8(bitPattern: Int8(clamping: Int(($0 * perUnit).rounded()))) }
  }
}
