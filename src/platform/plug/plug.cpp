#include "plug.hpp"  // the header must compile on its own

#include "embed.hpp"
#include "text/query.hpp"

namespace catalyse::plug {

std::pair<std::string, std::string> oembed_link(std::string_view base_url, std::string_view address) {
  const std::string base(base_url);
  return {"Link", "<" + base + "/oembed.json?url=" + text::query_value(base + std::string(address)) +
                      ">; rel=\"alternate\"; type=\"application/json+oembed\""};
}

}  // namespace catalyse::plug
