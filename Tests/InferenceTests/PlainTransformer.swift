import Basics

/// The forward pass of the llama family in float64, one token after the other, as the papers have it:
/// RMSNorm (Zhang and Sennrich 2019), rotary embedding of neighbouring pairs (Su et al. 2021), heads
/// that share keys (Ainslie et al. 2023), SwiGLU (Shazeer 2020). The twin of the engine.
struct PlainTransformer {
  let model: TinyModel
  /// The keys and values of each layer's heads, so far: `[layer][head][position][feature]`.
  private var keys: [[[[Double]]]]
  private var values: [[[[Double]]]]
  private var position = 0

  init(_ model: TinyModel) {
    self.model = model
    keys = Array(repeating: Array(repeating: [], count: model.keyHeads), count: model.layers)
    values = keys
  }

  /// The logits after each token of a text that begins the context.
  static func logits(_ model: TinyModel, _ ids: [Int]) -> [[Double]] {
    var transformer = PlainTransformer(model)
    return ids.map { transformer.read($0) }
  }

  /// Leaves a position empty: nobody attends to it.
  mutating func skip() { position += 1 }

  /// Reads a token and returns the logits of what comes after it.
  mutating func read(_ token: Int) -> [Double] {
    let embedding = weights("token_embd.weight")
    var stream = (0..<model.width).map { Double(embedding[token * model.width + $0]) }
    for layer in 0..<model.layers {
      let name = "blk.\(layer)."
      let attended = attend(layer, normalize(stream, name + "attn_norm.weight"))
      add(multiply(name + "attn_output.weight", attended), to: &stream)
      let normed = normalize(stream, name + "ffn_norm.weight")
      let gate = multiply(name + "ffn_gate.weight", normed)
      let up = multiply(name + "ffn_up.weight", normed)
      let inner = zip(gate, up).map { $0 / (1 + exp(-$0)) * $1 }
      add(multiply(name + "ffn_down.weight", inner), to: &stream)
    }
    position += 1
    let output = model.weights["output.weight"] == nil ? "token_embd.weight" : "output.weight"
    return multiply(output, normalize(stream, "output_norm.weight"))
  }

  private mutating func attend(_ layer: Int, _ x: [Double]) -> [Double] {
    let name = "blk.\(layer)."
    let queries = split(multiply(name + "attn_q.weight", x)).map(turn)
    for (head, key) in split(multiply(name + "attn_k.weight", x)).map(turn).enumerated() {
      keys[layer][head].append(key)
    }
    for (head, value) in split(multiply(name + "attn_v.weight", x)).enumerated() {
      values[layer][head].append(value)
    }
    return queries.enumerated().flatMap { head, query in
      let shared = head / (model.heads / model.keyHeads)
      return Self.attend(query, keys[layer][shared], values[layer][shared])
    }
  }

  private static func attend(_ query: [Double], _ keys: [[Double]], _ values: [[Double]])
    -> [Double]
  {
    let weights = keys.map { exp(dot(query, $0) / Double(query.count).squareRoot()) }
    let total = weights.reduce(0, +)
    var out = [Double](repeating: 0, count: query.count)
    for place in weights.indices {
      let share = weights[place] / total
      for feature in out.indices { out[feature] += share * values[place][feature] }
    }
    return out
  }

  /// Turns each pair of neighbouring features by position · base^(−2i/d), over the file's factors.
  private func turn(_ head: [Double]) -> [Double] {
    var out = head
    let factors = model.weights["rope_freqs.weight"]
    for pair in 0..<head.count / 2 {
      let power = -2 * Double(pair) / Double(head.count)
      let frequency = pow(Double(model.rotaryBase), power) / Double(factors?[pair] ?? 1)
      let angle = Double(position) * frequency
      let (a, b) = (head[2 * pair], head[2 * pair + 1])
      out[2 * pair] = a * cos(angle) - b * sin(angle)
      out[2 * pair + 1] = a * sin(angle) + b * cos(angle)
    }
    return out
  }

  private func split(_ x: [Double]) -> [[Double]] {
    stride(from: 0, to: x.count, by: model.headWidth).map { Array(x[$0..<$0 + model.headWidth]) }
  }

  private func normalize(_ x: [Double], _ name: String) -> [Double] {
    let root = (Self.dot(x, x) / Double(x.count) + Double(model.epsilon)).squareRoot()
    return zip(x, weights(name)).map { $0 / root * Double($1) }
  }

  private func multiply(_ name: String, _ x: [Double]) -> [Double] {
    let matrix = weights(name)
    var out: [Double] = []
    for row in 0..<matrix.count / x.count {
      var sum = 0.0
      for column in 0..<x.count { sum += Double(matrix[row * x.count + column]) * x[column] }
      out.append(sum)
    }
    return out
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private func add(_ x: [Double], to stream: inout [Double]) {
    for index in x.indices { stream[index] += x[index] }
  }

  private func weights(_ name: String) -> [Float] { model.weights[name] ?? [] }
}
