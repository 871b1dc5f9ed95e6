#include "metrics.hpp"

#include <algorithm>

namespace catalyse::http {
namespace {

constexpr std::array<std::string_view, kEndedCount> kEndedNames{"slow_header", "slow_body", "slow_reader", "idle"};

void put_type(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ")
      .append(name)
      .append(" ")
      .append(help)
      .append("\n# TYPE ")
      .append(name)
      .append(" ")
      .append(type)
      .append("\n");
}

void put_value(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
  out.append(name);
  if (!labels.empty()) out.append("{").append(labels).append("}");
  out.append(" ").append(std::to_string(value)).append("\n");
}

void put_single(std::string& out, std::string_view name, std::string_view help, std::uint64_t value) {
  put_type(out, name, name.ends_with("_total") ? "counter" : "gauge", help);
  put_value(out, name, {}, value);
}

// Micros as seconds, without a binary fraction's noise.
std::string seconds(std::uint64_t micros) {
  std::string text = std::to_string(micros % 1'000'000);
  text.insert(0, 6 - text.size(), '0');
  text.insert(0, std::to_string(micros / 1'000'000) + '.');
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

void Counters::count(unsigned status, Micros time, std::uint64_t bytes) {
  add(by_status_[std::min<std::size_t>(status, by_status_.size() - 1)], 1);
  const auto bucket = std::ranges::lower_bound(kBuckets, time.count());
  add(by_time_[static_cast<std::size_t>(bucket - kBuckets.begin())], 1);
  add(micros_, static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())));
  add(bytes_, bytes);
}

void Counters::add_to(Counters& sum) const {
  const auto into = [](const Counter& from, Counter& to) { add(to, from.load(std::memory_order_relaxed)); };
  for (std::size_t i = 0; i < by_status_.size(); ++i) into(by_status_[i], sum.by_status_[i]);
  for (std::size_t i = 0; i < by_time_.size(); ++i) into(by_time_[i], sum.by_time_[i]);
  for (std::size_t i = 0; i < ended_.size(); ++i) into(ended_[i], sum.ended_[i]);
  into(micros_, sum.micros_);
  into(bytes_, sum.bytes_);
  into(accepted_, sum.accepted_);
  into(refused_, sum.refused_);
  into(overloads_, sum.overloads_);
}

std::string Counters::text(std::size_t connections, std::size_t queue) const {
  std::string out;
  put_type(out, "catalyse_http_requests_total", "counter", "Answers by status.");
  for (std::size_t status = 0; status < by_status_.size(); ++status) {
    if (by_status_[status] != 0)
      put_value(out, "catalyse_http_requests_total", "status=\"" + std::to_string(status) + "\"", by_status_[status]);
  }
  put_type(out, "catalyse_http_request_seconds", "histogram",
           "From the end of the header to the answer handed to the system.");
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < by_time_.size(); ++i) {
    total += by_time_[i];
    const std::string limit = i < kBuckets.size() ? seconds(static_cast<std::uint64_t>(kBuckets[i])) : "+Inf";
    put_value(out, "catalyse_http_request_seconds_bucket", "le=\"" + limit + "\"", total);
  }
  out.append("catalyse_http_request_seconds_sum ").append(seconds(micros_)).append("\n");
  put_value(out, "catalyse_http_request_seconds_count", {}, total);
  put_single(out, "catalyse_http_sent_bytes_total", "Bytes of answers, with their headers.", bytes_);
  put_single(out, "catalyse_http_connections", "Open connections.", connections);
  put_single(out, "catalyse_http_accepted_total", "Connections accepted.", accepted_);
  put_single(out, "catalyse_http_refused_total", "Connections closed at once: too many in all, or from their address.",
             refused_);
  put_single(out, "catalyse_http_queue", "Requests waiting for a worker.", queue);
  put_single(out, "catalyse_http_overload_total", "Requests answered 503 because the queue was full.", overloads_);
  put_type(out, "catalyse_http_ended_total", "counter", "Connections ended by a deadline.");
  for (std::size_t i = 0; i < ended_.size(); ++i) {
    put_value(out, "catalyse_http_ended_total", "reason=\"" + std::string(kEndedNames[i]) + "\"", ended_[i]);
  }
  return out;
}

}  // namespace catalyse::http
