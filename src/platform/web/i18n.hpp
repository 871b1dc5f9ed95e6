// Sentences in two languages. Each room keeps them in i18n/fr.json and i18n/en.json; tools/compile_i18n.py turns them
// into the constants of `messages.hpp` (catalyse::<room>::msg). A sentence is plain text, never HTML: templates and
// components escape it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"

namespace catalyse::web {

using core::Language;

// Literals of the program: the views live as long as it does.
struct Message {
  std::string_view key, fr, en;
};

// The pair of keys `x.one` and `x.other`, generated as msg::x.
struct Plural {
  Message one, other;
};

using Parameters = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// The sentence with each {name} replaced by its value, in one pass: a value that holds {…} is not read again. A name
// without a value stays as it is written, which `hard_coded_text` reports. Any thread.
[[nodiscard]] std::string say(Language language, const Message& message, Parameters parameters = {});
[[nodiscard]] std::string say(Language language, const Message& message,
                              std::span<const std::pair<std::string, std::string>> parameters);

// The form of the sentence that goes with n: singular for 0 and 1 in French, for 1 in English (Unicode CLDR plural
// rules). {n} stands for n as it is written in that language (1 234 567 with U+202F; 1,234,567) unless `parameters`
// gives it.
[[nodiscard]] std::string say_count(Language language, std::int64_t n, const Plural& plural,
                                    Parameters parameters = {});
[[nodiscard]] inline std::string say_count(Language language, std::int64_t n, const Message& one, const Message& other,
                                           Parameters parameters = {}) {
  return say_count(language, n, Plural{one, other}, parameters);
}

// Sentences found by their key at run time, for the message_id of a core::Error. Register every room's messages() at
// start, before the first request; registering again changes nothing. `find_message` returns nullptr for an unknown key
// and may then be called anywhere.
void register_messages(std::span<const Message> messages);
[[nodiscard]] const Message* find_message(std::string_view key);
[[nodiscard]] std::span<const Message> messages();  // this room's own

// « fr », « en »: for lang, hreflang and addresses.
[[nodiscard]] constexpr std::string_view language_code(Language language) {
  return language == Language::fr ? "fr" : "en";
}

// For tests: while on, every sentence comes out as ⟦…⟧, so that a text without brackets was written in the code.
enum class Pseudo : std::uint8_t { off, on };
void use_pseudo_locale(Pseudo pseudo);
[[nodiscard]] Pseudo pseudo_locale();

// For tests, with the pseudo-locale on: the texts (and the attributes a reader hears: title, alt, aria-label,
// placeholder, content of descriptions) of an HTML page with letters outside ⟦…⟧, minus those in `data`, plus every
// {name} left without a value.
[[nodiscard]] std::vector<std::string> hard_coded_text(std::string_view html,
                                                       std::span<const std::string_view> data = {});

}  // namespace catalyse::web
