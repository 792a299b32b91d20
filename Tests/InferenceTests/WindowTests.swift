import Inference
import Testing

@Suite struct WindowTests {
  @Test func `a text that fits is one window`() {
    let one = Window.covering(10, capacity: 10, stride: 3)
    #expect(one.map(\.tokens) == [0..<10] && one.map(\.scored) == [0..<10])
    let none = Window.covering(0, capacity: 10, stride: 3)
    #expect(none.map(\.tokens) == [0..<0] && none.map(\.scored) == [0..<0])
  }

  @Test func `windows move on by the stride and score what is new in them`() {
    let windows = Window.covering(10, capacity: 5, stride: 2)
    #expect(windows.map(\.tokens) == [0..<5, 2..<7, 4..<9, 6..<10])
    #expect(windows.map(\.scored) == [0..<5, 5..<7, 7..<9, 9..<10])
  }

  @Test(arguments: 2...9)
  func `each token is scored once, in the window that gives it most context`(capacity: Int) {
    for count in 0...40 {
      for stride in -1...12 {
        let windows = Window.covering(count, capacity: capacity, stride: stride)
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
    #expect(Window.covering(3, capacity: -1, stride: 0).map(\.tokens) == [0..<1, 1..<2, 2..<3])
    #expect(Window.covering(5, capacity: 3, stride: .max).map(\.tokens) == [0..<3, 2..<5])
    #expect(Window.covering(5, capacity: .max, stride: .max).map(\.tokens) == [0..<5])
  }
}
