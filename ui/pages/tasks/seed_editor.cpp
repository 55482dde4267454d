#include "ui/pages/tasks/seed_editor.h"

#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QHash>
#include <QKeyEvent>
#include <QMimeData>
#include <QSignalBlocker>
#include <QUrl>

namespace leadline::ui {

using domain::SeedLine;
using domain::SeedProblem;

namespace {

constexpr size_t kHighlightedLines = 5000; ///< above, underlining every line would cost more than it tells

} // namespace

class SeedEditor::Highlighter : public QSyntaxHighlighter
{
public:
    explicit Highlighter(QTextDocument *document)
        : QSyntaxHighlighter(document)
    { }

    void setProblems(QHash<int, SeedProblem> problems)
    {
        if (problems == m_problems)
            return;
        m_problems = std::move(problems);
        rehighlight();
    }

protected:
    void highlightBlock(const QString &text) override
    {
        const Tokens &t = tokensOf(nullptr);
        const auto found = m_problems.constFind(currentBlock().blockNumber());
        if (text.trimmed().startsWith(u'#')) {
            setFormat(0, static_cast<int>(text.size()), t.muted);
        } else if (found != m_problems.cend()) {
            QTextCharFormat format;
            if (*found == SeedProblem::Duplicate) {
                format.setForeground(t.muted);
            } else {
                format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
                format.setUnderlineColor(t.danger);
                format.setForeground(t.danger);
            }
            setFormat(0, static_cast<int>(text.size()), format);
        }
    }

private:
    QHash<int, SeedProblem> m_problems;
};

SeedEditor::SeedEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new Highlighter(document()))
{
    setFont(monoFont(tokensOf(nullptr)));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setAccessibleName(tr("Start addresses, one per line"));
    document()->setDocumentMargin(8);
    m_soon.setSingleShot(true);
    m_soon.setInterval(120);
    connect(&m_soon, &QTimer::timeout, this, &SeedEditor::readNow);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { m_soon.start(); });
}

SeedEditor::~SeedEditor() = default;

void SeedEditor::readNow()
{
    m_soon.stop();
    m_seeds = domain::parseSeeds(toPlainText());
    QHash<int, SeedProblem> problems;
    if (m_seeds.lines.size() <= kHighlightedLines) {
        for (const SeedLine &line : m_seeds.lines) {
            if (line.problem != SeedProblem::None)
                problems.insert(line.line, line.problem);
        }
    }
    {
        // Colouring counts as a change of the text for its document.
        const QSignalBlocker quiet(this);
        m_highlighter->setProblems(std::move(problems));
    }
    viewport()->update();
    Q_EMIT seedsChanged();
}

void SeedEditor::removeProblems()
{
    readNow();
    QStringList lines = toPlainText().split(u'\n');
    for (auto line = m_seeds.lines.rbegin(); line != m_seeds.lines.rend(); ++line) {
        if (line->problem != SeedProblem::None && line->problem != SeedProblem::Duplicate)
            lines.removeAt(line->line);
    }
    setPlainText(lines.join(u'\n'));
    moveCursor(QTextCursor::End);
    readNow();
    setFocus();
}

void SeedEditor::addAddresses(const QStringList &addresses)
{
    QString text = toPlainText();
    if (!text.isEmpty() && !text.endsWith(u'\n'))
        text += u'\n';
    setPlainText(text + addresses.join(u'\n'));
    moveCursor(QTextCursor::End);
    readNow();
}

void SeedEditor::keyPressEvent(QKeyEvent *event)
{
    // Ctrl+Enter starts the task, so it must reach the dialog.
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() & Qt::ControlModifier) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool SeedEditor::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasUrls() || QPlainTextEdit::canInsertFromMimeData(source);
}

void SeedEditor::insertFromMimeData(const QMimeData *source)
{
    if (source->hasUrls() && !source->urls().isEmpty() && source->urls().first().isLocalFile()) {
        Q_EMIT fileDropped(source->urls().first().toLocalFile());
        return;
    }
    if (source->hasText())
        textCursor().insertText(source->text());
}

} // namespace leadline::ui
