#pragma once

#include "extract/text_tools.h"

#include <string_view>

namespace leadline::extract {

/// The elements whose meaning matters to a reader of contact data. Everything else is Other: inline, nothing special.
enum class HtmlTag : uint8_t {
    Other,
    A,
    Area,
    Base,
    Br,
    Dd,
    Div,
    Dt,
    H1,
    Hr,
    Html,
    Img,
    Inline,
    Block,
    Li,
    Link,
    List,
    Meta,
    Option,
    P,
    Pre,
    Script,
    Style,
    Svg,
    Table,
    Template,
    TableCell,
    TableRow,
    Textarea,
    Time,
    Title,
    VoidOther,
};

inline constexpr WordTable<256>::Entry kHtmlTagEntries[] = {
    { "a", int(HtmlTag::A) },
    { "area", int(HtmlTag::Area) },
    { "base", int(HtmlTag::Base) },
    { "br", int(HtmlTag::Br) },
    { "dd", int(HtmlTag::Dd) },
    { "dt", int(HtmlTag::Dt) },
    { "h1", int(HtmlTag::H1) },
    { "hr", int(HtmlTag::Hr) },
    { "html", int(HtmlTag::Html) },
    { "img", int(HtmlTag::Img) },
    { "li", int(HtmlTag::Li) },
    { "link", int(HtmlTag::Link) },
    { "meta", int(HtmlTag::Meta) },
    { "option", int(HtmlTag::Option) },
    { "p", int(HtmlTag::P) },
    { "script", int(HtmlTag::Script) },
    { "style", int(HtmlTag::Style) },
    { "svg", int(HtmlTag::Svg) },
    { "table", int(HtmlTag::Table) },
    { "template", int(HtmlTag::Template) },
    { "td", int(HtmlTag::TableCell) },
    { "th", int(HtmlTag::TableCell) },
    { "tr", int(HtmlTag::TableRow) },
    { "textarea", int(HtmlTag::Textarea) },
    { "time", int(HtmlTag::Time) },
    { "title", int(HtmlTag::Title) },
    { "ul", int(HtmlTag::List) },
    { "ol", int(HtmlTag::List) },
    { "dl", int(HtmlTag::List) },
    { "menu", int(HtmlTag::List) },
    { "div", int(HtmlTag::Div) },
    { "section", int(HtmlTag::Div) },
    { "article", int(HtmlTag::Div) },
    { "header", int(HtmlTag::Div) },
    { "footer", int(HtmlTag::Div) },
    { "nav", int(HtmlTag::Div) },
    { "aside", int(HtmlTag::Div) },
    { "main", int(HtmlTag::Div) },
    { "form", int(HtmlTag::Div) },
    { "fieldset", int(HtmlTag::Div) },
    { "address", int(HtmlTag::Div) },
    { "blockquote", int(HtmlTag::Div) },
    { "pre", int(HtmlTag::Pre) },
    { "figure", int(HtmlTag::Div) },
    { "details", int(HtmlTag::Div) },
    { "body", int(HtmlTag::Div) },
    { "h2", int(HtmlTag::Block) },
    { "h3", int(HtmlTag::Block) },
    { "h4", int(HtmlTag::Block) },
    { "h5", int(HtmlTag::Block) },
    { "h6", int(HtmlTag::Block) },
    { "figcaption", int(HtmlTag::Block) },
    { "summary", int(HtmlTag::Block) },
    { "legend", int(HtmlTag::Block) },
    { "caption", int(HtmlTag::Block) },
    { "button", int(HtmlTag::Block) },
    { "select", int(HtmlTag::Block) },
    { "center", int(HtmlTag::Block) },
    { "label", int(HtmlTag::Inline) },
    { "span", int(HtmlTag::Inline) },
    { "b", int(HtmlTag::Inline) },
    { "i", int(HtmlTag::Inline) },
    { "em", int(HtmlTag::Inline) },
    { "strong", int(HtmlTag::Inline) },
    { "font", int(HtmlTag::Inline) },
    { "small", int(HtmlTag::Inline) },
    { "u", int(HtmlTag::Inline) },
    { "bdo", int(HtmlTag::Inline) },
    { "code", int(HtmlTag::Inline) },
    { "input", int(HtmlTag::VoidOther) },
    { "wbr", int(HtmlTag::VoidOther) },
    { "source", int(HtmlTag::VoidOther) },
    { "embed", int(HtmlTag::VoidOther) },
    { "param", int(HtmlTag::VoidOther) },
    { "track", int(HtmlTag::VoidOther) },
    { "col", int(HtmlTag::VoidOther) },
    { "frame", int(HtmlTag::VoidOther) },
};
inline constexpr WordTable<256> kHtmlTags(kHtmlTagEntries);

[[nodiscard]] constexpr HtmlTag htmlTag(std::string_view name)
{
    const int tag = kHtmlTags.find(name);
    return tag < 0 ? HtmlTag::Other : static_cast<HtmlTag>(tag);
}

[[nodiscard]] constexpr bool isVoid(HtmlTag tag)
{
    return tag == HtmlTag::Area || tag == HtmlTag::Base || tag == HtmlTag::Br || tag == HtmlTag::Hr || tag == HtmlTag::Img
        || tag == HtmlTag::Link || tag == HtmlTag::Meta || tag == HtmlTag::VoidOther;
}

/// Elements that begin and end a line of visible text.
[[nodiscard]] constexpr bool isBlock(HtmlTag tag)
{
    switch (tag) {
    case HtmlTag::Br:
    case HtmlTag::Dd:
    case HtmlTag::Div:
    case HtmlTag::Dt:
    case HtmlTag::H1:
    case HtmlTag::Hr:
    case HtmlTag::Block:
    case HtmlTag::Li:
    case HtmlTag::List:
    case HtmlTag::Option:
    case HtmlTag::P:
    case HtmlTag::Pre:
    case HtmlTag::Table:
    case HtmlTag::TableRow:
    case HtmlTag::Textarea:
        return true;
    default:
        return false;
    }
}

} // namespace leadline::extract
