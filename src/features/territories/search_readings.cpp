// What a reader may mean by the words she types.
#include "search.hpp"
#include "spelling.hpp"
#include "terms.hpp"
#include "text/fold.hpp"

namespace catalyse::territories {

namespace {

// The longest name has 45 letters; what is far beyond cannot be one, and is not read further.
constexpr std::size_t kMaxBytes = 1024, kMaxFolded = 160, kMaxReadings = 8;
// A département begun with fewer letters only narrows whole names: « rouen s », not « saint s ».
constexpr std::size_t kTellingLetters = 3;

bool is_number(std::string_view word) {
  if (word.starts_with("2a") || word.starts_with("2b")) word.remove_prefix(2);
  return word.size() <= 5 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

Reading reading_of(std::vector<std::string> words) {
  Reading reading;
  reading.words = std::move(words);
  return reading;
}

}  // namespace

PlaceSearch::PlaceSearch(const View& view) : view_(view) {
  for (const auto& term : view.compact) heads_.compact.push_back(head_of(view.text(term.text)));
  for (const auto word : view.words) heads_.words.push_back(head_of(view.text(word)));
  const auto communes = view.header[1] + view.header[2] + view.header[3] + view.header[4];
  const auto departements = view.header[5], count = departements + view.header[6];
  for (std::uint32_t i = 0; i < count && i < 256; ++i) {
    const auto& place = view.places[communes + i];
    auto words = spelt_words(view.text(place.name));
    if (words.size() > 1 && is_article(words.front())) words.erase(words.begin());
    Division division{compact(words), {}, kNowhere};
    division.within.set(i);
    if (i < departements && place.region >= communes && place.region - communes < 256)
      division.parent = place.region - communes;
    divisions_.push_back(std::move(division));
  }
  for (std::size_t i = 0; i < divisions_.size(); ++i) {
    if (const auto parent = divisions_[i].parent; parent < divisions_.size()) divisions_[parent].within.set(i);
  }
}

std::vector<Reading> PlaceSearch::readings(std::string_view query) const {
  if (query.size() > kMaxBytes) return {};
  const auto folded = text::fold(query);
  auto words = spelt_words(folded);
  if (words.empty() || words.size() > kMostWords || folded.size() > kMaxFolded) return {};
  std::vector<Reading> all{reading_of(words)};
  // While typing, « st » may be the beginning of « Strasbourg » as well as « saint ».
  if (const auto last = text::words(folded).back(); written_out(last) != last) {
    all.push_back(reading_of(words));
    all.back().words.back() = last;
  }
  std::vector<std::string> numbers;
  if (!std::ranges::all_of(words, is_number)) {
    std::ranges::copy_if(words, std::back_inserter(numbers), is_number);
    std::erase_if(words, is_number);
    for (auto& number : numbers) {  // as codes are written: 2A, 2B
      std::ranges::replace(number, 'a', 'A');
      std::ranges::replace(number, 'b', 'B');
    }
  }
  if (!numbers.empty()) {
    all.push_back(reading_of(words));
    all.back().numbers = numbers;
  }
  for (std::size_t split = 1; split < words.size() && all.size() < kMaxReadings; ++split) {
    auto tail = std::span<const std::string>(words).subspan(split);
    if (tail.size() > 1 && is_article(tail.front())) tail = tail.subspan(1);
    const auto place = compact(tail);
    std::bitset<256> within;
    for (const auto& division : divisions_) {
      if (division.name.starts_with(place)) within |= division.within;
    }
    if (within.none()) continue;
    all.push_back(reading_of({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(split)}));
    all.back().numbers = numbers;
    all.back().within = within;
    all.back().narrowed = true;
    all.back().loosely = place.size() >= kTellingLetters;
  }
  return all;
}

}  // namespace catalyse::territories
