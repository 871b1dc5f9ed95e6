#include "form_body.hpp"

#include <algorithm>

#include "edge_text.hpp"

namespace catalyse::http {
namespace {

constexpr std::string_view kBadField = "http.error.field";
constexpr std::string_view kBadBody = "http.error.malformed";
constexpr std::size_t kMostPartHead = 2048;

std::unexpected<FormFault> refuse(std::string_view message, std::string_view field = {}, unsigned status = 400) {
  const bool shown = field.size() <= 100 && edge::is_clean_text(field);
  return std::unexpected(FormFault{status, message, shown ? std::string(field) : std::string()});
}

// A browser ends lines with CRLF in what it sends, whatever was typed (HTML, 4.10.21.8).
std::string with_line_feeds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (pair) continue;
    out += text[i] == '\r' ? '\n' : text[i] == '\t' ? ' ' : text[i];
  }
  return out;
}

bool is_clean_lines(std::string_view text) {
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t end = std::min(text.find('\n', i), text.size());
    if (!edge::is_clean_text(text.substr(i, end - i))) return false;
    i = end + 1;
  }
  return true;
}

class Form {
 public:
  explicit Form(std::span<const InputField> declared) : declared_(declared) {}

  std::expected<void, FormFault> add(std::string name, std::string value) {
    if (name == kTokenField) {
      if (!body_.token.empty() || value.size() > 200) return refuse(kBadField, name);
      body_.token = std::move(value);
      return {};
    }
    const InputField* field = find(name);
    if (field == nullptr || field->input == Input::file) return refuse(kBadField, name);
    if (field->input == Input::text) value = with_line_feeds(value);
    if (value.size() > field->most_bytes) return refuse(kBadField, name);
    if (field->input == Input::line ? !edge::is_clean_text(value) : !is_clean_lines(value))
      return refuse(kBadField, name);
    if (++count_ > kMostFields) return refuse(kBadBody);
    body_.fields.emplace_back(std::move(name), std::move(value));
    return {};
  }

  std::expected<void, FormFault> add(Upload upload) {
    const InputField* field = find(upload.field);
    if (field == nullptr || field->input != Input::file || upload.bytes.size() > field->most_bytes)
      return refuse(kBadField, upload.field);
    if (!edge::is_clean_text(upload.file) || !edge::is_clean_text(upload.content_type))
      return refuse(kBadField, upload.field);
    if (++count_ > kMostFields) return refuse(kBadBody);
    // A browser sends an empty nameless file for a control that was left alone.
    if (!upload.file.empty()) body_.uploads.push_back(std::move(upload));
    return {};
  }

  FormBody take() { return std::move(body_); }

 private:
  [[nodiscard]] const InputField* find(std::string_view name) const {
    const auto found = std::ranges::find(declared_, name, &InputField::name);
    return found == declared_.end() ? nullptr : &*found;
  }

  std::span<const InputField> declared_;
  FormBody body_;
  std::size_t count_ = 0;
};

std::expected<FormBody, FormFault> read_encoded(std::string_view body, std::span<const InputField> declared) {
  Form form(declared);
  for (std::size_t i = 0; i < body.size();) {
    const std::size_t end = std::min(body.find('&', i), body.size());
    const std::string_view piece = body.substr(i, end - i);
    i = end + 1;
    if (piece.empty()) continue;
    const std::size_t equal = std::min(piece.find('='), piece.size());
    std::string name;
    std::string value;
    if (!edge::percent_decode(piece.substr(0, equal), edge::Plus::space, name) ||
        !edge::percent_decode(piece.substr(std::min(equal + 1, piece.size())), edge::Plus::space, value))
      return refuse(kBadBody);
    if (auto added = form.add(std::move(name), std::move(value)); !added) return std::unexpected(added.error());
  }
  return form.take();
}

