"""A site under construction: its contact points in the spellings the web uses, and the note of what is where (the truth)."""

import html
import json
import random

from businesses import AREAS
from phrases import LANG

CALLING = {"DE": "49", "AT": "43", "CH": "41", "FR": "33", "US": "1", "GB": "44", "ES": "34", "IT": "39", "NL": "31", "PL": "48",
           "PT": "351", "SE": "46"}
COUNTRY_NAMES = {"DE": "Deutschland", "AT": "Österreich", "CH": "Schweiz", "FR": "France", "US": "USA", "GB": "United Kingdom",
                 "ES": "España", "IT": "Italia", "NL": "Nederland", "PL": "Polska", "PT": "Portugal", "SE": "Sverige"}
PROVINCES = {"Milano": "MI", "Roma": "RM", "Firenze": "FI", "Torino": "TO", "Napoli": "NA", "Bologna": "BO", "Venezia": "VE",
             "Palermo": "PA", "Genova": "GE", "Verona": "VR", "Bari": "BA", "Trieste": "TS", "Padova": "PD", "Cagliari": "CA"}
LOCALE_HOME = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL", "pt": "PT", "sv": "SE"}

# National and international spellings per country: {a} area code as dialled at home, {A} without the trunk 0, {0} {1} …
# groups of the subscriber number, {r} all of them. The first entries are national.
SPELLINGS = {
    "DE": ["{a} {0}-{1}", "{a} / {0}{1}", "({a}) {0} {1}", "+49 {A} {0}{1}", "+49 (0){A} {0}-{1}", "0049 {A} {0}{1}"],
    "AT": ["{a} {0} {1}", "{a}/{0}{1}", "+43 {A} {0} {1}", "+43 (0){A} {0}{1}"],
    "CH": ["{a} {0} {1} {2}", "{a}/{0} {1} {2}", "+41 {A} {0} {1} {2}", "+41 (0){A} {0} {1} {2}"],
    "FR": ["{a} {0} {1} {2} {3}", "{a}.{0}.{1}.{2}.{3}", "{a}-{0}-{1}-{2}-{3}", "+33 {A} {0} {1} {2} {3}",
           "+33 (0){A} {0} {1} {2} {3}", "0033 {A} {0} {1} {2} {3}"],
    "US": ["({a}) {0}-{1}", "{a}-{0}-{1}", "{a}.{0}.{1}", "+1 {a} {0} {1}", "+1-{a}-{0}-{1}", "1-{a}-{0}-{1}"],
    "GB": ["{a} {0} {1}", "({a}) {0} {1}", "{a}-{0}-{1}", "+44 {A} {0} {1}", "+44 (0){A} {0} {1}", "0044 {A} {0} {1}"],
    "ES": ["{a} {0} {1}", "{a}-{0}-{1}", "{a}{0}{1}", "+34 {a} {0} {1}", "(+34) {a} {0} {1}"],
    "IT": ["{a} {0} {1}", "{a}/{0}{1}", "{a}.{0}.{1}", "+39 {a} {0} {1}", "+39 {a}{0}{1}", "0039 {a} {0}{1}"],
    "NL": ["{a} - {0} {1}", "{a}-{0}{1}", "({a}) {0} {1}", "+31 {A} {0} {1}", "+31 (0){A} {0}{1}"],
    "PL": ["{a} {0} {1} {2}", "({a}) {0}-{1}-{2}", "{a} {0}{1}{2}", "+48 {a} {0} {1} {2}", "0048 {a} {0}{1}{2}"],
    "PT": ["{a} {0} {1}", "{a}{0}{1}", "+351 {a} {0} {1}", "(+351) {a} {0} {1}", "00351 {a} {0} {1}"],
    "SE": ["{a}-{r}", "{a} {r}", "+46 {A} {r}", "+46 (0){A} {r}", "0046 {A} {r}"],
}


class Phone:
    def __init__(self, country, area, groups):
        self.country, self.area, self.groups = country, area, groups
        self.e164 = "+" + CALLING[country] + self.bare_area() + "".join(groups)

    def bare_area(self):
        return self.area if self.country == "IT" else self.area.removeprefix("0")

    def spelled(self, style, international=False):
        forms = SPELLINGS[self.country]
        if international:
            forms = [f for f in forms if f.startswith(("+", "(+", "00"))]
        return forms[style % len(forms)].format(*self.groups, a=self.area, A=self.bare_area(), r=" ".join(self.groups))


