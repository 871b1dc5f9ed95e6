#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

#include <xapian.h>

#include "terms.hpp"

namespace catalyse::search {

namespace {

// What is written is worth nothing before it is finished: it need not be durable, nor readable, until then.
constexpr int kFlags =
    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS | Xapian::DB_NO_TERMLIST;

void make_durable(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::runtime_error(file.string() + ": cannot be opened");
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!done) throw std::runtime_error(file.string() + ": cannot be made durable");
}

}  // namespace

struct TermWriter::State {
  std::filesystem::path folder;
  std::unique_ptr<Xapian::WritableDatabase> database;
  std::string term;
};

TermWriter::TermWriter(std::filesystem::path folder) : state_(std::make_unique<State>()) {
  state_->folder = std::move(folder);
  try {
    state_->database = std::make_unique<Xapian::WritableDatabase>(state_->folder.string(), kFlags);
  } catch (const Xapian::Error& error) {
    throw std::runtime_error(error.get_msg());
  }
}
TermWriter::~TermWriter() = default;

void TermWriter::add(std::span<const Term> terms) {
  try {
    Xapian::Document document;
    for (const auto& term : terms) {
      state_->term.assign(term.term);
      if (term.positions.empty()) document.add_term(state_->term, term.times);
      for (const auto position : term.positions) document.add_posting(state_->term, position);
    }
    state_->database->add_document(document);
  } catch (const Xapian::Error& error) {
    throw std::runtime_error(error.get_msg());
  }
}

void TermWriter::finish(const std::filesystem::path& file) {
  try {
    state_->database->commit();
    state_->database->compact(file.string(), Xapian::DBCOMPACT_SINGLE_FILE | Xapian::DBCOMPACT_NO_RENUMBER);
    state_->database->close();
  } catch (const Xapian::Error& error) {
    throw std::runtime_error(error.get_msg());
  }
  make_durable(file);
  std::error_code ignored;  // what is left is removed with the folder around it
  std::filesystem::remove_all(state_->folder, ignored);
}

}  // namespace catalyse::search
