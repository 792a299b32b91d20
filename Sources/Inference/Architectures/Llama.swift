extension Architecture {
  /// Llama (Touvron et al. 2023) and what is built alike, such as Mistral, Mixtral, TinyLlama and SmolLM2.
  static let llama = Architecture(name: "llama")
}
