import GGUF
import Safetensors
import SafetensorsFixtures
import Tokenizers

extension FuzzTarget {
  /// A model in Hugging Face's layout is refused with a sentence, or everything that it promises is there. The
  /// first byte says which of its files the others are.
  public static let safetensors = FuzzTarget(
    name: "safetensors", seeds: (0..<4).map { [UInt8($0)] + part($0) }, shortRun: 400
  ) { bytes in
    let index = Int(bytes.first ?? 0) % 4
    let given = Array(bytes.dropFirst())
    func file(_ place: Int) -> [UInt8] { place == index ? given : part(place) }
    guard let weights = try? Storage(copying: [file(2)]) else { return .refused }
    do throws(SafetensorsError) {
      let repository = try Repository(
        settings: file(0), tokenizer: file(1), index: index == 3 ? given : nil,
        shards: ["model.safetensors"], weights: weights)
      return FuzzOutcome(complaint: complaint(about: try repository.model()))
    } catch {
      return .refused(harmlessly: error)
    }
  }

  /// A file of a small model: its configuration, its tokenizer, its weights, the list of its files.
  private static func part(_ index: Int) -> [UInt8] {
    let whole = RepositoryFixture.small
    switch index {
    case 0: return Array(whole.settings.utf8)
    case 1: return Array(whole.tokenizer.utf8)
    case 2: return whole.shards[0].bytes
    default:
      let names = whole.shards[0].tensors.map { #""\#($0.name)":"model.safetensors""# }
      return Array((#"{"weight_map":{"# + names.joined(separator: ",") + "}}").utf8)
    }
  }

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
