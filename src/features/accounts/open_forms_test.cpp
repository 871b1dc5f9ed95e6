// Who sends a form that is open to anyone: every line of the table.
#include <gtest/gtest.h>

#include "accounts/open_forms.hpp"

namespace catalyse::accounts {
namespace {

using namespace std::chrono_literals;

TEST(OpenForms, TellPeopleFromPrograms) {
  struct Line {
    std::string_view trap;
    std::optional<std::chrono::seconds> age;
    Sender sender;
  };
  const Line lines[] = {
      {"", 3s, Sender::person},
      {"", 23h, Sender::person},
      {"", 2s, Sender::hasty},
      {"", 0s, Sender::hasty},
      {"", -5s, Sender::hasty},
      {"", 24h, Sender::hasty},
      {"", std::nullopt, Sender::hasty},
      {"x", 1min, Sender::program},
      {" ", 1min, Sender::program},
      {"x", 0s, Sender::program},
      {"x", std::nullopt, Sender::program},
  };
  for (const auto& line : lines) EXPECT_EQ(judge_sender(line.trap, line.age), line.sender) << (&line - lines);
}

}  // namespace
}  // namespace catalyse::accounts
