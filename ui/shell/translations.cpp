#include "ui/shell/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

// Resources of a static library are only registered when somebody asks for them.
static void registerTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace leadline::ui {

Translations::~Translations()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

bool Translations::install(const QLocale &locale)
{
    registerTranslations();
    const auto load = [this](const QLocale &wanted) {
        return m_own.load(wanted, QStringLiteral("leadline"), QStringLiteral("_"), QStringLiteral(":/leadline/i18n"));
    };
    if (!load(locale)) {
        // English words need no translation, but their plural forms do.
        if (load(QLocale(QLocale::English)))
            QCoreApplication::installTranslator(&m_own);
        return false;
    }
    if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    return QCoreApplication::installTranslator(&m_own);
}

} // namespace leadline::ui
