#include "payload.hpp"

#include <algorithm>

namespace catalyse::mail {
namespace {

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Marks a payload whose third line is the address to unsubscribe: no text begins with it.
constexpr std::string_view kOneClick = "\x01";

// To, subject, then the text: the first two hold no line break, nor does the address.
std::string to_payload(const Mail& mail) {
  const auto offer = mail.unsubscribe.empty() ? std::string() : std::string(kOneClick) + mail.unsubscribe + '\n';
  return mail.to + '\n' + mail.subject + '\n' + offer + mail.text;
}

bool is_web_address(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>'; });
}

}  // namespace

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  const auto good = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F &&
           std::string_view("<>()[]\\,;:\" ").find(c) == std::string_view::npos;
  };
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos && text.size() <= 254 && std::ranges::all_of(text, good);
}

core::Result<void> send(db::Transaction& tx, const Mail& mail, const std::string& key, core::Instant now) {
  const bool offers = mail.unsubscribe.empty() || is_web_address(mail.unsubscribe);
  if (!is_address(mail.to) || !is_one_line(mail.subject) || !offers || mail.text.starts_with(kOneClick))
    return core::fail(core::ErrorKind::invalid, "mail.address", "an address or a subject that could add a header");
  jobs::add(tx, {std::string(kKind), key, to_payload(mail)}, now);
  return {};
}

Mail from_payload(std::string_view payload) {
  Mail mail;
  const auto first = std::min(payload.find('\n'), payload.size());
  const auto second = std::min(payload.find('\n', first + 1), payload.size());
  mail.to = payload.substr(0, first);
  if (first < payload.size()) mail.subject = payload.substr(first + 1, second - first - 1);
  if (second >= payload.size()) return mail;
  payload.remove_prefix(second + 1);
  if (payload.starts_with(kOneClick)) {
    const auto end = std::min(payload.find('\n'), payload.size() - 1);
    mail.unsubscribe = payload.substr(1, end - 1);
    payload.remove_prefix(end + 1);
  }
  mail.text = payload;
  return mail;
}

std::vector<Mail> waiting(db::Transaction& tx, std::int64_t most) {
  std::vector<Mail> all;
  for (const auto& job : jobs::list(tx, kKind, most)) {
    if (job.state == "pending") all.push_back(from_payload(job.payload));
  }
  return all;
}

}  // namespace catalyse::mail
