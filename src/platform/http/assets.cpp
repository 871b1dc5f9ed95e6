#include "assets.hpp"

#include <stdexcept>

#include "compress.hpp"
#include "core/digest.hpp"

namespace catalyse::http {
namespace {

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";

Assets::Served serve(const Asset& asset, std::string_view tag) {
  Assets::Served served;
  const bool varies = pays_to_compress(asset.content_type, asset.bytes.size());
  for (const Coding coding : {Coding::identity, Coding::gzip, Coding::brotli}) {
    if (coding != Coding::identity && !varies) continue;
    auto answer = std::make_shared<Answer>();
    answer->body = compress(asset.bytes, coding, Effort::once);
    if (coding != Coding::identity && answer->body.size() >= asset.bytes.size()) continue;
    const auto i = static_cast<std::size_t>(coding);
    served.etags[i] = make_etag(tag, coding);
    Fields fields{.content_type = asset.content_type,
                  .etag = served.etags[i],
                  .cache_control = kForEver,
                  .coding = coding,
                  .language = {},
                  .varies = varies,
                  .content_length = answer->body.size()};
    answer->head = make_head(fields);
    served.by_coding[i] = std::move(answer);
    auto unchanged = std::make_shared<Answer>();
    unchanged->status = fields.status = 304;
    unchanged->head = make_head(fields);
    served.unchanged[i] = std::move(unchanged);
  }
  return served;
}

}  // namespace

std::string asset_address(const Asset& asset) {
  const std::size_t dot = std::min(asset.name.rfind('.'), asset.name.size());
  std::string address(kAssetFolder);
  address.append(asset.name.substr(0, dot)).append(".");
  address.append(core::sha256(asset.bytes), 0, 8);
  return address.append(asset.name.substr(dot));
}

Assets::Assets(const std::vector<Asset>& assets) {
  for (const Asset& asset : assets) {
    std::string address = asset_address(asset);
    if (!addresses_.emplace(asset.name, address).second)
      throw std::logic_error("asset twice: " + std::string(asset.name));
    served_.emplace(std::move(address), serve(asset, core::sha256(asset.bytes).substr(0, 16)));
  }
}

const std::string* Assets::address(std::string_view name) const {
  const auto found = addresses_.find(name);
  return found == addresses_.end() ? nullptr : &found->second;
}

const Assets::Served* Assets::find(std::string_view path) const {
  const auto found = served_.find(path);
  return found == served_.end() ? nullptr : &found->second;
}

}  // namespace catalyse::http
