import CKernels

/// How many features there are, and the room that they take where they are computed: each group, such as a
/// head, is filled up with nothing to a multiple of some step, and all of them to whole pieces of 32.
struct Extent: Hashable {
  /// Features of a group, and the number of groups.
  let size: Int, groups: Int
  /// The room of a group.
  let room: Int
  /// The room of all groups.
  let total: Int

  /// Groups of features.
  init(_ size: Int, groups: Int = 1, step: Int = Int(kernels_piece)) {
    self.size = size
    self.groups = groups
    room = size.roundedUp(to: step)
    total = (groups * room).roundedUp(to: Int(kernels_piece))
  }

  /// Rows that take no more room than they are.
  init(exactly rows: Int) {
    (size, groups, room, total) = (rows, 1, rows, rows)
  }

  /// All features.
  var count: Int { size * groups }
  /// One group alone.
  var group: Extent { Extent(size) }
  /// Whether the features lie as they are stored.
  var isExact: Bool { total == count }

  /// Where a feature is found in the room.
  func place(_ feature: Int) -> Int { feature / size * room + feature % size }
}

extension Int {
  /// The next multiple of a step.
  func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}
