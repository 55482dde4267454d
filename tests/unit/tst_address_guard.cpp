#include "crawl/address_guard.h"
#include "crawl/url.h"

#include <QtTest>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace leadline::crawl;
using leadline::domain::Remark;
using leadline::domain::RemarkCode;

/// Server-side request forgery: every spelling of an address that is not public must be refused, whichever way it is
/// written, and public ones must not be.
class TestAddressGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusal_spellingsOfInnerAddresses_areAllRefused_data();
    void refusal_spellingsOfInnerAddresses_areAllRefused();
    void allows_publicAddresses_onWebPorts_data();
    void allows_publicAddresses_onWebPorts();
    void refusal_oneBadAnswerAmongGood_refusesTheHost();
    void allows_otherPort_onlyInsideAllowedNetwork();
    void allowedNetwork_opensOnlyItself();
    void mapped_hostPatterns_matchWholeLabels();
    void make_malformedPolicy_fails();
    void isGloballyRoutable_blockEdges_areExact();

private:
    [[nodiscard]] static AddressGuard guard(const AddressPolicy &policy = {}) { return *AddressGuard::make(policy); }
};

namespace {

/// What the resolver makes of a host without asking any server.
std::optional<IpAddress> literal(std::string host)
{
    if (host.front() == '[')
        host = host.substr(1, host.size() - 2);
    return IpAddress::fromText(host);
}

} // namespace

void TestAddressGuard::refusal_spellingsOfInnerAddresses_areAllRefused_data()
{
    QTest::addColumn<QByteArray>("host");
    const char *hosts[] = {
        // loopback, every spelling of IPv4 the URL Standard knows
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "127.0.0.01",
        "0177.0.0.1",
        "0177.1",
        "017700000001",
        "0x7f.0.0.1",
        "0x7f.1",
        "0X7F.0x0.0x0.0x1",
        "0x7f000001",
        "0x7F000001",
        "2130706433",
        "127.0.0.1.",
        "127.0x0.00.1",
        "127.65535",
        "0x7f.0x1",
        "0177.0x0.1",
        "%31%32%37.0.0.1",
        "127%2e0%2e0%2e1",
        "127.0.0.%31",
        "1%327.1",
        "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1",
        "127\xE3\x80\x82"
        "0\xE3\x80\x82"
        "0\xE3\x80\x82"
        "1",
        "\xE2\x91\xA0\xE2\x91\xA1\xE2\x91\xA6.0.0.1",
        "00000177.1",
        "0x0000007f.1",
        // this host, broadcast
        "0",
        "0.0.0.0",
        "0x0",
        "00",
        "0.1",
        "0.0.0.1",
        "0.255.255.255",
        "255.255.255.255",
        "0xffffffff",
        "4294967295",
        "037777777777",
        // private and shared
        "10.0.0.1",
        "10.1",
        "012.1",
        "0xa.1",
        "167772161",
        "0x0a000001",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "0xac.0x10.1",
        "2886729729",
        "192.168.0.1",
        "192.168.1",
        "0xc0a80001",
        "3232235521",
        "0300.0250.0.1",
        "192.168.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "0x64400001",
        // link local and the addresses clouds answer metadata on
        "169.254.169.254",
        "169.254.43518",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "169.254.0.1",
        "0xA9.254.0251.254",
        // documentation, benchmarks, protocol assignments, multicast, reserved
        "192.0.0.1",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "198.18.0.1",
        "198.19.255.255",
        "192.88.99.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "250.1.2.3",
        // IPv6
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[0000:0000:0000:0000:0000:0000:0000:0001]",
        "[::0001]",
        "[0::1]",
        "[::0.0.0.1]",
        "[fe80::1]",
        "[febf::1]",
        "[fec0::1]",
        "[fc00::1]",
        "[fd00::1]",
        "[fdff:ffff::1]",
        "[ff02::1]",
        "[ff0e::1]",
        "[100::1]",
        "[2001:db8::1]",
        "[2001:DB8::1]",
        "[3fff::1]",
        "[2001:2::1]",
        "[2001:10::1]",
        "[2001:20::1]",
        "[2001:1::1]",
        "[5f00::1]",
        "[4000::1]",
        // addresses that carry another one
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::FFFF:7F00:0001]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::ffff:192.168.0.1]",
        "[::ffff:0.0.0.0]",
        "[::127.0.0.1]",
        "[::7f00:1]",
        "[::10.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::a00:1]",
        "[64:ff9b::169.254.169.254]",
        "[64:ff9b:1::7f00:1]",
        "[64:ff9b:1::808:808]",
        "[2002:7f00:1::]",
        "[2002:7f00:0001::1]",
        "[2002:a00:1::1]",
        "[2002:c0a8:1::1]",
        "[2002:a9fe:a9fe::1]",
        "[2001:0:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
        "[2001:0:4136:e378:8000:63bf:f5ff:fffe]",
        "[2001:0:a00:1:8000:63bf:f7f7:f7f7]",
    };
    for (const char *host : hosts)
        QTest::newRow(host) << QByteArray(host);
    QVERIFY2(std::size(hosts) >= 120, "the table must hold 120 spellings");
}

