#include "domain/lead_filter.h"

#include "domain/id.h"
#include "domain/lead.h"
#include "domain/slug_table.h"
#include "domain/task.h"

#include <QDate>

#include <algorithm>
#include <array>

namespace leadline::domain {

namespace {

constexpr SlugTable<FilterField, 17> kFieldNames { { {
    { FilterField::Status, u"status" },
    { FilterField::Has, u"has" },
    { FilterField::Score, u"score" },
    { FilterField::Rating, u"rating" },
    { FilterField::City, u"city" },
    { FilterField::Country, u"country" },
    { FilterField::Category, u"category" },
    { FilterField::Tag, u"tag" },
    { FilterField::Source, u"source" },
    { FilterField::Task, u"task" },
    { FilterField::Assignee, u"assignee" },
    { FilterField::Name, u"name" },
    { FilterField::Email, u"email" },
    { FilterField::Phone, u"phone" },
    { FilterField::Website, u"website" },
    { FilterField::Found, u"found" },
    { FilterField::Deleted, u"is" },
} } };

constexpr SlugTable<FilterOp, 5> kOperators { { {
    // Longer spellings first: the first that fits is taken.
    { FilterOp::LessOrEqual, u"<=" },
    { FilterOp::GreaterOrEqual, u">=" },
    { FilterOp::Less, u"<" },
    { FilterOp::Greater, u">" },
    { FilterOp::Equals, u":" },
} } };

constexpr SlugTable<LeadSort, 9> kSorts { { {
    { LeadSort::Name, u"name" },
    { LeadSort::City, u"city" },
    { LeadSort::Email, u"email" },
    { LeadSort::Phone, u"phone" },
    { LeadSort::Score, u"score" },
    { LeadSort::Status, u"status" },
    { LeadSort::Rating, u"rating" },
    { LeadSort::Found, u"found" },
    { LeadSort::Modified, u"modified" },
} } };

constexpr std::array kHasValues { u"email", u"phone", u"website", u"address", u"location", u"note", u"tag", u"assignee" };

bool isFieldLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isOrdered(FilterField field)
{
    return field == FilterField::Score || field == FilterField::Rating || field == FilterField::Found;
}

/// The value as it is stored in the filter, or nothing when the field does not take it.
std::optional<QString> normalised(FilterField field, const QString &value)
{
    const QString lower = value.toLower();
    bool isNumber = false;
    switch (field) {
    case FilterField::Status:
        return reviewStatusFromSlug(lower) ? std::optional(lower) : std::nullopt;
    case FilterField::Has: {
        const bool known
            = std::any_of(kHasValues.begin(), kHasValues.end(), [&](const char16_t *has) { return lower == has; });
        return known ? std::optional(lower) : std::nullopt;
    }
    case FilterField::Score:
    case FilterField::Rating: {
        const int number = value.toInt(&isNumber);
        const int highest = field == FilterField::Score ? 100 : 5;
        return isNumber && number >= 0 && number <= highest ? std::optional(QString::number(number)) : std::nullopt;
    }
    case FilterField::Country:
        return value.size() == 2 ? std::optional(value.toUpper()) : std::nullopt;
    case FilterField::Tag:
        return lower.simplified();
    case FilterField::Source:
        return sourceKindFromSlug(lower) ? std::optional(lower) : std::nullopt;
    case FilterField::Task:
        return TaskId::fromString(lower) ? std::optional(lower) : std::nullopt;
    case FilterField::Found:
        return QDate::fromString(value, Qt::ISODate).isValid() && value.size() == 10 ? std::optional(value) : std::nullopt;
    case FilterField::Deleted:
        return lower == u"deleted" ? std::optional(lower) : std::nullopt;
    default:
        return value;
    }
}

class Parser
{
public:
    explicit Parser(QStringView text)
        : m_text(text)
    { }

    Result<LeadFilter> parse()
    {
        LeadFilter filter;
        while (skipSpace()) {
            auto term = parseTerm();
            if (!term)
                return failure(term.error());
            if (!term->values.isEmpty())
                filter.terms.push_back(std::move(*term));
        }
        return filter;
    }

private:
    bool skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        return m_at < m_text.size();
    }

    Result<FilterTerm> parseTerm()
    {
        const qsizetype begin = m_at;
        FilterTerm term;
        if (m_text[m_at] == u'-' && m_at + 1 < m_text.size() && !m_text[m_at + 1].isSpace()) {
            term.negated = true;
            ++m_at;
        }
        qsizetype end = m_at;
        while (end < m_text.size() && isFieldLetter(m_text[end]))
            ++end;
        const QStringView rest = m_text.sliced(end);
        const auto op = operatorAt(rest);
        // An address such as https://example.com is a word, not a field.
        if (end == m_at || !op || rest.startsWith(u"://")) {
            const QString word = readValue(false);
            if (!word.isEmpty())
                term.values.append(word);
            return term;
        }
        const QString name = m_text.sliced(m_at, end - m_at).toString().toLower();
        const auto field = name == u"site" ? FilterField::Website : kFieldNames.value(name);
        if (!field)
            return invalid(begin, { RemarkCode::FilterFieldUnknown, { name } });
        term.field = *field;
        m_at = end;
        if (const auto wrong = readOperator(term); !wrong)
            return invalid(begin, wrong.error().reason);
        if (const auto wrong = readValues(term); !wrong)
            return invalid(begin, wrong.error().reason);
        return term;
    }

