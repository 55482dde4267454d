#include "extract/html_tokens.h"

#include <QTest>

#include <string>

using namespace leadline::extract;

namespace {

/// Writes tokens down: <name a="v">, </name>, 'text', {raw}.
class Recorder final : public HtmlTokenSink
{
public:
    void startTag(std::string_view name, std::span<const HtmlAttribute> attributes) override
    {
        m_text.append("<").append(name);
        for (const HtmlAttribute &a : attributes)
            m_text.append(" ").append(a.name).append("=").append(a.value);
        m_text.append(">");
        m_wasText = false;
    }
    void endTag(std::string_view name) override
    {
        m_text.append("</").append(name).append(">");
        m_wasText = false;
    }
    void text(std::string_view piece) override
    {
        // Pieces of one text are joined: where they are cut means nothing.
        m_text.append(m_wasText ? "" : "'").append(piece);
        m_wasText = true;
    }
    void rawText(std::string_view piece) override
    {
        m_text.append("{").append(piece).append("}");
        m_wasText = false;
    }

    [[nodiscard]] QString result() const { return QString::fromStdString(m_text); }

private:
    std::string m_text;
    bool m_wasText = false;
};

} // namespace

/// Cases of the HTML standard, section 13.2.5; rows name the state they are about.
class HtmlTokensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens_followTheStandard_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *html, const char *expected) {
            QTest::newRow(name) << QByteArray(html) << QString::fromUtf8(expected);
        };
        row("data", "a<b>c</b>", "'a<b>'c</b>");
        row("tag name: upper case", "<DIV CLASS=X></DIV>", "<div class=X></div>");
        row("tag open: no tag", "a < b <3 c", "'a < b <3 c");
        row("tag open: question mark", "a<?php x ?>b", "'ab");
        row("end tag open: empty", "a</>b", "'ab");
        row("end tag open: bogus", "a</ x>b", "'ab");
        row("end tag open: end of page", "a</", "'a</");
        row("tag: end of page", "a<b c", "'a");
        row("attribute: double quoted", "<a b=\"c d>\">", "<a b=c d>>");
        row("attribute: single quoted", "<a b='\"'>", "<a b=\">");
        row("attribute: unquoted", "<a b=c/d>", "<a b=c/d>");
        row("attribute: no value", "<a b c=d>", "<a b= c=d>");
        row("attribute: blanks around =", "<a b = c>", "<a b=c>");
        row("attribute: empty before >", "<a b=>x", "<a b=>'x");
        row("attribute: leading =", "<a =b=c>", "<a =b=c>");
        row("attribute: no blank between", "<a b=\"c\"d=\"e\">", "<a b=c d=e>");
        row("attribute: slash between", "<a/b=c/d>", "<a b=c/d>");
        row("attribute: line ends", "<a\nb='c'\n>", "<a b=c>");
        row("attribute: upper-case names", "<a HREF=X Title=Y>", "<a href=X title=Y>");
        row("self-closing is ignored", "<div/>x", "<div>'x");
        row("comment", "a<!-- <b> -- > -->c", "'ac");
        row("comment: abrupt", "a<!-->b<!--->c", "'abc");
        row("comment: ends with bang", "a<!-- x --!>b", "'ab");
        row("comment: end of page", "a<!-- b", "'a");
        row("comment: dashes", "a<!----->b", "'ab");
        row("declaration", "<!DOCTYPE html>a<![CDATA[b]]>c", "'ac");
        row("CDATA in foreign content", "<svg><![CDATA[<b>]]></svg>", "<svg>'<b></svg>");
        row("foreign self-closing", "<svg><path d=x /></svg>a<svg/>b", "<svg><path d=x></path></svg>'a<svg></svg>'b");
        row("rawtext", "<style>a<b>&amp;</style>c", "<style>{a<b>&amp;}</style>'c");
        row("rawtext: other end tag", "<style></styles></b></style >", "<style>{</styles></b>}</style>");
        row("rawtext: upper case", "<STYLE>x</Style>", "<style>{x}</style>");
        row("rawtext: end of page", "<style>a", "<style>{a}");
        row("rcdata", "<title>a<b>&amp;</title>c", "<title>'a<b>&</title>'c");
        row("script", "<script>if (a<b) '</p>'</script>x", "<script>{if (a<b) '</p>'}</script>'x");
        row("script: escaped", "<script><!-- x</script>y", "<script>{<!-- x}</script>'y");
        row("script: double escaped", "<script><!--<script></script>--></script>y",
            "<script>{<!--<script></script>-->}</script>'y");
        row("script: escape closed", "<script><!--x--><script></script>y", "<script>{<!--x--><script>}</script>'y");
        row("script: abrupt comment", "<script><!--><script></script>y", "<script>{<!--><script>}</script>'y");
        row("plaintext", "<plaintext>a<b>", "<plaintext>'a<b>");
        row("reference: named", "&amp;&eacute;&rarr;&hellip;", "'&\u00e9\u2192\u2026");
        row("reference: without semicolon", "&copy 2026 &eacutex", "'\u00a9 2026 \u00e9x");
        row("reference: not without semicolon", "&rarr x", "'&rarr x");
        row("reference: unknown", "&zzz; & &", "'&zzz; & &");
        row("reference: prefix", "&nothing;", "'\u00aching;");
        row("reference: decimal", "&#228;&#228 ", "'\u00e4\u00e4 ");
        row("reference: hexadecimal", "&#xE4;&#Xe4;", "'\u00e4\u00e4");
        row("reference: empty number", "&#;&#x;", "'&#;&#x;");
        row("reference: Windows 1252", "&#128;&#150;", "'\u20ac\u2013");
        row("reference: null and surrogate", "&#0;&#xD800;&#x110000;", "'\uFFFD\uFFFD\uFFFD");
        row("reference: beyond the plane", "&#x1F4DE;", "'\U0001F4DE");
        row("reference in attribute", "<a href='?a=1&copy=2&amp;b=3&lt'>", "<a href=?a=1&copy=2&b=3<>");
        row("reference in attribute: semicolon", "<a title='&eacute;&#64;'>", "<a title=\u00e9@>");
    }

    void tokens_followTheStandard()
    {
        QFETCH(QByteArray, html);
        QFETCH(QString, expected);
        Recorder recorder;
        readHtmlTokens(std::string_view(html.constData(), static_cast<size_t>(html.size())), recorder);
        QCOMPARE(recorder.result(), expected);
    }
};

QTEST_APPLESS_MAIN(HtmlTokensTest)
#include "tst_html_tokens.moc"
