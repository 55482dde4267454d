"""The page templates. Each builds every page of a site; which contact point stands where, and how it is spelled, is
decided here."""

import html

from markup import Site
from phrases import PROSE


def escape(text):
    return html.escape(text, quote=False)


class Template:
    """A plain base: subclasses override the frame and the parts that make their kind of site."""

    pages = ["home", "about", "contact"]
    urls = "html"
    charset = "utf-8"           # of the files
    header_charset = True       # whether the server says it

    def __init__(self, business):
        self.b = business
        self.s = Site(business, self.pages)

    def path(self, key):
        slug, root = self.s.t("slug")[key], self.s.root
        if key == "home":
            return root + "/"
        return root + {"html": f"/{slug}.html", "dir": f"/{slug}/", "bare": f"/{slug}", "htm": f"/{slug.capitalize()}.htm",
                       "php": f"/index.php?page={slug}", "lang": f"/{self.b.lang}/{slug}.html"}[self.urls]

    def file(self, key):
        if key == "home":
            return "index.html"
        slug = self.s.t("slug")[key]
        return {"html": f"{slug}.html", "dir": f"{slug}/index.html", "bare": f"{slug}.html", "htm": f"{slug.capitalize()}.htm",
                "php": f"pages/{slug}.html", "lang": f"{self.b.lang}/{slug}.html"}[self.urls]

    def href(self, key):
        return escape(self.path(key))

    def build(self):
        """{path: (file, text)} of all pages."""
        out = {}
        for key in self.pages:
            self.s.page = self.path(key)
            label = self.s.t("nav")[key]
            title = self.s.t("welcome").format(n=self.b.name) if key == "home" else label
            out[self.s.page] = (self.file(key), self.frame(key, escape(title), getattr(self, key)()))
        return out

    # Parts -------------------------------------------------------------------------------------------------------------

    def nav_links(self, separator="\n", wrap="{}"):
        return separator.join(
            wrap.format(f'<a href="{self.href(k)}">{escape(self.s.t("nav")[k])}</a>') for k in self.pages)

    def lead(self, count=3):
        return "\n".join(f"<p>{t}</p>" for t in self.s.sentences(count))

    def prices(self):
        s = self.s
        amounts = ["12,50 €", "49,00 €", "1.299,00 €"] if self.b.lang != "en" else ["£12.50", "$49.00", "$1,299.00"]
        rows = []
        for i, item in enumerate(s.t("items")):
            rows.append((escape(item), f'{s.t("sku")} {s.decoy(f"{10 + self.b.index}-{4700 + i * 11}-{i}", "item number")}', amounts[i % 3]))
        return rows

    def home(self):
        return self.lead(4)

    def about(self):
        return self.lead(6)

    def services(self):
        return self.lead(2) + "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in self.s.t("items")) + "</ul>" + self.lead(2)

    def products(self):
        rows = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in self.prices())
        return self.lead(2) + f'<table class="prices"><tr><th></th><th></th><th>{self.s.t("price")}</th></tr>{rows}</table>'

    def legal(self):
        return "".join(f"<p>{t}</p>" for t in self.s.legal_lines())

    def team(self):
        return self.lead(2)

    def contact(self):
        raise NotImplementedError

    def frame(self, key, title, body):
        raise NotImplementedError


class Modern(Template):
    """Semantic HTML 5, schema.org JSON-LD on the home page, tel and mailto links, all pages."""

    pages = ["home", "about", "services", "products", "team", "contact", "legal"]
    urls = "dir"

    def frame(self, key, title, body):
        s = self.s
        ld = s.json_ld("single", phones=(0,), email=s.email_main, nets=("facebook", "instagram")) if key == "home" else ""
        return f"""<!doctype html>
<html lang="{s.locale}">
<head>
<meta charset="utf-8">
<title>{title} | {s.name()}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:site_name" content="{s.name()}">
<meta property="og:type" content="website">
<link rel="canonical" href="http://{self.b.host}{self.href(key)}">
<style>body{{font:17px/1.5 system-ui;margin:0;color:#222}}main{{max-width:60rem;margin:auto;padding:1rem}}header,footer{{background:#0b6b63;padding:1rem}}header a,footer a{{color:#fff}}</style>
{ld}
</head>
<body>
<header><nav aria-label="main">{self.nav_links(" · ")}</nav></header>
<main>
<h1>{title}</h1>
{body}
</main>
<footer><p>© 2026 {s.name()}. {s.t("rights")}.</p></footer>
</body>
</html>
"""

    def contact(self):
        s = self.s
        return f"""<section class="contact"><h2>{s.t("address")}</h2>
<address>{escape(self.b.name)}<br>{s.address()}</address>
<p>{s.tel_label()}: {s.phone(0, "tel")}</p>
<p>{s.fax_label()}: {s.phone(1, "text", "fax")}</p>
<p>{s.t("mail")}: {s.email(s.email_main, "mailto")}</p>
<p>{s.social("facebook")} {s.social("instagram")}</p></section>
<form action="/send" method="post"><input name="mail" placeholder="{s.decoy("name@example.com", "placeholder of a form field")}"><textarea></textarea><button>OK</button></form>"""

    def team(self):
        s, cards = self.s, []
        for k in range(3):
            name, role = s.people[k]
            cards.append(f'<article class="card"><h3>{escape(name)}</h3><p>{escape(role)}</p><p>{s.email(s.person_mail(k), "mailto")}</p></article>')
        return "\n".join(cards)

    def legal(self):
        s = self.s
        return f"<p>{escape(self.b.legal_name)}<br>{s.address()}</p>" + super().legal() + f"<p>{s.t('mail')}: {s.email(s.email_main, 'text')}</p>"


