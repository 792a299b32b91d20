import GGUF
import Safetensors
import SafetensorsFixtures
import Testing

/// A model in Hugging Face's layout, told in the terms of GGUF.
@Suite struct RepositoryTests {
  @Test func `the configuration is told by the keys of a GGUF file`() throws {
    let metadata = try RepositoryFixture.sample.open().metadata
    #expect(try metadata.string("general.architecture") == "llama")
    let sizes = [
      "block_count": 1, "embedding_length": 4, "feed_forward_length": 6, "context_length": 128,
      "attention.head_count": 2, "attention.head_count_kv": 1,
    ]
    for (key, size) in sizes {
      #expect(try metadata.unsigned("llama." + key) == UInt64(size), "\(key)")
    }
    #expect(try metadata.float("llama.attention.layer_norm_rms_epsilon") == Double(Float(1e-5)))
    #expect(try metadata.float("llama.rope.freq_base") == 500_000)
    #expect(try metadata.string("llama.rope.pairing") == "halves")
    #expect(metadata.type(of: "llama.attention.key_length") == nil)
  }

  @Test func `tensors have the names and the dimensions of a GGUF file, and their own bytes`()
    throws
  {
    let file = try RepositoryFixture.sample.open()
    let names = [
      "token_embd.weight", "output_norm.weight", "blk.0.attn_norm.weight", "blk.0.attn_q.weight",
      "blk.0.attn_k.weight", "blk.0.attn_v.weight", "blk.0.attn_output.weight",
      "blk.0.ffn_norm.weight", "blk.0.ffn_gate.weight", "blk.0.ffn_up.weight",
      "blk.0.ffn_down.weight",
    ]
    #expect(file.tensors.map(\.name) == names)
    #expect(file.tensor("token_embd.weight")?.dimensions == [4, 258])
    #expect(file.tensor("blk.0.ffn_down.weight")?.dimensions == [6, 4])
    for (index, name) in names.enumerated() {
      let tensor = try #require(file.tensor(name))
      #expect(file.floats(name) == (0..<tensor.elementCount).map { Float(1000 * index + $0) })
    }
    #expect(file.madeByteCount == 0)
  }

  @Test func `files of weights are read as one model`() throws {
    let tensors = RepositoryFixture.sampleTensors
    let whole = try RepositoryFixture.sample.open()
    let fixture = RepositoryFixture.sample {
      $0.shards = [
        .init("a-1.safetensors", Array(tensors[..<5])),
        .init("a-2.safetensors", Array(tensors[5...])),
      ]
      $0.index = index(of: $0.shards)
    }
    let file = try fixture.open()
    #expect(file.tensors.map(\.name) == whole.tensors.map(\.name))
    for tensor in file.tensors { #expect(file.floats(tensor.name) == whole.floats(tensor.name)) }
  }

  @Test(arguments: [
    "/etc/a.safetensors", "../a.safetensors", ".a.safetensors", "a/b.safetensors", "a.bin", "",
  ])
  func `a file of weights lies beside the index`(name: String) {
    let fixture = RepositoryFixture.sample {
      $0.index = #"{"weight_map":{"model.norm.weight":"\#(name)"}}"#
    }
    #expect(fixture.problem?.problem == .foreignShard(name))
    #expect(fixture.problem?.file == "model.safetensors.index.json")
  }

  @Test func `the index and the files agree`() {
    var fixture = RepositoryFixture.sample
    fixture.index = index(of: fixture.shards).replacing(
      "}}", with: #","extra":"model.safetensors"}}"#)
    #expect(
      fixture.problem?.problem == .missingInShard(tensor: "extra", shard: "model.safetensors"))
    fixture.index = index(of: [
      .init("model.safetensors", Array(fixture.shards[0].tensors.dropLast()))
    ])
    #expect(
      fixture.problem?.problem == .unlisted(tensor: "model.layers.0.mlp.down_proj.weight"))
  }

  private func index(of shards: [RepositoryFixture.Shard]) -> String {
    let entries = shards.flatMap { shard in
      shard.tensors.map { #""\#($0.name)":"\#(shard.name)""# }
    }
    return #"{"metadata":{"total_size":1},"weight_map":{"# + entries.joined(separator: ",") + "}}"
  }

  @Test func `an output that is tied is not taken from the file`() throws {
    let head = RepositoryFixture.Tensor(
      "lm_head.weight", [258, 4], Array(repeating: 1, count: 1032))
    let tied = RepositoryFixture.sample { $0.shards[0].tensors.append(head) }
    #expect(try tied.open().tensor("output.weight") == nil)
    let own = RepositoryFixture.sample {
      $0.shards[0].tensors.append(head)
      $0.set(#""tie_word_embeddings":true"#, #""tie_word_embeddings":false"#)
    }
    #expect(try own.open().tensor("output.weight")?.dimensions == [4, 258])
    let missing = RepositoryFixture.sample {
      $0.set(#""tie_word_embeddings":true"#, #""tie_word_embeddings":false"#)
    }
    #expect(missing.problem?.problem == .missingTensor("lm_head.weight"))
  }

  @Test func `a tensor that nobody knows keeps its name`() throws {
    let fixture = RepositoryFixture.sample {
      $0.shards[0].tensors.append(.init("model.layers.0.self_attn.sinks", [2], [1, 2]))
      $0.shards[0].tensors.append(.init("model.layers.00.input_layernorm.weight", [1], [1]))
    }
    let file = try fixture.open()
    #expect(file.tensor("model.layers.0.self_attn.sinks") != nil)
    #expect(file.tensor("model.layers.00.input_layernorm.weight") != nil)
  }

  @Test func `two names of one tensor are refused`() {
    let fixture = RepositoryFixture.sample {
      $0.shards[0].tensors.append(.init("norm.weight", [4], [1, 2, 3, 4]))
    }
    #expect(fixture.problem?.description.contains("output_norm.weight occurs twice") == true)
  }

  @Test func `numbers that do not lie where a processor reads them are copied`() throws {
    let fixture = RepositoryFixture.sample {
      $0.shards[0].tensors.insert(
        .init("model.layers.0.self_attn.rotary_emb.inv_freq", [1], type: "I8", data: [1]), at: 0)
    }
    let file = try fixture.open()
    file.make()
    #expect(file.floats("output_norm.weight") == [1000, 1001, 1002, 1003])
    #expect(file.tensor("blk.0.attn_q.weight")?.dimensions == [4, 4])
    #expect(file.madeByteCount > 0)
  }
}
