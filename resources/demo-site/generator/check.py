#!/usr/bin/env python3
"""Checks that everything truth.json claims stands on the pages, spelled as it says, and that every address is served.

Shares no code with the generator: it reads site.json and the files as a server would, and decodes each spelling itself.
"""

import html
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALLING = {"DE": "49", "AT": "43", "CH": "41", "FR": "33", "US": "1", "GB": "44", "ES": "34", "IT": "39", "NL": "31", "PL": "48",
           "PT": "351", "SE": "46"}
AT_WORDS = r"at|ät|arobase|arroba|chiocciola|apenstaartje|apenstaart|małpa|snabel-a"
DOT_WORDS = r"dot|punkt|point|punto|ponto|punt|kropka"


def page_text(site, host, path):
    """The body served for a path, decoded, or None."""
    entry = site["hosts"][host]
    folder = ROOT / entry["folder"]
    path = entry.get("rewrites", {}).get(path, path.lstrip("/"))
    for candidate in ([path + "index.html"] if path == "" or path.endswith("/") else [path, path + ".html"]):
        file = folder / candidate
        if file.is_file():
            data = file.read_bytes()
            said = re.search(rb"charset=[\"']?([a-z0-9-]+)", data[:600], re.I)
            return data.decode(entry.get("charset") or (said.group(1).decode() if said else "utf-8"))
    return None


def strip_tags(text):
    text = re.sub(r"</?(?:p|br|div|li|td|tr|dd|dt|dl|h\d)\b[^>]*>", " | ", text, flags=re.I)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", "", text, flags=re.S)))


def cloudflare(text):
    out = []
    for coded in re.findall(r'(?:data-cfemail="|email-protection#)([0-9a-f]+)', text):
        data = bytes.fromhex(coded)
        out.append(bytes(b ^ data[0] for b in data[1:]).decode())
    return out


def json_ld(text):
    return "\n".join(json.dumps(json.loads(block), ensure_ascii=False)
                     for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S))


def loose_json_ld(text):
    """JSON-LD that no strict parser takes."""
    return "".join(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S))


def email_present(value, how, text):
    plain = strip_tags(text)
    if how in ("mailto", "mailto-subject", "mailto-percent"):
        return any(m.replace("%40", "@").split("?")[0] == value for m in re.findall(r'href="mailto:([^"]+)"', text))
    if how == "mailto-name":
        return f"%3C{value}%3E\"" in text
    if how == "mailto-upper":
        local, domain = value.split("@")
        return f'"MAILTO:{local}@{domain.upper()}?' in text
    if how == "angle":
        return f"&lt;{value}&gt;" in text
    if how == "zero-width":
        return f"\u200b{value}\u200b" in plain
    if how == "json-ld-loose":
        return f'"{value}"' in loose_json_ld(text)
    if how == "mailto-unquoted":
        return f"href=mailto:{value} " in text
    if how == "entities-mailto":
        return value in plain and "mailto:" + value in html.unescape(text) and value not in text
    if how == "entities":
        return value in plain and value not in text
    if how in ("text", "comment", "span", "wbr", "at-only", "at-dot"):
        if how in ("comment", "span", "wbr") and value in text:
            return False
        if how in ("at-only", "at-dot"):
            plain = re.sub(rf"\s*(?:[\[(](?:{AT_WORDS})[\])]|\s(?:{AT_WORDS})\s)\s*", "@", plain)
            plain = re.sub(rf"\s*(?:[\[(](?:{DOT_WORDS})[\])]|\s(?:{DOT_WORDS})\s)\s*", ".", plain)
        return value in plain
    if how == "reversed":
        return value[::-1] in text and value not in text.replace(f"mailto:{value}", "")
    if how in ("cfemail", "cflink"):
        return value in cloudflare(text) and value not in text
    if how == "json-ld":
        return value in json_ld(text)
    if how == "microdata":
        return "itemprop" in text and value in text
    raise ValueError(how)


def e164(spelled, country):
    digits = re.sub(r"\(0\)", "", spelled)
    plus, digits = "+" in digits, re.sub(r"\D", "", digits)
    code = CALLING[country]
    if plus:
        return "+" + digits
    if digits.startswith("00"):
        return "+" + digits[2:]
    if country == "US" and len(digits) == 11:
        return "+" + digits
    if country not in ("IT", "ES", "PL", "PT", "US"):
        digits = digits.removeprefix("0")
    return "+" + code + digits


