import JSON

/// Which file holds which tensor, where a model's weights are in several: `model.safetensors.index.json`.
struct ShardIndex {
  /// The names of the files, each once, in their order.
  let shards: [String]
  /// The file of each tensor.
  let places: [String: String]

  /// Reads the document. A shard is a file beside it: no name leads anywhere else.
  init(_ document: JSONDocument) throws(SafetensorsError) {
    guard let members = document.root["weight_map"]?.members else {
      throw SafetensorsError(.document(.missing("weight_map")))
    }
    var places: [String: String] = [:]
    for (name, value) in members {
      guard let shard = value.string, Self.isPlain(shard) else {
        throw SafetensorsError(.foreignShard(value.string ?? ""), at: value.position)
      }
      places[name.string ?? ""] = shard
    }
    self.places = places
    shards = Set(places.values).sorted()
    guard shards.count <= SafetensorsLimits.shards else {
      throw SafetensorsError(
        .unreadable("\(shards.count) files are more than the limit of \(SafetensorsLimits.shards)"))
    }
  }

  /// Whether a name is that of a file in the same folder.
  private static func isPlain(_ name: String) -> Bool {
    name.hasSuffix(".safetensors") && !name.hasPrefix(".")
      && name.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "/") }
  }

  /// Whether each tensor is in the file that is named for it, and nowhere else.
  func check(_ lists: [(shard: String, list: TensorList)]) throws(SafetensorsError) {
    var found: Set<String> = []
    for (shard, list) in lists {
      for entry in list.entries {
        guard places[entry.name] == shard else {
          throw SafetensorsError(.unlisted(tensor: entry.name), in: shard)
        }
        found.insert(entry.name)
      }
    }
    guard found.count < places.count else { return }
    for (tensor, shard) in places.sorted(by: { $0.key < $1.key }) where !found.contains(tensor) {
      throw SafetensorsError(.missingInShard(tensor: tensor, shard: shard))
    }
  }
}