class Table(Template):
    """HTML 4 with table layout and font tags; contact points in plain text only, no language given."""

    pages = ["home", "products", "contact", "legal"]
    urls = "htm"
    header_charset = False

    def frame(self, key, title, body):
        s = self.s
        cells = self.nav_links("", "<TR><TD NOWRAP><FONT SIZE=2>{}</FONT></TD></TR>")
        return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<TITLE>{s.name()} - {title}</TITLE>
</HEAD>
<BODY BGCOLOR="#FFFFEE" LINK="#003399">
<TABLE WIDTH=760 BORDER=0 CELLPADDING=6 ALIGN=center>
<TR><TD COLSPAN=2 BGCOLOR="#003399"><FONT COLOR="#FFFFFF" SIZE=5><B>{s.name()}</B></FONT></TD></TR>
<TR><TD VALIGN=top WIDTH=140 BGCOLOR="#DDDDCC"><TABLE>{cells}</TABLE></TD>
<TD VALIGN=top><H1>{title}</H1>
{body}
</TD></TR>
<TR><TD COLSPAN=2 ALIGN=center><FONT SIZE=1>Copyright 2003-2026 {s.name()} &middot; Best viewed at 800x600</FONT></TD></TR>
</TABLE>
</BODY></HTML>
"""

    def contact(self):
        s = self.s
        foreign = s.locale != self.b.lang
        return f"""<TABLE BORDER=1 CELLSPACING=0 CELLPADDING=4>
<TR><TD><B>{s.t("address")}</B></TD><TD>{s.name()}<BR>{s.address("<BR>", country=True)}</TD></TR>
<TR><TD><B>{s.tel_label()}</B></TD><TD>{s.phone(0, international=foreign)}</TD></TR>
<TR><TD><B>{s.fax_label()}</B></TD><TD>{s.phone(1, "text", "fax", international=foreign)}</TD></TR>
<TR><TD><B>{s.t("mail")}</B></TD><TD>{s.email(s.email_main, "at-only" if s.style % 2 else "text")}</TD></TR>
</TABLE>
<P>{s.t("hours")}: {s.decoy(s.t("days"), "opening hours")}</P>"""

    def legal(self):
        s = self.s
        return f"<P><B>{escape(self.b.legal_name)}</B><BR>{s.address('<BR>')}</P>" + "<BR>".join(s.legal_lines())


class Xhtml(Template):
    """XHTML 1.0 Strict with an XML declaration and a CDATA script; addresses as character references."""

    pages = ["home", "about", "services", "contact"]
    urls = "html"

    def frame(self, key, title, body):
        s = self.s
        return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{s.locale}" lang="{s.locale}">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title} :: {s.name()}</title>
<script type="text/javascript">
//<![CDATA[
var tracker = {{ id: {s.decoy("2025550187", "number in a script")}, mail: "{s.decoy("tracker@stats.invalid", "address in a script")}" }};
if (1 < 2 && tracker.id) {{ document.title += ""; }}
//]]>
</script>
</head>
<body>
<div id="wrap"><div id="head"><strong>{s.name()}</strong></div>
<ul id="menu">{self.nav_links("", "<li>{}</li>")}</ul>
<div id="content"><h1>{title}</h1>
{body}
</div>
<div id="foot"><p>&#169; {s.name()}<br />{s.address(", ")}</p></div></div>
</body>
</html>
"""

    def contact(self):
        s = self.s
        return f"""<p>{s.tel_label()} {s.phone(0)}<br />{s.fax_label()} {s.phone(1, "text", "fax")}<br />
{s.t("mail")}: {s.email(s.email_main, "entities")}<br />
{s.email(s.email_second, "entities-mailto")}</p>
<p><img src="/img/logo@2x.png" alt="" /><img src="/img/{s.decoy("anfahrt@300w.jpg", "image name")}" alt="" /></p>"""


