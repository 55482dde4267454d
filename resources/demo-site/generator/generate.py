#!/usr/bin/env python3
"""Writes the demo site: resources/demo-site/{hosts/,site.json,truth.json}.

    generate.py            write the files
    generate.py --check    fail when the committed files are not what this program writes

Deterministic: the same sources give the same bytes. Nothing here is about a real business, person, number or address.
site.json tells the server what the files cannot (redirects, slow and failing paths, endless calendars); truth.json
holds what there is to find, page by page, and what must not be found.
"""

import json
import pathlib
import random
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

from businesses import FOLDER_HOST, businesses, directories, folder_businesses  # noqa: E402
from markup import LOCALE_HOME, Site, landline  # noqa: E402
from phrases import LANG  # noqa: E402
from templates import TEMPLATES, escape  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Which hosts show which behaviour, by slug.
HIDDEN_AREA = {"baeckerei-muster", "garage-fictif", "fictional-books", "naranjas-supuestas", "bakkerij-voorbeeld"}
MOVED_CONTACT = {"kanzlei-fiktiv", "librairie-inventee", "placeholder-roofing", "panificio-esempio", "piekarnia-przyklad"}
DEAD_LINK = {"radhaus-irgendwo", "hotel-du-modele", "phantom-cycles", "taller-ficticio", "officina-immaginaria"}
GONE_AND_FAILING = {"druckerei-lorem", "sample-and-sons"}
SLOW = {"tischlerei-beispiel", "lorem-brewing"}
CALENDAR = {"gasthof-zum-platzhalter", "notional-gallery"}
CRAWL_DELAY = {"apotheke-musterli"}
WWW_SEED = {"dummy-couriers"}

# The lists of start addresses that the demo workspace makes tasks of: what an operator would scrape together.
FOOD = {"Bakery", "CafeOrCoffeeShop", "GroceryStore", "Winery", "Brewery", "Restaurant"}
OFFICES = {"LegalService", "Dentist", "Notary", "AccountingService", "Pharmacy", "Optician", "VeterinaryCare"}
GROUPS = ("food", "offices", "directories", "workshops")


class Writer:
    def __init__(self, root):
        self.root, self.hosts, self.truth, self.seeds = root, {}, [], []
        self.groups = {name: [] for name in GROUPS}

    def put(self, host, file, text, charset="utf-8"):
        path = self.root / "hosts" / host / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(charset, "xmlcharrefreplace"))

    def host(self, name):
        return self.hosts.setdefault(name, {"folder": f"hosts/{name}"})


def append_to_home(text, addition):
    """Puts markup before the end of a page's body, or at its end when the page has none."""
    head, end, tail = text.rpartition("</body>")
    return head + addition + end + tail if end else text + addition


def behaviours(writer, template, pages):
    """Adds what a site does besides its pages; changes `pages` and the host's entry of site.json."""
    b, s, nav = template.b, template.s, template.s.t("nav")
    host = writer.host(b.host)
    home = template.path("home")

    def link(path, text, attributes=""):
        file, page = pages[home]
        pages[home] = (file, append_to_home(page, f'<p><a href="{path}"{attributes}>{escape(text)}</a></p>\n'))

    if b.slug in HIDDEN_AREA:
        s.page = "/intern/"
        mail = s.decoy(f"geheim@{b.host}", "robots.txt forbids the page")
        pages["/intern/"] = ("intern/index.html", f"<!doctype html><title>Intern</title><p>{mail}</p>\n")
        writer.put(b.host, "robots.txt", f"# {b.name}\nUser-agent: *\nDisallow: /intern/\nDisallow: /cart\nAllow: /\n\nSitemap: http://{b.host}/sitemap.xml\n")
        link("/intern/", "Intern")
    if b.slug in MOVED_CONTACT:
        moved = "/old/contact.php"
        host.setdefault("redirects", {})[moved] = {"to": template.path("contact"), "status": 301}
        host["redirects"]["/old/"] = {"to": home, "status": 302}
        link(moved, nav["contact"])
    if b.slug in DEAD_LINK:
        link("/news/2019/archive.html", "2019")
    if b.slug in GONE_AND_FAILING:
        host["status"] = {"/gone.html": 410, "/failing.html": 500}
        link("/gone.html", "2018")
        link("/failing.html", "2020")
    if b.slug in SLOW:
        host["slow"] = {template.path("services"): 1500}
    if b.slug in CRAWL_DELAY:
        writer.put(b.host, "robots.txt", "User-agent: *\nCrawl-delay: 1\nDisallow:\n")
    if b.slug in CALENDAR:
        by_path = b.slug == "notional-gallery"
        before, after = ("/calendar/", "/") if by_path else ("/kalender?monat=", "")
        host["calendars"] = [{"before": before, "after": after, "template": f"hosts/{b.host}/calendar.template.html", "first": "2026-01"}]
        cells = "".join("<tr>" + "".join(f"<td>{d + w * 7 + 1}</td>" for d in range(7) if d + w * 7 < 28) + "</tr>" for w in range(4))
        writer.put(b.host, "calendar.template.html", f"""<!DOCTYPE html>
<html lang="{s.locale}"><head><meta charset="utf-8"><title>{{{{month}}}} – {s.name()}</title></head>
<body><h1>{{{{month}}}}</h1><a href="{before}{{{{previous}}}}{after}">{s.t("prev")}</a> <a href="{before}{{{{next}}}}{after}">{s.t("next")}</a>
<table>{cells}</table><p><a href="/">{s.name()}</a></p></body></html>
""")
        link(before + "2026-01" + after, "2026")


