#include "CDeflate.h"

#include <limits.h>
#include <zlib.h>

size_t deflated_size(const uint8_t *bytes, size_t count) {
  z_stream stream = {0};
  if (deflateInit(&stream, Z_BEST_COMPRESSION) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  size_t size = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    Bytef packed[16384];
    // A stream counts its input in an unsigned int.
    const size_t left = count - (size_t)(stream.next_in - bytes);
    stream.avail_in = left < INT_MAX ? (uInt)left : INT_MAX;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    state = deflate(&stream, left <= INT_MAX ? Z_FINISH : Z_NO_FLUSH);
    size += sizeof packed - stream.avail_out;
  }
  deflateEnd(&stream);
  return state == Z_STREAM_END ? size : 0;
}
