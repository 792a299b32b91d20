import Testing

import ModelStores

@Suite struct `Ollama's models` {
  private let digest = String(repeating: "0123456789abcdef", count: 4)
  private let root = "/home/me/.ollama/models"

  private func manifest(_ digest: String, _ kind: String = "model") -> String {
    """
    {"schemaVersion":2,"layers":[{"mediaType":"application/vnd.ollama.image.template","digest":"x"},
    {"mediaType":"application/vnd.ollama.image.\(kind)","digest":"\(digest)","size":4}]}
    """
  }

  /// A store with one model, whose manifest may be something else.
  private func store(
    _ name: String = "registry.ollama.ai/library/smollm2/135m", _ text: String? = nil,
    root: String = "/home/me/.ollama/models", hasBlob: Bool = true
  ) -> MadeUpTree {
    var tree = MadeUpTree()
    tree.file("\(root)/manifests/\(name)", text ?? manifest("sha256:\(digest)"))
    if hasBlob { tree.file("\(root)/blobs/sha256-\(digest)") }
    return tree
  }

  @Test(arguments: [
    ("registry.ollama.ai/library/smollm2/135m", "ollama:smollm2:135m"),
    ("registry.ollama.ai/library/smollm2/latest", "ollama:smollm2:latest"),
    ("registry.ollama.ai/somebody/tiny/q8", "ollama:somebody/tiny:q8"),
    ("hf.co/bartowski/X-GGUF/Q4_K_M", "ollama:hf.co/bartowski/X-GGUF:Q4_K_M"),
    ("localhost:5000/library/x/latest", "ollama:localhost:5000/library/x:latest"),
  ])
  func `are called as Ollama calls them, and found by that`(path: String, reference: String) throws
  {
    let library = store(path).library()
    let listed = library.all().models
    #expect(listed.map(\.reference) == [reference])
    #expect(listed.first?.paths == ["\(root)/blobs/sha256-\(digest)"])
    #expect(try library.find(reference) == listed.first)
    #expect(listed.first?.nickname == String(reference.dropFirst(7)))
  }

  @Test(arguments: ["ollama:smollm2", "ollama:SmolLM2:Latest", "ollama:library/smollm2"])
  func `need no tag, and capitals do not matter`(reference: String) throws {
    let library = store("registry.ollama.ai/library/smollm2/latest").library()
    #expect(try library.find(reference).paths == ["\(root)/blobs/sha256-\(digest)"])
  }

  @Test func `lie where OLLAMA_MODELS says, and else also in the service's folder`() throws {
    let named = store(root: "/data/o").library(["OLLAMA_MODELS": "/data/o"])
    #expect(named.all().models.count == 1)
    let service = store(root: "/usr/share/ollama/.ollama/models")
    #expect(try service.library().find("ollama:smollm2:135m").paths.count == 1)
    #expect(service.library(["OLLAMA_MODELS": "/data/o"]).all().models == [])
    let home = store(root: "/home/me/x").library(["OLLAMA_MODELS": "~/x"])
    #expect(home.all().models.count == 1)
  }

  @Test func `that are missing are refused with every path that was tried`() {
    let refusal = MadeUpTree().library().refusal(of: "ollama:none")
    let path = "manifests/registry.ollama.ai/library/none/latest"
    #expect(refusal?.contains("\(root)/\(path)") == true)
    #expect(refusal?.contains("/usr/share/ollama/.ollama/models/\(path)") == true)
    #expect(refusal?.contains("surprisal models") == true)
  }

  @Test(arguments: [
    "", "..", "../../etc", "a/b/c/d", "a:b:c", "a//b", ".hidden", "a:..", "a b", "-x", "a\u{1B}",
  ])
  func `of impossible names are refused before anything is read`(name: String) {
    #expect(store().library().refusal(of: "ollama:\(name)")?.contains("write it as") == true)
  }

