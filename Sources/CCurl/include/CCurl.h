// libcurl behind a few plain functions: one request at a time, with limits, that ends as soon as nobody wants it.
#pragma once

#include <stddef.h>
#include <stdint.h>

// A client keeps its connection open between requests. It is used by one thread at a time.
typedef struct http_client http_client;

typedef struct {
  const char *method;
  const char *url;
  // Whole header lines, up to a null pointer.
  const char *const *headers;
  // Null for no body.
  const uint8_t *body;
  size_t body_size;
  // Null for none, whatever the environment says.
  const char *proxy;
  // The file with the authorities whose certificates hold; null for those of this machine.
  const char *authorities;
  // How long connecting, silence and all together may last.
  long connect_milliseconds, idle_seconds, total_seconds;
  // The most bytes of an answer, of its body after it was unpacked.
  size_t header_limit, body_limit;
} http_request;

// Why there is no answer.
typedef enum {
  HTTP_ANSWERED,
  HTTP_NO_SUCH_HOST,
  HTTP_UNREACHABLE,
  HTTP_CONNECTING_TOOK_TOO_LONG,
  HTTP_SILENT,
  HTTP_TOOK_TOO_LONG,
  HTTP_CUT_OFF,
  HTTP_HEADER_TOO_LARGE,
  HTTP_BODY_TOO_LARGE,
  HTTP_UNTRUSTED,
  // The caller wanted no more, or its receiver refused.
  HTTP_CANCELLED,
  HTTP_FAILED,
} http_end;

typedef struct {
  http_end end;
  int status;
  // The seconds after which the server wants to be asked again; negative where it did not say.
  double retry_after;
  // Where a redirection leads, and what libcurl says of a failure; both may be empty.
  char location[1024];
  char reason[256];
} http_answer;

// Takes bytes of the body; other than 0 ends the request. The status is known by then.
typedef int (*http_receiver)(void *context, int status, const uint8_t *bytes, size_t count);
// Whether the answer is still wanted: asked ten times a second at least.
typedef int (*http_wanted)(void *context);

// Null where there is no memory.
http_client *http_client_new(void);
void http_client_free(http_client *client);

// Sends a request and hands the body on as it comes.
void http_exchange(
    http_client *client, const http_request *request, http_receiver receive, http_wanted is_wanted,
    void *context, http_answer *answer);
