// Weights as they are stored, unpacked to floats.
#pragma once
#include "formats.h"

static void KERNELS(unpack)(
    enum kernels_type type, const void *source, size_t count, float *out, size_t stride) {
#define UNPACK(format, number) \
  case kernels_##format: unpack_row(format, source, count, out, stride, place_floats); break;
  switch (type) { KERNELS_FORMATS(UNPACK) }
#undef UNPACK
}
