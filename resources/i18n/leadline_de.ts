<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ConnectionText</name>
    <message>
        <source>You work offline. Go online to run tasks and send your changes.</source>
        <translation>Sie arbeiten offline. Gehen Sie online, um Aufgaben laufen zu lassen und Ihre Änderungen zu senden.</translation>
    </message>
    <message>
        <source>The backend program leadlined was not found or could not be started. Install it beside this program.</source>
        <translation>Das Backend-Programm leadlined wurde nicht gefunden oder ließ sich nicht starten. Installieren Sie es neben diesem Programm.</translation>
    </message>
    <message>
        <source>The local backend ended unexpectedly and is being started again.</source>
        <translation>Das lokale Backend hat sich unerwartet beendet und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The local backend ended five times within a minute and is not started again by itself.</source>
        <translation>Das lokale Backend hat sich fünfmal in einer Minute beendet und wird nicht mehr von selbst gestartet.</translation>
    </message>
    <message>
        <source>Another program holds the data directory. Close it, then try again.</source>
        <translation>Ein anderes Programm hält das Datenverzeichnis. Schließen Sie es und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The local backend stopped answering and is being started again.</source>
        <translation>Das lokale Backend antwortet nicht mehr und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The backend does not answer. It is tried again by itself.</source>
        <translation>Das Backend antwortet nicht. Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>The server ended the session. Your changes stay here until you sign in again.</source>
        <translation>Der Server hat die Sitzung beendet. Ihre Änderungen bleiben hier, bis Sie sich wieder anmelden.</translation>
    </message>
    <message>
        <source>The server refuses this account.</source>
        <translation>Der Server lehnt dieses Konto ab.</translation>
    </message>
    <message>
        <source>The server reports a fault of its own. It is tried again by itself.</source>
        <translation>Der Server meldet einen eigenen Fehler. Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Connected to the backend this window started.</source>
        <translation>Verbunden mit dem Backend, das dieses Fenster gestartet hat.</translation>
    </message>
    <message>
        <source>Connected to a backend that was already running on this computer.</source>
        <translation>Verbunden mit einem Backend, das auf diesem Rechner bereits lief.</translation>
    </message>
    <message>
        <source>Connected to %1 as %2.</source>
        <translation>Verbunden mit %1 als %2.</translation>
    </message>
    <message>
        <source>Starting the backend…</source>
        <translation>Backend startet …</translation>
    </message>
    <message>
        <source>The local backend is starting. Review works meanwhile.</source>
        <translation>Das lokale Backend startet. Die Prüfung funktioniert schon.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Signing in to the backend.</source>
        <translation>Anmeldung am Backend.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Sign in needed</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>Noch nicht abgeglichen</translation>
    </message>
    <message>
        <source>Synced just now</source>
        <translation>Gerade abgeglichen</translation>
    </message>
    <message>
        <source>Last sync %1</source>
        <translation>Letzter Abgleich %1</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Abgleich läuft …</translation>
    </message>
    <message>
        <source>Fetching leads, %1 of %2</source>
        <translation>Leads werden geholt, %1 von %2</translation>
    </message>
    <message>
        <source>Fetching leads, %1</source>
        <translation>Leads werden geholt, %1</translation>
    </message>
    <message>
        <source>Sync failed, trying again</source>
        <translation>Abgleich fehlgeschlagen, neuer Versuch folgt</translation>
    </message>
    <message>
        <source>Not answering</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>The backend has not answered for some seconds. Review goes on; your changes are kept here and sent when it answers again.</source>
        <translation>Das Backend antwortet seit einigen Sekunden nicht. Die Prüfung geht weiter; Ihre Änderungen bleiben hier und werden gesendet, sobald es wieder antwortet.</translation>
    </message>
    <message numerus="yes">
        <source>%1 change(s) waiting</source>
        <translation>
            <numerusform>%1 Änderung wartet</numerusform>
            <numerusform>%1 Änderungen warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 conflict(s) to resolve</source>
        <translation>
            <numerusform>%1 Konflikt zu lösen</numerusform>
            <numerusform>%1 Konflikte zu lösen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The backend refused the input.</source>
        <translation>Das Backend hat die Eingabe abgelehnt.</translation>
    </message>
    <message>
        <source>The backend refused the input: %1</source>
        <translation>Das Backend hat die Eingabe abgelehnt: %1</translation>
    </message>
    <message>
        <source>The session has ended. Connect again to go on; nothing you did is lost.</source>
        <translation>Die Sitzung ist beendet. Verbinden Sie sich erneut; nichts ist verloren.</translation>
    </message>
    <message>
        <source>This account may not do that.</source>
        <translation>Dieses Konto darf das nicht.</translation>
    </message>
    <message>
        <source>This is no longer there. Someone may have deleted it.</source>
        <translation>Das gibt es nicht mehr. Vielleicht hat es jemand gelöscht.</translation>
    </message>
    <message>
        <source>Someone changed this in the meantime. Look at the newest values and try again.</source>
        <translation>Jemand hat das inzwischen geändert. Sehen Sie die neuesten Werte an und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>This exists already.</source>
        <translation>Das gibt es schon.</translation>
    </message>
    <message>
        <source>The task has moved on, so this is not possible now.</source>
        <translation>Die Aufgabe ist weitergelaufen, deshalb geht das jetzt nicht.</translation>
    </message>
    <message>
        <source>The backend asks to wait %1 s before the next try.</source>
        <translation>Das Backend bittet, %1 s bis zum nächsten Versuch zu warten.</translation>
    </message>
    <message>
        <source>The backend asks to slow down. Try again in a moment.</source>
        <translation>Das Backend bittet um langsamere Anfragen. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>This backend cannot do that. It may be older than this program.</source>
        <translation>Dieses Backend kann das nicht. Vielleicht ist es älter als dieses Programm.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The backend did not answer in time. Try again.</source>
        <translation>Das Backend hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The backend cannot be reached. Review keeps working; tasks need the connection.</source>
        <translation>Das Backend ist nicht erreichbar. Die Prüfung funktioniert weiter; Aufgaben brauchen die Verbindung.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate could not be verified, so the connection was refused.</source>
        <translation>Das Zertifikat des Servers ließ sich nicht prüfen, deshalb wurde die Verbindung abgelehnt.</translation>
    </message>
    <message>
        <source>Another program is using this data. Close it and try again.</source>
        <translation>Ein anderes Programm benutzt diese Daten. Schließen Sie es und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space and try again.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The data was written by a newer version of Leadline. Update this program to open it.</source>
        <translation>Die Daten stammen von einer neueren Leadline-Version. Aktualisieren Sie dieses Programm, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>The data could not be read or written. Check the disk and try again.</source>
        <translation>Die Daten ließen sich nicht lesen oder schreiben. Prüfen Sie den Datenträger und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The server&apos;s data was replaced. Everything is being fetched again.</source>
        <translation>Die Daten des Servers wurden ersetzt. Alles wird neu geholt.</translation>
    </message>
    <message>
        <source>Something went wrong in the backend. Try again; if it happens again, report the id.</source>
        <translation>Im Backend ist etwas schiefgegangen. Versuchen Sie es erneut; geschieht es wieder, melden Sie die Kennung.</translation>
    </message>
    <message>
        <source>The backend&apos;s stored data is damaged. Its administrator has to restore a backup copy.</source>
        <translation>Die gespeicherten Daten des Backends sind beschädigt. Seine Verwaltung muss eine Sicherung einspielen.</translation>
    </message>
    <message>
        <source>The local store is damaged. Close Leadline and start it again: it keeps your waiting changes and fetches everything else anew.</source>
        <translation>Der lokale Speicher ist beschädigt. Schließen Sie Leadline und starten Sie es neu: Ihre wartenden Änderungen bleiben erhalten, alles andere wird neu geholt.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>d</source>
        <translation>T</translation>
    </message>
    <message>
        <source>h</source>
        <translation>Std.</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
