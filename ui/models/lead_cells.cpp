#include "ui/models/lead_cells.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"

#include <QDateTime>
#include <QLocale>

namespace leadline::ui {

using namespace domain;

QString columnTitle(int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return LeadTableModel::tr("Status");
    case LeadTableModel::Name:
        return LeadTableModel::tr("Name");
    case LeadTableModel::Category:
        return LeadTableModel::tr("Category");
    case LeadTableModel::City:
        return LeadTableModel::tr("City");
    case LeadTableModel::Country:
        return LeadTableModel::tr("Country");
    case LeadTableModel::Email:
        return LeadTableModel::tr("E-mail");
    case LeadTableModel::Phone:
        return LeadTableModel::tr("Phone");
    case LeadTableModel::Website:
        return LeadTableModel::tr("Website");
    case LeadTableModel::Score:
        return LeadTableModel::tr("Score");
    case LeadTableModel::Rating:
        return LeadTableModel::tr("Rating");
    case LeadTableModel::Tags:
        return LeadTableModel::tr("Tags");
    case LeadTableModel::Assignee:
        return LeadTableModel::tr("Assignee");
    case LeadTableModel::Source:
        return LeadTableModel::tr("Source");
    case LeadTableModel::Found:
        return LeadTableModel::tr("Found");
    case LeadTableModel::Modified:
        return LeadTableModel::tr("Changed");
    default:
        return {};
    }
}

QVariant rawValue(const LeadRow &row, int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return static_cast<int>(row.status);
    case LeadTableModel::Name:
        return row.name;
    case LeadTableModel::Category:
        return row.category;
    case LeadTableModel::City:
        return row.city;
    case LeadTableModel::Country:
        return row.country;
    case LeadTableModel::Email:
        return row.email;
    case LeadTableModel::Phone:
        return row.phone;
    case LeadTableModel::Website:
        return row.website;
    case LeadTableModel::Score:
        return row.score;
    case LeadTableModel::Rating:
        return row.rating;
    case LeadTableModel::Tags:
        return row.tags.join(QStringLiteral(", "));
    case LeadTableModel::Assignee:
        return row.assignee;
    case LeadTableModel::Source:
        return row.source;
    case LeadTableModel::Found:
        return toMilliseconds(row.foundAt);
    case LeadTableModel::Modified:
        return toMilliseconds(row.modifiedAt);
    default:
        return {};
    }
}

QString correctedField(int column)
{
    switch (column) {
    case LeadTableModel::Name:
        return QStringLiteral("name");
    case LeadTableModel::Category:
        return QStringLiteral("category");
    case LeadTableModel::City:
        return QStringLiteral("city");
    case LeadTableModel::Email:
        return QStringLiteral("email");
    case LeadTableModel::Phone:
        return QStringLiteral("phone");
    default:
        return {};
    }
}

QString plainPhone(const QString &typed)
{
    const QString trimmed = typed.trimmed();
    if (!trimmed.startsWith(u'+'))
        return trimmed;
    QString plain(u'+');
    for (const QChar c : QStringView(trimmed).mid(1)) {
        if (c.isDigit())
            plain += c;
        else if (!c.isSpace() && !QStringView(u"-./()").contains(c))
            return trimmed;
    }
    return plain;
}

QVariant displayValue(const LeadRow &row, int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return statusWord(row.status);
    case LeadTableModel::Phone:
        return formatPhone(row.phone);
    case LeadTableModel::Rating:
        return row.rating ? QVariant(row.rating) : QVariant();
    case LeadTableModel::Found:
    case LeadTableModel::Modified: {
        const Timestamp at = column == LeadTableModel::Found ? row.foundAt : row.modifiedAt;
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(toMilliseconds(at)), QLocale::ShortFormat);
    }
    default:
        return rawValue(row, column);
    }
}

std::optional<LeadSort> LeadTableModel::sortOf(int column)
{
    switch (column) {
    case Status:
        return LeadSort::Status;
    case Name:
        return LeadSort::Name;
    case City:
        return LeadSort::City;
    case Email:
        return LeadSort::Email;
    case Phone:
        return LeadSort::Phone;
    case Score:
        return LeadSort::Score;
    case Rating:
        return LeadSort::Rating;
    case Found:
        return LeadSort::Found;
    case Modified:
        return LeadSort::Modified;
    default:
        return std::nullopt;
    }
}

} // namespace leadline::ui
