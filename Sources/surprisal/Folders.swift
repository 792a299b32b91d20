/// The folders of the XDG Base Directory Specification, in which a relative value is ignored.
enum Folders {
  /// Where data are; nil where nothing says so.
  static var data: String? { absolute("XDG_DATA_HOME") ?? home.map { $0 + "/.local/share" } }
  /// Where configurations are.
  static var config: String? { absolute("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" } }
  /// Where programs keep what they remember.
  static var state: String? { absolute("XDG_STATE_HOME") ?? home.map { $0 + "/.local/state" } }

  private static var home: String? { absolute("HOME") }

  private static func absolute(_ name: String) -> String? {
    environmentVariable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}
