#include <gtest/gtest.h>

#include "ingest/source.hpp"
#include "set_words.hpp"
#include "verification_words.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;

// A reason that the terminal says in English never reaches a French reader as it is.
TEST(Verification, EveryReasonIsSaidInBothLanguages) {
  for (const std::string_view reason :
       {"no territory has this code, now or before", "a code met before in this file", "no code",
        "not a code of this level", "neither a number nor the word for an absent value", "not a year", "below zero (x)",
        "a share above 100 % (x)", "a denominator below zero (x)", "not as many cells as the header has",
        "bytes that are not UTF-8 text", "a quotation that does not end", "a code read as a number, its zero put back",
        "a former code, carried forward", "a row of another level, passed over",
        "a value that is not significant, held as not available"}) {
    EXPECT_NE(reason_words(reason, Language::fr), reason);
    EXPECT_NE(reason_words(reason, Language::fr), reason_words(reason, Language::en)) << reason;
  }
}

TEST(Verification, EveryFaultHasItsSentence) {
  for (std::size_t i = 0; i < ingest::kSourceFaults; ++i) {
    const auto name = std::string(ingest::fault_name(static_cast<ingest::SourceFault>(i)));
    const core::Error error{core::ErrorKind::invalid, "ingest.source." + name, {{"detail", "B12"}}, {}};
    const auto french = fault_words(error, Language::fr);
    EXPECT_TRUE(french.ends_with('.') || french.ends_with("B12")) << name;
    EXPECT_EQ(french.find('{'), std::string::npos) << name;
    EXPECT_NE(french, fault_words(error, Language::en)) << name;
  }
}

TEST(Citation, NamesTheVersionAndEscapesBibtex) {
  auto bundle = ingest::Bundle::open("tests/world");
  ASSERT_TRUE(bundle);
  auto site = std::make_shared<web::Site>();
  site->base_url = "https://catalyse.example";
  ingest::DataVersion version{
      7, "essai", std::string(64, 'a'), "Essai", core::Instant(std::chrono::seconds(1'800'000'000)), true, "{}"};
  observatory::DepositedSet deposit;
  deposit.provenance = {.set = "essai",
                        .title_fr = "Essai {de} \\titre",
                        .title_en = {},
                        .producer = "Bureau A ; Bureau B",
                        .relay = {},
                        .source = "x",
                        .licence = "LO",
                        .licence_url = {},
                        .vintage = "2024"};
  const Holdings holdings{
      nullptr, nullptr, std::make_shared<const ingest::Bundle>(std::move(*bundle)), site, "", {{version, deposit}}, {}};
  const auto citation = cite(holdings, holdings.versions.front(), Language::fr);
  EXPECT_EQ(citation.apa,
            "Bureau A ; Bureau B (2027). Essai {de} \\titre (version aaaaaaaaaaaa) [jeu de données]. Catalyse. "
            "https://catalyse.example/donnees/essai/aaaaaaaaaaaa");
  EXPECT_NE(citation.bibtex.find("title = {Essai de titre}"), std::string::npos) << citation.bibtex;
  EXPECT_NE(citation.bibtex.find("author = {{Bureau A ; Bureau B}}"), std::string::npos);
}

}  // namespace
}  // namespace catalyse::catalogue
