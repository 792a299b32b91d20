import GGUF
import Safetensors

/// A small model in Hugging Face's layout, made by hand: valid as it stands, and wrong wherever a test edits it.
public struct RepositoryFixture: Sendable {
  /// `config.json`.
  public var settings: String
  /// `tokenizer.json`.
  public var tokenizer: String
  /// The list of files; nil where all weights are in one.
  public var index: String?
  /// The files of weights.
  public var shards: [Shard]

  /// A repository of some files.
  public init(settings: String, tokenizer: String, index: String? = nil, shards: [Shard]) {
    self.settings = settings
    self.tokenizer = tokenizer
    self.index = index
    self.shards = shards
  }

  /// A file of weights.
  public struct Shard: Sendable {
    /// Its name.
    public var name: String
    /// The header, where it is not what the tensors say.
    public var header: String?
    /// The length of the header in the file, where it is not the true one.
    public var headerLength: UInt64?
    /// The tensors.
    public var tensors: [Tensor]

    /// A file of tensors.
    public init(_ name: String, _ tensors: [Tensor]) {
      self.name = name
      self.tensors = tensors
    }

    /// The file.
    public var bytes: [UInt8] {
      var place = 0
      let entries = tensors.map { tensor in
        defer { place += tensor.data.count }
        return #""\#(tensor.name)":{"dtype":"\#(tensor.type)","shape":\#(tensor.shape),"#
          + #""data_offsets":[\#(place),\#(place + tensor.data.count)]}"#
      }
      var header = Array((self.header ?? "{" + entries.joined(separator: ",") + "}").utf8)
      // Spaces behind the header make the data begin at a multiple of eight.
      while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
      return bytes(of: headerLength ?? UInt64(header.count)) + header + tensors.flatMap(\.data)
    }

    private func bytes(of number: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }

  /// A tensor's description and its data.
  public struct Tensor: Sendable {
    /// The name.
    public var name: String
    /// The shape, rows first.
    public var shape: [Int]
    /// The name of its type.
    public var type: String
    /// The data, which need not be as long as the shape says.
    public var data: [UInt8]

    /// A tensor.
    public init(_ name: String, _ shape: [Int], type: String, data: [UInt8]) {
      self.name = name
      self.shape = shape
      self.type = type
      self.data = data
    }

    /// A tensor of floats.
    public init(_ name: String, _ shape: [Int], _ numbers: [Float]) {
      let data = numbers.flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) }
      }
      self.init(name, shape, type: "F32", data: data)
    }
  }

  /// Opens it.
  public func open() throws -> ModelFile {
    let weights = try Storage(copying: shards.map(\.bytes))
    return try Repository(
      settings: Array(settings.utf8), tokenizer: Array(tokenizer.utf8),
      index: index.map { Array($0.utf8) }, shards: shards.map(\.name), weights: weights
    ).model()
  }
}

extension RepositoryFixture {
  /// A `tokenizer.json` of a token for each byte and no merges, and as many special ones as are asked for.
  public static func byteTokenizer(count: Int) -> String {
    let bytes = byteNames.enumerated().map { "\(quoted($1)):\($0)" }
    let added = (256..<max(count, 256)).map {
      #"{"id":\#($0),"content":"<|\#($0)|>","special":true}"#
    }
    return """
      {"added_tokens":[\(added.joined(separator: ","))],"normalizer":null,
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
       "post_processor":{"type":"ByteLevel"},"decoder":{"type":"ByteLevel"},
       "model":{"type":"BPE","vocab":{\(bytes.joined(separator: ","))},"merges":[]}}
      """
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// The characters that stand for bytes in byte-level vocabularies: printable ones for themselves, the others
  /// from U+0100 on (Radford et al. 2019).
  public static var byteNames: [String] {
    var next: UInt32 = 256
    return (0...UInt32(255)).map { byte in
      switch byte {
      case 33...126, 161...172, 174...255: return String(Unicode.Scalar(UInt8(byte)))
      default:
        defer { next += 1 }
        return Unicode.Scalar(next).map(String.init) ?? ""
      }
    }
  }
}

extension RepositoryFixture {
  /// A llama of one layer, whose matrices hold numbers that count up.
  public static var small: RepositoryFixture {
    RepositoryFixture(
      settings: """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_size":4,"intermediate_size":6,
         "num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":1,"vocab_size":258,
         "max_position_embeddings":128,"rms_norm_eps":1e-05,"rope_theta":500000.0,"hidden_act":"silu",
         "bos_token_id":256,"eos_token_id":257,"tie_word_embeddings":true,"torch_dtype":"float32"}
        """,
      tokenizer: byteTokenizer(count: 258), shards: [Shard("model.safetensors", smallTensors)])
  }

  private static var smallTensors: [Tensor] {
    let shapes = [
      ("model.embed_tokens.weight", [258, 4]), ("model.norm.weight", [4]),
      ("model.layers.0.input_layernorm.weight", [4]),
      ("model.layers.0.self_attn.q_proj.weight", [4, 4]),
      ("model.layers.0.self_attn.k_proj.weight", [2, 4]),
      ("model.layers.0.self_attn.v_proj.weight", [2, 4]),
      ("model.layers.0.self_attn.o_proj.weight", [4, 4]),
      ("model.layers.0.post_attention_layernorm.weight", [4]),
      ("model.layers.0.mlp.gate_proj.weight", [6, 4]),
      ("model.layers.0.mlp.up_proj.weight", [6, 4]),
      ("model.layers.0.mlp.down_proj.weight", [4, 6]),
    ]
    return shapes.enumerated().map { index, tensor in
      Tensor(
        tensor.0, tensor.1, (0..<tensor.1.reduce(1, *)).map { Float(1000 * index + $0) })
    }
  }
}
