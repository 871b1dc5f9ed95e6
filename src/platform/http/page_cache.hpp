// Rendered pages by key and encoding, bounded in bytes, the least recently used leaving first. Sharded, so that threads
// seldom meet. One cache belongs to one router, hence to one data version: a swap of the router empties it.
#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "answer.hpp"

namespace catalyse::http {

struct CachedPage {
  AnswerPtr answer;     // 200, its body encoded
  AnswerPtr unchanged;  // 304
  std::string etag;
  AnswerPtr own{};  // the 200 as who is signed in gets it; its body is lent by `answer`
};

class PageCache {
 public:
  explicit PageCache(std::size_t bytes) : shard_bytes_(bytes / kShards) {}
  // Any thread.
  [[nodiscard]] std::shared_ptr<const CachedPage> find(std::string_view key, Coding coding);
  void store(std::string_view key, Coding coding, CachedPage page);
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::size_t kShards = 8;
  struct Entry {
    std::string key;
    Coding coding;
    std::shared_ptr<const CachedPage> page;
    std::size_t bytes;
  };
  struct Key {
    std::string_view key;  // into the entry
    Coding coding;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const { return hash(key.key, key.coding); }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::list<Entry> order;  // the most recently used first
    std::unordered_map<Key, std::list<Entry>::iterator, Hash> index;
    std::size_t bytes = 0;
  };
  static std::size_t hash(std::string_view key, Coding coding) {
    return std::hash<std::string_view>{}(key) + static_cast<std::size_t>(coding);
  }
  Shard& shard(std::string_view key, Coding coding) { return shards_[hash(key, coding) % kShards]; }

  std::size_t shard_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace catalyse::http
