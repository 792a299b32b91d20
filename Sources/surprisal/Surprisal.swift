import ArgumentParser

@main
struct Surprisal: AsyncParsableCommand {
  func run() async throws { print("hi") }
}
