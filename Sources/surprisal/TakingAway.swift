import Display
import Exploration
import Reports
import Scoring

extension Receipt {
  /// What this program, on this machine, makes of a model.
  init(of model: ModelDescription) {
    self.init(
      version: Assets.version, modelDigest: ModelDigests.digest(ofFile: model.file),
      instructionSet: (try? InstructionSet.chosen(wantedInstructionSet).name) ?? "")
  }
}

extension ReportLook {
  /// The explorer's colours, and what a page needs.
  static var usual: ReportLook {
    var look = ReportLook()
    (look.light, look.dark) = (ReportColors(.light), ReportColors(.dark))
    (look.style, look.script) = (Assets.pageStyle, Assets.pageScript)
    return look
  }
}

extension ReportColors {
  /// Those of a theme.
  init(_ name: ThemeName) {
    let theme = Theme(name)
    func text(_ role: Role) -> String { theme.webColors(of: role).text }
    let ramp = (0..<Role.steps).map { theme.webColors(of: .surprise($0)) }
    self.init(
      paper: theme.webColors(of: .plain).ground, ink: text(.plain), faint: text(.faint),
      rule: text(.rule), accent: text(.curve), actual: text(.actual), best: text(.best),
      ramp: ramp.map(\.ground), rampInk: ramp.map(\.text))
  }
}