class Spa(Template):
    """An empty root element filled by a script: everything there is to read is JSON-LD and a few noscript links."""

    pages = ["home", "about", "contact"]
    urls = "bare"

    def frame(self, key, title, body):
        s = self.s
        graph = s.json_ld("graph", phones=(0, 1), email=s.email_main, nets=("linkedin", "youtube", "x")) if key != "about" else ""
        chunk = s.decoy(f"main.{9000000 + self.b.index * 311}.js", "number in a file name")
        return f"""<!DOCTYPE html><html lang="{s.locale}"><head><meta charset="utf-8"/><title>{s.name()} · {title}</title><meta property="og:title" content="{title}"/><meta name="application-name" content="{s.name()}"/>{graph}<link rel="preload" href="/static/js/{chunk}" as="script"/></head><body><div id="root"></div><noscript>{self.nav_links(" ")}</noscript><script id="__STATE__" type="application/json">{{"build":"20260115.3","route":"{key}","flags":[1,0,1],"user":null}}</script><script src="/static/js/{chunk}" defer></script></body></html>
"""

    def home(self):
        return ""

    about = contact = home


class Broken(Template):
    """Markup as it comes: unclosed and wrongly nested tags, unquoted attributes, text after the end, stray brackets."""

    pages = ["home", "about", "contact"]
    urls = "html"
    header_charset = False

    def frame(self, key, title, body):
        s = self.s
        return f"""<html>
<head><meta charset=utf-8>
<title>{s.name()} // {title}
</title>
<body bgcolor=white><div id=top><div id=top>
<h1>{title}<h2>{s.name()}</h1>
<ul>{self.nav_links("", "<li>{}")}
</ul><center><font color=navy>
{body}
<p>5 < 7 & 9 > 3, <b><i>{s.t("more")}</b></i>
</div>
</body></html>
<!-- generated 2009-11-03 12:44:19 -->
<p>{s.t("rights")} <br>{s.name()}
"""

    def lead(self, count=3):
        return "\n<p>".join(self.s.sentences(count)) + "\n"

    def contact(self):
        s = self.s
        foreign = s.locale != self.b.lang
        s.note("social", s.profile("facebook"), "link", "facebook")
        return f"""<p><b>{s.name()}</b><br>{s.address(country=True)}
<p>{s.tel_label()}: <b>{s.phone(0, international=foreign)}</i><br>{s.fax_label()}: {s.phone(1, "text", "fax", international=foreign)}<br>
<a href=mailto:{s.email(s.email_main, "mailto-unquoted")} >{s.t("mail")}</a> <p>{s.email(s.email_second, "comment")}
<a href={self.s.profile("facebook")}>Facebook<a>{s.social("instagram")}"""


class Latin1(Template):
    """ISO-8859-1 files which only a meta element declares."""

    pages = ["home", "about", "services", "contact", "legal"]
    urls = "php"
    charset = "iso-8859-1"
    header_charset = False

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head>
<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">
<title>{title} - {s.name()}</title>
</head>
<body>
<div class="logo">{s.name()}</div>
<div class="menu">{self.nav_links(" | ")}</div>
<h1>{title}</h1>
{body}
<hr><small>{s.name()} – {s.address(" – ")} – {s.tel_label()} {s.phone(0)}</small>
</body>
</html>
"""

    def contact(self):
        s = self.s
        mobile = f'<p>{s.t("mobile")}: {s.phone("mobile", "text", "mobile")}</p>' if s.mobile else ""
        return f"""<p>{s.name()}<br>{s.address()}</p>
