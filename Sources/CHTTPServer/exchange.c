// The answer of an exchange: written by one thread, sent by the connection's.
#define _GNU_SOURCE
#include "exchange.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  most_pending = 1 << 20,  // bytes that wait for the client before the writer does
  most_sent = 1 << 16,     // bytes that are sent at once
  glance = 100,            // milliseconds after which a waiting thread looks at its connection
};

int64_t now_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct chttp_exchange *new_exchange(struct chttp_server *server, struct MHD_Connection *connection,
                                    const char *method, const char *path) {
  struct chttp_exchange *exchange = calloc(1, sizeof *exchange);
  if (!exchange) return NULL;
  exchange->server = server;
  exchange->method = strdup(method);
  exchange->path = strdup(path);
  const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
  const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
  exchange->host = strdup(host ? host : "");
  exchange->content_type = strdup(type ? type : "");
  exchange->peer = calloc(1, 64);
  pthread_mutex_init(&exchange->mutex, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&exchange->changed, &attributes);
  pthread_condattr_destroy(&attributes);
  exchange->owners = 2;
  if (exchange->method && exchange->path && exchange->host && exchange->content_type && exchange->peer)
    return exchange;
  exchange->owners = 1;
  leave_exchange(exchange);
  return NULL;
}

bool take_body(struct chttp_exchange *exchange, const char *bytes, size_t count) {
  if (exchange->body_count + count > exchange->body_room) {
    const size_t room = 2 * exchange->body_room + count;
    uint8_t *body = realloc(exchange->body, room);
    if (!body) return false;
    exchange->body = body;
    exchange->body_room = room;
  }
  memcpy(exchange->body + exchange->body_count, bytes, count);
  exchange->body_count += count;
  return true;
}

void leave_exchange(struct chttp_exchange *exchange) {
  pthread_mutex_lock(&exchange->mutex);
  const int left = --exchange->owners;
  pthread_mutex_unlock(&exchange->mutex);
  if (left > 0) return;
  pthread_mutex_destroy(&exchange->mutex);
  pthread_cond_destroy(&exchange->changed);
  char *texts[] = {exchange->method, exchange->path, exchange->host, exchange->content_type,
                   exchange->peer, exchange->answer_type, exchange->allowed};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
  free(exchange->body);
  free(exchange->pending);
  free(exchange);
}

void abandon(struct chttp_exchange *exchange) {
  pthread_mutex_lock(&exchange->mutex);
  exchange->is_gone = true;
  pthread_cond_broadcast(&exchange->changed);
  pthread_mutex_unlock(&exchange->mutex);
}

// MARK: - Who answers

void chttp_begin(
    struct chttp_exchange *exchange, unsigned status, const char *content_type, const char *allowed) {
  pthread_mutex_lock(&exchange->mutex);
  free(exchange->answer_type);
  free(exchange->allowed);
  exchange->status = status;
  exchange->answer_type = strdup(content_type);
  exchange->allowed = strdup(allowed);
  pthread_mutex_unlock(&exchange->mutex);
}

// Puts bytes behind those that wait to be sent; false where there is no memory.
static bool queue_bytes(struct chttp_exchange *exchange, const uint8_t *bytes, size_t count) {
  const size_t needed = exchange->pending_count + count;
  if (exchange->pending_start + needed > exchange->pending_room) {
    if (exchange->pending_start > 0)
      memmove(exchange->pending, exchange->pending + exchange->pending_start, exchange->pending_count);
    exchange->pending_start = 0;
    if (needed > exchange->pending_room) {
      uint8_t *pending = realloc(exchange->pending, 2 * needed);
      if (!pending) return false;
      exchange->pending = pending;
      exchange->pending_room = 2 * needed;
    }
  }
  memcpy(exchange->pending + exchange->pending_start + exchange->pending_count, bytes, count);
  exchange->pending_count = needed;
  return true;
}

bool chttp_write(struct chttp_exchange *exchange, const uint8_t *bytes, size_t count) {
  if (count == 0) return chttp_is_awaited(exchange);
  pthread_mutex_lock(&exchange->mutex);
  while (exchange->pending_count > most_pending && !exchange->is_gone)
    pthread_cond_wait(&exchange->changed, &exchange->mutex);
  const bool is_taken = !exchange->is_gone && queue_bytes(exchange, bytes, count);
  pthread_cond_broadcast(&exchange->changed);
  pthread_mutex_unlock(&exchange->mutex);
  return is_taken;
}

