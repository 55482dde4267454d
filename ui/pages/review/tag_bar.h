#pragma once

#include <QStringList>
#include <QWidget>

namespace leadline::ui {

class EntryField;

/// Tags as chips that wrap, each with a button to remove it, and a field to add one.
class TagBar : public QWidget
{
    Q_OBJECT

public:
    explicit TagBar(QWidget *parent = nullptr);

    void setTags(const QStringList &tags);
    /// Tags offered while typing.
    void setKnownTags(const QStringList &tags);
    void focusField();

Q_SIGNALS:
    void addRequested(const QString &tag);
    void removeRequested(const QString &tag);
    void left();

private:
    QStringList m_tags;
    QList<QWidget *> m_chips;
    EntryField *m_field = nullptr;
};

} // namespace leadline::ui