def phone_present(value, how, text, country):
    if how == "whatsapp":
        return f'https://wa.me/{value[1:]}"' in text
    if how == "tel-percent":
        return any(e164(m.replace("%20", " "), country) == value for m in re.findall(r'href="tel:([^"]+)"', text))
    source = {"json-ld": json_ld, "json-ld-loose": loose_json_ld}.get(how, strip_tags)(text).replace("\u2011", "-")
    if how in ("tel", "tel-national") and not any(e164(m, country) == value for m in re.findall(r'href="tel:([^"]+)"', text)):
        return False
    candidates = re.findall(r"(?:\(?\+|\(0?\d|\d)[\d\s()./\-]{6,22}\d", source)
    return any(e164(candidate, country) == value for candidate in candidates)


def main():
    site, truth = (json.loads((ROOT / n).read_text("utf-8")) for n in ("site.json", "truth.json"))
    problems, checked = [], 0

    def expect(good, what):
        nonlocal checked
        checked += 1
        if not good:
            problems.append(what)

    seen = set()
    for t in truth["sites"]:
        expect(t["seed"] in site["seeds"], f"{t['seed']} is no seed")
        expect((t["host"], t["folder"]) not in seen, f"{t['seed']} is there twice")
        seen.add((t["host"], t["folder"]))
        places = [(t, t["address"])] + [(b, b["address"]) for b in t["businesses"]]
        for owner, address in places:
            for contact in owner["contacts"]:
                for found in contact["found"]:
                    text = page_text(site, t["host"], found["page"])
                    what = f"{t['host']}{found['page']}: {contact['value']} as {found['as']}"
                    if text is None:
                        expect(False, what + ": no such page")
                    elif contact["kind"] == "email":
                        expect(email_present(contact["value"], found["as"], text), what)
                    elif contact["kind"] == "phone":
                        expect(phone_present(contact["value"], found["as"], text, t["country"]), what)
                    else:
                        expect(contact["value"].removeprefix("https:") in text, what)
            for path in address["pages"] if address else []:
                text = page_text(site, t["host"], path) or ""
                both = html.unescape(text) + ("" if "CDATA[ */" in text else json_ld(text))
                for part in ("street", "postal_code", "city"):
                    expect(address[part] in both, f"{t['host']}{path}: {address[part]}")
        for decoy in t["decoys"]:
            text = page_text(site, t["host"], decoy["page"])
            expect(text is not None and decoy["text"] in text + html.unescape(text), f"{t['host']}{decoy['page']}: decoy {decoy['text']}")
    expect(sorted(s for group in site["groups"].values() for s in group) == sorted(site["seeds"]), "the groups are not the seeds")
    for host, entry in site["hosts"].items():
        expect((ROOT / entry["folder"]).is_dir(), f"{host}: no folder")
        expect(host.endswith(".example"), f"{host}: not a reserved name")
        for file in (ROOT / entry["folder"]).rglob("*.html"):
            text = file.read_bytes().decode("iso-8859-1")
            base = re.search(r'<base href="([^"]+)"', text)
            for href in re.findall(r'(?i)<(?!base)[^>]*?href=["\']?([^"\' >]+)', text):
                if re.match(r"(?i)[a-z]+:|#|&#|//|\{\{", href) or "{{" in href or href.startswith(("/cdn-cgi", "/static", "/cart", "/feed")):
                    continue
                path = html.unescape(href).split("#")[0]
                if not path.startswith("/"):
                    if base:
                        path = base.group(1) + path
                    else:
                        path = "/" + (file.relative_to(ROOT / entry["folder"]).parent / path).as_posix()
                    path = re.sub(r"[^/]+/\.\./", "", path)
                special = path in entry.get("redirects", {}) or path in entry.get("status", {}) or path == "/news/2019/archive.html"
                special = special or any(path.startswith(c["before"]) for c in entry.get("calendars", []))
                expect(special or page_text(site, host, path) is not None, f"{host}: {file.name} links to {href}, which is not there")
    size = sum(f.stat().st_size for f in ROOT.rglob("*") if f.is_file())
    expect(size < 3_000_000, f"{size} bytes in all")
    if problems:
        sys.exit("\n".join(problems[:60]) + f"\n{len(problems)} of {checked} checks failed")
    kinds = {k: sum(c["kind"] == k for t in truth["sites"] for o in [t, *t["businesses"]] for c in o["contacts"]) for k in ("email", "phone", "social")}
    print(f"{checked} checks, {len(truth['sites'])} sites, {kinds}, {size // 1024} KiB")


if __name__ == "__main__":
    main()
