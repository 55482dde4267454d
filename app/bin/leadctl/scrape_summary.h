#pragma once

#include "console.h"

#include "domain/task.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::leadctl {

/// What a finished `leadctl scrape` has to say.
struct ScrapeSummary
{
    domain::Task task;
    std::vector<domain::SiteReport> sites;
    std::vector<QStringList> rows; ///< leads of the table: name, e-mail, phone, city, score, website
    qint64 leads = 0;
    qint64 emails = 0; ///< leads with an e-mail address
    qint64 phones = 0;
    qint64 skippedLines = 0; ///< of the seed file
    QString output; ///< the file that was written, empty = none
    bool interrupted = false;
};

/// The table on standard output and the figures on standard error, or all of it as one JSON object.
void show(Console &console, const ScrapeSummary &summary);

} // namespace leadline::leadctl
