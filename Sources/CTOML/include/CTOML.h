// toml++ behind plain functions: a document as a list of items, each with the number of its line.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum toml_kind {
  toml_is_table,
  toml_is_array,
  toml_is_string,
  toml_is_integer,
  toml_is_number,
  toml_is_boolean,
  // A date, a time, or what lies deeper than `toml_deepest`.
  toml_is_other,
};

// How many tables and arrays may lie in one another and still be listed.
enum { toml_deepest = 8 };

// UTF-8 that belongs to a document.
struct toml_text {
  const char *bytes;
  size_t count;
};

// A table, an array or a value. What a table or an array holds follows it, one deeper each.
struct toml_item {
  enum toml_kind kind;
  int depth;
  int line;  // from 1
  struct toml_text key;  // empty in an array
  struct toml_text string;
  int64_t integer;  // also 0 or 1 of a boolean
  double number;
};

struct toml_document;

// Reads a document, whose bytes must be few: what lies deep takes stack. Null, with a sentence and its
// line, when it is none.
struct toml_document *toml_read(
    const char *bytes, size_t count, char *sentence, size_t sentence_size, int *line);
void toml_release(struct toml_document *document);

// What the document holds, its tables' keys in no certain order.
const struct toml_item *toml_items(const struct toml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif
