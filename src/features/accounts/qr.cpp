#include "qr.hpp"

#include <qrencode.h>

#include <memory>

#include "web/rendering.hpp"

namespace catalyse::accounts {
namespace {

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
constexpr int kQuiet = 4;  // modules around, as the standard asks

}  // namespace

std::string qr_svg(std::string_view text, std::string_view label) {
  const std::unique_ptr<QRcode, Free> code(QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M));
  if (!code) return {};
  const int side = code->width + 2 * kQuiet;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width;) {
      const auto dark = [&](int at) { return at < code->width && (code->data[y * code->width + at] & 1U) != 0; };
      int run = 0;
      while (dark(x + run)) ++run;
      if (run > 0)
        path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h" + std::to_string(run) +
                "v1h-" + std::to_string(run) + "z";
      x += run + 1;
    }
  }
  const auto size = std::to_string(side);
  return "<svg role=\"img\" aria-label=\"" + web::escaped(label) + "\" viewBox=\"0 0 " + size + " " + size +
         "\" width=\"220\" height=\"220\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + size + "v" +
         size + "H0z\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
}

}  // namespace catalyse::accounts
