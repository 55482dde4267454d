#pragma once

#include <QLocale>
#include <QString>

namespace leadline::ui {

/// Opening hours as a site's structured data has them ("Mo,Tu,We,Th,Fr 08:30-18:00; Sa 09:00-12:30", schema.org
/// openingHours) in the words of the locale ("Mon–Fri 08:30–18:00; Sat 09:00–12:30"). What is written otherwise stays as it
/// is.
[[nodiscard]] QString openingHoursText(const QString &found, const QLocale &locale = QLocale());

} // namespace leadline::ui
