import Basics
import Exploration
import Settings
import Synchronization

/// The file of what is remembered between runs. Whatever is wrong with it does no harm.
struct StateFile: Sendable {
  /// Its path.
  let path: String

  /// The file that belongs to a configuration: none where that is none, or no folder is known.
  init?(beside config: ConfigFile) {
    guard config != .none, let folder = Folders.state else { return nil }
    path = folder + "/surprisal/state"
  }

  /// What is remembered, and a sentence where it cannot be read and will be written anew.
  func read() -> (memory: Memory, remark: String?) {
    guard let bytes = smallFile(path, limit: largestSettings + 1) else { return (Memory(), nil) }
    do throws(SettingsFault) {
      return (try Memory(bytes), nil)
    } catch {
      return (Memory(), "what was remembered cannot be read and begins anew: \(path), \(error)")
    }
  }

  /// Writes it, so that it is never half there, if it can be written at all.
  func write(_ memory: Memory) { replaceFile(path, by: Array(memory.text.utf8)) }
}

/// Keeps what a run becomes in the file, whenever that is something else: however the run ends, it is
/// there.
final class StateKeeper: Sendable {
  private let file: StateFile?
  private let beginning: Explorer.Keepsakes
  private let memory: Mutex<Memory>

  /// Keeps in a file, or with nil nowhere, what an explorer becomes, beside what was remembered before.
  init(_ file: StateFile?, _ memory: Memory, begunWith explorer: Explorer) {
    self.file = file
    beginning = explorer.keepsakes
    self.memory = Mutex(memory)
  }

  /// Looks at the state, and writes what is new in it beside what other runs have written meanwhile.
  func take(_ explorer: Explorer) {
    guard let file else { return }
    memory.withLock { memory in
      let before = memory
      memory.take(explorer.keepsakes, since: beginning)
      guard memory != before else { return }
      memory = file.read().memory
      memory.take(explorer.keepsakes, since: beginning)
      file.write(memory)
    }
  }
}
