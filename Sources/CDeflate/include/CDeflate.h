// zlib behind one plain function.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The size in bytes of a text packed by zlib as tightly as it can; 0 when there is no memory for it.
size_t deflated_size(const uint8_t *bytes, size_t count);
