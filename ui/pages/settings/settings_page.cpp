#include "ui/pages/settings/settings_page.h"

#include "ui/models/task_plan.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <functional>

namespace leadline::ui {

namespace {

Panel *addCard(QVBoxLayout *column, const QString &title)
{
    column->addWidget(new SectionLabel(title));
    column->addSpacing(4);
    auto *card = new Panel(Panel::Ground::Surface);
    card->setCard(true);
    column->addWidget(card);
    column->addSpacing(16);
    return card;
}

} // namespace

SettingsPage::SettingsPage(AppSettings &settings, Theme &theme, const QString &dataDirectory, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_theme(theme)
{
    auto *sheet = new Panel(Panel::Ground::Window);
    auto *outer = new QHBoxLayout(sheet);
    outer->setContentsMargins(24, 24, 24, 24);
    auto *box = new QWidget;
    box->setMaximumWidth(640);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Label(TextRole::Title, tr("Settings")));
    column->addSpacing(16);

    m_mode = addChoices(column, tr("Appearance"),
        { { tr("Like the system"), tr("Follows the desktop's light or dark preference."),
              static_cast<int>(ThemeMode::System) },
            { tr("Light"), {}, static_cast<int>(ThemeMode::Light) }, { tr("Dark"), {}, static_cast<int>(ThemeMode::Dark) } },
        static_cast<int>(theme.mode()));
    connect(m_mode, &QButtonGroup::idClicked, this, [this](int id) {
        m_settings.setThemeMode(static_cast<ThemeMode>(id));
        m_theme.setMode(static_cast<ThemeMode>(id));
    });
    m_density = addChoices(column, tr("Row height of tables"),
        { { tr("Compact"), tr("24 px"), static_cast<int>(Density::Compact) },
            { tr("Normal"), tr("28 px"), static_cast<int>(Density::Normal) },
            { tr("Comfortable"), tr("36 px"), static_cast<int>(Density::Comfortable) } },
        static_cast<int>(theme.density()));
    connect(m_density, &QButtonGroup::idClicked, this, [this](int id) {
        m_settings.setDensity(static_cast<Density>(id));
        m_theme.setDensity(static_cast<Density>(id));
    });
    std::vector<Choice> paces;
    int current = 1;
    for (const Politeness &preset : politenessPresets()) {
        if (m_settings.politeness() == QLatin1String(preset.key))
            current = static_cast<int>(paces.size());
        paces.push_back({ preset.name(), preset.explanation(), static_cast<int>(paces.size()) });
    }
    auto *pace = addChoices(column, tr("Pace of new tasks"), paces, current);
    connect(pace, &QButtonGroup::idClicked, this,
        [this](int id) { m_settings.setPoliteness(QString::fromLatin1(politenessPresets()[static_cast<size_t>(id)].key)); });
    addWorkspace(column);
    addAbout(column, dataDirectory);
    column->addStretch();

    outer->addWidget(box, 1);
    outer->addStretch(0);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(sheet);
    auto *page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(scroll);
    makeActions();
}

QButtonGroup *SettingsPage::addChoices(
    QVBoxLayout *column, const QString &title, const std::vector<Choice> &choices, int current)
{
    auto *rows = new QVBoxLayout(addCard(column, title));
    rows->setContentsMargins(16, 8, 16, 8);
    rows->setSpacing(0);
    auto *group = new QButtonGroup(this);
    for (const Choice &choice : choices) {
        auto *row = new QHBoxLayout;
        row->setSpacing(16);
        auto *radio = new QRadioButton(choice.text);
        radio->setMinimumHeight(32);
        radio->setMinimumWidth(136);
        radio->setChecked(choice.value == current);
        radio->setAccessibleDescription(choice.hint);
        group->addButton(radio, choice.value);
        row->addWidget(radio);
        row->addWidget(new ElidedLabel(TextRole::Muted, choice.hint), 1);
        rows->addLayout(row);
    }
    return group;
}

void SettingsPage::addWorkspace(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout(addCard(column, tr("Workspace")));
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(16);
    const bool demo = m_settings.workspace() == Workspace::Demo;
    auto *text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(new Label(TextRole::Body, demo ? tr("Demo workspace") : tr("This computer")));
    text->addWidget(new ElidedLabel(TextRole::Muted,
        demo ? tr("Invented businesses; nothing leaves this computer.")
             : tr("The backend runs here and keeps all data here.")));
    row->addLayout(text, 1);
    auto *change = new QPushButton(demo ? tr("Switch to This computer") : tr("Switch to the demo"));
    change->setObjectName(QStringLiteral("change-workspace"));
    row->addWidget(change);
    connect(change, &QAbstractButton::clicked, this,
        [this, demo] { Q_EMIT workspaceRequested(demo ? Workspace::ThisComputer : Workspace::Demo); });
}

void SettingsPage::addAbout(QVBoxLayout *column, const QString &dataDirectory)
{
    auto *rows = new QVBoxLayout(addCard(column, tr("About")));
    rows->setContentsMargins(16, 12, 16, 12);
    rows->setSpacing(4);
    rows->addWidget(new Label(TextRole::Body, tr("Leadline %1").arg(QStringLiteral(LEADLINE_VERSION))));
    rows->addWidget(
        new Label(TextRole::Muted, tr("Free software under the GNU General Public License, version 3 or later.")));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *path = new ElidedLabel(TextRole::Mono, dataDirectory);
    path->setElideMode(Qt::ElideMiddle);
    auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy the path of the data directory"));
    row->addWidget(new Label(TextRole::Muted, tr("Data:")));
    row->addWidget(path, 1);
    row->addWidget(copy);
    rows->addLayout(row);
    connect(
        copy, &QAbstractButton::clicked, this, [dataDirectory] { QGuiApplication::clipboard()->setText(dataDirectory); });
}

void SettingsPage::makeActions()
{
    const auto add
        = [this](const QString &text, const QString &iconName, const QKeySequence &keys, std::function<void()> run) {
              QAction *action = makeAction(text, iconName, keys, this);
              connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
              m_actions << action;
          };
    const auto mode
        = [this](ThemeMode wanted) { return [this, wanted] { m_mode->button(static_cast<int>(wanted))->click(); }; };
    const auto density
        = [this](Density wanted) { return [this, wanted] { m_density->button(static_cast<int>(wanted))->click(); }; };
    add(tr("Appearance: light"), QStringLiteral("sun"), {}, mode(ThemeMode::Light));
    add(tr("Appearance: dark"), QStringLiteral("moon"), {}, mode(ThemeMode::Dark));
    add(tr("Appearance: like the system"), QStringLiteral("computer"), {}, mode(ThemeMode::System));
    add(tr("Rows: compact"), QStringLiteral("columns"), {}, density(Density::Compact));
    add(tr("Rows: normal"), QStringLiteral("columns"), {}, density(Density::Normal));
    add(tr("Rows: comfortable"), QStringLiteral("columns"), {}, density(Density::Comfortable));
}

} // namespace leadline::ui
