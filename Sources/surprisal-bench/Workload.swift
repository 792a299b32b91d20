/// How much is measured.
struct Workload {
  /// Lengths of the texts that are scored, in tokens.
  var lengths = [128, 512, 2048, 8192]
  /// The length of the text that the portable kernels score.
  var portableLength = 128
  /// The length at which parts and threads are looked at; of the text for exactness; of the one edited.
  var usualLength = 512, exactLength = 128, editedLength = 1000
  /// Lengths of the texts of which the memory is measured, and of the one that is only loaded.
  var processLengths = [512, 4683], loadedLength = 100_000
  /// Tokens and moves of the temperature.
  var slides = [(tokens: 2048, moves: 1000), (tokens: 500_000, moves: 1000)]
  /// Tokens of the text behind a frame.
  var frameTokens = 2048
  /// Bytes of a text whose first frame is waited for, tokens of one on which keys are pressed, and these.
  var longBytes = 5_000_000, longLength = 300_000, longKeys = 1_000
  /// Lengths of scored texts whose memory is measured.
  var scoredLengths = [300_000, 1_000_000]
  /// Tokens generated.
  var generated = 128
  /// Moves of the slider in a terminal.
  var keys = 200
  /// Short texts that are scored together.
  var texts = 1_000
  /// Steps of learning in a run.
  var trainingSteps = 100

  /// Texts that a model of a thousand million parameters scores within minutes, as a smaller one does those
  /// above.
  static let ofLargeModel = Workload(
    lengths: [128, 512], portableLength: 16, usualLength: 128, exactLength: 16, editedLength: 200,
    processLengths: [2048], scoredLengths: [], generated: 64)

  /// What is measured of a model by its file's size.
  static func fitting(bytes: Int) -> Workload { bytes > 500_000_000 ? ofLargeModel : Workload() }

  /// Just enough for everything to run once: the figures mean nothing.
  static let quick = Workload(
    lengths: [16, 32, 48], portableLength: 16, usualLength: 48, exactLength: 16, editedLength: 20,
    processLengths: [16], loadedLength: 300, slides: [(64, 10)], frameTokens: 64,
    longBytes: 5_000, longLength: 300, longKeys: 20, scoredLengths: [300], generated: 2, keys: 5,
    texts: 12, trainingSteps: 1)
}
