// Where a server listens.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"

static bool is_loopback(const struct sockaddr *address) {
  if (address->sa_family == AF_INET)
    return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
  return address->sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

static int listen_at(const struct addrinfo *place) {
  const int descriptor = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  const int yes = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(descriptor, place->ai_addr, place->ai_addrlen) == 0 && listen(descriptor, SOMAXCONN) == 0)
    return descriptor;
  const int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

static uint16_t port_of(int descriptor) {
  struct sockaddr_storage address = {0};
  socklen_t size = sizeof address;
  getsockname(descriptor, (struct sockaddr *)&address, &size);
  return ntohs(
      address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                    : ((struct sockaddr_in *)&address)->sin_port);
}

int listening_socket(const char *host, uint16_t *port, bool *on_loopback, int *family, int *error) {
  char service[8];
  snprintf(service, sizeof service, "%u", *port);
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *places = NULL;
  *error = getaddrinfo(host, service, &hints, &places);
  if (*error != 0) return -1;
  const int descriptor = listen_at(places);
  *error = descriptor < 0 ? errno : 0;
  *on_loopback = is_loopback(places->ai_addr);
  *family = places->ai_family;
  freeaddrinfo(places);
  if (descriptor >= 0) *port = port_of(descriptor);
  return descriptor;
}
