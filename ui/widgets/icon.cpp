#include "ui/widgets/icon.h"

#include "ui/widgets/leadline_style.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Resources of a static library are only registered when somebody asks for them.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace leadline::ui {

namespace {

QString pathOf(const QString &name)
{
    registerIcons();
    return QStringLiteral(":/leadline/icons/") + name + QStringLiteral(".svg");
}

QColor colorOf(const Tokens &tokens, IconTint tint)
{
    switch (tint) {
    case IconTint::Muted:
        return tokens.muted;
    case IconTint::Text:
        return tokens.text;
    case IconTint::Accent:
        return tokens.accent;
    case IconTint::OnAccent:
        return tokens.accentText;
    case IconTint::Success:
        return tokens.success;
    case IconTint::Warning:
        return tokens.warning;
    case IconTint::Danger:
        return tokens.danger;
    case IconTint::Info:
        return tokens.info;
    }
    return tokens.muted;
}

class TintedEngine final : public QIconEngine
{
public:
    TintedEngine(QString name, IconTint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, render(rect.size(), mode, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/) override { return render(size, mode, 1.0); }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/, qreal scale) override
    {
        // Here `size` is in device pixels already.
        QPixmap pixmap = render(size, mode, 1.0);
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    QIconEngine *clone() const override { return new TintedEngine(*this); }
    bool isNull() override { return false; }

private:
    QPixmap render(const QSize &size, QIcon::Mode mode, qreal ratio) const
    {
        const Tokens &tokens = tokensOf(nullptr);
        const QColor color = mode == QIcon::Disabled ? tokens.disabled : colorOf(tokens, m_tint);
        return tintedPixmap(m_name, size, color, ratio);
    }

    QString m_name;
    IconTint m_tint;
};

} // namespace

QIcon themedIcon(const QString &name, IconTint tint)
{
    if (!QFile::exists(pathOf(name))) {
        qWarning("no icon named %s", qPrintable(name));
        return {};
    }
    return QIcon(new TintedEngine(name, tint));
}

QPixmap tintedPixmap(const QString &name, const QSize &size, const QColor &color, qreal devicePixelRatio)
{
    const QString key = QStringLiteral("leadline-icon/%1/%2x%3/%4/%5")
                            .arg(name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.rgba(), 0, 16)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(size * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    {
        QSvgRenderer renderer(pathOf(name));
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area(0, 0, size.width(), size.height());
        renderer.render(&painter, area);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(area, color);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon applicationIcon()
{
    return QIcon(pathOf(QStringLiteral("leadline")));
}

} // namespace leadline::ui
