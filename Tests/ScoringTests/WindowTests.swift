import Scoring
import Testing

@Suite struct WindowTests {
  private func windows(_ count: Int, capacity: Int, stride: Int) -> [Window] {
    ScoringSettings(startToken: nil, window: capacity, stride: stride).windows(of: count)
  }

  @Test func `a text that fits is one window`() {
    let one = windows(10, capacity: 10, stride: 3)
    #expect(one.map(\.tokens) == [0..<10] && one.map(\.scored) == [0..<10])
    #expect(windows(0, capacity: 10, stride: 3).isEmpty)
  }

  @Test func `windows move on by the stride and score what is new in them`() {
    let windows = windows(10, capacity: 5, stride: 2)
    #expect(windows.map(\.tokens) == [0..<5, 2..<7, 4..<9, 6..<10])
    #expect(windows.map(\.scored) == [0..<5, 5..<7, 7..<9, 9..<10])
  }

  @Test(arguments: 2...9)
  func `each token is scored once, in the window that gives it most context`(capacity: Int) {
    for count in 0...40 {
      for stride in -1...12 {
        let windows = windows(count, capacity: capacity, stride: stride)
        #expect(windows.flatMap { Array($0.scored) } == Array(0..<count))
        for window in windows {
          #expect(window.tokens.count <= capacity)
          #expect(window.tokens.lowerBound <= window.scored.lowerBound)
          #expect(window.tokens.upperBound == window.scored.upperBound)
          // Only the first token of the text has nothing before it.
          #expect(
            window.scored.lowerBound == 0 || window.tokens.lowerBound < window.scored.lowerBound)
          for token in window.scored {
            let contexts = windows.filter { $0.tokens.contains(token) }.map {
              token - $0.tokens.lowerBound
            }
            #expect(token - window.tokens.lowerBound == contexts.max())
          }
        }
      }
    }
  }

  @Test func `sizes that cannot be are the nearest that can`() {
    #expect(windows(3, capacity: -1, stride: 0).map(\.tokens) == [0..<1, 1..<2, 2..<3])
    #expect(windows(5, capacity: 3, stride: .max).map(\.tokens) == [0..<3, 2..<5])
    #expect(windows(5, capacity: .max, stride: .max).map(\.tokens) == [0..<5])
  }

  @Test func `a start token takes a place in each window, and a larger stride than fits is less`() {
    let settings = ScoringSettings(startToken: 7, window: 5, stride: 4)
    #expect(settings.capacity == 4 && settings.largestStride == 3)
    #expect(settings.windows(of: 9).map(\.tokens) == [0..<4, 3..<7, 6..<9])
  }

  @Test(arguments: [nil, 99], 1...7)
  func `what is read before a place is what scoring reads there, whatever the settings`(
    start: Int?, window: Int
  ) {
    let tokens = Array(0..<40)
    for stride in 1...window {
      let settings = ScoringSettings(startToken: start, window: window, stride: stride)
      for part in settings.windows(of: tokens.count) {
        for place in part.scored where place > part.tokens.lowerBound || start != nil {
          let context = settings.context(before: place, of: tokens, given: 3)
          let read = (start.map { [$0] } ?? []) + tokens[part.tokens.lowerBound..<place]
          #expect(context.tokens == read, "token \(place), \(settings)")
          #expect(
            settings.context(before: place, of: Array(tokens[..<place]), given: 3) == context)
          // A window that follows another reads at once what that one held.
          let known = part.tokens.lowerBound > 0 ? part.scored.lowerBound : 0
          #expect(
            context.given
              == min(max(3, known), place) - part.tokens.lowerBound + (start == nil ? 0 : 1))
        }
      }
    }
  }

  @Test func `something always stands before what comes next`() {
    let absurd = ScoringSettings(startToken: nil, window: 0, stride: 0)
    #expect(absurd.context(before: 3, of: [0, 1, 2, 3], given: 1) == Context([2], origin: 2))
  }
}
