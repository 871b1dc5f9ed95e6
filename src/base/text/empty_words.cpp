// The words that a query can do without. French: the list of Snowball (articles, pronouns, prepositions, auxiliaries),
// and the words in which a question is put; folded, as `each_word` gives them.
#include <algorithm>
#include <array>

#include "french.hpp"

namespace catalyse::text {

namespace {

constexpr auto kFrench = std::to_array<std::string_view>({
    "a",          "afin",     "ai",      "aie",     "aient",   "aies",      "ainsi",      "ait",      "alors",
    "apres",      "as",       "au",      "aucun",   "aucune",  "aura",      "aurai",      "auraient", "aurais",
    "aurait",     "auras",    "aurez",   "auriez",  "aurions", "aurons",    "auront",     "aussi",    "autre",
    "autres",     "aux",      "avaient", "avais",   "avait",   "avant",     "avec",       "avez",     "aviez",
    "avions",     "avoir",    "avons",   "ayant",   "ayez",    "ayons",     "c",          "ca",       "car",
    "cas",        "ce",       "ceci",    "cela",    "celle",   "celles",    "celui",      "ces",      "cet",
    "cette",      "ceux",     "chaque",  "chez",    "ci",      "combien",   "comme",      "comment",  "concerne",
    "concernant", "consiste", "d",       "dans",    "de",      "depuis",    "des",        "devoir",   "devons",
    "devez",      "dit",      "dois",    "doit",    "doivent", "donc",      "dont",       "du",       "elle",
    "elles",      "en",       "encore",  "entre",   "es",      "est",       "et",         "etaient",  "etais",
    "etait",      "etant",    "ete",     "etes",    "etiez",   "etions",    "etre",       "eu",       "eue",
    "eues",       "eumes",    "eurent",  "eus",     "eusse",   "eut",       "eux",        "existe",   "existent",
    "fais",       "faire",    "faisons", "fait",    "faites",  "faudra",    "faudrait",   "faut",     "fera",
    "font",       "fumes",    "furent",  "fus",     "fut",     "ici",       "il",         "ils",      "j",
    "je",         "l",        "la",      "le",      "lequel",  "les",       "lesquelles", "lesquels", "laquelle",
    "leur",       "leurs",    "lors",    "lorsque", "lui",     "m",         "ma",         "mais",     "me",
    "meme",       "memes",    "mes",     "mettre",  "moi",     "mon",       "n",          "ne",       "ni",
    "nos",        "notre",    "nous",    "on",      "ont",     "ou",        "par",        "parce",    "pas",
    "pendant",    "peut",     "peuvent", "peux",    "plus",    "plusieurs", "pour",       "pourquoi", "pourra",
    "pourrait",   "pouvez",   "pouvoir", "pouvons", "puis",    "puisque",   "qu",         "quand",    "que",
    "quel",       "quelle",   "quelles", "quels",   "quelqu",  "quelque",   "quelques",   "qui",      "quoi",
    "s",          "sa",       "sans",    "se",      "sera",    "serai",     "seraient",   "serais",   "serait",
    "seras",      "serez",    "seriez",  "sert",    "servent", "servir",    "savoir",     "possible", "serions",
    "serons",     "seront",   "ses",     "si",      "sien",    "soi",       "soient",     "sois",     "soit",
    "sommes",     "son",      "sont",    "sous",    "soyez",   "soyons",    "suis",       "sur",      "t",
    "ta",         "te",       "tel",     "telle",   "telles",  "tels",      "tes",        "toi",      "ton",
    "tous",       "tout",     "toute",   "toutes",  "tres",    "tu",        "un",         "une",      "va",
    "vers",       "veut",     "veux",    "voici",   "voila",   "vont",      "vos",        "votre",    "vouloir",
    "vous",       "vu",       "y",
});

constexpr auto kEnglish = std::to_array<std::string_view>({
    "a",    "about", "an",    "and",  "any",  "are",   "as",    "at",   "be",   "been",  "being",  "but",
    "by",   "can",   "could", "did",  "do",   "does",  "for",   "from", "get",  "had",   "has",    "have",
    "how",  "i",     "if",    "in",   "into", "is",    "it",    "its",  "many", "may",   "me",     "much",
    "must", "my",    "no",    "not",  "of",   "on",    "or",    "our",  "s",    "shall", "should", "so",
    "some", "such",  "t",     "than", "that", "the",   "their", "them", "then", "there", "these",  "they",
    "this", "those", "to",    "us",   "was",  "we",    "were",  "what", "when", "where", "which",  "who",
    "whom", "whose", "why",   "will", "with", "would", "you",   "your",
});

static_assert(std::ranges::is_sorted(kEnglish));

}  // namespace

bool is_empty_word(std::string_view folded, core::Language language) {
  static const auto french = [] {
    auto sorted = kFrench;
    std::ranges::sort(sorted);
    return sorted;
  }();
  if (language == core::Language::en && std::ranges::binary_search(kEnglish, folded)) return true;
  return std::ranges::binary_search(french, folded);
}

}  // namespace catalyse::text
