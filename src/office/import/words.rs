//! Wording of an import: the outcome for each plan, the changes of an edition, the doubts.

use crate::desk::{Outcome, OverlayNews};
use crate::import::UnreadTable;
use crate::import::edition::{EditionChanges, Named};
use crate::plan::overlay::{Standing, TextDifference};
use crate::plan::{Doubt, ItemId, Plan, PlanId};
use crate::text::Language;
use crate::text::clean::{shown_line, shown_path};

/// One change that a new edition makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionChange<'a> {
    /// An item that was not there before.
    Added(&'a Named),
    /// An item that is no longer in the text.
    Removed(&'a Named),
    /// An item whose text changed; its changed fields follow.
    Changed(&'a Named),
    /// A changed field of the item before it.
    Field(&'a ItemId, &'a TextDifference),
}

/// Returns the message about an archived plan that is back in use because of its new edition.
pub fn brought_back(plan: &PlanId, language: Language) -> String {
    match language {
        Language::Zh => format!("{plan} 此前已归档；新版本使其取消归档"),
        Language::En => format!("{plan} was archived; its new edition brings it back"),
    }
}

/// Returns the changes of an edition one by one: added, removed and changed items.
pub fn changes(of: &EditionChanges) -> impl Iterator<Item = EditionChange<'_>> {
    let added = of.added.iter().map(EditionChange::Added);
    let removed = of.removed.iter().map(EditionChange::Removed);
    let changed = of.changed.iter().flat_map(|changed| {
        let fields = changed.fields.iter().map(|field| EditionChange::Field(&changed.named.id, field));
        std::iter::once(EditionChange::Changed(&changed.named)).chain(fields)
    });
    added.chain(removed).chain(changed)
}

impl EditionChange<'_> {
    /// Returns the change on one line. The line of a field should be indented below that of its item.
    pub fn text(self, language: Language) -> String {
        let item = |sign: &str, named: &Named| format!("{sign} {}  {}", named.id, shown_line(&named.title));
        match self {
            EditionChange::Added(named) => item("+", named),
            EditionChange::Removed(named) => item("-", named),
            EditionChange::Changed(named) => item("~", named),
            EditionChange::Field(_, field) => {
                format!("{}  {} → {}", field.field.label(language), said(&field.before), said(&field.after))
            }
        }
    }
}

/// Returns the outcome for a plan, with the numbers of items that a new edition adds, changes and removes.
pub fn outcome(outcome: &Outcome, language: Language) -> String {
    match outcome {
        Outcome::New => language.pick("新增", "new").to_string(),
        Outcome::Unchanged => language.pick("已有，未变", "unchanged").to_string(),
        Outcome::OlderKept => language.pick("已有正式文本，未采用", "the official text is there; left out").to_string(),
        Outcome::NewEdition(EditionChanges { added, changed, removed, .. }) => {
            let words = language.pick("新版本", "new edition");
            format!("{words} +{} ~{} -{}", added.len(), changed.len(), removed.len())
        }
    }
}

/// Returns the heading above the changes of an edition.
pub fn edition(plan: &Plan, changes: &EditionChanges, language: Language) -> String {
    let (id, a, c, r) = (&plan.id, changes.added.len(), changes.changed.len(), changes.removed.len());
    match language {
        Language::Zh => format!("{id} 新版本：新增 {a} 项，变动 {c} 项，删去 {r} 项"),
        Language::En => format!("{id}, new edition: {a} added, {c} changed, {r} removed"),
    }
}

/// Returns the note about the work recorded for removed items.
pub fn removed_are_kept(language: Language) -> &'static str {
    language.pick("删去任务的已填内容仍保留", "what was entered for removed tasks is kept")
}

/// Returns the consequence of a new text for a correction or adjustment: one that agrees with the new text can be
/// removed, and one that contradicts it must be decided by a person.
pub fn overlaid(news: &OverlayNews, language: Language) -> String {
    let (subject, field) = (&news.subject, news.field.label(language));
    let (printed, value) = (said(&news.printed), said(&news.value));
    match (news.standing, language) {
        (Standing::Printed, Language::Zh) => format!("{subject} {field}：新版本已是“{value}”，更正可撤去"),
        (Standing::Printed, Language::En) => format!("{subject} {field}: the text now says “{value}” itself"),
        (Standing::Gone, Language::Zh) => {
            format!("{subject} {field}：新版本已没有这一条目，所作更正“{value}”随之撤去")
        }
        (Standing::Gone, Language::En) => {
            format!("{subject} {field}: the text no longer has such a heading or box; “{value}” was dropped")
        }
        (Standing::Overtaken | Standing::Stands, Language::Zh) => {
            format!("{subject} {field}：新版本为“{printed}”，更正或调整为“{value}”，仍以后者为准；请核对")
        }
        (Standing::Overtaken | Standing::Stands, Language::En) => format!(
            "{subject} {field}: the text now says “{printed}”, and “{value}” still overrides it; check which is right"
        ),
    }
}

/// Returns the heading above the doubts about a plan.
pub fn doubts(plan: &Plan, file: &str, language: Language) -> String {
    let (id, file, count) = (&plan.id, shown_path(file), plan.doubts.len());
    match language {
        Language::Zh => format!("{id}（{file}）存疑 {count} 处"),
        Language::En => format!("{id} ({file}): {count} doubts"),
    }
}

/// Returns a doubt with its line in the document and the reading that was chosen.
pub fn doubt(doubt: &Doubt, language: Language) -> String {
    let (what, chosen) = (shown_line(&doubt.kind.what(language)), shown_line(&doubt.kind.chosen(language)));
    match language {
        Language::Zh => format!("第 {} 行  {what} → {chosen}", doubt.lines.first),
        Language::En => format!("line {}  {what} → {chosen}", doubt.lines.first),
    }
}

/// Returns the heading above the columns of an unreadable table, with its lines.
pub fn unread_table(table: &UnreadTable, language: Language) -> String {
    let (first, last) = (table.lines.first, table.lines.last);
    let caption = shown_line(&table.caption);
    match language {
        Language::Zh => format!("第 {first}–{last} 行的表“{caption}”未能读出，各列为："),
        Language::En => format!("lines {first}–{last}, the table “{caption}”, could not be read; its columns:"),
    }
}

/// The number of rows of a table whose cells are shown to a person.
const SHOWN_ROWS: usize = 3;

/// Returns the first cells of each column of a table.
pub fn columns_of(table: &UnreadTable) -> Vec<String> {
    let rows = table.rows();
    let cells = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
        cells.take(SHOWN_ROWS).map(|cell| shown_line(cell)).collect::<Vec<_>>().join(" · ")
    };
    (0..rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)).map(cells).collect()
}

/// Returns the message about a plan whose document does not name its term.
pub fn without_term(title: &str, language: Language) -> String {
    let title = shown_line(title);
    match language {
        Language::Zh => format!("《{title}》通篇没有写明期限"),
        Language::En => format!("nothing in the text of “{title}” tells its term"),
    }
}

fn said(text: &Option<String>) -> String {
    shown_line(text.as_deref().unwrap_or("-"))
}
