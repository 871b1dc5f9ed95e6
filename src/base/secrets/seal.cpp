#include "seal.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "secrets.hpp"

namespace catalyse::secrets {
namespace {

constexpr std::string_view kMark = "s1:";
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string from_hex(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  std::size_t length = 0;
  if (sodium_hex2bin(bytes(out), out.size(), hex.data(), hex.size(), nullptr, &length, nullptr) != 0) return {};
  out.resize(length);
  return out;
}

std::unexpected<core::Error> refuse(const std::filesystem::path& file, const std::string& why) {
  return core::fail(core::ErrorKind::unavailable, "secrets.key", "the key file " + file.string() + " " + why);
}

// O_EXCL: two programs that start at once do not each make a key.
core::Result<void> make_key(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0 && errno == EEXIST) return {};
  if (made < 0) return refuse(file, std::string("cannot be made: ") + std::strerror(errno));
  const auto key = random_bytes(kKeyBytes);
  std::string hex(2 * kKeyBytes + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes(key), key.size());
  hex.back() = '\n';
  const bool written = ::write(made, hex.data(), hex.size()) == static_cast<ssize_t>(hex.size()) && ::fsync(made) == 0;
  ::close(made);
  if (!written) return refuse(file, "cannot be written");
  return {};
}

}  // namespace

bool is_sealed(std::string_view text) { return text.starts_with(kMark); }

std::string seal(std::string_view key, std::string_view place, std::string_view plain) {
  if (key.size() != kKeyBytes) throw std::logic_error("a key of another size");
  const auto nonce = random_bytes(crypto_secretbox_NONCEBYTES);
  const auto whole = std::string(place) + '\n' + std::string(plain);
  std::string box(whole.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(bytes(box), bytes(whole), whole.size(), bytes(nonce), bytes(key));
  box.insert(0, nonce);
  std::string text(sodium_base64_ENCODED_LEN(box.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes(box), box.size(), kVariant);
  text.pop_back();  // its NUL
  return std::string(kMark) + text;
}

std::optional<std::string> unseal(std::string_view key, std::string_view place, std::string_view sealed) {
  if (key.size() != kKeyBytes) throw std::logic_error("a key of another size");
  if (!is_sealed(sealed)) return std::nullopt;
  sealed.remove_prefix(kMark.size());
  std::string box(sealed.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(bytes(box), box.size(), sealed.data(), sealed.size(), nullptr, &length, nullptr, kVariant) != 0)
    return std::nullopt;
  if (length < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) return std::nullopt;
  const auto* content = bytes(box) + crypto_secretbox_NONCEBYTES;
  const auto size = length - crypto_secretbox_NONCEBYTES;
  std::string whole(size - crypto_secretbox_MACBYTES, '\0');
  if (crypto_secretbox_open_easy(bytes(whole), content, size, bytes(box), bytes(key)) != 0) return std::nullopt;
  if (!whole.starts_with(std::string(place) + '\n')) return std::nullopt;
  return whole.substr(place.size() + 1);
}

std::string derive_key(std::string_view key, std::string_view use) { return from_hex(keyed_digest(key, use)); }

core::Result<std::string> load_key(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    if (!file.parent_path().empty()) std::filesystem::create_directories(file.parent_path(), error);
    if (auto made = make_key(file); !made) return std::unexpected(made.error());
  }
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return refuse(file, std::string("cannot be read: ") + std::strerror(errno));
  if ((status.st_mode & 0077U) != 0) return refuse(file, "can be read by others: chmod 600");
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  auto key = from_hex(line);
  if (key.size() != kKeyBytes) return refuse(file, "does not hold 64 hexadecimal digits");
  return key;
}

}  // namespace catalyse::secrets
