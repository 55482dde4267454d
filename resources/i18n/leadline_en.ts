<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>ConnectionText</name>
    <message numerus="yes">
        <source>%1 change(s) waiting</source>
        <translation>
            <numerusform>%1 change waiting</numerusform>
            <numerusform>%1 changes waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 conflict(s) to resolve</source>
        <translation>
            <numerusform>%1 conflict to resolve</numerusform>
            <numerusform>%1 conflicts to resolve</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeadText</name>
    <message numerus="yes">
        <source>%1 lead(s)</source>
        <translation>
            <numerusform>%1 lead</numerusform>
            <numerusform>%1 leads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemarkText</name>
    <message numerus="yes">
        <source>%n page(s) read</source>
        <translation>
            <numerusform>%n page read</numerusform>
            <numerusform>%n pages read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n e-mail(s)</source>
        <translation>
            <numerusform>%n e-mail</numerusform>
            <numerusform>%n e-mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s)</source>
        <translation>
            <numerusform>%n phone</numerusform>
            <numerusform>%n phones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n profile</numerusform>
            <numerusform>%n profiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n business(es)</source>
        <translation>
            <numerusform>%1 of %n business</numerusform>
            <numerusform>%1 of %n businesses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) set aside as junk</source>
        <translation>
            <numerusform>%n candidate was set aside as junk</numerusform>
            <numerusform>%n candidates were set aside as junk</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeedList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoreText</name>
    <message numerus="yes">
        <source>%1 waiting change(s)</source>
        <translation>
            <numerusform>%1 waiting change</numerusform>
            <numerusform>%1 waiting changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 conflict(s)</source>
        <translation>
            <numerusform>%1 conflict</numerusform>
            <numerusform>%1 conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 saved view(s)</source>
        <translation>
            <numerusform>%1 saved view</numerusform>
            <numerusform>%1 saved views</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskPlan</name>
    <message numerus="yes">
        <source>%1 site(s)</source>
        <translation>
            <numerusform>%1 site</numerusform>
            <numerusform>%1 sites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %1 page(s)</source>
        <translation>
            <numerusform>up to %1 page</numerusform>
            <numerusform>up to %1 pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::desktop::Desktop</name>
    <message numerus="yes">
        <source>%n task(s) still running</source>
        <translation>
            <numerusform>%n task is still running</numerusform>
            <numerusform>%n tasks are still running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::CloseDialog</name>
    <message numerus="yes">
        <source>%n task(s) still running</source>
        <translation>
            <numerusform>%n task is still running</numerusform>
            <numerusform>%n tasks are still running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::ContactCard</name>
    <message numerus="yes">
        <source>%n more place(s)</source>
        <translation>
            <numerusform>%n more place</numerusform>
            <numerusform>%n more places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::ExportController</name>
    <message numerus="yes">
        <source>Exported %1 lead(s)</source>
        <translation>
            <numerusform>Exported %1 lead</numerusform>
            <numerusform>Exported %1 leads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadPanel</name>
    <message numerus="yes">
        <source>%n contact point(s)</source>
        <translation>
            <numerusform>%n contact point</numerusform>
            <numerusform>%n contact points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found and not used</source>
        <translation>
            <numerusform>%n found and not used</numerusform>
            <numerusform>%n found and not used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::LogModel</name>
    <message numerus="yes">
        <source>%1 older line(s) no longer kept</source>
        <translation>
            <numerusform>%1 older line is no longer kept</numerusform>
            <numerusform>%1 older lines are no longer kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::NewTaskDialog</name>
    <message numerus="yes">
        <source>%1 address(es)</source>
        <translation>
            <numerusform>%1 address</numerusform>
            <numerusform>%1 addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 problem(s)</source>
        <translation>
            <numerusform>%1 problem</numerusform>
            <numerusform>%1 problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::ReviewPage</name>
    <message numerus="yes">
        <source>Copied %1 lead(s)</source>
        <translation>
            <numerusform>Copied %1 lead</numerusform>
            <numerusform>Copied %1 leads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::SelectionPanel</name>
    <message numerus="yes">
        <source>%1 lead(s) selected</source>
        <translation>
            <numerusform>%1 lead selected</numerusform>
            <numerusform>%1 leads selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::StatusStrip</name>
    <message numerus="yes">
        <source>%1 task(s) running</source>
        <translation>
            <numerusform>%1 task running</numerusform>
            <numerusform>%1 tasks running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lead(s)</source>
        <translation>
            <numerusform>%1 lead</numerusform>
            <numerusform>%1 leads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::TaskTableModel</name>
    <message numerus="yes">
        <source>%1 page(s) failed</source>
        <translation>
            <numerusform>%1 page failed</numerusform>
            <numerusform>%1 pages failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::TasksController</name>
    <message numerus="yes">
        <source>Deleted %n task(s). Their leads are kept.</source>
        <translation>
            <numerusform>Deleted %n task. Its leads are kept.</numerusform>
            <numerusform>Deleted %n tasks. Their leads are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 new lead(s)</source>
        <translation>
            <numerusform>%1 new lead</numerusform>
            <numerusform>%1 new leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) were interrupted: their backend ended.</source>
        <translation>
            <numerusform>%n task was interrupted: its backend ended.</numerusform>
            <numerusform>%n tasks were interrupted: their backend ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::WaitingDialog</name>
    <message numerus="yes">
        <source>%1 change(s) waiting for the backend</source>
        <translation>
            <numerusform>%1 change waits for the backend</numerusform>
            <numerusform>%1 changes wait for the backend</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) for you to decide</source>
        <translation>
            <numerusform>%n change needs your choice</numerusform>
            <numerusform>%n changes need your choice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n change(s)</source>
        <translation>
            <numerusform>Take back %n change</numerusform>
            <numerusform>Take back %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be kept, because the lead no longer exists. What you entered stays below until you discard it.</source>
        <translation>
            <numerusform>%n change could not be kept, because the lead no longer exists. What you entered stays below until you discard it.</numerusform>
            <numerusform>%n changes could not be kept, because the leads no longer exist. What you entered stays below until you discard it.</numerusform>
        </translation>
    </message>
</context>
</TS>
