/// A binary heap of numbers, the smallest on top (Williams 1964).
struct Heap {
  private var items: [UInt64] = []

  /// Adds a number. O(log *n*).
  mutating func insert(_ item: UInt64) {
    var place = items.count
    items.append(item)
    while place > 0 {
      let parent = (place - 1) / 2
      guard item < items[parent] else { break }
      items[place] = items[parent]
      place = parent
    }
    items[place] = item
  }

  /// Takes the smallest number out; nil when there is none. O(log *n*).
  mutating func popSmallest() -> UInt64? {
    guard let last = items.popLast() else { return nil }
    guard let smallest = items.first else { return last }
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < items.count else { break }
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < last else { break }
      items[place] = items[child]
      place = child
    }
    items[place] = last
    return smallest
  }
}