void TestAddressGuard::refusal_spellingsOfInnerAddresses_areAllRefused()
{
    QFETCH(QByteArray, host);
    const auto url = Url::parse("http://" + host.toStdString() + "/");
    if (!url)
        return; // refused even before
    const auto address = literal(url->host());
    QVERIFY2(address, "a number must never be left to the resolver");
    QVERIFY2(!guard().refusal({ &*address, 1 }, 80).isEmpty(), address->toText().c_str());
    QVERIFY(!guard().allowsConnection(*address, 443));
    // What the system's own resolver makes of the raw spelling must not get through either.
    addrinfo hints {};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *answers = nullptr;
    if (getaddrinfo(host.constData(), nullptr, &hints, &answers) == 0) {
        const auto read = IpAddress::fromSockaddr(answers->ai_addr);
        freeaddrinfo(answers);
        QVERIFY(read && !guard().allows(*read, 80));
    }
}

void TestAddressGuard::allows_publicAddresses_onWebPorts_data()
{
    QTest::addColumn<QByteArray>("host");
    for (const char *host : { "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255",
             "172.32.0.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
             "9.255.255.255", "11.0.0.1", "2606:4700:4700::1111", "2a00:1450:4001:80e::200e", "2001:4860:4860::8888",
             "2003::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1" })
        QTest::newRow(host) << QByteArray(host);
}

void TestAddressGuard::allows_publicAddresses_onWebPorts()
{
    QFETCH(QByteArray, host);
    const auto address = IpAddress::fromText(host.toStdString());
    QVERIFY(address);
    QVERIFY(guard().allows(*address, 80));
    QVERIFY(guard().allows(*address, 443));
    QVERIFY(!guard().allows(*address, 22));
}

void TestAddressGuard::refusal_oneBadAnswerAmongGood_refusesTheHost()
{
    const std::vector<IpAddress> answers { *IpAddress::fromText("8.8.8.8"), *IpAddress::fromText("10.0.0.7") };
    QCOMPARE(guard().refusal(answers, 80),
        Remark(RemarkCode::AddressNotPublic, { QStringLiteral("10.0.0.7"), QStringLiteral("10.0.0.7/32") }));
    QCOMPARE(guard().refusal({ answers.data(), 1 }, 80), Remark());
    QCOMPARE(guard().refusal({ answers.data(), 1 }, 25), Remark(RemarkCode::PortNotAllowed, { QStringLiteral("25") }));
}

void TestAddressGuard::allows_otherPort_onlyInsideAllowedNetwork()
{
    AddressPolicy policy;
    policy.allowedNetworks = { "127.0.0.0/8", "fd00:1::/32" };
    QVERIFY(guard(policy).allows(*IpAddress::fromText("127.0.0.1"), 8080));
    QVERIFY(guard(policy).allows(*IpAddress::fromText("::ffff:127.0.0.1"), 8080));
    QVERIFY(guard(policy).allows(*IpAddress::fromText("fd00:1::7"), 9));
    QVERIFY(!guard(policy).allows(*IpAddress::fromText("8.8.8.8"), 8080));
}