<p>{s.tel_label()}: {s.phone(0)}</p>{mobile}
<p>{s.t("mail")}: {s.email(s.email_main, "at-dot")}</p>
<p>{s.t("hours")}: {s.t("days")}</p>"""

    def legal(self):
        s = self.s
        return f"<p>{escape(self.b.legal_name)}<br>{s.address()}<br>{s.email(s.email_main, 'mailto')}</p>" + super().legal()


class Microdata(Template):
    """schema.org as microdata in the visible text."""

    pages = ["home", "about", "products", "contact"]
    urls = "html"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{s.name()}: {title}</title></head>
<body>
<div class="container" role="navigation">{self.nav_links(" ")}</div>
<h1>{title}</h1>
{body}
{self.card(key)}
</body>
</html>
"""

    def card(self, key):
        s, b = self.s, self.b
        s.mark_address()
        s.note("email", s.email_main, "microdata")
        mail = f'<meta itemprop="email" content="{s.email_main}">' if s.style % 2 else f'<a itemprop="email" href="mailto:{s.email_main}">{s.email_main}</a>'
        s.note("phone", s.numbers[0].e164, "microdata")
        s.note("social", s.profile("facebook"), "microdata", "facebook")
        return f"""<footer itemscope itemtype="http://schema.org/{b.type}">
<strong itemprop="name">{s.name()}</strong>
<div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><span itemprop="streetAddress">{escape(b.street)}</span>,
<span itemprop="postalCode">{b.postal_code}</span> <span itemprop="addressLocality">{b.city}</span><meta itemprop="addressCountry" content="{b.country}"></div>
{s.tel_label()} <span itemprop="telephone">{s.numbers[0].spelled(s.style)}</span> {mail}
<time itemprop="openingHours" datetime="Mo-Fr 08:30-18:00">{s.t("days")}</time>
<span itemprop="geo" itemscope itemtype="http://schema.org/GeoCoordinates"><meta itemprop="latitude" content="{s.decoy(f"{41 + s.style / 9:.6f}", "coordinate")}"><meta itemprop="longitude" content="{-2 + s.style / 8:.6f}"></span>
<link itemprop="sameAs" href="{s.profile("facebook")}">
</footer>"""

    def contact(self):
        s = self.s
        return f"""<p>{s.t("write")}: {s.email(s.email_second, "mailto-subject")}</p>
<p>{s.fax_label()}: {s.phone(1, "text", "fax")}</p>"""

    def products(self):
        rows = "".join(f'<li itemscope itemtype="http://schema.org/Product"><span itemprop="name">{a}</span> {b} <span itemprop="price">{c}</span></li>'
                       for a, b, c in self.prices())
        return f"<ol>{rows}</ol>"


class Sidebar(Template):
    """A blog engine's theme with a widget column; e-mail addresses are Cloudflare-protected."""

    pages = ["home", "about", "services", "team", "contact"]
    urls = "dir"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}" class="no-js">
<head>
<meta charset="UTF-8">
<meta name="generator" content="PressDemo 6.4.2">
<title>{title} &#8211; {s.name()}</title>
<meta property="og:site_name" content="{s.name()}" />
<link rel="alternate" type="application/rss+xml" href="/feed/">
<script>window.dataLayer=window.dataLayer||[];dataLayer.push({{"id":"UA-{s.decoy(f"{30000000 + self.b.index * 7919}", "analytics number")}-1"}});</script>
</head>
<body class="page-template-default page page-id-{1200 + self.b.index} wp-embed-responsive">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="{s.root}/" rel="home">{s.name()}</a></p>
<nav class="main-navigation"><ul class="menu">{self.nav_links("", '<li class="menu-item">{}</li>')}</ul></nav></header>
<div id="content" class="site-content"><article class="post-{800 + self.b.index} hentry"><h1 class="entry-title">{title}</h1>
<div class="entry-content">
{body}
</div><div class="share">{s.share_decoys()}</div></article>
<aside id="secondary" class="widget-area">
<section class="widget widget_text"><h2 class="widget-title">{s.t("address")}</h2><div class="textwidget">{s.name()}<br />{s.address("<br />")}</div></section>
<section class="widget"><h2 class="widget-title">{s.t("nav")["contact"]}</h2><ul><li><i class="fa fa-phone"></i> {s.phone(0, "tel-national")}</li>
<li><i class="fa fa-envelope"></i> {s.email(s.email_main, "cfemail")}</li></ul></section>
<section class="widget"><h2 class="widget-title">{s.t("follow")}</h2>{s.social("facebook", text='<i class="fa fa-facebook"></i>')} {s.social("twitter", text='<i class="fa fa-twitter"></i>')}</section>
</aside></div>
<footer id="colophon" class="site-footer">&copy; 2026 {s.name()}</footer></div>
<script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>
</body>
</html>
"""

    def team(self):
        s = self.s
        return "<ul>" + "".join(
            f"<li><strong>{escape(s.people[k][0])}</strong>, {escape(s.people[k][1])}: {s.email(s.person_mail(k), 'cfemail')}</li>"
            for k in range(3)) + "</ul>"

    def contact(self):
        s = self.s
        return f"""<p>{s.email(s.email_second, "cflink")}</p>
<p>{s.tel_label()}: {s.phone(0)} &#8211; {s.fax_label()}: {s.phone(1, "text", "fax")}</p>"""


class BaseHref(Template):
    """Pages below a language folder, links relative to a base element."""

    pages = ["home", "about", "contact", "legal"]
    urls = "lang"

    def nav_links(self, separator="\n", wrap="{}"):
        targets = {k: ("../" if k == "home" else self.s.t("slug")[k] + ".html") for k in self.pages}
        return separator.join(wrap.format(f'<a href="{targets[k]}">{escape(self.s.t("nav")[k])}</a>') for k in self.pages)

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><base href="{s.root}/{self.b.lang}/"><title>{s.name()} &raquo; {title}</title>
<meta name="description" content="{s.name()}, {escape(self.b.noun)}, {self.b.city}"></head>
<body><div class="top">{self.nav_links(" &rsaquo; ")}</div>
<h1>{title}</h1>
{body}
</body>
</html>
"""

    def contact(self):
        s = self.s
        whatsapp = f'<p>{s.phone("mobile", "whatsapp", "mobile")}</p>' if s.mobile else ""
        return f"""<p>{s.tel_label()}&nbsp;: <a href="tel:{s.numbers[0].spelled(3).replace(" ", "")}">{s.phone(0)}</a></p>{whatsapp}
