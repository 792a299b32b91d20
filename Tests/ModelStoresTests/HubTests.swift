import Testing

import ModelStores

@Suite struct `Hugging Face's cache` {
  private let root = "/home/me/.cache/huggingface/hub"
  private let commit = String(repeating: "a1", count: 20)
  private let other = String(repeating: "b2", count: 20)

  /// Files of a snapshot, as links into the blobs.
  private func add(
    _ names: [String], to tree: inout MadeUpTree, repository: String = "org--repo",
    commit: String? = nil, root: String? = nil
  ) {
    let folder = "\(root ?? self.root)/models--\(repository)"
    let commit = commit ?? self.commit
    for (place, name) in names.enumerated() {
      tree.file("\(folder)/blobs/blob\(place)\(commit)")
      let up = String(repeating: "../", count: 1 + name.split(separator: "/").count)
      tree.link("\(folder)/snapshots/\(commit)/\(name)", to: "\(up)blobs/blob\(place)\(commit)")
    }
  }

  private func cache(_ names: String..., isMain: Bool = true) -> MadeUpTree {
    var tree = MadeUpTree()
    add(names, to: &tree)
    if isMain { tree.file("\(root)/models--org--repo/refs/main", commit) }
    return tree
  }

  private func snapshot(_ name: String) -> String {
    "\(root)/models--org--repo/snapshots/\(commit)/\(name)"
  }

  @Test func `names a repository with one model by the repository`() throws {
    let library = cache("model.gguf", "mmproj-model-f16.gguf", "README.md").library()
    #expect(library.all().models.map(\.reference) == ["hf:org/repo"])
    #expect(try library.find("hf:org/repo").paths == [snapshot("model.gguf")])
  }

  @Test func `names one of several by its format, or by its path where that says more`() throws {
    let library = cache(
      "x-Q4_K_M.gguf", "x-Q8_0.gguf", "sub/x.F16.gguf", "y-Q2_K.gguf", "z-Q2_K.gguf", "odd.gguf"
    ).library()
    let models = library.all().models
    #expect(
      models.map(\.reference) == [
        "hf:org/repo:odd.gguf", "hf:org/repo:F16", "hf:org/repo:Q4_K_M", "hf:org/repo:Q8_0",
        "hf:org/repo:y-Q2_K.gguf", "hf:org/repo:z-Q2_K.gguf",
      ])
    for model in models { #expect(try library.find(model.reference) == model) }
    #expect(try library.find("hf:org/repo:q8_0").paths == [snapshot("x-Q8_0.gguf")])
    #expect(try library.find("hf:org/repo:sub/x.F16.gguf").paths == [snapshot("sub/x.F16.gguf")])
    #expect(library.refusal(of: "hf:org/repo:Q2_K")?.contains("holds 2 models") == true)
    #expect(library.refusal(of: "hf:org/repo:Q5_K")?.contains("name one of") == true)
  }

  @Test func `says of a download that has not ended that it has not`() {
    let folder = "\(root)/models--org--repo"
    var tree = MadeUpTree()
    tree.file("\(folder)/refs/main", commit)
    tree.file("\(folder)/blobs/\(other).incomplete")
    let library = tree.library()
    for name in ["hf:org/repo", "hf:org/repo@main", "hf:org/repo:Q8_0"] {
      let refusal = library.refusal(of: name)
      #expect(refusal?.contains("in \(folder): its download has not ended") == true, "\(name)")
    }
    #expect(library.all().models.map(\.reference) == ["hf:org/repo"])
    #expect(library.all().models.first?.fault != nil)
  }

  @Test func `lists a repository without a model that can be opened with the reason`() throws {
    let library = cache("pytorch_model.bin", "config.json").library()
    let model = try #require(library.all().models.first)
    #expect(model.reference == "hf:org/repo")
    #expect(model.fault.map { "\($0)" } == library.refusal(of: "hf:org/repo"))
  }

  @Test func `without a choice takes Q4_K_M, then Q8_0, then the first, as llama.cpp does`() throws
  {
    let all = cache("a-F16.gguf", "a-Q8_0.gguf", "a-Q4_K_M.gguf").library()
    #expect(try all.find("hf:org/repo").paths == [snapshot("a-Q4_K_M.gguf")])
    let two = cache("a-F16.gguf", "a-q8_0.gguf").library()
    #expect(try two.find("hf:org/repo").paths == [snapshot("a-q8_0.gguf")])
    let odd = cache("b-Q6_K.gguf", "a-F16.gguf").library()
    #expect(try odd.find("hf:org/repo").paths == [snapshot("a-F16.gguf")])
  }

  @Test func `knows revisions by name and by commit`() throws {
    var tree = cache("model.gguf")
    add(["model.gguf"], to: &tree, commit: other)
    tree.file("\(root)/models--org--repo/refs/v2", other + "\n")
    let library = tree.library()
    #expect(library.all().models.map(\.reference) == ["hf:org/repo", "hf:org/repo@v2"])
    let path = "\(root)/models--org--repo/snapshots/\(other)/model.gguf"
    #expect(try library.find("hf:org/repo@v2").paths == [path])
    #expect(try library.find("hf:org/repo@\(other)").paths == [path])
    tree.file("\(root)/models--org--repo/refs/refs/pr/1", other)
    #expect(try tree.library().find("hf:org/repo@refs/pr/1").paths == [path])
    for bad in ["refs//1", "../x", "refs/../../x"] {
      #expect(tree.library().refusal(of: "hf:org/repo@\(bad)")?.contains("write it as") == true)
    }
    #expect(library.refusal(of: "hf:org/repo@none")?.contains("hf:org/repo@v2") == true)
  }

