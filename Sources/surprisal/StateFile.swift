import Basics
import Exploration
import Runtime
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

  /// Writes it, so that it is never half there, readable by its owner alone.
  func write(_ memory: Memory) throws(WritingFault) {
    makeFolders(to: path)
    try replaceFile(path, Array(memory.text.utf8), mode: 0o600)
  }
}

/// Keeps what a run becomes in the file, whenever that is something else: however the run ends, it is
/// there.
final class StateKeeper: Sendable {
  private let file: StateFile?
  private let beginning: Explorer.Keepsakes
  private let kept: Mutex<(memory: Memory, fault: WritingFault?)>

  /// Keeps in a file, or with nil nowhere, what an explorer becomes, beside what was remembered before.
  init(_ file: StateFile?, _ memory: Memory, begunWith explorer: Explorer) {
    self.file = file
    beginning = explorer.keepsakes
    kept = Mutex((memory, nil))
  }

  /// Looks at the state, and writes what is new in it beside what other runs have written meanwhile.
  func take(_ explorer: Explorer) {
    guard let file else { return }
    kept.withLock { kept in
      let before = kept.memory
      kept.memory.take(explorer.keepsakes, since: beginning)
      guard kept.memory != before else { return }
      kept.memory = file.read().memory
      kept.memory.take(explorer.keepsakes, since: beginning)
      kept.fault = nil
      do throws(WritingFault) {
        try file.write(kept.memory)
      } catch {
        // The next look at the state tries again.
        kept = (before, error)
      }
    }
  }

  /// What was not kept for want of room, as a sentence. Who may not write there at all knows that.
  var complaint: String? {
    guard let file, let fault = kept.withLock({ $0.fault }), fault.isOfRoom else { return nil }
    return "what was chosen is not remembered: cannot write \(file.path): \(fault); make room there"
  }
}
