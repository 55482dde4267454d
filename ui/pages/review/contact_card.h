#pragma once

#include "domain/contact_point.h"
#include "ui/widgets/panels.h"

namespace leadline::ui {

/// One contact point with the places it was read from: value and confidence, then for each place how, where and when, and
/// the words around it with the value marked. The first place is shown, the others on request; Places::All shows all at
/// once.
class ContactCard : public Panel
{
    Q_OBJECT

public:
    enum class Places { First, All };

    /// `website` is the lead's own address: pages of it are named by their path alone.
    ContactCard(const domain::ContactPoint &contact, const QString &website, domain::Timestamp now, Places places,
        QWidget *parent = nullptr);

Q_SIGNALS:
    void copied(const QString &value);
    void linkRequested(const QString &url);

private:
    void addHead(const domain::ContactPoint &contact);
    [[nodiscard]] QWidget *makePlace(
        const domain::ContactPoint &contact, const domain::Evidence &evidence, domain::Timestamp now);

    const Places m_places;
    QString m_website;
};

} // namespace leadline::ui