</context>
<context>
    <name>LeadText</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation>Zuständig</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Branche</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Contact point</source>
        <translation>Kontaktpunkt</translation>
    </message>
    <message>
        <source>Contact points</source>
        <translation>Kontaktpunkte</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Set back to new: %1</source>
        <translation>Wieder neu: %1</translation>
    </message>
    <message>
        <source>Accepted %1</source>
        <translation>%1 angenommen</translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>Marked as contacted: %1</source>
        <translation>Als kontaktiert vermerkt: %1</translation>
    </message>
    <message>
        <source>Removed the rating of %1</source>
        <translation>Bewertung von %1 entfernt</translation>
    </message>
    <message>
        <source>Rated %1 with %2 of 5</source>
        <translation>%1 mit %2 von 5 bewertet</translation>
    </message>
    <message>
        <source>Changed %1 of %2</source>
        <translation>%1 von %2 geändert</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Contacted</source>
        <translation>Kontaktiert</translation>
    </message>
    <message>
        <source>phone link</source>
        <translation>Telefonlink</translation>
    </message>
    <message>
        <source>mailto link</source>
        <translation>Mailto-Link</translation>
    </message>
    <message>
        <source>JSON-LD</source>
        <translation>JSON-LD</translation>
    </message>
    <message>
        <source>microdata</source>
        <translation>Mikrodaten</translation>
    </message>
    <message>
        <source>RDFa</source>
        <translation>RDFa</translation>
    </message>
    <message>
        <source>h-card</source>
        <translation>h-card</translation>
    </message>
    <message>
        <source>Open Graph</source>
        <translation>Open Graph</translation>
    </message>
    <message>
        <source>link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>labelled text</source>
        <translation>beschrifteter Text</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>disguised text</source>
        <translation>verschleierter Text</translation>
    </message>
    <message>
        <source>Cloudflare-protected</source>
        <translation>von Cloudflare geschützt</translation>
    </message>
    <message>
        <source>contact page</source>
        <translation>Kontaktseite</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>typed in</source>
        <translation>eingetippt</translation>
    </message>
    <message>
        <source>a placeholder</source>
        <translation>ein Platzhalter</translation>
    </message>
    <message>
        <source>the name of an image</source>
        <translation>der Name eines Bildes</translation>
    </message>
    <message>
        <source>no such domain ending</source>
        <translation>keine solche Domainendung</translation>
    </message>
    <message>
        <source>not a phone number</source>
        <translation>keine Telefonnummer</translation>
    </message>
    <message>
        <source>Tagged %1 with %2</source>
        <translation>%1 mit %2 verschlagwortet</translation>
    </message>
    <message>
        <source>Removed tag %2 from %1</source>
        <translation>Schlagwort %2 von %1 entfernt</translation>
    </message>
    <message>
        <source>Added a note to %1</source>
        <translation>Notiz zu %1 hinzugefügt</translation>
    </message>
    <message>
        <source>Moved %1 to the trash</source>
        <translation>%1 in den Papierkorb gelegt</translation>
    </message>
    <message>
        <source>Restored %1</source>
        <translation>%1 wiederhergestellt</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Tag %1 added</source>
        <translation>Schlagwort %1 hinzugefügt</translation>
    </message>
    <message>
        <source>Tag %1 removed</source>
        <translation>Schlagwort %1 entfernt</translation>
    </message>
    <message>
        <source>Note added</source>
        <translation>Notiz hinzugefügt</translation>
    </message>
    <message>
        <source>Moved to the trash</source>
        <translation>In den Papierkorb gelegt</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>Wiederhergestellt</translation>
    </message>
    <message>
        <source>task</source>
        <translation>Aufgabe</translation>
    </message>
    <message numerus="yes">
        <source>%1 lead(s)</source>
        <translation>
            <numerusform>%1 Lead</numerusform>
            <numerusform>%1 Leads</numerusform>
        </translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message>
        <source>Changed by someone else meanwhile</source>
        <translation>Inzwischen von jemand anderem geändert</translation>
    </message>
    <message>
        <source>Changed by %1 meanwhile</source>
        <translation>Inzwischen von %1 geändert</translation>
    </message>
    <message>
        <source>Moved to the trash by someone else meanwhile</source>
        <translation>Inzwischen von jemand anderem in den Papierkorb gelegt</translation>
    </message>
    <message>
        <source>The lead no longer exists at the backend</source>
        <translation>Der Lead ist im Backend nicht mehr vorhanden</translation>
    </message>
    <message>
        <source>Refused by the backend: %1</source>
        <translation>Vom Backend abgelehnt: %1</translation>
    </message>
    <message>
        <source>Lost by the backend, which was put back to an older state</source>
        <translation>Im Backend verloren, das auf einen älteren Stand zurückgesetzt wurde</translation>
    </message>
    <message>
        <source>E-mail, by its confidence</source>
        <translation>E-Mail, nach ihrer Sicherheit</translation>
    </message>
    <message>
        <source>Phone, by its confidence</source>
        <translation>Telefon, nach seiner Sicherheit</translation>
    </message>
    <message>
        <source>Postal address</source>
        <translation>Postanschrift</translation>
    </message>
    <message>
        <source>Social profiles</source>
        <translation>Soziale Profile</translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation>Öffnungszeiten</translation>
    </message>
    <message>
        <source>Map position</source>
        <translation>Kartenposition</translation>
    </message>
    <message>
        <source>E-mail of a person</source>
        <translation>E-Mail einer Person</translation>
    </message>
    <message>
        <source>Confirmed on several pages</source>
        <translation>Auf mehreren Seiten bestätigt</translation>
    </message>
