import Testing

import ModelStores

@Suite struct `A model by its path or name` {
  private let own = "/home/me/.local/share/surprisal/models"

  @Test func `is a file, or one in the program's own folder`() throws {
    var tree = MadeUpTree()
    tree.file("/m/a.gguf")
    tree.file("\(own)/b.gguf")
    tree.file("/home/me/c.gguf")
    let library = tree.library()
    #expect(try library.find("/m/a.gguf").paths == ["/m/a.gguf"])
    for name in ["b.gguf", "b"] { #expect(try library.find(name).paths == ["\(own)/b.gguf"]) }
    #expect(try library.find("~/c.gguf").paths == ["/home/me/c.gguf"])
    #expect(library.all().models.map(\.reference) == ["b.gguf"])
    #expect(library.refusal(of: "d")?.contains("\(own)/d.gguf") == true)
    #expect(library.refusal(of: "/m/d")?.contains("/m/d") == true)
  }

  @Test func `may be a folder with one model in it`() throws {
    var tree = MadeUpTree()
    tree.file("/one/deep/a.gguf")
    tree.file("/two/a.gguf")
    tree.file("/two/b.gguf")
    tree.file("/tensors/model.safetensors")
    tree.file("/none/x.txt")
    let library = tree.library()
    #expect(try library.find("/one").paths == ["/one/deep/a.gguf"])
    #expect(library.refusal(of: "/two")?.contains("/two/a.gguf, /two/b.gguf") == true)
    #expect(library.refusal(of: "/tensors")?.contains("safetensors") == true)
    #expect(library.refusal(of: "/none")?.contains("no GGUF file in the folder /none") == true)
  }

  @Test func `may be a folder of safetensors, or a file in it`() throws {
    var tree = MadeUpTree()
    for name in ["config.json", "tokenizer.json", "model.safetensors"] { tree.file("/one/\(name)") }
    for name in ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors"]
    {
      tree.file("/two/deep/\(name)")
    }
    let library = tree.library()
    for name in ["/one", "/one/model.safetensors"] {
      let model = try library.find(name)
      #expect(model.paths == ["/one"] && model.layout == .safetensors && model.reference == name)
    }
    let deep = [
      "/two", "/two/deep", "/two/deep/model.safetensors.index.json",
      "/two/deep/model-00001-of-00002.safetensors",
    ]
    for name in deep {
      #expect(try library.find(name).paths == ["/two/deep"])
      #expect(try library.find(name).layout == .safetensors)
    }
  }

  @Test func `in a folder with a GGUF file beside is named by its file`() throws {
    var tree = MadeUpTree()
    for name in ["config.json", "model.safetensors", "a.gguf"] { tree.file("/both/\(name)") }
    let refusal = tree.library().refusal(of: "/both")
    #expect(refusal?.contains("/both/a.gguf, /both/model.safetensors") == true)
    #expect(try tree.library().find("/both/model.safetensors").layout == .safetensors)
    #expect(try tree.library().find("/both/a.gguf").layout == .gguf)
  }

  @Test func `is one in a folder of the program's own by its path below that`() throws {
    var tree = MadeUpTree()
    for name in ["config.json", "model.safetensors"] {
      tree.file("\(own)/small/\(name)")
      tree.file("\(own)/\(name)")
    }
    tree.file("\(own)/a.gguf")
    tree.file("\(own)/deep/b.gguf")
    let library = tree.library()
    let models = library.all().models
    #expect(
      models.map(\.reference) == [
        "a.gguf", "deep/b.gguf", "model.safetensors", "small/model.safetensors",
      ])
    for model in models { #expect(try library.find(model.reference) == model) }
    #expect(try library.find("small").paths == ["\(own)/small"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `folders that link to themselves are searched once`() throws {
    var tree = MadeUpTree()
    tree.file("/m/a.gguf")
    for name in ["x", "y", "z"] {
      tree.link("/m/\(name)", to: "/m")
      tree.link("/m/loop\(name)", to: "loop\(name)")
    }
    #expect(try tree.library().find("/m").paths == ["/m/a.gguf"])
  }

  @Test func `stands for all parts of a split file, whichever part is named`() throws {
    var tree = MadeUpTree()
    let parts = (1...2).map { "/m/x-0000\($0)-of-00002.gguf" }
    for part in parts { tree.file(part) }
    tree.file("/m/y-00003-of-00004.gguf")
    tree.file("/s/x-00001-of-00002.gguf")
    tree.link("/s/x-00002-of-00002.gguf", to: "/secret/x")
    tree.lock("/secret")
    tree.file("/m/z-00003-of-00002.gguf")
    let library = tree.library()
    for part in parts { #expect(try library.find(part).paths == parts) }
    #expect(
      library.refusal(of: "/m/y-00003-of-00004.gguf")?.contains("/m/y-00001-of-00004.gguf") == true)
    let locked = library.refusal(of: "/s/x-00001-of-00002.gguf")
    #expect(locked?.contains("/s/x-00002-of-00002.gguf: Permission denied") == true)
    #expect(try library.find("/m/z-00003-of-00002.gguf").paths == ["/m/z-00003-of-00002.gguf"])
  }

  @Test func `in a folder that nobody may read is refused with the reason`() {
    var tree = MadeUpTree()
    tree.lock("/secret")
    #expect(
      tree.library().refusal(of: "/secret/a.gguf")?.contains("Permission denied") == true)
    #expect(tree.library().refusal(of: "/secret")?.contains("Permission denied") == true)
  }

