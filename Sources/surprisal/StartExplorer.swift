/// Opens the explorer: the one place where the program meets the screen.
func startExplorer(_ exploring: Exploring) throws {
  throw CommandError(
    .unavailable, "this build has no explorer yet: print the numbers with `surprisal score`")
}
