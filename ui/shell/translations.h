#pragma once

#include <QLocale>
#include <QTranslator>

namespace leadline::ui {

/// The words of the window in the operator's language; English where there is no translation. Installed before the first
/// widget is made and kept as long as the application.
class Translations
{
public:
    Translations() = default;
    ~Translations();
    Translations(const Translations &) = delete;
    Translations &operator=(const Translations &) = delete;

    /// True when the language is one Leadline brings words for.
    bool install(const QLocale &locale);

private:
    QTranslator m_own;
    QTranslator m_qt; ///< Qt's dialogs, when the system has their translations
};

} // namespace leadline::ui
