import CKernels
import GGUF

extension TensorType {
  /// What the kernels call a type that they unpack; nil for one that they do not.
  package var kernelType: kernels_type? {
    switch self {
    case .f32: kernels_f32
    case .f16: kernels_f16
    case .bf16: kernels_bf16
    case .q8_0: kernels_q8_0
    case .q4_0: kernels_q4_0
    case .q4_1: kernels_q4_1
    default: nil
    }
  }
}
