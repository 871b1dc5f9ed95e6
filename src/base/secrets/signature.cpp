#include "signature.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <memory>

namespace catalyse::secrets {
namespace {

struct Free {
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(EVP_PKEY_CTX* one) const { EVP_PKEY_CTX_free(one); }
  void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
  void operator()(OSSL_PARAM_BLD* one) const { OSSL_PARAM_BLD_free(one); }
  void operator()(OSSL_PARAM* one) const { OSSL_PARAM_free(one); }
  void operator()(BIGNUM* one) const { BN_free(one); }
  void operator()(ECDSA_SIG* one) const { ECDSA_SIG_free(one); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t kHalf = 32;
constexpr int kLeastBits = 2048;
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Owned<BIGNUM> number(std::string_view text) {
  return Owned<BIGNUM>(BN_bin2bn(bytes(text), static_cast<int>(text.size()), nullptr));
}

Owned<EVP_PKEY> key_of(const char* type, OSSL_PARAM_BLD* build) {
  const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(build));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
    return nullptr;
  return Owned<EVP_PKEY>(key);
}

bool verify(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

}  // namespace

bool verify_rs256(std::string_view modulus, std::string_view exponent, std::string_view text,
                  std::string_view signature) {
  if (modulus.size() > 1024 || exponent.size() > 8) return false;
  const auto n = number(modulus);
  const auto e = number(exponent);
  const Owned<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
  if (!n || !e || !build || BN_num_bits(n.get()) < kLeastBits ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return false;
  const auto key = key_of("RSA", build.get());
  return key && verify(key.get(), text, signature);
}

bool verify_es256(std::string_view x, std::string_view y, std::string_view text, std::string_view signature) {
  if (x.size() != kHalf || y.size() != kHalf || signature.size() != 2 * kHalf) return false;
  const auto point = std::string(1, '\x04') + std::string(x) + std::string(y);
  const Owned<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
  if (!build || OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return false;
  const auto key = key_of("EC", build.get());
  if (!key) return false;
  const Owned<ECDSA_SIG> halves(ECDSA_SIG_new());
  auto r = number(signature.substr(0, kHalf));
  auto s = number(signature.substr(kHalf));
  if (!halves || !r || !s || ECDSA_SIG_set0(halves.get(), r.get(), s.get()) != 1) return false;
  (void)r.release();  // the signature owns them now
  (void)s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(halves.get(), &der);
  if (size <= 0) return false;
  const std::string encoded(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return verify(key.get(), text, encoded);
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                        &length, nullptr, kVariant) != 0)
    return std::nullopt;
  out.resize(length);
  return out;
}

std::string base64url(std::string_view plain) {
  std::string text(sodium_base64_ENCODED_LEN(plain.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes(plain), plain.size(), kVariant);
  text.pop_back();  // its NUL
  return text;
}

std::string sha256_bytes(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes(text), text.size(), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace catalyse::secrets
