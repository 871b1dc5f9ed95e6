// A server with one page of 20 kB, for load_bench.py: /cached comes from the rendered-page cache, /rendered from its
// handler each time. usage: http_load_bench PORT [IO_THREADS] [WORKERS]      ends on SIGTERM
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "http.hpp"
#include "server.hpp"

namespace {

using namespace catalyse::http;

constexpr std::size_t kPage = 20480;

// Rows of a table, as a dossier has them.
Response render() {
  Response response;
  response.body = "<!doctype html><html lang=\"fr\"><title>Charge</title><table>";
  for (unsigned i = 0; response.body.size() < kPage - 100; ++i) {
    response.body.append("<tr><td>Territoire ").append(std::to_string(i * 7919 % 35000)).append("</td><td>");
    response.body.append(std::to_string(i * 104729 % 99991)).append("</td></tr>\n");
  }
  response.body.append("</table></html>");
  response.body.resize(kPage, '\n');
  return response;
}

Route page(const char* path, CacheClass cache) {
  Route route;
  route.pattern = route.example = path;
  route.summary = "a page to load";
  route.cache = cache;
  route.handler = [](const Request&) -> catalyse::core::Result<Response> { return render(); };
  return route;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ServerOptions options;
  options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  if (argc > 2) options.io_threads = static_cast<unsigned>(std::atoi(argv[2]));
  if (argc > 3) options.workers = static_cast<unsigned>(std::atoi(argv[3]));
  RouterOptions routes;
  routes.version = "load";
  routes.error_page = [](const Request&, const catalyse::core::Error& error) {
    Response response;
    response.body = error.message_id;
    return response;
  };
  routes.routes = {page("/cached", CacheClass::page), page("/rendered", CacheClass::live),
                   page("/api/v1/rendered", CacheClass::page)};
  auto router = std::make_shared<const Router>(std::move(routes));
  auto server = Server::start(options, [router] { return router; });
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().note.c_str());
    return 1;
  }
  std::printf("ready http://127.0.0.1:%u/\n", static_cast<unsigned>(server->port()));
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  server->stop();
  return 0;
}