</context>
<context>
    <name>RemarkText</name>
    <message numerus="yes">
        <source>%n page(s) read</source>
        <translation>
            <numerusform>%n Seite gelesen</numerusform>
            <numerusform>%n Seiten gelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n e-mail(s)</source>
        <translation>
            <numerusform>%n E-Mail</numerusform>
            <numerusform>%n E-Mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s)</source>
        <translation>
            <numerusform>%n Telefonnummer</numerusform>
            <numerusform>%n Telefonnummern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n Profil</numerusform>
            <numerusform>%n Profile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n business(es)</source>
        <translation>
            <numerusform>%1 von %n Unternehmen</numerusform>
            <numerusform>%1 von %n Unternehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, no contact found</source>
        <translation>%1, kein Kontakt gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) set aside as junk</source>
        <translation>
            <numerusform>%n Kandidat als unbrauchbar beiseitegelegt</numerusform>
            <numerusform>%n Kandidaten als unbrauchbar beiseitegelegt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; ended early: %2</source>
        <translation>%1; früher beendet: %2</translation>
    </message>
    <message>
        <source>%1: longer than %2 characters</source>
        <translation>%1: länger als %2 Zeichen</translation>
    </message>
    <message>
        <source>%1: only http and https addresses can be read</source>
        <translation>%1: Nur http- und https-Adressen können gelesen werden</translation>
    </message>
    <message>
        <source>%1: addresses with a name or password are not read</source>
        <translation>%1: Adressen mit Name oder Passwort werden nicht gelesen</translation>
    </message>
    <message>
        <source>%1: not a web address</source>
        <translation>%1: keine Webadresse</translation>
    </message>
    <message>
        <source>%1: the same address is in the list already</source>
        <translation>%1: Dieselbe Adresse steht schon in der Liste</translation>
    </message>
    <message>
        <source>there is no field “%1”</source>
        <translation>ein Feld „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>the field cannot be compared</source>
        <translation>dieses Feld lässt sich nicht vergleichen</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>ein Wert fehlt</translation>
    </message>
    <message>
        <source>the field does not take “%1”</source>
        <translation>„%1“ ist kein Wert dieses Feldes</translation>
    </message>
    <message>
        <source>a comparison takes one value</source>
        <translation>ein Vergleich nimmt einen Wert</translation>
    </message>
    <message>
        <source>a tag has 1 to %1 characters</source>
        <translation>ein Schlagwort hat 1 bis %1 Zeichen</translation>
    </message>
    <message>
        <source>a note has 1 to %1 characters</source>
        <translation>eine Notiz hat 1 bis %1 Zeichen</translation>
    </message>
    <message>
        <source>the value is longer than %1 characters</source>
        <translation>der Wert ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>%1 cannot be found: %2</source>
        <translation>%1 ist nicht zu finden: %2</translation>
    </message>
    <message>
        <source>no name server answered for %1 (%2), asked %3 times</source>
        <translation>kein Namensserver hat für %1 geantwortet (%2), %3-mal gefragt</translation>
    </message>
    <message>
        <source>%1 uses port %2, which is not allowed</source>
        <translation>%1 benutzt Port %2, der nicht erlaubt ist</translation>
    </message>
    <message>
        <source>%1 resolves to %2, which is not a public address; --allow-network %3 opens it</source>
        <translation>%1 führt zu %2, keiner öffentlichen Adresse; --allow-network %3 gibt sie frei</translation>
    </message>
    <message>
        <source>%1 led to an address that was not allowed</source>
        <translation>%1 führte zu einer Adresse, die nicht erlaubt ist</translation>
    </message>
    <message>
        <source>%1 sent more than %2 KiB of headers</source>
        <translation>%1 schickte mehr als %2 KiB Kopfzeilen</translation>
    </message>
    <message>
        <source>%1 sent more than %2 header fields</source>
        <translation>%1 schickte mehr als %2 Kopffelder</translation>
    </message>
    <message>
        <source>%1 is %2, not a page</source>
        <translation>%1 ist %2, keine Seite</translation>
    </message>
    <message>
        <source>%1 unpacks to more than %2 MiB</source>
        <translation>%1 ist ausgepackt größer als %2 MiB</translation>
    </message>
    <message>
        <source>%1 unpacks to more than %2 times its size (decompression bomb)</source>
        <translation>%1 ist ausgepackt mehr als %2-mal so groß (Dekompressionsbombe)</translation>
    </message>
    <message>
        <source>%1 is larger than %2 MiB</source>
        <translation>%1 ist größer als %2 MiB</translation>
    </message>
    <message>
        <source>%1 could not be connected to within %2 s</source>
        <translation>%1 war innerhalb von %2 s nicht zu erreichen</translation>
    </message>
    <message>
        <source>%1 took longer than %2 s</source>
        <translation>%1 brauchte länger als %2 s</translation>
    </message>
    <message>
        <source>%1 sent nothing for %2 s</source>
        <translation>%1 schickte %2 s lang nichts</translation>
    </message>
    <message>
        <source>%1 is slower than %2 bytes a second</source>
        <translation>%1 ist langsamer als %2 Byte je Sekunde</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 schlug fehl: %2</translation>
    </message>
    <message>
        <source>%1 did not answer %2 times in a row</source>
        <translation>%1 antwortete %2-mal hintereinander nicht</translation>
    </message>
    <message>
        <source>%1 answered %2 and asks to wait %3 s</source>
        <translation>%1 antwortete %2 und bittet, %3 s zu warten</translation>
    </message>
    <message>
        <source>robots.txt of %1 forbids %2</source>
        <translation>robots.txt von %1 verbietet %2</translation>
    </message>
    <message>
        <source>robots.txt of %1 answered %2, which forbids everything</source>
        <translation>robots.txt von %1 antwortete %2, das verbietet alles</translation>
    </message>
    <message>
        <source>%1 redirects to an address that is not allowed: %2</source>
        <translation>%1 leitet zu einer nicht erlaubten Adresse weiter: %2</translation>
    </message>
    <message>
        <source>%1 redirects more than %2 times</source>
        <translation>%1 leitet mehr als %2-mal weiter</translation>
    </message>
    <message>
        <source>%1 redirects to another site: %2</source>
        <translation>%1 leitet zu einer anderen Website weiter: %2</translation>
    </message>
    <message>
        <source>%1 redirects to %2 and has no pages of its own</source>
        <translation>%1 leitet zu %2 weiter und hat keine eigenen Seiten</translation>
    </message>
    <message>
        <source>%1 stands behind a check for robots</source>
        <translation>%1 steht hinter einer Prüfung auf Roboter</translation>
    </message>
    <message>
        <source>%1 answered %2</source>
        <translation>%1 antwortete %2</translation>
    </message>
    <message>
        <source>%1 answered %2 and wants a sign-in</source>
        <translation>%1 antwortete %2 und verlangt eine Anmeldung</translation>
    </message>
    <message>
        <source>%1 answered %2, there is no such page</source>
        <translation>%1 antwortete %2, die Seite gibt es nicht</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>continues</source>
        <translation>geht weiter</translation>
    </message>
    <message>
        <source>%1 read: %2, %3 KB in %4 ms</source>
        <translation>%1 gelesen: %2, %3 KB in %4 ms</translation>
    </message>
    <message>
        <source>the time for one site was used up</source>
        <translation>die Zeit für eine Website war aufgebraucht</translation>
    </message>
    <message>
        <source>%1 made the page reader crash twice and was set aside</source>
        <translation>%1 ließ den Seitenleser zweimal abstürzen und wurde beiseitegelegt</translation>
    </message>
    <message>
        <source>%1 kept the page reader busy without end twice and was set aside</source>
        <translation>%1 hielt den Seitenleser zweimal endlos beschäftigt und wurde beiseitegelegt</translation>
    </message>
    <message>
        <source>%1 was being read twice when the page reader died and was set aside</source>
        <translation>%1 wurde zweimal gelesen, als der Seitenleser endete, und wurde beiseitegelegt</translation>
    </message>
    <message>
        <source>0 leads</source>
        <translation>0 Leads</translation>
    </message>
    <message>
        <source>the bound of %1 new leads was reached</source>
        <translation>die Grenze von %1 neuen Leads war erreicht</translation>
    </message>
    <message>
        <source>the disk is full; free some space, then resume</source>
        <translation>die Festplatte ist voll; schaffen Sie Platz und setzen Sie fort</translation>
    </message>
    <message>
        <source>the disk is full, so the end could not be stored; the task ends by itself once there is room</source>
        <translation>die Festplatte ist voll, das Ende ließ sich nicht speichern; die Aufgabe endet von selbst, sobald Platz ist</translation>
    </message>
    <message>
        <source>the end could not be stored and is tried again: %1</source>
        <translation>das Ende ließ sich nicht speichern und wird erneut versucht: %1</translation>
    </message>
    <message>
        <source>the backend was closed</source>
        <translation>das Backend wurde geschlossen</translation>
    </message>
    <message>
        <source>the backend ended while the task was running</source>
        <translation>das Backend endete, während die Aufgabe lief</translation>
    </message>
    <message>
        <source>the database was away</source>
        <translation>die Datenbank war nicht da</translation>
    </message>
    <message>
        <source>the crawl worker ended unexpectedly (%1); it is started again</source>
        <translation>der Leseprozess endete unerwartet (%1); er wird neu gestartet</translation>
    </message>
    <message>
        <source>the crawl worker keeps failing: %1</source>
        <translation>der Leseprozess schlägt immer wieder fehl: %1</translation>
    </message>
    <message>
        <source>this looks like UTF-16 without a byte order mark; save it as UTF-8</source>
        <translation>das sieht nach UTF-16 ohne Byte Order Mark aus; speichern Sie es als UTF-8</translation>
    </message>
    <message>
        <source>this is not a text file</source>
        <translation>das ist keine Textdatei</translation>
    </message>
    <message>
        <source>the file holds no addresses</source>
        <translation>die Datei enthält keine Adressen</translation>
    </message>
    <message>
        <source>%1: the address has no host</source>
        <translation>%1: Die Adresse hat keinen Host</translation>
    </message>
    <message>
        <source>no column holds web addresses</source>
        <translation>keine Spalte enthält Webadressen</translation>
    </message>