void TestAddressGuard::allowedNetwork_opensOnlyItself()
{
    AddressPolicy policy;
    policy.allowedNetworks = { "10.20.0.0/15" };
    QVERIFY(guard(policy).allows(*IpAddress::fromText("10.20.0.0"), 80));
    QVERIFY(guard(policy).allows(*IpAddress::fromText("10.21.255.255"), 80));
    QVERIFY(!guard(policy).allows(*IpAddress::fromText("10.22.0.0"), 80));
    QVERIFY(!guard(policy).allows(*IpAddress::fromText("10.19.255.255"), 80));
    QVERIFY(!guard(policy).allows(*IpAddress::fromText("127.0.0.1"), 80));
}

void TestAddressGuard::mapped_hostPatterns_matchWholeLabels()
{
    AddressPolicy policy;
    policy.hostMap = { { "*.demo.example", "127.0.0.1", 8901 }, { "one.test", "::1", 80 } };
    const AddressGuard mapping = guard(policy);
    QVERIFY(mapping.mapped("bakery.demo.example"));
    QCOMPARE(mapping.mapped("a.b.demo.example")->port, 8901);
    QVERIFY(!mapping.mapped("demo.example"));
    QVERIFY(!mapping.mapped("evildemo.example"));
    QVERIFY(mapping.mapped("one.test"));
    QVERIFY(!mapping.mapped("two.one.test"));
    // The mapping opens its own address and port for connections, nothing else, and never for a name that resolves there.
    const IpAddress loopback = *IpAddress::fromText("127.0.0.1");
    QVERIFY(mapping.allowsConnection(loopback, 8901));
    QVERIFY(!mapping.allowsConnection(loopback, 8902));
    QVERIFY(!mapping.refusal({ &loopback, 1 }, 8901).isEmpty());
}

void TestAddressGuard::make_malformedPolicy_fails()
{
    for (const char *network : { "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "10.0.0/8", "example.com" }) {
        AddressPolicy policy;
        policy.allowedNetworks = { network };
        QVERIFY2(!AddressGuard::make(policy), network);
    }
    AddressPolicy policy;
    policy.hostMap = { { "*.x", "localhost", 80 } };
    QVERIFY(!AddressGuard::make(policy));
    policy.hostMap = { { "*.", "127.0.0.1", 80 } };
    QVERIFY(!AddressGuard::make(policy));
    policy = {};
    policy.ports = { 0 };
    QVERIFY(!AddressGuard::make(policy));
}

void TestAddressGuard::isGloballyRoutable_blockEdges_areExact()
{
    const std::pair<const char *, bool> edges[] = { { "9.255.255.255", true }, { "10.0.0.0", false },
        { "10.255.255.255", false }, { "11.0.0.0", true }, { "126.255.255.255", true }, { "127.0.0.0", false },
        { "128.0.0.0", true }, { "169.253.255.255", true }, { "169.254.0.0", false }, { "169.255.0.0", true },
        { "191.255.255.255", true }, { "192.0.0.255", false }, { "192.0.1.0", true }, { "192.0.3.0", true },
        { "223.255.255.255", true }, { "224.0.0.0", false }, { "1fff:ffff::", false }, { "2000::", true },
        { "2001:1ff:ffff::", false }, { "2001:200::", true }, { "2001:db7:ffff::", true }, { "2001:db9::", true },
        { "3ffe::", true }, { "3fff:fff::", false }, { "3fff:1000::", true }, { "4000::", false } };
    for (const auto &[text, global] : edges)
        QVERIFY2(isGloballyRoutable(*IpAddress::fromText(text)) == global, text);
}

QTEST_APPLESS_MAIN(TestAddressGuard)
#include "tst_address_guard.moc"
