import ShownText
import Testing

@Test(arguments: [
  (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.00 kB"), (98_362_432, "98.4 MB"),
  (999_499_999, "999 MB"), (999_500_000, "1.00 GB"), (1_270_000_000, "1.27 GB"),
  (Int.max, "9.22 EB"),
])
func `a size is said in powers of a thousand`(bytes: Int, text: String) {
  #expect(size(ofBytes: bytes) == text)
}
