// The n-th allocation of a request fails, for every n until none is left to fail: the answer is whole or a 500, and the
// next one is right.
// Not under ThreadSanitizer, which owns operator new and lets no program replace it; nothing here has a second thread.
#include <gtest/gtest.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CATALYSE_OPERATOR_NEW_IS_TAKEN
#endif
#endif
#ifndef CATALYSE_OPERATOR_NEW_IS_TAKEN

#include <cstdlib>
#include <new>

#include "routing.hpp"

namespace {
thread_local long left = -1;  // allocations until one fails; below zero: none does
}

void* operator new(std::size_t size) {
  if (left >= 0 && left-- == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace catalyse::http {
namespace {

RouterOptions site() {
  RouterOptions options;
  options.version = "v1";
  options.error_page = [](const Request&, const core::Error& error) {
    Response response;
    response.body = error.message_id;
    return response;
  };
  Route route;
  route.pattern = "/territoires/commune/{place}";
  route.example = "/territoires/commune/76540-rouen";
  route.summary = "x";
  route.parameters = {{"vue", "view", "complete"}};
  route.handler = [](const Request& request) -> core::Result<Response> {
    if (request.capture("place") == "absent") return core::fail(core::ErrorKind::not_found, "x.absent");
    Response response;
    response.body = std::string(4000, 'x') + request.raw_query;
    return response;
  };
  options.routes.push_back(std::move(route));
  return options;
}

AnswerPtr answer(const RouterAccess::State& state, const std::string& bytes) {
  edge::Head head;
  edge::Target target;
  const long armed = std::exchange(left, -1);  // the edge allocates on the connection's thread, which has its own guard
  EXPECT_TRUE(edge::parse_head(bytes, {}, head));
  target = *edge::parse_target(head.target);
  Incoming incoming{head, std::move(target), "192.0.2.1"};
  left = armed;
  Step step = state.begin(std::move(incoming));
  if (auto* ready = std::get_if<AnswerPtr>(&step)) return std::move(*ready);
  return state.run(std::get<Task>(std::move(step)));
}

void fail_each_allocation(const std::string& target, const std::string& fields, unsigned right) {
  const std::string bytes = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
  for (long n = 0; n < 2000; ++n) {
    const Router router(site());  // a fresh one: nothing is in its cache
    const auto& state = RouterAccess::state(router);
    left = n;
    const AnswerPtr got = answer(state, bytes);
    const bool reached = left < 0;
    left = -1;
    ASSERT_NE(got, nullptr);
    EXPECT_TRUE(got->status == right || got->status == 500) << n;
    EXPECT_EQ(answer(state, bytes)->status, right) << "after the failure of allocation " << n;
    if (!reached) {
      EXPECT_GT(n, 3) << "the hook was never used";
      return;
    }
  }
  FAIL() << "still allocating after 2000";
}

TEST(Memory, EveryAllocationOfAPageMayFail) {
  fail_each_allocation("/territoires/commune/76540-rouen?vue=complete", "Accept-Encoding: gzip\r\n", 200);
}
TEST(Memory, EveryAllocationOfAnErrorMayFail) { fail_each_allocation("/territoires/commune/absent", "", 404); }
TEST(Memory, EveryAllocationOfAMissingPageMayFail) { fail_each_allocation("/nulle-part", "", 404); }

}  // namespace
}  // namespace catalyse::http

#endif  // CATALYSE_OPERATOR_NEW_IS_TAKEN