<p>{s.t("mail")}&nbsp;: {s.email(s.email_main, "span")}</p>
<p>{s.t("write")}: {s.email(s.email_second, "mailto-percent")}</p>
<p>{s.social("linkedin")}, {s.social("pinterest")}</p>"""

    def legal(self):
        s = self.s
        return f"<p>{escape(self.b.legal_name)}, {s.address(', ')}</p>" + super().legal()


class Footer(Template):
    """Cards and a big footer that repeats the contact points on every page; e-mails written with words."""

    pages = ["home", "services", "about", "team", "contact", "legal"]
    urls = "bare"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!doctype html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{s.name()}</title><link rel="icon" srcset="/icon@2x.png 2x, /icon@3x.png 3x"></head>
<body>
<header class="navbar"><a class="navbar-brand" href="{s.root}/">{s.name()}</a>{self.nav_links("", '<span class="nav-item">{}</span>')}</header>
<section class="hero"><h1>{title}</h1></section>
<div class="row">
{body}
</div>
<footer class="bg-dark"><div class="row">
<div class="col"><h5>{s.name()}</h5><p>{s.address()}</p></div>
<div class="col"><h5>{s.t("nav")["contact"]}</h5><p>{s.tel_label()} {s.phone(0)}<br>{s.email(s.email_main, "at-dot")}</p></div>
<div class="col"><h5>{s.t("follow")}</h5>{s.social("instagram")} {s.social("tiktok")} {s.social("youtube")}</div>
</div><small>© 2019–2026 {s.name()}</small></footer>
</body>
</html>
"""

    def team(self):
        s, cards = self.s, []
        for k in range(4):
            extra = f"<p>{s.tel_label()} {s.phone(2 + k)}</p>" if k < 2 else ""
            cards.append(f'<div class="card"><h4>{escape(s.people[k][0])}</h4><p>{escape(s.people[k][1])}</p>{extra}</div>')
        return "".join(cards)

    def contact(self):
        s = self.s
        return f"""<p>{s.t("hours")}: {s.t("days")}</p><p>{s.fax_label()} {s.phone(1, "text", "fax")}</p>
<p>{s.t("write")}: {s.email(s.email_second, "at-only")}</p><label>{s.t("mail")}<input type="email" placeholder="{s.decoy("you@example.org", "placeholder of a form field")}"></label>"""


class Imprint(Template):
    """No contact page: everything is in the imprint, among register, tax and account numbers."""

    pages = ["home", "services", "about", "team", "legal"]
    urls = "html"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{title} – {s.name()}</title><meta name="robots" content="index,follow"></head>
<body>
<div class="page"><div class="head"><span class="brand">{s.name()}</span><span class="menu">{self.nav_links(" ")}</span></div>
<h1>{title}</h1>
{body}
</div>
</body>
</html>
"""

    def legal(self):
        s = self.s
        lines = s.legal_lines()
        rows = "".join(f"<dt>{i}</dt><dd>{t}</dd>" for i, t in enumerate(lines[1:], 1))
        return f"""<p>{lines[0]}</p>
