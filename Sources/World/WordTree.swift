/// The words of a rule in a tree of their bytes: one node for each beginning, with the weight of all words
/// that begin so. Weights are whole numbers, so every share of them is rounded once.
struct WordTree: Sendable {
  struct Node: Sendable {
    /// The byte that leads here.
    var byte: UInt8
    /// The weight of all words that begin so.
    var weight: Int
    /// The word that ends here, and its weight; −1 and 0 where none does.
    var word = -1
    var endWeight = 0
    /// The nodes behind this one.
    var children: Range<Int> = 0..<0

    /// The weight of the words that go on.
    var openWeight: Int { weight - endWeight }
  }

  /// The nodes; the first is the beginning of all words.
  private(set) var nodes: [Node]
  /// The weights of the words, in their order, added up: a number below the last falls on a word.
  let ends: [Int]

  /// A tree of different words. O(*n* log *n*) in their bytes.
  init(_ words: [(text: [UInt8], weight: Int)]) {
    var sum = 0
    ends = words.map {
      sum += $0.weight
      return sum
    }
    nodes = [Node(byte: 0, weight: sum)]
    let order = words.indices.sorted { words[$0].text.lexicographicallyPrecedes(words[$1].text) }
    var open = [(node: 0, words: order[...], depth: 0)]
    while let (node, inside, depth) = open.popLast() {
      var rest = inside
      if let word = rest.first, words[word].text.count == depth {
        (nodes[node].word, nodes[node].endWeight) = (word, words[word].weight)
        rest = rest.dropFirst()
      }
      let first = nodes.count
      while let word = rest.first {
        let byte = words[word].text[depth]
        let group = rest.prefix { words[$0].text[depth] == byte }
        open.append((nodes.count, group, depth + 1))
        nodes.append(Node(byte: byte, weight: group.reduce(0) { $0 + words[$1].weight }))
        rest = rest.dropFirst(group.count)
      }
      nodes[node].children = first..<nodes.count
    }
  }

  /// The sum of all weights.
  var total: Int { nodes[0].weight }
}
