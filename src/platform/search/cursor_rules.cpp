#include "cursor_rules.hpp"

#include <bit>
#include <charconv>
#include <cmath>

#include "core/digest.hpp"
#include "text/utf8.hpp"

namespace catalyse::search {

namespace {

constexpr std::size_t kSignature = 16;              // hexadecimal digits
constexpr std::size_t kLongest = 1024;              // of a cursor
constexpr std::size_t kKey = 16, kHead = kKey + 8;  // hexadecimal digits of the value, and of the version behind it
constexpr std::string_view kDigits = "0123456789abcdef";

std::string hexadecimal(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::optional<std::string> bytes_of(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = kDigits.find(digits[i]), low = kDigits.find(digits[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string signature(std::string_view digest, std::string_view payload) {
  return core::sha256(std::string(digest) + '\n' + std::string(payload)).substr(0, kSignature);
}

}  // namespace

std::string question_digest(const Question& question) {
  std::string all = "1";  // changes when the order does
  const auto add = [&](std::string_view part) {
    all += '\0';
    all += std::to_string(part.size()) + ':';
    all += part;
  };
  add(question.words);
  add(question.language == core::Language::fr ? "fr" : "en");
  for (const auto& choice : question.choices) {
    add(choice.facet);
    add(choice.value);
  }
  for (const auto* places : {&question.places, &question.alike, &question.within}) {
    add("places");
    for (const auto& place : *places) add(place);
  }
  if (question.around) {
    for (const auto value :
         {question.around->centre.longitude, question.around->centre.latitude, question.around->kilometres})
      add(std::to_string(value));
  }
  for (const auto& day : {question.since, question.until})
    add(day ? std::to_string(std::chrono::sys_days(*day).time_since_epoch().count()) : "");
  for (const auto& bounds : question.bounds) {
    add(bounds.measure);
    add(std::to_string(bounds.low));
    add(std::to_string(bounds.high));
  }
  add(std::to_string(static_cast<int>(question.sort)));
  add(std::to_string(static_cast<int>(question.repair)));
  return core::sha256(all);
}

std::string write_cursor(const Cursor& cursor, std::string_view digest) {
  std::string key(16, '0');
  auto bits = std::bit_cast<std::uint64_t>(cursor.key);
  for (std::size_t i = 16; i-- > 0; bits >>= 4U) key[i] = kDigits[bits & 15U];
  const auto payload = key + cursor.version + cursor.source + '\n' + cursor.id;
  return signature(digest, payload) + hexadecimal(payload);
}

std::optional<Cursor> read_cursor(std::string_view text, std::string_view digest) {
  if (text.size() <= kSignature || text.size() > kLongest) return std::nullopt;
  const auto payload = bytes_of(text.substr(kSignature));
  if (!payload || signature(digest, *payload) != text.substr(0, kSignature)) return std::nullopt;
  if (payload->size() < kHead) return std::nullopt;
  const auto line = payload->find('\n', kHead);
  if (line == std::string::npos) return std::nullopt;
  std::uint64_t bits = 0;
  const auto [end, error] = std::from_chars(payload->data(), payload->data() + kKey, bits, 16);
  if (error != std::errc{} || end != payload->data() + kKey) return std::nullopt;
  Cursor cursor{std::bit_cast<double>(bits), payload->substr(kHead, line - kHead), payload->substr(line + 1),
                payload->substr(kKey, kHead - kKey)};
  if (std::isnan(cursor.key)) return std::nullopt;
  return cursor;
}

}  // namespace catalyse::search
