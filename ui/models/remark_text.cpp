#include "ui/models/remark_text.h"

#include "ui/models/error_text.h"

#include <QCoreApplication>

namespace leadline::ui {

namespace {

using domain::Remark;
using domain::RemarkCode;

class Text
{
    Q_DECLARE_TR_FUNCTIONS(RemarkText)
};

int number(const Remark &remark, qsizetype index)
{
    return remark.fact(index).toInt();
}

QString pagesRead(const Remark &remark)
{
    return Text::tr("%n page(s) read", nullptr, number(remark, 0));
}

QString found(const Remark &remark)
{
    QStringList parts { Text::tr("%n e-mail(s)", nullptr, number(remark, 1)),
        Text::tr("%n phone(s)", nullptr, number(remark, 2)) };
    if (number(remark, 3) > 0)
        parts << Text::tr("%n profile(s)", nullptr, number(remark, 3));
    const QString what = parts.join(QStringLiteral(", "));
    const int businesses = number(remark, 4);
    return QStringLiteral("%1: %2").arg(
        pagesRead(remark), businesses > 1 ? Text::tr("%1 of %n business(es)", nullptr, businesses).arg(what) : what);
}

QString nothingFound(const Remark &remark)
{
    QString text = Text::tr("%1, no contact found").arg(pagesRead(remark));
    if (number(remark, 1) > 0)
        text += QStringLiteral(", ") + Text::tr("%n candidate(s) set aside as junk", nullptr, number(remark, 1));
    return text;
}

QString failed(const Remark &remark)
{
    const auto code = domain::errorCodeFromSlug(remark.fact(0));
    return code ? errorText(domain::Error(*code, remark.fact(1))) : remark.fact(1);
}

QString own(const Remark &remark)
{
    switch (remark.code()) {
    case RemarkCode::Plain:
        return remark.fact(0);
    case RemarkCode::Found:
        return found(remark);
    case RemarkCode::PagesRead:
        return pagesRead(remark);
    case RemarkCode::NothingFound:
        return nothingFound(remark);
    case RemarkCode::CannotGoOn:
        return failed(remark);
    default:
        return domain::withFacts(Text::tr(domain::remarkPattern(remark.code())), remark.facts());
    }
}

} // namespace

QString remarkText(const Remark &remark)
{
    QString text = own(remark);
    for (const Remark &cause : remark.causes()) {
        if (remark.code() == RemarkCode::NoLeads)
            text = QStringLiteral("%1: %2").arg(text, own(cause));
        else if (domain::isSetAside(cause.code()))
            text = QStringLiteral("%1; %2").arg(text, own(cause));
        else
            text = Text::tr("%1; ended early: %2").arg(text, own(cause));
    }
    return text;
}

} // namespace leadline::ui
