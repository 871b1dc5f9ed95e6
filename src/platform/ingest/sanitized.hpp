// Whether this build carries a sanitizer: its shadow memory is the process's own, so a limit of address space and a
// filter of system calls would stop the sanitizer, not the file being read.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CATALYSE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CATALYSE_SANITIZED 1
#endif
#endif

namespace catalyse::ingest {
#ifdef CATALYSE_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
}  // namespace catalyse::ingest