</context>
<context>
    <name>SeedList</name>
    <message>
        <source>is not a web address</source>
        <translation>ist keine Webadresse</translation>
    </message>
    <message>
        <source>has no usable host name</source>
        <translation>hat keinen brauchbaren Hostnamen</translation>
    </message>
    <message>
        <source>must begin with http:// or https://</source>
        <translation>muss mit http:// oder https:// beginnen</translation>
    </message>
    <message>
        <source>must not hold a name or password</source>
        <translation>darf weder Name noch Passwort enthalten</translation>
    </message>
    <message>
        <source>is longer than %1 characters</source>
        <translation>ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>repeats a line above and is left out</source>
        <translation>wiederholt eine Zeile darüber und wird ausgelassen</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoreText</name>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>Leadline did not end properly and a part of its local store is missing: what you changed shortly before may be lost. Everything is being compared with the backend.</source>
        <translation>Leadline wurde nicht ordentlich beendet und ein Teil seines lokalen Speichers fehlt: Was Sie kurz davor geändert haben, kann verloren sein. Alles wird mit dem Backend verglichen.</translation>
    </message>
    <message>
        <source>The local store was damaged and is being filled again from the backend.</source>
        <translation>Der lokale Speicher war beschädigt und wird vom Backend neu gefüllt.</translation>
    </message>
    <message>
        <source>Kept: %1.</source>
        <translation>Erhalten: %1.</translation>
    </message>
    <message>
        <source>No waiting change could be read; if there were any, they are lost.</source>
        <translation>Keine wartende Änderung war lesbar; falls es welche gab, sind sie verloren.</translation>
    </message>
    <message>
        <source>Some of your latest changes may be missing.</source>
        <translation>Einige Ihrer letzten Änderungen können fehlen.</translation>
    </message>
    <message>
        <source>No change was waiting, so nothing of yours is lost.</source>
        <translation>Es wartete keine Änderung, von Ihrer Arbeit ist also nichts verloren.</translation>
    </message>
    <message>
        <source>The damaged file was put aside as %1.</source>
        <translation>Die beschädigte Datei liegt nun unter %1.</translation>
    </message>
    <message>
        <source>The local store was written by a newer version of Leadline. Nothing in it was changed. Update this program to open it.</source>
        <translation>Der lokale Speicher stammt von einer neueren Version von Leadline. Nichts darin wurde geändert. Aktualisieren Sie dieses Programm, um ihn zu öffnen.</translation>
    </message>
    <message>
        <source>The file of the local store belongs to another program. Nothing in it was changed. Move it away, or start with another profile.</source>
        <translation>Die Datei des lokalen Speichers gehört einem anderen Programm. Nichts darin wurde geändert. Verschieben Sie sie oder starten Sie mit einem anderen Profil.</translation>
    </message>
    <message>
        <source>The disk is full, so the local store cannot be opened. Nothing is lost. Free some space and try again.</source>
        <translation>Der Datenträger ist voll, der lokale Speicher kann nicht geöffnet werden. Nichts ist verloren. Schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Another program is using the local store. Close it and try again.</source>
        <translation>Ein anderes Programm verwendet den lokalen Speicher. Schließen Sie es und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The local store cannot be read or written. Check the disk and the permissions of its folder, then try again.</source>
        <translation>Der lokale Speicher kann nicht gelesen oder geschrieben werden. Prüfen Sie den Datenträger und die Rechte des Ordners und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The local store is damaged and could not be put aside. Check the disk, then try again.</source>
        <translation>Der lokale Speicher ist beschädigt und konnte nicht beiseitegelegt werden. Prüfen Sie den Datenträger und versuchen Sie es erneut.</translation>
    </message>
    <message numerus="yes">
        <source>%1 waiting change(s)</source>
        <translation>
            <numerusform>%1 wartende Änderung</numerusform>
            <numerusform>%1 wartende Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 conflict(s)</source>
        <translation>
            <numerusform>%1 Konflikt</numerusform>
            <numerusform>%1 Konflikte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 saved view(s)</source>
        <translation>
            <numerusform>%1 gespeicherte Ansicht</numerusform>
            <numerusform>%1 gespeicherte Ansichten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskPlan</name>
    <message>
        <source>Nothing to read yet</source>
        <translation>Noch nichts zu lesen</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>Sanft</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>One page every 3 s from each site. For small servers.</source>
        <translation>Alle 3 s eine Seite je Website. Für kleine Server.</translation>
    </message>
    <message>
        <source>Four pages a second from each site. Only for sites that allow it.</source>
        <translation>Vier Seiten je Sekunde und Website. Nur, wo das erlaubt ist.</translation>
    </message>
    <message>
        <source>One page a second from each site. robots.txt is always obeyed.</source>
        <translation>Eine Seite je Sekunde und Website. robots.txt gilt immer.</translation>
    </message>
    <message numerus="yes">
        <source>%1 site(s)</source>
        <translation>
            <numerusform>%1 Website</numerusform>
            <numerusform>%1 Websites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %1 page(s)</source>
        <translation>
            <numerusform>bis zu %1 Seite</numerusform>
            <numerusform>bis zu %1 Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, about %3</source>
        <translation>%1, %2, etwa %3</translation>
    </message>
</context>
<context>
    <name>TaskText</name>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stalled, silent for %1</source>
        <translation>Hängt, still seit %1</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>read, no contact found</source>
        <translation>gelesen, kein Kontakt gefunden</translation>
    </message>
    <message>
        <source>robots.txt forbids it</source>
        <translation>robots.txt verbietet es</translation>
    </message>
    <message>
        <source>asked us to slow down</source>
        <translation>bittet um langsamere Anfragen</translation>
    </message>
    <message>
        <source>refused us</source>
        <translation>hat uns abgewiesen</translation>
    </message>
    <message>
        <source>wants a sign-in</source>
        <translation>verlangt eine Anmeldung</translation>
    </message>
    <message>
        <source>could not be reached</source>
        <translation>war nicht erreichbar</translation>
    </message>
    <message>
        <source>could not be understood</source>
        <translation>war nicht zu verstehen</translation>
    </message>
    <message>
        <source>no name server answered</source>
        <translation>kein Namensserver hat geantwortet</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>found</source>
        <translation>Fund</translation>
    </message>
    <message>
        <source>warn</source>
        <translation>Warn</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Nothing could be read</source>
        <translation>Nichts lesbar</translation>
    </message>
