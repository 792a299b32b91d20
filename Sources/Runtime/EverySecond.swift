import Dispatch

/// Calls something a second from now and then every second, away from the thread that works, until it returns
/// false.
package func everySecond(_ body: @escaping @Sendable () -> Bool) {
  DispatchQueue.global().asyncAfter(deadline: .now() + 1) {
    if body() { everySecond(body) }
  }
}
