import ShownText
import Basics

/// The red, green and blue of a colour of the 256-colour palette as xterm defines it, 0 … 255.
package func paletteColor(_ index: Int) -> (red: Int, green: Int, blue: Int) {
  let basic = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]
  switch index {
  case ..<0: return (0, 0, 0)
  case ..<16: return basic[index]
  case ..<232:
    let levels = [0, 95, 135, 175, 215, 255]
    let cube = index - 16
    return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
  default:
    let grey = 8 + 10 * (min(index, 255) - 232)
    return (grey, grey, grey)
  }
}

/// A colour of the palette as `#rrggbb`.
func hexadecimalColor(_ index: Int) -> String {
  let color = paletteColor(index)
  return "#" + [color.red, color.green, color.blue].map { hexadecimal($0) }.joined()
}

/// The relative luminance of a colour of the palette, 0 (black) … 1 (white) (WCAG 2.1).
package func luminance(_ index: Int) -> Double {
  func linear(_ level: Int) -> Double {
    let value = Double(level) / 255
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
  let color = paletteColor(index)
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

/// The contrast of two colours of the palette, 1 … 21 (WCAG 2.1).
package func contrast(_ a: Int, _ b: Int) -> Double {
  let (low, high) = (min(luminance(a), luminance(b)), max(luminance(a), luminance(b)))
  return (high + 0.05) / (low + 0.05)
}
