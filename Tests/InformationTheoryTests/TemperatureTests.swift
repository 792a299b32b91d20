import InformationTheory
import Testing

@Suite struct TemperatureTests {
  @Test func `a temperature is not negative`() {
    #expect(Temperature(-0.1) == nil)
    #expect(Temperature(.nan) == nil)
    #expect(Temperature(-.infinity) == nil)
    #expect(Temperature(0)?.beta == .infinity)
    #expect(Temperature(-0.0)?.beta == .infinity)
    #expect(Temperature(.infinity)?.beta == 0)
    #expect(Temperature.one.beta == 1)
  }

  @Test func `notches run from 0.05 to 5 and hold exactly one`() {
    let values = Temperature.notches.map(\.value)
    #expect(values.first == 0.05)
    #expect(values.last == 5)
    #expect(values.contains(1))
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    // Forty to a factor of ten: a step is 10^(1/40), some 6 percent.
    for (low, high) in zip(values, values.dropFirst()) {
      #expect(abs(high / low - 1.059_253_725) < 0.02)
    }
  }

  @Test func `steps stop at the ends and come back to one`() throws {
    let start = Temperature.one
    #expect(start.moved(byNotches: 5).moved(byNotches: -5) == start)
    #expect(start.moved(byNotches: 1_000).value == 5)
    #expect(start.moved(byNotches: -1_000).value == 0.05)
    #expect(start.moved(byNotches: 0) == start)
    let hot = try #require(Temperature(.infinity))
    #expect(hot.moved(byNotches: -1).value == 5)
    #expect(hot.moved(byNotches: 1).value == 5)
    #expect(try #require(Temperature(0)).moved(byNotches: 1).value == 0.05)
  }

  @Test func `between two notches the first step lands on the neighbour`() throws {
    let between = try #require(Temperature(1.01))
    #expect(between.moved(byNotches: -1) == .one)
    #expect(between.moved(byNotches: 1) == Temperature.one.moved(byNotches: 1))
  }

  @Test func `the slider is logarithmic`() throws {
    #expect(try #require(Temperature(0.05)).sliderFraction == 0)
    #expect(try #require(Temperature(5)).sliderFraction == 1)
    #expect(abs(try #require(Temperature(0.5)).sliderFraction - 0.5) < 1e-12)
    #expect(try #require(Temperature(0)).sliderFraction == 0)
    #expect(try #require(Temperature(.infinity)).sliderFraction == 1)
  }

  @Test func `every notch is found from its own place`() {
    for notch in Temperature.notches {
      #expect(Temperature.notch(atSliderFraction: notch.sliderFraction) == notch)
    }
    #expect(Temperature.notch(atSliderFraction: -3).value == 0.05)
    #expect(Temperature.notch(atSliderFraction: 3).value == 5)
    #expect(Temperature.notch(atSliderFraction: .nan).value > 0)
  }
}