def landline(country, city, n):
    """The n-th (0–999) number of a city's range for fiction."""
    area = AREAS[country][city]
    if country == "DE":
        block = {"030": "23125", "069": "90009", "040": "66969", "0221": "4710", "089": "99998"}[area]
        return Phone(country, area, [block, f"{n:03d}"])
    if country == "FR":
        block = {"01": ["99", "00"], "02": ["61", "91"], "03": ["53", "01"], "04": ["65", "71"], "05": ["36", "49"]}[area]
        return Phone(country, area, block + [f"{n // 100 + 10:02d}", f"{n % 100:02d}"])
    if country == "US":
        return Phone(country, area, ["555", f"01{n % 100:02d}"])
    if country == "GB":
        block = {"020": "7946", "029": "2018"}.get(area, "496")
        return Phone(country, area, [block, f"0{n:03d}"])
    if country == "SE":
        groups = {"08": ["465", "004", f"{n:02d}"], "031": ["390", "06", f"{n:02d}"], "040": ["628", "04", f"{n:02d}"],
                  "0980": ["319", f"2{n:02d}"]}[area]
        return Phone(country, area, groups)
    groups = {"AT": ["000", f"{n:03d}"], "ES": ["000", f"{n:03d}"], "IT": ["0000", f"{n:04d}"] if len(area) < 3 else ["000", f"{n:04d}"],
              "NL": ["000", f"{n:04d}"], "CH": ["000", f"{n // 100:02d}", f"{n % 100:02d}"],
              "PL": ["000", f"{n // 100:02d}", f"{n % 100:02d}"],
              "PT": ["000", f"{n:04d}"] if len(area) < 3 else ["000", f"{n:03d}"]}[country]
    return Phone(country, area, groups)


def mobile(country, n):
    """A mobile number where one can be made that is both fictitious and valid."""
    groups = {"DE": ("0171", ["39200", f"{n % 100:02d}"]), "ES": ("600", ["000", f"{n:03d}"]), "IT": ("320", ["000", f"{n:04d}"]),
              "SE": ("070", ["174", "06", f"{n + 5:02d}"])}
    return Phone(country, *groups[country]) if country in groups else None


def cloudflare(address, key):
    data = address.encode()
    return bytes([key] + [b ^ key for b in data]).hex()