<p><strong>{escape(self.b.legal_name)}</strong><br>{s.address()}</p>
<p>{s.tel_label()}: {s.phone(0)}<br>{s.fax_label()}: {s.phone(1, "text", "fax")}<br>{s.t("mail")}: {s.email(s.email_main, "text")}</p>
<dl>{rows}</dl>
<h2>Web</h2><p>{s.social("linkedin")} {s.social("xing")}</p>"""

    def team(self):
        s = self.s
        rows = "".join(f"<tr><td>{escape(s.people[k][0])}</td><td>{escape(s.people[k][1])}</td><td>{s.phone(2 + k)}</td><td>{s.email(s.person_mail(k), 'at-dot')}</td></tr>" for k in range(3))
        return f'<table><tr><th>Name</th><th></th><th>{s.tel_label()}</th><th>{s.t("mail")}</th></tr>{rows}</table>'


class Shop(Template):
    """A shop: product pages with EAN, ISBN, order and item numbers, JSON-LD arrays, contact in the corner."""

    pages = ["home", "products", "services", "contact", "legal"]
    urls = "html"

    def frame(self, key, title, body):
        s = self.s
        ld = s.json_ld("array", phones=(0,), email=None, nets=("instagram", "pinterest")) if key in ("home", "contact") else ""
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{title} | {s.name()} {self.b.city}</title>
<meta property="og:site_name" content="{s.name()}">{ld}</head>
<body data-shop="{4000000 + self.b.index}">
<div class="bar"><a href="{s.root}/">{s.name()}</a> | {self.nav_links(" | ")} | <a href="/cart?session={s.decoy(f"{1700000000 + self.b.index * 86413}", "session number")}" rel="nofollow">(0)</a></div>
<h1>{title}</h1>
{body}
<div class="foot">{s.name()} · {s.address(" · ")} · {s.tel_label()} {s.phone(0, "tel")}</div>
</body>
</html>
"""

    def products(self):
        s, cards = self.s, []
        for i, (item, sku, price) in enumerate(self.prices()):
            ean = self.check_digit(f"2{self.b.index:05d}{i:02d}{47110 + i * 37:05d}"[:12])
            isbn = self.check_digit(f"979000{self.b.index:03d}{i:03d}")
            cards.append(f"""<div class="product" data-id="{700100 + i}"><h3>{item}</h3><p>{s.sentences(1)[0]}</p>
<p>EAN {s.decoy(ean, "EAN")} · ISBN {s.decoy(f"{isbn[:3]}-{isbn[3:4]}-{isbn[4:7]}-{isbn[7:12]}-{isbn[12]}", "ISBN")} · {sku}</p><p class="price">{price}</p></div>""")
        return "\n".join(cards)

    @staticmethod
    def check_digit(digits):
        digits = digits[:12]
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        return digits + str(-total % 10)

    def contact(self):
        s = self.s
        return f"""<p>{s.t("mail")}: {s.email(s.email_main, "mailto")}, {s.email(s.email_second, "text")}</p>
<p>No. {s.decoy(f"2026-{self.b.index:04d}-0815", "order number")} · {s.decoy(f"#{880000 + self.b.index * 13}", "order number")}</p>
<p>{s.fax_label()}: {s.phone(1, "text", "fax")}</p>"""

    def legal(self):
        s = self.s
        return f"<p>{escape(self.b.legal_name)}, {s.address(', ')}</p>" + super().legal()


class Dl(Template):
    """A one-person site with a definition list and one-letter labels."""

    pages = ["home", "about", "contact"]
    urls = "htm"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<meta charset="utf-8">
<title>{s.name()}</title>
<nav>{self.nav_links(" / ")}</nav>
<h1>{s.name()}</h1>
<h2>{title}</h2>
{body}
"""

    def contact(self):
        s = self.s
        mobile = f"<dt>M</dt><dd>{s.phone('mobile', 'text', 'mobile')}</dd>" if s.mobile else ""
        return f"""<dl><dt>A</dt><dd>{s.address(", ")}</dd><dt>T</dt><dd>{s.phone(0)}</dd><dt>F</dt><dd>{s.phone(1, "text", "fax")}</dd>{mobile}
<dt>@</dt><dd>{s.email(s.email_main, "mailto")}</dd></dl>
<p>{s.social("instagram", text="@" + s.handle)} · {s.social("x", text="X")}</p>
<p><a href="{s.decoy("https://www.instagram.com/p/Cx0DEMO0post/", "a post, not a profile")}">2026-03-01</a></p>"""


class HCard(Template):
    """h-card classes around visible text."""

    pages = ["home", "team", "contact"]
    urls = "dir"

    def frame(self, key, title, body):
        s, b = self.s, self.b
        s.mark_address()
        code = f'<span class="p-postal-code postal-code">{b.postal_code}</span>'
        city = f'<span class="p-locality locality">{b.city}</span>'
        place = f"<br>{city} {code}" if b.country == "GB" else f"{code} {city}"
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{title} • {s.name()}</title></head>
<body>
<nav>{self.nav_links(" ")}</nav>
<h1>{title}</h1>
{body}
<div class="h-card vcard"><a class="p-name u-url fn org" href="http://{b.host}{s.root}/">{s.name()}</a>
<div class="p-adr h-adr adr"><span class="p-street-address street-address">{escape(b.street)}</span>
{place} <span class="p-country-name country-name">{"" if s.style % 2 else b.country}</span></div>
<div>{s.tel_label()} <span class="p-tel tel">{s.phone(0)}</span></div>
<div><a class="u-email email" href="mailto:{s.email_main}">{s.email(s.email_main, "text")}</a></div></div>
</body>
</html>
"""

    def team(self):
        s = self.s
        return "".join(f"<figure><figcaption>{escape(s.people[k][0])} – {s.email(s.person_mail(k), 'entities')}</figcaption></figure>" for k in range(2))

    def contact(self):
        s = self.s
        return f"<p>{s.fax_label()}: {s.phone(1, 'text', 'fax')}</p><p>{s.email(s.email_second, 'reversed')}</p><p>{s.social('facebook')}</p>"


class Rdfa(Template):
    """schema.org as RDFa Lite, national phone formats."""

    pages = ["home", "services", "contact", "legal"]
    urls = "html"

    def frame(self, key, title, body):
        s, b = self.s, self.b
        s.mark_address()
        return f"""<!DOCTYPE html>
