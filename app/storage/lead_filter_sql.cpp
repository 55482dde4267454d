#include "storage/lead_filter_sql.h"

#include "domain/folded_key.h"
#include "domain/id.h"
#include "domain/lead.h"

#include <QDateTime>

#include <algorithm>

namespace leadline::storage {

using domain::FilterField;
using domain::FilterOp;
using domain::FilterTerm;

namespace {

QString operatorText(FilterOp op)
{
    switch (op) {
    case FilterOp::Less:
        return QStringLiteral(" < ?");
    case FilterOp::LessOrEqual:
        return QStringLiteral(" <= ?");
    case FilterOp::Greater:
        return QStringLiteral(" > ?");
    case FilterOp::GreaterOrEqual:
        return QStringLiteral(" >= ?");
    case FilterOp::Equals:
        break;
    }
    return QStringLiteral(" = ?");
}

QString placeholders(qsizetype count)
{
    QStringList marks;
    marks.fill(QStringLiteral("?"), count);
    return marks.join(u',');
}

class Builder
{
public:
    Builder(const LeadColumns &columns, const Dialect &dialect)
        : m_columns(columns)
        , m_dialect(dialect)
    { }

    SqlCondition build(const domain::LeadFilter &filter)
    {
        bool wantsDeleted = false;
        QStringList texts;
        for (const FilterTerm &term : filter.terms) {
            if (term.field == FilterField::Deleted)
                wantsDeleted = wantsDeleted || !term.negated;
            else if (term.field == FilterField::Text && !term.negated)
                texts += term.values;
            else
                add(term);
        }
        // Written as the partial indexes have it, so that the planner may use them.
        m_parts.prepend(m_columns.deletedAt + (wantsDeleted ? QStringLiteral(" IS NOT NULL") : QStringLiteral(" IS NULL")));
        m_result.match = matchExpression(texts);
        addMatch(texts, false);
        m_result.where = m_parts.join(QStringLiteral(" AND "));
        return std::move(m_result);
    }

private:
    void add(const FilterTerm &term)
    {
        switch (term.field) {
        case FilterField::Status:
            return addStatus(term);
        case FilterField::Score:
            return addNumber(m_columns.score, term);
        case FilterField::Rating:
            return addNumber(m_columns.rating, term);
        case FilterField::City:
            return addEqual(m_columns.cityKey, term, domain::foldedKey);
        case FilterField::Category:
            return addEqual(m_columns.categoryKey, term, domain::foldedKey);
        case FilterField::Country:
            return addEqual(m_columns.country, term, asIs);
        case FilterField::Source:
            return addEqual(m_columns.source, term, asIs);
        case FilterField::Assignee:
            return addEqual(m_columns.assignee, term, asIs);
        case FilterField::Name:
            return addContains(m_columns.nameKey, term, domain::foldedKey);
        case FilterField::Email:
            return addContains(
                m_dialect.lowerAscii(m_columns.email), term, [](QStringView value) { return value.toString().toLower(); });
        case FilterField::Phone:
            return addContains(m_columns.phone, term, digitsOf);
        case FilterField::Website:
            return addContains(
                m_dialect.lowerAscii(m_columns.website), term, [](QStringView value) { return value.toString().toLower(); });
        case FilterField::Tag:
            return addSide(
                m_columns.tagTable, QStringLiteral("tag"), term, [](const QString &value) { return QVariant(value); });
        case FilterField::Task:
            return addSide(m_columns.taskTable, QStringLiteral("task_id"), term,
                [this](const QString &value) { return m_dialect.stored(QUuid::fromString(value)); });
        case FilterField::Has:
            return addHas(term);
        case FilterField::Found:
            return addDay(term);
        case FilterField::Text:
            return addMatch(term.values, true);
        case FilterField::Deleted:
            return;
        }
    }

    static QString asIs(QStringView value) { return value.toString(); }

    static QString digitsOf(QStringView value)
    {
        QString digits;
        std::copy_if(
            value.begin(), value.end(), std::back_inserter(digits), [](QChar c) { return c.isDigit() || c == u'+'; });
        return digits;
    }

    void append(const QString &part, bool negated) { m_parts.append(negated ? QStringLiteral("NOT (%1)").arg(part) : part); }

    /// Nearly all leads are new and unrated, so an index finds those too slowly: without one the planner walks the order of
    /// the list instead. For the rare values the index is right.
    [[nodiscard]] QString column(const QString &name, bool isRare) const
    {
        return isRare ? name : m_dialect.unindexed(name);
    }

    void addStatus(const FilterTerm &term)
    {
        bool isRare = !term.negated;
        for (const QString &value : term.values) {
            const auto status = domain::reviewStatusFromSlug(value).value_or(domain::ReviewStatus::New);
            isRare = isRare && status != domain::ReviewStatus::New;
            m_result.values.emplace_back(static_cast<int>(status));
        }
        append(column(m_columns.status, isRare) + QStringLiteral(" IN (%1)").arg(placeholders(term.values.size())),
            term.negated);
    }

