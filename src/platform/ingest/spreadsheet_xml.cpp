#include "spreadsheet_xml.hpp"

#include <expat.h>
#include <sys/random.h>

#include <exception>
#include <memory>

namespace catalyse::ingest {
namespace {

constexpr int kDeepest = 64;
unsigned long salt = 1;  // of this process, which reads one file and ends

std::string_view local(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Reading {
  const XmlHandlers& handlers;
  XML_Parser parser = nullptr;
  int depth = 0;
  bool stopped = false, doctype = false, too_deep = false;
  std::exception_ptr thrown{};  // an exception may not cross the parser, which is C

  template <class F>
  void guarded(F&& work) {
    if (stopped) return;
    try {
      work();
      if (handlers.enough()) stop();
    } catch (...) {
      thrown = std::current_exception();
      stop();
    }
  }
  void stop() {
    stopped = true;
    XML_StopParser(parser, XML_FALSE);
  }
};

Reading& of(void* user) { return *static_cast<Reading*>(user); }

void on_start(void* user, const char* name, const char** attributes) {
  auto& reading = of(user);
  if (++reading.depth > kDeepest) {
    reading.too_deep = true;
    return reading.stop();
  }
  reading.guarded([&] { reading.handlers.start(local(name), XmlAttributes(attributes)); });
}

void on_end(void* user, const char* name) {
  auto& reading = of(user);
  --reading.depth;
  reading.guarded([&] { reading.handlers.end(local(name)); });
}

void on_text(void* user, const char* text, int size) {
  auto& reading = of(user);
  reading.guarded([&] { reading.handlers.text({text, static_cast<std::size_t>(size)}); });
}

void on_doctype(void* user, const char*, const char*, const char*, int) {
  of(user).doctype = true;
  of(user).stop();
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view local_name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local(*pair) == local_name) return pair[1];
  return {};
}

void seed_xml() {
  if (getrandom(&salt, sizeof salt, GRND_NONBLOCK) != static_cast<ssize_t>(sizeof salt) || salt == 0) salt = 0x9E3779B9;
}

void read_xml(const Archive& archive, const ArchiveEntry& entry, const XmlHandlers& handlers) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  if (!parser) throw ArchiveFault{SourceFault::too_much_memory, "no memory for a parser", {}};
  Reading reading{handlers, parser.get()};
  XML_SetHashSalt(parser.get(), salt);
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const auto judge = [&](XML_Status status) {
    if (reading.thrown) std::rethrow_exception(reading.thrown);
    if (reading.doctype) throw ArchiveFault{SourceFault::doctype, "a document type declaration", {}};
    if (reading.too_deep) throw ArchiveFault{SourceFault::damaged, "elements too deep", {}};
    if (reading.stopped) return false;
    if (status != XML_STATUS_OK) {
      if (XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY)
        throw ArchiveFault{SourceFault::too_much_memory, "no memory for the parser", {}};
      throw ArchiveFault{SourceFault::damaged, "XML that is not well formed", {}};
    }
    return true;
  };
  bool whole = true;
  archive.unpack(entry, [&](std::string_view piece) {
    whole = judge(XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), XML_FALSE));
    return whole;
  });
  if (whole) judge(XML_Parse(parser.get(), nullptr, 0, XML_TRUE));
}

}  // namespace catalyse::ingest