def write_business(writer, b):
    template = TEMPLATES[b.template](b)
    pages = template.build()
    s, host = template.s, writer.host(b.host)
    if not b.folder:
        behaviours(writer, template, pages)
        if not template.header_charset:
            host["charset"] = ""
        elif template.charset != "utf-8":
            host["charset"] = template.charset
    for path, (file, text) in pages.items():
        writer.put(b.host, f"{b.folder}/{file}" if b.folder else file, text, template.charset)
        if template.urls == "php" and path.startswith("/index.php"):
            host.setdefault("rewrites", {})[path] = file
    seed = f"http://{'www.' if b.slug in WWW_SEED else ''}{b.host}{s.root}/"
    writer.seeds.append(seed)
    group = "directories" if b.folder else "food" if b.type in FOOD else "offices" if b.type in OFFICES else "workshops"
    writer.groups[group].append(seed)
    writer.truth.append({
        "host": b.host, "folder": b.folder or "", "seed": seed, "template": b.template, "language": b.lang, "country": b.country,
        "name": b.name, "names": sorted({b.name, b.legal_name}), "contacts": list(s.contacts.values()),
        "address": {"street": b.street, "postal_code": b.postal_code, "city": b.city, "country": b.country, "pages": s.address_pages},
        "businesses": [], "decoys": s.decoys})


def bare_truth(writer, host, name, lang="en", country="GB", why=""):
    seed = f"http://{host}/"
    writer.seeds.append(seed)
    writer.groups["directories"].append(seed)
    entry = {"host": host, "folder": "", "seed": seed, "template": why, "language": lang, "country": country, "name": name,
             "names": [name], "contacts": [], "address": None, "businesses": [], "decoys": []}
    writer.truth.append(entry)
    return entry


def write_directory(writer, d, first):
    """One site that lists several businesses: an overview with JSON-LD for all, and one page for each."""
    writer.host(d.host)
    entry = bare_truth(writer, d.host, d.name, d.lang, d.country, "directory")
    words = LANG[d.lang]
    locale = d.lang if LOCALE_HOME.get(d.lang) == d.country else f"{d.lang}-{d.country}"
    nodes, items = [], []
    for n, (name, kind, street, postal_code, city, region, number) in enumerate(d.rows):
        phone = landline(d.country, city, number)
        slug = Site.ascii(name).replace(" ", "-").replace(".", "-").replace("'", "")
        mail = f"{slug.split('-')[1] if first else slug}@{d.host}"
        page = f"/places/{slug}.html"
        address = {"@type": "PostalAddress", "streetAddress": street, "postalCode": postal_code, "addressLocality": city,
                   "addressCountry": d.country}
        if region:
            address["addressRegion"] = region
        node = {"@type": kind, "name": name, "url": f"http://{d.host}{page}", "telephone": phone.spelled(3), "email": mail, "address": address}
        nodes.append({"@type": "ListItem", "position": n + 1, "item": node})
        name_text = escape(name)
        place = f"{city} {postal_code}" if d.country == "GB" else f"{city}, {region} {postal_code}" if region else f"{postal_code} {city}"
        items.append(f'<li><a href="{page}">{name_text}</a>, {escape(street)}, {place}</li>')
        ld = json.dumps({"@context": "https://schema.org", **node})
        tel, mail_word = ("Phone", "Email") if first else (words["tel"][1], words["mail"])
        writer.put(d.host, page[1:], f"""<!doctype html>
<html lang="{locale}"><head><meta charset="utf-8"><title>{name_text} | {escape(d.name)}</title><script type="application/ld+json">{ld}</script></head>
<body><p><a href="/">{escape(d.name)}</a></p><h1>{name_text}</h1><p>{escape(street)}<br>{place}</p><p>{tel}: {phone.spelled(0)}</p>
<p>{mail_word}: <a href="mailto:{mail}">{mail}</a></p></body></html>
""")
        found = [{"page": page, "as": "json-ld"}, {"page": "/", "as": "json-ld"}]
        entry["businesses"].append({
            "name": name, "contacts": [{"kind": "email", "value": mail, "label": "", "found": found},
                                       {"kind": "phone", "value": phone.e164, "label": "", "found": found}],
            "address": {"street": street, "postal_code": postal_code, "city": city, "country": d.country, "pages": ["/", page]}})
    ld = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "name": d.name, "itemListElement": nodes})
    intro = "<p>Eight businesses that never were.</p>" if first else ""
    writer.put(d.host, "index.html", f"""<!doctype html>
<html lang="{locale}"><head><meta charset="utf-8"><title>{escape(d.name)}</title><script type="application/ld+json">{ld}</script></head>
<body><h1>{escape(d.name)}</h1>{intro}<ul>{"".join(items)}</ul></body></html>
""")