  @Test func `takes the only snapshot where no main is named, and asks where there are two`() throws
  {
    #expect(try cache("m.gguf", isMain: false).library().find("hf:org/repo").paths.count == 1)
    var tree = cache("m.gguf", isMain: false)
    add(["m.gguf"], to: &tree, commit: other)
    #expect(tree.library().refusal(of: "hf:org/repo")?.contains("@\(other)") == true)
  }

  @Test(arguments: [
    ["HF_HUB_CACHE": "/c", "HF_HOME": "/wrong"], ["HUGGINGFACE_HUB_CACHE": "/c"],
    ["HF_HOME": "/h"], ["XDG_CACHE_HOME": "/x"], ["LLAMA_CACHE": "/c"], ["HF_HOME": "$DATA/hf"],
    ["HF_HOME": "${DATA}/hf"], ["HF_HUB_CACHE": "~/c"],
  ])
  func `lies where the environment says`(environment: [String: String]) throws {
    var tree = MadeUpTree()
    let roots = [
      "HF_HUB_CACHE": "/c", "HUGGINGFACE_HUB_CACHE": "/c", "HF_HOME": "/h/hub",
      "XDG_CACHE_HOME": "/x/huggingface/hub", "LLAMA_CACHE": "/c",
    ]
    let special = ["$DATA/hf": "/d/hf/hub", "${DATA}/hf": "/d/hf/hub", "~/c": "/home/me/c"]
    let (name, value) = try #require(environment.min { $0.key < $1.key })
    let place = name == "HF_HOME" && environment.count > 1 ? "HF_HUB_CACHE" : name
    add(["m.gguf"], to: &tree, root: special[value] ?? roots[place])
    let library = tree.library(environment.merging(["DATA": "/d"]) { $1 })
    #expect(library.all().models.map(\.reference) == ["hf:org/repo"])
    #expect(try library.find("hf:org/repo").paths.count == 1)
  }

  @Test func `joins the parts of a split file, and names one that is missing`() throws {
    let names = (1...3).map { "x-0000\($0)-of-00003.gguf" }
    var tree = MadeUpTree()
    add(names, to: &tree)
    #expect(try tree.library().find("hf:org/repo").paths == names.map { snapshot($0) })
    #expect(tree.library().all().models.count == 1)
    var broken = MadeUpTree()
    add([names[0], names[2]], to: &broken)
    #expect(broken.library().refusal(of: "hf:org/repo")?.contains(snapshot(names[1])) == true)
    #expect(broken.library().all().models.map { $0.fault != nil } == [true])
  }

  @Test func `says of a link that leads nowhere where it is`() {
    var tree = cache("m.gguf")
    tree.link(snapshot("n-Q8_0.gguf"), to: "../../blobs/none")
    let library = tree.library()
    #expect(library.all().models.count == 2)
    #expect(library.refusal(of: "hf:org/repo:Q8_0")?.contains(snapshot("n-Q8_0.gguf")) == true)
  }

  @Test func `takes a repository of safetensors as one model, by the repository's name`() throws {
    let library = cache("model.safetensors", "config.json", "tokenizer.json").library()
    let model = try library.find("hf:org/repo")
    #expect(library.all().models == [model])
    #expect(model.layout == .safetensors && model.nickname == "repo")
    #expect(model.paths == [snapshot("").split(separator: "/").reduce("") { $0 + "/" + $1 }])
  }

  @Test func `takes a GGUF file before safetensors, unless they are asked for`() throws {
    let library = cache("model.safetensors", "config.json", "m.gguf").library()
    #expect(
      library.all().models.map(\.reference) == ["hf:org/repo:m.gguf", "hf:org/repo:safetensors"])
    #expect(try library.find("hf:org/repo").layout == .gguf)
    #expect(try library.find("hf:org/repo:safetensors").layout == .safetensors)
  }

  @Test func `says of safetensors without a configuration that they are not enough`() {
    let library = cache("adapter_model.safetensors").library()
    #expect(library.all().models.map(\.reference) == ["hf:org/repo"])
    #expect(library.refusal(of: "hf:org/repo")?.contains("config.json") == true)
  }

  @Test(arguments: [
    "hf:", "hf:..", "hf:../..", "hf:org/../x", "hf:a/b/c", "hf:org/repo@../../x", "hf:org/repo:",
    "hf:/etc", "hf:org/", "hf:org/.x",
  ])
  func `refuses names that lead elsewhere`(reference: String) {
    #expect(cache("m.gguf").library().refusal(of: reference)?.contains("write it as") == true)
  }

  @Test func `a file by a path that leads out is none of its own`() {
    var tree = cache("m.gguf", "n.gguf")
    tree.file("/etc/x.gguf")
    let refusal = tree.library().refusal(of: "hf:org/repo:../../../../../../../../etc/x.gguf")
    #expect(refusal?.contains("name one of") == true)
  }

  @Test func `a revision's file cannot name a folder outside`() {
    var tree = cache("m.gguf", isMain: false)
    add(["m.gguf"], to: &tree, commit: other)
    tree.file("\(root)/models--org--repo/refs/main", "../../../../../etc")
    tree.file("/etc/x.gguf")
    let models = tree.library().all().models
    #expect(models.count == 2)
    #expect(models.flatMap(\.paths).contains { $0.hasSuffix("x.gguf") } == false)
  }
}