// The parameter of a field like `form-data; name="a"`: a token or a quoted string. Browsers write `%22` for a quote in
// a name, so a backslash is refused rather than read in one of two ways.
bool find_parameter(std::string_view value, std::string_view wanted, std::string& out, bool& present) {
  present = false;
  std::size_t i = value.find(';');
  while (i < value.size()) {
    std::string_view rest = edge::trim(value.substr(i + 1));
    const std::size_t equal = rest.find('=');
    if (equal == std::string_view::npos) return false;
    const std::string_view name = rest.substr(0, equal);
    rest.remove_prefix(equal + 1);
    std::string_view content;
    if (rest.starts_with('"')) {
      const std::size_t close = rest.find('"', 1);
      if (close == std::string_view::npos) return false;
      content = rest.substr(1, close - 1);
      rest.remove_prefix(close + 1);
    } else {
      content = rest.substr(0, rest.find_first_of("; \t"));
      rest.remove_prefix(content.size());
    }
    rest = edge::trim(rest);
    if ((!rest.empty() && rest.front() != ';') || content.find('\\') != std::string_view::npos) return false;
    if (edge::equal_ignoring_case(name, wanted)) {
      if (present) return false;
      present = true;
      out = content;
    }
    i = rest.empty() ? value.size() : value.size() - rest.size();
  }
  return true;
}

struct PartHead {
  std::string name, file, content_type;
  bool is_file = false;
};

std::expected<PartHead, FormFault> read_part_head(std::string_view head) {
  PartHead part;
  bool described = false;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(kBadBody);
    const std::string_view value = edge::trim(line.substr(colon + 1));
    const std::string_view field = line.substr(0, colon);
    if (edge::equal_ignoring_case(field, "content-type")) part.content_type = value;
    if (edge::equal_ignoring_case(field, "content-transfer-encoding")) return refuse(kBadBody);  // RFC 7578, 4.7
    if (!edge::equal_ignoring_case(field, "content-disposition")) continue;
    bool named = false;
    if (described || !edge::equal_ignoring_case(value.substr(0, value.find(';')), "form-data") ||
        !find_parameter(value, "name", part.name, named) || !named ||
        !find_parameter(value, "filename", part.file, part.is_file))
      return refuse(kBadBody);
    described = true;
  }
  if (!described) return refuse(kBadBody);
  part.file.erase(0, part.file.find_last_of('/') + 1);  // some send the folder, which is nobody's business
  return part;
}

std::expected<FormBody, FormFault> read_multipart(std::string_view boundary, std::string_view body,
                                                  std::span<const InputField> declared) {
  Form form(declared);
  const std::string opening = "--" + std::string(boundary);
  const std::string delimiter = "\r\n" + opening;
  if (!body.starts_with(opening)) return refuse(kBadBody);
  body.remove_prefix(opening.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return refuse(kBadBody);
    body.remove_prefix(2);
    const std::size_t head_end = body.substr(0, kMostPartHead).find("\r\n\r\n");
    if (head_end == std::string_view::npos) return refuse(kBadBody);
    auto part = read_part_head(body.substr(0, head_end + 2));
    if (!part) return std::unexpected(part.error());
    body.remove_prefix(head_end + 4);
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) return refuse(kBadBody);
    std::string bytes(body.substr(0, end));
    body.remove_prefix(end + delimiter.size());
    const auto added = part->is_file ? form.add(Upload{std::move(part->name), std::move(part->file),
                                                       std::move(part->content_type), std::move(bytes)})
                                     : form.add(std::move(part->name), std::move(bytes));
    if (!added) return std::unexpected(added.error());
  }
  if (body != "--" && body != "--\r\n") return refuse(kBadBody);
  return form.take();
}

bool is_boundary(std::string_view text) {  // RFC 2046, 5.1.1
  const auto allowed = [](char c) {
    return edge::is_token_char(c) || std::string_view("()/:=?, ").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= 70 && !text.ends_with(' ') && std::ranges::all_of(text, allowed);
}

}  // namespace

std::expected<FormBody, FormFault> read_form(std::string_view content_type, std::string_view body,
                                             std::span<const InputField> declared) {
  const std::string_view type = edge::trim(content_type.substr(0, content_type.find(';')));
  if (edge::equal_ignoring_case(type, "application/x-www-form-urlencoded")) return read_encoded(body, declared);
  if (!edge::equal_ignoring_case(type, "multipart/form-data")) return refuse("http.error.media", {}, 415);
  std::string boundary;
  bool present = false;
  if (!find_parameter(content_type, "boundary", boundary, present) || !present || !is_boundary(boundary))
    return refuse(kBadBody);
  return read_multipart(boundary, body, declared);
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return difference == 0;
}

}  // namespace catalyse::http