class Site:
    def __init__(self, business, pages):
        self.b, self.lang, self.page_keys = business, LANG[business.lang], pages
        self.random = random.Random(business.index)
        self.root = f"/{business.folder}" if business.folder else ""
        self.locale = business.lang if LOCALE_HOME.get(business.lang) == business.country else f"{business.lang}-{business.country}"
        self.page = ""              # address path of the page being written
        self.contacts, self.decoys, self.address_pages = {}, [], []
        self.numbers = [landline(business.country, business.city, business.block + k) for k in range(8)]
        self.mobile = mobile(business.country, business.mobile)
        self.style = business.index
        locals_ = self.lang["locals"]
        self.email_main = f"{locals_[business.index % len(locals_)]}@{business.host if not business.folder else business.folder + '.' + business.host}"
        domain = self.email_main.split("@")[1]
        self.email_second = f"{self.lang['second'][business.index % 3]}@{domain}"
        self.people = [(self.lang["people"][(business.index + k) % 6], self.lang["roles"][k]) for k in range(4)]
        self.person_mail = lambda k: f"{self.ascii(self.people[k][0])}@{domain}"
        self.handle = business.slug.replace("-", "")[:9] + "_demo"

    @staticmethod
    def ascii(name):
        table = str.maketrans("äöüéèêłńśżźąęóßíáúñçîôàãõâå", "aoueeelnszzaeosiauncioaaoaa")
        return name.lower().translate(table).replace(" ", ".").replace("-", "")

    def t(self, key):
        return self.lang[key]

    def note(self, kind, value, how, label=""):
        entry = self.contacts.setdefault((kind, value), {"kind": kind, "value": value, "label": label, "found": []})
        where = {"page": self.page, "as": how}
        if where not in entry["found"]:
            entry["found"].append(where)

    def decoy(self, text, why):
        self.decoys.append({"page": self.page, "text": text, "why": why})
        return text

    # E-mails -----------------------------------------------------------------------------------------------------------

    def email(self, address, how):
        local, domain = address.split("@")
        self.note("email", address, how)
        if how == "mailto":
            return f'<a href="mailto:{address}">{address}</a>'
        if how == "mailto-subject":
            return f'<a href="mailto:{address}?subject=Hallo%20{self.b.slug}">{self.t("write")}</a>'
        if how == "mailto-percent":
            return f'<a href="mailto:{local}%40{domain}">{self.t("write")}</a>'
        if how == "text":
            return address
        if how == "entities":
            return "".join(f"&#{ord(c)};" if i % 2 else f"&#x{ord(c):x};" for i, c in enumerate(address))
        if how == "entities-mailto":
            coded = "".join(f"&#{ord(c)};" for c in "mailto:" + address)
            return f'<a href="{coded}">{local}&#064;{domain.replace(".", "&#46;")}</a>'
        if how == "at-dot":
            i = self.style % 4
            at, dot = self.t("at")[i], self.t("dot")[i]
            return local + at + dot.join(domain.rsplit(".", 1))
        if how == "at-only":
            return f"{local}(at){domain}"
        if how == "comment":
            return f"{local}<!-- no robots -->@<!-- please -->{domain}"
        if how == "span":
            return f'{local}<span class="a">@</span>{domain}'
        if how == "reversed":
            return f'<span style="unicode-bidi:bidi-override;direction:rtl">{address[::-1]}</span>'
        if how == "wbr":
            return address.replace("@", "@<wbr>").replace("-", "<wbr>-")
        if how == "zero-width":
            return f"&#8203;{local}@{domain}&#8203;"
        if how == "angle":
            return f"&lt;{address}&gt;"
        if how == "mailto-name":
            return f'<a href="mailto:{self.b.slug}%20%3C{address}%3E">{self.t("write")}</a>'
        if how == "mailto-upper":
            return f'<a href="MAILTO:{local}@{domain.upper()}?cc=&amp;body=%0A">{self.t("mail")}</a>'
        if how == "cfemail":
            return (f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{cloudflare(address, 0x20 + self.style % 90)}">'
                    "[email&#160;protected]</a>")
        if how == "cflink":
            return f'<a href="/cdn-cgi/l/email-protection#{cloudflare(address, 0x41 + self.style % 60)}"><i class="icon-mail"></i> {self.t("write")}</a>'
        if how in ("json-ld", "json-ld-loose", "mailto-unquoted"):
            return address
        raise ValueError(how)

    # Phones ------------------------------------------------------------------------------------------------------------

    def phone(self, k, how="text", label="", style=None, international=False):
        number = self.mobile if k == "mobile" else self.numbers[k]
        spelled = number.spelled(self.style if style is None else style, international)
        self.note("phone", number.e164, how, label)
        if how == "tel":
            return f'<a href="tel:{number.e164}">{spelled}</a>'
        if how == "tel-national":
            dial = number.area + "".join(number.groups)
            return f'<a href="tel:{dial}">{spelled}</a>'
        if how == "tel-percent":
            dial = number.spelled(-1 if self.b.country == "US" else 3, True).replace(" ", "%20")
            return f'<a href="tel:{dial}"><span>{self.tel_label()}</span></a>'
        if how == "no-break":
            return "<span>" + spelled.replace(" ", "&nbsp;").replace("-", "&#8209;") + "</span>"
        if how == "whatsapp":
            return f'<a href="https://wa.me/{number.e164[1:]}">WhatsApp</a>'
        return spelled

    def tel_label(self):
        return self.t("tel")[self.style % len(self.t("tel"))]

    def fax_label(self):
        return self.t("fax")[self.style % len(self.t("fax"))]

    # Social profiles ---------------------------------------------------------------------------------------------------

    def profile(self, net):
        slug, handle = self.b.slug, self.handle
        return {"facebook": f"https://www.facebook.com/{slug}.demo", "instagram": f"https://www.instagram.com/{handle}/",
                "linkedin": f"https://www.linkedin.com/company/{slug}-demo", "x": f"https://x.com/{handle}",
                "twitter": f"https://twitter.com/{handle}", "youtube": f"https://www.youtube.com/@{handle}",
                "tiktok": f"https://www.tiktok.com/@{handle}", "pinterest": f"https://www.pinterest.com/{handle}/",
                "xing": f"https://www.xing.com/companies/{slug}-demo"}[net]

    def social(self, net, how="link", text=None):
        address = self.profile(net)
        self.note("social", address, how, net)
        if how == "json-ld":
            return address
        return f'<a href="{address}" rel="noopener">{text if text is not None else net.capitalize()}</a>'

    def share_decoys(self):
        page = f"http%3A%2F%2F{self.b.host}"
        links = [f"https://www.facebook.com/sharer.php?u={page}", f"https://twitter.com/intent/tweet?url={page}",
                 "https://www.instagram.com/", f"https://www.linkedin.com/shareArticle?mini=true&amp;url={page}"]
        for link in links:
            self.decoy(link, "share link or front page, not a profile")
        return " ".join(f'<a href="{link}" class="share">+</a>' for link in links)

    # Address -----------------------------------------------------------------------------------------------------------

    def place(self):
        b = self.b
        if b.country == "US":
            return f"{b.city}, {b.region} {b.postal_code}"
        if b.country == "GB":
            return f"{b.city} {b.postal_code}" if self.style % 2 else f"{b.city}, {b.postal_code}"
        prefix = {"DE": ["", "D-"], "AT": ["A-", ""], "CH": ["CH-", ""]}.get(b.country, [""])
        suffix = f" ({PROVINCES[b.city]})" if b.country == "IT" else ""
        return prefix[self.style % len(prefix)] + b.postal_code + " " + b.city + suffix

    def address(self, separator="<br>", country=False):
        self.mark_address()
        parts = [html.escape(self.b.street, quote=False), self.place()]
        return separator.join(parts + ([COUNTRY_NAMES[self.b.country]] if country else []))

    def mark_address(self):
        if self.page not in self.address_pages:
            self.address_pages.append(self.page)

    # JSON-LD -----------------------------------------------------------------------------------------------------------

    def business_node(self, phones=(0,), email=None, nets=(), extra=()):
        b = self.b
        self.mark_address()
        address = {"@type": "PostalAddress", "streetAddress": b.street, "postalCode": b.postal_code, "addressLocality": b.city,
                   "addressCountry": b.country if self.style % 2 else {"@type": "Country", "name": b.country}}
        if b.region:
            address["addressRegion"] = b.region
        node = {"@type": b.type if self.style % 3 else [b.type, "LocalBusiness"], "name": b.name,
                "url": f"http://{b.host}{self.root}/", "address": address}
        if phones:
            node["telephone"] = self.phone(phones[0], "json-ld", international=self.style % 2 == 0)
        if len(phones) > 1:
            node["contactPoint"] = [{"@type": "ContactPoint", "contactType": "customer service",
                                     "telephone": self.phone(k, "json-ld", international=True)} for k in phones[1:]]
        if email:
            node["email"] = self.email(email, "json-ld") if self.style % 2 else "mailto:" + self.email(email, "json-ld")
        if nets:
            node["sameAs"] = [self.social(net, "json-ld") for net in nets]
        if self.style % 2:
            node["openingHours"] = ["Mo-Fr 08:30-18:00", "Sa 09:00-12:30"]
        else:
            node["openingHoursSpecification"] = {"@type": "OpeningHoursSpecification", "opens": "08:30", "closes": "18:00",
                                                 "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]}
        node["geo"] = {"@type": "GeoCoordinates", "latitude": round(40 + self.style / 10, 4), "longitude": round(-3 + self.style / 7, 4)}
        node.update(dict(extra))
        return node

    def json_ld(self, shape="single", **what):
        node = self.business_node(**what)
        if shape == "graph":
            site = {"@type": "WebSite", "@id": f"http://{self.b.host}/#website", "name": self.b.name, "url": f"http://{self.b.host}/"}
            node["@id"] = f"http://{self.b.host}/#business"
            data = {"@context": "https://schema.org", "@graph": [
                site, {"@type": "WebPage", "isPartOf": {"@id": site["@id"]}, "datePublished": "2025-11-03T08:00:00+01:00"}, node]}
        elif shape == "array":
            crumbs = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": self.t("nav")["home"], "item": f"http://{self.b.host}/"}]}
            data = [crumbs, {"@context": "http://schema.org", **node}]
        else:
            data = {"@context": "https://schema.org", **node}
        text = json.dumps(data, ensure_ascii=self.style % 3 == 0, indent=None if self.style % 4 else 1)
        return f'<script type="application/ld+json">{text}</script>'

    # Words -------------------------------------------------------------------------------------------------------------

    def sentences(self, count):
        chosen = self.random.sample(self.t("text"), count)
        return [html.escape(s.format(n=self.b.name, c=self.b.city, k=self.b.noun), quote=False) for s in chosen]

    def legal_lines(self):
        i = f"{self.b.index:03d}"
        lines = [s.format(l=self.b.legal_name, p=self.people[0][0], i=i) for s in self.t("legal")]
        for line in lines:
            if any(c.isdigit() for c in line):
                self.decoy(html.escape(line, quote=False), "register, tax or account number")
        return [html.escape(line, quote=False) for line in lines]

    def name(self):
        return html.escape(self.b.name, quote=False)
