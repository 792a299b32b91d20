/// What a thread keeps on the way from one model to another.
struct ModelChange {
  /// The number of the model that is wanted; nil where none is.
  var wanted: Int? {
    didSet { opened = nil }
  }
  /// The one that was opened and not taken yet.
  private var opened: LoadedModel?
  /// The one before, until the other has proved itself.
  var former: LoadedModel?

  /// Keeps a model that was opened, if it is still wanted.
  mutating func keep(_ model: LoadedModel, _ number: Int) {
    if number == wanted { opened = model }
  }

  /// The model that was opened under a number, which is here no more.
  mutating func take(_ number: Int) -> LoadedModel? {
    defer { opened = nil }
    return number == wanted ? opened : nil
  }

  /// The model before, which is here no more.
  mutating func giveBack() -> LoadedModel? {
    defer { former = nil }
    return former
  }
}
