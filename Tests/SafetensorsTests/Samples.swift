import GGUF
import Safetensors
import SafetensorsFixtures

extension RepositoryFixture {
  /// A llama of one layer, whose matrices hold numbers that count up.
  static var sample: RepositoryFixture {
    RepositoryFixture(
      settings: """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_size":4,"intermediate_size":6,
         "num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":1,"vocab_size":258,
         "max_position_embeddings":128,"rms_norm_eps":1e-05,"rope_theta":500000.0,"hidden_act":"silu",
         "bos_token_id":256,"eos_token_id":257,"tie_word_embeddings":true,"torch_dtype":"float32"}
        """,
      tokenizer: byteTokenizer(count: 258), shards: [Shard("model.safetensors", sampleTensors)])
  }

  static var sampleTensors: [Tensor] {
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

  /// The sample after an edit.
  static func sample(_ edit: (inout RepositoryFixture) -> Void) -> RepositoryFixture {
    var fixture = sample
    edit(&fixture)
    return fixture
  }

  /// Puts a text in the place of another in `config.json`.
  mutating func set(_ old: String, _ new: String) {
    settings = settings.replacing(old, with: new)
  }

  /// What is wrong with it; nil where nothing is.
  var problem: SafetensorsError? {
    do { _ = try open() } catch { return error as? SafetensorsError }
    return nil
  }
}

extension ModelFile {
  /// The numbers of a tensor of floats.
  func floats(_ name: String) -> [Float] {
    guard let tensor = tensor(name) else { return [] }
    let bytes = unsafe bytes(of: tensor)
    return (0..<tensor.elementCount).map {
      unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
    }
  }
}
