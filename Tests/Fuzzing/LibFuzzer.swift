#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What libFuzzer calls with each input that it makes; `make fuzz` links it with this.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  if case .wrong(let complaint) = target.outcome(input) { stop(complaint) }
  return 0
}

/// Writes the seeds into the folder that is the last argument, before libFuzzer reads it.
@_cdecl("LLVMFuzzerInitialize")
public func writeSeeds(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
  let folder = unsafe String(cString: arguments.pointee[Int(count.pointee) - 1])
  for (number, seed) in target.seeds.enumerated() {
    guard let file = unsafe fopen("\(folder)/seed-\(number)", "w") else {
      stop("cannot write into \(folder)")
    }
    unsafe fwrite(seed, 1, seed.count, file)
    unsafe fclose(file)
  }
  return 0
}

/// The target that the environment names.
private let target: FuzzTarget = {
  let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
  guard let target = FuzzTarget.named(name) else {
    stop("FUZZ_TARGET must be one of \(FuzzTarget.all.map(\.name).joined(separator: " "))")
  }
  return target
}()

/// Ends the process as a crash does, which libFuzzer notices and keeps the input of.
private func stop(_ sentence: String) -> Never {
  let line = Array("fuzz: \(sentence)\n".utf8)
  unsafe _ = write(2, line, line.count)
  abort()
}
