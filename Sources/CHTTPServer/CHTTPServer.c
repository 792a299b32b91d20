// The server: its connections, and how a request comes in.
#define _GNU_SOURCE
#include "CHTTPServer.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"

// MARK: - The list of connections

void set_deadline(struct chttp_server *server, struct connection *connection, int64_t deadline) {
  pthread_mutex_lock(&server->mutex);
  connection->deadline = deadline;
  pthread_mutex_unlock(&server->mutex);
}

bool server_is_stopping(struct chttp_server *server) {
  pthread_mutex_lock(&server->mutex);
  const bool is_stopping = server->is_stopping;
  pthread_mutex_unlock(&server->mutex);
  return is_stopping;
}

static void add_connection(struct chttp_server *server, struct MHD_Connection *socket, void **place) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(socket, MHD_CONNECTION_INFO_CONNECTION_FD);
  struct connection *connection = calloc(1, sizeof *connection);
  if (!connection || !info) return free(connection);
  connection->descriptor = info->connect_fd;
  connection->deadline = now_milliseconds() + server->limits.patience;
  pthread_mutex_lock(&server->mutex);
  connection->next = server->connections;
  connection->link = &server->connections;
  if (connection->next) connection->next->link = &connection->next;
  server->connections = connection;
  pthread_mutex_unlock(&server->mutex);
  *place = connection;
}

static void remove_connection(struct chttp_server *server, struct connection *connection) {
  if (!connection) return;
  pthread_mutex_lock(&server->mutex);
  *connection->link = connection->next;
  if (connection->next) connection->next->link = connection->link;
  pthread_mutex_unlock(&server->mutex);
  free(connection);
}

static void on_connection(
    void *context, struct MHD_Connection *socket, void **place,
    enum MHD_ConnectionNotificationCode code) {
  if (code == MHD_CONNECTION_NOTIFY_STARTED) return add_connection(context, socket, place);
  remove_connection(context, *place);
  *place = NULL;
}

void chttp_sweep(struct chttp_server *server) {
  const int64_t now = now_milliseconds();
  pthread_mutex_lock(&server->mutex);
  for (struct connection *one = server->connections; one; one = one->next)
    if (one->deadline != 0 && one->deadline < now) shutdown(one->descriptor, SHUT_RDWR);
  pthread_mutex_unlock(&server->mutex);
}

// MARK: - Requests

static struct chttp_exchange *begin_exchange(
    struct chttp_server *server, struct MHD_Connection *socket, const char *method, const char *path) {
  const union MHD_ConnectionInfo *own =
      MHD_get_connection_info(socket, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (!own || !own->socket_context) return NULL;
  struct chttp_exchange *exchange = new_exchange(server, socket, method, path);
  if (!exchange) return NULL;
  exchange->connection = own->socket_context;
  const union MHD_ConnectionInfo *peer =
      MHD_get_connection_info(socket, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (peer)
    getnameinfo(peer->client_addr, sizeof(struct sockaddr_storage), exchange->peer, 64, NULL, 0,
                NI_NUMERICHOST);
  set_deadline(server, exchange->connection, now_milliseconds() + server->limits.patience);
  return exchange;
}

// What comes beyond the limit is read and forgotten, so that the client hears why; beyond four of them it is cut.
static enum MHD_Result add_body(struct chttp_exchange *exchange, const char *bytes, size_t count) {
  const size_t limit = exchange->server->limits.body;
  if (!exchange->is_too_large && exchange->body_count + count <= limit)
    return take_body(exchange, bytes, count) ? MHD_YES : MHD_NO;
  exchange->is_too_large = true;
  exchange->body_count += count;
  return exchange->body_count <= 4 * limit ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_request(
    void *context, struct MHD_Connection *socket, const char *path, const char *method,
    const char *version, const char *bytes, size_t *count, void **place) {
  (void)version;
  struct chttp_server *server = context;
  struct chttp_exchange *exchange = *place;
  if (!exchange) {
    *place = begin_exchange(server, socket, method, path);
    return *place ? MHD_YES : MHD_NO;
  }
  if (*count > 0) {
    const enum MHD_Result result = add_body(exchange, bytes, *count);
    *count = 0;
    return result;
  }
  if (exchange->is_too_large) exchange->body_count = 0;
  set_deadline(server, exchange->connection, 0);
  exchange->is_asked = true;
  server->handler(server->context, exchange);
  return send_answer(exchange, socket);
}

static void on_completion(
    void *context, struct MHD_Connection *socket, void **place, enum MHD_RequestTerminationCode code) {
  (void)socket, (void)code;
  struct chttp_server *server = context;
  struct chttp_exchange *exchange = *place;
  *place = NULL;
  if (!exchange) return;
  set_deadline(server, exchange->connection, now_milliseconds() + server->limits.patience);
  abandon(exchange);
  if (!exchange->is_asked) leave_exchange(exchange);  // nobody was there to answer
  leave_exchange(exchange);
}

const char *chttp_method(const struct chttp_exchange *exchange) { return exchange->method; }
const char *chttp_path(const struct chttp_exchange *exchange) { return exchange->path; }
const char *chttp_host(const struct chttp_exchange *exchange) { return exchange->host; }
const char *chttp_content_type(const struct chttp_exchange *exchange) { return exchange->content_type; }
const char *chttp_peer(const struct chttp_exchange *exchange) { return exchange->peer; }
bool chttp_is_too_large(const struct chttp_exchange *exchange) { return exchange->is_too_large; }

const uint8_t *chttp_body(const struct chttp_exchange *exchange, size_t *count) {
  *count = exchange->body_count;
  return exchange->body;
}

// MARK: - The server

struct chttp_server *chttp_start(
    const char *host, uint16_t *port, struct chttp_limits limits, chttp_handler handler, void *context,
    int *error) {
  struct chttp_server *server = calloc(1, sizeof *server);
  *error = ENOMEM;
  if (!server) return NULL;
  server->limits = limits;
  server->handler = handler;
  server->context = context;
  pthread_mutex_init(&server->mutex, NULL);
  int family = AF_INET;
  const int descriptor = listening_socket(host, port, &server->is_loopback, &family, error);
  if (descriptor >= 0) {
    const unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                           MHD_USE_ITC | (family == AF_INET6 ? MHD_USE_IPv6 : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, descriptor,
        MHD_OPTION_CONNECTION_LIMIT, limits.connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        limits.header, MHD_OPTION_NOTIFY_COMPLETED, on_completion, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
    if (server->daemon) return server;
    *error = errno ? errno : ENOMEM;
    close(descriptor);
  }
  chttp_free(server);
  return NULL;
}

bool chttp_is_loopback(const struct chttp_server *server) { return server->is_loopback; }

void chttp_stop(struct chttp_server *server) {
  pthread_mutex_lock(&server->mutex);
  server->is_stopping = true;
  pthread_mutex_unlock(&server->mutex);
  MHD_stop_daemon(server->daemon);
  server->daemon = NULL;
}

void chttp_free(struct chttp_server *server) {
  pthread_mutex_destroy(&server->mutex);
  free(server);
}
