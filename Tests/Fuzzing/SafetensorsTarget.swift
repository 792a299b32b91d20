import GGUF
import Safetensors
import SafetensorsFixtures
import Tokenizers

extension FuzzTarget {
  /// A model in Hugging Face's layout is refused with a sentence, or everything that it promises is there. The
  /// first byte says which of its files the others are.
  public static let safetensors = FuzzTarget(
    name: "safetensors", seeds: parts.enumerated().map { [UInt8($0)] + $1 }, shortRun: 400
  ) { bytes in
    let index = Int(bytes.first ?? 0) % 4
    let given = Array(bytes.dropFirst())
    func file(_ place: Int) -> [UInt8] { place == index ? given : parts[place] }
    guard let weights = index == 2 ? try? Storage(copying: [given]) : wholeWeights else {
      return .refused
    }
    do throws(SafetensorsError) {
      let repository = try Repository(
        settings: file(0), tokenizer: file(1), index: index == 3 ? given : nil,
        shards: ["model.safetensors"], weights: weights)
      return FuzzOutcome(complaint: complaint(about: try repository.model()))
    } catch {
      return .refused(harmlessly: error)
    }
  }

  /// The files of a small model: its configuration, its tokenizer, its weights, the list of its files.
  private static let parts: [[UInt8]] = {
    let whole = RepositoryFixture.small
    let names = whole.shards[0].tensors.map { #""\#($0.name)":"model.safetensors""# }
    return [
      Array(whole.settings.utf8), Array(whole.tokenizer.utf8), whole.shards[0].bytes,
      Array((#"{"weight_map":{"# + names.joined(separator: ",") + "}}").utf8),
    ]
  }()

  private static let wholeWeights = try? Storage(copying: [parts[2]])

  private static func complaint(about file: ModelFile) -> String? {
    file.make()
    for tensor in file.tensors {
      let bytes = unsafe file.bytes(of: tensor)
      guard bytes.count == tensor.byteCount else { return "data of another size" }
      unsafe bytes.forEach { _ in }
    }
    guard let tokenizer = try? Tokenizer(file.metadata) else { return nil }
    let text = Array("Hello, world! 1234 \u{E9}".utf8)
    let joined = tokenizer.encode(text).flatMap { text[$0.bytes] }
    return joined == text ? nil : "a text is lost"
  }
}
