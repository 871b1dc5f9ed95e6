// The rules at the edge, one hostile request each.
#include <gtest/gtest.h>

#include "edge_rules.hpp"
#include "edge_target.hpp"

namespace catalyse::http::edge {
namespace {

unsigned status_of_head(const std::string& bytes) {
  Head head;
  std::size_t seen = 0;
  const auto end = find_head_end(bytes, {}, seen);
  if (!end) return end.error().status;
  if (*end == 0) return 0;
  const auto done = parse_head(std::string_view(bytes).substr(0, *end), {}, head);
  return done ? 200 : done.error().status;
}

std::string with_fields(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"; }

TEST(Head, AcceptsWhatABrowserSends) {
  const std::string bytes =
      "GET /territoires?q=rouen HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: Mozilla/5.0 (X11)\r\nAccept: "
      "text/html,*/*;q=0.8\r\n"
      "Accept-Encoding: gzip, deflate, br\r\nConnection: keep-alive\r\nX-Empty:\r\n\r\n";
  Head head;
  ASSERT_TRUE(parse_head(bytes, {}, head));
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/territoires?q=rouen");
  EXPECT_EQ(head.host, "localhost:8080");
  EXPECT_EQ(head.framing, Framing::none);
  EXPECT_EQ(head.after, After::keep);
  EXPECT_EQ(head.field("accept-encoding"), "gzip, deflate, br");
  EXPECT_EQ(head.field("x-empty"), "");
  EXPECT_EQ(head.fields.size(), 6U);
}

TEST(Head, IsReusedWithoutAnythingLeftOver) {
  Head head;
  ASSERT_TRUE(parse_head(
      "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
      {}, head));
  EXPECT_EQ(head.framing, Framing::length);
  EXPECT_EQ(head.content_length, 12U);
  EXPECT_EQ(head.expect, Expect::go_ahead);
  EXPECT_EQ(head.after, After::close);
  ASSERT_TRUE(parse_head("GET /b HTTP/1.1\r\nHost: localhost\r\n\r\n", {}, head));
  EXPECT_EQ(head.framing, Framing::none);
  EXPECT_EQ(head.content_length, 0U);
  EXPECT_EQ(head.expect, Expect::nothing);
  EXPECT_EQ(head.after, After::keep);
  EXPECT_EQ(head.fields.size(), 1U);
}

TEST(Head, RefusesEveryAmbiguousFraming) {
  for (const char* fields : {"Transfer-Encoding: gzip\r\n",
                             "Transfer-Encoding: gzip, chunked\r\n",
                             "Transfer-Encoding: chunked, chunked\r\n",
                             "Transfer-Encoding: xchunked\r\n",
                             "Transfer-Encoding: identity\r\n",
                             "Transfer-Encoding:\r\n",
                             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                             "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                             "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                             "Content-Length: 5\r\nContent-Length: 5\r\n",
                             "Content-Length: 5, 5\r\n",
                             "Content-Length: +5\r\n",
                             "Content-Length: -1\r\n",
                             "Content-Length: 0x5\r\n",
                             "Content-Length: 5 5\r\n",
                             "Content-Length:\r\n",
                             "Content-Length: 99999999999999999999\r\n",
                             "Host: localhost\r\n",
                             "Content-Length : 5\r\n",
                             " folded: x\r\n",
                             "X: a\r\n b\r\n",
                             "X: a\r\n\tb\r\n",
                             "No colon\r\n",
                             ": x\r\n",
                             "X: a\nY: b\r\n",
                             "X: a\rb\r\n",
                             "X\r: a\r\n",
                             "X: \x01\r\n",
                             "X: \x7f\r\n",
                             "X: \xff\r\n",
                             "X: \xE2\x80\xAE\r\n",
                             "X y: z\r\n",
                             "X\"y: z\r\n"}) {
    EXPECT_EQ(status_of_head(with_fields(fields)), 400U) << fields;
  }
  EXPECT_EQ(status_of_head(with_fields(std::string("X: a\0b\r\n", 8))), 400U);
  EXPECT_EQ(status_of_head(with_fields("Transfer-Encoding: Chunked\r\n")), 200U);
  EXPECT_EQ(status_of_head(with_fields("X: \tvalue with\ttabs and \xC3\xA9\t \r\n")), 200U);
  EXPECT_EQ(status_of_head(with_fields("Expect: the moon\r\n")), 417U);
}

TEST(Head, RefusesBadRequestLines) {
  for (const char* line :
       {"GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "get / HTTP/1.1", "GET /", "GET / http/1.1",
        "GET / HTTP/11", "GET / HTTP/1.1x", "G\tT / HTTP/1.1", "GET\t/ HTTP/1.1", "GET / a HTTP/1.1",
        "\r\nGET / HTTP/1.1", "\x16\x03\x01", "GET  HTTP/1.1", "ABCDEFGHIJKLMNOPQR / HTTP/1.1"}) {
    EXPECT_EQ(status_of_head(std::string(line) + "\r\nHost: localhost\r\n\r\n"), 400U) << line;
  }
  EXPECT_EQ(status_of_head("PRI * HTTP/2.0\r\nHost: localhost\r\n\r\n"), 505U);
  EXPECT_EQ(status_of_head("GET / HTTP/1.1\r\n\r\n"), 400U) << "no Host";
  EXPECT_EQ(status_of_head("GET / HTTP/1.0\r\n\r\n"), 400U) << "no Host";
  EXPECT_EQ(status_of_head("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"), 200U);
  EXPECT_EQ(status_of_head("POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
  EXPECT_EQ(status_of_head("GET / HTTP/1.1\nHost: localhost\n\n"), 400U)
      << "bare line feeds, found before the head ends";
}

TEST(Head, ConnectionCloseDoesNotMakeChunksLookLikeHttp10) {
  EXPECT_EQ(
      status_of_head("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"),
      200U);
}

TEST(Head, HoldsItsLimits) {
  EXPECT_EQ(status_of_head("GET /" + std::string(8190, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200U);
  EXPECT_EQ(status_of_head("GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414U);
  EXPECT_EQ(status_of_head("GET /" + std::string(17000, 'a')), 414U) << "an endless line is refused before it ends";
  EXPECT_EQ(status_of_head(with_fields("X: " + std::string(16000, 'a') + "\r\n")), 200U);
  EXPECT_EQ(status_of_head(with_fields("X: " + std::string(17000, 'a') + "\r\n")), 431U);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "X: y\r\n";
  EXPECT_EQ(status_of_head(with_fields(many)), 431U);
}

TEST(Head, IsFoundHoweverItTrickles) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /next";
  std::size_t seen = 0;
  for (std::size_t size = 1; size < 35; ++size) {
    const auto end = find_head_end(std::string_view(bytes).substr(0, size), {}, seen);
    ASSERT_TRUE(end) << size;
    EXPECT_EQ(*end, 0U) << size;
  }
  EXPECT_EQ(find_head_end(bytes, {}, seen).value(), 35U);
}

TEST(Host, KnowsOursAndRefusesTheRest) {
  for (const char* good : {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"})
    EXPECT_TRUE(is_our_host(good, {})) << good;
  for (const char* bad : {"evil.example", "localhost.evil.example", "", ":80", "localhost:", "localhost:123456", "[::1",
                          "[::1]x", "local host", "localhost@evil", "localhost,evil", "127.0.0.2"}) {
    EXPECT_FALSE(is_our_host(bad, {})) << bad;
  }
  const std::vector<std::string> ours{"catalyse.example"};
  EXPECT_TRUE(is_our_host("Catalyse.Example:443", ours));
  EXPECT_FALSE(is_our_host("localhost", ours));
  const std::vector<std::string> with_port{"catalyse.example:8443"};
  EXPECT_TRUE(is_our_host("catalyse.example:8443", with_port));
  EXPECT_FALSE(is_our_host("catalyse.example", with_port));
  EXPECT_EQ(misdirected("localhost", "localhost", {}), 0U);
  EXPECT_EQ(misdirected("localhost", "evil.example", {}), 400U);
  EXPECT_EQ(misdirected("evil.example", "evil.example", {}), 421U);
}

TEST(Target, DecodesPathAndQuery) {
  const auto target = parse_target("/territoires/commune/76540-rouen?q=saint+%C3%A9tienne&q=2&vide&&a%3Db=c%26d");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/territoires/commune/76540-rouen");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"q", "saint étienne"}, {"q", "2"}, {"vide", ""}, {"a=b", "c&d"}};
  EXPECT_EQ(target->parameters, expected);
  EXPECT_EQ(parse_target("/a+b")->path, "/a+b") << "a plus is a space in a query only";
  EXPECT_EQ(parse_target("http://localhost:8080/x?y=1")->path, "/x");
  EXPECT_EQ(parse_target("http://localhost:8080/x")->authority, "localhost:8080");
  EXPECT_EQ(parse_target("http://localhost")->path, "/");
}

TEST(Target, RefusesWhatCouldBeReadInTwoWays) {
  for (const char* bad : {"*",
                          "example.org:443",
                          "ftp://localhost/",
                          "http:///x",
                          "/a#b",
                          "/a\\b",
                          "/%5cb",
                          "/a%2Fb",
                          "/a%2fb",
                          "/%",
                          "/%4",
                          "/%zz",
                          "/%00",
                          "/a%0d%0ab",
                          "/%ff",
                          "/%c0%ae",
                          "/%ed%a0%80",
                          "/%f4%90%80%80",
                          "/%e2%80%ae",
                          "/%c2%80",
                          "/..",
                          "/../etc",
                          "/a/../b",
                          "/%2e%2e/",
                          "/.%2e/x",
                          "/a/.",
                          "/./a",
                          "//evil.example/%2e%2e",
                          "/?q=%",
                          "/?q=%00",
                          "/?q=%ff",
                          "/?%e2%81%a6=1",
                          "/a b",
                          "/\xff",
                          "/<",
                          "?q=1",
                          ""}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  EXPECT_TRUE(parse_target("/a..b/...")) << "dots inside a segment are letters";
}

TEST(Target, TakesAtMost64Parameters) {
  std::string query = "/?";
  for (int i = 0; i < 64; ++i) query += "a&";
  EXPECT_TRUE(parse_target(query));
  EXPECT_FALSE(parse_target(query + "a"));
}

TEST(Text, EncodesBackToTheSamePath) {
  const std::string path = "/cas/1-énergie & eau?";
  std::string decoded;
  ASSERT_TRUE(percent_decode(encode_path(path), Plus::literal, decoded));
  EXPECT_EQ(decoded, path);
  EXPECT_EQ(encode_path("/é/"), "/%C3%A9/");
}

}  // namespace
}  // namespace catalyse::http::edge
