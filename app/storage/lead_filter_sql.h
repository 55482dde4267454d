#pragma once

#include "domain/lead_filter.h"
#include "storage/dialect.h"

#include <QString>
#include <QVariant>

#include <vector>

namespace leadline::storage {

/// Names of a lead table's columns as the filter needs them; the defaults are the server's. Expressions are trusted text.
struct LeadColumns
{
    QString rowId = QStringLiteral("lead.pk"); ///< integer key that the side tables and the full-text table use
    QString status = QStringLiteral("lead.status"); ///< integer of domain::ReviewStatus
    QString score = QStringLiteral("lead.score");
    QString rating = QStringLiteral("lead.rating");
    QString nameKey = QStringLiteral("lead.name_key"); ///< domain::foldedKey() of the effective value
    QString cityKey = QStringLiteral("lead.city_key");
    QString categoryKey = QStringLiteral("lead.category_key");
    QString country = QStringLiteral("lead.country"); ///< upper case
    QString source = QStringLiteral("lead.source");
    QString assignee = QStringLiteral("lead.assignee");
    QString email = QStringLiteral("lead.email"); ///< effective
    QString phone = QStringLiteral("lead.phone"); ///< effective, E.164
    QString website = QStringLiteral("lead.website");
    QString hasEmail = QStringLiteral("lead.email <> ''"); ///< condition
    QString hasPhone = QStringLiteral("lead.phone <> ''"); ///< condition
    QString createdAt = QStringLiteral("lead.created_at"); ///< milliseconds
    QString found = QStringLiteral("lead.pk"); ///< rises with the time of finding
    QString modified = QStringLiteral("lead.seq"); ///< rises with every write
    QString deletedAt = QStringLiteral("lead.deleted_at"); ///< null when alive
    QString street = QStringLiteral("lead.street");
    QString latitude = QStringLiteral("lead.latitude");
    QString tagTable = QStringLiteral("lead_tag"); ///< (lead_pk, tag)
    QString noteTable = QStringLiteral("note"); ///< (lead_pk, …)
    QString taskTable = QStringLiteral("task_lead"); ///< (task_id blob, lead_pk, …)
    QString sideKey = QStringLiteral("lead_pk"); ///< column of the three side tables that holds rowId
    QString textTable = QStringLiteral("lead_fts"); ///< as Dialect::textMatch() asks it, by rowId
    bool rowByRow = false; ///< side tables are asked for each row: for walks along an order that end early
};

/// A condition with `?` placeholders and its values in order of appearance.
struct SqlCondition
{
    QString where; ///< never empty
    std::vector<QVariant> values;
    QString match; ///< FTS5 expression already contained in `where`, empty without text search; SQLite
};

[[nodiscard]] SqlCondition leadCondition(
    const domain::LeadFilter &filter, const LeadColumns &columns = {}, const Dialect &dialect = sqliteDialect());

/// Expression to sort by. All sort keys are indexed; ties are broken by rowId.
[[nodiscard]] QString sortExpression(domain::LeadSort sort, const LeadColumns &columns = {});

} // namespace leadline::storage