</context>
<context>
    <name>leadline::desktop::Desktop</name>
    <message>
        <source>Search leads for “%1”</source>
        <translation>Leads nach „%1“ durchsuchen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>This lead is being fetched. Try again in a moment.</source>
        <translation>Dieser Lead wird gerade geholt. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Demo: food and drink</source>
        <translation>Demo: Essen und Trinken</translation>
    </message>
    <message>
        <source>Demo: offices and practices</source>
        <translation>Demo: Kanzleien und Praxen</translation>
    </message>
    <message>
        <source>Demo: town directories</source>
        <translation>Demo: Branchenbücher</translation>
    </message>
    <message>
        <source>Demo: shops and workshops</source>
        <translation>Demo: Läden und Werkstätten</translation>
    </message>
    <message>
        <source>Leadline: tasks are running</source>
        <translation>Leadline: Aufgaben laufen</translation>
    </message>
    <message>
        <source>Open Leadline</source>
        <translation>Leadline öffnen</translation>
    </message>
    <message>
        <source>Pause all and quit</source>
        <translation>Alle anhalten und beenden</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>Tasks are running</source>
        <translation>Aufgaben laufen</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) still running</source>
        <translation>
            <numerusform>%n Aufgabe läuft noch</numerusform>
            <numerusform>%n Aufgaben laufen noch</numerusform>
        </translation>
    </message>
    <message>
        <source>Another workspace has a backend of its own. What was found is stored, and the tasks can be resumed later.</source>
        <translation>Ein anderer Arbeitsbereich hat ein eigenes Backend. Was gefunden wurde, ist gespeichert, und die Aufgaben lassen sich später fortsetzen.</translation>
    </message>
    <message>
        <source>Pause and switch</source>
        <translation>Anhalten und wechseln</translation>
    </message>
</context>
<context>
    <name>leadline::ui::CloseDialog</name>
    <message>
        <source>Tasks are running</source>
        <translation>Aufgaben laufen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Sofort beenden</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Keep in tray</source>
        <translation>Im Infobereich lassen</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) still running</source>
        <translation>
            <numerusform>%n Aufgabe läuft noch</numerusform>
            <numerusform>%n Aufgaben laufen noch</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on in the tray, pause and quit, or quit now. What was found is stored in each case, and work goes on from where it was.</source>
        <translation>Im Infobereich weiterarbeiten, anhalten und beenden oder gleich beenden. Was gefunden wurde, ist in jedem Fall gespeichert, und die Arbeit geht dort weiter, wo sie war.</translation>
    </message>
    <message>
        <source>Pause and quit, or quit now. What was found is stored in either case, and work goes on from where it was.</source>
        <translation>Anhalten und beenden oder gleich beenden. Was gefunden wurde, ist in beiden Fällen gespeichert, und die Arbeit geht dort weiter, wo sie war.</translation>
    </message>
