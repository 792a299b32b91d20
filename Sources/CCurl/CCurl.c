#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// How often it is asked whether an answer is still wanted.
enum { poll_milliseconds = 50 };

// How a transfer ends that libcurl did not end.
enum { not_wanted = -1, silent = -2 };

struct http_client {
  CURLM *multi;
  CURL *easy;
};

// One request under way.
typedef struct {
  CURL *easy;
  const http_request *request;
  http_receiver receive;
  void *context;
  size_t header_size, body_size;
  int header_too_large, body_too_large, is_refused;
} exchange;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void initialize(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

http_client *http_client_new(void) {
  pthread_once(&once, initialize);
  http_client *client = calloc(1, sizeof *client);
  if (!client) return NULL;
  client->multi = curl_multi_init();
  client->easy = curl_easy_init();
  if (client->multi && client->easy) return client;
  http_client_free(client);
  return NULL;
}

void http_client_free(http_client *client) {
  if (!client) return;
  curl_easy_cleanup(client->easy);
  curl_multi_cleanup(client->multi);
  free(client);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  exchange *exchange = context;
  exchange->header_size += size * count;
  exchange->header_too_large = exchange->header_size > exchange->request->header_limit;
  return exchange->header_too_large ? 0 : size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  exchange *exchange = context;
  const size_t total = size * count;
  exchange->body_size += total;
  exchange->body_too_large = exchange->body_size > exchange->request->body_limit;
  if (exchange->body_too_large) return 0;
  long status = 0;
  curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &status);
  exchange->is_refused =
      exchange->receive(exchange->context, (int)status, (const uint8_t *)bytes, total) != 0;
  return exchange->is_refused ? 0 : total;
}

static struct curl_slist *header_list(const http_request *request) {
  // Large bodies are sent at once, and not when the server has asked for them.
  struct curl_slist *list = curl_slist_append(NULL, "Expect:");
  for (const char *const *line = request->headers; line && *line; line++)
    list = curl_slist_append(list, *line);
  return list;
}

static void allow_http_alone(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_up(exchange *exchange, struct curl_slist *headers, char *reason) {
  CURL *easy = exchange->easy;
  const http_request *request = exchange->request;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_URL, request->url);
  allow_http_alone(easy);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_PROXY, request->proxy ? request->proxy : "");
  if (request->authorities) curl_easy_setopt(easy, CURLOPT_CAINFO, request->authorities);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, request->total_seconds);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
  if (request->body) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

static curl_off_t figure(const exchange *exchange, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(exchange->easy, info, &value);
  return value;
}

// A number that grows with every byte that goes to and fro; 0 until the connection is there.
static curl_off_t movement(const exchange *exchange) {
  if (!figure(exchange, CURLINFO_PRETRANSFER_TIME_T)) return 0;
  return 1 + (curl_off_t)exchange->header_size + figure(exchange, CURLINFO_SIZE_DOWNLOAD_T) +
         figure(exchange, CURLINFO_SIZE_UPLOAD_T);
}

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Runs the transfer to its end. libcurl's own limit of silence is of the mean over seconds.
static int transfer(CURLM *multi, const exchange *exchange, http_wanted is_wanted, void *context) {
  int running = 1;
  curl_off_t moved = 0;
  double since = seconds_now();
  while (1) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    if (!running) break;
    if (!is_wanted(context)) return not_wanted;
    const curl_off_t now = movement(exchange);
    if (now != moved || !now) {
      moved = now;
      since = seconds_now();
    } else if (seconds_now() - since >= (double)exchange->request->idle_seconds) {
      return silent;
    }
    curl_multi_poll(multi, NULL, 0, poll_milliseconds, NULL);
  }
  int left = 0;
  for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));)
    if (message->msg == CURLMSG_DONE) return (int)message->data.result;
  return CURLE_FAILED_INIT;
}

static http_end end_of(const exchange *exchange, int code) {
  if (exchange->header_too_large) return HTTP_HEADER_TOO_LARGE;
  if (exchange->body_too_large) return HTTP_BODY_TOO_LARGE;
  if (exchange->is_refused) return HTTP_CANCELLED;
  switch (code) {
    case not_wanted: return HTTP_CANCELLED;
    case silent: return HTTP_SILENT;
    case CURLE_OK: return HTTP_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return HTTP_NO_SUCH_HOST;
    case CURLE_COULDNT_CONNECT: return HTTP_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT:
      return movement(exchange) ? HTTP_TOOK_TOO_LONG : HTTP_CONNECTING_TOOK_TOO_LONG;
    // It takes no longer line of a header than one that it has room for.
    case CURLE_OUT_OF_MEMORY:
      return exchange->body_size ? HTTP_FAILED : HTTP_HEADER_TOO_LARGE;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING: return HTTP_CUT_OFF;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION: return HTTP_UNTRUSTED;
    default: return HTTP_FAILED;
  }
}

static void read_answer(CURL *easy, http_answer *answer) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  answer->status = (int)status;
  curl_off_t seconds = 0;
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
  answer->retry_after = seconds > 0 ? (double)seconds : -1;
  char *location = NULL;
  curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &location);
  if (location) strncpy(answer->location, location, sizeof answer->location - 1);
}

void http_exchange(
    http_client *client, const http_request *request, http_receiver receive, http_wanted is_wanted,
    void *context, http_answer *answer) {
  memset(answer, 0, sizeof *answer);
  char reason[CURL_ERROR_SIZE] = "";
  exchange exchange = {
      .easy = client->easy, .request = request, .receive = receive, .context = context};
  struct curl_slist *headers = header_list(request);
  set_up(&exchange, headers, reason);
  curl_multi_add_handle(client->multi, client->easy);
  const int code = transfer(client->multi, &exchange, is_wanted, context);
  answer->end = end_of(&exchange, code);
  read_answer(client->easy, answer);
  curl_multi_remove_handle(client->multi, client->easy);
  curl_easy_setopt(client->easy, CURLOPT_ERRORBUFFER, NULL);
  curl_slist_free_all(headers);
  if (code > 0)
    strncpy(
        answer->reason, reason[0] ? reason : curl_easy_strerror((CURLcode)code),
        sizeof answer->reason - 1);
}
