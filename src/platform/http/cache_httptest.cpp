// ETag, 304, encodings and the rendered-page cache, as a client sees them.
#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <atomic>

#include "http.hpp"

namespace catalyse::http {
namespace {

const std::string kLong = [] {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "<p>territoire " + std::to_string(i) + "</p>";
  return text;
}();

std::string unbrotli(std::string_view bytes) {
  std::string out(1U << 20U, '\0');
  std::size_t size = out.size();
  const auto done = BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
  EXPECT_EQ(done, BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(size);
  return out;
}

std::string gunzip(std::string_view bytes) {
  std::string out(1U << 20U, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

struct Site {
  std::shared_ptr<std::atomic<int>> rendered = std::make_shared<std::atomic<int>>(0);
  RouterOptions options;

  Site() {
    options.version = "v1";
    options.error_page = [](const Request&, const core::Error& error) {
      Response response;
      response.body = error.message_id;
      return response;
    };
    add("/page", CacheClass::page, kLong);
    add("/courte", CacheClass::page, "court");
    add("/tuile", CacheClass::immutable, kLong);
    add("/direct", CacheClass::live, kLong);
    Route ready = options.routes[2];
    ready.pattern = ready.example = "/tuile-prete";
    ready.handler = [](const Request&) -> core::Result<Response> {
      Response response;
      response.content_type = "application/vnd.mapbox-vector-tile";
      response.ready = {kLong, "gzip made before", {}};
      return response;
    };
    options.routes.push_back(ready);
    Route framed = options.routes[0];
    framed.pattern = framed.example = "/integree";
    framed.handler = [](const Request&) -> core::Result<Response> {
      Response response;
      response.body = kLong;
      response.framing = Framing::anyone;
      return response;
    };
    options.routes.push_back(framed);
    Route absent = options.routes[0];
    absent.pattern = absent.example = "/ancien";
    absent.handler = [n = rendered](const Request&) -> core::Result<Response> {
      ++*n;
      return core::fail(core::ErrorKind::not_found, "x.absent");
    };
    options.routes.push_back(absent);
    options.assets = {{"app.js", "text/javascript; charset=utf-8", kLong}, {"petit.svg", "image/svg+xml", "<svg/>"}};
  }
  void add(const char* path, CacheClass cache, const std::string& body) {
    Route route;
    route.pattern = route.example = path;
    route.summary = "x";
    route.cache = cache;
    route.parameters = {{"vue", "view", "complete"}};
    route.handler = [n = rendered, body](const Request& request) -> core::Result<Response> {
      ++*n;
      Response response;
      response.body = body + request.raw_query + (request.language == Language::en ? "en" : "");
      return response;
    };
    options.routes.push_back(std::move(route));
  }
};

TEST(Encoding, SendsWhatWasEncodedBeforehandAsItStands) {
  const Router router(Site().options);
  const auto zipped = get(router, "/tuile-prete", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(zipped.body, "gzip made before");
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_EQ(zipped.header("vary"), "Accept-Encoding");
  EXPECT_EQ(zipped.header("access-control-allow-origin"), "*");  // a tile is data
  EXPECT_EQ(zipped.header("content-language"), "");
  EXPECT_EQ(get(router, "/tuile-prete").body, kLong);
  // What was not made beforehand is made now.
  EXPECT_EQ(unbrotli(get(router, "/tuile-prete", {{"Accept-Encoding", "br"}}).body), kLong);
}

TEST(Framing, IsForWhatSaysSoAndNeverRenewedByA304) {
  const Router router(Site().options);
  const auto framed = get(router, "/integree"), page = get(router, "/page");
  EXPECT_NE(framed.header("content-security-policy").find("frame-ancestors *"), std::string_view::npos);
  EXPECT_NE(page.header("content-security-policy").find("frame-ancestors 'none'"), std::string_view::npos);
  EXPECT_EQ(framed.header("etag"), "");
  EXPECT_EQ(framed.header("cross-origin-resource-policy"), "cross-origin");
  EXPECT_EQ(page.header("cross-origin-resource-policy"), "same-origin");
}

TEST(Encoding, SendsWhatTheClientReads) {
  Site site;
  const Router router(site.options);
  const auto plain = get(router, "/page");
  EXPECT_EQ(plain.body, kLong);
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  const auto br = get(router, "/page", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(br.header("content-encoding"), "br");
  EXPECT_EQ(unbrotli(br.body), kLong);
  EXPECT_EQ(br.header("content-length"), std::to_string(br.body.size()));
  const auto gz = get(router, "/page", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(gz.header("content-encoding"), "gzip");
  EXPECT_EQ(gunzip(gz.body), kLong);
  EXPECT_NE(plain.header("etag"), br.header("etag"));
  EXPECT_NE(gz.header("etag"), br.header("etag"));
  EXPECT_EQ(get(router, "/courte", {{"Accept-Encoding", "br"}}).header("content-encoding"), "");
  EXPECT_EQ(get(router, "/direct", {{"Accept-Encoding", "br"}}).header("content-encoding"), "br");
}

TEST(Conditional, RendersNothingForAKnownPage) {
  Site site;
  site.options.page_cache_bytes = 0;
  const Router router(site.options);
  const std::string etag(get(router, "/page", {{"Accept-Encoding", "br"}}).header("etag"));
  EXPECT_EQ(*site.rendered, 1);
  const auto same = get(router, "/page", {{"Accept-Encoding", "br"}, {"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.header("etag"), etag);
  EXPECT_EQ(same.header("content-length"), "");
  EXPECT_EQ(same.header("vary"), "Accept-Encoding");
  EXPECT_EQ(same.header("cache-control"), "public, no-cache");
  EXPECT_EQ(*site.rendered, 1) << "a 304 renders nothing";
  EXPECT_EQ(get(router, "/page", {{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}}).status, 200U)
      << "brotli bytes it cannot read";
  EXPECT_EQ(get(router, "/en/page", {{"If-None-Match", etag}}).status, 200U);
  EXPECT_EQ(get(router, "/page?vue=a", {{"If-None-Match", etag}}).status, 200U);
}

TEST(Conditional, KnowsTheTagOfASmallPageThatIsNeverCompressed) {
  Site site;
  site.options.page_cache_bytes = 0;
  const Router router(site.options);
  const std::string etag(get(router, "/courte", {{"Accept-Encoding", "br"}}).header("etag"));
  EXPECT_EQ(get(router, "/courte", {{"Accept-Encoding", "br"}, {"If-None-Match", etag}}).status, 304U);
}

TEST(Conditional, StarMatchesWhatExistsOnly) {
  Site site;
  const Router router(site.options);
  EXPECT_EQ(get(router, "/ancien", {{"If-None-Match", "*"}}).status, 404U);
  EXPECT_EQ(get(router, "/page", {{"If-None-Match", "*"}}).status, 304U);
  EXPECT_EQ(get(router, "/page", {{"If-None-Match", "*"}}).status, 304U) << "from the cache";
}

TEST(Conditional, AnotherVersionIsAnotherTag) {
  Site site;
  const std::string etag(get(Router(site.options), "/page").header("etag"));
  site.options.version = "v2";
  EXPECT_EQ(get(Router(site.options), "/page", {{"If-None-Match", etag}}).status, 200U);
}

TEST(PageCache, KeepsPagesByAddressLanguageAndKnownParameters) {
  Site site;
  const Router router(site.options);
  const auto first = get(router, "/page");
  EXPECT_EQ(get(router, "/page").body, first.body);
  EXPECT_EQ(get(router, "/page?inconnu=1").body, first.body);
  EXPECT_EQ(*site.rendered, 1);
  EXPECT_EQ(get(router, "/en/page").body, kLong + "en");
  EXPECT_EQ(get(router, "/page?vue=a").body, kLong + "vue=a");
  EXPECT_EQ(get(router, "/page?vue=%61").body, kLong + "vue=a");
  EXPECT_EQ(*site.rendered, 3);
  (void)get(router, "/page", {{"Accept-Encoding", "br"}});
  EXPECT_EQ(*site.rendered, 4);
  (void)get(router, "/page", {{"Accept-Encoding", "br"}});
  EXPECT_EQ(*site.rendered, 4);
}

TEST(PageCache, KeepsNeitherErrorsNorLivePages) {
  Site site;
  const Router router(site.options);
  for (int i = 0; i < 2; ++i) (void)get(router, "/ancien");
  for (int i = 0; i < 2; ++i) (void)get(router, "/direct");
  EXPECT_EQ(*site.rendered, 4);
  EXPECT_EQ(get(router, "/direct").header("cache-control"), "no-store");
  EXPECT_EQ(get(router, "/direct").header("etag"), "");
}

TEST(PageCache, TheHandlerOfAPageSeesNothingThatIsNotInTheKey) {
  Site site;
  site.options.routes[0].handler = [](const Request& request) -> core::Result<Response> {
    EXPECT_TRUE(request.headers.empty());
    EXPECT_TRUE(request.client.empty());
    EXPECT_FALSE(request.query.first("inconnu").has_value());
    EXPECT_EQ(request.raw_query, "");
    return Response{};
  };
  EXPECT_EQ(get(Router(site.options), "/page?inconnu=1", {{"X-Forwarded-Host", "evil.example"}}).status, 200U);
}

TEST(PageCache, ServesHeadAnd304FromTheCache) {
  Site site;
  const Router router(site.options);
  const auto first = get(router, "/page");
  EXPECT_EQ(send(router, {.method = "HEAD", .target = "/page", .headers = {}, .body = {}}).headers, first.headers);
  EXPECT_EQ(get(router, "/page", {{"If-None-Match", std::string(first.header("etag"))}}).status, 304U);
  EXPECT_EQ(*site.rendered, 1);
}

TEST(PageCache, IsBoundedInBytesAndForgetsTheOldest) {
  Site site;
  site.options.page_cache_bytes = 8 * 40 * 1024;  // eight shards of 40 kB: two pages of 13 kB each, not four
  const Router router(site.options);
  for (int i = 0; i < 200; ++i) (void)get(router, "/page?vue=" + std::to_string(i));
  EXPECT_EQ(*site.rendered, 200);
  (void)get(router, "/page?vue=199");
  EXPECT_EQ(*site.rendered, 200) << "the last one is there";
  for (int i = 0; i < 200; ++i) (void)get(router, "/page?vue=" + std::to_string(i));
  EXPECT_GT(*site.rendered, 350) << "the first ones had to go";
}

TEST(Assets, AreImmutableUnderTheirDigest) {
  Site site;
  const Router router(site.options);
  const std::string address = router.asset_address("app.js");
  EXPECT_EQ(address, asset_address(site.options.assets[0]));
  EXPECT_TRUE(address.starts_with("/statique/app.") && address.ends_with(".js")) << address;
  const auto br = get(router, address, {{"Accept-Encoding", "br"}});
  EXPECT_EQ(br.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(unbrotli(br.body), kLong);
  EXPECT_EQ(get(router, address, {{"Accept-Encoding", "br"}, {"If-None-Match", std::string(br.header("etag"))}}).status,
            304U);
  EXPECT_EQ(gunzip(get(router, address, {{"Accept-Encoding", "gzip"}}).body), kLong);
  EXPECT_EQ(get(router, router.asset_address("petit.svg"), {{"Accept-Encoding", "br"}}).body, "<svg/>");
  EXPECT_EQ(get(router, "/statique/app.js").status, 404U);
  EXPECT_EQ(get(router, "/en" + address).status, 404U);
  EXPECT_THROW((void)router.asset_address("absent.js"), std::out_of_range);
}

TEST(CacheControl, FollowsTheClass) {
  Site site;
  const Router router(site.options);
  EXPECT_EQ(get(router, "/page").header("cache-control"), "public, no-cache");
  EXPECT_EQ(get(router, "/tuile").header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get(router, "/ancien").header("cache-control"), "no-store");
}

TEST(Handle, AnswersLikeTheNetwork) {
  Site site;
  const Router router(site.options);
  Request request;
  request.path = "/en/page";
  const Response response = router.handle(request);
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.body, kLong + "en");
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
}

}  // namespace
}  // namespace catalyse::http
