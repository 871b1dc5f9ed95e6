#include "terms.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <list>
#include <mutex>
#include <stdexcept>

#include <xapian.h>

namespace catalyse::search {

namespace {

constexpr std::size_t kKeptBytes = 48U << 20U;  // of decoded lists, a shard

std::runtime_error unreadable(const Xapian::Error& error) {
  return std::runtime_error(std::string("search index: ") + error.get_type() + ": " + error.get_msg());
}

}  // namespace

struct Terms::State {
  int file = -1;
  std::mutex mutex;
  std::vector<std::unique_ptr<Xapian::Database>> idle;
  // Decoded lists, the last used first.
  struct Kept {
    std::string term;
    PostingsPointer postings;
  };
  std::list<Kept> kept;
  std::unordered_map<std::string, std::list<Kept>::iterator> by_term;
  std::size_t kept_bytes = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    idle.clear();
    if (file >= 0) ::close(file);
  }

  // The file may have been removed by name meanwhile; through its descriptor it is still there. Each handle opens it
  // anew: a copy of the descriptor would share its position, which Xapian moves while it opens.
  [[nodiscard]] std::unique_ptr<Xapian::Database> another() const {
    const int own = ::open(("/proc/self/fd/" + std::to_string(file)).c_str(), O_RDONLY | O_CLOEXEC);
    if (own < 0) throw std::runtime_error("search index: no descriptor left");
    try {
      return std::make_unique<Xapian::Database>(own);
    } catch (const Xapian::Error& error) {
      throw unreadable(error);
    }
  }
  std::unique_ptr<Xapian::Database> borrow() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto one = std::move(idle.back());
        idle.pop_back();
        return one;
      }
    }
    return another();
  }
  void give_back(std::unique_ptr<Xapian::Database> one) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(one));
  }

  PostingsPointer known(const std::string& term) {
    const std::lock_guard lock(mutex);
    const auto found = by_term.find(term);
    if (found == by_term.end()) return nullptr;
    kept.splice(kept.begin(), kept, found->second);
    return found->second->postings;
  }
  static std::size_t bytes_of(const Kept& one) {
    return 160 + 2 * one.term.size() + one.postings->rows.capacity() * (sizeof(Row) + sizeof(std::uint16_t));
  }
  void keep(const std::string& term, const PostingsPointer& postings) {
    const std::lock_guard lock(mutex);
    if (by_term.contains(term)) return;
    kept.push_front({term, postings});
    by_term[term] = kept.begin();
    kept_bytes += bytes_of(kept.front());
    while (kept_bytes > kKeptBytes && kept.size() > 1) {
      kept_bytes -= bytes_of(kept.back());
      by_term.erase(kept.back().term);
      kept.pop_back();
    }
  }
};

Terms::Terms(std::unique_ptr<State> state) : state_(std::move(state)) {}
Terms::~Terms() = default;

core::Result<std::unique_ptr<Terms>> Terms::open(const std::filesystem::path& file, std::size_t documents) {
  auto state = std::make_unique<State>();
  state->file = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const auto damaged = [&](const std::string& what) {
    return core::fail(core::ErrorKind::damaged, "search.damaged", file.string() + ": " + what);
  };
  if (state->file < 0) return damaged("cannot be opened");
  try {
    auto database = state->another();
    if (database->get_doccount() != documents || database->get_lastdocid() != documents)
      return damaged("holds another number of documents than its columns");
    state->give_back(std::move(database));
  } catch (const std::runtime_error& error) {
    return damaged(error.what());
  } catch (const Xapian::Error& error) {
    return damaged(error.get_msg());
  }
  return std::unique_ptr<Terms>(new Terms(std::move(state)));  // NOLINT: the constructor is private
}

PostingsPointer Terms::postings(const std::string& term) const {
  if (auto known = state_->known(term)) return known;
  auto made = std::make_shared<Postings>();
  auto database = state_->borrow();
  try {
    const auto expected = database->get_termfreq(term);
    made->rows.reserve(expected);
    made->times.reserve(expected);
    for (auto at = database->postlist_begin(term), end = database->postlist_end(term); at != end; ++at) {
      made->rows.push_back(*at - 1);
      made->times.push_back(static_cast<std::uint16_t>(std::min<Xapian::termcount>(at.get_wdf(), 0xFFFF)));
    }
  } catch (const Xapian::Error& error) {
    throw unreadable(error);
  }
  state_->give_back(std::move(database));
  PostingsPointer postings = std::move(made);
  state_->keep(term, postings);
  return postings;
}

Bits Terms::with_phrase(const std::vector<std::string>& stems, std::size_t size) const {
  Bits set(size);
  auto database = state_->borrow();
  try {
    Xapian::Enquire enquire(*database);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_PHRASE, stems.begin(), stems.end(),
                                    static_cast<Xapian::termcount>(stems.size())));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
    const auto matches = enquire.get_mset(0, database->get_doccount());
    for (auto at = matches.begin(); at != matches.end(); ++at) set.set(*at - 1);
  } catch (const Xapian::Error& error) {
    throw unreadable(error);
  }
  state_->give_back(std::move(database));
  return set;
}

}  // namespace catalyse::search