<html lang="{s.locale}" prefix="og: http://ogp.me/ns#">
<head><meta charset="utf-8"><title>{s.name()} – {title}</title></head>
<body vocab="https://schema.org/" typeof="{b.type}">
<p class="brand" property="name">{s.name()}</p>
<div>{self.nav_links(" – ")}</div>
<h1>{title}</h1>
{body}
<div property="address" typeof="PostalAddress"><span property="streetAddress">{escape(b.street)}</span><br>
<span property="postalCode">{b.postal_code}</span> <span property="addressLocality">{b.city}</span></div>
<p>{s.tel_label()}: <span property="telephone">{s.phone(0)}</span></p>
</body>
</html>
"""

    def contact(self):
        s = self.s
        s.note("social", s.profile("linkedin"), "link", "linkedin")
        return f"""<p>{s.t("mail")}: <a property="email" href="mailto:{s.email(s.email_main, "text")}">{s.email_main}</a></p>
<p>{s.fax_label()} {s.phone(1, "text", "fax")}</p><p><a property="sameAs" href="{s.profile("linkedin")}">LinkedIn</a></p>"""


class Builder(Template):
    """What site builders make: nested boxes, text cut into spans, no-break spaces and hyphens, zero-width characters, links
    with tracking parameters."""

    pages = ["home", "about", "contact"]
    urls = "bare"

    def frame(self, key, title, body):
        s = self.s
        boxes = "".join(f'<div id="comp-{self.b.index}{i}" data-mesh-id="m{i}" class="_1Q9if _3{i}bcX">' for i in range(9))
        return f"""<!doctype html><html lang="{s.locale}"><head><meta charset="utf-8"/><title>{title} | {s.name()}</title><meta property="og:site_name" content="{s.name()}"/><meta property="og:image" content="https://static.invalid/media/{s.decoy(f"{660000 + self.b.index}_0a1b2c3d@mv2.png", "image name")}"/></head>
<body><div id="SITE_CONTAINER">{boxes}<nav>{self.nav_links("", "<div><div>{}</div></div>")}</nav><h1><span style="font-weight:bold"><span>{title}</span></span></h1>{body}{"</div>" * 9}</div></body></html>
"""

    def contact(self):
        s = self.s
        s.note("social", s.profile("facebook"), "link", "facebook")
        s.note("social", s.profile("instagram"), "link", "instagram")
        s.note("social", s.profile("linkedin"), "link", "linkedin")
        return f"""<div><p class="font_8"><span>{s.name()}</span></p><p class="font_8"><span>{s.address("</span></p><p class='font_8'><span>")}</span></p></div>
<div><p class="font_8"><span>{s.tel_label()}</span><span>:&nbsp;</span>{s.phone(0, "no-break")}</p><p class="font_8">{s.phone(2, "tel-percent")}</p>
<p class="font_8"><span>{s.fax_label()}</span><span>:&nbsp;</span>{s.phone(1, "no-break", "fax")}</p>
<p class="font_8">{s.email(s.email_main, "wbr")}</p><p class="font_8">{s.email(s.email_second, "zero-width")}</p>
<p class="font_8">{s.email(s.person_mail(0), "mailto-upper")} {s.email(s.person_mail(1), "mailto-name")}</p></div>
<div><a href="{s.profile("facebook")}?ref=page_internal&amp;locale=xx"></a><a href="{s.profile("instagram")}?igshid=0000"></a><a href="{s.profile("linkedin").removeprefix("https:")}/about/"></a></div>"""


class Prose(Template):
    """Contact points in running text, an imprint in plain lines, and a diary full of numbers."""

    pages = ["home", "about", "legal"]
    urls = "html"

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{s.name()}{"" if key == "home" else " – " + title}</title></head>
<body><article><h1>{s.name() if key == "home" else title}</h1>
{body}
</article><footer>{self.nav_links(" / ")}</footer></body>
</html>
"""

    def home(self):
        s = self.s
        first, second = PROSE[self.b.lang]
        number = s.phone(0)
        return f"""{self.lead(2)}<p>{first.format(phone=number, mail=s.email(s.email_main, "text"))}</p>
<p>{second.format(mail=s.email(s.email_second, "angle"), phone=number)}</p>"""

    def about(self):
        s, days = self.s, []
        for i in range(8):
            date = f"{3 + i:02d}.{1 + i:02d}.2024"
            numbers = s.decoy(f"{date}: {12 + i} {345 + i * 7} / {6700 + i * 13} ({i}:{10 + i}) = {i * 3},{14159 + i}", "diary")
            days.append(f"<li>{numbers} {s.sentences(1)[0]}</li>")
        return "<ul>" + "".join(days) + "</ul>"

    def legal(self):
        s = self.s
        return f"""<p>{escape(self.b.legal_name)}<br>{s.address()}</p>
<p>{s.tel_label()} {s.phone(0)} ({s.people[0][0]}), {s.fax_label()} {s.phone(1, "text", "fax")}</p>""" + super().legal()


