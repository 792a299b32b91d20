import GGUF
import Safetensors
import SafetensorsFixtures
import TestSupport
import Testing

/// What is refused of files and configurations, and that no damage is fatal.
@Suite struct MalformedTests {
  private func problem(header: String) -> SafetensorsError.Problem? {
    RepositoryFixture.sample {
      $0.shards[0].header = header
      $0.shards[0].tensors = [.init("x", [2], type: "I8", data: [1, 2])]
    }.problem?.problem
  }

  private func entry(
    _ type: String = "I8", shape: String = "[2]", offsets: String = "[0,2]", name: String = "x"
  ) -> String {
    #"{"\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100, 1 << 40, 1 << 63, .max] as [UInt64])
  func `a header that does not fit is refused`(length: UInt64) {
    let fixture = RepositoryFixture.sample { $0.shards[0].headerLength = length }
    #expect(fixture.problem?.file == "model.safetensors")
  }

  @Test(arguments: 0..<12) func `a file shorter than its data is refused`(cut: Int) throws {
    let whole = RepositoryFixture.sample.shards[0].bytes
    for length in [cut, 8 + cut, whole.count - 1 - cut] {
      let fixture = RepositoryFixture.sample
      let weights = try? Storage(copying: [Array(whole[..<length])])
      guard let weights else { continue }
      let repository = try Repository(
        settings: Array(fixture.settings.utf8), tokenizer: Array(fixture.tokenizer.utf8),
        shards: ["model.safetensors"], weights: weights)
      #expect(throws: SafetensorsError.self) { _ = try repository.model() }
    }
  }

  @Test func `types that the format has not are refused, others by their name`() {
    #expect(problem(header: entry()) == nil, "what the other tests damage is whole")
    #expect(problem(header: entry("F31")) == .unknownType("F31", tensor: "x"))
    #expect(problem(header: entry("U8")) == .unsupportedType("U8", tensor: "x"))
    #expect(problem(header: entry("F8_E4M3")) == .unsupportedType("F8_E4M3", tensor: "x"))
  }

  @Test(arguments: [
    "[3]", "[2,2]", "[1]", "[]", "[18446744073709551616]",
    "[9223372036854775807,9223372036854775807]",
    "[4611686018427387904,4]", "[-2]", "[2.0]", "[\"2\"]", "null", "{}", "[1,1,1,1,1,1,1,1,2]",
  ])
  func `a shape that does not fit is refused`(shape: String) {
    #expect(problem(header: entry(shape: shape)) != nil)
  }

  @Test(arguments: [
    "[0,3]", "[1,3]", "[1,2]", "[2,0]", "[0]", "[0,2,4]", "[-1,1]", "[0,1e9]",
    "[9223372036854775800,9223372036854775802]", "[9223372036854775807,1]", "null", "2",
  ])
  func `offsets that do not fit are refused`(offsets: String) {
    #expect(problem(header: entry(offsets: offsets)) != nil)
  }

  @Test(arguments: [
    "[]", "1", "{", "", #"{"x":1}"#, #"{"x":{}}"#, #"{"x":{"dtype":"I8","shape":[2]}}"#,
    #"{"x":{"dtype":7,"shape":[2],"data_offsets":[0,2]}}"#,
  ])
  func `a header that lists no tensors is refused`(header: String) {
    #expect(problem(header: header) != nil)
  }

  @Test func `names are printable and of some length`() {
    for name in ["", "é", "a b", String(repeating: "x", count: 257), #"\u0000"#] {
      guard case .invalidName = problem(header: entry(name: name)) else {
        Issue.record("the name \(name) was taken")
        continue
      }
    }
  }

  @Test func `data that overlap, leave a gap or leave a rest are refused`() {
    func two(_ first: String, _ second: String, bytes: Int) -> SafetensorsError.Problem? {
      RepositoryFixture.sample {
        $0.shards[0].header =
          #"{"a":{"dtype":"I8","shape":[4],"data_offsets":\#(first)},"#
          + #""b":{"dtype":"I8","shape":[4],"data_offsets":\#(second)}}"#
        let data = [UInt8](repeating: 0, count: bytes)
        $0.shards[0].tensors = [.init("a", [bytes], type: "I8", data: data)]
      }.problem?.problem
    }
    #expect(two("[0,4]", "[4,8]", bytes: 8) == nil)
    #expect(two("[4,8]", "[0,4]", bytes: 8) == nil)
    #expect(two("[0,4]", "[2,6]", bytes: 6) == .misplaced(tensor: "b"))
    #expect(two("[0,4]", "[0,4]", bytes: 4) == .misplaced(tensor: "b"))
    #expect(two("[0,4]", "[5,9]", bytes: 9) == .misplaced(tensor: "b"))
    #expect(two("[1,5]", "[5,9]", bytes: 9) == .misplaced(tensor: "a"))
    guard case .incomplete = two("[0,4]", "[4,8]", bytes: 9) else {
      Issue.record("a rest was taken")
      return
    }
  }

  @Test(arguments: [
    (#""model_type":"llama""#, #""model_type":"mamba""#, "mamba"),
    (#""model_type":"llama","#, "", "model_type"),
    (#""hidden_size":4,"#, "", "hidden_size"),
    (#""hidden_size":4"#, #""hidden_size":"4""#, "hidden_size"),
    (#""hidden_size":4"#, #""hidden_size":-4"#, "hidden_size"),
    (#""hidden_size":4"#, #""hidden_size":4.5"#, "hidden_size"),
    (#""hidden_size":4"#, #""hidden_size":4294967296"#, "hidden_size"),
    (#""hidden_size":4"#, #""hidden_size":4,"hidden_size":4"#, "hidden_size"),
    (#""rms_norm_eps":1e-05"#, #""rms_norm_eps":1e999"#, "rms_norm_eps"),
    (#""hidden_act":"silu""#, #""hidden_act":"relu""#, "relu"),
    (#""rope_theta":500000.0"#, #""rope_scaling":{"type":"dynamic","factor":2}"#, "dynamic"),
    (#""rope_theta":500000.0"#, #""rope_scaling":{"type":"linear"}"#, "factor"),
    (
      #""rope_theta":500000.0"#, #""rope_scaling":{"rope_type":"yarn","factor":2,"mscale":1}"#,
      "mscale"
    ),
    (#""rope_theta":500000.0"#, #""quantization_config":{"quant_method":"gptq"}"#, "gptq"),
    (
      #""rope_theta":500000.0"#, #""sliding_window":4,"layer_types":["linear_attention"]"#,
      "linear_attention"
    ),
    (#""rope_theta":500000.0"#, #""sliding_window":4,"layer_types":[]"#, "layer_types"),
  ])
  func `a configuration that is not understood is refused by name`(
    old: String, new: String, name: String
  ) {
    let fixture = RepositoryFixture.sample {
      #expect($0.settings.contains(old))
      $0.set(old, new)
    }
    let problem = fixture.problem
    #expect(problem?.file == "config.json" && problem?.description.contains(name) == true)
  }

  @Test func `nothing of a file acts on a terminal`() {
    let fixture = RepositoryFixture.sample {
      $0.set(#""model_type":"llama""#, #""model_type":"\u001b[2J\u202e""#)
    }
    let sentence = fixture.problem?.description ?? "\u{1B}"
    #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
  }

  /// Whatever was damaged, a model is refused with a sentence or its every byte is there.
  @Test(arguments: 0..<6) func `no damage is fatal`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func damage(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<min(bytes.count, 4_000), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes.randomElement(using: &random) ?? 0, at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
      }
      return bytes
    }
    let whole = RepositoryFixture.sample
    let (settings, tokenizer) = (Array(whole.settings.utf8), Array(whole.tokenizer.utf8))
    let shard = whole.shards[0].bytes
    var taken = 0
    for _ in 0..<300 {
      var files = [settings, tokenizer, shard]
      let place = Int.random(in: 0..<3, using: &random)
      files[place] = damage(files[place])
      let weights = try Storage(copying: [files[2]])
      do throws(SafetensorsError) {
        let file = try Repository(
          settings: files[0], tokenizer: files[1], shards: ["model.safetensors"], weights: weights
        ).model()
        file.make()
        for tensor in file.tensors { unsafe file.bytes(of: tensor).forEach { _ in } }
        taken += 1
      } catch {
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      }
    }
    #expect(taken > 10 && taken < 290)
  }
}