  @Test func `whose file is gone say which, and how to fetch it`() {
    let library = store(hasBlob: false).library()
    let refusal = library.refusal(of: "ollama:smollm2:135m")
    #expect(refusal?.contains("\(root)/blobs/sha256-\(digest)") == true)
    #expect(refusal?.contains("ollama pull smollm2:135m") == true)
    #expect(library.all().models.first?.fault != nil)
  }

  @Test(arguments: [
    "", "not JSON", "[]", "7", "{\"layers\":7}", "{\"layers\":[{\"mediaType\":7}]}",
    String(repeating: "[", count: 200_000), "{\"layers\":[{}]}",
  ])
  func `with a manifest that is none are listed with the fault`(text: String) {
    let library = store("registry.ollama.ai/library/x/latest", text).library()
    #expect(library.all().models.map(\.reference) == ["ollama:x:latest"])
    #expect(
      library.refusal(of: "ollama:x")?.contains("manifests/registry.ollama.ai/library/x") == true)
  }

  @Test func `with a huge manifest are not read`() {
    let huge = String(repeating: " ", count: 1 << 20 + 1)
    let refusal = store("registry.ollama.ai/library/x/latest", huge).library().refusal(
      of: "ollama:x")
    #expect(refusal?.contains("more than 1048576 bytes") == true)
  }

  @Test(arguments: [
    "sha256:../../../../etc/passwd", "../../x", "sha256:", "", "sha256:ABC",
    "sha256:" + String(repeating: "/", count: 64), "sha512:" + String(repeating: "a", count: 64),
    "sha256:" + String(repeating: "a", count: 65),
  ])
  func `never lead out of their store`(digest: String) {
    var tree = store("registry.ollama.ai/library/x/latest", manifest(digest))
    tree.file("/etc/passwd")
    let model = tree.library().all().models.first
    #expect(model?.fault.map { "\($0)".contains("no SHA-256") } == true)
    #expect(model?.paths == ["\(root)/manifests/registry.ollama.ai/library/x/latest"])
  }

  @Test func `that are no GGUF file, or carry an adapter, are refused`() {
    let tensors = store(
      "registry.ollama.ai/library/x/latest", manifest("sha256:\(digest)", "tensor"))
    let refusal = tensors.library().refusal(of: "ollama:x")
    #expect(refusal?.contains("it names no GGUF file; pull a tag that is one") == true)
    let both = manifest("sha256:\(digest)").replacing(
      "image.template", with: "image.adapter")
    let adapted = store("registry.ollama.ai/library/x/latest", both)
    #expect(adapted.library().refusal(of: "ollama:x")?.contains("adapter") == true)
  }

  @Test func `whose file nobody may read are not said to be missing`() {
    var tree = store("registry.ollama.ai/library/x/latest", manifest("sha256:\(digest)"))
    tree.lock("\(root)/blobs")
    let refusal = tree.library().refusal(of: "ollama:x")
    #expect(refusal?.contains("\(root)/blobs/sha256-\(digest): Permission denied") == true)
  }

  @Test func `in a folder that nobody may read are one remark`() {
    var tree = MadeUpTree()
    tree.lock("/usr/share/ollama/.ollama/models/manifests")
    let listing = tree.library().all()
    #expect(listing.models == [])
    #expect(listing.remarks.count == 1)
    #expect(
      listing.remarks.first?.contains(
        "/usr/share/ollama/.ollama/models/manifests: Permission denied") == true)
  }

  @Test func `in links that go round and round are passed over`() {
    var tree = store()
    tree.link("\(root)/manifests/registry.ollama.ai/library/loop", to: "loop")
    tree.link("\(root)/manifests/registry.ollama.ai/library/x/latest", to: "/nowhere")
    let listing = tree.library().all()
    #expect(listing.models.filter { $0.fault == nil }.map(\.reference) == ["ollama:smollm2:135m"])
    #expect(listing.remarks == [])
  }
}
