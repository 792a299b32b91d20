import Exploration
import Scoring

extension Lens {
  /// What a value means as the colour of a token in the running text.
  func role(of value: Double) -> Role { role(ofStep: step(value)) }

  /// What a step of the ramp means in the running text.
  func role(ofStep step: Int) -> Role {
    isSigned ? .change(step - Self.middleStep) : .surprise(step)
  }

  /// What a value means as the colour of a bar, or of a sign.
  func barRole(of value: Double) -> Role {
    isSigned ? .changeBar(step(value) - Self.middleStep) : .level(step(value))
  }
}
