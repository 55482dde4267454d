#pragma once

#include "domain/lead.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::e2e {

using namespace Qt::StringLiterals;

using Leads = QMap<QString, domain::FoundData>; ///< by profile key

/// Right, wrong and missed readings of one kind of fact.
struct Tally
{
    int right = 0;
    int wrong = 0;
    int missed = 0;

    [[nodiscard]] double precision() const { return right + wrong > 0 ? double(right) / (right + wrong) : 1; }
    [[nodiscard]] double recall() const { return right + missed > 0 ? double(right) / (right + missed) : 1; }
};

/// Compares leads with the demo site's truth.json. Kinds: email, phone, social, name, address; "listed" are the businesses
/// of a directory, each with its own name, phone and e-mail; "chosen email" and "chosen phone" are the one of its kind a
/// lead puts first, which must be its own and not a fax.
class TruthScore
{
public:
    /// Empty truth when the file cannot be read.
    explicit TruthScore(const QString &file)
    {
        QFile json(file);
        if (json.open(QIODevice::ReadOnly))
            m_sites = QJsonDocument::fromJson(json.readAll()).object().value(u"sites").toArray();
    }

    [[nodiscard]] const QJsonArray &sites() const { return m_sites; }

    static QString profileKey(const QJsonObject &site)
    {
        const QString folder = site.value(u"folder").toString();
        return u"web:"_s + site.value(u"host").toString() + (folder.isEmpty() ? QString() : u'/' + folder);
    }

    void score(const Leads &leads)
    {
        for (const QJsonValue value : m_sites)
            scoreSite(value.toObject(), leads);
    }

    [[nodiscard]] Tally tally(const QString &kind) const { return m_tallies.value(kind); }
    [[nodiscard]] const QStringList &misses() const { return m_misses; }

    [[nodiscard]] QString table() const
    {
        QString text = u"kind           right  wrong missed  precision recall\n"_s;
        for (auto it = m_tallies.begin(); it != m_tallies.end(); ++it) {
            text += u"%1 %2 %3 %4      %5   %6\n"_s.arg(it.key(), -13)
                        .arg(it->right, 6)
                        .arg(it->wrong, 6)
                        .arg(it->missed, 6)
                        .arg(it->precision(), 0, 'f', 3)
                        .arg(it->recall(), 0, 'f', 3);
        }
        return text;
    }

private:
    struct Expected
    {
        QString label;
        QString how; ///< where and in which spelling, for the list of misses
    };
    using Contacts = QMap<QString, Expected>; ///< by comparable value

    static QString folded(const QString &text)
    {
        QString out;
        for (const QChar c : text.normalized(QString::NormalizationForm_KC).toCaseFolded()) {
            if (c.isLetterOrNumber())
                out += c;
        }
        return out;
    }

    static QString comparable(QStringView kind, QString value)
    {
        value = value.toLower();
        if (kind == u"social") {
            value.remove(0, value.indexOf(u"://") + 3);
            if (value.startsWith(u"www."))
                value.remove(0, 4);
            if (value.startsWith(u"twitter.com/"))
                value.replace(0, 11, u"x.com"_s);
            while (value.endsWith(u'/'))
                value.chop(1);
        }
        return value;
    }

    static Contacts expected(const QJsonObject &owner, QStringView kind)
    {
        Contacts out;
        for (const QJsonValue value : owner.value(u"contacts").toArray()) {
            const QJsonObject contact = value.toObject();
            if (contact.value(u"kind").toString() != kind)
                continue;
            QStringList where;
            for (const QJsonValue found : contact.value(u"found").toArray())
                where << found.toObject().value(u"page").toString() + u' ' + found.toObject().value(u"as").toString();
            out.insert(comparable(kind, contact.value(u"value").toString()),
                { contact.value(u"label").toString(), where.join(u", "_s) });
        }
        return out;
    }

    void miss(const QString &kind, const QString &site, const QString &what)
    {
        m_misses << kind.leftJustified(13) + site + u' ' + what;
    }

    void scoreSite(const QJsonObject &site, const Leads &leads)
    {
        const QString key = profileKey(site);
        const bool isDirectory = !site.value(u"businesses").toArray().isEmpty();
        std::vector<const domain::FoundData *> own;
        for (auto it = leads.begin(); it != leads.end(); ++it) {
            const bool listed = it.key().startsWith(u"biz:"_s + key.mid(4) + u'#');
            if (it.key() == key || listed)
                own.push_back(&it.value());
            if (listed && !isDirectory) {
                ++m_tallies[u"listed"_s].wrong;
                miss(u"listed"_s, key, u"is one business, found also "_s + it->name);
            }
        }
        scoreContacts(site, key, own, domain::ContactKind::Email, u"email"_s);
        scoreContacts(site, key, own, domain::ContactKind::Phone, u"phone"_s);
        scoreContacts(site, key, own, domain::ContactKind::Social, u"social"_s);
        for (const QJsonValue business : site.value(u"businesses").toArray())
            scoreListed(business.toObject(), key, own);
        if (site.value(u"contacts").toArray().isEmpty() || isDirectory)
            return;
        static const domain::FoundData nothing;
        const domain::FoundData &lead = leads.contains(key) ? leads.find(key).value() : nothing;
        scoreName(site, key, lead);
        scoreAddress(site.value(u"address").toObject(), key, lead);
        scoreChosen(site, key, lead);
    }

