import InformationTheory
import Scoring
import ShownText

extension ReportFormat {
  /// A picture for slides and papers.
  public static let svg = ReportFormat(
    name: "svg", summary: "a picture: the coloured text and the loss curve", extensions: ["svg"],
    showsText: true, layout: SVGReport())
}

/// A picture of the coloured text, and under it the loss at every temperature and what made it. Its height is
/// known when the text is: all is kept until the end.
struct SVGReport: ReportLayout {
  private var text = TextPicture()
  private var elements = ""

  private static let margin = 18
  private static let width = TextPicture.columns * TextPicture.cell.width + 2 * margin

  mutating func beginning(_ header: ReportHeader) -> String { "" }

  mutating func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    elements += text.add(
      TextPicture.Piece(
        characters: shownCharacters(row.characters), step: row.step(header.look.lens),
        title: "\(quoted(row.bytes)): \(row.words(header.look))"))
    return ""
  }

  mutating func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    elements += text.endWord()
    let margin = Self.margin
    let width = Self.width
    let below = (text.line + 1) * TextPicture.cell.height + margin + 8
    let parts = [legend(header.look, below), figures(summary, header, below + 40)]
    let receipt = receipt(header, below + 40 + Int(CurvePicture.height) + 24)
    let height = below + 40 + Int(CurvePicture.height) + 12 + receipt.height + margin
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15">
      <title>Surprisal of a text, read by \(markupText(visibleText(header.model.name)))</title>
      <style>
      \(header.look.pictureStyle).label{font-size:12px}
      </style>
      <rect class="paper" width="100%" height="100%"/>
      <g transform="translate(\(margin) \(margin))">
      \(elements)</g>
      \(parts.joined())\
      \(receipt.elements)</svg>

      """
  }

  private func legend(_ look: ReportLook, _ y: Int) -> String {
    let names = look.lens.stepNames(in: look.unit).prefix(6)
    var x = Self.margin
    var result = text(look.lens.heading(in: look.unit), x, y + 13)
    x += (look.lens.heading(in: look.unit).count + 2) * 7
    for (step, name) in names.enumerated() {
      result += "<rect class=\"g\(step)\" x=\"\(x)\" y=\"\(y)\" width=\"18\" height=\"18\"/>\n"
      result += text(name, x + 23, y + 13)
      x += 23 + (name.count + 2) * 7
    }
    return result
  }

  private func figures(_ summary: Summary, _ header: ReportHeader, _ y: Int) -> String {
    let curve = CurvePicture(summary, at: header.temperature, in: header.look.unit)
    let picture = curve.map {
      "<g transform=\"translate(\(Self.margin) \(y))\"><title>\($0.description)</title>\n\($0.elements)</g>\n"
    }
    let x = Self.margin + (curve == nil ? 0 : Int(CurvePicture.width) + 24)
    return FigureNames.lines(summary).enumerated().reduce(picture ?? "") { result, figure in
      let line = y + 14 + figure.offset * 16
      // What the errors are is a sentence, which has no room in the column of numbers.
      let column = figure.element.title == "±" ? 14 : 180
      return result + text(figure.element.title, x, line)
        + text(figure.element.text, x + column, line)
    }
  }

  private func receipt(_ header: ReportHeader, _ y: Int) -> (elements: String, height: Int) {
    let x = Self.margin + 110
    var (elements, height) = ("", 0)
    for line in header.receiptLines {
      elements += text(line.name, Self.margin, y + height)
      for value in PictureLabel.lines(line.value, from: x, before: Self.width - Self.margin) {
        elements += text(value, x, y + height)
        height += 16
      }
    }
    return (elements, height)
  }

  private func text(_ words: String, _ x: Int, _ y: Int) -> String {
    PictureLabel.text(words, x, y, before: Self.width - Self.margin)
  }
}
