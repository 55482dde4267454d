#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

/// An address as found, before any judgement.
struct EmailMatch
{
    size_t start = 0; ///< offset of the reading in the scanned text
    size_t end = 0;
    std::string address; ///< as written, disguises undone
    bool disguised = false;
};

/// Judgement of one address.
struct EmailVerdict
{
    std::string value; ///< lower case, host in ASCII (punycode); empty when it is no address at all
    std::string_view junkReason; ///< empty, or a stable slug: image-name, placeholder, machine-address, unknown-suffix
};

/// Finds addresses in text: plain ones around each '@' and disguised ones such as "name [at] host [dot] tld" with the words
/// of many languages. Linear; no address is reported twice for one place.
void findEmails(std::string_view text, std::vector<EmailMatch> &out);

/// Addresses of a mailto link in any spelling: percent-encoded, several recipients, "Name <address>", cc and bcc fields.
[[nodiscard]] std::vector<std::string> mailtoAddresses(std::string_view href);

/// The address in a data-cfemail attribute or behind /cdn-cgi/l/email-protection#; empty when the code is none.
[[nodiscard]] std::string cloudflareAddress(std::string_view hex);

/// Checks syntax and tells junk from addresses. The top-level domains RFC 2606 reserves are for examples, except on pages
/// whose own host is in one of them, as that of a demonstration is.
[[nodiscard]] EmailVerdict judgeEmail(std::string_view address, std::string_view pageHost);

} // namespace leadline::extract
