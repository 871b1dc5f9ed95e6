#include "edge_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace catalyse::http::edge {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Checked<void> parse_request_line(std::string_view line, const Limits& limits, Head& head) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos) return refuse("request line");
  head.method = line.substr(0, first);
  if (head.method.empty() || head.method.size() > 16 ||
      !std::ranges::all_of(head.method, [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return refuse("method");
  }
  const std::size_t second = line.find(' ', first + 1);
  if (second == std::string_view::npos) {
    return line.size() - first > limits.target_bytes ? refuse("target too long", 414)
                                                     : refuse("request line without a version");
  }
  head.target = line.substr(first + 1, second - first - 1);
  if (head.target.empty()) return refuse("empty target");
  if (head.target.size() > limits.target_bytes) return refuse("target too long", 414);
  const std::string_view version = line.substr(second + 1);
  head.chunks = version != "HTTP/1.0";
  if (version == "HTTP/1.1")
    head.after = After::keep;
  else if (version == "HTTP/1.0")
    head.after = After::close;
  else if (version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
           is_digit(version[7]))
    return refuse("version of the protocol", 505);
  else
    return refuse("request line");
  return {};
}

bool is_value(std::string_view value) {
  // A tab is the one control character a value may hold; text beyond ASCII must be UTF-8, as handlers are promised.
  if (std::ranges::all_of(value, [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\t'; })) return true;
  std::string plain(value);
  std::ranges::replace(plain, '\t', ' ');
  return is_clean_text(plain);
}

Checked<void> parse_fields(std::string_view lines, const Limits& limits, Head& head) {
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return refuse("field without a name");
    const Field field{line.substr(0, colon), trim(line.substr(colon + 1))};
    // A folded line begins with a space, which no name holds.
    if (!std::ranges::all_of(field.name, is_token_char)) return refuse("name of a field");
    if (!is_value(field.value)) return refuse("value of a field");
    if (head.fields.size() == limits.fields) return refuse("too many fields", 431);
    head.fields.push_back(field);
  }
  return {};
}

Checked<void> read_length(const Field& field, Head& head) {
  if (head.framing != Framing::none) return refuse("Content-Length beside another framing");
  const std::string_view value = field.value;
  if (value.empty() || value.size() > 18 || !std::ranges::all_of(value, is_digit)) return refuse("Content-Length");
  std::from_chars(value.data(), value.data() + value.size(), head.content_length);
  head.framing = Framing::length;
  return {};
}

Checked<void> read_coding(const Field& field, Head& head) {
  if (head.framing != Framing::none) return refuse("Transfer-Encoding beside another framing");
  if (head.after == After::close) return refuse("Transfer-Encoding in HTTP/1.0");
  if (!equal_ignoring_case(field.value, "chunked")) return refuse("Transfer-Encoding other than chunked");
  head.framing = Framing::chunked;
  return {};
}

// A list of tokens: what else it may be is a doubt.
Checked<void> read_connection(const Field& field, After& after) {
  std::string_view list = field.value;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view option = trim(list.substr(0, comma));
    if (!std::ranges::all_of(option, is_token_char)) return refuse("Connection");
    if (equal_ignoring_case(option, "close")) after = After::close;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return {};
}

// The fields that say where the request ends and for whom it is. `closing` is applied last: read_coding needs the
// version.
Checked<void> read_framing(Head& head) {
  std::size_t hosts = 0;
  After closing = head.after;
  for (const Field& field : head.fields) {
    Checked<void> done;
    switch (field.name.size()) {
      case 4:
        if (equal_ignoring_case(field.name, "host")) head.host = field.value, ++hosts;
        break;
      case 6:
        if (equal_ignoring_case(field.name, "expect")) {
          if (!equal_ignoring_case(field.value, "100-continue")) return refuse("expectation", 417);
          head.expect = Expect::go_ahead;
        }
        break;
      case 10:
        if (equal_ignoring_case(field.name, "connection")) done = read_connection(field, closing);
        break;
      case 14:
        if (equal_ignoring_case(field.name, "content-length")) done = read_length(field, head);
        break;
      case 16:
        if (equal_ignoring_case(field.name, "proxy-connection")) done = read_connection(field, closing);
        break;
      case 17:
        if (equal_ignoring_case(field.name, "transfer-encoding")) done = read_coding(field, head);
        break;
      default:
        break;
    }
    if (!done) return done;
  }
  head.after = closing;
  if (hosts != 1) return refuse("a request needs exactly one Host");
  if (!is_host(head.host)) return refuse("Host");
  return {};
}

}  // namespace

std::string_view Head::field(std::string_view name) const {
  for (const Field& one : fields) {
    if (one.name.size() == name.size() && equal_ignoring_case(one.name, name)) return one.value;
  }
  return {};
}

Checked<std::size_t> find_head_end(std::string_view bytes, const Limits& limits, std::size_t& seen) {
  if (!bytes.empty() && (bytes.front() < 'A' || bytes.front() > 'Z')) return refuse("not a method");
  for (std::size_t i = bytes.find('\n', seen); i != std::string_view::npos; i = bytes.find('\n', i + 1)) {
    if (bytes[i - 1] != '\r') return refuse("bare line feed");
    if (i >= 3 && bytes[i - 2] == '\n') {
      if (i + 1 > limits.header_bytes) return refuse("header too large", 431);
      return i + 1;
    }
  }
  seen = bytes.size();
  if (bytes.size() > limits.header_bytes) {
    // A line that never ends is a target too long, anything else is too many fields.
    return bytes.find('\n') == std::string_view::npos ? refuse("target too long", 414)
                                                      : refuse("header too large", 431);
  }
  return 0U;
}

Checked<void> parse_head(std::string_view bytes, const Limits& limits, Head& head) {
  head.fields.clear();
  head.method =
      head.target = {};  // what is refused may be answered in the reader's words, never in those of the one before
  head.host = {};
  head.content_length = 0;
  head.framing = Framing::none;
  head.expect = Expect::nothing;
  if (!bytes.ends_with("\r\n\r\n")) return refuse("head without its end");
  bytes.remove_suffix(2);
  const std::size_t end = bytes.find("\r\n");
  const std::string_view line = bytes.substr(0, end);
  if (const auto done = parse_request_line(line, limits, head); !done) return done;
  if (const auto done = parse_fields(bytes.substr(end + 2), limits, head); !done) return done;
  return read_framing(head);
}

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  std::string_view port;
  if (text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    const auto is_part = [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
    };
    if (!std::ranges::all_of(text.substr(1, end - 1), is_part)) return false;
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto is_part = [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; };
    if (colon == 0 || !std::ranges::all_of(text.substr(0, colon), is_part)) return false;
    port = text.substr(colon);
  }
  if (port.empty()) return true;
  if (port.front() != ':' || port.size() < 2 || port.size() > 6) return false;
  return std::ranges::all_of(port.substr(1), is_digit);
}

unsigned misdirected(std::string_view host, std::string_view authority, std::span<const std::string> ours) {
  if (!authority.empty() && !equal_ignoring_case(host, authority)) return 400;
  return is_our_host(host, ours) ? 0 : 421;
}

bool is_our_host(std::string_view host, std::span<const std::string> ours) {
  if (!is_host(host)) return false;
  const std::size_t end = host.front() == '[' ? host.find(']') + 1 : std::min(host.find(':'), host.size());
  const std::string_view name = host.substr(0, end);
  if (!ours.empty()) {
    // A name written with its port stands for that port only.
    return std::ranges::any_of(
        ours, [&](const std::string& one) { return equal_ignoring_case(one, name) || equal_ignoring_case(one, host); });
  }
  static constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::any_of(kLoopback, [&](std::string_view one) { return equal_ignoring_case(one, name); });
}

}  // namespace catalyse::http::edge
