import Display
import Exploration
import InformationTheory
import Runtime
import Scoring
import ShownText

/// The curve of a training as a table: a row a step, in bits per byte, empty where nothing was measured.
func curveTable(_ course: TrainingCourse, floor: Information?) -> String {
  var evaluations: [Int: Evaluation] = [:]
  for evaluation in course.evaluations { evaluations[evaluation.step] = evaluation }
  let rows = (0...course.steps).compactMap { step -> String? in
    let evaluation = evaluations[step]
    let batch: Information? =
      step < course.steps ? .nats(Double(course.batches[step])) : nil
    guard batch != nil || evaluation != nil else { return nil }
    let when: [Double?] = [evaluation?.seconds, evaluation?.epochs, evaluation?.rate]
    let losses: [Information?] = [batch, evaluation?.training, evaluation?.validation, floor]
    let cells: [String] = when.map { $0.map(plain) ?? "" } + losses.map { $0.map(bits) ?? "" }
    return ([String(step)] + cells).joined(separator: ",")
  }
  let head = "step,seconds,epochs,rate,batch_bits,train_bits,validation_bits,floor_bits"
  return ([head] + rows).joined(separator: "\n") + "\n"
}

/// An amount in bits, as programs read it: `inf` and `nan` for what is no number.
private func bits(_ amount: Information) -> String {
  amount.bits.isFinite ? plain(amount.bits) : amount.bits.isNaN ? "nan" : "inf"
}

/// A number without gaps between its digits, with five digits behind the point.
private func plain(_ number: Double) -> String { decimal(number, 5) }

/// The curve of a training as a picture: the lab's own chart.
func curvePicture(
  _ recipe: TrainingRecipe, _ facts: TrainingFacts, _ course: TrainingCourse,
  _ last: CheckpointView
) -> String {
  var explorer = Explorer(text: [])
  explorer.allowTraining()
  // A screen so high that the chart, of which alone the picture is, is half as high as wide.
  let (rows, columns) = (56, 110)
  _ = explorer.update(.resized(rows: rows, columns: columns))
  _ = explorer.openLab(with: recipe)
  _ = explorer.update(.trained(.prepared(facts), run: 1))
  _ = explorer.update(.trained(.learnt(course.batches, speed: nil), run: 1))
  for evaluation in course.evaluations {
    _ = explorer.update(.trained(.evaluated(evaluation, last), run: 1))
  }
  let screen = explorer.screen
  return render(explorer, rows: rows, columns: columns)
    .cropped(toRows: 1..<(screen.text?.row ?? screen.rows)).svg(theme: Theme(.light))
}