</context>
<context>
    <name>leadline::ui::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>Tippen Sie, was Sie tun möchten</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Befehle suchen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ConflictCard</name>
    <message>
        <source>In the trash</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Keep theirs</source>
        <translation>Andere behalten</translation>
    </message>
    <message>
        <source>Discard mine</source>
        <translation>Meine verwerfen</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ConnectionPopup</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Last lines of the backend</source>
        <translation>Letzte Zeilen des Backends</translation>
    </message>
    <message>
        <source>Next try in %1.</source>
        <translation>Nächster Versuch in %1.</translation>
    </message>
    <message>
        <source>No keychain is available: you sign in again after a restart.</source>
        <translation>Kein Schlüsselbund verfügbar: Nach einem Neustart melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>Offline arbeiten</translation>
    </message>
    <message>
        <source>Go online</source>
        <translation>Online gehen</translation>
    </message>
    <message>
        <source>Show what waits</source>
        <translation>Zeigen, was wartet</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ContactCard</name>
    <message>
        <source>Not used: %1</source>
        <translation>Nicht benutzt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more place(s)</source>
        <translation>
            <numerusform>%n weitere Stelle</numerusform>
            <numerusform>%n weitere Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Confidence %1 of 100</source>
        <translation>Sicherheit %1 von 100</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>home page</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>%1, read %2</source>
        <translation>%1, gelesen %2</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ErrorBanner</name>
    <message>
        <source>Copy id</source>
        <translation>Kennung kopieren</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ExportController</name>
    <message>
        <source>CSV for Excel, columns as shown (*.csv)</source>
        <translation>CSV für Excel, Spalten wie angezeigt (*.csv)</translation>
    </message>
    <message>
        <source>CSV for Excel, all columns (*.csv)</source>
        <translation>CSV für Excel, alle Spalten (*.csv)</translation>
    </message>
    <message>
        <source>CSV, columns as shown (*.csv)</source>
        <translation>CSV, Spalten wie angezeigt (*.csv)</translation>
    </message>
    <message>
        <source>CSV, all columns (*.csv)</source>
        <translation>CSV, alle Spalten (*.csv)</translation>
    </message>
    <message>
        <source>CSV for programs, all columns (*.csv)</source>
        <translation>CSV für Programme, alle Spalten (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines with evidence (*.jsonl)</source>
        <translation>JSON-Zeilen mit Belegen (*.jsonl)</translation>
    </message>
    <message>
        <source>Export the leads of this view</source>
        <translation>Leads dieser Ansicht exportieren</translation>
    </message>
    <message>
        <source>An export is still being written.</source>
        <translation>Ein Export wird noch geschrieben.</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Exporting: %1 of %2 leads</source>
        <translation>Export: %1 von %2 Leads</translation>
    </message>
    <message>
        <source>Export cancelled. No file was written.</source>
        <translation>Export abgebrochen. Es wurde keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>The file cannot be written: %1. Choose another folder.</source>
        <translation>Die Datei kann nicht geschrieben werden: %1. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Exported %1 lead(s)</source>
        <translation>
            <numerusform>%1 Lead exportiert</numerusform>
            <numerusform>%1 Leads exportiert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::FacetModel</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Kontakt</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Gefunden in</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation>Zuständig</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Has e-mail</source>
        <translation>Mit E-Mail</translation>
    </message>
    <message>
        <source>Has phone</source>
        <translation>Mit Telefon</translation>
    </message>
</context>
<context>
    <name>leadline::ui::FacetPanel</name>
    <message>
        <source>Facets</source>
        <translation>Facetten</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Remove this view</source>
        <translation>Diese Ansicht entfernen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::FilterField</name>
    <message>
        <source>Filter: status:new has:email city:Lyon, or any words</source>
        <translation>Filter: status:new has:email city:Lyon oder beliebige Wörter</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
</context>
<context>
    <name>leadline::ui::FirstRunPage</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>The backend starts by itself and keeps everything here. No account, no key, nothing to install.</source>
        <translation>Das Backend startet von selbst und behält alles hier. Kein Konto, kein Schlüssel, nichts zu installieren.</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Demo workspace</source>
        <translation>Demo-Arbeitsbereich</translation>
    </message>
    <message>
        <source>Invented businesses on a bundled web site, served on this computer only. Good for a first look.</source>
        <translation>Erfundene Betriebe auf einer mitgelieferten Website, nur auf diesem Rechner. Gut für den ersten Blick.</translation>
    </message>
    <message>
        <source>Team server</source>
        <translation>Teamserver</translation>
    </message>
    <message>
        <source>Share tasks and leads with colleagues. This version cannot connect to a server yet; a later one will.</source>
        <translation>Aufgaben und Leads im Team teilen. Diese Version kann sich noch nicht mit einem Server verbinden.</translation>
    </message>
    <message>
        <source>Comes later</source>
        <translation>Kommt später</translation>
    </message>
    <message>
        <source>Welcome to Leadline</source>
        <translation>Willkommen bei Leadline</translation>
    </message>
    <message>
        <source>Where should the work be done? You can change this later in Settings.</source>
        <translation>Wo soll gearbeitet werden? Das lässt sich später in den Einstellungen ändern.</translation>
    </message>
</context>
<context>
    <name>leadline::ui::FoundLeadModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punkte</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadColumns</name>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadDelegate</name>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadPanel</name>
    <message>
        <source>No lead selected</source>
        <translation>Kein Lead gewählt</translation>
    </message>
    <message>
        <source>Select a lead to see every contact point with the page it was read from.</source>
        <translation>Wählen Sie einen Lead, um jeden Kontaktpunkt mit seiner Fundseite zu sehen.</translation>
    </message>
    <message>
        <source>Contact points</source>
        <translation>Kontaktpunkte</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why this score</source>
        <translation>Warum diese Punkte</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Write a note, Enter saves it</source>
        <translation>Notiz schreiben, Eingabe speichert</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>Neue Notiz</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>In the trash</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message>
        <source>Score %1</source>
        <translation>%1 Punkte</translation>
    </message>
    <message>
        <source>Rated %1 of 5</source>
        <translation>Mit %1 von 5 bewertet</translation>
    </message>
    <message>
        <source>Nothing to score was found.</source>
        <translation>Nichts zu bewerten gefunden.</translation>
    </message>
    <message>
        <source>No contact point was found.</source>
        <translation>Kein Kontaktpunkt gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n weiteren zeigen</numerusform>
            <numerusform>%n weitere zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has happened to this lead yet.</source>
        <translation>Mit diesem Lead ist noch nichts geschehen.</translation>
    </message>
    <message>
        <source>Open the website</source>
        <translation>Website öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n contact point(s)</source>
        <translation>
            <numerusform>%n Kontaktpunkt</numerusform>
            <numerusform>%n Kontaktpunkte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found and not used</source>
        <translation>
            <numerusform>%n gefunden und nicht benutzt</numerusform>
            <numerusform>%n gefunden und nicht benutzt</numerusform>
        </translation>
    </message>
    <message>
        <source>No notes.</source>
        <translation>Keine Notizen.</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadPreview</name>
    <message>
        <source>Preview of the lead</source>
        <translation>Vorschau des Leads</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>close</source>
        <translation>schließen</translation>
    </message>
    <message>
        <source>next, previous</source>
        <translation>weiter, zurück</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>annehmen</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>contacted</source>
        <translation>kontaktiert</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LeadTableModel</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Branche</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation>Zuständig</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LiveController</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>beendet %1</translation>
    </message>
    <message>
        <source>active %1</source>
        <translation>aktiv %1</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LiveHeader</name>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Ablösen</translation>
    </message>
    <message>
        <source>Close pane</source>
        <translation>Bereich schließen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Dock</source>
        <translation>Andocken</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LivePane</name>
    <message>
        <source>New leads</source>
        <translation>Neue Leads</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Dubletten</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>Je Sekunde</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Newest leads</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Go to the newest line and stay there</source>
        <translation>Zur neuesten Zeile gehen und dort bleiben</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>Kleinste gezeigte Stufe</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>Found and up</source>
        <translation>Ab Fund</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Search log</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Sources and their outcome</source>
        <translation>Quellen und ihr Ergebnis</translation>
    </message>
    <message>
        <source>pages read</source>
        <translation>Seiten gelesen</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 of %2 sites</source>
        <translation>%1 von %2 Websites</translation>
    </message>
    <message>
        <source>%1 not allowed</source>
        <translation>%1 nicht erlaubt</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>Remaining: %1</source>
        <translation>Noch: %1</translation>
    </message>
</context>
<context>
    <name>leadline::ui::LogModel</name>
    <message numerus="yes">
        <source>%1 older line(s) no longer kept</source>
        <translation>
            <numerusform>%1 ältere Zeile wird nicht mehr aufbewahrt</numerusform>
            <numerusform>%1 ältere Zeilen werden nicht mehr aufbewahrt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::LogView</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>leadline::ui::MainWindow</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Find on this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Fold or unfold navigation</source>
        <translation>Navigation ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Connection details</source>
        <translation>Verbindungsdetails</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Waiting changes and conflicts…</source>
        <translation>Wartende Änderungen und Konflikte …</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>Offline arbeiten</translation>
    </message>
    <message>
        <source>Go online</source>
        <translation>Online gehen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::NavigationRail</name>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Navigation</source>
        <translation>Navigation</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Ausklappen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::NewTaskDialog</name>
    <message>
        <source>From the page</source>
        <translation>Von der Seite</translation>
    </message>
    <message>
        <source>the file is larger than 16 MB</source>
        <translation>die Datei ist größer als 16 MB</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Neue Aufgabe</translation>
    </message>
    <message>
        <source>Reads web sites you name and keeps the businesses, e-mail addresses and phones it finds.</source>
        <translation>Liest die genannten Websites und behält gefundene Betriebe, E-Mail-Adressen und Telefone.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the task</source>
        <translation>Name der Aufgabe</translation>
    </message>
    <message>
        <source>Start addresses, one per line</source>
        <translation>Startadressen, eine je Zeile</translation>
    </message>
    <message>
        <source>Load CSV…</source>
        <translation>CSV laden …</translation>
    </message>
    <message>
        <source>Load addresses from a CSV or text file</source>
        <translation>Adressen aus einer CSV- oder Textdatei laden</translation>
    </message>
    <message>
        <source>boulangerie.example
https://www.garage.example/contact
…</source>
        <translation>baeckerei.example
https://www.werkstatt.example/kontakt
…</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Remove the lines that are not addresses</source>
        <translation>Zeilen entfernen, die keine Adressen sind</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Pages per site</source>
        <translation>Seiten je Website</translation>
    </message>
    <message>
        <source>Link depth</source>
        <translation>Linktiefe</translation>
    </message>
    <message>
        <source>Stop after leads</source>
        <translation>Ende nach Leads</translation>
    </message>
    <message>
        <source>Keep only</source>
        <translation>Nur behalten</translation>
    </message>
    <message>
        <source>Businesses with a phone</source>
        <translation>Betriebe mit Telefon</translation>
    </message>
    <message>
        <source>Businesses with an e-mail</source>
        <translation>Betriebe mit E-Mail</translation>
    </message>
    <message>
        <source>Country of phones without prefix</source>
        <translation>Land bei Telefon ohne Vorwahl</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start task</source>
        <translation>Aufgabe starten</translation>
    </message>
    <message>
        <source>%1 repeated</source>
        <translation>%1 doppelt</translation>
    </message>
    <message>
        <source>Paste addresses, drop a file here, or load a CSV</source>
        <translation>Adressen einfügen, Datei hierher ziehen oder CSV laden</translation>
    </message>
    <message>
        <source>… and %1 more</source>
        <translation>… und %1 weitere</translation>
    </message>
    <message>
        <source>Line %1: “%2” %3</source>
        <translation>Zeile %1: „%2“ %3</translation>
    </message>
    <message>
        <source>Named after the first address</source>
        <translation>Nach der ersten Adresse benannt</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Load addresses</source>
        <translation>Adressen laden</translation>
    </message>
    <message>
        <source>Lists (*.csv *.tsv *.txt)</source>
        <translation>Listen (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2</source>
        <translation>„%1“ ließ sich nicht lesen: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 address(es)</source>
        <translation>
            <numerusform>%1 Adresse</numerusform>
            <numerusform>%1 Adressen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 problem(s)</source>
        <translation>
            <numerusform>%1 Problem</numerusform>
            <numerusform>%1 Probleme</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::NotificationStrip</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>leadline::ui::PaletteEntry</name>
    <message>
        <source>Search tasks, leads, actions…</source>
        <translation>Aufgaben, Leads, Aktionen suchen …</translation>
    </message>
    <message>
        <source>Open the command palette</source>
        <translation>Befehlspalette öffnen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ReviewActions</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Mark as contacted</source>
        <translation>Als kontaktiert vermerken</translation>
    </message>
    <message>
        <source>Contacted</source>
        <translation>Kontaktiert</translation>
    </message>
    <message>
        <source>Back to new</source>
        <translation>Wieder neu</translation>
    </message>
    <message>
        <source>Remove rating</source>
        <translation>Bewertung entfernen</translation>
    </message>
    <message>
        <source>Rate %1 of 5</source>
        <translation>Mit %1 von 5 bewerten</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>Edit in place</source>
        <translation>An Ort und Stelle ändern</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb legen</translation>
    </message>
    <message>
        <source>Restore from the trash</source>
        <translation>Aus dem Papierkorb holen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Next lead</source>
        <translation>Nächster Lead</translation>
    </message>
    <message>
        <source>Previous lead</source>
        <translation>Voriger Lead</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Copy selected leads</source>
        <translation>Gewählte Leads kopieren</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy as Markdown table</source>
        <translation>Als Markdown-Tabelle kopieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Save this filter as a view…</source>
        <translation>Diesen Filter als Ansicht speichern …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>Spalten wählen …</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Show or hide the facets</source>
        <translation>Facetten ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>next, previous</source>
        <translation>weiter, zurück</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>zurückholen</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>annehmen</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>contacted</source>
        <translation>kontaktiert</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>edit</source>
        <translation>ändern</translation>
    </message>
    <message>
        <source>back to new</source>
        <translation>zurück auf neu</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ReviewController</name>
    <message>
        <source>All leads</source>
        <translation>Alle Leads</translation>
    </message>
    <message>
        <source>Everything new</source>
        <translation>Alles Neue</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ReviewPage</name>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation>%1 kopiert</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>Ansicht speichern</translation>
    </message>
    <message>
        <source>Name of the view for “%1”</source>
        <translation>Name der Ansicht für „%1“</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No leads yet</source>
        <translation>Noch keine Leads</translation>
    </message>
    <message>
        <source>Start a task on the Tasks page (Ctrl+1). Leads appear here while it runs.</source>
        <translation>Starten Sie eine Aufgabe auf der Seite Aufgaben (Strg+1). Leads erscheinen hier, während sie läuft.</translation>
    </message>
    <message>
        <source>Nothing matches this filter</source>
        <translation>Nichts passt zu diesem Filter</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message numerus="yes">
        <source>Copied %1 lead(s)</source>
        <translation>
            <numerusform>%1 Lead kopiert</numerusform>
            <numerusform>%1 Leads kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Widen the filter, or clear it: Ctrl+F, then Escape.</source>
        <translation>Erweitern Sie den Filter oder leeren Sie ihn: Strg+F, dann Esc.</translation>
    </message>
    <message>
        <source>At most %1 leads fit on the clipboard. Export the view instead.</source>
        <translation>Höchstens %1 Leads passen in die Zwischenablage. Exportieren Sie stattdessen die Ansicht.</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>„%1“: %2</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::SeedEditor</name>
    <message>
        <source>Start addresses, one per line</source>
        <translation>Startadressen, eine je Zeile</translation>
    </message>
</context>
<context>
    <name>leadline::ui::SegmentedBar</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>leadline::ui::SelectionPanel</name>
    <message>
        <source>What you do here is done to all of them, and is one step to undo.</source>
        <translation>Was Sie hier tun, gilt für alle und lässt sich in einem Schritt zurücknehmen.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Tag for all selected leads</source>
        <translation>Schlagwort für alle ausgewählten Leads</translation>
    </message>
    <message>
        <source>Add a tag to all, Enter saves it</source>
        <translation>Schlagwort für alle, Eingabe speichert</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note for all selected leads</source>
        <translation>Notiz für alle ausgewählten Leads</translation>
    </message>
    <message>
        <source>Write a note to all, Enter saves it</source>
        <translation>Notiz für alle, Eingabe speichert</translation>
    </message>
    <message numerus="yes">
        <source>%1 lead(s) selected</source>
        <translation>
            <numerusform>%1 Lead ausgewählt</numerusform>
            <numerusform>%1 Leads ausgewählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Follows the desktop&apos;s light or dark preference.</source>
        <translation>Folgt der hellen oder dunklen Einstellung der Arbeitsumgebung.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Row height of tables</source>
        <translation>Zeilenhöhe der Tabellen</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>24 px</source>
        <translation>24 px</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>28 px</source>
        <translation>28 px</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Großzügig</translation>
    </message>
    <message>
        <source>36 px</source>
        <translation>36 px</translation>
    </message>
    <message>
        <source>Pace of new tasks</source>
        <translation>Tempo neuer Aufgaben</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Demo workspace</source>
        <translation>Demo-Arbeitsbereich</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Invented businesses; nothing leaves this computer.</source>
        <translation>Erfundene Betriebe; nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>The backend runs here and keeps all data here.</source>
        <translation>Das Backend läuft hier und behält alle Daten hier.</translation>
    </message>
    <message>
        <source>Switch to This computer</source>
        <translation>Zu „Dieser Rechner“ wechseln</translation>
    </message>
    <message>
        <source>Switch to the demo</source>
        <translation>Zur Demo wechseln</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Leadline %1</source>
        <translation>Leadline %1</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder später.</translation>
    </message>
    <message>
        <source>Copy the path of the data directory</source>
        <translation>Pfad des Datenverzeichnisses kopieren</translation>
    </message>
    <message>
        <source>Data:</source>
        <translation>Daten:</translation>
    </message>
    <message>
        <source>Appearance: light</source>
        <translation>Darstellung: hell</translation>
    </message>
    <message>
        <source>Appearance: dark</source>
        <translation>Darstellung: dunkel</translation>
    </message>
    <message>
        <source>Appearance: like the system</source>
        <translation>Darstellung: wie das System</translation>
    </message>
    <message>
        <source>Rows: compact</source>
        <translation>Zeilen: kompakt</translation>
    </message>
    <message>
        <source>Rows: normal</source>
        <translation>Zeilen: normal</translation>
    </message>
    <message>
        <source>Rows: comfortable</source>
        <translation>Zeilen: großzügig</translation>
    </message>
</context>
<context>
    <name>leadline::ui::ShortcutsSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::SiteTableModel</name>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Outcome so far</source>
        <translation>Bisheriges Ergebnis</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>leadline::ui::StatusStrip</name>
    <message>
        <source>Connection: %1</source>
        <translation>Verbindung: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 task(s) running</source>
        <translation>
            <numerusform>%1 Aufgabe läuft</numerusform>
            <numerusform>%1 Aufgaben laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lead(s)</source>
        <translation>
            <numerusform>%1 Lead</numerusform>
            <numerusform>%1 Leads</numerusform>
        </translation>
    </message>
    <message>
        <source>Show what waits</source>
        <translation>Zeigen, was wartet</translation>
    </message>
    <message>
        <source>Decide which value stays</source>
        <translation>Entscheiden, welcher Wert bleibt</translation>
    </message>
</context>
<context>
    <name>leadline::ui::TagBar</name>
    <message>
        <source>Remove tag %1</source>
        <translation>Schlagwort %1 entfernen</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::TaskTableModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>waiting its turn</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>resume with R</source>
        <translation>weiter mit R</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>dauerte %1</translation>
    </message>
    <message>
        <source>%1 of %2 sites</source>
        <translation>%1 von %2 Websites</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Noch</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Beginn</translation>
    </message>
    <message numerus="yes">
        <source>%1 page(s) failed</source>
        <translation>
            <numerusform>%1 Seite fehlgeschlagen</numerusform>
            <numerusform>%1 Seiten fehlgeschlagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leadline::ui::TasksController</name>
    <message>
        <source>“%1” could not be started.</source>
        <translation>„%1“ ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>“%1” could not be paused.</source>
        <translation>„%1“ ließ sich nicht anhalten.</translation>
    </message>
    <message>
        <source>“%1” could not be resumed.</source>
        <translation>„%1“ ließ sich nicht fortsetzen.</translation>
    </message>
    <message>
        <source>“%1” could not be stopped.</source>
        <translation>„%1“ ließ sich nicht beenden.</translation>
    </message>
    <message>
        <source>“%1” could not be run again.</source>
        <translation>„%1“ ließ sich nicht wiederholen.</translation>
    </message>
    <message>
        <source>“%1” could not be deleted.</source>
        <translation>„%1“ ließ sich nicht löschen.</translation>
    </message>
    <message>
        <source>Deleted “%1”. Its leads are kept.</source>
        <translation>„%1“ gelöscht. Die Leads bleiben.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The task could not be brought back.</source>
        <translation>Die Aufgabe ließ sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>“%1” is complete: %2.</source>
        <translation>„%1“ ist fertig: %2.</translation>
    </message>
    <message>
        <source>“%1” was stopped: %2.</source>
        <translation>„%1“ wurde beendet: %2.</translation>
    </message>
    <message>
        <source>“%1” failed: %2.</source>
        <translation>„%1“ ist fehlgeschlagen: %2.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n task(s). Their leads are kept.</source>
        <translation>
            <numerusform>%n Aufgabe gelöscht. Ihre Leads bleiben.</numerusform>
            <numerusform>%n Aufgaben gelöscht. Ihre Leads bleiben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 new lead(s)</source>
        <translation>
            <numerusform>%1 neuer Lead</numerusform>
            <numerusform>%1 neue Leads</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is over, but not one page could be read. Its live pane says why.</source>
        <translation>„%1“ ist zu Ende, aber keine einzige Seite war lesbar. Der Live-Bereich sagt, warum.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>“%1” was interrupted: its backend ended.</source>
        <translation>„%1“ wurde unterbrochen: Das Backend wurde beendet.</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) were interrupted: their backend ended.</source>
        <translation>
            <numerusform>%n Aufgabe wurde unterbrochen: Das Backend wurde beendet.</numerusform>
            <numerusform>%n Aufgaben wurden unterbrochen: Das Backend wurde beendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>leadline::ui::TasksPage</name>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Neue Aufgabe</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 laufen</translation>
    </message>
    <message>
        <source>Show live</source>
        <translation>Live zeigen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Retry what failed</source>
        <translation>Fehlgeschlagenes wiederholen</translation>
    </message>
    <message>
        <source>Review its leads</source>
        <translation>Ihre Leads prüfen</translation>
    </message>
    <message>
        <source>New task like this…</source>
        <translation>Neue Aufgabe wie diese …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>New task from pasted addresses</source>
        <translation>Neue Aufgabe aus eingefügten Adressen</translation>
    </message>
    <message>
        <source>Pause all tasks</source>
        <translation>Alle Aufgaben anhalten</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Float or dock the live pane</source>
        <translation>Live-Bereich ablösen oder andocken</translation>
    </message>
    <message>
        <source>Close the live pane</source>
        <translation>Live-Bereich schließen</translation>
    </message>
    <message>
        <source>Tasks need the backend, which is not connected.</source>
        <translation>Aufgaben brauchen das Backend, das nicht verbunden ist.</translation>
    </message>
    <message>
        <source>No tasks yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message>
        <source>Give Leadline a list of web sites. It reads them politely and keeps every e-mail address and phone with the place it was found. Paste a list anywhere on this page to begin.</source>
        <translation>Geben Sie Leadline eine Liste von Websites. Es liest sie rücksichtsvoll und behält jede E-Mail-Adresse und jedes Telefon mit der Fundstelle. Fügen Sie irgendwo auf dieser Seite eine Liste ein, um zu beginnen.</translation>
    </message>
    <message>
        <source>Loading tasks…</source>
        <translation>Aufgaben werden geladen …</translation>
    </message>
    <message>
        <source>The backend is not connected</source>
        <translation>Das Backend ist nicht verbunden</translation>
    </message>
    <message>
        <source>Tasks appear here as soon as it is. Leads that were fetched before can be reviewed meanwhile.</source>
        <translation>Sobald es verbunden ist, erscheinen hier Aufgaben. Bereits geholte Leads lassen sich inzwischen prüfen.</translation>
    </message>
    <message>
        <source>The clipboard holds no web addresses. Copy a list with one address per line and paste again.</source>
        <translation>Die Zwischenablage enthält keine Webadressen. Kopieren Sie eine Liste mit einer Adresse je Zeile und fügen Sie sie erneut ein.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
</context>
<context>
    <name>leadline::ui::WaitingDialog</name>
    <message>
        <source>Waiting changes</source>
        <translation>Wartende Änderungen</translation>
    </message>
    <message>
        <source>Keep all of mine</source>
        <translation>Alle meine behalten</translation>
    </message>
    <message>
        <source>Keep all of theirs</source>
        <translation>Alle anderen behalten</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Take the selected changes back</source>
        <translation>Ausgewählte Änderungen zurücknehmen</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message numerus="yes">
        <source>%1 change(s) waiting for the backend</source>
        <translation>
            <numerusform>%1 Änderung wartet auf das Backend</numerusform>
            <numerusform>%1 Änderungen warten auf das Backend</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) for you to decide</source>
        <translation>
            <numerusform>%n Änderung braucht Ihre Entscheidung</numerusform>
            <numerusform>%n Änderungen brauchen Ihre Entscheidung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n change(s)</source>
        <translation>
            <numerusform>%n Änderung zurücknehmen</numerusform>
            <numerusform>%n Änderungen zurücknehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>Nichts wartet</translation>
    </message>
    <message>
        <source>The backend knows every change. What you edit without a connection is listed here until it is sent, and each change can be taken back until then.</source>
        <translation>Das Backend kennt jede Änderung. Was Sie ohne Verbindung ändern, steht hier, bis es gesendet ist, und lässt sich bis dahin zurücknehmen.</translation>
    </message>
    <message>
        <source>Both values are kept until you choose.</source>
        <translation>Beide Werte bleiben, bis Sie wählen.</translation>
    </message>
    <message>
        <source>They are sent by themselves as soon as there is a connection.</source>
        <translation>Sie werden von selbst gesendet, sobald eine Verbindung besteht.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be kept, because the lead no longer exists. What you entered stays below until you discard it.</source>
        <translation>
            <numerusform>%n Änderung konnte nicht behalten werden, weil es den Lead nicht mehr gibt. Was Sie eingegeben haben, bleibt unten stehen, bis Sie es verwerfen.</numerusform>
            <numerusform>%n Änderungen konnten nicht behalten werden, weil es die Leads nicht mehr gibt. Was Sie eingegeben haben, bleibt unten stehen, bis Sie es verwerfen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Leadline is already running with this profile. Use its window, or start with --profile DIR.</source>
        <translation>Leadline läuft mit diesem Profil bereits. Benutzen Sie sein Fenster oder starten Sie mit --profile DIR.</translation>
    </message>
    <message>
        <source>Desktop workbench for people who collect sales leads</source>
        <translation>Arbeitsplatz für Menschen, die Vertriebskontakte sammeln</translation>
    </message>
    <message>
        <source>Keep everything in DIR.</source>
        <translation>Alles in DIR aufbewahren.</translation>
    </message>
    <message>
        <source>Backend program to start instead of leadlined beside this one.</source>
        <translation>Backend-Programm, das statt leadlined neben diesem gestartet wird.</translation>
    </message>
    <message>
        <source>Let the local backend read sites in this private network; may be given several times.</source>
        <translation>Das lokale Backend darf Websites in diesem privaten Netz lesen; kann mehrmals angegeben werden.</translation>
    </message>
    <message>
        <source>Open the demo workspace.</source>
        <translation>Den Demo-Arbeitsbereich öffnen.</translation>
    </message>
    <message>
        <source>Open this computer&apos;s workspace without asking.</source>
        <translation>Den Arbeitsbereich dieses Computers öffnen, ohne zu fragen.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made or written. Choose another one with --profile DIR.</source>
        <translation>Der Ordner %1 lässt sich nicht anlegen oder beschreiben. Mit --profile DIR einen anderen wählen.</translation>
    </message>
</context>
</TS>