    static std::optional<FilterOp> operatorAt(QStringView text)
    {
        if (text.startsWith(u'='))
            return FilterOp::Equals;
        for (const auto &[op, spelling] : kOperators.entries) {
            if (text.startsWith(QStringView(spelling)))
                return op;
        }
        return std::nullopt;
    }

    Result<void> readOperator(FilterTerm &term)
    {
        const auto consume = [&] {
            term.op = *operatorAt(m_text.sliced(m_at));
            m_at += term.op == FilterOp::LessOrEqual || term.op == FilterOp::GreaterOrEqual ? 2 : 1;
        };
        consume();
        if (term.op == FilterOp::Equals && operatorAt(m_text.sliced(m_at)) && m_text[m_at] != u':' && m_text[m_at] != u'=')
            consume(); // score:>60
        if (term.op != FilterOp::Equals && !isOrdered(term.field))
            return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FilterNotComparable));
        return {};
    }

    Result<void> readValues(FilterTerm &term)
    {
        do {
            const QString value = readValue(true);
            if (value.isEmpty())
                return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FilterValueMissing));
            const auto known = normalised(term.field, value);
            if (!known)
                return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FilterValueUnknown, { value }));
            if (!term.values.contains(*known))
                term.values.append(*known);
        } while (m_at < m_text.size() && m_text[m_at] == u',' && ++m_at <= m_text.size());
        if (term.op != FilterOp::Equals && term.values.size() > 1)
            return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FilterOneValue));
        return {};
    }

    /// A quoted or bare value; a missing closing quote ends with the text, as it does while someone types.
    QString readValue(bool endsAtComma)
    {
        QString value;
        if (m_at < m_text.size() && m_text[m_at] == u'"') {
            for (++m_at; m_at < m_text.size() && m_text[m_at] != u'"'; ++m_at) {
                if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size())
                    ++m_at;
                value.append(m_text[m_at]);
            }
            m_at = std::min(m_at + 1, m_text.size());
            return value.simplified();
        }
        while (m_at < m_text.size() && !m_text[m_at].isSpace() && !(endsAtComma && m_text[m_at] == u','))
            value.append(m_text[m_at++]);
        return value;
    }

    [[nodiscard]] Unexpected invalid(qsizetype begin, const Remark &why) const
    {
        qsizetype end = begin;
        while (end < m_text.size() && !m_text[end].isSpace())
            ++end;
        Error error(ErrorCode::InvalidArgument, why);
        error.field = m_text.sliced(begin, end - begin).toString();
        return failure(std::move(error));
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

/// A word that would be read as something else when it stood alone.
bool needsQuotes(const QString &value, bool isWord)
{
    if (value.isEmpty() || value.startsWith(u'"') || (isWord && value.size() > 1 && value.startsWith(u'-')))
        return true;
    if (std::any_of(value.begin(), value.end(), [&](QChar c) { return c.isSpace() || (!isWord && c == u','); }))
        return true;
    if (!isWord)
        return false;
    const auto letters = std::find_if_not(value.begin(), value.end(), isFieldLetter);
    return letters != value.begin() && letters != value.end() && QStringView(u":<>=").contains(*letters)
        && !value.mid(letters - value.begin()).startsWith(u"://");
}

QString quoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + value + u'"';
}

} // namespace

Result<LeadFilter> parseLeadFilter(QStringView text)
{
    return Parser(text).parse();
}

QString toText(const LeadFilter &filter)
{
    QStringList words;
    for (const FilterTerm &term : filter.terms) {
        const bool isWord = term.field == FilterField::Text;
        QStringList values;
        for (const QString &value : term.values)
            values.append(needsQuotes(value, isWord) ? quoted(value) : value);
        QString word = term.negated ? QStringLiteral("-") : QString();
        if (!isWord)
            word += kFieldNames.slug(term.field).toString() + kOperators.slug(term.op).toString();
        words.append(word + values.join(isWord ? u' ' : u','));
    }
    return words.join(u' ');
}

QStringView leadSortSlug(LeadSort sort)
{
    return kSorts.slug(sort);
}

std::optional<LeadSort> leadSortFromSlug(QStringView slug)
{
    return kSorts.value(slug);
}

} // namespace leadline::domain
