/// A letter as dots: a cell is one dot wide and two dots high, so dots are about square.
package struct BigGlyph: Equatable, Sendable {
  /// Its rows from the top of a capital down: five to the base line, a sixth below it.
  package let rows: [[Bool]]

  /// How many dots wide it is.
  package var width: Int { rows.first?.count ?? 0 }
  /// How many dots high it is, down to its lowest ink.
  package var height: Int { (rows.lastIndex { $0.contains(true) } ?? -1) + 1 }
}

/// The letters of large text, drawn for it. Capitals and digits are five dots high, small letters
/// four, and a sixth row is below the base line; strokes are one dot thick, so that a letter that is
/// scaled up becomes bold with it.
package enum BigFont {
  /// The dots between two letters.
  static let gap = 1
  /// The dots from the top of a capital to the base line.
  static let capHeight = 5

  /// The drawings, by what they stand for.
  package static let glyphs: [Character: BigGlyph] = {
    var glyphs: [Character: BigGlyph] = [" ": BigGlyph(rows: [[false, false]])]
    for block in drawings.split(separator: "\n\n") {
      let lines = block.split(separator: "\n").map { $0.split(separator: " ") }
      for (index, name) in (lines.first ?? []).enumerated() {
        let rows = lines.dropFirst().map { line in line[index].map { $0 == "#" } }
        for letter in name { glyphs[letter] = BigGlyph(rows: rows) }
      }
    }
    return glyphs
  }()

  /// The drawing of a letter; of its base letter where it has marks. O(1).
  package static func glyph(of letter: Character) -> BigGlyph? {
    glyphs[letter] ?? letter.unicodeScalars.first.flatMap(baseLetter).flatMap { glyphs[$0] }
  }

  /// `e` for `é`, `ệ` and `e` with combining marks, as the names of Unicode's characters have it.
  private static func baseLetter(of scalar: Unicode.Scalar) -> Character? {
    if scalar.isASCII { return Character(scalar) }
    let words = (scalar.properties.name ?? "").split(separator: " ")
    guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[3].count == 1,
      words[4] == "WITH"
    else { return nil }
    return (words[1] == "SMALL" ? words[3].lowercased() : String(words[3])).first
  }

  /// Blocks of letters beside one another below their names; letters that look alike share a drawing.
  private static let drawings = """
    0 1 2 3 4 5 6 7 8 9 ½
    .##. .#. .##. ###. #..# #### ..## #### .##. .##. #...#..
    #..# ##. #..# ...# #..# #... .#.. ...# #..# #..# #..#...
    #..# .#. ..#. .##. #### ###. ###. ..#. .##. .### #.#.##.
    #..# .#. .#.. ...# ...# ...# #..# .#.. #..# ..#. .#...#.
    .##. ### #### ###. ...# ###. .##. .#.. .##. ##.. #....##

    A B C D E F G H I J K L M
    .##. ###. .### ###. #### #### .### #..# ### ...# #..# #... #...#
    #..# #..# #... #..# #... #... #... #..# .#. ...# #.#. #... ##.##
    #### ###. #... #..# ###. ###. #.## #### .#. ...# ##.. #... #.#.#
    #..# #..# #... #..# #... #... #..# #..# .#. #..# #.#. #... #.#.#
    #..# ###. .### ###. #### #... .### #..# ### .##. #..# #### #...#

    N O P Q R S T U V W X Y Z
    #...# .###. ###. .###. ###. .### ##### #..# #...# #...# #...# #...# ####
    ##..# #...# #..# #...# #..# #... ..#.. #..# #...# #...# .#.#. .#.#. ...#
    #.#.# #...# ###. #.#.# ###. .##. ..#.. #..# .#.#. #.#.# ..#.. ..#.. .##.
    #..## #...# #... #..#. #.#. ...# ..#.. #..# .#.#. ##.## .#.#. ..#.. #...
    #...# .###. #... .##.# #..# ###. ..#.. .##. ..#.. #...# #...# ..#.. ####

    a b c d e f g h i j k l m
    .... #... ... ...# .... .## .... #... # .# #.. #. .....
    ###. #... .## ...# .##. .#. .### #... . .. #.# #. ####.
    .### ###. #.. .### #### ### #..# ###. # .# ##. #. #.#.#
    #..# #..# #.. #..# #... .#. .### #..# # .# #.# #. #.#.#
    .### ###. .## .### .### .#. ...# #..# # .# #.# .# #.#.#
    .... .... ... .... .... ... .##. .... . #. ... .. .....

    n o p q r s t u v w x y z
    .... .... .... .... ... .... .#. .... ..... ..... .... .... ....
    ###. .##. ###. .### #.# .### ### #..# #...# #...# #..# #..# ####
    #..# #..# #..# #..# ##. ##.. .#. #..# #...# #.#.# .##. #..# ..#.
    #..# #..# #..# #..# #.. ..## .#. #..# .#.#. #.#.# .##. .### .#..
    #..# .##. ###. .### #.. ###. .## .### ..#.. .#.#. #..# ...# ####
    .... .... #... ...# ... .... ... .... ..... ..... .... .##. ....

    . , : ; ! ? … · - – —― − + = / \\ | _
    . .. . .. # ###. ..... . .. .... ...... ... ... ... ..# #.. # ....
    . .. # .# # ...# ..... . .. .... ...... ... .#. ### ..# #.. # ....
    . .. . .. # .##. ..... # .. .... ...... ### ### ... .#. .#. # ....
    . .. . .. . .... ..... . ## #### ###### ... .#. ### #.. ..# # ....
    # .# # .# # .#.. #.#.# . .. .... ...... ... ... ... #.. ..# # ....
    . #. . #. . .... ..... . .. .... ...... ... ... ... ... ... # ####

    ( ) [ ] { } < > % & ∞ × → * # @ ÷
    .# #. ## ## .## ##. ..# #.. ##..# .##.. ....... ... ..... #.# .#.#. .###. ..#..
    #. .# #. .# .#. .#. .#. .#. ##.#. #..#. .##.##. #.# ...#. .#. ##### #.#.# .....
    #. .# #. .# #.. ..# #.. ..# ..#.. .##.# #..#..# .#. ##### #.# .#.#. #.### #####
    #. .# #. .# .#. .#. .#. .#. .#.## #..#. .##.##. #.# ...#. ... ##### #.... .....
    .# #. ## ## .## ##. ..# #.. #..## .##.# ....... ... ..... ... .#.#. .###. ..#..

    ' " ‘ ’ “ ” ^ ` ~ $ ␣ ↵
    # #.# .# .# .#.# .#.# .#. #. .... .#### .... ...#
    # #.# #. .# #.#. .#.# #.# .# .#.# #.#.. .... ...#
    . ... #. #. #.#. #.#. ... .. #.#. .###. .... .#.#
    . ... .. .. .... .... ... .. .... ..#.# #..# ####
    . ... .. .. .... .... ... .. .... ####. #### .#..
    """
}