    void scoreContacts(const QJsonObject &site, const QString &key, const std::vector<const domain::FoundData *> &own,
        domain::ContactKind contactKind, const QString &kind)
    {
        Contacts wanted = expected(site, kind);
        for (const QJsonValue business : site.value(u"businesses").toArray())
            wanted.insert(expected(business.toObject(), kind));
        QMap<QString, QString> found;
        QMap<QString, QString> junk;
        for (const domain::FoundData *lead : own) {
            for (const domain::ContactPoint &contact : lead->contacts) {
                if (contact.kind != contactKind)
                    continue;
                const QString evidence = contact.evidence.empty() ? QString() : contact.evidence.front().pageUrl;
                (contact.junk ? junk : found)
                    .insert(comparable(kind, contact.value),
                        contact.junk ? contact.junkReason : evidence + u" as "_s + contact.display);
            }
        }
        Tally &tally = m_tallies[kind];
        for (auto it = wanted.begin(); it != wanted.end(); ++it) {
            if (found.contains(it.key())) {
                ++tally.right;
            } else {
                ++tally.missed;
                miss(kind, key,
                    u"missed "_s + it.key() + u" ("_s + it->how + u')'
                        + (junk.contains(it.key()) ? QString(u" junk: "_s + junk.value(it.key())) : QString()));
            }
        }
        for (auto it = found.begin(); it != found.end(); ++it) {
            if (!wanted.contains(it.key())) {
                ++tally.wrong;
                miss(kind, key, u"wrong "_s + it.key() + u" ("_s + it.value() + u')');
            }
        }
    }

    void count(const QString &kind, const QString &key, bool present, bool right, const QString &what)
    {
        Tally &tally = m_tallies[kind];
        if (right) {
            ++tally.right;
            return;
        }
        ++tally.missed;
        tally.wrong += present ? 1 : 0;
        miss(kind, key, what);
    }

    void scoreName(const QJsonObject &site, const QString &key, const domain::FoundData &lead)
    {
        bool right = false;
        for (const QJsonValue name : site.value(u"names").toArray())
            right = right || folded(name.toString()) == folded(lead.name);
        count(u"name"_s, key, !lead.name.isEmpty(), right,
            u"found \"%1\", is \"%2\""_s.arg(lead.name, site.value(u"name").toString()));
    }

    static QString oneLine(const domain::PostalAddress &address)
    {
        return address.street + u" | "_s + address.postalCode + u" | "_s + address.city;
    }

    static bool sameAddress(const QJsonObject &wanted, const domain::PostalAddress &found)
    {
        return folded(wanted.value(u"street").toString()) == folded(found.street)
            && folded(wanted.value(u"postal_code").toString()) == folded(found.postalCode)
            && folded(wanted.value(u"city").toString()) == folded(found.city);
    }

    void scoreAddress(const QJsonObject &wanted, const QString &key, const domain::FoundData &lead)
    {
        count(u"address"_s, key, !lead.address.isEmpty(), sameAddress(wanted, lead.address),
            u"found \"%1\", is \"%2 | %3 | %4\""_s.arg(oneLine(lead.address), wanted.value(u"street").toString(),
                wanted.value(u"postal_code").toString(), wanted.value(u"city").toString()));
    }

    void scoreChosen(const QJsonObject &site, const QString &key, const domain::FoundData &lead)
    {
        const Contacts emails = expected(site, u"email");
        if (!emails.isEmpty())
            count(u"chosen email"_s, key, !lead.email.isEmpty(), emails.contains(comparable(u"email", lead.email)),
                u"chose \"%1\""_s.arg(lead.email));
        const Contacts phones = expected(site, u"phone");
        if (!phones.isEmpty())
            count(u"chosen phone"_s, key, !lead.phone.isEmpty(),
                phones.contains(lead.phone) && phones.value(lead.phone).label != u"fax",
                u"chose \"%1\" %2"_s.arg(lead.phone, phones.value(lead.phone).label));
    }

    void scoreListed(const QJsonObject &business, const QString &key, const std::vector<const domain::FoundData *> &own)
    {
        const QString name = business.value(u"name").toString();
        const domain::FoundData *lead = nullptr;
        for (const domain::FoundData *candidate : own) {
            if (folded(candidate->name) == folded(name))
                lead = candidate;
        }
        const bool right = lead && expected(business, u"phone").contains(lead->phone)
            && expected(business, u"email").contains(lead->email)
            && sameAddress(business.value(u"address").toObject(), lead->address);
        count(u"listed"_s, key, lead != nullptr, right,
            lead ? u"\"%1\" has %2, %3, %4"_s.arg(name, lead->phone, lead->email, oneLine(lead->address))
                 : u"\"%1\" was not found"_s.arg(name));
    }

    QJsonArray m_sites;
    QMap<QString, Tally> m_tallies;
    QStringList m_misses;
};

} // namespace leadline::e2e
