// The words of notices and of the mails that carry them. Private to the room.
#pragma once

#include "mail/mail.hpp"
#include "store.hpp"

namespace catalyse::notices {

// Empty when the room no longer has that sentence.
[[nodiscard]] std::string sentence_of(const store::Row& row, core::Language language);

// One mail of one notice or of many. `kind`: what its one click ends; « * »: everything.
[[nodiscard]] mail::Mail compose(const Setting& setting, const Recipient& recipient, std::span<const store::Row> rows,
                                 std::string_view kind);

}  // namespace catalyse::notices
