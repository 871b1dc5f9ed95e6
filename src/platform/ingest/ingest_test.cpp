#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "core/digest.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::ingest {
namespace {

namespace fs = std::filesystem;

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A folder with its descriptor, removed at the end.
class BundleFolder : public testing::Test {
 protected:
  BundleFolder() : folder_(fs::temp_directory_path() / ("bundle_test_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "tables");
  }
  ~BundleFolder() override { fs::remove_all(folder_); }

  void put(const std::string& path, std::string_view bytes) {
    std::ofstream(folder_ / path, std::ios::binary) << bytes;
    add(path, bytes.size(), core::sha256(bytes));
  }
  void add(const std::string& path, std::size_t bytes, const std::string& sha256) {
    resources_ +=
        (resources_.empty() ? "" : ",") + std::string(R"({"name":")") + std::to_string(++count_) + R"(","path":")" +
        path + R"(","set":"s","bytes":)" + std::to_string(bytes) + R"(,"hash":"sha256:)" + sha256 +
        R"(","population_year":2023,"schema":{"fields":[{"name":"code"},{"name":"x"}]},"licenses":[{"name":"etalab-2.0"}]})";
  }
  Bundle open() {
    std::ofstream(folder_ / "datapackage.json") << R"({"version":"1.2","resources":[)" << resources_ << "]}";
    auto bundle = Bundle::open(folder_);
    if (!bundle) throw std::runtime_error(bundle.error().note);
    return *bundle;
  }
  fs::path folder_;
  std::string resources_;
  int count_ = 0;
};

std::string refusal(const core::Result<std::string>& result) { return result ? "accepted" : result.error().message_id; }

TEST_F(BundleFolder, ReadsPlainAndGzippedFilesOnceTheirChecksumHolds) {
  put("tables/a.csv", "code,x\n1,2\n");
  put("tables/b.csv.gz", gzip("code,x\n3,4\n"));
  put("tables/empty.csv.gz", gzip(""));
  const auto bundle = open();
  EXPECT_EQ(bundle.version(), "1.2");
  EXPECT_EQ(*bundle.read(*bundle.find("tables/a.csv")), "code,x\n1,2\n");
  EXPECT_EQ(*bundle.read(*bundle.find("2")), "code,x\n3,4\n");
  EXPECT_EQ(*bundle.read(*bundle.find("3")), "");
  const Resource& a = *bundle.find("1");
  EXPECT_EQ(a.fields, (std::vector<std::string>{"code", "x"}));
  EXPECT_EQ(a.licences.at(0).name, "etalab-2.0");
  EXPECT_EQ(a.property("population_year"), "2023");
  EXPECT_EQ(a.property("other"), "");
}

