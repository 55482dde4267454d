#include "extract/page_reader.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <QDirIterator>
#include <QFile>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

using namespace leadline;

namespace {

double cpuSeconds()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// A page of about 27 KB as small businesses have them: navigation, prose, a product list, contact block, structured data.
/// Ten pages of one site share their contact data, as they do outside.
std::string businessPage(int site, int number)
{
    const std::string host = "bench-" + std::to_string(site) + ".example";
    const std::string phone = std::to_string(1'000'000 + site * 37);
    std::string html = "<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n<title>Seite "
        + std::to_string(number) + " &ndash; Bäckerei " + std::to_string(site)
        + "</title>\n<meta name=\"description\" content=\"Brot, Brötchen und Kuchen\">\n"
          "<link rel=\"stylesheet\" href=\"/style.css\">\n<script>window.dataLayer=window.dataLayer||[];function "
          "gtag(){dataLayer.push(arguments)}</script>\n"
          "<script "
          "type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Bakery\",\"name\":\"Bäckerei "
        + std::to_string(site) + "\",\"telephone\":\"+49 30 " + phone + "\",\"email\":\"info@" + host
        + "\",\"address\":{\"@type\":\"PostalAddress\",\"streetAddress\":\"Musterstraße " + std::to_string(site % 200 + 1)
        + "\",\"postalCode\":\"10115\",\"addressLocality\":\"Berlin\",\"addressCountry\":\"DE\"},\"openingHours\":\"Mo-Fr "
          "06:00-18:00\"}</script>\n</head>\n<body class=\"page\">\n<nav class=\"main-nav\"><ul class=\"menu\">";
    for (int i = 0; i < 30; ++i)
        html += "<li class=\"menu-item menu-item-type-post_type\"><a href=\"/seite-" + std::to_string(i)
            + "/\" class=\"menu-link\">Menüpunkt " + std::to_string(i) + "</a></li>\n";
    html += "<li><a href=\"/kontakt/\">Kontakt</a></li><li><a "
            "href=\"/impressum/\">Impressum</a></li></ul></nav>\n<main>\n<h1>Willkommen</h1>\n";
    for (int i = 0; html.size() < 21'000; ++i) {
        html += "<div class=\"teaser col-md-4\" id=\"t" + std::to_string(i) + "\"><h3>Angebot "
            + std::to_string(i * 7 + number)
            + "</h3><p>Unser Handwerk braucht Zeit: Der Teig ruht <strong>24 Stunden</strong>, bevor er am Morgen um 3.30 "
              "Uhr in den Ofen kommt. "
              "Seit 1987 backen wir f&uuml;r die Nachbarschaft, mit Mehl aus der Region.</p><img src=\"/bilder/brot-"
            + std::to_string(i)
            + "@2x.jpg\" alt=\"Brot\" width=\"320\" height=\"240\"><span class=\"price\">3,50 €</span> <span "
              "class=\"sku\">Art.-Nr. 4711-"
            + std::to_string(1000 + i) + "</span> <a class=\"more\" href=\"/angebot/" + std::to_string(i)
            + "?ref=start\">mehr</a></div>\n";
    }
    html += "</main>\n<script>";
    for (int i = 0; html.size() < 25'600; ++i)
        html += "var m" + std::to_string(i) + "={id:" + std::to_string(i * 31) + ",fn:function(a,b){return a<b?a:b}};\n";
    html += "</script>\n<footer><div class=\"contact\"><p>Bäckerei " + std::to_string(site) + "<br>Musterstraße "
        + std::to_string(site % 200 + 1) + "<br>10115 Berlin</p><p>Tel. <a href=\"tel:+4930" + phone + "\">030 / " + phone
        + "</a><br>Fax 030 / " + std::to_string(2'000'000 + site * 37) + "<br>E-Mail: <a href=\"mailto:info@" + host
        + "\">info@" + host + "</a><br>bestellung [at] " + host + "</p><a href=\"https://www.facebook.com/baeckerei"
        + std::to_string(site) + "\">Facebook</a> <a href=\"https://www.instagram.com/baeckerei" + std::to_string(site)
        + "\">Instagram</a></div><p>© 2026 · USt-IdNr. DE" + std::to_string(100'000'000 + site)
        + "</p></footer></body></html>\n";
    return html;
}

/// The parser alone with handlers that do nothing but count: the floor of any extraction on libxml2's tokens.
size_t bareSax(const std::string &page)
{
    size_t count = 0;
    htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt(page.data(), static_cast<int>(page.size()));
    xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8);
    htmlCtxtUseOptions(context, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    std::memset(context->sax, 0, sizeof(*context->sax));
    context->sax->initialized = 1;
    context->sax->startElement = [](void *user, const xmlChar *, const xmlChar **) { ++*static_cast<size_t *>(user); };
    context->sax->characters = [](void *user, const xmlChar *, int) { ++*static_cast<size_t *>(user); };
    context->userData = &count;
    htmlParseDocument(context);
    htmlFreeParserCtxt(context);
    return count;
}

struct Figure
{
    double pagesPerSecond = 0;
    double megabytesPerSecond = 0;
};

template<typename Work> Figure measure(const char *name, const std::vector<std::string> &pages, double seconds, Work work)
{
    size_t bytes = 0;
    size_t count = 0;
    const double start = cpuSeconds();
    double used = 0;
    do {
        for (const std::string &page : pages) {
            work(page);
            bytes += page.size();
            ++count;
        }
        used = cpuSeconds() - start;
    } while (used < seconds);
    const Figure figure { static_cast<double>(count) / used, static_cast<double>(bytes) / used / 1e6 };
    std::printf("%-34s %9.0f pages/CPU s  %7.1f MB/s  %7.1f us/page\n", name, figure.pagesPerSecond,
        figure.megabytesPerSecond, 1e6 / figure.pagesPerSecond);
    return figure;
}

/// What the reader makes of other people's pages: every file below a folder, its contacts one per line.
int listFolder(const QString &folder, const std::string &country)
{
    QDirIterator files(folder, { QStringLiteral("*.html"), QStringLiteral("*.htm"), QStringLiteral("*.xhtml") }, QDir::Files,
        QDirIterator::Subdirectories);
    size_t pages = 0;
    size_t bytes = 0;
    double used = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray body = file.readAll();
        const std::string url = "http://docs.example" + path.toStdString();
        extract::PageInput page;
        page.body = std::string_view(body.constData(), static_cast<size_t>(body.size()));
        page.url = url;
        page.defaultCountry = country;
        const double start = cpuSeconds();
        const extract::PageReading reading = extract::readPage(page);
        used += cpuSeconds() - start;
        ++pages;
        bytes += static_cast<size_t>(body.size());
        for (const domain::ContactPoint &contact : reading.contacts) {
            const QString line = QStringLiteral("%1\t%2\t%3\t%4\t%5\t%6")
                                     .arg(domain::contactKindSlug(contact.kind).toString(),
                                         contact.junk ? contact.junkReason : QStringLiteral("ok"), contact.value,
                                         domain::extractionLayerSlug(contact.evidence.front().layer).toString(),
                                         contact.evidence.front().snippet, path);
            std::puts(line.toUtf8().constData());
        }
        for (const domain::PostalAddress &a : reading.addresses)
            std::puts(QStringLiteral("address\tok\t%1, %2 %3, %4\ttext\t\t%5")
                          .arg(a.street, a.postalCode, a.city, a.country, path)
                          .toUtf8()
                          .constData());
    }
    std::fprintf(stderr, "%zu pages, %.1f MB, %.0f pages/CPU s, %.1f MB/s\n", pages, static_cast<double>(bytes) / 1e6,
        static_cast<double>(pages) / used, static_cast<double>(bytes) / used / 1e6);
    return 0;
}

} // namespace

