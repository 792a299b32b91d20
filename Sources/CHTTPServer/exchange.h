// What the files of this module share: the request and the answer between two threads.
#pragma once

#include <microhttpd.h>
#include <pthread.h>

#include "CHTTPServer.h"

// A connection, in the list of its server.
struct connection {
  struct connection *next, **link;
  int descriptor;
  int64_t deadline;  // when it is closed; 0 for never
};

struct chttp_server {
  struct MHD_Daemon *daemon;
  struct chttp_limits limits;
  chttp_handler handler;
  void *context;
  bool is_loopback;
  pthread_mutex_t mutex;  // of what follows
  struct connection *connections;
  bool is_stopping;
};

struct chttp_exchange {
  struct chttp_server *server;
  struct connection *connection;
  char *method, *path, *host, *content_type, *peer;
  uint8_t *body;
  size_t body_count, body_room;
  bool is_too_large;
  bool is_asked;  // the handler has it

  pthread_mutex_t mutex;  // of what follows
  pthread_cond_t changed;
  int owners;  // the connection, and who answers
  unsigned status;
  char *answer_type, *allowed;
  uint8_t *pending;
  size_t pending_count, pending_start, pending_room;
  bool has_ended, is_complete, is_gone;
};

// Milliseconds of a clock that never goes back.
int64_t now_milliseconds(void);
// Says until when a connection may be silent; 0 for as long as it likes.
void set_deadline(struct chttp_server *server, struct connection *connection, int64_t deadline);
bool server_is_stopping(struct chttp_server *server);

// A socket that listens on the first address of a name; −1 where there is none. Says which port it is, whether only
// this machine reaches it, and of which family; or else what is wrong, as `chttp_start` does.
int listening_socket(const char *host, uint16_t *port, bool *on_loopback, int *family, int *error);

// An exchange with two owners; null where there is no memory.
struct chttp_exchange *new_exchange(struct chttp_server *server, struct MHD_Connection *connection,
                                    const char *method, const char *path);
// Adds to the body; false where there is no memory.
bool take_body(struct chttp_exchange *exchange, const char *bytes, size_t count);
// Gives up one owner's part; the last one frees it.
void leave_exchange(struct chttp_exchange *exchange);
// Waits for the beginning of the answer and puts it into the connection's queue.
enum MHD_Result send_answer(struct chttp_exchange *exchange, struct MHD_Connection *connection);
// Nobody waits for the answer any more.
void abandon(struct chttp_exchange *exchange);
