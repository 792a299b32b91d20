import CKernels
import GGUF

extension TensorType {
  /// What the kernels call a format that they read; nil for one that they do not.
  package var kernelType: kernels_type? {
    kernels_have_format(rawValue) ? kernels_type(rawValue) : nil
  }
}