    void addNumber(const QString &name, const FilterTerm &term)
    {
        QStringList alternatives;
        for (const QString &value : term.values) {
            const int number = value.toInt();
            const bool isRare = name == m_columns.rating && number > 0 && !term.negated && term.op != FilterOp::Less
                && term.op != FilterOp::LessOrEqual;
            alternatives.append(column(name, isRare) + operatorText(term.op));
            m_result.values.emplace_back(number);
        }
        append(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')', term.negated);
    }

    template<typename F> void addEqual(const QString &column, const FilterTerm &term, F &&key)
    {
        for (const QString &value : term.values)
            m_result.values.emplace_back(key(value));
        append(column + QStringLiteral(" IN (%1)").arg(placeholders(term.values.size())), term.negated);
    }

    template<typename F> void addContains(const QString &column, const FilterTerm &term, F &&key)
    {
        QStringList alternatives;
        for (const QString &value : term.values) {
            alternatives.append(m_dialect.contains(column));
            m_result.values.emplace_back(key(value));
        }
        append(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')', term.negated);
    }

    template<typename F> void addSide(const QString &table, const QString &column, const FilterTerm &term, F &&value)
    {
        for (const QString &text : term.values)
            m_result.values.push_back(value(text));
        const QString side = m_columns.rowByRow ? QStringLiteral("EXISTS (SELECT 1 FROM %3 WHERE %4 IN (%5) AND %3.%2 = %1)")
                                                : QStringLiteral("%1 IN (SELECT %2 FROM %3 WHERE %4 IN (%5))");
        append(side.arg(m_columns.rowId, m_columns.sideKey, table, column, placeholders(term.values.size())), term.negated);
    }

    void addHas(const FilterTerm &term)
    {
        QStringList alternatives;
        for (const QString &value : term.values)
            alternatives.append(hasCondition(value));
        append(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')', term.negated);
    }

    [[nodiscard]] QString hasCondition(const QString &what) const
    {
        const auto filled = [](const QString &column) { return column + QStringLiteral(" <> ''"); };
        const auto anySide = [&](const QString &table) {
            return QStringLiteral("EXISTS (SELECT 1 FROM %1 WHERE %1.%2 = %3)")
                .arg(table, m_columns.sideKey, m_columns.rowId);
        };
        if (what == u"email")
            return m_columns.hasEmail;
        if (what == u"phone")
            return m_columns.hasPhone;
        if (what == u"website")
            return filled(m_columns.website);
        if (what == u"address")
            return filled(m_columns.street);
        if (what == u"assignee")
            return filled(m_columns.assignee);
        if (what == u"location")
            return m_columns.latitude + QStringLiteral(" IS NOT NULL");
        return anySide(what == u"tag" ? m_columns.tagTable : m_columns.noteTable);
    }

    /// Days are UTC days.
    void addDay(const FilterTerm &term)
    {
        QStringList alternatives;
        for (const QString &value : term.values) {
            const QDate day = QDate::fromString(value, Qt::ISODate);
            const qint64 begin = day.startOfDay(Qt::UTC).toMSecsSinceEpoch();
            const qint64 end = day.addDays(1).startOfDay(Qt::UTC).toMSecsSinceEpoch();
            const bool fromBegin = term.op == FilterOp::GreaterOrEqual || term.op == FilterOp::Less;
            if (term.op == FilterOp::Equals) {
                alternatives.append(QStringLiteral("(%1 >= ? AND %1 < ?)").arg(m_columns.createdAt));
                m_result.values.emplace_back(begin);
                m_result.values.emplace_back(end);
                continue;
            }
            const bool after = term.op == FilterOp::Greater || term.op == FilterOp::GreaterOrEqual;
            alternatives.append(m_columns.createdAt + (after ? QStringLiteral(" >= ?") : QStringLiteral(" < ?")));
            m_result.values.emplace_back(fromBegin ? begin : end);
        }
        append(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')', term.negated);
    }

    void addMatch(const QStringList &texts, bool negated)
    {
        const auto match = m_dialect.textMatch(texts, m_columns.rowId, m_columns.textTable);
        if (!match)
            return;
        append(match->condition, negated);
        for (const QString &value : match->values)
            m_result.values.emplace_back(value);
    }

    const LeadColumns &m_columns;
    const Dialect &m_dialect;
    SqlCondition m_result;
    QStringList m_parts;
};

} // namespace

SqlCondition leadCondition(const domain::LeadFilter &filter, const LeadColumns &columns, const Dialect &dialect)
{
    return Builder(columns, dialect).build(filter);
}

QString sortExpression(domain::LeadSort sort, const LeadColumns &columns)
{
    switch (sort) {
    case domain::LeadSort::Name:
        return columns.nameKey;
    case domain::LeadSort::City:
        return columns.cityKey;
    case domain::LeadSort::Email:
        return columns.email;
    case domain::LeadSort::Phone:
        return columns.phone;
    case domain::LeadSort::Score:
        return columns.score;
    case domain::LeadSort::Status:
        return columns.status;
    case domain::LeadSort::Rating:
        return columns.rating;
    case domain::LeadSort::Found:
        return columns.found;
    case domain::LeadSort::Modified:
        break;
    }
    return columns.modified;
}

} // namespace leadline::storage
