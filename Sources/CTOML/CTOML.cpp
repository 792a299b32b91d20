#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts, and without assertions takes for granted, that a header such as `[=]` begins with a
// key. The code behind refuses what is none, if it is only reached.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)

#include "CTOML.h"

#include <cstdio>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

struct toml_document {
  toml::table root;
  std::vector<toml_item> items;
};

namespace {

toml_text text_of(std::string_view text) { return {text.data(), text.size()}; }

void list(toml_document &document, const toml::node &node, toml_text key, int depth);

toml_item item_of(const toml::node &node) {
  toml_item item{};
  item.kind = toml_is_other;
  item.line = static_cast<int>(node.source().begin.line);
  if (auto string = node.as_string()) {
    item.kind = toml_is_string;
    item.string = text_of(string->get());
  } else if (auto integer = node.as_integer()) {
    item.kind = toml_is_integer;
    item.integer = integer->get();
  } else if (auto number = node.as_floating_point()) {
    item.kind = toml_is_number;
    item.number = number->get();
  } else if (auto boolean = node.as_boolean()) {
    item.kind = toml_is_boolean;
    item.integer = boolean->get();
  }
  return item;
}

void list_all(toml_document &document, const toml::table &table, int depth) {
  for (auto &&[key, node] : table) list(document, node, text_of(key.str()), depth);
}

void list(toml_document &document, const toml::node &node, toml_text key, int depth) {
  toml_item item = item_of(node);
  item.key = key;
  item.depth = depth;
  const bool is_listed = depth < toml_deepest;
  if (node.is_table() && is_listed) item.kind = toml_is_table;
  if (node.is_array() && is_listed) item.kind = toml_is_array;
  document.items.push_back(item);
  if (item.kind == toml_is_table) list_all(document, *node.as_table(), depth + 1);
  if (item.kind == toml_is_array)
    for (auto &&element : *node.as_array()) list(document, element, {}, depth + 1);
}

}  // namespace

toml_document *toml_read(
    const char *bytes, size_t count, char *sentence, size_t sentence_size, int *line) {
  toml::parse_result result = toml::parse(std::string_view(bytes, count));
  if (!result) {
    const auto &fault = result.error();
    const std::string_view words = fault.description();
    snprintf(sentence, sentence_size, "%.*s", static_cast<int>(words.size()), words.data());
    *line = static_cast<int>(fault.source().begin.line);
    return nullptr;
  }
  auto document = new toml_document{std::move(result).table(), {}};
  list_all(*document, document->root, 0);
  return document;
}

void toml_release(toml_document *document) { delete document; }

const toml_item *toml_items(const toml_document *document, size_t *count) {
  *count = document->items.size();
  return document->items.data();
}