def write_special(writer):
    host = "silent-garden.example"
    writer.host(host)
    entry = bare_truth(writer, host, "The Silent Garden", why="nothing to find")
    for name, title, link in (("index", "The Silent Garden", "moss.html"), ("moss", "Moss", "stones.html"), ("stones", "Stones", "/")):
        entry["decoys"].append({"page": "/" if name == "index" else f"/{name}.html", "text": "1859-1862", "why": "years"})
        writer.put(host, name + ".html", f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1><p>Planted 1859-1862, open to no one, 51.477928, -0.001545. Meet us @ the gate at dusk. Rain fell.</p><p><a href="{link}">further in</a></p></html>
""")
    host = "closed-doors.example"
    writer.host(host)
    entry = bare_truth(writer, host, "Closed Doors", why="robots.txt forbids everything")
    entry["decoys"].append({"page": "/", "text": f"secret@{host}", "why": "robots.txt forbids the page"})
    writer.put(host, "robots.txt", "User-agent: *\nDisallow: /\n")
    writer.put(host, "index.html", f'<!doctype html><html lang="en"><title>Closed Doors</title><p>secret@{host}</p></html>\n')
    host = "robots-unwell.example"
    writer.host(host)["status"] = {"/robots.txt": 503}
    entry = bare_truth(writer, host, "Robots Unwell", why="robots.txt fails with 503")
    entry["decoys"].append({"page": "/", "text": f"hidden@{host}", "why": "an unreachable robots.txt forbids everything"})
    writer.put(host, "index.html", f'<!doctype html><html lang="en"><title>Robots Unwell</title><p>hidden@{host}</p></html>\n')
    links = "".join(f'<li><a href="/{b.folder}/">{escape(b.name)}</a></li>' for b in folder_businesses())
    writer.put(FOLDER_HOST, "index.html", f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Artisans, invented</title></head><body><h1>Artisans, invented</h1><ul>{links}</ul></body></html>
""")


def write_all(root):
    writer = Writer(root)
    for b in businesses() + folder_businesses():
        write_business(writer, b)
    for n, directory in enumerate(directories()):
        write_directory(writer, directory, n == 0)
    write_special(writer)
    for seeds in (writer.seeds, *writer.groups.values()):
        random.Random(9309).shuffle(seeds)
    site = {"version": 1, "seeds": writer.seeds, "groups": writer.groups, "hosts": dict(sorted(writer.hosts.items()))}
    for name, data in (("site.json", site), ("truth.json", {"version": 1, "sites": writer.truth})):
        (root / name).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return writer


def tree(root):
    files = [root / "site.json", root / "truth.json", *(root / "hosts").rglob("*")]
    return {str(f.relative_to(root)): f.read_bytes() for f in files if f.is_file()}


def main():
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as scratch:
            write_all(pathlib.Path(scratch))
            fresh, kept = tree(pathlib.Path(scratch)), tree(ROOT)
        differing = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
        if differing:
            sys.exit("not as generated: " + ", ".join(differing[:10]))
        return
    shutil.rmtree(ROOT / "hosts", ignore_errors=True)
    writer = write_all(ROOT)
    files = [f for f in (ROOT / "hosts").rglob("*") if f.is_file()]
    contacts = sum(len(t["contacts"]) for t in writer.truth)
    print(f"{len(writer.hosts)} hosts, {len(writer.seeds)} sites, {len(files)} files, "
          f"{sum(f.stat().st_size for f in files) // 1024} KiB, {contacts} contact points")


if __name__ == "__main__":
    main()
