import Tables

/// The columns of a table each of whose rows is a region: item and condition say which rows are a text, wherever
/// they stand, and region says which part of it.
struct LongColumns {
  let item: Int, condition: Int, region: Int

  /// Finds them. Throws which is missing.
  init(_ reader: TableReader, _ name: String) throws(CommandError) {
    func place(_ column: String, _ purpose: String) throws(CommandError) -> Int {
      if let place = reader.place(of: column) { return place }
      throw CommandError(
        .badData,
        "\(name), line 1: there is no column \(column), by which --long knows \(purpose): add it")
    }
    item = try place("item", "what belongs together")
    condition = try place("condition", "which form of an item it is")
    region = try place("region", "what comes behind what")
  }

  /// The rows of each text, in the order in which texts begin. Regions that are numbered stand in the order of
  /// their numbers, others in that of the table. Throws where a number comes twice in a text.
  func texts(_ rows: [TableRow], _ name: String) throws(CommandError) -> [[TableRow]] {
    var places: [[[UInt8]]: Int] = [:]
    var texts: [[TableRow]] = []
    for row in rows {
      let key = [row.fields[item], row.fields[condition]].map { Array($0.utf8) }
      if let place = places[key] {
        texts[place].append(row)
      } else {
        places[key] = texts.count
        texts.append([row])
      }
    }
    for place in texts.indices { texts[place] = try ordered(texts[place], name) }
    return texts
  }

  private func ordered(_ rows: [TableRow], _ name: String) throws(CommandError) -> [TableRow] {
    let numbers = rows.compactMap { Int($0.fields[region]) }
    guard numbers.count == rows.count else { return rows }
    let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    for (first, second) in zip(order, order.dropFirst()) where numbers[first] == numbers[second] {
      throw CommandError(
        .badData,
        "\(name), line \(rows[second].line): region \(numbers[second]) of this item and condition stands in line "
          + "\(rows[first].line) already: give each text an item or a condition of its own")
    }
    return order.map { rows[$0] }
  }
}