/// bench_extract [seconds]: extraction speed on business pages, beside the bare libxml2 tokens of the same pages.
/// bench_extract --list FOLDER [COUNTRY]: what is found in the HTML files below a folder.
int main(int argc, char **argv)
{
    if (argc > 2 && std::strcmp(argv[1], "--list") == 0)
        return listFolder(QString::fromLocal8Bit(argv[2]), argc > 3 ? argv[3] : "");
    const double seconds = argc > 1 ? std::atof(argv[1]) : 3.0;
    std::vector<std::string> pages;
    size_t bytes = 0;
    for (int site = 0; site < 60; ++site) {
        for (int number = 0; number < 10; ++number) {
            pages.push_back(businessPage(site, number));
            bytes += pages.back().size();
        }
    }
    std::printf("%zu pages of %zu sites, %.1f KB each\n", pages.size(), pages.size() / 10,
        static_cast<double>(bytes) / static_cast<double>(pages.size()) / 1024);
    size_t sink = 0;
    const Figure bare
        = measure("libxml2 SAX tokens alone", pages, seconds, [&](const std::string &page) { sink += bareSax(page); });
    size_t contacts = 0;
    const Figure read = measure("readPage: tokens and extraction", pages, seconds, [&](const std::string &page) {
        extract::PageInput input;
        input.body = page;
        input.url = "https://bench.example/seite";
        input.contentType = "text/html; charset=utf-8";
        contacts = extract::readPage(input).contacts.size();
    });
    std::printf("ratio to the bare parser: %.2f (%zu contacts on the last page, %zu tokens)\n",
        read.pagesPerSecond / bare.pagesPerSecond, contacts, sink % 10);
    return 0;
}
