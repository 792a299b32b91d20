// A server of HTTP/1.1 over libmicrohttpd, behind plain functions: a request comes whole, and its answer is
// written by any thread, whenever it has something to say.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chttp_server;
// One request and its answer.
struct chttp_exchange;

// What a server puts up with.
struct chttp_limits {
  size_t body;            // bytes of a request
  size_t header;          // bytes of its first line and its fields
  unsigned connections;   // at once
  int64_t patience;       // milliseconds for a request to come, and for a part of an answer to be taken
};

// Takes a request, on a thread of the connection's own, and ends its answer then or later.
typedef void (*chttp_handler)(void *context, struct chttp_exchange *exchange);

// Listens; null where that fails, and the reason in `error`: a number of errno.h, or of getaddrinfo where it is
// negative. `port` 0 takes any that is free; it then says which.
struct chttp_server *chttp_start(
    const char *host, uint16_t *port, struct chttp_limits limits, chttp_handler handler, void *context,
    int *error);
// Whether nobody but this machine can reach it.
bool chttp_is_loopback(const struct chttp_server *server);
// Closes the connections of clients that have taken too long; to be called every now and then.
void chttp_sweep(struct chttp_server *server);
// Closes every connection and waits for their threads. Exchanges that have not ended are still there.
void chttp_stop(struct chttp_server *server);
// Frees what was stopped, when no exchange is left.
void chttp_free(struct chttp_server *server);

// The request. Text is never null, and stays until the answer ends.
const char *chttp_method(const struct chttp_exchange *exchange);
const char *chttp_path(const struct chttp_exchange *exchange);
const char *chttp_host(const struct chttp_exchange *exchange);
const char *chttp_content_type(const struct chttp_exchange *exchange);
const char *chttp_peer(const struct chttp_exchange *exchange);  // an address
const uint8_t *chttp_body(const struct chttp_exchange *exchange, size_t *count);
// Whether the body was longer than the limit; it is then empty.
bool chttp_is_too_large(const struct chttp_exchange *exchange);

// The answer: first what it is, and which methods the path has where it has not this one, ...
void chttp_begin(
    struct chttp_exchange *exchange, unsigned status, const char *content_type, const char *allowed);
// ... then bytes, which are sent at once; waits while the client takes none. False where nobody waits for them
// any more.
bool chttp_write(struct chttp_exchange *exchange, const uint8_t *bytes, size_t count);
// Whether somebody still waits for the answer.
bool chttp_is_awaited(struct chttp_exchange *exchange);
// ... and the last ones; or where the answer is not complete, the connection is cut. The exchange is gone then.
void chttp_end(struct chttp_exchange *exchange, const uint8_t *bytes, size_t count, bool is_complete);
