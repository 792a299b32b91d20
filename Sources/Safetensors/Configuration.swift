import GGUF
import JSON

/// What `config.json` says of a model.
struct Configuration: Sendable {
  private let root: JSONValue

  init(_ document: JSONDocument) throws(SafetensorsError) {
    root = document.root
    guard root.members != nil else {
      throw SafetensorsError(.document(.wrongKind(name: "the document", needed: "an object")))
    }
    if let quantization = self["quantization_config"] {
      throw SafetensorsError(.quantized(method: quantization["quant_method"]?.string))
    }
  }

  /// An entry; nil where it is not there, or null.
  subscript(name: String) -> JSONValue? { root[name] }

  /// The type of the model.
  var modelType: String { get throws(SafetensorsError) { try text("model_type", of: root) } }

  /// A size: an integer that is not negative, and no larger than those of files.
  func size(_ name: String) throws(SafetensorsError) -> UInt32? {
    guard let value = self[name] else { return nil }
    guard let size = value.integer.flatMap({ UInt32(exactly: $0) }) else {
      throw wrong(value, name, "a size")
    }
    return size
  }

  /// A number.
  func number(
    _ name: String, of value: JSONValue? = nil
  ) throws(SafetensorsError) -> Double? {
    guard let value = (value ?? root)[name] else { return nil }
    guard let number = value.number, number.isFinite else { throw wrong(value, name, "a number") }
    return number
  }

  /// A truth value.
  func flag(_ name: String) throws(SafetensorsError) -> Bool? {
    guard let value = self[name] else { return nil }
    guard let flag = value.bool else { throw wrong(value, name, "true or false") }
    return flag
  }

  /// Some numbers.
  func numbers(
    _ name: String, of value: JSONValue
  ) throws(SafetensorsError) -> [Double]? {
    guard let list = value[name] else { return nil }
    guard let elements = list.elements else { throw wrong(list, name, "an array") }
    var numbers: [Double] = []
    for element in elements {
      guard let number = element.number, number.isFinite else {
        throw wrong(element, name, "an array of numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A text that has to be there.
  func text(_ name: String, of value: JSONValue) throws(SafetensorsError) -> String {
    guard let member = value[name] else { throw SafetensorsError(.document(.missing(name))) }
    guard let text = member.string else { throw wrong(member, name, "a text") }
    return text
  }

  /// What must be there.
  func required<Value>(
    _ name: String, _ read: (String) throws(SafetensorsError) -> Value?
  ) throws(SafetensorsError) -> Value {
    guard let value = try read(name) else { throw SafetensorsError(.document(.missing(name))) }
    return value
  }

  /// Refuses a computation that a truth value asks for.
  func refuse(_ name: String, being value: Bool) throws(SafetensorsError) {
    guard let entry = self[name], try flag(name) == value else { return }
    throw SafetensorsError(
      .unsupported(what: name, value: "\(value)", known: "\(!value)"), at: entry.position)
  }

  private func wrong(_ value: JSONValue, _ name: String, _ needed: String) -> SafetensorsError {
    SafetensorsError(.document(.wrongKind(name: name, needed: needed)), at: value.position)
  }
}

/// The metadata of a model, written as those of a GGUF file are.
struct ModelHead {
  private(set) var writer = ModelFileWriter()
  /// Tensors that follow from the configuration alone.
  private(set) var tensors: [(name: String, values: [Float])] = []
  let architecture: String

  init(_ architecture: String) {
    self.architecture = architecture
    writer.add("general.architecture", .string(architecture))
  }

  /// Adds a key of the architecture.
  mutating func add(_ key: String, _ value: ModelFileWriter.Value) {
    writer.add("\(architecture).\(key)", value)
  }

  /// Adds a key of the tokenizer.
  mutating func addToTokenizer(_ key: String, _ value: ModelFileWriter.Value) {
    writer.add("tokenizer.ggml.\(key)", value)
  }

  /// Adds a tensor that is computed.
  mutating func add(tensor name: String, _ values: [Float]) { tensors.append((name, values)) }

  /// Adds what a table says of a configuration.
  mutating func add(
    _ entries: [Entry], of configuration: Configuration
  ) throws(SafetensorsError) {
    for entry in entries {
      switch entry {
      case .size(let name, let key):
        add(key, .unsigned(try configuration.required(name, configuration.size)))
      case .sizeIfPresent(let name, let key):
        if let size = try configuration.size(name) { add(key, .unsigned(size)) }
      case .number(let name, let key):
        add(
          key,
          .float(
            Float(
              try configuration.required(name) { (name) throws(SafetensorsError) in
                try configuration.number(name)
              })))
      case .numberIfPresent(let name, let key):
        if let number = try configuration.number(name) { add(key, .float(Float(number))) }
      case .flagIfPresent(let name, let key):
        if let flag = try configuration.flag(name) { add(key, .bool(flag)) }
      case .expected(let name, let choices):
        guard let value = configuration[name] else { continue }
        guard let text = value.string, choices.contains(text) else {
          throw SafetensorsError(
            .unsupported(
              what: name, value: value.string ?? "that is no text",
              known: choices.joined(separator: ", ")), at: value.position)
        }
      }
    }
  }
}
