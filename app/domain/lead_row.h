#pragma once

#include "domain/clock.h"
#include "domain/facet_count.h"
#include "domain/id.h"
#include "domain/lead.h"
#include "domain/lead_filter.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::domain {

/// Number of a lead in the local store. Four bytes, so that the order of a million leads is one 4-MB vector. Valid in one
/// profile only, never reused, never on the wire.
using RowId = quint32;

/// What a table shows of one lead: effective values, without contact points and notes.
struct LeadRow
{
    RowId row = 0;
    LeadId id;
    QString name;
    QString category;
    QString city;
    QString country;
    QString email;
    QString phone;
    QString website;
    QString source;
    QString assignee;
    QStringList tags;
    ReviewStatus status = ReviewStatus::New;
    int rating = 0;
    int score = 0;
    int notes = 0; ///< how many
    bool waiting = false; ///< has a change the server does not know yet
    bool deleted = false;
    Timestamp foundAt {};
    Timestamp modifiedAt {};

    [[nodiscard]] bool operator==(const LeadRow &) const = default;
};

/// One page of an ordered list of leads.
struct LeadRowPage
{
    std::vector<LeadRow> rows;
    QString next; ///< cursor for LeadQuery::after, empty on the last page
};

/// Where a changed row belongs in an ordered list.
struct PlacedRow
{
    RowId row = 0;
    qsizetype index = 0; ///< in the list without any of the changed rows
};

/// Rows touched since the last report, each in one list.
struct LeadChanges
{
    QList<RowId> inserted;
    QList<RowId> updated; ///< deleted and restored leads included: their filter decides
    QList<RowId> removed; ///< gone from the store
    bool all = false; ///< too many to name, ask again for everything

    [[nodiscard]] bool isEmpty() const { return inserted.isEmpty() && updated.isEmpty() && removed.isEmpty() && !all; }
};

/// One group of values an operator can narrow the list by: Status, Source, Has, Country, Tag, Task, Assignee or Rating.
struct Facet
{
    FilterField field = FilterField::Status;
    std::vector<FacetCount> values; ///< most frequent first; Status in its own order

    [[nodiscard]] bool operator==(const Facet &) const = default;
};

struct FacetCounts
{
    qint64 total = 0; ///< leads in the store that are not deleted
    qint64 matching = 0; ///< leads of the filter
    qint64 deleted = 0; ///< leads in the trash
    std::vector<Facet> facets;
};

} // namespace leadline::domain

Q_DECLARE_METATYPE(leadline::domain::LeadChanges)