TEST_F(BundleFolder, RefusesFilesThatAreNotWhatTheDescriptorSays) {
  const std::string packed = gzip(std::string(100'000, 'x'));
  put("ok.csv.gz", packed);
  add("missing.csv", 3, std::string(64, '0'));
  put("short.csv", "abc");
  put("changed.csv", "abc");
  put("cut.csv.gz", packed.substr(0, packed.size() - 9));
  put("more.csv.gz", packed + "x");
  put("text.csv.gz", "not gzip");
  const auto bundle = open();
  std::ofstream(folder_ / "short.csv") << "ab";
  std::ofstream(folder_ / "changed.csv") << "abd";
  EXPECT_EQ(bundle.read(*bundle.find("ok.csv.gz"))->size(), 100'000U);
  EXPECT_EQ(bundle.read(*bundle.find("ok.csv.gz"), 100'000)->size(), 100'000U);
  EXPECT_EQ(refusal(bundle.read(*bundle.find("ok.csv.gz"), 99'999)), "ingest.file.too_large");
  EXPECT_EQ(refusal(bundle.read(*bundle.find("ok.csv.gz"), 10)), "ingest.file.too_large");
  EXPECT_EQ(refusal(bundle.read(*bundle.find("missing.csv"))), "ingest.file.missing");
  for (const char* path : {"short.csv", "changed.csv", "cut.csv.gz", "more.csv.gz", "text.csv.gz"})
    EXPECT_EQ(refusal(bundle.read(*bundle.find(path))), "ingest.file.damaged") << path;
}

TEST_F(BundleFolder, RefusesALinkThatLeadsOutOfTheFolder) {
  const auto secret = fs::temp_directory_path() / ("outside_" + std::to_string(::getpid()));
  std::ofstream(secret) << "secret";
  fs::create_symlink(secret, folder_ / "link.csv");
  add("link.csv", 6, core::sha256("secret"));
  const auto bundle = open();
  EXPECT_EQ(refusal(bundle.read(*bundle.find("link.csv"))), "ingest.file.damaged");
  fs::remove(secret);
}

TEST_F(BundleFolder, TheVersionOfASetFollowsItsFiles) {
  put("b.csv", "1");
  put("a.csv", "2");
  const auto first = open().set_version("s");
  EXPECT_EQ(open().set_version("s"), first);
  EXPECT_EQ(open().of_set("s").front()->path, "a.csv");
  EXPECT_NE(open().set_version("other"), first);
  put("c.csv", "3");
  EXPECT_NE(open().set_version("s"), first);
}

TEST(BundleDescriptor, RefusesWhatItCannotTrust) {
  const std::string hash = R"("bytes":1,"hash":"sha256:)" + std::string(64, 'a') + '"';
  const auto with = [&](const std::string& resource) {
    return Bundle::parse("/x", R"({"resources":[{)" + resource + "}]}");
  };
  EXPECT_TRUE(with(R"("name":"a","path":"t/a.csv","set":"s",)" + hash));
  for (const char* path : {"/etc/passwd", "../a", "t/../a", "t//a", "t/.hidden", ".", "t\\\\a", "http://x/a",
                           "t/a\\u0000b", "", "a b", "é"})
    EXPECT_FALSE(with(R"("name":"a","set":"s","path":")" + std::string(path) + "\"," + hash)) << path;
  EXPECT_FALSE(with(R"("name":"a","path":"a","set":"s")"));
  EXPECT_FALSE(with(R"("name":"a","path":"a","set":"s","hash":"sha256:)" + std::string(64, 'a') + '"'));
  EXPECT_FALSE(with(R"("name":"a","path":"a","set":"s","bytes":-1,"hash":"sha256:)" + std::string(64, 'a') + '"'));
  EXPECT_FALSE(with(R"("name":"a","path":"a","set":"s","bytes":1,"hash":"md5:)" + std::string(64, 'a') + '"'));
  EXPECT_FALSE(with(R"("name":"a","path":"a",)" + hash));
  EXPECT_FALSE(with(R"("name":3,"path":"a","set":"s",)" + hash));
  for (const char* text : {"", "[]", "{}", R"({"resources":{}})", R"({"resources":[1]})", "{\"resources\":[]} x"})
    EXPECT_FALSE(Bundle::parse("/x", text)) << text;
  EXPECT_FALSE(Bundle::parse("/x", std::string(100'000, '[')));
  EXPECT_EQ(Bundle::open("/nonexistent").error().message_id, "ingest.bundle.missing");
}

TEST(Report, CountsAllAndKeepsAHundred) {
  FileReport file{.file = "f.csv", .read = 200, .kept = 50, .refused = 0, .bad = {}};
  for (std::uint64_t line = 1; line <= 150; ++line) file.refuse(line, "x", std::string(500, 'a') + "é", "not a number");
  EXPECT_EQ(file.refused, 150U);
  EXPECT_EQ(file.bad.size(), 100U);
  EXPECT_LE(file.bad.front().value.size(), 204U);
  Report report{.set = "s", .version = "v", .unchanged = false, .files = {file}};
  EXPECT_TRUE(report.json().starts_with(
      R"({"set":"s","version":"v","files":[{"file":"f.csv","read":200,"kept":50,"refused":150,)"));
}

TEST(Report, ThreeBadRowsDoNotStopTheRestUnlessStrict) {
  Report report{.set = "s",
                .version = "v",
                .unchanged = false,
                .files = {{.file = "f", .read = 10, .kept = 7, .refused = 3, .bad = {}}}};
  EXPECT_FALSE(too_many_bad_rows(report, false));
  EXPECT_TRUE(too_many_bad_rows(report, true));
  report.files[0].refused = 4;
  EXPECT_TRUE(too_many_bad_rows(report, false));
  report.files.push_back({.file = "long", .read = 100'000, .kept = 100'000, .refused = 0, .bad = {}});
  EXPECT_TRUE(too_many_bad_rows(report, false));  // a long file does not excuse a short one
  report.files[0].read = 400;
  EXPECT_FALSE(too_many_bad_rows(report, false));
  report.files[0].refused = 0;
  EXPECT_FALSE(too_many_bad_rows(report, true));
}

}  // namespace
}  // namespace catalyse::ingest
