#include "page_cache.hpp"

namespace catalyse::http {

std::shared_ptr<const CachedPage> PageCache::find(std::string_view key, Coding coding) {
  if (shard_bytes_ == 0) return nullptr;
  Shard& in = shard(key, coding);
  const std::lock_guard lock(in.mutex);
  const auto found = in.index.find(Key{key, coding});
  if (found == in.index.end()) return nullptr;
  if (found->second != in.order.begin()) in.order.splice(in.order.begin(), in.order, found->second);
  return found->second->page;
}

void PageCache::store(std::string_view key, Coding coding, CachedPage page) {
  // What the entry costs, with the nodes of the list and of the index.
  const std::size_t bytes = key.size() + page.etag.size() + page.answer->head.capacity() +
                            page.answer->body.capacity() + page.unchanged->head.capacity() + sizeof(Entry) +
                            (page.own ? page.own->head.capacity() : 0) + sizeof(CachedPage) + 3 * sizeof(Answer) + 128;
  if (bytes > shard_bytes_) return;
  Shard& in = shard(key, coding);
  const std::lock_guard lock(in.mutex);
  // Two workers may have rendered the same page at once: the first one stays.
  if (in.index.contains(Key{key, coding})) return;
  in.order.push_front(Entry{std::string(key), coding, std::make_shared<const CachedPage>(std::move(page)), bytes});
  try {
    in.index.emplace(Key{in.order.front().key, coding}, in.order.begin());
  } catch (...) {
    in.order.pop_front();  // a page that cannot be found must not be counted
    throw;
  }
  in.bytes += bytes;
  while (in.bytes > shard_bytes_) {
    const Entry& oldest = in.order.back();
    in.bytes -= oldest.bytes;
    in.index.erase(Key{oldest.key, oldest.coding});
    in.order.pop_back();
  }
}

std::size_t PageCache::bytes() const {
  std::size_t total = 0;
  for (const Shard& one : shards_) {
    const std::lock_guard lock(one.mutex);
    total += one.bytes;
  }
  return total;
}

}  // namespace catalyse::http
