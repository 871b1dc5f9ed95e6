#include "build_id.hpp"

#include <gtest/gtest.h>

namespace catalyse::app {
namespace {

TEST(BuildId, TheProgramKnowsItsBuild) {
  EXPECT_EQ(build_id().size(), 16U);
  EXPECT_EQ(build_id(), build_id());
}

}  // namespace
}  // namespace catalyse::app
