import Dispatch
import Basics

/// Ways in which a program can die, for tests that look at the terminal afterwards.
public enum Crash: String, CaseIterable, Sendable {
  /// A broken promise of the program, with a message.
  case fatalError
  /// An index beyond an array's end.
  case trap
  /// A read of memory that is not there.
  case segv
  /// A C library that gives up.
  case abort
  /// A trap on another thread than the one that draws.
  case thread
  /// A recursion without end.
  case overflow
  /// A request to exit, somewhere deep inside.
  case exit

  /// Dies.
  public func happen() {
    switch self {
    case .fatalError: Swift.fatalError("as asked")
    case .trap: Self.readBeyondEnd()
    case .segv: unsafe UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case .abort: Basics.abort()
    case .thread: DispatchQueue(label: "crash").sync { Self.readBeyondEnd() }
    case .overflow: _ = Self.descend(from: 0)
    case .exit: Basics.exit(3)
    }
  }

  /// Calls itself twice, so that no compiler makes a loop of it.
  private static func descend(from depth: Int) -> Int {
    depth == .max ? 0 : descend(from: depth + 1) &+ descend(from: depth &+ 2)
  }

  private static func readBeyondEnd() {
    let arguments = CommandLine.arguments
    _ = arguments[arguments.count]
  }
}
