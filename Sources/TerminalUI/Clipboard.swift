import Basics

/// The most bytes that are offered to the clipboard; many terminals ignore longer offers.
public let clipboardLimit = 74_994

/// The sequence that asks a terminal to put bytes into its clipboard (xterm's OSC 52). O(*n*).
package func clipboardSequence(_ bytes: [UInt8]) -> [UInt8] {
  Array("\u{1B}]52;c;".utf8) + base64(Array(bytes.prefix(clipboardLimit))).utf8 + [0x07]
}