bool chttp_is_awaited(struct chttp_exchange *exchange) {
  pthread_mutex_lock(&exchange->mutex);
  const bool is_gone = exchange->is_gone;
  pthread_mutex_unlock(&exchange->mutex);
  return !is_gone;
}

void chttp_end(struct chttp_exchange *exchange, const uint8_t *bytes, size_t count, bool is_complete) {
  pthread_mutex_lock(&exchange->mutex);
  const bool is_taken = count == 0 || queue_bytes(exchange, bytes, count);
  exchange->has_ended = true;
  exchange->is_complete = is_complete && is_taken;
  pthread_cond_broadcast(&exchange->changed);
  pthread_mutex_unlock(&exchange->mutex);
  leave_exchange(exchange);
}

// MARK: - The connection

// Whether the client has closed its end, or the server is to stop. Called on the connection's thread.
static bool is_lost(struct chttp_exchange *exchange) {
  struct pollfd file = {.fd = exchange->connection->descriptor, .events = POLLRDHUP};
  if (poll(&file, 1, 0) > 0 && file.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) return true;
  return server_is_stopping(exchange->server);
}

// Waits, with the mutex held, until there is something to send; false where nobody waits for it.
static bool wait_for_answer(struct chttp_exchange *exchange) {
  while (exchange->pending_count == 0 && !exchange->has_ended) {
    const int64_t until = now_milliseconds() + glance;
    struct timespec time = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
    pthread_cond_timedwait(&exchange->changed, &exchange->mutex, &time);
    if (is_lost(exchange)) exchange->is_gone = true;
    if (exchange->is_gone) {
      pthread_cond_broadcast(&exchange->changed);
      return false;
    }
  }
  return true;
}

static void start_patience(struct chttp_exchange *exchange) {
  struct chttp_server *server = exchange->server;
  set_deadline(server, exchange->connection, now_milliseconds() + server->limits.patience);
}

// Sends what there is: called by the server whenever the client can take more.
static ssize_t read_answer(void *context, uint64_t position, char *bytes, size_t room) {
  (void)position;
  struct chttp_exchange *exchange = context;
  set_deadline(exchange->server, exchange->connection, 0);
  pthread_mutex_lock(&exchange->mutex);
  ssize_t result = MHD_CONTENT_READER_END_WITH_ERROR;
  if (wait_for_answer(exchange)) {
    const size_t count = exchange->pending_count < room ? exchange->pending_count : room;
    if (count > 0) {
      memcpy(bytes, exchange->pending + exchange->pending_start, count);
      exchange->pending_start += count;
      exchange->pending_count -= count;
      pthread_cond_broadcast(&exchange->changed);
      result = (ssize_t)count;
    } else if (exchange->is_complete) {
      result = MHD_CONTENT_READER_END_OF_STREAM;
    }
  }
  pthread_mutex_unlock(&exchange->mutex);
  start_patience(exchange);
  return result;
}

// A small answer that is there whole has a length; any other comes in chunks, what there is of one that failed too.
static struct MHD_Response *make_response(struct chttp_exchange *exchange) {
  if (exchange->has_ended && exchange->is_complete && exchange->pending_count <= most_sent)
    return MHD_create_response_from_buffer(
        exchange->pending_count, exchange->pending + exchange->pending_start, MHD_RESPMEM_MUST_COPY);
  if (exchange->has_ended && exchange->pending_count == 0) return NULL;
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, most_sent, read_answer, exchange, NULL);
}

enum MHD_Result send_answer(struct chttp_exchange *exchange, struct MHD_Connection *connection) {
  pthread_mutex_lock(&exchange->mutex);
  struct MHD_Response *response = wait_for_answer(exchange) ? make_response(exchange) : NULL;
  enum MHD_Result result = MHD_NO;
  if (response) {
    if (exchange->answer_type && *exchange->answer_type)
      MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->answer_type);
    if (exchange->allowed && *exchange->allowed)
      MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, exchange->allowed);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    result = MHD_queue_response(connection, exchange->status, response);
    MHD_destroy_response(response);
  }
  pthread_mutex_unlock(&exchange->mutex);
  start_patience(exchange);
  return result;
}
