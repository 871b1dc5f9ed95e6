#include "row_loading.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>

namespace catalyse::ingest {
namespace {

constexpr std::size_t kBatchRows = 1'024;
constexpr std::size_t kBatchesAhead = 4;

// Rows one after another. Cells look into the source, or into `copies` where quotation marks were taken out of them.
struct Batch {
  std::vector<db::CheckedText> cells;
  std::deque<std::string> copies;
  std::size_t rows = 0;
};

class Reading {
 public:
  Reading(const Source& source, const RowLoading& loading, FileReport& report)
      : source_(source), loading_(loading), report_(report), width_(source.header().size()) {}

  // The next batch; empty at the end. Throws what the reading thread threw.
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty() || done_; });
    if (!ready_.empty()) {
      Batch batch = std::move(ready_.front());
      ready_.pop_front();
      changed_.notify_all();
      return batch;
    }
    if (thrown_) std::rethrow_exception(thrown_);
    return std::nullopt;
  }

  void run(const std::stop_token& stop) {
    try {
      auto rows = source_.rows();
      Batch batch = fresh();
      while (!stop.stop_requested()) {
        const auto row = rows.next();
        if (!row) break;
        ++report_.read;
        if (!*row) {
          report_.refuse(rows.line(), "", "", row->error().note);
          continue;
        }
        add(**row, rows.line(), batch);
        if (batch.rows == kBatchRows) {
          give(std::move(batch), stop);
          batch = fresh();
        }
      }
      if (batch.rows != 0) give(std::move(batch), stop);
    } catch (...) {
      thrown_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    done_ = true;
    changed_.notify_all();
  }

 private:
  Batch fresh() const {
    Batch batch;
    batch.cells.reserve(kBatchRows * width_);
    return batch;
  }
  void add(std::span<const std::string_view> cells, std::uint64_t line, Batch& batch) {
    if (const auto refusal = loading_.judge(cells)) {
      const auto column = std::min(refusal->column, width_ - 1);
      return report_.refuse(line, source_.header()[column], cells[column], refusal->reason);
    }
    const std::string_view text = source_.text();
    for (const std::string_view cell : cells) {
      const bool inside = cell.data() >= text.data() && cell.data() <= text.data() + text.size();
      batch.cells.emplace_back(inside ? cell : std::string_view(batch.copies.emplace_back(cell)));
    }
    ++batch.rows;
    ++report_.kept;
  }
  void give(Batch batch, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return ready_.size() < kBatchesAhead; });
    ready_.push_back(std::move(batch));
    changed_.notify_all();
  }

  const Source& source_;
  const RowLoading& loading_;
  FileReport& report_;
  std::size_t width_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Batch> ready_;
  std::exception_ptr thrown_;
  bool done_ = false;
};

}  // namespace

std::int64_t load_rows(db::Transaction& tx, const Source& source, const RowLoading& loading, FileReport& report) {
  Reading reading(source, loading, report);
  const std::jthread reader([&](const std::stop_token& stop) { reading.run(stop); });
  std::optional<Batch> batch;
  std::size_t next = 0;
  const std::size_t width = loading.columns.size();
  return tx.bulk_insert_texts(loading.table, loading.columns, [&]() -> std::span<const db::CheckedText> {
    if (!batch || next == batch->rows) {
      batch = reading.take();
      next = 0;
      if (!batch) return {};
    }
    return std::span(batch->cells).subspan(next++ * width, width);
  });
}

}  // namespace catalyse::ingest