  @Test func `hides no other of its store where nobody may read it`() {
    var tree = MadeUpTree()
    let hub = "/home/me/.cache/huggingface/hub"
    let studio = "/home/me/.lmstudio/models"
    let manifests = "/home/me/.ollama/models/manifests"
    for name in ["a", "c"] {
      tree.file("\(hub)/models--org--\(name)/snapshots/1/\(name).gguf")
      tree.file("\(studio)/\(name)/small/\(name).gguf")
      tree.file("\(manifests)/registry.ollama.ai/library/\(name)/latest", "{}")
    }
    tree.lock("\(hub)/models--org--b/snapshots")
    tree.link("\(hub)/models--org--d", to: "models--org--d")
    tree.lock("\(studio)/b")
    tree.lock("\(manifests)/hf.co")
    let listing = tree.library().all()
    for reference in [
      "hf:org/a", "hf:org/c", "lmstudio:a/small", "lmstudio:c/small", "ollama:a:latest",
      "ollama:c:latest",
    ] {
      #expect(listing.models.contains { $0.reference == reference }, "\(reference)")
    }
    for path in ["models--org--b/snapshots", "models--org--d", "\(studio)/b", "\(manifests)/hf.co"]
    {
      #expect(listing.remarks.contains { $0.contains(path) }, "\(path)")
    }
  }

  @Test func `needs no home where it is a path, and says so where it is none`() throws {
    var tree = MadeUpTree()
    tree.file("/m/a.gguf")
    let library = tree.library(["HOME": ""])
    #expect(try library.find("/m/a.gguf").paths.count == 1)
    #expect(library.all().models == [])
    #expect(library.refusal(of: "hf:org/repo")?.contains("HOME is not set") == true)
    #expect(library.refusal(of: "lmstudio:a/b")?.contains("HOME is not set") == true)
  }

  @Test func `llama.cpp's plain files are listed by their paths`() {
    var tree = MadeUpTree()
    tree.file("/home/me/.cache/llama.cpp/org_repo_x.gguf")
    #expect(
      tree.library().all().models.map(\.reference) == ["/home/me/.cache/llama.cpp/org_repo_x.gguf"])
  }
}

@Suite struct `LM Studio's models` {
  @Test func `lie by publisher and model, in the new folder and the old`() throws {
    var tree = MadeUpTree()
    tree.file("/home/me/.lmstudio/models/pub/one/a-Q4_0.gguf")
    tree.file("/home/me/.lmstudio/models/pub/one/mmproj-a.gguf")
    tree.file("/home/me/.cache/lm-studio/models/pub/two/b-Q4_0.gguf")
    tree.file("/home/me/.cache/lm-studio/models/pub/two/b-Q8_0.gguf")
    tree.file("/home/me/.lmstudio/models/stray.gguf")
    let library = tree.library()
    let models = library.all().models
    #expect(
      models.map(\.reference) == [
        "lmstudio:pub/one", "lmstudio:pub/two:Q4_0", "lmstudio:pub/two:Q8_0",
      ])
    for model in models { #expect(try library.find(model.reference) == model) }
    #expect(
      try library.find("lmstudio:pub/two:b-Q8_0.gguf").paths
        == ["/home/me/.cache/lm-studio/models/pub/two/b-Q8_0.gguf"])
  }

  @Test
  func `says of safetensors without a configuration that they are not enough, as of other stores'`()
    throws
  {
    var tree = MadeUpTree()
    tree.file("/home/me/.lmstudio/models/pub/tensors/model.safetensors")
    #expect(tree.library().refusal(of: "lmstudio:pub/tensors")?.contains("config.json") == true)
    tree.file("/home/me/.lmstudio/models/pub/tensors/config.json")
    let model = try tree.library().find("lmstudio:pub/tensors")
    #expect(model.paths == ["/home/me/.lmstudio/models/pub/tensors"])
    #expect(tree.library().all().models == [model] && model.layout == .safetensors)
  }

  @Test func `lie where LM Studio's own files say`() throws {
    var tree = MadeUpTree()
    tree.file("/home/me/.lmstudio-home-pointer", "/data/studio\n")
    tree.file("/data/studio/models/pub/one/a.gguf")
    #expect(try tree.library().find("lmstudio:pub/one").paths.count == 1)
    tree.file("/data/studio/settings.json", "{\"downloadsFolder\": \"/big\"}")
    tree.file("/big/pub/two/a.gguf")
    #expect(tree.library().all().models.map(\.reference) == ["lmstudio:pub/two"])
  }

  @Test(arguments: ["", "a", "a/b/c", "a/..", "../a", "a/b:", "/", "a/"])
  func `of impossible names are refused`(name: String) {
    #expect(MadeUpTree().library().refusal(of: "lmstudio:\(name)")?.contains("write it as") == true)
  }

  @Test func `that are missing are refused with the paths that were tried`() {
    let refusal = MadeUpTree().library().refusal(of: "lmstudio:pub/none")
    #expect(refusal?.contains("/home/me/.lmstudio/models/pub/none or ") == true)
    #expect(refusal?.contains("/home/me/.cache/lm-studio/models/pub/none") == true)
  }
}
