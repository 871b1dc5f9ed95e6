#include "words.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "messages.hpp"

namespace catalyse::notices {
namespace {

std::string at(const Setting& setting, core::Language language, std::string_view path) {
  return setting.base_url + (language == core::Language::en ? "/en" : "") + std::string(path);
}

// No line of a subject: what a person wrote may stand in it.
std::string on_one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

}  // namespace

std::string sentence_of(const store::Row& row, core::Language language) {
  const auto* message = web::find_message(row.message);
  if (message == nullptr) return {};
  std::vector<std::pair<std::string, std::string>> parameters;
  boost::system::error_code error;
  const auto parsed = boost::json::parse(row.parameters, error, {}, {.max_depth = 2});
  if (!error && parsed.is_object()) {
    for (const auto& field : parsed.get_object())
      if (field.value().is_string()) parameters.emplace_back(field.key(), std::string(field.value().get_string()));
  }
  return on_one_line(web::say(language, *message, std::span<const std::pair<std::string, std::string>>(parameters)));
}

mail::Mail compose(const Setting& setting, const Recipient& recipient, std::span<const store::Row> rows,
                   std::string_view kind) {
  const auto language = recipient.language;
  mail::Mail mail;
  mail.to = recipient.email;
  mail.unsubscribe =
      at(setting, language, "/desinscription?cle=" + unsubscribe_key(setting, rows.front().person, kind));
  if (rows.size() > 1) {
    mail.subject = web::say_count(language, static_cast<std::int64_t>(rows.size()), msg::mail_digest);
  } else {
    const auto known = std::ranges::find(setting.kinds, rows.front().kind, &Kind::name);
    const auto label = known == setting.kinds.end() ? rows.front().kind : web::say(language, *known->label);
    mail.subject = on_one_line(web::say(language, msg::mail_subject, {{"label", label}}));
  }
  mail.text = web::say(language, msg::mail_greeting, {{"name", on_one_line(recipient.name)}}) + "\n\n";
  for (const auto& row : rows) {
    mail.text += (rows.size() > 1 ? "- " : "") + sentence_of(row, language) + "\n";
    if (!row.path.empty()) mail.text += (rows.size() > 1 ? "  " : "") + at(setting, language, row.path) + "\n";
  }
  mail.text +=
      "\n" +
      web::say(language, msg::mail_end,
               {{"preferences", at(setting, language, "/compte/notifications")}, {"unsubscribe", mail.unsubscribe}}) +
      "\n";
  return mail;
}

}  // namespace catalyse::notices
