#!/usr/bin/env python3
"""The same crawl and extraction with Scrapy, for comparison: follow every link of the site, read e-mails (mailto, text,
Cloudflare), phones (tel links, candidates in text, validated by phonenumbers with the page's country), JSON-LD and microdata
businesses, social profiles, each with its evidence, and write JSON lines. Written to be fast: one pass of lxml over the text,
candidates only, validation memoised.

    scrapy_spider.py START_URL MAX_PAGES OUTPUT.jsonl"""

import functools
import json
import re
import sys
from urllib.parse import unquote, urlsplit

import phonenumbers
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00|\(?0)[0-9(][0-9 ()/.\-\u2013]{5,22}[0-9](?![\w])")
JUNK = re.compile(r"@(?:\dx|example\.|sentry)|\.(?:png|jpe?g|gif|webp|svg)$", re.I)
SOCIAL = re.compile(r"https?://(?:www\.)?(?:facebook|instagram|linkedin|twitter|x|youtube|xing|tiktok)\.com/[^\s\"'<>?#]+")
COUNTRY = {"de": "DE", "fr": "FR", "it": "IT", "es": "ES", "nl": "NL", "en": "GB"}


@functools.lru_cache(maxsize=65536)
def phone(text, country):
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def cloudflare(code):
    key = int(code[:2], 16)
    return "".join(chr(int(code[k:k + 2], 16) ^ key) for k in range(2, len(code), 2))


class ContactSpider(scrapy.Spider):
    name = "contacts"
    links = LinkExtractor(canonicalize=True, unique=True)

    def parse(self, response):
        if not isinstance(response, scrapy.http.HtmlResponse):
            return
        root = response.selector.root
        country = COUNTRY.get((root.get("lang") or "")[:2].lower())
        found = {}

        def add(kind, value, layer, confidence, snippet):
            known = found.setdefault((kind, value), [])
            if len(known) < 5:
                known.append({"url": response.url, "layer": layer, "confidence": confidence, "snippet": snippet[:160]})

        for anchor in root.iter("a"):
            href = anchor.get("href") or ""
            if href.startswith("mailto:"):
                add("email", unquote(href[7:].split("?")[0]).lower(), "mailto", 95, anchor.text or "")
            elif href.startswith("tel:"):
                number = phone(unquote(href[4:]), country)
                if number:
                    add("phone", number[0], "tel-link", 95, anchor.text or "")
            elif SOCIAL.match(href):
                add("social", href, "link", 80, anchor.text or "")
        for node in root.xpath("//*[@data-cfemail]"):
            add("email", cloudflare(node.get("data-cfemail")), "cloudflare", 90, "")
        for node in root.xpath("//script[@type='application/ld+json']"):
            try:
                self.structured(json.loads(node.text or ""), country, add)
            except ValueError:
                pass
        for node in root.xpath("//*[@itemprop='telephone' or @itemprop='email']"):
            text = (node.get("content") or "".join(node.itertext())).strip()
            if node.get("itemprop") == "email":
                add("email", text.lower(), "microdata", 90, text)
            elif phone(text, country):
                add("phone", phone(text, country)[0], "microdata", 90, text)
        text = " ".join(root.xpath("//body//text()[not(parent::script) and not(parent::style)]"))
        for match in EMAIL.finditer(text):
            if not JUNK.search(match.group()):
                add("email", match.group().lower(), "text", 70, text[max(0, match.start() - 60):match.end() + 60])
        for match in PHONE.finditer(text):
            number = phone(match.group(), country)
            if number:
                add("phone", number[0], "text", 70, text[max(0, match.start() - 60):match.end() + 60])
        yield {"url": response.url, "title": response.css("title::text").get(),
               "contacts": [{"kind": kind, "value": value, "evidence": evidence} for (kind, value), evidence in found.items()]}
        for link in self.links.extract_links(response):
            if urlsplit(link.url).netloc == self.host:
                yield scrapy.Request(link.url, callback=self.parse)

    def structured(self, data, country, add):
        if isinstance(data, list):
            for item in data:
                self.structured(item, country, add)
        elif isinstance(data, dict):
            if isinstance(data.get("email"), str):
                add("email", data["email"].lower(), "json-ld", 90, "")
            if isinstance(data.get("telephone"), str):
                number = phone(data["telephone"], country)
                if number:
                    add("phone", number[0], "json-ld", 90, "")
            for value in data.values():
                self.structured(value, country, add)


def main():
    start, most, output = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    process = CrawlerProcess({
        "LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "COOKIES_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False, "CLOSESPIDER_PAGECOUNT": most,
        "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7", "FEEDS": {output: {"format": "jsonlines"}},
    })
    process.crawl(ContactSpider, start_urls=[start])
    ContactSpider.host = urlsplit(start).netloc
    process.start()


main()
