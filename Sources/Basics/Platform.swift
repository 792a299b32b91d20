// The C library of this platform, for every module: `import Basics` instead of a switch in each file.
#if canImport(Glibc)
  @_exported public import Glibc
#else
  @_exported public import Darwin
#endif

extension stat {
  /// When the file last changed.
  public var modified: timespec {
    #if canImport(Glibc)
      st_mtim
    #else
      st_mtimespec
    #endif
  }
}
