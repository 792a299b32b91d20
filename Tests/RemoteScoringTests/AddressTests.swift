import RemoteScoring
import Testing

@Suite struct `An address of a server` {
  @Test func `names a machine, a port, a folder and a model`() throws {
    let address = try #require(ServerAddress("http://host.example:8000/some/v1/#big-model"))
    #expect(address.root == "http://host.example:8000/some" && address.model == "big-model")
    #expect(!address.isSecure && !address.isLoopback && !address.keepsSecrets)
    let other = try #require(ServerAddress("https://[2001:db8::1]/v1"))
    #expect(other.root == "https://[2001:db8::1]" && other.model == nil && other.keepsSecrets)
  }

  @Test(arguments: ["http://localhost", "http://127.0.0.1:1", "http://127.8.9.1", "http://[::1]:9"])
  func `is this machine where nobody can listen`(text: String) throws {
    let address = try #require(ServerAddress(text))
    #expect(address.isLoopback && address.keepsSecrets)
  }

  @Test(arguments: [
    "http://127.0.0.1.example", "http://127.1", "http://localhost.example", "http://10.0.0.1",
  ])
  func `is elsewhere where it only looks like this machine`(text: String) throws {
    #expect(try #require(ServerAddress(text)).keepsSecrets == false)
  }

  @Test(arguments: [
    "", "host:80", "ftp://host", "file:///etc/passwd", "http://", "http://:80", "http://a b",
    "http://user:key@host", "http://host:0", "http://host:65536", "http://host:x",
    "http://host/?key=1",
    "http://host/\n", "http://h\r\nX: 1", "http://[::1", "http://[evil]", "http://[::1]x",
  ])
  func `is refused where a request cannot go to it, or a key stands in it`(text: String) {
    #expect(ServerAddress(text) == nil)
  }

  @Test func `may say which engine runs there`() throws {
    #expect(ServerReference("vllm:http://host:1#m")?.prefix == "vllm")
    #expect(ServerReference("llama-server:host:1")?.address.root == "http://host:1")
    #expect(ServerReference("http://host")?.prefix == nil)
    #expect(!ServerReference.isMeant(by: "ollama:name") && !ServerReference.isMeant(by: "a.gguf"))
    #expect(ServerReference.isMeant(by: "https://") && ServerReference("https://") == nil)
  }
}
