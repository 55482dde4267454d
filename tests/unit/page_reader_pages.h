#pragma once

// Pages of tst_page_reader, apart from it because moc 6.4 loses its way in raw string literals.

namespace leadline::extract::pages {

inline constexpr char kJsonLdPage[] = R"(<script type="application/ld+json">
            /* from the shop system */
            {"@context":"https://schema.org","@graph":[
              {"@type":"WebSite","name":"Lumi\u00e8re online","publisher":{"@id":"#org"}},
              {"@type":["Organization","Bakery"],"@id":"#org","name":"Bakery Lumi\u00e8re &amp; Co","url":"/","telephone":"+33 1 42 68 53 00",
               "email":"mailto:info@bakery.example","faxNumber":"+33 1 42 68 53 09",
               "address":{"@type":"PostalAddress","streetAddress":"12 rue du Four","postalCode":"75006","addressLocality":"Paris","addressCountry":"FR"},
               "geo":{"@type":"GeoCoordinates","latitude":48.85,"longitude":"2.33"},
               "openingHoursSpecification":[{"dayOfWeek":["Monday","https://schema.org/Tuesday"],"opens":"07:00","closes":"19:30"}],
               "sameAs":["https://www.facebook.com/lumiere/?ref=x","https://de.wikipedia.org/wiki/X"],
               "contactPoint":[{"@type":"ContactPoint","contactType":"sales","telephone":"01 42 68 53 05"}],},
              {"@type":"Product","name":"Baguette","gtin13":"4006381333931","brand":{"@type":"Organization","name":"Other","telephone":"+33142685399"}}
            ]}</script>)";

inline constexpr char kMicrodataPage[] = R"(<div itemscope itemtype="http://schema.org/AutoRepair">
            <h2 itemprop="name">Garage <b>Nord</b></h2><meta itemprop="openingHours" content="Mo-Fr 08:00-17:00">
            <div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><span itemprop="streetAddress">Weg 1</span>
            <span itemprop="postalCode">10115</span> <span itemprop="addressLocality">Berlin</span><meta itemprop="addressCountry" content="Deutschland"></div>
            <a itemprop="telephone" href="tel:03023125100">rufen</a> <a itemprop="email" href="mailto:garage@nord.example">mail</a></div>)";

inline constexpr char kSocialPage[] = R"(
            <a href="https://www.facebook.com/bakery.lumiere/?hl=fr">f</a> <a href="https://facebook.com/sharer/sharer.php?u=x">share</a>
            <a href="https://instagram.com/lumiere/">i</a> <a href="https://instagram.com/p/Cx123/">post</a>
            <a href="//www.linkedin.com/company/lumiere">l</a> <a href="https://www.linkedin.com/shareArticle?url=x">s</a>
            <a href="https://twitter.com/lumiere">t</a> <a href="https://twitter.com/intent/tweet?text=x">s</a>
            <a href="https://x.com/lumiere/status/12">post</a> <a href="https://www.youtube.com/@lumiere">y</a>
            <a href="https://www.youtube.com/watch?v=1">v</a> <a href="https://www.tiktok.com/@lumiere">tt</a>
            <a href="https://www.xing.com/pages/lumiere">x</a> <a href="https://www.facebook.com/">home</a>)";

inline constexpr char kLinksPage[]
    = R"(<base href="/shop/"><a href="contact.html#form">Contact</a><a href="../impressum">Impressum</a>
            <a href="//other.example/x">x</a><a href="?page=2" rel="nofollow">next</a><a href="javascript:go()+1">j</a>
            <a href="mentions-legales">Mentions légales</a><a href="/%C3%BCber-uns/">Über uns</a><a href="/o-nas">O nas</a>
            <a href="/contact-lenses/blue/product-1">Blue</a><a href="contact.html">again</a>)";

inline constexpr char kHeadPage[]
    = R"(<html lang="de-AT"><head><title> Kontakt &ndash; B&auml;ckerei </title><meta property="og:site_name" content="Bäckerei Berg">
            <meta name="robots" content="noindex, follow"><link rel="canonical" href="/kontakt"><svg><title>icon</title></svg></head><body><h1>Ihr <i>Bäcker</i></h1></body>)";

} // namespace leadline::extract::pages
