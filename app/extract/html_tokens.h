#pragma once

#include <span>
#include <string_view>

namespace leadline::extract {

struct HtmlAttribute
{
    std::string_view name; ///< lower case
    std::string_view value; ///< character references decoded
};

/// Receives a page's tokens in document order. Views are valid during the call only. Tags need not balance: a receiver keeps
/// its own stack and must expect end tags that close nothing.
class HtmlTokenSink
{
public:
    virtual ~HtmlTokenSink() = default;
    virtual void startTag(std::string_view name, std::span<const HtmlAttribute> attributes) = 0;
    virtual void endTag(std::string_view name) = 0;
    /// A piece of character data, references decoded. One text may arrive in several pieces.
    virtual void text(std::string_view piece) = 0;
    /// Content of script and style elements, undecoded, perhaps in several pieces.
    virtual void rawText(std::string_view piece) = 0;
};

/// Reads valid UTF-8 without NUL. Never fails: broken markup gives the tokens that can be read.
void readHtmlTokens(std::string_view html, HtmlTokenSink &sink);

} // namespace leadline::extract
