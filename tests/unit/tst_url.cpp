#include "crawl/url.h"

#include <QtTest>

using leadline::crawl::Url;

/// Addresses as the WHATWG URL Standard reads and writes them; the section is in the row's name where one decides.
class TestUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_absolute_serialisesCanonically_data();
    void parse_absolute_serialisesCanonically();
    void parse_relative_resolvesAgainstBase_data();
    void parse_relative_resolvesAgainstBase();
    void parse_serialised_isStable();
    void canonicalise_visitParameters_areDropped_data();
    void canonicalise_visitParameters_areDropped();
};

void TestUrl::parse_absolute_serialisesCanonically_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // empty = refused
    const auto row
        = [](const char *text, const char *expected) { QTest::newRow(text) << QByteArray(text) << QByteArray(expected); };
    row("http://example.com", "http://example.com/");
    row("HTTP://EXAMPLE.com/A", "http://example.com/A");
    row("  https://example.com/ \n", "https://example.com/");
    row("ht\ntp://exa\tmple.com/", "http://example.com/");
    row("http:example.com/a", "http://example.com/a");
    row("http:\\\\example.com\\a", "http://example.com/a");
    row("http:///example.com/", "http://example.com/");
    row("http://example.com:80/", "http://example.com/");
    row("https://example.com:443/", "https://example.com/");
    row("https://example.com:80/", "https://example.com:80/");
    row("http://example.com:/", "http://example.com/");
    row("http://example.com:65536/", "");
    row("http://example.com:8a/", "");
    row("http://example.com/a/../b/./c", "http://example.com/b/c");
    row("http://example.com/a/%2E%2e/b", "http://example.com/b");
    row("http://example.com/../../a", "http://example.com/a");
    row("http://example.com/a/..", "http://example.com/");
    row("http://example.com/a/.", "http://example.com/a/");
    row("http://example.com/a b\"<>`{}", "http://example.com/a%20b%22%3C%3E%60%7B%7D");
    row("http://example.com/caf\xC3\xA9", "http://example.com/caf%C3%A9");
    row("http://example.com/?a='b' c", "http://example.com/?a=%27b%27%20c");
    row("http://example.com/#frag", "http://example.com/");
    row("http://example.com?x", "http://example.com/?x");
    row("http://b\xC3\xBC"
        "cher.de/",
        "http://xn--bcher-kva.de/");
    row("http://B%C3%BCcher.de/", "http://xn--bcher-kva.de/");
    row("http://example.com./", "http://example.com/");
    row("http://0x7f.1/", "http://127.0.0.1/");
    row("http://2130706433/", "http://127.0.0.1/");
    row("http://0177.0.0.01/", "http://127.0.0.1/");
    row("http://1.2.3.256/", "");
    row("http://1.2.3.4.5/", "");
    row("http://[::1]/", "http://[::1]/");
    row("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/");
    row("http://[::ffff:127.0.0.1]/", "http://[::ffff:127.0.0.1]/");
    row("http://[fe80::1%25eth0]/", "");
    row("http://[1.2.3.4]/", "");
    row("http://user@example.com/", "");
    row("http://user:pw@example.com/", "");
    row("http://exa mple.com/", "");
    row("http://exa%00mple.com/", "");
    row("http://a..b/", "");
    row("http:///", "");
    row("ftp://example.com/", "");
    row("javascript:alert(1)", "");
    row("data:text/html,x", "");
    row("/relative", "");
    row("", "");
}

void TestUrl::parse_absolute_serialisesCanonically()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto url = Url::parse(text.toStdString());
    QCOMPARE(url ? QByteArray::fromStdString(url->text()) : QByteArray(), expected);
}

void TestUrl::parse_relative_resolvesAgainstBase_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray base = "https://example.com/a/b?q=1";
    const auto row = [&](const char *text, const char *expected) {
        QTest::newRow(text) << base << QByteArray(text) << QByteArray(expected);
    };
    row("c", "https://example.com/a/c");
    row("../c", "https://example.com/c");
    row("/c?d", "https://example.com/c?d");
    row("?x=2", "https://example.com/a/b?x=2");
    row("#top", "https://example.com/a/b?q=1");
    row("", "https://example.com/a/b?q=1");
    row("//other.org/x", "https://other.org/x");
    row("\\\\other.org/x", "https://other.org/x");
    row("https:c", "https://example.com/a/c");
    row("http://h/", "http://h/");
    row("mailto:a@b.c", "");
}

void TestUrl::parse_relative_resolvesAgainstBase()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto from = Url::parse(base.toStdString());
    QVERIFY(from);
    const auto url = Url::parse(text.toStdString(), &*from);
    QCOMPARE(url ? QByteArray::fromStdString(url->text()) : QByteArray(), expected);
}

void TestUrl::parse_serialised_isStable()
{
    // Whatever bytes come in, what goes out reads as itself.
    QRandomGenerator random(20261123);
    static constexpr char alphabet[] = "ab0.:/\\?#@%2eE[]- \t\xC3\xA9<'&=;";
    int accepted = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text = "http://";
        const int length = random.bounded(1, 24);
        for (int i = 0; i < length; ++i)
            text += alphabet[random.bounded(static_cast<int>(sizeof alphabet - 1))];
        const auto first = Url::parse(text);
        if (!first)
            continue;
        ++accepted;
        const auto second = Url::parse(first->text());
        QVERIFY2(second && second->text() == first->text(), text.c_str());
    }
    QVERIFY(accepted > 100);
}

void TestUrl::canonicalise_visitParameters_areDropped_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row
        = [](const char *text, const char *expected) { QTest::newRow(text) << QByteArray(text) << QByteArray(expected); };
    row("http://e.com/a?utm_source=x&id=3&gclid=1", "http://e.com/a?id=3");
    row("http://e.com/a?PHPSESSID=0123", "http://e.com/a");
    row("http://e.com/a;jsessionid=1A2B?x=1", "http://e.com/a?x=1");
    row("http://e.com/a;jsessionid=1A2B/b", "http://e.com/a/b");
    row("http://e.com/(S(abc))/b", "http://e.com/b");
    row("http://e.com/a?", "http://e.com/a");
    row("http://e.com/%7ejoe/%c3%a9", "http://e.com/~joe/%C3%A9");
    row("http://e.com/a%2fb", "http://e.com/a%2Fb");
    row("http://e.com/a?side=2", "http://e.com/a?side=2");
}

void TestUrl::canonicalise_visitParameters_areDropped()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    auto url = Url::parse(text.toStdString());
    QVERIFY(url);
    canonicaliseForCrawl(*url);
    QCOMPARE(QByteArray::fromStdString(url->text()), expected);
}

QTEST_APPLESS_MAIN(TestUrl)
#include "tst_url.moc"