class Splash(Template):
    """An entry page that only refreshes to the next, navigation by image map, an Eastern or Western Windows charset."""

    pages = ["home", "about", "products", "contact"]
    urls = "htm"

    def __init__(self, business):
        super().__init__(business)
        self.charset = "windows-1250" if business.lang == "pl" else "windows-1252"
        self.header_charset = business.lang != "pl"

    def frame(self, key, title, body):
        s = self.s
        meta = "" if self.header_charset else f'<META http-equiv="content-type" content="text/html; charset={self.charset}">'
        if key == "home":
            return f"""<HTML><HEAD>{meta}<TITLE>{s.name()}</TITLE><META HTTP-EQUIV="Refresh" CONTENT="2; URL='{self.href("about")}'"></HEAD>
<BODY BGCOLOR=#000000 TEXT=#FFFFFF><CENTER><IMG SRC="intro.gif" ALT="{s.name()}"></CENTER></BODY></HTML>
"""
        areas = "".join(f'<AREA SHAPE=rect COORDS="0,{i * 30},{120 + i},{i * 30 + 28}" HREF="{self.href(k)}" ALT="{escape(s.t("nav")[k])}">'
                        for i, k in enumerate(self.pages))
        return f"""<HTML><HEAD>{meta}<TITLE>{s.name()} * {title}</TITLE></HEAD>
<BODY><IMG SRC="menu.gif" USEMAP="#menu" BORDER=0><MAP NAME=menu>{areas}</MAP>
<H2>{title}</H2>
{body}
<HR><I>{s.name()}, {s.t("rights")}</I></BODY></HTML>
"""

    def contact(self):
        s = self.s
        return f"""<PRE>
{s.name()}
{s.address(chr(10))}

{s.tel_label().ljust(10)} {s.phone(0, international=True)}
{s.fax_label().ljust(10)} {s.phone(1, "text", "fax", international=True)}
{s.t("mail").ljust(10)} {s.email(s.email_main, "text")}
</PRE>"""


class Tangled(Template):
    """JSON-LD as it is found: comments, trailing commas, line breaks in strings, the business nested in a page, lists
    where one value is expected, an address in one string."""

    pages = ["home", "services", "contact"]
    urls = "dir"

    def data(self):
        s, b = self.s, self.b
        phones = [s.phone(0, "json-ld-loose", international=True), s.phone(1, "json-ld-loose", international=True)]
        return f"""<script type="application/ld+json">
/* <![CDATA[ */
{{ "@context": "https://schema.org/", "@type": "WebPage", "name": "{b.name} – {s.t("nav")["home"]}",
  "mainEntity": {{ "@type": ["{b.type}"], "name": "{b.name}", // the shop
    "description": "{s.t("text")[1]}
{s.t("text")[2]}",
    "telephone": ["{phones[0]}", "{phones[1]}"], "email": ["{s.email(s.email_main, "json-ld-loose")}"],
    "address": "{b.street}, {s.place()}",
    "contactPoint": {{ "@type": "ContactPoint", "email": "{s.email(s.email_second, "json-ld-loose")}", }},
    "sameAs": "{s.social("facebook", "json-ld")}", }}, }}
/* ]]> */
</script>"""

    def frame(self, key, title, body):
        s = self.s
        return f"""<!DOCTYPE html>
<html lang="{s.locale}">
<head><meta charset="utf-8"><title>{title} - {s.name()}</title></head>
<body><div class="menu">{self.nav_links(" ")}</div><h1>{title}</h1>
{body}
{self.data() if key == "home" else ""}
</body></html>
"""

    def contact(self):
        s = self.s
        return f"<p>{s.name()}, {s.address(', ')}</p><p>{s.email(s.person_mail(0), 'mailto')}</p>"


TEMPLATES = {"builder": Builder, "prose": Prose, "splash": Splash, "tangled": Tangled, "modern": Modern, "table": Table, "xhtml": Xhtml, "spa": Spa, "broken": Broken, "latin1": Latin1,
             "microdata": Microdata, "sidebar": Sidebar, "basehref": BaseHref, "footer": Footer, "imprint": Imprint,
             "shop": Shop, "dl": Dl, "hcard": HCard, "rdfa": Rdfa}
