#include "ui/models/copied_table.h"

#include <QTest>

using namespace leadline::ui;

class CopiedTableTest : public QObject
{
    Q_OBJECT

private:
    const QStringList m_header { u"Name"_qs, u"Phone"_qs };

private Q_SLOTS:
    void text_cells_areSeparatedByTabsAndRowsByLines()
    {
        QCOMPARE(copiedTable(CopyFormat::Text, m_header, { { u"Café"_qs, u"+33 1"_qs }, { u"a\tb\nc"_qs, {} } }),
            u"Café\t+33 1\na b c\t"_qs);
        QCOMPARE(copiedTable(CopyFormat::Text, m_header, {}), QString());
    }

    void csv_reservedCharacters_areQuoted()
    {
        QCOMPARE(copiedTable(CopyFormat::Csv, m_header, { { u"Bäcker, \"Muster\""_qs, u"1\n2"_qs } }),
            u"Name,Phone\r\n\"Bäcker, \"\"Muster\"\"\",\"1\n2\"\r\n"_qs);
    }

    void csv_formulas_stayText_phonesStayWhole()
    {
        QCOMPARE(copiedTable(CopyFormat::Csv, m_header,
                     { { u"=1+2"_qs, u"+33 1 (99)"_qs }, { u"@sum"_qs, u"-x"_qs }, { u"+cmd|1"_qs, {} } }),
            u"Name,Phone\r\n'=1+2,+33 1 (99)\r\n'@sum,'-x\r\n'+cmd|1,\r\n"_qs);
    }

    void markdown_pipes_areEscaped()
    {
        QCOMPARE(copiedTable(CopyFormat::Markdown, m_header, { { u"a|b"_qs, u"c\nd"_qs } }),
            u"| Name | Phone |\n| --- | --- |\n| a\\|b | c d |\n"_qs);
    }
};

QTEST_GUILESS_MAIN(CopiedTableTest)
#include "tst_copied_table.moc"
