#!/usr/bin/env python3
"""Writes the website the crawl benchmark reads: business pages of about 27 KB with the clutter of real ones (navigation,
scripts, inline styles, cards), each naming its own e-mail addresses and phones in several ways.

    make_site.py FOLDER PAGES

The same seed gives the same bytes. ground-truth.json lists the distinct e-mails and phones."""

import json
import pathlib
import random
import sys

WORDS = ("workshop family tradition quality service oven timber roof garden repair bicycle coffee harbour river market "
         "street craft leather copper window restoration season opening visit project delivery region local since care "
         "advice planning measure appointment material experience master apprentice team customer guarantee").split()
CITIES = [("Hamburg", "20095", "040"), ("Leipzig", "04109", "0341"), ("Dresden", "01067", "0351"), ("Bremen", "28195", "0421"),
          ("Kassel", "34117", "0561"), ("Ulm", "89073", "0731")]


def sentence(rnd, words):
    return " ".join(rnd.choice(WORDS) for _ in range(words)).capitalize() + "."


def page(number, total, rnd, truth):
    city, postcode, area = CITIES[number % len(CITIES)]
    name = f"{rnd.choice(WORDS).capitalize()} {rnd.choice(WORDS)} {number}"
    mails = [f"office{number}@firm{number % 97}.de", f"sales{number}@firm{number % 89}.de"]
    digits = f"{3000000 + number * 7}"
    phones = [f"+49{area[1:]}{digits}", f"+49{area[1:]}{int(digits) + 1}"]
    truth["emails"].update(mails)
    truth["phones"].update(phones)
    links = [rnd.randrange(total) for _ in range(24)] + [(number * 3 + k) % total for k in (1, 2, 3)] + [(number + 1) % total]
    nav = "".join(f'<li class="menu-item menu-item-type-post menu-item-{k}"><a href="/p/{k}.html" title="Page {k}">'
                  f'<span class="menu-label">{rnd.choice(WORDS).capitalize()}</span></a></li>' for k in links)
    cards = "".join(
        f'<div class="card elevation-2" data-index="{k}" style="margin:8px 12px;padding:16px"><div class="card__media">'
        f'<img src="/img/{rnd.randrange(10**6)}@2x.png" alt="{sentence(rnd, 4)}" width="640" height="360" loading="lazy"></div>'
        f'<div class="card__body"><h3 class="card__title">{sentence(rnd, 5)}</h3><p>{sentence(rnd, 34)} {sentence(rnd, 28)}</p>'
        f'<a class="btn btn--ghost" href="/p/{rnd.randrange(total)}.html">read more</a></div></div>' for k in range(18))
    script = "window.dataLayer=window.dataLayer||[];" + "".join(
        f"dataLayer.push({{event:'{rnd.choice(WORDS)}',id:{rnd.randrange(10**9)},ts:{rnd.randrange(10**12)}}});" for _ in range(44))
    style = "".join(f".c{k}{{margin:{k}px {k + 4}px;color:#{rnd.randrange(0xffffff):06x};font-size:{10 + k % 9}px}}" for k in range(60))
    return f"""<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>{name} · {city}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="{sentence(rnd, 18)}">
<style>{style}</style><script>{script}</script></head>
<body class="page page-{number}"><header><nav><ul id="menu">{nav}</ul></nav></header>
<main><h1>{name}</h1><p>{sentence(rnd, 60)}</p>{cards}
<section class="contact"><h2>Kontakt</h2><p>{name}<br>Hafenstraße {number % 120 + 1}<br>{postcode} {city}</p>
<p>E-Mail: <a href="mailto:{mails[0]}">{mails[0]}</a></p>
<p>Verkauf: {mails[1]}</p>
<p>Tel. <a href="tel:{phones[0]}">{area} {digits}</a>, Fax: {area} / {int(digits) + 1}</p></section></main>
<footer><p>{sentence(rnd, 30)}</p></footer></body></html>
"""


def main():
    folder, total = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    rnd = random.Random(20261123)
    truth = {"emails": set(), "phones": set()}
    (folder / "p").mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(total):
        text = page(number, total, rnd, truth)
        size += len(text.encode())
        (folder / "p" / f"{number}.html").write_text(text, encoding="utf-8")
    (folder / "index.html").write_text(page(0, total, rnd, truth), encoding="utf-8")
    (folder / "ground-truth.json").write_text(json.dumps({key: sorted(value) for key, value in truth.items()}))
    print(f"{total} pages, {size / total / 1024:.1f} KB each")


main()
