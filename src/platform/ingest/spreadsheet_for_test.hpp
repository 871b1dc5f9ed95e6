// Makes archives and spreadsheets for tests, sound ones and others. Private to the room's tests.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::ingest::testing {

enum class Method : std::uint8_t { deflated, stored };

// What the directory of an archive says in place of the truth.
struct Lies {
  std::optional<std::uint32_t> unpacked{};
  std::uint16_t flags = 0;
  Method method = Method::deflated;
};

class Zip {
 public:
  void add(std::string_view name, std::string_view content, const Lies& lies = {}) {
    const auto packed = lies.method == Method::stored ? std::string(content) : deflated(content);
    Entry entry{std::string(name),
                static_cast<std::uint32_t>(bytes_.size()),
                static_cast<std::uint32_t>(packed.size()),
                lies.unpacked.value_or(static_cast<std::uint32_t>(content.size())),
                static_cast<std::uint32_t>(
                    crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()))),
                lies.flags,
                static_cast<std::uint16_t>(lies.method == Method::stored ? 0 : 8)};
    bytes_ += "PK\x03\x04" + word(20) + word(entry.flags) + word(entry.method) + quad(0) + quad(entry.crc) +
              quad(entry.packed) + quad(entry.unpacked) + word(static_cast<std::uint16_t>(name.size())) + word(0) +
              std::string(name) + packed;
    entries_.push_back(std::move(entry));
  }
  // Another name for the bytes of the first entry.
  void again(std::string_view name) {
    entries_.push_back(entries_.front());
    entries_.back().name = name;
  }
  [[nodiscard]] std::string take() const {
    std::string directory;
    for (const auto& e : entries_)
      directory += "PK\x01\x02" + word(20) + word(20) + word(e.flags) + word(e.method) + quad(0) + quad(e.crc) +
                   quad(e.packed) + quad(e.unpacked) + word(static_cast<std::uint16_t>(e.name.size())) + word(0) +
                   word(0) + word(0) + word(0) + quad(0) + quad(e.at) + e.name;
    const auto count = static_cast<std::uint16_t>(entries_.size());
    return bytes_ + directory + "PK\x05\x06" + word(0) + word(0) + word(count) + word(count) +
           quad(static_cast<std::uint32_t>(directory.size())) + quad(static_cast<std::uint32_t>(bytes_.size())) +
           word(0);
  }

 private:
  struct Entry {
    std::string name;
    std::uint32_t at, packed, unpacked, crc;
    std::uint16_t flags, method;
  };
  static std::string little(std::uint64_t value, int size) {
    std::string text;
    for (int i = 0; i < size; ++i, value >>= 8U) text += static_cast<char>(value & 0xFFU);
    return text;
  }
  static std::string word(std::uint16_t value) { return little(value, 2); }
  static std::string quad(std::uint32_t value) { return little(value, 4); }
  static std::string deflated(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::runtime_error("deflate");
    std::string out(deflateBound(&stream, content.size()), '\0');
    std::string in(content);
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }
  std::string bytes_;
  std::vector<Entry> entries_;
};

// A workbook: names of sheets with their rows (SpreadsheetML), and the shared texts.
inline std::string xlsx(const std::vector<std::pair<std::string, std::string>>& sheets,
                        const std::vector<std::string>& texts, Method method = Method::deflated) {
  Zip zip;
  std::string workbook = "<workbook xmlns:r=\"r\"><sheets>", relations = "<Relationships>";
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const auto n = std::to_string(i + 1);
    workbook += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>";
    relations += "<Relationship Id=\"rId" + n + "\" Target=\"worksheets/sheet" + n + ".xml\"/>";
  }
  zip.add("xl/workbook.xml", workbook + "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels", relations + "</Relationships>");
  std::string shared = "<sst>";
  for (const auto& text : texts) shared += "<si><t>" + text + "</t></si>";
  zip.add("xl/sharedStrings.xml", shared + "</sst>", {.method = method});
  for (std::size_t i = 0; i < sheets.size(); ++i)
    zip.add("xl/worksheets/sheet" + std::to_string(i + 1) + ".xml",
            "<worksheet><sheetData>" + sheets[i].second + "</sheetData></worksheet>");
  return zip.take();
}

// A document: its tables.
inline std::string ods(const std::string& tables) {
  Zip zip;
  zip.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet", {.method = Method::stored});
  zip.add("content.xml",
          "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" "
          "xmlns:text=\"x\"><office:body><office:spreadsheet>" +
              tables + "</office:spreadsheet></office:body></office:document-content>");
  return zip.take();
}

}  // namespace catalyse::ingest::testing
