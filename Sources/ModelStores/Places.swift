/// The folders in which stores lie, as the environment says. Relative ones are ignored.
struct Places: Sendable {
  private let variable: @Sendable (String) -> String?

  init(_ variable: @escaping @Sendable (String) -> String?) { self.variable = variable }

  /// The program's own folder of models.
  var own: String? {
    (value("XDG_DATA_HOME") ?? home("/.local/share")).map { $0 + "/surprisal/models" }
  }

  /// Ollama's roots: the one that is named, or else those of a person and of the service.
  var ollama: [String] {
    if let named = value("OLLAMA_MODELS") { return [named] }
    return [home("/.ollama/models"), "/usr/share/ollama/.ollama/models"].compactMap { $0 }
  }

  /// The roots of caches laid out as Hugging Face's, in which llama.cpp keeps its downloads too.
  var hubs: [String] {
    let hub =
      value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE")
      ?? value("HF_HOME").map { $0 + "/hub" } ?? cache.map { $0 + "/huggingface/hub" }
    return [value("LLAMA_CACHE"), hub].compactMap { $0 }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// Where older versions of llama.cpp keep plain files.
  var flatCache: String? { value("LLAMA_CACHE") ?? cache.map { $0 + "/llama.cpp" } }

  /// LM Studio's own folders, the newer first.
  var studioHomes: [String] { [home("/.lmstudio"), home("/.cache/lm-studio")].compactMap { $0 } }

  /// The file that says where LM Studio's own folder is, where it was moved.
  var studioPointer: String? { home("/.lmstudio-home-pointer") }

  /// A path that a person wrote, `~/` at its beginning read as the home.
  func expanded(_ path: String) -> String {
    path.hasPrefix("~/") ? home(String(path.dropFirst(1))) ?? path : path
  }

  private var cache: String? { value("XDG_CACHE_HOME") ?? home("/.cache") }

  private func home(_ rest: String) -> String? { absolute("HOME").map { $0 + rest } }

  /// The folder that a variable names: `~` and the names of other variables are read, as the hub does.
  private func value(_ name: String) -> String? {
    guard let text = variable(name) else { return nil }
    var pieces = expanded(text).split(separator: "/", omittingEmptySubsequences: false)
    for place in pieces.indices where pieces[place].first == "$" {
      let name = pieces[place].dropFirst().filter { $0 != "{" && $0 != "}" }
      if let value = variable(name) { pieces[place] = value[...] }
    }
    let path = pieces.joined(separator: "/")
    return path.hasPrefix("/") ? path : nil
  }

  private func absolute(_ name: String) -> String? {
    variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}
